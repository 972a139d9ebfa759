"""Accuracy and speed of time expressions beside dateparser's search_dates, in one run.

    python bench/timex.py [--long] [CORPUS]

CORPUS is a folder with TimeML documents (*.tml), in it or in folders below it; each folder is scored on its own. TempEval-3's measures:
strict = same span, relaxed = overlapping span, type and value = relaxed times the share of those with the right type and value.
Without a corpus only the growth of time with length is measured, on texts made to be hard (to 500 kB, with --long to 1 MB) and on the articles
of the case study, one after the other (to 500 kB, with --long to 5 MB).
"""
import sys, time
import xml.etree.ElementTree as ET
from datetime import date, datetime
from pathlib import Path

from syriaevents.datasets import load_articles
from syriaevents.timex import find_timexes


def read(path):
    "Text, day of creation and gold expressions (start, end, type, value) of a TimeML document; None when it cannot be read."
    try: root = ET.parse(path).getroot()
    except ET.ParseError: return None
    dct, body = root.find(".//DCT//TIMEX3"), root.find(".//TEXT")
    if dct is None or body is None: return None
    parts, gold = [], []
    def walk(node):
        start = sum(map(len, parts))
        parts.append(node.text or "")
        for child in node:
            walk(child)
            parts.append(child.tail or "")
        words = "".join(parts)[start:]
        if node.tag == "TIMEX3" and words.strip():
            gold.append((start + len(words) - len(words.lstrip()), start + len(words.rstrip()), node.get("type"), node.get("value")))
    walk(body)
    return "".join(parts), date.fromisoformat(dct.get("value")[:10]), gold


def ours(text, published): return [(*t.span, t.type, t.value) for t in find_timexes(text, published)]


def dateparser_peer():
    "dateparser's search, or None when it is not installed."
    try: from dateparser.search import search_dates
    except ImportError: return None
    def peer(text, published):
        found, pos = [], 0
        base = datetime(published.year, published.month, published.day)
        for words,day in search_dates(text, languages=["en"], settings={"RELATIVE_BASE": base}) or []:
            start = text.find(words, pos)
            if start < 0: continue
            pos = start + len(words)
            found.append((start, pos, "DATE", day.date().isoformat()))
        return found
    return peer


def pairs(gold, found):
    "One-to-one pairs of overlapping expressions, equal spans first, then the largest overlap."
    overlaps = [(g[:2] != f[:2], -(min(g[1], f[1]) - max(g[0], f[0])), i, j) for i,g in enumerate(gold) for j,f in enumerate(found) if min(g[1], f[1]) > max(g[0], f[0])]
    left, right = {}, set()
    for _,_,i,j in sorted(overlaps):
        if i not in left and j not in right:
            left[i] = j
            right.add(j)
    return [(gold[i], found[j]) for i,j in left.items()]


def score(docs, tool):
    "Measures in percent and kilobytes a second."
    count, seconds, size = dict.fromkeys(("gold", "found", "strict", "relaxed", "type", "value"), 0), 0, 0
    for text,published,gold in docs:
        begin = time.process_time()
        found = tool(text, published)
        seconds += time.process_time() - begin
        size += len(text)
        matched = pairs(gold, found)
        count["gold"] += len(gold)
        count["found"] += len(found)
        count["relaxed"] += len(matched)
        for name,same in (("strict", lambda g,f: g[:2] == f[:2]), ("type", lambda g,f: g[2] == f[2]), ("value", lambda g,f: g[3] == f[3])): count[name] += sum(same(g, f) for g,f in matched)
    f1 = {k: 200*count[k]/max(count["gold"] + count["found"], 1) for k in ("strict", "relaxed", "type", "value")}
    return f1, size/1000/max(seconds, 1e-9)


HARD = ["last ", "12 ", "1", "March ", "two-", "twenty ", "two hundred ", "Friday ", "on Friday, ", "since ", "March 5, 2019 ", "last week ", "1/", "12:", "of the ", "2011 ", "a half ", "years ago ",
        "the day before ", "in in ", "the end of ", "a quarter to ", "half past ", "two days before ", "the first ", "the same period last year ", "week before last ", "On Friday 300 people fled the town, and since last week 2,000 have left it.\n"]

def growth(piece, size):
    "Seconds for a text of so many letters made of a piece, and for one ten times as long."
    def seconds(n):
        text, begin = (piece * (n//len(piece) + 1))[:n], time.process_time()
        find_timexes(text, date(2019, 1, 18))
        return time.process_time() - begin
    return seconds(size), seconds(10*size)


def print_growth(long):
    "Time for texts of growing length; ten times the text should take ten times as long."
    prose = "\n\n".join(load_articles().query("language == 'en'")["text"])
    print(f"{'repeat of':52}{'letters':>10}{'seconds':>9}{'a tenth':>9}{'ratio':>7}")
    for name,piece,size in [*((repr(o), o, 100_000 if long else 50_000) for o in HARD), ("articles", prose, 500_000 if long else 50_000)]:
        small, large = growth(piece, size)
        print(f"{name[:50]:52}{10*size:10,}{large:9.2f}{small:9.2f}{large/max(small, 1e-3):7.1f}")


def main(corpus=None, long=False):
    print_growth(long)
    if not corpus or not Path(corpus).is_dir(): return print("timex: accuracy skipped; give the folder of a TimeML corpus (*.tml): python bench/timex.py CORPUS")
    folders = sorted({o.parent for o in Path(corpus).rglob("*.tml")})
    if not folders: return print(f"timex: accuracy skipped; there is no *.tml in {corpus}")
    tools = {"syriaevents": ours}
    if peer := dateparser_peer(): tools["dateparser search_dates"] = peer
    else: print("timex: dateparser is not installed, so there is nothing to compare with")
    for folder in folders:
        docs = [o for o in map(read, sorted(folder.glob("*.tml"))) if o]
        print(f"\n{folder.name}: {len(docs)} documents, {sum(len(o[2]) for o in docs)} time expressions")
        print(f"{'F1 in %':26}{'strict':>8}{'relaxed':>8}{'type':>8}{'value':>8}{'KB/s':>9}")
        speed = {}
        for name,tool in tools.items():
            f1, speed[name] = score(docs, tool)
            print(f"{name:26}" + "".join(f"{o:8.1f}" for o in f1.values()) + f"{speed[name]:9.0f}")
        if len(speed) == 2: print(f"{speed['syriaevents']/speed['dateparser search_dates']:.1f} times as fast")


if __name__ == "__main__": main(*[o for o in sys.argv[1:] if o != "--long"], long="--long" in sys.argv)
