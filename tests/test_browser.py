"The evidence pages in a real browser: filters, keyboard, direction of the text, no network, no error, nothing that shuts readers out."
import shutil
from pathlib import Path

import pandas as pd
import pytest

from conftest import BIN, run
from syriaevents.datasets import load_articles
from syriaevents.evidence import evidence_page, show_evidence

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")
CHROMIUM = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no Chromium here: apt-get install chromium")

ENGLISH = "On Monday, the Observatory said that over the past 24 hours around 2,200 people had fled Hajin. <script>document.title = 'run'</script>"
ARABIC = "قال المرصد يوم الخميس إن نحو 900 شخص فروا من الباغوز خلال اليومين الماضيين."


def report(text, quote, n, **other):
    a = text.index(quote)
    return {"report_id": f"r{n}", "article_id": f"x{n}", "char_start": a, "char_end": a+len(quote), "quote": quote, "sentence": text, "best": 2200., "approx": True, "unit": "people", "kind": "flow", "term": "fled",
            "timex": "the past 24 hours", "start": "2019-01-13", "end": "2019-01-14", "said_by": "the Observatory", "origin": "Hajin", "destination": None, **other}


def corpus(n):
    "n articles in English, and one in Arabic at the end."
    articles = [{"article_id": f"x{i}", "text": ENGLISH, "published": "2019-01-14", "title": f"Story {i}", "publisher": "A paper", "url": "https://example.org"} for i in range(n)]
    rows = [report(ENGLISH, "2,200 people", i, best=float(i), origin=["Hajin", "Baghouz"][i%2], unit=["people", "households"][i%3 == 0], start=f"2019-01-{1+i%28:02}", end=f"2019-01-{1+i%28:02}") for i in range(n)]
    articles.append({"article_id": f"x{n}", "text": ARABIC, "published": "2019-02-15", "title": "فرار المئات", "publisher": "صحيفة", "url": None})
    rows.append(report(ARABIC, "900 شخص", n, best=900., timex="اليومين الماضيين", said_by="المرصد", origin="الباغوز", destination="الهول", kind="stock", start="2019-02-13", end="2019-02-14"))
    return pd.DataFrame(articles), pd.DataFrame(rows)


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(browser):
    "Open a file; afterwards it must have raised no error and asked for nothing but itself."
    contexts, trouble = [], []
    def open_file(path, **how):
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 900}, **how))
        page = contexts[-1].new_page()
        page.on("console", lambda m: trouble.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: trouble.append(str(e)))
        page.on("request", lambda r: trouble.append(r.url) if r.url.split("#")[0] != Path(path).as_uri() else None)
        page.goto(Path(path).as_uri())
        return page
    yield open_file
    for context in contexts: context.close()
    assert trouble == []


@pytest.fixture(scope="module")
def page_of_many(tmp_path_factory): return evidence_page(*corpus(250), tmp_path_factory.mktemp("evidence")/"all.html")


def shown(page): return page.locator(".se-table tbody tr:visible").count()
def said(page): return page.locator("output").inner_text()


def test_filters_narrow_the_table_and_its_articles(visit, page_of_many):
    page = visit(page_of_many)
    assert (shown(page), said(page)) == (100, "1–100 of 251 reports")
    assert page.locator(".se-article:visible").count() == 100
    page.select_option("[name=place]", "Baghouz")
    assert said(page) == "1–100 of 125 reports (of 251)"
    page.select_option("[name=unit]", "households")
    page.fill("[name=a]", "2019-01-10")
    page.fill("[name=z]", "2019-01-10")
    assert page.locator(".se-table tbody tr:visible").evaluate_all("rows => rows.every(r => r.dataset.a === '2019-01-10' && r.dataset.unit === 'households' && r.dataset.from === 'Baghouz')")
    assert 0 < shown(page) < 20 and page.locator(".se-article:visible").count() == shown(page)
    page.get_by_role("button", name="Show all").click()
    playwright.expect(page.locator("output")).to_have_text("1–100 of 251 reports")
    page.fill("[name=q]", "الباغُوز المرصد")  # vowel signs do not matter
    assert (shown(page), said(page)) == (1, "1 report (of 251)")
    page.fill("[name=q]", "no such words")
    assert (shown(page), said(page)) == (0, "0 reports (of 251)")


def test_sorting_and_turning_pages(visit, page_of_many):
    page = visit(page_of_many)
    sort = page.get_by_role("button", name="Figure")
    sort.click()
    sort.click()
    assert page.locator("th").first.get_attribute("aria-sort") == "descending"
    assert page.locator(".se-table tbody tr:visible td.n").first.get_attribute("data-v") == "900.0"
    page.get_by_role("button", name="Further rows").click()
    page.get_by_role("button", name="Further rows").click()
    assert (shown(page), said(page)) == (51, "201–251 of 251 reports")
    assert page.get_by_role("button", name="Further rows").is_disabled()


