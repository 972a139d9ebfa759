"Runs: killed, refused, damaged, out of room, out of luck; never an article lost or doubled."
import csv, json, os, random, resource, signal, subprocess, sys, time
from collections import Counter
from functools import partial
from pathlib import Path
import pandas as pd
import pytest
from conftest import BIN, ROOT
from hypothesis import given, settings, strategies as st
from syriaevents.files import InputError
from syriaevents.reports import extract
from syriaevents.runs import Batch, PartWriter, Run, cut_batches, done_batches, extract_to, made_of, read_batch, run_parts
from syriaevents.tables import guard_cells, read_reports, unguard_cells, write_table

sys.path.insert(0, str(ROOT/"bench"))
from recombine import recombine, write_corpus
from kills import corpus_with_bad_rows, killed_run

NO_REJECTS = pd.DataFrame(columns=["row", "article_id", "published", "text", "reason"])

def articles(*texts, start=0):
    return pd.DataFrame({"article_id": [f"a{i+start}" for i in range(len(texts))], "text": list(texts), "published": pd.Timestamp("2019-01-18")}).astype({"text": "string"})

def chunks(n, per=2): return [(articles(*[f"Some {k+20} people fled." for k in range(i, min(n, i+per))], start=i), NO_REJECTS) for i in range(0, n, per)]

# What other processes are given must stand where they can import it.
def deadly(table):
    if table["text"].str.contains("deadly").any(): os._exit(9)
    return extract(table)

def deadly_once(marker, table):
    if table["text"].str.contains("once").any() and not Path(marker).exists():
        Path(marker).touch()
        os._exit(9)
    return extract(table)

def brittle(table):
    if table["text"].str.contains("brittle").any(): raise MemoryError("no room for it")
    return extract(table)

RECIPE = {"input": {"name": "a", "bytes": 1, "sha256": "0"}, "options": {}, "version": "1"}

# --- kills

def test_killed_three_times(tmp_path):
    n, bad = corpus_with_bad_rows(tmp_path/"news.csv", 240)
    told = killed_run(tmp_path, "news.csv", kills=3, seed=1, workers=2)
    assert told["killed"] == 3 and told["rows"] == n and told["lost"] == told["doubled"] == 0 and told["rejects"] == bad, told
    assert told["same_as_at_once"]

# --- processes

@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_workers_change_nothing(suffix, tmp_path):
    if suffix == ".parquet": pytest.importorskip("pyarrow")
    write_corpus(tmp_path/"news.csv", 60)
    ran = [extract_to(tmp_path/"news.csv", tmp_path/f"r{w}{suffix}", workers=w) for w in (1, 2)]
    assert ran[0] == ran[1] and ran[0].articles == 60
    first, second = (read_reports(tmp_path/f"r{w}{suffix}") for w in (1, 2))
    pd.testing.assert_frame_equal(first, second)
    at_once = extract(pd.DataFrame(recombine(60)).assign(published=lambda t: pd.to_datetime(t["published"])))
    pd.testing.assert_frame_equal(first, at_once.assign(publisher=at_once["publisher"].astype("string")), check_like=False)

def test_an_article_that_kills_its_process_is_set_aside(tmp_path):
    texts = ["Some 20 people fled.", "Some 30 people fled.", "A deadly one.", "Some 40 people fled."]
    run = run_parts([(articles(*texts), NO_REJECTS), *[(a.assign(article_id=a["article_id"] + "x"), r) for a,r in chunks(6)]], tmp_path/"r.csv", RECIPE, tmp_path/"rejects.csv", workers=2, read=deadly)
    assert (run.articles, run.rejects, run.reports) == (9, 1, 9)
    [aside] = csv.DictReader(open(tmp_path/"rejects.csv", encoding="utf-8"))
    assert aside["article_id"] == "a2" and aside["reason"].startswith("extraction died") and aside["published"] == "2019-01-18"

