"""Accuracy and speed of extraction beside peers in the same run.

    python bench/extract.py [CORPUS]

Speed needs no corpus: the short digests of the shipped case study through `extract`, and through dateparser's `search_dates` alone (which finds dates only); whole articles of the corpus where it is given.
CORPUS is a folder with `figures/fakes_dev.jsonl`, `figures/idmc_dev.jsonl` and `figures/score_figures.py`; without it accuracy is left out.
"""
import json
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from time import process_time
import pandas as pd
from syriaevents.datasets import load_articles
from syriaevents.reports import extract

def seconds(work, least=1.0):
    "CPU seconds of one run, repeated until the sum can be trusted."
    runs, began = 0, process_time()
    while process_time() - began < least: work(); runs += 1
    return (process_time() - began) / runs

def speed(name, articles):
    from dateparser.search import search_dates
    texts = articles["text"].tolist()
    extract(articles.head(1)), search_dates("on Friday", languages=["en"])
    ours = seconds(lambda: (_forget(), extract(articles)))
    theirs = seconds(lambda: [search_dates(t, languages=["en"]) for t in texts])
    print(f"{name}: {len(texts)} of {sum(map(len, texts))/len(texts):,.0f} letters: extract {len(texts)/ours:,.0f} articles/s, dateparser search_dates {len(texts)/theirs:,.0f} articles/s, ratio {theirs/ours:.1f}")

def digests(): return load_articles().query("language == 'en'").dropna(subset="published")

def gold_articles(corpus):
    "The articles of the gold set that holds whole ones."
    file, text, day, _ = GOLD[0]
    rows = [json.loads(line) for line in (corpus/"figures"/file).read_text(encoding="utf-8").splitlines()]
    return pd.DataFrame({"article_id": [str(i) for i in range(len(rows))], "text": [r[text] for r in rows], "published": pd.to_datetime([r[day] for r in rows])})

def _forget():
    "Empty the caches of whole texts, so that no run profits from the one before."
    from syriaevents import figures, language, sentences
    for f in (figures.find_figures, language.has_arabic, language.normal, language.unwrapped, sentences.sentences, sentences.statements_in): f.cache_clear()

def growth():
    "Cost of twice the text, for texts made to be slow: 2 is linear, 4 quadratic."
    from syriaevents.figures import find_figures
    for unit in ["1 ", "thousands of ", "more than ", "a hundred and ", "1,000 people fled and ", "the Observatory, ", "people and their families, "]:
        costs = []
        for n in (2000, 4000):
            _forget()
            began = process_time(); find_figures(unit * n); costs.append(process_time() - began)
        print(f"{unit!r:32} {len(unit)*4000/1000:6.0f} kB  twice the text costs {costs[1]/max(costs[0], 1e-3):.1f} times")
    for unit in ["300 people fled on Friday the Observatory said at ", "30 buses carrying 200 people left on Friday "]: # whole reports, without a full stop
        costs = []
        for n in (200, 400):
            _forget()
            began = process_time(); extract(unit * n, date(2019, 3, 30)); costs.append(process_time() - began)
        print(f"{unit!r:52} {len(unit)*400/1000:6.0f} kB  twice the text costs {costs[1]/costs[0]:.1f} times, {len(unit)*.4/costs[1]:.0f} kB/s")

def length():
    "Cost of one long article: all digests as one text, once, four and sixteen times."
    text = " ".join(digests()["text"])
    for n in (1, 4, 16):
        _forget()
        began = process_time(); extract(text * n, date(2019, 3, 30))
        print(f"one article of {len(text)*n/1000:4.0f} kB: {len(text)*n/1000/(process_time() - began):.0f} kB/s")

def mentions(table):
    "Rows of a reports table in the scorer's shape."
    value = lambda v: None if pd.isna(v) else v
    day = lambda v: None if pd.isna(v) else str(v)[:10]
    return [dict(start=r.char_start, end=r.char_end, quote=r.quote, low=value(r.low), best=value(r.best), high=value(r.high), unit=r.unit, term=r.term, kind=r.kind,
                 planned=bool(r.planned), negated=bool(r.negated), period={"start": day(r.start), "end": day(r.end)}) for r in table.itertuples()]

GOLD = [("fakes_dev.jsonl", "text", "published", []), ("idmc_dev.jsonl", "excerpt", "anchor", ["--idmc"])] # file, its columns of text and day, options of the scorer

def scored(corpus, gold, text, day, options):
    "What the scorer of a corpus prints for our reading of one of its gold sets."
    rows = [json.loads(line) for line in (corpus/"figures"/gold).read_text(encoding="utf-8").splitlines()]
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False) as out:
        for row in rows:
            found = extract(row[text], date.fromisoformat(row.get(day) or "2016-01-01"))
            out.write(json.dumps({"id": row.get("unit_id", row.get("id")), "mentions": mentions(found)}) + "\n")
    done = subprocess.run([sys.executable, corpus/"figures/score_figures.py", *options, corpus/"figures"/gold, out.name], capture_output=True, text=True, check=True)
    Path(out.name).unlink()
    return done.stdout

def accuracy(corpus):
    for gold, *how in GOLD: print(f"\n== {gold}\n{scored(corpus, gold, *how)}")

if __name__ == "__main__":
    corpus = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    gold = corpus and (corpus/"figures/score_figures.py").exists()
    speed("digests", digests())
    if gold: speed("articles", gold_articles(corpus))
    growth()
    length()
    if gold: accuracy(corpus)
    else: print("accuracy is left out: give the folder of the gold sets, make bench CORPUS=folder")