def focus(page): return page.evaluate("document.activeElement.name || document.activeElement.id || document.activeElement.className || document.activeElement.tagName")


def test_the_keyboard_leads_from_search_to_the_words_and_back(visit, page_of_many):
    page = visit(page_of_many)
    page.keyboard.press("Tab")
    assert focus(page) == "q"
    page.keyboard.type("المرصد")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('td')?.className") == "n": break
    page.keyboard.press("Enter")
    playwright.expect(page.locator(".se-figure:focus")).to_be_visible()
    assert page.evaluate("document.activeElement.textContent").startswith("900 شخص")
    assert page.locator(":focus").is_visible() and page.evaluate("document.querySelector(':target') === document.activeElement")
    page.keyboard.press("Enter")
    playwright.expect(page.locator("#r251:focus")).to_be_visible()


def test_an_address_leads_to_a_row_of_another_page(visit, page_of_many, tmp_path):
    page = visit(page_of_many)
    page.evaluate("location.hash = 'r230'")
    playwright.expect(page.locator("#r230:focus")).to_be_visible()
    assert said(page) == "201–251 of 251 reports" and page.locator("#r230").is_visible()


def test_arabic_runs_from_right_to_left(visit, page_of_many):
    page = visit(page_of_many)
    page.fill("[name=q]", "المرصد")
    direction = "e => getComputedStyle(e).direction"
    assert page.locator("tr:visible td.se-w").evaluate(direction) == "rtl"
    assert page.locator(".se-article:visible .se-text p").evaluate(direction) == "rtl"
    assert page.locator(".se-article:visible .se-text p").get_attribute("lang") == "ar"
    ends = page.locator("tr:visible td:nth-child(5) bdi")
    left, right = (ends.nth(i).bounding_box()["x"] for i in (0, 1))
    assert left < right  # the arrow from origin to destination keeps its direction


def test_without_scripts_the_table_is_whole(visit, page_of_many):
    page = visit(page_of_many, java_script_enabled=False)
    assert page.locator(".se-table tbody tr:visible").count() == 251
    assert not page.locator(".se-form").is_visible()
    page.locator("#r200 td.n a").click()
    assert ".html#a200m" in page.url


def test_one_article_draws_what_belongs_together(visit, tmp_path):
    articles, reports = corpus(1)
    page = visit(show_evidence(articles.iloc[0], reports=reports).save(tmp_path/"one.html"))
    page.wait_for_selector(".se-text path", state="attached")
    assert page.locator(".se-text path").count() == 3  # figure to time, source and place
    page.locator(".se-text a.se-time").focus()
    assert page.locator(".se-cards li.on").count() == 1 and page.locator("path.on").count() == 3
    assert page.title().startswith("Evidence")  # the script in the text did not run


def test_ten_thousand_reports_stay_usable(visit, tmp_path):
    articles, reports = corpus(1)
    many = evidence_page(articles, pd.concat([reports.head(1)]*10_000, ignore_index=True), tmp_path/"all.html")
    page = visit(many)
    assert said(page) == "1–100 of 10,000 reports"
    assert page.locator(".se-table tbody tr.se-on").count() == 100
    spent = page.evaluate("""async () => { const start = performance.now(), form = document.querySelector('.se-form'); form.q.value = 'hajin';
        form.dispatchEvent(new Event('input')); await new Promise(done => requestAnimationFrame(() => setTimeout(done))); return performance.now() - start; }""")
    assert spent < 3000  # about 200 ms on a desktop


def shut_out(page):
    "What axe finds serious or critical on a page."
    axe = pytest.importorskip("axe_core_python", reason="axe-core-python is not installed: pip install axe-core-python")
    page.evaluate(next(Path(axe.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document)")["violations"]
    return [(v["impact"], v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["one", "one in Arabic", "corpus"])
def test_nothing_serious_shuts_readers_out(visit, tmp_path, kind, scheme):
    articles, reports = corpus(3)
    if kind == "corpus": path = evidence_page(articles, reports, tmp_path/"all.html")
    else: path = show_evidence(articles.iloc[-1 if "Arabic" in kind else 0], reports=reports).save(tmp_path/"one.html")
    assert shut_out(visit(path, color_scheme=scheme)) == []


@pytest.fixture(scope="module")
def report_page(tmp_path_factory):
    "The report that the command line makes of a few digests."
    folder = tmp_path_factory.mktemp("report")
    load_articles().head(12).to_csv(folder/"articles.csv", index=False)
    run(BIN/"syriaevents", "report", folder/"articles.csv", "--out", folder/"report.html")
    return folder/"report.html"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_report_of_a_corpus_shuts_no_one_out(visit, report_page, scheme): assert shut_out(visit(report_page, color_scheme=scheme)) == []