def test_a_process_that_dies_once_costs_nothing(tmp_path):
    run = run_parts([(articles("Some 20 people fled.", "Not twice, once. Some 30 people fled."), NO_REJECTS)], tmp_path/"r.csv", RECIPE, workers=2, read=partial(deadly_once, str(tmp_path/"marker")))
    assert (run.articles, run.rejects, run.reports) == (2, 0, 2) and (tmp_path/"marker").exists()

def test_a_process_that_dies_while_long_articles_wait(tmp_path):
    "Where articles themselves went through pipes, their sender waited forever for a reader."
    long = "Nothing moved. "*20_000
    pages = [(articles(long + ("Not twice, once." if i == 1 else ""), start=i), NO_REJECTS) for i in range(9)]
    run = run_parts(pages, tmp_path/"r.csv", RECIPE, workers=2, read=partial(deadly_once, str(tmp_path/"marker")))
    assert (run.articles, run.rejects) == (9, 0) and (tmp_path/"marker").exists()

@pytest.mark.parametrize("workers", [1, 2])
def test_an_article_that_breaks_extraction_is_set_aside(workers, tmp_path):
    run = run_parts([(articles("Some 20 people fled.", "A brittle one."), NO_REJECTS)], tmp_path/"r.csv", RECIPE, workers=workers, read=brittle)
    assert (run.articles, run.rejects) == (1, 1) and list(run.reasons) == ["extraction failed: MemoryError: no room for it"]

def test_processes_end_with_the_one_that_started_them(tmp_path):
    write_corpus(tmp_path/"news.csv", 400)
    work = start(tmp_path, "news.csv", workers=2)
    wait_for_parts(tmp_path/"reports.csv.run", 1)
    mine = children(work.pid)
    work.kill(); work.wait()
    assert mine
    for _ in range(100):
        if not any(alive(pid) for pid in mine): return
        time.sleep(.1)
    pytest.fail(f"still at work: {[pid for pid in mine if alive(pid)]}")

def start(folder, source, workers, **options):
    return subprocess.Popen([BIN/"syriaevents", "extract", source, "--out", "reports.csv", "--workers", str(workers)], cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)},
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)

def wait_for_parts(folder, n, longest=60):
    for _ in range(longest*20):
        if len(list(folder.glob("[0-9]*.json"))) >= n: return
        time.sleep(.05)
    pytest.fail("no part was written")

def children(pid): return [int(p) for p in subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True).stdout.split()]

def alive(pid): return subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout.strip()[:1] not in ("", "Z")

