"Readers: every format, encoding and accident gives the same articles or a reason; parts are the same every time; memory stays flat."
import gzip, importlib.util, json, random, time, tracemalloc
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st
from conftest import ROOT
from syriaevents.articles import ARTICLE_COLUMNS, iter_articles, read_articles, survey_articles
from syriaevents.check import check_articles
from syriaevents.files import InputError

STORY = "On Thursday, a monitoring group said that about 1,300 people had fled Hajin over the past 24 hours."
ARABIC = "قال المرصد السوري لحقوق الإنسان إن 1300 شخص نزحوا من هجين خلال الساعات الماضية"
HEADER = "article_id,text,published\n"


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def only(source, **options):
    "The one article of a source."
    articles, rejects = read_articles(source, **options)
    assert len(articles) == 1 and not len(rejects), rejects.reason.tolist()
    return articles.iloc[0]


# Formats

ROW = {"id": "a1", "body": STORY, "pub_date": "2019-01-18", "outlet": "Example News"}


def as_frame(**changes): return pd.DataFrame([ROW | changes])


def save(kind, path):
    "The same article in each format."
    if kind.startswith(".parquet"): as_frame(pub_date=pd.Timestamp("2019-01-18")).to_parquet(path)
    elif kind == ".xlsx": as_frame(pub_date=pd.Timestamp("2019-01-18")).to_excel(path, index=False)
    elif kind == ".jsonl": write(path, json.dumps(ROW))
    elif kind == ".json": write(path, json.dumps({"articles": [ROW]}))
    else: as_frame().to_csv(path, index=False, sep="\t" if kind == ".tsv" else ";")
    return path


@pytest.mark.parametrize("kind", [".csv", ".tsv", ".jsonl", ".json", ".parquet", ".xlsx"])
@pytest.mark.parametrize("packed", [False, True])
def test_every_format_gives_the_same_article(kind, packed, tmp_path):
    if kind == ".parquet": pytest.importorskip("pyarrow", reason='needs "syriaevents[parquet]"')
    if kind == ".xlsx": pytest.importorskip("openpyxl", reason='needs "syriaevents[excel]"')
    path = save(kind, tmp_path/f"news{kind}")
    if packed: path = write(tmp_path/f"news{kind}.gz", gzip.compress(path.read_bytes()))
    article = only(path)
    assert article[["article_id", "text", "publisher", "language"]].tolist() == ["a1", STORY, "Example News", "en"] and article.published == pd.Timestamp("2019-01-18")


def test_reliefweb_page(tmp_path):
    item = lambda key, **fields: {"id": key, "fields": {"title": "Report", "body": STORY, "date": {"original": "2019-01-18T00:00:00+00:00", "created": "2019-01-22T08:00:00+00:00"},
                                                        "source": [{"name": "UN High Commissioner for Refugees", "shortname": "UNHCR"}], "language": [{"name": "English", "code": "en"}]} | fields}
    articles, rejects = read_articles(write(tmp_path/"page.json", json.dumps({"totalCount": 3, "data": [item("1"), item("2", date={"created": "2019-01-22"}), item("3", body=None)]})))
    assert articles.published.tolist() == [pd.Timestamp("2019-01-18")] and articles.publisher.tolist() == ["UNHCR"]
    assert [r.split(":")[0] for r in rejects.reason] == ["published is absent", "text is empty"] and "date.original" in rejects.reason[0]


def test_zotero_export(tmp_path):
    head = '"Key","Item Type","Publication Year","Author","Title","Publication Title","Url","Abstract Note","Date","Date Added","File Attachments"\n'
    row = '"AB12CD34","newspaperArticle","2019","","Hundreds flee","Example News","https://example.org/1","%s","18 January 2019","2021-05-03 10:00:00","%s"\n'
    article = only(write(tmp_path/"library.csv", head + row % (STORY, "")))
    assert article[["article_id", "title", "publisher", "url"]].tolist() == ["AB12CD34", "Hundreds flee", "Example News", "https://example.org/1"] and article.published == pd.Timestamp("2019-01-18")
    # the same export beside the texts it names
    write(tmp_path/"zotero"/"storage"/"AB12CD34"/"story.txt", "Hundreds of families left Hajin.")
    write(tmp_path/"zotero"/"library.csv", head + row % (STORY, r"C:\Users\me\Zotero\storage\AB12CD34\story.txt"))
    article = only(tmp_path/"zotero")
    assert article.text == "Hundreds of families left Hajin." and article.published == pd.Timestamp("2019-01-18") and article.article_id == "AB12CD34"


