"Arabic is read alike however it is printed, and in linear time."
from dataclasses import replace
from datetime import date
from time import process_time
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st
from syriaevents.arabic_words import ARABIC_TIME
from syriaevents.datasets import load_articles, load_coded
from syriaevents.figures import find_figures
from syriaevents.language import fold_arabic, normal
from syriaevents.places import find_places
from syriaevents.reports import extract
from syriaevents.sentences import clauses, find_statements, sentences, statements_in
from syriaevents.timex import find_timexes, join_ranges, resolve
from conftest import row_of, table, wanted
from test_case_study import score

STORY = ("قال المرصد السوري لحقوق الإنسان يوم الخميس إن نحو 2200 شخص فروا من هجين، بينهم 180 من مقاتلي التنظيم. "
         "ووصلت ألف ومئتا عائلة (5400 شخص) إلى مخيم الهول، بحسب إدارة المخيم. وقُتل 12 مدنياً ونزح ما بين 3000 و3500 شخص.\n"
         "من المقرر أن تغادر عائلتان أخريان البلدة.")
PUBLISHED = date(2019, 1, 18) # a Friday
MARKS = ["\u064e", "\u064f", "\u0650", "\u0651", "\u0652", "\u064b", "\u0640"]
EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")

def meaning(figure): return replace(figure, text=fold_arabic(figure.text), span=(), group=figure.group and fold_arabic(figure.group), subset_of=figure.subset_of and (), event=figure.event and ())

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

@pytest.mark.parametrize("words", ["المرصد ", "نحو 2200 شخص ", "وقال المرصد ", "ألف ومئة و", "شخص من ", "أكثر من ", "و200 ", "، ", "بحسب ", "في تصريح ل", "ـ", "عائلة و", "لم ", "قال \"", "مئات الآلاف ", "منذ يومين ", "بعد القصف ", "يوم الخميس و", "كانون الثاني/", "15 من ", "خلال الأيام "])
def test_time_is_linear(words):
    def seconds(n):
        text = words * n
        for f in (find_figures, statements_in, sentences): f.cache_clear()
        began = process_time(); find_figures(text); find_statements(text); find_timexes(text, PUBLISHED)
        return process_time() - began
    seconds(20)
    assert seconds(800) < 40 * max(seconds(100), .02)

PHRASES = table("arabic_phrases.csv") # words, first and last day they mean on 18 January 2019; an empty cell is an open side
FIGURES = table("arabic_figures.csv") # sentences with one trap each, one row a figure; without quote: none is to be found
PASSAGES = table("arabic_passages.csv") # newly written sentences, one row a figure; without number: none is to be found

def days(timexes): return [(str(t.start or ""), str(t.end or "")) for t in timexes]

def test_phrases_mean_their_days():
    wrong = [(row["words"], found) for row in PHRASES for found in [days([resolve(row["words"], PUBLISHED)])] if found != [(row["start"], row["end"])]]
    assert len(PHRASES) >= 190 and not wrong, wrong

def test_phrases_mean_the_same_inside_a_sentence():
    wrong = []
    for row in PHRASES:
        text = f"وقال ناشطون إن نحو 300 مدني نزحوا من البلدة {row['words']} باتجاه الشمال."
        found = join_ranges(text, find_timexes(text, PUBLISHED))
        if days(found) != [(row["start"], row["end"])]: wrong.append((row["words"], found))
    assert len(wrong) <= .02 * len(PHRASES), wrong

@pytest.mark.parametrize("words", """قوى 8 آذار طالبت بالحوار|مارس التنظيم ضغوطاً على السكان|أب لأربعة أطفال قتل|الأمين العام للأمم المتحدة|المدير العام الحالي للمنظمة|قناة روسيا اليوم|صحيفة المصري اليوم|تيريزا ماي قالت
جوان مصطفى قيادي في قسد|نزح 2200 شخص من البلدة|فر 2018 شخصاً من البلدة|إلى 2000 عائلة|طفل عمره 3 سنوات|أحمد (25 عاماً)|امرأة في الـ30 من العمر|باب الهوى وباب السلامة|سد تشرين|السكان بشكل عام|الفرقة 17
المادة 5 من القرار|على بعد 20 كيلومتراً|الرأي العام العالمي|ربع مليون شخص|الأول من نوعه|سيارة نيسان بيضاء|وصلوا إلى وسط المدينة|أشهر مدينة في المنطقة""".replace("\n", "|").split("|"))
def test_words_that_only_look_like_times(words): assert find_timexes(words, PUBLISHED) == []

TIMES = ("قال المرصد يوم الخميس إن 2200 شخص فروا خلال الـ24 ساعة الماضية. ونزح منذ مطلع كانون الأول/ديسمبر 15 ألفاً، بين 12 و22 كانون الثاني 300 عائلة، وليل السبت الأحد 40. "
         "وغادر أول أمس آخرون، ومن المقرر أن يعود 50 منهم الأسبوع المقبل. On Monday 30 people left.")

