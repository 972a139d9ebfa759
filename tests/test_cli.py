"The command line from outside: good input gives data on stdout, bad input one sentence on stderr and exit code 2."
import csv, hashlib, io, json, os, re, shutil, signal, subprocess, time
from concurrent.futures import ThreadPoolExecutor
import pytest
from conftest import BIN, ROOT

VERBS = ["demo", "resolve", "check", "extract", "flows", "chart", "report", "completion"]
HEADER = "article_id,text,published\n"
STORY = "On Thursday, a monitoring group said that about 1,300 people had fled Hajin over the past 24 hours."
GOOD = HEADER + f'a1,"{STORY}",2019-01-18\n'

def cli(*words, cwd, stdin=b"", **env):
    "Run the command; its exit code, stdout and stderr."
    env = {k: v for k,v in os.environ.items() if k != "PYTHONPATH"} | {"PYTHONPATH": str(ROOT)} | env
    done = subprocess.run([BIN/"syriaevents", *map(str, words)], cwd=cwd, env=env, input=stdin, capture_output=True, timeout=300)
    return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")

def rows(text): return list(csv.DictReader(io.StringIO(text)))

@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    "Good and bad files."
    to = tmp_path_factory.mktemp("cli")
    files = {
        "good.csv": GOOD.encode(), "good.jsonl": (json.dumps({"article_id": "a1", "text": STORY, "published": "2019-01-18"}) + "\n").encode(),
        "mixed.csv": (GOOD + "a2,,2019-01-18\n" + 'a3,"Some 90 families fled.",soon\n' + 'a4,"Some 90 families fled.",\n').encode() + b'a5,"Some 90 \xff families fled.",2019-01-18\n',
        "no_text.csv": b"article_id,words,published\na1,x,2019-01-18\n", "no_date.csv": f'{HEADER}a1,"{STORY}",\n'.encode(), "bad_date.csv": f'{HEADER}a1,"{STORY}",soon\n'.encode(),
        "empty.csv": b"", "blank.csv": b" \n", "only_header.csv": HEADER.encode(), "empty_text.csv": f"{HEADER}a1,,2019-01-18\n".encode(),
        "not_utf8.csv": f"{HEADER}a1,".encode() + b"Some 90 \xff families fled.,2019-01-18\n", "utf16.csv": GOOD.encode("utf-16"), "story.txt": STORY.encode(), "latin.txt": b"Some 90 \xff families fled.",
        "blank.txt": b" \n", "table.docx": b"PK", "table.xlsx": b"PK", "broken.parquet": b"PAR1", "broken.jsonl": b'{"article_id": "a1"\n',
    }
    (to/"hollow").mkdir()
    for name,content in files.items(): (to/name).write_bytes(content)
    code,_,said = cli("extract", "good.csv", "--out", "reports.csv", cwd=to)
    assert code == 0, said
    (to/"bad_reports.csv").write_text((to/"reports.csv").read_text().replace("1300", "many"))
    return to