def test_gdelt_tables(tmp_path):
    named = "GLOBALEVENTID\tSQLDATE\tMentionTimeDate\tMentionIdentifier\tMentionSourceName\ttext\n410412347\t20181224\t20190118093000\thttps://example.org/1\texample.org\t" + STORY + "\n"
    article = only(write(tmp_path/"mentions.CSV", named))
    assert article.published == pd.Timestamp("2019-01-18") and article[["article_id", "publisher", "url"]].tolist() == ["410412347", "example.org", "https://example.org/1"]
    with pytest.raises(InputError, match="GDELT's table of mentions, which holds addresses and no text"): read_articles(write(tmp_path/"bare.CSV", "\t".join(["410412347", "20181224", "20190118093000"] + ["x"]*13) + "\n"))
    graph = ["20190118093000-1", "20190118093000", "1", "example.org", "https://example.org/1"] + [""]*21 + ["<PAGE_TITLE>About 1,300 people flee Hajin</PAGE_TITLE>"]
    assert only(write(tmp_path/"graph.csv", "\t".join(graph) + "\n"), columns={"text": "title"}).text == "About 1,300 people flee Hajin"


def test_hdx_tags_belong_to_the_header(tmp_path):
    article = only(write(tmp_path/"hdx.csv", f'id,text,date\n#meta+id,#description,#date+reported\n1,"{STORY}",2019-01-18\n'))
    assert article.article_id == "1"


PAGE = """<html><head><meta charset="{charset}"><title>Hundreds flee</title><meta property="article:published_time" content="2019-01-18T09:30:00+00:00"><meta property="article:modified_time" content="2019-01-20"></head>
<body><article><p>{text}</p><p>{text}</p></article><script>alert("x")</script><footer>Copyright 2024</footer></body></html>"""


@pytest.mark.parametrize("charset,text", [("utf-8", STORY), ("utf-8", ARABIC), ("windows-1256", ARABIC), ("iso-8859-1", STORY + " “Déplacés”")])
def test_saved_pages(charset, text, tmp_path):
    pytest.importorskip("trafilatura", reason='needs "syriaevents[html]"')
    write(tmp_path/"pages"/"one.html", PAGE.format(charset=charset, text=text).encode({"iso-8859-1": "cp1252"}.get(charset, charset)))
    article = only(tmp_path/"pages")
    assert text in article.text and "alert" not in article.text and article.published == pd.Timestamp("2019-01-18") # the day of publication, not of the change


def test_a_page_that_lies_about_its_encoding_is_set_aside(tmp_path):
    pytest.importorskip("trafilatura", reason='needs "syriaevents[html]"')
    write(tmp_path/"pages"/"one.html", PAGE.format(charset="utf-8", text=ARABIC).encode("cp1256"))
    articles, rejects = read_articles(tmp_path/"pages")
    assert not len(articles) and "page is not utf-8, the encoding it declares" in rejects.reason[0] and rejects.article_id[0] == "one.html"


def test_a_folder_of_tables_is_one_table(tmp_path):
    for i in (1, 2): write(tmp_path/"parts"/f"part-{i}.csv", f'id,text,date\n{i},"{STORY}",1{i}/02/2019\n')
    articles, rejects = read_articles(tmp_path/"parts", date_order="DMY")
    assert articles.article_id.tolist() == ["1", "2"] and articles.file.tolist() == ["part-1.csv", "part-2.csv"] and articles.published.dt.day.tolist() == [11, 12]


# Encodings

@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1256", "iso8859-6"])
@pytest.mark.parametrize("name", ["news.csv", "news.jsonl", "texts/2019-01-18.txt"])
def test_arabic_survives_every_encoding(encoding, name, tmp_path):
    content = {"news.csv": f"{HEADER}a1,{ARABIC},2019-01-18\n", "news.jsonl": json.dumps({"id": "a1", "text": ARABIC, "date": "2019-01-18"}, ensure_ascii=False)}.get(name, ARABIC)
    path = write(tmp_path/name, content.encode(encoding))
    read = read_articles(path.parent if "/" in name else path)
    assert read.articles.text.tolist() == [ARABIC] and read.articles.language.tolist() == ["ar"]
    if encoding == "cp1256" and name == "news.csv": assert "read as cp1256" in " ".join(read.notes)