@given(st.data())
@settings(derandomize=True, deadline=None, max_examples=60)
def test_marks_change_no_time_and_no_report(data):
    text = decorated(TIMES, data)
    found = find_timexes(text, PUBLISHED)
    bare = lambda t: replace(t, text=fold_arabic(t.text), span=())
    assert [bare(t) for t in found] == [bare(t) for t in find_timexes(TIMES, PUBLISHED)]
    end = 0
    for t in found:
        assert text[slice(*t.span)] == t.text and end <= t.span[0]
        end = t.span[1]
    known = ["best", "unit", "term", "start", "end", "basis", "said_on"]
    pd.testing.assert_frame_equal(extract(text, PUBLISHED)[known], extract(TIMES, PUBLISHED)[known])

@pytest.mark.parametrize("other", [TIMES.translate(EASTERN), TIMES.replace("أ", "ا").replace("إ", "ا"), TIMES.replace("ة", "ه"), "\u202b" + TIMES.replace(" ", " \u200f")])
def test_spellings_change_no_time(other): assert days(find_timexes(other, PUBLISHED)) == days(find_timexes(TIMES, PUBLISHED))

PIECES = sorted({w.strip() for row in ARABIC_TIME.values() for words in row.values() for w in words.split(",")})
pieces = st.one_of(st.sampled_from(PIECES), st.sampled_from(PIECES).map(lambda w: "وبال" + w), st.integers(0, 3000).map(str), st.sampled_from(["،", ".", "-", "/", "(", ")", "2019-01-18", "18/1/2019", "Friday", "شخص", "ال", "ـ"]))

@given(st.lists(pieces, max_size=30).map(" ".join), st.dates(date(1, 1, 1), date(9999, 12, 31)))
@settings(derandomize=True, deadline=None, max_examples=300)
def test_any_order_of_words_gives_valid_times(text, published):
    end = 0
    for t in find_timexes(text, published):
        assert text[slice(*t.span)] == t.text != "" and end <= t.span[0] and t.rule and t.value
        assert not (t.start and t.end) or t.start <= t.end
        end = t.span[1]

@pytest.mark.parametrize("text", dict.fromkeys(row["text"] for row in FIGURES))
def test_each_word_means_what_it_says(text):
    rows = [row for row in FIGURES if row["text"] == text]
    assert [row_of(r) for r in extract(text, date.fromisoformat(rows[0]["published"])).to_dict("records")] == wanted(rows)

def test_passages_agree_with_their_coding():
    articles = pd.DataFrame(PASSAGES)[["text", "published"]].drop_duplicates("text").reset_index(names="article_id").astype({"article_id": str, "published": "datetime64[s]"})
    reports = extract(articles)
    ids, day = dict(zip(articles["text"], articles["article_id"])), lambda v: "" if pd.isna(v) else str(v)[:10]
    coded, value, period, used = [r for r in PASSAGES if r["number"]], 0, 0, set()
    for want in coded:
        near = [r for r in reports.itertuples() if r.article_id == ids[want["text"]] and want["number"] in r.quote and r.Index not in used]
        if not near: continue
        used.add(near[0].Index)
        value += [f"{v:.0f}" if pd.notna(v) else "" for v in near[0][reports.columns.get_loc("low")+1:][:3]] + [near[0].unit] == [want[k] for k in ("low", "best", "high", "unit")]
        period += (day(near[0].start), day(near[0].end)) == (want["start"], want["end"])
    assert value >= .95 * len(coded) and period >= .93 * len(coded) and len(reports) <= 1.03 * len(coded), (value, period, len(reports), len(coded))

def test_digests_agree_with_the_hand_coding():
    articles = load_articles().query("language == 'ar'")
    dated = articles.loc[articles["published"].notna(), "article_id"]
    result = score(extract(articles), load_coded().query("article_id in @dated"))
    assert result["coded"] >= 80 and result["figure"] >= .97 and result["period"] >= .93 and result["spurious"] <= .02, result

@pytest.mark.parametrize("words, name", [("باب السلام", "Bab al-Salama"), ("ولاية كيليس", "Kilis"), ("بصرى الحرير", "Busra al-Harir"), ("مخيم المبروكة", "Mabrouka camp"), ("بلدة تربه سبيه", "Al-Qahtaniyah"), ("معبر فيشخابور", "Faysh Khabur"), ("إدلب", "Idlib"), ("ادلب", "Idlib"), ("وللحسكة", "Al-Hasakah")])
def test_usual_spellings_name_one_place(words, name): assert [p.name for p in find_places(f"نزح 30 شخصاً من {words} أمس.")] == [name]
