"What must hold for time expressions in any text, on any machine."
import os, subprocess, sys
import xml.etree.ElementTree as ET
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from syriaevents.lexicon import ENGLISH
from syriaevents.timex import Timex, find_timexes, join_ranges, resolve, to_timeml

WORDS = sorted({w.strip() for row in ENGLISH.values() for words in row.values() for w in words.split(",")})
pieces = st.one_of(st.sampled_from(WORDS), st.sampled_from(WORDS).map(str.capitalize), st.integers(0, 3000).map(str),
                   st.sampled_from([",", ".", "-", "–", "/", ":", "'s", "’", "\n", "(", ")", "$", "%", "p.m.", "2nd", "1990s", "12:30", "05/01/2019", "said", "fled", "will", "Syria", "Observatory"]))
texts = st.lists(pieces, max_size=40).map(" ".join)
anything = st.one_of(texts, st.text(max_size=200), st.lists(pieces, max_size=30).map("".join))
days = st.dates(date(1950, 1, 1), date(2070, 12, 31))
fast = settings(derandomize=True, deadline=None, max_examples=300)


@fast
@given(anything, days)
def test_spans_match_the_text_and_never_overlap(text, published):
    for found in (found := find_timexes(text, published), join_ranges(text, found)):
        end = 0
        for t in found:
            assert text[slice(*t.span)] == t.text != ""
            assert end <= t.span[0] < t.span[1]
            end = t.span[1]


@fast
@given(anything, days)
def test_fields_are_of_their_kind(text, published):
    for t in find_timexes(text, published):
        assert t.type in ("DATE", "TIME", "DURATION", "SET")
        assert t.value and " " not in t.value
        for day in (t.start, t.end, t.anchor): assert day is None or type(day) is date
        if t.start and t.end: assert t.start <= t.end
        assert t.rule


@settings(derandomize=True, deadline=None, max_examples=100)
@given(anything, st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_no_calendar_edge_breaks_it(text, published):
    find_timexes(text, published)


RELATIVE = ["yesterday", "today", "tomorrow", "on Friday", "last Monday", "next Sunday", "this Wednesday", "two days ago", "three weeks ago", "the past 24 hours", "over the last 10 days", "last week", "this week",
            "the weekend", "overnight", "since Tuesday", "until Thursday", "a fortnight ago", "Thursday night", "the day before yesterday", "in the coming days"]


@fast
@given(st.sampled_from(RELATIVE), days)
def test_a_week_later_means_a_week_later(words, published):
    a, b, week = resolve(words, published), resolve(words, published + timedelta(7)), timedelta(7)
    assert (a.start and a.start + week, a.end and a.end + week) == (b.start, b.end)


@fast
@given(days, days)
def test_absolute_days_do_not_depend_on_publication(day, published):
    for words in (f"{day.day} {day:%B} {day.year}", f"{day:%B} {day.day}, {day.year}", day.isoformat()):
        t = resolve(words, published)
        assert (t.start, t.end, t.value, t.anchor) == (day, day, day.isoformat(), None)


@fast
@given(texts, days)
def test_datetime_counts_as_its_day(text, published):
    assert find_timexes(text, datetime(published.year, published.month, published.day, 23, 59)) == find_timexes(text, published)


@fast
@given(anything, days)
def test_timeml_is_well_formed_and_reads_back(text, published):
    found = find_timexes(text, published)
    root = ET.fromstring(to_timeml(text, found, published).encode("utf-8", "replace"))
    assert root.tag == "TimeML" and [o.tag for o in root] == ["DCT", "TEXT"]
    marks = list(root.find("TEXT"))
    assert [(o.tag, o.get("type"), o.get("value")) for o in marks] == [("TIMEX3", t.type, t.value) for t in found]
    assert len({o.get("tid") for o in root.iter("TIMEX3")}) == len(found) + 1
    assert len("".join(root.find("TEXT").itertext())) == len(text)


def test_nothing_depends_on_clock_locale_or_time_zone():
    code = ("from datetime import date\nfrom syriaevents.timex import find_timexes\n"
            "print(find_timexes('On Friday 300 fled; since March and over the past week 2,000. Eid al-Adha 2018, last night.', date(2019,1,18)))")
    seen = set()
    for env in ({"TZ": "UTC"}, {"TZ": "Pacific/Kiritimati", "LC_ALL": "de_DE.UTF-8"}, {"TZ": "America/Adak", "LANG": "ar_SY.UTF-8"}, {"PYTHONHASHSEED": "7"}):
        run = subprocess.run([sys.executable, "-c", code], env={**os.environ, **env}, capture_output=True, text=True, check=True)
        seen.add(run.stdout)
    assert len(seen) == 1


@pytest.mark.parametrize("published", ["2019-01-18", 20190118, None])
def test_a_publication_day_of_another_kind_is_an_error(published):
    with pytest.raises(TypeError, match="published must be a date"): resolve("Friday", published)


def test_public_fields():
    assert list(Timex.__dataclass_fields__) == "text span type value start end granularity anchor signal approx rule".split()