def test_mixed_encodings_are_set_aside_not_mangled(tmp_path):
    path = write(tmp_path/"mixed.csv", f"{HEADER}a1,{ARABIC},2019-01-18\n".encode() + f"a2,{ARABIC},2019-01-18\n".encode("cp1256"))
    articles, rejects = read_articles(path)
    assert articles.text.tolist() == [ARABIC] and "row is not UTF-8" in rejects.reason[0]
    articles, rejects = read_articles(path, encoding="cp1256")
    assert articles.text.tolist() == [ARABIC] and rejects.reason.tolist() == ["row is UTF-8 in a file of cp1256; split the file by encoding"]


@settings(derandomize=True, deadline=None, max_examples=60)
@given(text=st.lists(st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهوي", min_size=2, max_size=8).map("ال".__add__), min_size=2, max_size=9).map(" ".join), western=st.lists(st.sampled_from(["déplacés", "où", "été", "Ürün", "señor", "l’été", "“oui”"]), min_size=1, max_size=20))
def test_recognised_encodings_give_the_text_back(tmp_path_factory, text, western):
    folder = tmp_path_factory.mktemp("enc")
    for encoding,words in [("cp1256", text), ("cp1252", " ".join(western))]:
        articles, rejects = read_articles(write(folder/"a.csv", f"{HEADER}a1,x {words} x,2019-01-18\na2,x,2019-01-18\n".encode(encoding)))
        assert articles.text.tolist() in ([f"x {words} x", "x"], ["x"]) and len(articles) + len(rejects) == 2 # right, or set aside


# Dates

def dated(tmp_path, *days): return write(tmp_path/"d.csv", "id,text,date\n" + "".join(f"{i},x,{d}\n" for i,d in enumerate(days)))


def test_the_order_of_dates_is_a_question_to_the_file(tmp_path):
    read = read_articles(dated(tmp_path, "13/02/2019", "01/02/2019", "05/02/2019"))
    assert read.articles.published.dt.strftime("%m-%d").tolist() == ["02-13", "02-01", "02-05"] and "read as DMY" in " ".join(read.notes)
    read = read_articles(dated(tmp_path, "13/02/2019", "02/13/2019", "01/02/2019"))
    assert len(read.articles) == 2 and "ambiguous" in read.rejects.reason[0] and "both orders" in " ".join(read.notes)
    read = read_articles(dated(tmp_path, "01/02/2019", "05/02/2019"))
    assert not len(read.articles) and all("ambiguous" in r for r in read.rejects.reason)
    read = read_articles(dated(tmp_path, "13/02/2019", *["01/02/2019"]*20))
    assert len(read.articles) == 1 # one date in twenty-one is too little to read the others by
    read = read_articles(dated(tmp_path, "01/13/2019", "01/02/2019"), date_order="DMY")
    assert "is no date in the order DMY" in read.rejects.reason[0] and read.articles.published[0] == pd.Timestamp("2019-02-01")


@settings(derandomize=True, deadline=None, max_examples=40)
@given(days=st.lists(st.dates(min_value=pd.Timestamp("1990-01-01").date(), max_value=pd.Timestamp("2060-12-31").date()), min_size=1, max_size=30), order=st.sampled_from(["%d/%m/%Y", "%m/%d/%Y"]))
def test_no_date_is_read_in_the_wrong_order(tmp_path_factory, days, order):
    articles, rejects = read_articles(dated(tmp_path_factory.mktemp("days"), *(d.strftime(order) for d in days)))
    assert [d.date() for d in articles.published] == [days[int(i)] for i in articles.article_id]


def test_datelines_that_disagree_are_flagged(tmp_path):
    path = write(tmp_path/"a.csv", f'{HEADER}1,"BEIRUT, Dec 24 (Reuters) - {STORY}",2019-01-18\n2,"BEIRUT, Jan 18 (Reuters) - {STORY}",2019-01-18\n3,"{STORY}",2019-01-18\n')
    assert read_articles(path).articles["flags"].fillna("").tolist() == ["dateline 2018-12-24", "", ""]
    assert dict(check_articles(path).datelines) == {25: 1}


# Parts

def corpus(path, n, story=STORY):
    return write(path, HEADER + "".join(f'{"a7" if i % 97 == 7 else f"a{i}"},"{story} {i}",{"soon" if i % 50 == 3 else "2019-01-18"}\n' for i in range(n)))


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_parts_are_the_whole_and_the_same_every_time(suffix, tmp_path):
    path = corpus(tmp_path/"a.csv", 500)
    table = pd.read_csv(path, dtype=str)
    if suffix == ".jsonl": table.to_json(path := tmp_path/"a.jsonl", orient="records", lines=True)
    if suffix == ".parquet": table.to_parquet(path := tmp_path/"a.parquet", row_group_size=33)
    whole = read_articles(path)
    assert len(whole.articles) + len(whole.rejects) == 500 and (whole.rejects.reason.str.startswith("article_id is a duplicate")).sum() == 5
    survey = survey_articles(path)
    parts = {p.articles.attrs["chunk_id"]: p for p in iter_articles(survey, chunk=64)}
    assert list(parts) == list(range(8)) and parts[7].rejects.attrs == {"chunk_id": 7, "first_row": 449, "last_row": 500, "source": path.name}
    for i in (0, 1):
        joined = pd.concat([tuple(p)[i] for p in parts.values()], ignore_index=True)
        pd.testing.assert_frame_equal(joined, tuple(whole)[i])
    done = set(random.Random(1).sample(range(8), 5))
    again = {p.articles.attrs["chunk_id"]: p for p in iter_articles(path, chunk=64, skip=done)}
    assert set(again) == set(parts) - done
    for key,part in again.items():
        for one,other in zip(part, parts[key]): pd.testing.assert_frame_equal(one, other)


def test_memory_does_not_grow_with_the_file(tmp_path):
    def peak(n):
        path = corpus(tmp_path/f"{n}.csv", n, STORY*10)
        tracemalloc.start()
        assert sum(len(a) + len(r) for a,r in iter_articles(path, chunk=200)) == n
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top
    peak(300)
    assert peak(3000) < 1.3*peak(800)


def test_rows_of_a_frame_keep_their_types():
    frame = pd.DataFrame({"id": [1, 2], "text": ["a", "b"], "date": pd.to_datetime(["2019-01-18", None]), "n": [3, 4], "flag": [True, False]})
    articles, rejects = read_articles(frame)
    assert articles.n.dtype == frame.n.dtype and articles.flag.dtype == bool and articles.article_id.tolist() == ["1"] and rejects.row.tolist() == [2]


# Accidents

def test_an_article_of_50_mb(tmp_path):
    path = write(tmp_path/"big.csv", f'{HEADER}a1,"{STORY}",2019-01-18\na2,"{STORY*530_000}",2019-01-18\na3,"{STORY}",2019-01-18\n')
    assert path.stat().st_size > 50_000_000
    begun = time.process_time()
    articles, rejects = read_articles(path)
    assert articles.article_id.tolist() == ["a1", "a3"] and "text is too long" in rejects.reason[0] and len(rejects.text[0]) <= 2000
    assert time.process_time() - begun < 10


@pytest.mark.parametrize("content,reads,part", [
    (b"a1,Hund\x00reds fled,2019-01-18\n", 0, "0x00"),
    (b"a1," + bytes(range(1, 9))*20 + b",2019-01-18\na2,Hundreds fled,2019-01-18\n", 1, "binary"),
    (b'a1,"Hundreds fled,2019-01-18\n' + b"a2,Hundreds fled,2019-01-18\n"*1 + b"a3,x,2019-01-18\n", 2, "never closed"),
    (b"a1,Hundreds fled,2019-01-18,,,\n", 1, None),
])
def test_accidents_cost_one_row(content, reads, part, tmp_path):
    articles, rejects = read_articles(write(tmp_path/"a.csv", HEADER.encode() + content))
    assert len(articles) == reads and (part is None or part in rejects.reason[0]), (articles, rejects.reason.tolist())


def test_a_file_that_breaks_off_is_read_up_to_there(tmp_path):
    whole = gzip.compress(corpus(tmp_path/"a.csv", 2000, STORY + "".join(chr(random.Random(5).randrange(97, 122)) for _ in range(300))).read_bytes())
    articles, rejects = read_articles(write(tmp_path/"a.csv.gz", whole[:len(whole)//2]))
    assert len(articles) > 100 and "breaks off here" in rejects.reason.iloc[-1]


def test_open_quotes_do_not_cost_time_without_end(tmp_path):
    begun = time.process_time()
    articles, rejects = read_articles(write(tmp_path/"a.csv", HEADER + 'a"b,"c,2019-01-18\n'*5_000 + "a1,x,2019-01-18\n"))
    assert (len(articles), len(rejects)) == (1, 5_000) and time.process_time() - begun < 20


IDS = ["../../etc/passwd", "/etc/passwd", r"..\..\x", "=cmd|'/C calc'!A0", "+1", "@SUM(1)", "-2", "a/b\x01", "con", "x"*5000, "<script>alert(1)</script>"]


def test_ids_are_data_and_name_no_file(tmp_path):
    path = write(tmp_path/"in"/"a.jsonl", "\n".join(json.dumps({"id": i, "text": "=HYPERLINK(1) " + STORY, "date": "2019-01-18"}) for i in IDS))
    before = set(tmp_path.rglob("*"))
    articles, _ = read_articles(path)
    assert articles.article_id.tolist() == IDS and articles.text.str.startswith("=HYPERLINK").all() # nothing is changed on the way in
    assert set(tmp_path.rglob("*")) == before


def test_a_sidecar_does_not_lead_out_of_its_folder(tmp_path):
    write(tmp_path/"secret.txt", "Nobody should read this.")
    write(tmp_path/"stories"/"2019-01-18.txt", STORY)
    write(tmp_path/"stories"/"index.csv", "file,publisher\n../secret.txt,x\n/etc/passwd,y\n2019-01-18.txt,Example News\n")
    article = only(tmp_path/"stories")
    assert article.text == STORY and article.publisher == "Example News"


def test_an_optional_package_that_is_missing_is_one_sentence(tmp_path, monkeypatch):
    import importlib
    real = importlib.import_module
    def missing(name, *rest):
        if name.split(".")[0] in ("pyarrow", "openpyxl", "trafilatura"): raise ImportError(name)
        return real(name, *rest)
    monkeypatch.setattr(importlib, "import_module", missing)
    for name,extra in [("a.parquet", "parquet"), ("a.xlsx", "excel"), ("pages/a.html", "html")]:
        path = write(tmp_path/name, "x")
        with pytest.raises(InputError, match=rf'pip install "syriaevents\[{extra}\]"'): read_articles(path.parent if "/" in name else path)


def test_fuzzed_inputs_are_read_or_refused(tmp_path):
    pytest.importorskip("pyarrow"), pytest.importorskip("openpyxl"), pytest.importorskip("trafilatura")
    spec = importlib.util.spec_from_file_location("fuzz_readers", ROOT/"bench"/"fuzz_readers.py")
    fuzz = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(fuzz)
    happened, _, _, articles = zip(*(fuzz.one(random.Random(i), tmp_path/str(i)) for i in range(80)))
    assert set(happened) == {"read", "all set aside", "refused"}
    assert fuzz.extracted(sum(articles, [])) < 1


def test_check_agrees_with_reading(tmp_path):
    path = corpus(tmp_path/"a.csv", 300)
    report, read = check_articles(path), read_articles(path)
    assert (report.read, report.rejected) == (len(read.articles), len(read.rejects)) and report.survey.rows == 300
    assert list(read.articles.columns)[:len(ARTICLE_COLUMNS)] == list(ARTICLE_COLUMNS)
    assert "4 × article_id is a duplicate" in repr(report) or "3 × article_id is a duplicate" in repr(report)


def test_a_damaged_spreadsheet_is_refused_or_read_up_to_there(tmp_path):
    pytest.importorskip("openpyxl", reason='needs "syriaevents[excel]"')
    whole = save(".xlsx", tmp_path/"a.xlsx").read_bytes()
    for i in range(60):
        r = random.Random(i)
        at = r.randrange(len(whole))
        try: articles, rejects = read_articles(write(tmp_path/"b.xlsx", whole[:at] + r.randbytes(3) + whole[at+3:]))
        except InputError as e: assert "b.xlsx" in str(e)
        else: assert len(articles) + len(rejects) >= 1