def test_ctrl_c_says_how_to_go_on(tmp_path):
    write_corpus(tmp_path/"news.csv", 500)
    work = start(tmp_path, "news.csv", workers=2, start_new_session=True, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    wait_for_parts(tmp_path/"reports.csv.run", 2)
    os.killpg(work.pid, signal.SIGINT) # as a terminal sends it: to all processes
    out,said = work.communicate(timeout=300)
    assert work.returncode == 130 and out == "" and said.count("\n") == 1, said
    assert "articles are done and kept in reports.csv.run; the same command goes on from there" in said and "Traceback" not in said
    again = start(tmp_path, "news.csv", workers=2)
    out,said = again.communicate(timeout=300)
    assert again.returncode == 0 and "500 articles read (" in said and "before the interruption" in said, said

def test_ctrl_c_in_the_first_second(tmp_path):
    "Processes that are still starting say nothing."
    write_corpus(tmp_path/"news.csv", 60)
    work = start(tmp_path, "news.csv", workers=2, start_new_session=True, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    for _ in range(600):
        if len(children(work.pid)) >= 2: break
        time.sleep(.02)
    time.sleep(.3) # in the middle of its imports
    os.killpg(work.pid, signal.SIGINT)
    out,said = work.communicate(timeout=300)
    assert work.returncode == 130 and said == "syriaevents extract: interrupted\n", said

# --- what a run is made of

def interrupted(folder, **options):
    "A run stopped after its first part."
    def stop(record, kept=False): raise KeyboardInterrupt
    with pytest.raises(KeyboardInterrupt, match="1? ?articles are done"): run_parts(chunks(6), folder/"r.csv", RECIPE, step=stop, **options)

@pytest.mark.parametrize("change,part", [({"input": {"name": "b", "bytes": 2, "sha256": "1"}}, "another input (a, 1 bytes; now b, 2 bytes)"), ({"options": {"date_order": "DMY"}}, "other options (date_order None, now 'DMY')"), ({"version": "2"}, "syriaevents 1 (now 2)")])
def test_only_the_same_goes_on(change, part, tmp_path):
    interrupted(tmp_path)
    with pytest.raises(ValueError) as said: run_parts(chunks(6), tmp_path/"r.csv", RECIPE | change)
    assert part in str(said.value) and "delete the folder to start again" in str(said.value)
    assert run_parts(chunks(6), tmp_path/"r.csv", RECIPE).articles == 6

def test_a_manifest_that_cannot_be_read(tmp_path):
    interrupted(tmp_path)
    (tmp_path/"r.csv.run"/"manifest.json").write_text("{")
    with pytest.raises(ValueError, match="manifest.json cannot be read; delete the folder r.csv.run"): run_parts(chunks(6), tmp_path/"r.csv", RECIPE)

@pytest.mark.parametrize("harm", ["other", "cut", "gone", "record"])
def test_a_damaged_part_is_named_and_read_again(harm, tmp_path):
    interrupted(tmp_path)
    part = tmp_path/"r.csv.run"/("0000000.json" if harm == "record" else "0000000.csv")
    if harm == "gone": part.unlink()
    else: part.write_text({"other": part.read_text().replace("20", "21"), "cut": part.read_text()[:-9], "record": '{"art'}[harm])
    with pytest.warns(UserWarning, match=f"{part.name} is not as it was written; its articles are read again"): run = run_parts(chunks(6), tmp_path/"r.csv", RECIPE)
    assert (run.articles, run.kept) == (6, 0)
    assert read_reports(tmp_path/"r.csv")["best"].tolist() == [20, 21, 22, 23, 24, 25]

def test_one_run_at_a_time(tmp_path):
    pytest.importorskip("fcntl")
    def second(record, kept=False):
        with pytest.raises(ValueError, match="another run is at work in"): run_parts(chunks(6), tmp_path/"r.csv", RECIPE)
    run_parts(chunks(6), tmp_path/"r.csv", RECIPE, step=second)

# --- no room

def test_a_full_disk_says_how_to_go_on(tmp_path, monkeypatch):
    interrupted(tmp_path)
    import syriaevents.runs as runs
    def full(*_): raise OSError(28, "No space left on device")
    with monkeypatch.context() as m:
        m.setattr(runs, "write_table", full)
        with pytest.raises(OSError) as said: run_parts(chunks(6), tmp_path/"r.csv", RECIPE)
    assert str(said.value) == f"the run stopped: No space left on device; 2 articles are done and kept in {tmp_path/'r.csv.run'}; the same command goes on from there when there is room"
    run = run_parts(chunks(6), tmp_path/"r.csv", RECIPE)
    assert (run.articles, run.kept, run.reports) == (6, 2, 6)

def test_a_file_that_cannot_grow(tmp_path):
    "The system refuses a write in another process, as on a full disk."
    write_corpus(tmp_path/"news.csv", 300)
    limit = lambda: (signal.signal(signal.SIGXFSZ, signal.SIG_IGN), resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000)))
    work = start(tmp_path, "news.csv", workers=2, preexec_fn=limit)
    out,said = work.communicate(timeout=300)
    assert work.returncode == 2 and said.count("\n") == 1 and "File too large" in said, said
    assert not list(tmp_path.rglob(".*csv")), "a draft was left behind"
    work = start(tmp_path, "news.csv", workers=2)
    work.communicate(timeout=300)
    assert work.returncode == 0 and sorted(p.name for p in tmp_path.iterdir()) == ["news.csv", "rejects.csv", "reports.csv", "reports.csv.manifest.json"]

# --- odd articles