BAD = { # words -> part of the one sentence
    "unknown verb": (["reslove", "last Friday"], "unknown verb 'reslove'"),
    "missing argument": (["extract"], "required: articles"),
    "unknown option": (["extract", "good.csv", "--output", "x.csv"], "unrecognized arguments: --output"),
    "no day": (["resolve", "last Friday"], "--published 2019-01-18"),
    "a day like 18/1/2019": (["resolve", "last Friday", "--published", "18/1/2019"], "'18/1/2019'"),
    "no such day": (["resolve", "last Friday", "--published", "2019-02-30"], "'2019-02-30'"),
    "no time words": (["resolve", "a purple cow", "--published", "2019-01-18"], "'a purple cow'"),
    "no file": (["extract", "no-such.csv"], "no such file: 'no-such.csv'"),
    "a folder of nothing": (["extract", "hollow"], "hollow"),
    "a check of no file": (["check", "no-such.csv"], "no such file: 'no-such.csv'"),
    "a check of a file without text": (["check", "no_text.csv"], "no_text.csv lacks the column 'text'"),
    "an empty file": (["extract", "empty.csv"], "empty.csv is empty"),
    "a blank file": (["extract", "blank.csv"], "blank.csv is empty"),
    "only a header": (["extract", "only_header.csv"], "only_header.csv has a header and no rows"),
    "a missing column": (["extract", "no_text.csv"], "no_text.csv lacks the column 'text'"),
    "a date that is absent": (["extract", "no_date.csv"], "published is absent"),
    "a date that is none": (["extract", "bad_date.csv"], "published is unreadable: 'soon'"),
    "an empty text": (["extract", "empty_text.csv"], "text is empty"),
    "a byte that is not UTF-8": (["extract", "not_utf8.csv"], "0xff"),
    "a format nobody reads": (["extract", "table.docx"], "table.docx has a suffix that cannot be read"),
    "a spreadsheet that is none": (["extract", "table.xlsx"], "table.xlsx cannot be read as Excel"),
    "a format nobody writes": (["extract", "good.csv", "--out", "reports.xlsx"], "'reports.xlsx'"),
    "rejects in a format nobody writes": (["extract", "good.csv", "--rejects", "rejects.doc"], "'rejects.doc'"),
    "a folder that is not there": (["extract", "good.csv", "--out", "no/where/reports.csv"], "no/where"),
    "parquet that is none, or without pyarrow": (["extract", "broken.parquet"], "Parquet"),
    "broken JSON": (["extract", "broken.jsonl"], "not JSON"),
    "a text without a day": (["extract", "story.txt"], "--published"),
    "a text that is not UTF-8": (["extract", "latin.txt", "--published", "2019-01-18"], "latin.txt is not UTF-8: it holds the byte 0xff"),
    "a blank text": (["extract", "blank.txt", "--published", "2019-01-18"], "blank.txt is empty"),
    "an unknown order": (["extract", "good.csv", "--date-order", "YDM"], "'YDM'"),
    "flows of articles": (["flows", "good.csv"], "lacks the column"),
    "flows of a broken number": (["flows", "bad_reports.csv"], "column"),
    "an unknown method": (["flows", "reports.csv", "--method", "guess"], "'guess'"),
    "an unknown period": (["flows", "reports.csv", "--freq", "fortnight"], "freq"),
    "an unknown column": (["flows", "reports.csv", "--by", "camp"], "camp"),
    "an unknown chart": (["chart", "reports.csv", "--kind", "pie"], "'pie'"),
    "a picture in no format": (["chart", "reports.csv", "--out", "chart.gif"], "'chart.gif'"),
    "a chart of nothing": (["chart", "empty.csv"], "empty.csv is empty"),
    "report of no file": (["report", "no-such.csv"], "no such file: 'no-such.csv'"),
    "report in another format": (["report", "good.csv", "--out", "page.pdf"], "'page.pdf'"),
    "report into no folder": (["report", "good.csv", "--out", "no/where/page.html"], "no such folder: 'no/where'"),
    "nobody in a household": (["extract", "good.csv", "--household-size", "0"], "household_size must be more than 0 persons"),
    "an unknown band": (["flows", "reports.csv", "--band", "wide"], "'wide'"),
    "a tolerance that is no share": (["flows", "reports.csv", "--tolerance", "5"], "tolerance must be a share"),
    "a delimiter of two characters": (["extract", "good.csv", "--sep", "||"], "sep must be one character"),
    "no workers": (["extract", "good.csv", "--workers", "0"], "workers must be 1 or more, got 0"),
    "workers in words": (["extract", "good.csv", "--workers", "many"], "'many'"),
    "columns without a name": (["extract", "good.csv", "--columns", "text"], "text=summary,published=day"),
    "columns that are not there": (["extract", "good.csv", "--columns", "text=summary"], "'summary'"),
    "reports of a folder": (["flows", "."], "is a folder"),
    "an unknown shell": (["completion", "tcsh"], "'tcsh'"),
    "demo into a file": (["demo", "--out", "good.csv"], "is a file"),
}

@pytest.fixture(scope="module")
def answers(folder):
    "What each bad command gives; as many at once as there are processors."
    with ThreadPoolExecutor(os.cpu_count()) as pool: return dict(zip(BAD, pool.map(lambda case: cli(*case[0], cwd=folder), BAD.values())))

