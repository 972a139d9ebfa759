"What the tests share: where things are, how a command is run, a clean copy of the working tree; quick tests first."
import os, shutil, subprocess, sys
from csv import DictReader
from pathlib import Path
import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
SLOW = ["test_seed", "test_case_study", "test_in_step", "test_docs", "test_analysis_numbers", "test_notebooks", "test_packaging"] # in this order, after the rest

def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: SLOW.index(item.path.stem) if item.path.stem in SLOW else -1)

def table(name):
    "Rows of a table beside the tests, as dicts of strings."
    with open(ROOT/"tests"/name, encoding="utf-8", newline="") as file: return list(DictReader(file))

def row_of(report):
    "A report as a row of `english_figures.csv` and `arabic_figures.csv`."
    value = lambda v: "" if pd.isna(v) else f"{v:.0f}" if isinstance(v, float) else str(v)[:10] if isinstance(v, pd.Timestamp) else str(v)
    flags = " ".join(name for name, is_so in (("planned", report["planned"]), ("negated", report["negated"]), ("part", pd.notna(report["subset_of"]))) if is_so)
    return {"flags": flags} | {k: value(report[k]) for k in ("quote", "low", "best", "high", "unit", "term", "kind", "start", "end")}

def wanted(rows):
    "What is expected of one sentence: its rows without the sentence."
    return [{k: v for k, v in row.items() if k not in ("text", "published")} for row in rows if row["quote"]]

def run(*command, cwd=ROOT, check=True, **env):
    "Run a command with this environment's programs first on the PATH and the package of `cwd`; its output is shown when it fails."
    env = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(cwd), "PYTHONUTF8": "1", "MPLBACKEND": "agg"} | env
    done = subprocess.run([str(c) for c in command], cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", stdin=subprocess.DEVNULL)
    if check and done.returncode: pytest.fail(f"{' '.join(map(str, command))} ended with {done.returncode}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}", pytrace=False)
    return done

def copy_tree(to):
    "Copy the files git knows or would add, as they are now, into a repository of its own."
    names = run("git", "ls-files", "--cached", "--others", "--exclude-standard", "-z").stdout.split("\0")
    for name in filter(None, names):
        if not (ROOT/name).is_file(): continue
        (to/name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT/name, to/name)
    run("git", "init", "-q", cwd=to)
    run("git", "add", "-A", cwd=to)
    run("git", "-c", "user.name=test", "-c", "user.email=test@localhost", "commit", "-qm", "copy", cwd=to)
    return to

def changes(repository):
    "What differs from the commit in a repository; empty when nothing does."
    return run("git", "status", "--porcelain", cwd=repository).stdout + run("git", "diff", cwd=repository).stdout[:3000]

@pytest.fixture(scope="module")
def copy(tmp_path_factory): return copy_tree(tmp_path_factory.mktemp("copy"))

@pytest.fixture(scope="session")
def shared():
    "The folder with the seed article and its gold answers; tests that need it are skipped where it is absent."
    folder = Path(os.environ.get("SYRIAEVENTS_SHARED", ROOT.parent/"shared"))
    if not (folder/"seed"/"article.txt").exists(): pytest.skip(f"no seed article in {folder}; set SYRIAEVENTS_SHARED to the folder that holds seed/ and bench/")
    return folder
