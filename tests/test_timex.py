"What must hold for time expressions in any text, on any machine."
import importlib.util, os, subprocess, sys, time
import xml.etree.ElementTree as ET
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from syriaevents.lexicon import ENGLISH_TIME
from syriaevents.timex import Timex, find_timexes, join_ranges, resolve, to_timeml

WORDS = sorted({w.strip() for row in ENGLISH_TIME.values() for words in row.values() for w in words.split(",")})
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


def _bench():
    "The module of the benchmark, for its texts made to be hard."
    spec = importlib.util.spec_from_file_location("bench_timex", Path(__file__).parents[1]/"bench"/"timex.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

def _steps(text):
    "Function calls, Python's and C's, that a text takes."
    count = 0
    def tick(frame, event, arg):
        nonlocal count
        count += event in ("call", "c_call")
    sys.setprofile(tick)
    try: find_timexes(text, date(2019, 1, 18))
    finally: sys.setprofile(None)
    return count


@pytest.mark.parametrize("piece", _bench().HARD)
def test_steps_grow_with_the_text_and_no_pattern_explodes(piece):
    small, large = (piece * (n//len(piece) + 1) for n in (2_000, 8_000))
    assert _steps(large) < 4.5*_steps(small) + 1_000
    begin = time.process_time()
    find_timexes(large, date(2019, 1, 18))
    assert time.process_time() - begin < 5 # It takes a fraction of a second; a pattern that backtracks would take hours


NESTED = [ # In a story of Friday 18 January 2019
    ("the Friday before last", "2019-01-04", "2019-01-04"), ("the week before last", "2018-12-31", "2019-01-06"), ("the month after next", "2019-03-01", "2019-03-31"),
    ("two Fridays ago", "2019-01-04", "2019-01-04"), ("a week ago Monday", "2019-01-07", "2019-01-07"), ("two weeks ago Friday", "2019-01-04", "2019-01-04"),
    ("a week from Tuesday", "2019-01-29", "2019-01-29"), ("the summer before last", "2017-06-01", "2017-08-31"), ("Christmas week", "2018-12-24", "2018-12-30"),
    ("since the end of the year", "2018-12-31", "2019-01-18"), ("a year ago today", "2018-01-18", "2018-01-18"), ("ten years ago this month", "2009-01-01", "2009-01-31"), ("three years ago last week", "2016-01-04", "2016-01-10"),
    ("the first Monday in May", "2019-05-06", "2019-05-06"), ("the week before Christmas", "2018-12-17", "2018-12-23"), ("Orthodox Christmas", "2019-01-07", "2019-01-07"), ("this winter", "2018-12-01", "2019-02-28"),
    ("the summer months", "2018-06-01", "2018-08-31"), ("the winter of 2015-16", "2015-12-01", "2016-02-29"), ("the month of Ramadan", "2019-05-06", "2019-06-03"), ("over the past 30-odd days", "2018-12-19", "2019-01-18"),
    ("half past three in the afternoon", "2019-01-18", "2019-01-18"), ("at 0600 GMT", "2019-01-18", "2019-01-18")]

@pytest.mark.parametrize("words,start,end", NESTED)
def test_nested_expressions(words, start, end):
    t = resolve(words, date(2019, 1, 18))
    assert (str(t.start), str(t.end)) == (start, end)


def test_lengths_beside_a_date_have_days_and_beside_an_event_say_why_not():
    def first(text): return find_timexes(text, date(2019, 1, 18))[0]
    t = first("Two days after Christmas they fled.")
    assert (t.text, t.type, t.value, t.start, t.end) == ("Two days", "DURATION", "P2D", date(2018, 12, 27), date(2018, 12, 27))
    t = first("The first three months of 2018 were quiet.")
    assert (t.text, t.value, t.start, t.end) == ("The first three months", "P3M", date(2018, 1, 1), date(2018, 3, 31))
    t = first("Ten days after the attack they fled.")
    assert (t.text, t.value, t.start, t.end) == ("Ten days", "P10D", None, None)
    assert "not known" in t.rule


@pytest.mark.parametrize("text,values", [
    ("Shots were heard between 10 and 11 p.m. on Tuesday.", ["2019-01-15T22:00", "2019-01-15T23:00"]), ("It was shut from 11 to 1 a.m.", ["2019-01-18T23:00", "2019-01-18T01:00"]),
    ("They fire on Monday and Tuesday nights.", ["XXXX-WXX-1TNI", "XXXX-WXX-2TNI"]), ("It opens every Monday and Thursday.", ["XXXX-WXX-1", "XXXX-WXX-4"]), ("Sales fell in the second and third quarters.", ["2018-Q2", "2018-Q3"]),
    ("It rained from March to May.", ["2018-03", "2018-05"]), ("In the quarter ended July 31 it lost, as in the quarter before.", ["2018-Q2", "2018-07-31", "2018-Q1"]),
    ("The day after the attack they left.", ["XXXX-XX-XX"]), ("They left on 3 January, the day after the attack.", ["2019-01-03", "2019-01-03"])])
def test_what_is_said_once_holds_for_both(text, values):
    found = [t.value for t in find_timexes(text, date(2019, 1, 18))]
    assert found[:len(values)] == values


@pytest.mark.parametrize("text,day", [
    ("Rain is forecast for Monday.", 21), ("The vote may come on Monday.", 21), ("The camp will remain closed until Monday.", 21), ("Schools were shut until Monday.", 21), ("The siege lasted until Monday.", 14),
    ("The truce takes effect Monday.", 21), ("The vote is on Monday.", 21), ("More snow is likely Monday.", 21), ("The phone goes on sale Monday.", 21), ("The king, who turned 80, said on Monday that any attack would be met.", 14), ("Burials were to be held on Monday.", 21), ("Talks had been due to open on Monday.", 14), ("He returns on Monday.", 21), ("Two cars were set on fire on Monday.", 14), ("The vote was set for Monday.", 21), ("Polls open on Monday.", 21), ("Trucks were halted through Monday.", 21), ("They shut the road through the valley on Monday.", 14), ("They may have fled on Monday.", 14)])
def test_the_verb_tells_which_monday(text, day):
    assert find_timexes(text, date(2019, 1, 18))[-1].value == f"2019-01-{day}"


@pytest.mark.parametrize("text,words,value", [
    ("The talks will last three days.", "three days", "P3D"), ("It could last for weeks.", "weeks", "PXW"), ("He came a month later than planned.", "a month", "P1M"), ("They will be the first to return in ten years.", "ten years", "P10Y"),
    ("The road is closed from dusk until Friday.", "dusk", "2019-01-18TEV"), ("The town grew in the first half of the 20th century.", "the first half of the 20th century", "19"), ("The records of the 1600s burned.", "the 1600s", "16"),
    ("It expects a loss in the year ending June 30.", "the year", "P1Y"), ("In the 2016-17 fiscal year it fell.", "2016-17", "2016"), ("They meet every other Christmas.", "every other Christmas", "P1Y"), ("It was closed every weekend.", "every weekend", "XXXX-WXX-WE"), ("The valley formed 66 million years ago.", "66 million years ago", "PAST_REF")])
def test_what_the_words_around_make_of_it(text, words, value):
    t = find_timexes(text, date(2019, 1, 18))[0]
    assert (t.text, t.value) == (words, value)


def test_a_bare_earlier_is_the_day_told_of():
    t = find_timexes("They were given food. Earlier two families of ten left.", date(2019, 1, 18))[0]
    assert (t.text, t.start, t.end) == ("Earlier", date(2019, 1, 18), date(2019, 1, 18))


@pytest.mark.parametrize("words,value", [("at 4 in the morning", "T04:00"), ("a quarter to five", "T04:45"), ("at ten at night", "T22:00"), ("20 minutes past six", "T06:20"), ("11am on Tuesday", "T11:00")])
def test_the_hour_in_words(words, value):
    t = resolve(words, date(2019, 1, 18))
    assert t.type == "TIME" and t.value.endswith(value)


@pytest.mark.parametrize("text", ["They wounded 8 in the evening.", "The future of Syria is open.", "It is open 24 hours a day.", "The March on Hajin began.", "two thirds past caring", "After the fall of Aleppo", "He et al. left", "a boy aged 18 months", "Under resolution 2043 observers came.", "Flight 1907 landed.", "He told USA Today."])
def test_false_friends_are_no_hours_and_no_dates(text):
    assert not [t for t in find_timexes(text, date(2019, 1, 18)) if t.text not in ("the evening",)]


@pytest.mark.parametrize("published", ["2019-01-18", 20190118, None])
def test_a_publication_day_of_another_kind_is_an_error(published):
    with pytest.raises(TypeError, match="published must be a date"): resolve("Friday", published)


def test_public_fields():
    assert list(Timex.__dataclass_fields__) == "text span type value start end granularity anchor signal approx rule".split()