@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_sentence(name, answers):
    _,part = BAD[name]
    code,out,said = answers[name]
    assert (code, out) == (2, ""), (code, out, said)
    assert said.startswith("syriaevents") and part in said and said.count("\n") == 1 and "Traceback" not in said, said

def test_resolve(folder):
    code,out,said = cli("resolve", "last Friday", "--published", "2019-01-18", cwd=folder)
    assert (code, said) == (0, "")
    given = dict(line.split(maxsplit=1) for line in out.splitlines())
    assert list(given) == ["words", "start", "end", "value", "rule"]
    assert (given["words"], given["start"], given["end"], given["value"]) == ("last Friday", "2019-01-11", "2019-01-11", "2019-01-11")

def test_an_open_side_is_said(folder): assert "start  open" in cli("resolve", "in recent weeks", "--published", "2019-01-18", cwd=folder)[1]

@pytest.mark.parametrize("words,stdin", [(["good.csv"], b""), (["good.jsonl"], b""), (["utf16.csv"], b""), (["-"], GOOD.encode()), (["story.txt", "--published", "2019-01-18"], b""), (["-", "--published", "2019-01-18"], STORY.encode())])
def test_extract(words, stdin, folder):
    code,out,said = cli("extract", *words, cwd=folder, stdin=stdin)
    assert code == 0 and said.splitlines()[-1] == "1 articles read; 1 figures found" and said.count("\n") == 1 + ("utf16.csv" in words), said
    [row] = rows(out)
    assert (row["best"], row["unit"], row["kind"], row["start"], row["end"]) == ("1300", "people", "flow", "2019-01-16", "2019-01-17")

def test_extract_sets_bad_rows_aside(folder):
    code,out,said = cli("extract", "mixed.csv", "--out", "some.csv", cwd=folder)
    assert (code, out) == (0, "") and "1 articles read, 4 set aside: " in said and "rejects.csv" in said, said
    reasons = {r["article_id"]: r["reason"] for r in rows((folder/"rejects.csv").read_text(encoding="utf-8"))}
    assert list(reasons) == ["a2", "a3", "a4", "a5"]
    for key,part in {"a2": "text is empty", "a3": "'soon'", "a4": "published is absent", "a5": "0xff"}.items(): assert part in reasons[key]

def test_rejects_go_where_they_are_sent(folder):
    assert cli("extract", "mixed.csv", "--rejects", "aside.jsonl", cwd=folder)[0] == 0
    assert len((folder/"aside.jsonl").read_text(encoding="utf-8").splitlines()) == 4

def test_json_lines_out(folder):
    assert cli("extract", "good.csv", "--out", "r.jsonl", cwd=folder)[0] == 0
    row = json.loads((folder/"r.jsonl").read_text(encoding="utf-8"))
    assert (row["best"], row["start"], row["published"]) == (1300, "2019-01-16", "2019-01-18")

@pytest.mark.parametrize("source", ["reports.csv", "r.jsonl", "-"])
def test_flows(source, folder):
    if source == "r.jsonl": cli("extract", "good.csv", "--out", source, cwd=folder)
    code,out,said = cli("flows", source, "--method", "spread", cwd=folder, stdin=(folder/"reports.csv").read_bytes() if source == "-" else b"")
    assert code == 0 and said.count("\n") == 1, said
    assert [(r["period"], float(r["best"])) for r in rows(out)] == [("2019-01-16", 650), ("2019-01-17", 650)]

def test_flows_with_a_likely_band_and_a_tolerance(folder):
    band = {name: rows(cli("flows", "reports.csv", "--band", name, "--tolerance", "0.2", cwd=folder)[1]) for name in ("compatible", "likely")}
    assert float(band["compatible"][0]["high"]) == 1300*1.2
    assert all(float(wide["low"]) <= float(r["low"]) <= float(r["high"]) <= float(wide["high"]) for wide,r in zip(band["compatible"], band["likely"]))

