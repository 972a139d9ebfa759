"Articles: every row of an input ends up in `articles` or in `rejects`, and no bad byte, date or cell stops the reading."
import csv
import io
import json
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from syriaevents.articles import ARTICLE_COLUMNS, InputError, parse_published, read_articles
from syriaevents.datasets import load_articles

HEADER = ["article_id", "published", "text"]
CELL = st.text(alphabet=st.characters(blacklist_categories=("Cs",)), max_size=20)
DATE = st.sampled_from(["2019-01-18", "", "18 January 2019", "01/02/2019", "13/02/2019", "soon", "2019-02-30", "0000-00-00", "9999-12-31", "NaT", "١٨/٠١/٢٠١٩"])


def write(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def as_csv(table, delimiter=","):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([HEADER, *table])
    return out.getvalue()


def test_every_row_is_accounted_for(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rows")

    @settings(derandomize=True, deadline=None, max_examples=60)
    @given(st.lists(st.tuples(st.sampled_from(["a", "b", "c", ""]), DATE, CELL), min_size=1, max_size=8))
    def check(table):
        inputs = [write(folder/"a.csv", as_csv(table)), write(folder/"a.tsv", as_csv(table, "\t")),
                  write(folder/"a.jsonl", "\n".join(json.dumps(dict(zip(HEADER, row))) for row in table)), pd.DataFrame(table, columns=HEADER)]
        reads = [read_articles(source) for source in inputs]
        for articles, rejects in reads:
            assert len(articles) + len(rejects) == len(table)
            assert articles.article_id.is_unique and articles.text.str.strip().ne("").all() and articles.published.notna().all()
            assert (rejects.reason.str.len() > 5).all()
        assert all(r.rejects.row.tolist() == reads[0].rejects.row.tolist() for r in reads)
    check()


def test_any_bytes_give_articles_or_one_sentence(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bytes")

    @settings(derandomize=True, deadline=None, max_examples=150)
    @given(st.binary(max_size=60), st.sampled_from(["a.csv", "a.tsv", "a.jsonl"]), st.booleans())
    def check(noise, name, with_header):
        head = b"" if not with_header else b"article_id,text,published\n1,Hundreds fled.,2019-01-18\n".replace(b",", b"\t" if name == "a.tsv" else b",")
        try: articles, rejects = read_articles(write(folder/name, head + noise))
        except InputError as e: assert "\n" not in str(e) and len(str(e)) < 400
        else: assert len(articles) + len(rejects) >= 1
    check()


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 12, 31)))
def test_written_dates_are_read_back(day):
    want = pd.Timestamp(day)
    for printed in (day.isoformat(), f"{day:%Y%m%d}", f"{day:%Y/%m/%d}", f"{day.isoformat()}T23:59:59+02:00", f"{day.isoformat()} 00:10"): assert parse_published(printed) == want
    assert parse_published(f"{day:%d/%m/%Y}", "DMY") == want == parse_published(f"{day:%m/%d/%Y}", "MDY")
    if day.day > 12: assert parse_published(f"{day:%d.%m.%Y}") == want == parse_published(f"{day:%m-%d-%Y}")
    elif day.day != day.month:
        with pytest.raises(ValueError, match="ambiguous"): parse_published(f"{day:%d/%m/%Y}")


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.text(max_size=25))
def test_any_text_as_a_date_is_a_day_or_a_reason(printed):
    try: day = parse_published(printed)
    except ValueError as e: assert str(e).startswith("published is")
    else: assert day == day.normalize() and any(c.isdigit() for c in printed)


def test_the_input_frame_is_unchanged():
    table = pd.DataFrame({"article_id": [1, 2], "published": [date(2019, 1, 18), None], "text": ["a ", " b"], "desk": [1.5, None]})
    before = table.copy(deep=True)
    articles, rejects = read_articles(table)
    pd.testing.assert_frame_equal(table, before)
    assert articles.text.tolist() == ["a "] and articles.desk.tolist() == [1.5] and rejects.row.tolist() == [2]


def test_an_empty_result_has_the_columns_and_types():
    articles, rejects = read_articles(pd.DataFrame({"article_id": ["1"], "published": [""], "text": ["a"]}))
    assert {c: str(articles[c].dtype) for c in articles} == ARTICLE_COLUMNS and len(rejects) == 1


def test_dates_of_pandas_are_read():
    stamps = pd.to_datetime(["2019-01-18 23:30", "2019-01-19 00:00"]).tz_localize("Asia/Damascus")
    articles, _ = read_articles(pd.DataFrame({"article_id": ["1", "2"], "published": stamps, "text": ["a", "b"]}))
    assert articles.published.dt.strftime("%Y-%m-%d").tolist() == ["2019-01-18", "2019-01-19"]


def test_shipped_articles_are_read():
    table = load_articles()
    articles, rejects = read_articles(table)
    assert len(rejects) == table.published.isna().sum()
    assert articles.language.tolist() == table.language[table.published.notna()].tolist()


def test_messages_tell_what_to_do(tmp_path):
    (tmp_path/"nothing").mkdir()
    for source, kind, words in [(tmp_path/"no.csv", FileNotFoundError, "no such file"), (write(tmp_path/"e.csv", ""), InputError, "is empty"),
                                (write(tmp_path/"h.csv", "article_id,text,published\n"), InputError, "no rows"), (write(tmp_path/"c.csv", "id,text\n1,a\n"), InputError, "lacks the column 'published'"),
                                (tmp_path/"nothing", InputError, "folder without anything to read"), (pd.DataFrame({"article_id": []}), InputError, "lacks the column 'text'")]:
        with pytest.raises(kind, match=words): read_articles(source)
