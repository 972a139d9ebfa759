"""Throughput of `syriaevents extract` beside a peer, memory of a long run, and what a second process brings.

    python bench/runs.py                     400 recombined articles
    python bench/runs.py ARTICLES WORKERS    one run of that size: seconds and peak memory of all its processes

The peer is dateparser's `search_dates`, which finds dates only; both are given per core, as CPU seconds.
"""
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
import psutil
from recombine import recombine, write_corpus

ROOT = Path(__file__).resolve().parents[1]

def tree(pid):
    "CPU seconds of each process of a run, and the memory of all together."
    try: all_of_them = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    except psutil.NoSuchProcess: return {}, 0
    cpu, memory = {}, 0
    for process in all_of_them:
        try: used = process.cpu_times(); cpu[process.pid] = used.user + used.system; memory += process.memory_info().rss
        except psutil.NoSuchProcess: pass
    return cpu, memory

def measured(source, out, workers):
    "Seconds, CPU seconds by process, and peak memory in MB of one run."
    command = [Path(sys.executable).with_name("syriaevents"), "extract", source, "--out", out, "--workers", str(workers), "--quiet"]
    began, peak, cpu = time.monotonic(), 0, {}
    work = subprocess.Popen(command, env=os.environ | {"PYTHONPATH": str(ROOT)})
    while work.poll() is None:
        now, memory = tree(work.pid)
        cpu, peak = cpu | now, max(peak, memory)
        time.sleep(.1)
    assert work.returncode == 0
    return time.monotonic() - began, cpu, peak / 1e6

def told(n, workers, folder):
    seconds, cpu, peak = measured(Path(folder, "news.csv"), Path(folder, f"r{workers}.csv"), workers)
    print(f"{n} articles, {workers} process(es): {seconds:.0f} s, CPU {sum(cpu.values()):.0f} s, of which the busiest process {max(cpu.values()):.0f} s; peak memory {peak:.0f} MB", flush=True)
    return seconds, cpu

def beside_search_dates(n):
    "Articles a second of one core, ours and the peer's."
    from dateparser.search import search_dates
    import pandas as pd
    from syriaevents.reports import extract
    articles = pd.DataFrame(recombine(n, seed=1)).assign(published=lambda t: pd.to_datetime(t["published"]))
    extract(articles.head(1)), search_dates("on Friday", languages=["en"])
    began = time.process_time(); extract(articles); ours = time.process_time() - began
    began = time.process_time(); [search_dates(t, languages=["en"]) for t in articles["text"]]; theirs = time.process_time() - began
    print(f"{n} articles of 2 kB on one core: extract {n/ours:.0f} articles/s, dateparser search_dates {n/theirs:.0f} articles/s, ratio {theirs/ours:.1f}")

if __name__ == "__main__":
    n, workers = (int(sys.argv[1]), [int(sys.argv[2])]) if len(sys.argv) == 3 else (400, [1, 2])
    with tempfile.TemporaryDirectory() as folder:
        write_corpus(Path(folder, "news.csv"), n)
        print(f"{n} articles, {Path(folder, 'news.csv').stat().st_size/1e6:.1f} MB")
        runs = [told(n, w, folder) for w in workers]
    if len(runs) == 2:
        (t1, cpu1), (t2, cpu2) = runs
        print(f"two processes are {t1/t2:.2f} times as fast as one by the clock; {max(cpu1.values())/max(cpu2.values()):.2f} times by the CPU seconds of the busiest process, the clock of an idle computer")
        beside_search_dates(100)
