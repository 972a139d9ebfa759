"English sentences as news prints them, with every figure that is in them; half of them hold other numbers and must give none."
from datetime import date
import pytest
from syriaevents.reports import extract
from conftest import row_of, table, wanted

FIGURES = {}
for row in table("english_figures.csv"): FIGURES.setdefault(row["text"], []).append(row)

@pytest.mark.parametrize("text", FIGURES)
def test_each_sentence_means_what_it_says(text):
    rows = FIGURES[text]
    assert [row_of(r) for r in extract(text, date.fromisoformat(rows[0]["published"])).to_dict("records")] == wanted(rows)