def test_fifty_megabytes_are_no_article(tmp_path):
    with open(tmp_path/"news.jsonl", "w", encoding="utf-8") as f:
        for key,text in [("a1", "Some 30 people fled. " * 2_500_000), ("a2", "Some 40 people fled.")]: f.write(json.dumps({"article_id": key, "text": text, "published": "2019-01-18"}) + "\n")
    began = time.process_time()
    run = extract_to(tmp_path/"news.jsonl", tmp_path/"r.csv", tmp_path/"rejects.csv")
    assert (run.articles, run.rejects, run.reports) == (1, 1, 1) and "text is too long: 52,499,999 characters" in next(iter(run.reasons))
    assert (tmp_path/"rejects.csv").stat().st_size < 5000 and time.process_time() - began < 20

@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_nul_bytes_and_formulas(suffix, tmp_path):
    if suffix == ".parquet": pytest.importorskip("pyarrow")
    text = '-Some 30\0 people fled.\n=cmd|"/C calc"!A0 says that 40 people fled.'
    table = articles(text).assign(article_id="=a1", publisher="@paper")
    run_parts([(table, NO_REJECTS)], tmp_path/f"r{suffix}", RECIPE)
    back = read_reports(tmp_path/f"r{suffix}")
    assert set(back["article_id"]) == {"=a1"} and set(back["publisher"]) == {"@paper"}
    plain = lambda t: t.replace("\0", "�") if suffix == ".csv" else t
    for r in back.itertuples(): assert plain(text)[r.char_start:r.char_end] == r.quote and r.sentence in plain(text)
    if suffix == ".csv":
        raw = (tmp_path/"r.csv").read_text(encoding="utf-8")
        assert "\0" not in raw and all(not c.startswith(tuple("=+-@\t")) for row in csv.reader(raw.splitlines()[1:]) for c in row)

@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.lists(st.text(alphabet=st.sampled_from("'=+-@\t\r\n＝a1 "), max_size=6), min_size=1, max_size=5))
def test_guarding_is_reversible(cells):
    table = pd.DataFrame({"c": cells}, dtype="string")
    guarded = guard_cells(table)
    assert not guarded["c"].str.match(r"[=+\-@\t\r\n＝]").any()
    pd.testing.assert_frame_equal(unguard_cells(guarded), table)

# --- counts

@settings(derandomize=True, deadline=None, max_examples=100)
@given(st.lists(st.lists(st.integers(0, 30), max_size=6), min_size=1, max_size=5), st.integers(1, 40))
def test_batches_keep_every_article_once(lengths, chars):
    chunks, n = [], 0
    for chunk in lengths: chunks.append((articles(*["x"*k for k in chunk], start=n), NO_REJECTS)); n += len(chunk)
    batches = list(cut_batches(chunks, chars))
    assert [b.number for b in batches] == list(range(len(batches)))
    assert [a for b in batches for a in b.articles["article_id"]] == [f"a{i}" for i in range(n)]
    assert all(b.articles["text"].str.len().sum() <= chars or len(b.articles) == 1 for b in batches)

def test_rows_in_are_articles_and_rejects(tmp_path):
    n, bad = corpus_with_bad_rows(tmp_path/"news.csv", 50)
    run = extract_to(tmp_path/"news.csv", tmp_path/"r.csv", tmp_path/"rejects.csv")
    assert (run.articles + run.rejects, run.rejects) == (n, bad) and sum(run.reasons.values()) == bad
    told = json.loads((tmp_path/"r.csv.manifest.json").read_text())
    assert (told["articles"], told["rejects"], told["input"]["bytes"]) == (run.articles, bad, (tmp_path/"news.csv").stat().st_size)
    assert len(pd.read_csv(tmp_path/"rejects.csv")) == bad

def test_nothing_that_can_be_read(tmp_path):
    (tmp_path/"news.csv").write_text("article_id,text,published\na1,x,soon\n")
    with pytest.raises(InputError, match="none of the 1 articles can be read: published is unreadable: 'soon'"): extract_to(tmp_path/"news.csv", tmp_path/"r.csv", tmp_path/"rejects.csv")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["news.csv", "rejects.csv"]

def test_no_workers(tmp_path):
    with pytest.raises(ValueError, match="workers must be 1 or more, got 0"): extract_to(tmp_path, tmp_path/"r.csv", workers=0)
