"""Throw damaged inputs at every reader and at extract: no crash, no article over a second, every row accounted for.

Run: python bench/fuzz_readers.py [N] [SEED]   (N inputs, 2000 when omitted)"""
import contextlib, csv, gzip, io, json, logging, random, sys, tempfile, time
from collections import Counter
from datetime import date
from pathlib import Path

import pandas as pd
from syriaevents.articles import iter_articles, survey_articles
from syriaevents.files import InputError
from syriaevents.published import parse_published
from syriaevents.reports import extract

WORDS = ["around", "2,200", "people", "had", "fled", "Hajin", "over", "the", "past", "24", "hours", "on", "Friday", "UN", "said", "families", "since", "2018", "١٬٣٠٠", "نزح", "شخص", "من", "هجين", "خلال", "dozens of", "half a million", "half", "quarter", "between", "and", "up to",
         "last week", "three", "hundred", "thousand", "'", '"', "(", ")", "\n", "\n\n", ".", ",", ";", "-", "–", "\u202b", "\u0640", "\ufeff", "\u2028", "=cmd|'/C calc'!A0", "<script>alert(1)</script>", "../../etc/passwd", "9"*400, "1,"*50, "\x1f", "\x00", "\ud83d\ude00", "٪"]
DATES = ["2019-01-18", "18 January 2019", "01/02/2019", "13/02/2019", "02/13/2019", "", "soon", "20190118093000", "2019-02-30", "1547769600", "Fri, 18 Jan 2019 23:30:00 -0500", "١٨ كانون الثاني ٢٠١٩", "18/01/19", "9"*100, "0000-00-00", "2019-01-18T25:99", "43483", "-1", "January", "12 12 12 12", "2019-W03", "1e999", "\x00"]
NAMES = ["id", "article_id", "text", "body", "published", "date", "title", "Source", "url", "language", "flags", "", "text ", "#date+reported"]


def story(r): return " ".join(r.choices(WORDS, k=r.randrange(0, 60)))
def damaged(r, raw):
    "The bytes after accidents: cut, noise, doubled parts, other encodings glued on."
    for _ in range(r.choice([0, 0, 1, 1, 2, 5])):
        at, n = r.randrange(len(raw)+1), r.randrange(1, 40)
        raw = r.choice([lambda: raw[:at], lambda: raw[:at] + r.randbytes(n) + raw[at+n:], lambda: raw[:at] + raw[at+n:], lambda: raw[:at] + r.choice([b'"', b"\0", b"\n", b"\r", b",", b"{", b"\xff\xfe", b"\x1f\x8b"]) + raw[at:],
                        lambda: raw[:at] + raw[max(0, at-n):at]*3 + raw[at:], lambda: raw + "نزح المئات".encode("cp1256")])()
    return raw


def rows_of(r):
    head = r.sample(NAMES, r.randrange(2, 7)) if r.random() < .15 else ["article_id", "text", "published", "publisher"]
    return head, [[r.choice(["a", "b", "", str(r.random()), "../x", "=1+1"]), story(r), r.choice(DATES), "x"][:len(head)] + [""]*(len(head)-4) for _ in range(r.randrange(0, 8))]


def as_csv(r, head, rows):
    out = io.StringIO()
    csv.writer(out, delimiter=r.choice(",;\t|"), quoting=r.choice([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]), lineterminator=r.choice(["\n", "\r\n", "\r"])).writerows([head, *rows])
    return out.getvalue().encode(r.choice(["utf-8", "utf-8-sig", "utf-16", "cp1256", "latin-1", "utf-32"]), "replace")


def as_jsonl(r, head, rows): return "\n".join(json.dumps(dict(zip(head, row)), ensure_ascii=r.random() < .5) for row in rows).encode("utf-8", "surrogatepass")
def as_json(r, head, rows):
    items = [dict(zip(head, row)) for row in rows]
    wrapped = [{"id": i, "fields": {"title": r.choice(["t", None, 3, ["x"]]), "body": story(r), "date": r.choice([{"original": r.choice(DATES)}, {"created": "2019-01-18"}, None, "2019"]), "source": r.choice([[{"shortname": "OCHA"}], [1], None, {}]), "language": r.choice([[{"code": "en"}], [], "en", [None]])}} for i in range(len(rows))]
    return json.dumps(r.choice([items, {"data": wrapped}, {"articles": items}, items[:1], 3, {"data": [1, None, []]}])).encode()
def as_parquet(r, head, rows):
    out = io.BytesIO()
    pd.DataFrame([[v.encode("utf-8", "replace").decode() for v in row] for row in rows], columns=head).to_parquet(out)
    return out.getvalue()
def as_excel(r, head, rows):
    out = io.BytesIO()
    clean = lambda v: "".join(c for c in v if c >= " " and c.isprintable())[:30000]
    pd.DataFrame([[clean(v) for v in row] for row in rows], columns=[clean(h) for h in head]).to_excel(out, index=False)
    return out.getvalue()
