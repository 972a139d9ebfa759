"""Write our scores into the table that the page on accuracy shows.

    python tools/scores.py CORPUS        (or: make scores CORPUS=folder)

CORPUS is a folder with `timex/*/*.tml` (TimeML) and `figures/` (gold sets and their scorer, as in bench/extract.py). Rows of other tools, and those of ours on a
corpus that is not in the folder, stay as they are: scores on held-out documents are added to the table by hand, with the day they were measured.
"""
import json, sys
from pathlib import Path
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]/"bench")) # the two benchmarks are scripts
from extract import GOLD, scored
from timex import ours, read, score
from syriaevents import __version__

TABLE = Path(__file__).resolve().parents[1]/"nbs"/"analysis"/"scores.csv"
NAMES = {"fakes_dev.jsonl": "FA-KES", "idmc_dev.jsonl": "IDMC"}
SHOWN = { # measure of the scorer -> its name on the page
    "news": {"detection.f1": "figure found, F1", "value_exact": "low, best and high right", "unit_coarse": "unit right", "term": "term right", "kind": "flow or stock right", "period_exact": "both days right", "end_to_end.f1": "all of it, F1"},
    "single": {"figure_any": "figure found", "unit_on_hits": "unit right", "term_on_hits": "term right"}}

def timexes(corpus):
    "Scores on each folder of TimeML documents."
    for folder in sorted({p.parent for p in (corpus/"timex").rglob("*.tml")}):
        docs = [d for d in map(read, sorted(folder.glob("*.tml"))) if d]
        f1, _ = score(docs, ours)
        for measure, value in f1.items(): yield "time expressions", folder.name, sum(len(d[2]) for d in docs), f"{measure} F1", value

def views(printed):
    "View -> measures, from the scorer's JSON."
    views = json.loads(printed)
    return {v["view"]: v for v in views if "view" in v} or views[0]

def figures(corpus):
    "Scores on the gold sets of figures."
    for gold, text, day, options in GOLD:
        if not (corpus/"figures"/gold).exists(): continue
        for view, measures in views(scored(corpus, gold, text, day, [*options, "--json"])).items():
            for path, name in SHOWN.get(view, {}).items():
                value = measures
                for key in path.split("."): value = value[key]
                yield "figures", NAMES[gold], measures.get("gold_mentions", measures.get("rows")), name, 100*value

def main(corpus):
    corpus, table = Path(corpus), pd.read_csv(TABLE, dtype=str)
    if not any((corpus/part).is_dir() for part in ("timex", "figures")): sys.exit(f"{corpus} holds neither timex/ nor figures/; give the folder of the gold sets")
    fresh = pd.DataFrame([(task, name, "development", "syriaevents", measure, f"{value:.1f}", str(n), f"tools/scores.py, version {__version__}") for task, name, n, measure, value in [*timexes(corpus), *figures(corpus)]], columns=table.columns)
    key = ["task", "corpus", "tool", "measure"]
    kept = table[~table.set_index(key).index.isin(fresh.set_index(key).index)]
    pd.concat([kept, fresh]).sort_values([*key[:2], "tool"], kind="stable").to_csv(TABLE, index=False, lineterminator="\n")
    print(fresh.to_string(index=False))

if __name__ == "__main__":
    if len(sys.argv) != 2: sys.exit("give the folder of the gold sets: python tools/scores.py CORPUS")
    main(sys.argv[1])
