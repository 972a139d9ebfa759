"Places: every listed spelling is found, nothing else is, and offsets hold for any text."
import re
import subprocess
import sys
import time

from hypothesis import given, settings, strategies as st

from syriaevents.datasets import rows
from syriaevents.places import find_places, fold, resolve_place

PLACES = rows("places.csv")
RULES = {a["name"]: a["rule"] for a in rows("ambiguous_names.csv")}


def spellings(place):
    return [s for s in (place["name"], place["name_ar"], *place["aliases"].split("|"), *place["aliases_ar"].split("|")) if s and "(" not in s]


def homonyms():
    "Folded spelling -> names of the places that bear it."
    out = {}
    for place in PLACES:
        for s in spellings(place): out.setdefault(key(s), set()).add(place["name"])
    return out


def key(spelling):
    words = [fold(w) for w in re.split(r"[\s\-‐]+", spelling) if w]
    return " ".join("al" if w in {"al", "el", "ar", "as", "ash", "at", "ath", "az", "an", "ad", "ez", "er", "et", "es", "en"} else w for w in words)


def test_every_place_is_found_under_every_spelling():
    same = homonyms()
    for place in PLACES:
        for s in spellings(place):
            text = f"وصلوا إلى بلدة {s} أمس" if s > "\u0600" else f"They fled from Morek, {s} on Friday"
            found = [p for p in find_places(text) if s > "\u0600" or p.name != "Morek" or place["name"] == "Morek"]
            assert found, (place["name"], s)
            assert text.index(s) <= found[-1].span[0] and found[-1].span[1] >= text.index(s) + len(s.rstrip("'")) or s in found[-1].text, (place["name"], s, found)
            assert found[-1].name in same[key(s)] or found[-1].adm1 == (place["adm1"] or None), (place["name"], s, found[-1].name)


def test_every_name_resolves():
    for place in PLACES:
        for s in spellings(place):
            if RULES.get(s) != "never": assert resolve_place(s).adm1 == (place["adm1"] or None), (place["name"], s)


def test_a_spelling_belongs_to_one_district():
    "Homonyms may differ in kind (city, district, governorate), never in where they are."
    where = {}
    for place in PLACES:
        if place["type"] == "governorate": continue
        for s in spellings(place): where.setdefault(key(s), set()).add(place["pcode"] or place["name"])
    assert {s: w for s, w in where.items() if len(w) > 1} == {}


def test_governorates_and_districts_are_found_by_type_word():
    for place in PLACES:
        if place["type"] not in ("governorate", "district"): continue
        for s in place["aliases"].split("|"):
            if s and s[0].isupper() and not re.search("[Ss]uburb|[Cc]ountryside|[Ee]ast|[Ww]est", s):
                word = "province" if place["type"] == "governorate" else "district"
                assert [p.pcode for p in find_places(f"in {s} {word}")] == [place["pcode"]], (place["name"], s)


def test_no_match_inside_a_longer_word():
    for place in PLACES:
        for s in spellings(place):
            if s < "\u0600" and " " not in s and "-" not in s:
                for text in (f"in {s}xq and {s}oo", f"in Xx{s}", f"in {s}2", f"in {s.lower()}"): assert find_places(text) == [], (place["name"], text, find_places(text))


def test_places_abroad_have_no_p_code():
    for place in PLACES:
        if place["country"] != "SYR": assert resolve_place(place["name"]).pcode is None


NAMES = st.sampled_from([s for p in PLACES for s in spellings(p)])
FILLER = st.text(alphabet=st.characters(blacklist_categories=("Cs",)), max_size=12) | st.sampled_from([" ", ", ", " and ", ". ", "al-", "'s ", " province", " of ", " city", " countryside", "the east of ", "-", " و", "\n", "rural "])


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.lists(NAMES | FILLER, max_size=12))
def test_offsets_and_order_hold_for_any_text(parts):
    text, end = "".join(parts), 0
    for p in find_places(text):
        assert p.text == text[slice(*p.span)] and p.span[0] >= end
        assert p.pcode in (None, "SY") or p.adm1
        end = p.span[1]


@settings(derandomize=True, deadline=None, max_examples=100)
@given(st.lists(NAMES, min_size=1, max_size=4), st.sampled_from(["The convoy stopped for the night.", "Rain fell all day.", "لم يصدر تعليق."]))
def test_an_unrelated_line_changes_nothing(names, line):
    text = "They fled from " + ", ".join(names) + "."
    before = [(p.name, p.span) for p in find_places(text)]
    assert [(p.name, p.span) for p in find_places(text + "\n" + line)] == before
    shift = len(line) + 1
    assert [(p.name, (p.span[0]-shift, p.span[1]-shift)) for p in find_places(line + "\n" + text)] == before


def test_time_grows_with_length_only():
    one = "Families fled from Deir al-Deir al-Deir ez-Zor, Hama and Idlib provinces, and al-al-al-Hol. " * 20
    def cost(text):
        best = 9.0
        for _ in range(3):
            start = time.perf_counter()
            find_places(text)
            best = min(best, time.perf_counter() - start)
        return best
    cost(one)
    assert cost(one * 20) < 20 * 4 * cost(one)


def test_the_text_layer_does_without_pandas():
    code = "import sys, syriaevents.places as p; p.find_places('in Homs'); sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