def test_household_size(folder):
    (folder/"families.csv").write_text(HEADER + "a1,Some 90 families fled Hajin on Thursday.,2019-01-18\n")
    sizes = {size: rows(cli("extract", "families.csv", *size, cwd=folder)[1])[0] for size in [(), ("--household-size", "6")]}
    assert [(float(r["people_best"]), float(r["household_size"])) for r in sizes.values()] == [(450, 5), (540, 6)]

def test_a_text_in_an_old_encoding(folder):
    (folder/"arabic.txt").write_bytes("قال المرصد السوري إن 2200 شخص نزحوا من هجين يوم الخميس".encode("cp1256"))
    for declared in ([], ["--encoding", "cp1256"]):
        code,out,said = cli("extract", "arabic.txt", "--published", "2019-01-18", *declared, cwd=folder)
        assert code == 0 and [r["best"] for r in rows(out)] == ["2200"], said
    assert "1 would be read" in cli("check", "arabic.txt", "--published", "2019-01-18", cwd=folder)[1]

def test_flows_by_source_to_a_file(folder):
    code,out,_ = cli("flows", "reports.csv", "--freq", "W", "--by", "said_by", "--out", "weekly.csv", cwd=folder)
    assert (code, out) == (0, "")
    assert list(rows((folder/"weekly.csv").read_text(encoding="utf-8"))[0]) == ["period", "said_by", "low", "best", "high"]

@pytest.mark.parametrize("kind", ["flows", "cumulative", "reports"])
@pytest.mark.parametrize("suffix,start", [("png", b"\x89PNG"), ("svg", b"<?xml")])
def test_chart(kind, suffix, start, folder):
    code,out,said = cli("chart", "reports.csv", "--kind", kind, "--freq", "D", "--out", f"{kind}.{suffix}", cwd=folder)
    assert (code, out) == (0, ""), said
    assert (folder/f"{kind}.{suffix}").read_bytes().startswith(start)

def test_report(folder):
    pytest.importorskip("nbconvert")
    code,out,said = cli("report", "mixed.csv", "--out", "page.html", "--notebook", "page.ipynb", cwd=folder)
    assert (code, out) == (0, ""), said
    assert "1 articles read, 4 set aside" in said and said.endswith("wrote page.html\n")
    page = (folder/"page.html").read_text(encoding="utf-8")
    assert "mixed.csv" in page and page.count("<img alt=") == 3 and json.loads((folder/"page.ipynb").read_text())["cells"]
    assert hashlib.sha256((folder/"mixed.csv").read_bytes()).hexdigest() in page
    assert not [p for p in folder.iterdir() if p.name.startswith("page.html.")]

def test_report_of_articles_that_would_be_code(folder):
    "Nothing of an article, its columns or its file's name is HTML on the page; the page may run nothing else, nor load anything."
    pytest.importorskip("nbconvert")
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    name = "<b>news & more.csv"
    with open(folder/name, "w", encoding="utf-8", newline="") as f:
        out = csv.writer(f)
        out.writerow(["article_id", "title", "publisher", "url", "text", "published"])
        for i in range(4): out.writerow([f"{evil}{i}", evil, evil, "javascript:alert(3)", f"{evil} The Observatory said on Thursday that {i+2},300 people had fled {evil} Hajin since Monday.", "2019-01-18"])
        out.writerow(["x", evil, evil, "", "", evil])
    code,_,said = cli("report", name, "--out", "evil.html", "--title", evil, cwd=folder)
    assert code == 0, said
    page = (folder/"evil.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page and "<img src=x" not in page and "<b>news" not in page and 'href="javascript' not in page
    assert "&lt;script&gt;alert(1)" in page and re.findall(r"<script>", page) == ["<script>"] and "default-src 'none'" in page
    assert not re.findall(r'(?:src|href)="(?!data:|#|https?://)[^"]*"', page)

def test_report_without_its_extra(folder):
    (folder/"absent").mkdir(exist_ok=True)
    (folder/"absent"/"nbclient.py").write_text("raise ImportError")
    code,_,said = cli("report", "good.csv", "--out", "r.html", cwd=folder, PYTHONPATH=f"{folder/'absent'}{os.pathsep}{ROOT}")
    assert code == 2 and said.count("\n") == 1 and 'pip install "syriaevents[report]"' in said

def test_report_of_articles_without_figures(folder):
    pytest.importorskip("nbconvert")
    (folder/"quiet.csv").write_text(HEADER + "a1,Nothing moved.,2019-01-18\n")
    code,_,said = cli("report", "quiet.csv", "--out", "quiet.html", cwd=folder)
    assert code == 0 and "there is no series" in said, said

def test_help(folder):
    code,out,said = cli("--help", cwd=folder)
    assert (code, said) == (0, "") and all(f"  {verb}" in out for verb in VERBS)
    assert cli(cwd=folder)[:2] == (0, out)

@pytest.mark.parametrize("verb", VERBS)
def test_help_of_a_verb_has_an_example(verb, folder):
    code,out,said = cli(verb, "--help", cwd=folder)
    assert (code, said) == (0, "") and f"Example: syriaevents {verb} " in out

@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell, folder):
    code,out,said = cli("completion", shell, cwd=folder)
    assert (code, said) == (0, "") and all(word in out for word in (*VERBS, "workers", "cumulative"))
    if shutil.which(shell): assert subprocess.run([shell, "-n"], input=out, text=True, capture_output=True).stderr == ""

