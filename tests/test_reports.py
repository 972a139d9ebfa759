"What must hold for the reports of any articles."
import textwrap
from datetime import date
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st
from syriaevents.datasets import load_articles
from syriaevents.reports import REPORT_COLUMNS, extract

articles = load_articles()
dated = articles[articles["published"].notna()]
english = dated[dated["language"] == "en"]
fixed = settings(derandomize=True, deadline=None, max_examples=40)

@fixed
@given(st.lists(st.integers(0, len(dated)-1), min_size=1, max_size=6, unique=True))
def test_a_concatenation_gives_the_concatenation(rows):
    chosen = dated.iloc[rows]
    whole = extract(chosen)
    apart = pd.concat([extract(chosen.iloc[[i]]) for i in range(len(chosen))], ignore_index=True)
    pd.testing.assert_frame_equal(whole, apart)

def test_the_same_article_twice_gives_the_same_rows():
    once = extract(english.head(20))
    twice = extract(pd.concat([english.head(20), english.head(20)], ignore_index=True))
    pd.testing.assert_frame_equal(twice.iloc[:len(once)], once)
    pd.testing.assert_frame_equal(twice.iloc[len(once):].reset_index(drop=True), once)

def test_every_row_leads_back_to_its_words():
    texts = dated.set_index("article_id")["text"]
    for row in extract(dated).itertuples():
        text = texts[row.article_id]
        assert text[row.char_start:row.char_end] == row.quote
        assert row.quote in row.sentence and row.sentence in text
        assert pd.isna(row.timex) or row.timex in text
        assert pd.isna(row.start) or pd.isna(row.end) or row.start <= row.end
        assert row.planned or pd.isna(row.end) or row.end <= row.published

def test_types_hold_for_no_row_and_for_many():
    for table in (extract(english), extract(english.iloc[:0]), extract("Nothing moved.", pd.Timestamp("2019-01-18"))):
        assert {c: str(t) for c, t in table.dtypes.items()} == REPORT_COLUMNS

def test_every_article_is_read_or_refused_with_a_reason():
    reports = extract(articles)
    refused = {r["article_id"]: r["reason"] for r in reports.attrs["rejects"]}
    assert set(refused) == set(articles["article_id"]) - set(dated["article_id"])
    assert all(refused.values())

@pytest.mark.parametrize("size, people", [(5.0, 1000.0), (6.2, 1240.0)])
def test_households_become_people_only_by_the_size_given(size, people):
    row = extract("Some 200 families fled Hajin on Monday.", pd.Timestamp("2019-01-18"), household_size=size).iloc[0]
    assert (row.unit, row.best, row.people_best, row.household_size) == ("households", 200, people, size)

@pytest.mark.parametrize("width", range(40, 121, 5))
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_wrapping_lines_changes_nothing(width, newline):
    story = ("On Thursday, the Syrian Observatory for Human Rights said that over the past 24 hours around 2,200 people, including 180 fighters, had fled Hajin. "
             "Last Friday, the UN said about 25,000 people had fled over the last six months. The Syrian Democratic Forces said on 5 January that 1,200 people had left.")
    wrapped = newline.join(textwrap.wrap(story, width, break_on_hyphens=False))
    columns = ["said_by", "said_on", "best", "start", "end", "origin"]
    pd.testing.assert_frame_equal(extract(wrapped, published=date(2019, 1, 18))[columns], extract(story, published=date(2019, 1, 18))[columns])
