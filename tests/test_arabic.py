"Arabic is read alike however it is printed, and in linear time."
from dataclasses import replace
from time import process_time
import pytest
from hypothesis import given, settings, strategies as st
from syriaevents.datasets import load_articles, load_coded
from syriaevents.figures import find_figures
from syriaevents.language import fold_arabic, normal
from syriaevents.reports import extract
from syriaevents.sentences import clauses, find_statements, sentences, statements_in
from test_case_study import score

STORY = ("قال المرصد السوري لحقوق الإنسان يوم الخميس إن نحو 2200 شخص فروا من هجين، بينهم 180 من مقاتلي التنظيم. "
         "ووصلت ألف ومئتا عائلة (5400 شخص) إلى مخيم الهول، بحسب إدارة المخيم. وقُتل 12 مدنياً ونزح ما بين 3000 و3500 شخص.\n"
         "من المقرر أن تغادر عائلتان أخريان البلدة.")
MARKS = ["\u064e", "\u064f", "\u0650", "\u0651", "\u0652", "\u064b", "\u0640"]
EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")

def meaning(figure): return replace(figure, text=fold_arabic(figure.text), span=(), group=figure.group and fold_arabic(figure.group), subset_of=figure.subset_of and ())

def decorated(text, data):
    "The text with marks put behind some of its letters."
    behind = data.draw(st.lists(st.sampled_from(["", "", *MARKS]), min_size=len(text), max_size=len(text)))
    return "".join(c + (mark if "\u0621" <= c <= "\u064a" else "") for c, mark in zip(text, behind))

@given(st.data())
@settings(derandomize=True, deadline=None, max_examples=60)
def test_marks_change_nothing(data):
    text = decorated(STORY, data)
    assert [meaning(f) for f in find_figures(text)] == [meaning(f) for f in find_figures(STORY)]
    for figure in find_figures(text): assert text[slice(*figure.span)] == figure.text
    spans = lambda t: [[span and fold_arabic(t[slice(*span)]) for span in (s.speaker, s.cue, s.matrix, s.content, s.sentence)] for s in find_statements(t)]
    assert spans(text) == spans(STORY)
    assert [fold_arabic(text[a:b]) for a,b in sentences(text)] == [fold_arabic(STORY[a:b]) for a,b in sentences(STORY)]

@pytest.mark.parametrize("other", [STORY.translate(EASTERN), STORY.replace("أ", "ا").replace("إ", "ا"), STORY.replace("ة", "ه"), "\u202b" + STORY.replace(" ", " \u200f"), STORY.replace("2200", "2٬200")])
def test_spellings_change_nothing(other):
    value = lambda f: (f.low, f.best, f.high, f.unit, f.term, f.kind, f.planned, f.negated, f.subset_of is not None)
    assert [value(f) for f in find_figures(other)] == [value(f) for f in find_figures(STORY)]

@given(st.text(alphabet="فر نزح2،.٢ًـ (شخص) قال المرصد إن أن و\n", max_size=80))
@settings(derandomize=True, deadline=None, max_examples=150)
def test_spans_are_valid_and_in_order(text):
    plain = normal(text)
    for i in range(len(plain.text)): assert fold_arabic(text[slice(*plain.span(i, i+1))]) in (plain.text[i], "،")
    end = 0
    for sentence in sentences(text):
        assert sentence[0] >= end; end = sentence[1]
        assert "".join(text[a:b] for a,b in clauses(text, sentence)) == text[slice(*sentence)]
    for figure in find_figures(text): assert text[slice(*figure.span)] == figure.text

@pytest.mark.parametrize("words", ["المرصد ", "نحو 2200 شخص ", "وقال المرصد ", "ألف ومئة و", "شخص من ", "أكثر من ", "و200 ", "، ", "بحسب ", "في تصريح ل", "ـ", "عائلة و", "لم ", "قال \"", "مئات الآلاف "])
def test_time_is_linear(words):
    def seconds(n):
        text = words * n
        for f in (find_figures, statements_in, sentences): f.cache_clear()
        began = process_time(); find_figures(text); find_statements(text)
        return process_time() - began
    seconds(20)
    assert seconds(800) < 40 * max(seconds(100), .02)

def test_digests_agree_with_the_hand_coding():
    articles = load_articles().query("language == 'ar'")
    dated = articles.loc[articles["published"].notna(), "article_id"]
    result = score(extract(articles), load_coded().query("article_id in @dated"))
    assert result["coded"] >= 80 and result["figure"] >= .97 and result["period"] >= .93 and result["spurious"] <= .02, result