def as_text(r, head, rows): return story(r).encode(r.choice(["utf-8", "cp1256", "utf-16", "latin-1"]), "replace")
def as_page(r, head, rows):
    tags = ["<div>", "</div>", "<p>", "</p>", "<table>", "<tr><td>", "<script>", "<!--", "-->", "<![CDATA[", "&#0;", "&amp;", "<b"]
    date = r.choice(["", f'<meta property="article:published_time" content="{r.choice(DATES)}">', "<time datetime='2019-01-18'>"])
    body = "".join(r.choice(["<p>" + story(r) + "</p>", r.choice(tags), r.choice(tags)*r.randrange(1, 30)]) for _ in range(r.randrange(1, 12)))
    return f"<html><head>{r.choice(['', '<meta charset=utf-8>', '<meta charset=windows-1256>', '<meta charset=nonsense>'])}<title>{story(r)}</title>{date}</head><body><article>{body}</article></body></html>".encode("utf-8", "replace")


KINDS = { # name of the file -> writer, weight; slow writers come less often
    "a.csv": (as_csv, 8), "a.tsv": (as_csv, 3), "a.jsonl": (as_jsonl, 6), "a.json": (as_json, 4), "a.parquet": (as_parquet, 2), "a.xlsx": (as_excel, 1), "dir/2019-01-18.txt": (as_text, 4), "dir/2019-01-18.html": (as_page, 2), "dir/part.csv": (as_csv, 2), "dir/sub/x.txt": (as_text, 2),
}


def one(r, folder):
    "Make one input and read it; what happened, seconds a row, the name, and the articles read."
    name = r.choices(list(KINDS), [w for _,w in KINDS.values()])[0]
    head, rows = rows_of(r)
    raw = damaged(r, KINDS[name][0](r, head, rows))
    if r.random() < .1: raw = damaged(r, gzip.compress(raw)) if r.random() < .5 else gzip.compress(raw)
    file = folder/name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(raw)
    source = folder/"dir" if name.startswith("dir") else file
    options = {"date_order": r.choice([None, "DMY"])} | ({"encoding": r.choice(["cp1256", "utf-8", "utf-16"])} if r.random() < .1 else {}) | ({"columns": {"text": "body"}} if r.random() < .05 else {})
    begun = time.process_time()
    try: survey = survey_articles(source, **options)
    except (InputError, FileNotFoundError) as e:
        assert "\n" not in str(e) and len(str(e)) < 1500, str(e)[:1500]
        return "refused", time.process_time() - begun, name, []
    n, kept = 0, []
    for part in iter_articles(survey, chunk=r.choices([1, 3, 1000], [1, 1, 8])[0]):
        n += len(part.articles) + len(part.rejects)
        kept += zip(part.articles["text"], part.articles["published"])
        assert all(len(reason) > 5 for reason in part.rejects["reason"])
    assert n == survey.rows, (n, survey.rows)
    return "read" if kept else "all set aside", (time.process_time() - begun)/max(n, 1), name, kept


def extracted(articles):
    "Extract from many small articles at once, because a table costs more than they do; seconds of the slowest."
    table = pd.DataFrame(articles, columns=["text", "published"]).assign(article_id=[str(i) for i in range(len(articles))])
    begun = time.process_time()
    reports = extract(table)
    took = time.process_time() - begun
    assert set(reports["article_id"]) <= set(table["article_id"])
    if took < 1: return took
    def alone(row):
        begun = time.process_time()
        extract(row)
        return time.process_time() - begun
    return max(alone(table.iloc[i:i+1]) for i in range(len(table)))


def main(n=2000, seed=0):
    logging.disable(logging.CRITICAL)
    happened, slowest, waiting = Counter(), (0, None, None), []
    extract("Some 200 people fled on 18 janvier 2019.", published=date(2019, 1, 18)) # what is loaded once is no article's time
    list(parse_published(d) for d in ("18 January 2019", "18 janvier 2019"))
    with tempfile.TemporaryDirectory() as d:
        for i in range(n):
            r, folder = random.Random(seed*1_000_000 + i), Path(d)/str(i % 50)
            for old in sorted(folder.rglob("*"), reverse=True): old.unlink() if old.is_file() else old.rmdir()
            try:
                what, took, name, kept = one(r, folder)
                waiting += kept
                if i % 200 == 199 or i == n-1: took, waiting = max(took, extracted(waiting)), []
            except Exception: print(f"input {i} of seed {seed} failed", file=sys.stderr); raise
            happened[name, what] += 1
            slowest = max(slowest, (took, i, name))
            if i % 5000 == 4999: print(f"{i+1} inputs", file=sys.stderr)
        if took > 1: print(f"input {i} of seed {seed} took {took:.2f} s a row", file=sys.stderr)
    table = pd.Series(happened).unstack(fill_value=0)
    print(table.to_string())
    print(f"{n} inputs, no crash, every row read or set aside; the slowest row took {slowest[0]:.2f} s of processor time (input {slowest[1]}, {slowest[2]})")
    return slowest[0]


if __name__ == "__main__": sys.exit(main(*(int(a) for a in sys.argv[1:] if a.isdigit())) > 1)
