"Whatever an article holds, its page shows it as text, links nothing that is not there, and loads nothing."
import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syriaevents.evidence import SCRIPT, TABLE_SCRIPT, _marks, evidence_page, show_evidence

ALLOWED = {"section", "h1", "h2", "p", "a", "sup", "span", "div", "svg", "ol", "li", "b", "strong", "dl", "dt", "dd", "bdi", "mark"}
nasty = st.sampled_from(["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'", "&amp;", "</style>", "javascript:alert(1)", "\u202e", "شخص", "\n", " 12 people ", "]]>", "<!--", "\x00"])
texts = st.lists(st.one_of(nasty, st.text(max_size=12)), min_size=1, max_size=8).map("".join).filter(str.strip)


class Page(HTMLParser):
    "Tags, attributes, ids and visible text of a page."
    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.words = [], [], []
        self.feed(html)
        self.close()
    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, *a) for a in attrs]
    def handle_data(self, data): self.words.append(data)
    def values(self, name): return [v for _,k,v in self.attributes if k == name]


def report(text, a, b, **other):
    return {"report_id": "r", "article_id": "x", "char_start": a, "char_end": b, "quote": text[a:b], "sentence": text[:200], "best": 12., "unit": "people", "approx": False,
            "timex": None, "start": pd.NaT, "end": None, "said_by": None, "origin": None, "destination": None, "kind": "flow", **other}


def safe(page):
    assert not [k for _,k,_ in page.attributes if k.startswith("on") or k in ("src", "srcdoc", "style")]
    assert all(h.startswith(("#", "https://", "http://")) for h in page.values("href"))
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert {h[1:] for h in page.values("href") if h.startswith("#")} <= set(ids)


@settings(derandomize=True, deadline=None, max_examples=150)
@given(texts, st.data())
def test_any_text_comes_out_as_text(text, data):
    spans = [sorted([data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))]) for _ in range(data.draw(st.integers(0, 3)))]
    rows = [report(text, a, b, timex=data.draw(texts), said_by=data.draw(texts), origin=text[a:b], flags=data.draw(texts)) for a,b in spans if a < b]
    article = {"text": text, "title": data.draw(texts), "publisher": data.draw(texts), "url": data.draw(texts), "published": "2019-01-18"}
    out = show_evidence(article, reports=pd.DataFrame(rows, columns=list(report("x", 0, 1)) + ["flags"]))
    page = Page(out.body)
    assert set(page.tags) <= ALLOWED
    safe(page)


def test_the_words_of_the_article_are_all_there_in_order():
    text = "One <b>\nOn Monday 12 people fled Hajin.\nثم فر 30 شخصا"
    a = text.index("12 people")
    body = show_evidence(text, reports=pd.DataFrame([report(text, a, a+9, timex="Monday", origin="Hajin")])).body
    inner = re.search(r'<div class="se-text"><svg aria-hidden="true"></svg>(.*?)</div><ol', body, re.S)[1]
    plain = Page(re.sub(r"<sup>.*?</sup>", "", inner).replace("</p>\n<p", "</p><p"))
    assert "".join(plain.words) == text.replace("\n", "")
    assert plain.values("dir") == ["auto"]*3


def test_marks_do_not_overlap():
    marks = _marks([((0, 9), "figure", 1), ((5, 12), "time", 1), ((20, 25), "place", 2), ((11, 14), "source", 2)])
    assert all(a.end <= b.start for a,b in zip(marks, marks[1:]))
    assert marks[0].reports == [1]


def test_addresses_that_are_not_of_the_web_are_not_links():
    for url in ["javascript:alert(1)", "data:text/html,x", "//example.org"]:
        out = show_evidence({"text": "12 people", "published": None, "url": url}, reports=pd.DataFrame([report("12 people", 0, 9)]))
        assert f'href="{url}' not in out.body


def corpus(n):
    text = "On Monday 12 people fled Hajin, the Observatory said. <script>alert(1)</script>"
    articles = pd.DataFrame([{"article_id": f"x{i}", "text": text, "published": "2019-01-18", "title": f"T{i} <b>", "publisher": "P", "url": "https://example.org"} for i in range(n)])
    reports = pd.DataFrame([report(text, 10, 19, article_id=f"x{i}", timex="Monday", said_by="the Observatory", origin="Hajin", start=pd.Timestamp("2019-01-14"), end=pd.Timestamp("2019-01-14"), best=float(i)) for i in range(n)])
    return articles, reports


def test_a_corpus_page_is_whole_and_safe(tmp_path):
    articles, reports = corpus(30)
    reports = pd.concat([reports, reports.tail(1).assign(article_id="gone")])
    html = evidence_page(articles, reports, tmp_path/"all.html").read_text("utf8")
    page = Page(html)
    safe(page)
    assert page.tags.count("tr") == 1 + 31 and page.tags.count("article") == 30
    assert page.tags.count("script") == 2 and not {"link", "img", "iframe", "object", "base"} & set(page.tags)
    assert "<script>alert" not in html and "url(" not in html and "@import" not in html
    assert "default-src 'none'" in html


def test_two_thousand_reports_are_no_trouble(tmp_path):
    path = evidence_page(*corpus(2000), tmp_path/"all.html")
    assert path.stat().st_size < 5_000_000


def test_scripts_reach_for_nothing():
    for script in (SCRIPT, TABLE_SCRIPT): assert not re.search(r"fetch|XMLHttp|import|eval|innerHTML|localStorage|cookie", script)
