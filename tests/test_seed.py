"The first article of the project: its four figures, its ten time expressions, none of its traps."
import json
from datetime import date
import pandas as pd, pytest
from syriaevents.reports import extract
from syriaevents.timex import find_timexes

UNITS = {"fighters": "people"} # the gold counts fighters apart; here `group` says who they are

@pytest.fixture(scope="module")
def gold(shared): return json.loads((shared/"bench"/"figures"/"seed_gold.json").read_text(encoding="utf-8"))
@pytest.fixture(scope="module")
def text(shared): return (shared/"seed"/"article.txt").read_text(encoding="utf-8")
@pytest.fixture(scope="module")
def published(gold): return date.fromisoformat(gold["published"])
@pytest.fixture(scope="module")
def reports(text, published): return extract(text, published)

def overlap(a, b): return a[0] < b[1] and b[0] < a[1]
def number(value): return None if pd.isna(value) else int(value)
def day(value): return None if pd.isna(value) else pd.Timestamp(value).date().isoformat()

def found(reports, mention):
    rows = [r for r in reports.to_dict("records") if overlap((r["char_start"], r["char_end"]), (mention["start"], mention["end"]))]
    assert len(rows) == 1, f"{mention['quote']!r} gave {len(rows)} reports"
    return rows[0]

def test_four_of_four_figures(reports, gold):
    for mention in gold["mentions"]:
        row = found(reports, mention)
        given = {c: number(row[c]) for c in ("low", "best", "high")} | {c: row[c] for c in ("unit", "term", "kind")} | {"start": day(row["start"]), "end": day(row["end"])}
        wanted = {c: mention[c] for c in ("low", "best", "high", "term", "kind")} | {"unit": UNITS.get(mention["unit"], mention["unit"]),
                  "start": mention["period"]["start"], "end": mention["period"]["end"]}
        assert (mention["quote"], given) == (mention["quote"], wanted)

def test_subset_is_known(reports, gold):
    rows = [found(reports, m) for m in gold["mentions"]]
    for mention,row in zip(gold["mentions"], rows):
        part = mention["subset_of"] is not None
        assert (mention["quote"], not pd.isna(row["subset_of"])) == (mention["quote"], part)
        if part: assert row["subset_of"] == rows[mention["subset_of"]]["report_id"]

def test_no_trap_is_taken(reports, gold):
    assert len(reports) == len(gold["mentions"]), reports[["quote", "best", "unit", "term"]].to_string()

def test_ten_of_ten_times(text, published, gold):
    times = find_timexes(text, published)
    wrong = []
    for t in gold["time_expressions"]:
        hits = [o for o in times if overlap(o.span, (t["start"], t["end"]))]
        wanted = [[t["start_date"], t["end_date"]], *t.get("alternatives", [])]
        given = [[o.start and o.start.isoformat(), o.end and o.end.isoformat()] for o in hits]
        if len(hits) != 1 or given[0] not in wanted: wrong.append((t["quote"], given, wanted))
    assert wrong == []

def test_no_time_besides_them(text, published, gold):
    spans = [(t["start"], t["end"]) for t in gold["time_expressions"]]
    assert [o.text for o in find_timexes(text, published) if not any(overlap(o.span, s) for s in spans)] == []
