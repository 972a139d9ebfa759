"""Runs killed at random moments: is an article lost or doubled?

    python bench/kills.py [KILLS [ARTICLES]]     3 kills over 200 articles when omitted

Each kill is a SIGKILL to the command, at a random moment after the one before; then the same command is given again.
"""
import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from recombine import recombine

ROOT = Path(__file__).resolve().parents[1]

def corpus_with_bad_rows(path, n):
    "Write n rows, every 17th without a day and every 23rd without a text; how many rows, and how many of them are bad."
    bad = 0
    with open(path, "w", encoding="utf-8", newline="") as f:
        out = csv.DictWriter(f, ["article_id", "publisher", "published", "text"])
        out.writeheader()
        for i,row in enumerate(recombine(n, seed=n)):
            if i % 17 == 0: row["published"] = ""
            if i % 23 == 0: row["text"] = ""
            bad += i % 17 == 0 or i % 23 == 0
            out.writerow(row)
    return n, bad

def command(folder, source, out, workers):
    return subprocess.Popen([Path(sys.executable).with_name("syriaevents"), "extract", source, "--out", out, "--rejects", f"aside-{out}", "--workers", str(workers), "--quiet"], cwd=folder,
                            env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

def killed_run(folder, source, kills, seed=0, workers=2, longest=None):
    "Kill a run at random moments until it has been killed often enough, let it end, and compare it with a run at once."
    folder, draw, killed = Path(folder), random.Random(seed), 0
    began = time.monotonic()
    assert command(folder, source, "once.csv", workers).wait() == 0
    longest = longest or max(2, (time.monotonic() - began) * 2 / (kills + 1))
    while killed < kills:
        work = command(folder, source, "killed.csv", workers)
        try: work.wait(draw.uniform(.2, longest)); assert work.returncode == 0, work.stderr.read()
        except subprocess.TimeoutExpired: work.kill(); work.wait(); killed += 1
    last = command(folder, source, "killed.csv", workers)
    said = last.communicate()[1]
    assert last.returncode == 0, said
    return compared(folder, source) | {"killed": killed}

def compared(folder, source):
    "Every row of the input, by what became of it: in the reports, in the rejects, or (no figure) counted as read."
    rows = lambda name: list(csv.DictReader(open(folder/name, encoding="utf-8", newline="")))
    given, aside = [r["article_id"] for r in rows(source)], [r["article_id"] for r in rows("aside-killed.csv")]
    once, killed = ((folder/name).read_bytes() for name in ("once.csv", "killed.csv"))
    told = json.loads((folder/"killed.csv.manifest.json").read_text(encoding="utf-8"))
    reports = Counter(r["report_id"] for r in rows("killed.csv"))
    lost = {r["report_id"] for r in rows("once.csv")} - set(reports)
    return {"rows": told["articles"] + told["rejects"], "rejects": len(aside), "lost": len(lost) + len(given) - told["articles"] - told["rejects"],
            "doubled": sum(n > 1 for n in reports.values()) + len(aside) - len(set(aside)), "same_as_at_once": once == killed}

if __name__ == "__main__":
    numbers = [int(w) for w in sys.argv[1:3] if w.isdigit()]
    kills, n = (numbers + [3, 200][len(numbers):]) if numbers or len(sys.argv) > 1 else (3, 200)
    with tempfile.TemporaryDirectory() as folder:
        corpus_with_bad_rows(Path(folder, "news.csv"), n)
        print(killed_run(folder, "news.csv", kills))