def test_check(folder):
    code,out,said = cli("check", "mixed.csv", cwd=folder)
    assert (code, said) == (0, "") and "5: 1 would be read, 4 set aside" in out and "first in row 3: 'soon'" in out, out

def test_messages_speak_of_options_of_the_command_line(folder):
    (folder/"open.csv").write_text(f'{HEADER}a1,"{STORY}",1/2/2019\n')
    assert "--date-order DMY" in cli("extract", "open.csv", cwd=folder)[2]
    assert "--columns text=NAME" in cli("extract", "no_text.csv", cwd=folder)[2]

def test_quiet(folder):
    code,out,said = cli("extract", "mixed.csv", "--out", "quiet-reports.csv", "--quiet", cwd=folder)
    assert (code, out, said) == (0, "", "")

def test_columns_by_hand(folder):
    (folder/"other.csv").write_text(f'key,summary,day\na1,"{STORY}",2019-01-18\n')
    code,out,said = cli("extract", "other.csv", "--columns", "article_id=key,text=summary,published=day", cwd=folder)
    assert code == 0 and len(rows(out)) == 1, said

def test_stdin_to_stdout_by_two_processes(folder):
    many = HEADER + "".join(f'b{i},"{STORY}",2019-01-18\n' for i in range(50))
    one,two = (cli("extract", "-", "--workers", w, cwd=folder, stdin=many.encode()) for w in (1, 2))
    assert one[0] == 0 and one == two and len(rows(one[1])) == 50

def test_what_extract_leaves_behind(folder):
    (folder/"clean").mkdir()
    assert cli("extract", "../mixed.csv", "--out", "r.csv", cwd=folder/"clean")[0] == 0
    assert sorted(p.name for p in (folder/"clean").iterdir()) == ["r.csv", "r.csv.manifest.json", "rejects.csv"]
    told = json.loads((folder/"clean"/"r.csv.manifest.json").read_text(encoding="utf-8"))
    assert (told["input"]["name"], told["articles"], told["rejects"]) == ("mixed.csv", 1, 4)
    assert told["output"]["sha256"] == hashlib.sha256((folder/"clean"/"r.csv").read_bytes()).hexdigest()

def test_a_reader_who_leaves_is_no_error(folder):
    big = HEADER + "".join(f'b{i},"{STORY}",2019-01-18\n' for i in range(1000))
    (folder/"big.csv").write_text(big)
    done = subprocess.run(f'"{BIN/"syriaevents"}" extract big.csv | head -1', shell=True, cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=300)
    assert done.stdout.startswith("report_id,") and done.stderr == ""

def test_interruption(folder):
    work = subprocess.Popen([BIN/"syriaevents", "extract", "-"], cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)) # a test run in the background passes on that it ignores it
    work.stdin.write(GOOD.encode()); work.stdin.flush() # it waits for the rest
    time.sleep(3)
    work.send_signal(signal.SIGINT)
    out,said = work.communicate(timeout=300)
    assert (work.returncode, out, said) == (130, b"", b"syriaevents extract: interrupted\n")
