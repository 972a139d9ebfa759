"Extraction from the English digests agrees with the hand coding."
import pandas as pd, pytest
from syriaevents.datasets import load_articles, load_coded
from syriaevents.figures import find_figures
from syriaevents.reports import extract

def _number(value): return None if pd.isna(value) else int(value)
def _day(value): return "open" if pd.isna(value) else f"{pd.Timestamp(value):%Y-%m-%d}"
def _figure(row): return (*(_number(row[c]) for c in ("low", "best", "high")), row["unit"])
def _period(row): return _day(row["start"]), _day(row["end"])

def score(reports, coded):
    """Compare reports with hand-coded figures, both with `article_id`, `char_start`, `char_end`, and print every miss.

    A report answers a coded figure when their words overlap in the text, each report one figure. Shares of figure and period are of all coded
    figures, the share of spurious reports is of all reports."""
    free = {key: rows.to_dict("records") for key,rows in reports.groupby("article_id")}
    figure = period = 0
    for want in coded.to_dict("records"):
        rows = [r for r in free.get(want["article_id"], []) if r["char_start"] < want["char_end"] and want["char_start"] < r["char_end"]]
        best = max(rows, key=lambda r: (_figure(r) == _figure(want), _period(r) == _period(want)), default=None)
        name = f"{want['coded_id']} {want['article_id']} {want['quote']!r}"
        if best is None: print(f"missed    {name}"); continue
        free[want["article_id"]].remove(best)
        if _figure(best) == _figure(want): figure += 1
        else: print(f"figure    {name}: {_figure(best)}, coded {_figure(want)}")
        if _period(best) == _period(want): period += 1
        else: print(f"period    {name}: {' to '.join(_period(best))} ({best['timex']}), coded {' to '.join(_period(want))}")
    spurious = [r for rows in free.values() for r in rows]
    for r in spurious: print(f"spurious  {r['article_id']} {r['quote']!r}: {r['sentence']}")
    return {"coded": len(coded), "reports": len(reports), "figure": figure/len(coded), "period": period/len(coded), "spurious": len(spurious)/max(len(reports), 1)}

@pytest.fixture(scope="module")
def english(): return load_articles().query("language == 'en'")
@pytest.fixture(scope="module")
def reports(english): return extract(english)
@pytest.fixture(scope="module")
def result(english, reports):
    dated = english.loc[english["published"].notna(), "article_id"] # without a day of publication nothing relative can be resolved
    return score(reports, load_coded().query("article_id in @dated"))

def test_undated_articles_are_set_aside_with_the_reason(english, reports):
    undated = set(english.loc[english["published"].isna(), "article_id"])
    assert {r["article_id"]: r["reason"] for r in reports.attrs["rejects"]} == dict.fromkeys(undated, "published is absent")

def test_figures_of_undated_articles_are_found_all_the_same(english):
    for article in english[english["published"].isna()].itertuples():
        found = {f.span: (f.low, f.best, f.high, f.unit) for f in find_figures(article.text)}
        for want in load_coded().query("article_id == @article.article_id").to_dict("records"):
            near = [v for (a, b), v in found.items() if a < want["char_end"] and want["char_start"] < b]
            assert near == [tuple(None if pd.isna(want[c]) else want[c] for c in ("low", "best", "high", "unit"))], want["quote"]

def test_enough_is_coded(result): assert result["coded"] >= 150, result
def test_figures_and_units(result): assert result["figure"] >= .98, result
def test_periods(result): assert result["period"] >= .95, result
def test_spurious(result): assert result["spurious"] <= .02, result
