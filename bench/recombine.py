"""A corpus of any size that reads like news: digests of the case study, recombined by a seed.

    python bench/recombine.py 200000 big.csv     about 400 MB

Each article is a handful of the project's own English digests in paragraphs, the first one's day as day of publication. Nothing is fetched.
"""
import csv
import random
import sys
from syriaevents.datasets import load_articles

def recombine(n, seed=0, size=2000):
    "n articles as dicts, each of about `size` characters; the same for the same seed."
    digests = load_articles().query("language == 'en'").dropna(subset="published")
    texts, days, papers = digests["text"].tolist(), digests["published"].dt.strftime("%Y-%m-%d").tolist(), digests["publisher"].tolist()
    draw = random.Random(seed)
    for i in range(n):
        picked, length, wanted = [], 0, max(1, draw.gauss(size, size/4))
        while length < wanted: picked.append(draw.randrange(len(texts))); length += len(texts[picked[-1]]) + 2
        yield {"article_id": f"s{i:07}", "publisher": papers[picked[0]], "published": days[picked[0]], "text": "\n\n".join(texts[k] for k in picked)}

def write_corpus(path, n, seed=0, size=2000):
    "Write n articles to a CSV file."
    with open(path, "w", encoding="utf-8", newline="") as f:
        out = csv.DictWriter(f, ["article_id", "publisher", "published", "text"])
        out.writeheader()
        out.writerows(recombine(n, seed, size))

if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1].isdigit(): write_corpus(sys.argv[2], int(sys.argv[1]))
    else: print(__doc__.split("\n")[2].strip() + ": writes a corpus for the measures in bench/runs.py")
