"The site can be built: settings are complete, the sidebar names every notebook, processing needs no Quarto, links lead somewhere, pages stay light."
import ast, configparser, json, os, re, sys
from pathlib import Path
import pytest, yaml
from conftest import ROOT, changes, run

sys.path.insert(0, str(ROOT/"tools"))
from readme import listed, page_of
from site_finish import finish, used_style
from syriaevents import HOME

ini = configparser.ConfigParser(delimiters=["="])
ini.read(ROOT/"settings.ini", encoding="utf-8")
SITE = ini["DEFAULT"]["doc_host"] + ini["DEFAULT"]["doc_baseurl"]

def notebooks(folder):
    "Notebooks of a folder that the site shows."
    return sorted(p for p in folder.rglob("*.ipynb") if not any(part[0] in "_." for part in p.relative_to(folder).parts))

def load(path): return yaml.safe_load((ROOT/path).read_text(encoding="utf-8"))

def test_style_sheets_keep_what_is_used():
    css = "/*! MIT, a.b */.card,.gone{color:red}.gone>p{x:y}p:not(.gone,.card){a:b}@media (min-width: 1px){.card{b:c}.gone{d:e}}@font-face{src:url(a.woff)}.tip-top{f:g}[class*=\"x\"]{h:i}"
    assert used_style(css, {"card", "tip-"}) == "/*! MIT, a.b */.card{color:red}p:not(.gone,.card){a:b}@media (min-width: 1px){.card{b:c}}@font-face{src:url(a.woff)}.tip-top{f:g}[class*=\"x\"]{h:i}"

def test_site_settings():
    stub, site = load("nbs/_quarto.yml"), load("_quarto.yml")
    assert stub == {"metadata-files": ["../_quarto.yml", "nbdev.yml", "sidebar.yml"]}
    assert site["project"]["type"] == "website"
    assert site["format"]["html"]["keep-md"] is True and site["format"]["commonmark"] == "default"
    for theme in site["format"]["html"]["theme"].values(): assert all((ROOT/"nbs"/name).exists() for name in theme)
    for name in ("favicon.svg", "card.png", "llms.txt", "404.qmd"): assert (ROOT/"nbs"/name).exists()
    assert (ROOT/"nbs"/"card.png").stat().st_size < 200_000
    for item in site["website"]["navbar"]["left"]: assert (ROOT/"nbs"/item["href"]).exists(), item
    assert load("nbs/nbdev.yml")["website"]["site-url"] == SITE

def test_sidebar_names_every_notebook():
    named = list(listed(load("nbs/sidebar.yml")["website"]["sidebar"]["contents"]))
    there = {p.relative_to(ROOT/"nbs").as_posix() for p in notebooks(ROOT/"nbs")}
    assert len(set(named)) == len(named) and set(named) == there

@pytest.fixture(scope="module")
def processed(copy, tmp_path_factory):
    "Notebooks as nbdev hands them to Quarto, made where Quarto and every way to fetch it fail loudly."
    stubs = tmp_path_factory.mktemp("stubs")
    for program in ("quarto", "curl", "wget", "sudo"):
        (stubs/program).write_text(f'#!/bin/sh\necho "{program} $*" >> "{stubs}/called"\nexit 97\n')
        (stubs/program).chmod(0o755)
    # The interpreter's folder must stay behind the stubs, so the command is named by its path.
    from conftest import BIN
    done = run(BIN/"nbdev_proc_nbs", cwd=copy, PATH=f"{stubs}{os.pathsep}{BIN}{os.pathsep}{os.environ['PATH']}")
    assert not (stubs/"called").exists(), (stubs/"called").read_text()
    assert "imports and other code" not in done.stdout + done.stderr, done.stderr
    assert changes(copy) == "", "nbs/nbdev.yml or _modidx.py is out of step; run make readme"
    return copy/"_proc"

def address(notebook): return page_of(notebook.as_posix())

def links(text): return [m[1] for m in re.finditer(r"\]\(([^)\s]+)[^)]*\)", text)] + re.findall(r'(?:href|src)="([^"]+)"', text)

def words(cell):
    "Markdown of a cell: its own, or what it displays."
    yield "".join(cell["source"]) if cell["cell_type"] == "markdown" else ""
    for out in cell.get("outputs", []): yield "".join(out.get("data", {}).get("text/markdown", ""))

def anchor(heading):
    "The id that Pandoc gives a heading."
    if given := re.search(r"\{[^}]*#([\w.-]+)", heading): return given[1]
    kept = re.sub(r"[^\w\s.-]", "", re.sub(r"\]\([^)]*\)|\{[^}]*\}|</?\w[^>]*>", "", heading)).strip().lower()
    return re.sub(r"^[^a-z]+", "", re.sub(r"\s+", "-", kept))

def anchors(cells):
    "Places on a page that a link can lead to."
    text = "\n".join(w for cell in cells for w in words(cell))
    shown = re.findall(r"^(?:def|class) (\w+)", "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"), re.M) # nbdev gives each a heading
    return {anchor(h) for h in re.findall(r"^#+ +(.+)$", text, re.M)} | set(shown) | set(re.findall(r'\bid="([^"]+)"', json.dumps(cells).replace('\\"', '"')))

def dead(link, here, site, folder):
    "Why a link leads nowhere, or None; `site` holds the anchors of each page."
    target, _, place = link.partition("#")
    if target.startswith(SITE): page = target.removeprefix(SITE).strip("/")
    elif re.match(r"[a-z]+:", target): return None
    else:
        page = os.path.normpath(os.path.join(here.parent, target)) if target else here.as_posix()
        if page.endswith(".ipynb") and (folder/page).exists(): page = address(Path(page))
        elif (folder/page).exists(): return None
    if page not in site and page: return "no such page"
    return None if not place or not page or place[0] == "_" or place in site[page] else "no such place on the page"

def cells_of(path): return json.loads(path.read_text(encoding="utf-8"))["cells"]

def test_links_between_pages(processed):
    there = notebooks(processed)
    site = {address(p.relative_to(processed)): anchors(cells_of(p)) for p in there}
    bad = [(p.name, link, why) for p in there for cell in cells_of(p) for text in words(cell) for link in links(text) if (why := dead(link, p.relative_to(processed), site, processed))]
    assert not bad, bad
    nested = [(p.name, m[0]) for p in there for cell in cells_of(p) if cell["cell_type"] == "markdown" for m in re.finditer(r"\[[^\[\]\n]*\[`\w+`\]\(", "".join(cell["source"]))]
    assert nested == [], "a name in backticks becomes a link by itself; inside another link write it without them"

def test_pages_link_to_notebooks():
    for path in (ROOT/"nbs").rglob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        bare = [link for c in cells if c["cell_type"] == "markdown" for link in re.findall(r"\]\((?!https?:)([^)\s]*\.html[^)\s]*)\)", "".join(c["source"]))]
        assert not bare, f"{path.name}: {bare} breaks in JupyterLab; link to the notebook"

def test_links_of_the_documents():
    site = {address(p.relative_to(ROOT/"nbs")): anchors(cells_of(p)) for p in notebooks(ROOT/"nbs")}
    names = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "data/README.md"]
    assert [(n, link, why) for n in names for link in links((ROOT/n).read_text(encoding="utf-8")) if (why := dead(link, Path(n), site, ROOT))] == []
    listing = (ROOT/"nbs"/"llms.txt").read_text(encoding="utf-8")
    assert {link.removeprefix(SITE + "/").removesuffix(".md") for link in links(listing)} == set(site)

def shown(path): return [c for c in cells_of(path) if "#| hide" not in "".join(c["source"])]

@pytest.mark.parametrize("path", notebooks(ROOT/"nbs"), ids=lambda p: p.stem)
def test_a_page_is_light(path): assert len(json.dumps(shown(path))) < 1_500_000

@pytest.mark.parametrize("path", notebooks(ROOT/"nbs"), ids=lambda p: p.stem)
def test_pictures_are_told(path):
    untold = ["".join(c["source"])[:80] for c in shown(path) for out in c.get("outputs", []) if "image/png" in out.get("data", {}) and "#| fig-alt:" not in "".join(c["source"])]
    assert untold == [], "give these cells a line that begins with #| fig-alt:"

def used(cells):
    "Names that code of the page uses outside its exported cells."
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown": yield from re.findall(r"\w+", " ".join(re.findall(r"```.*?```", source, re.S)))
        elif not re.search(r"^#\|\s*export", source, re.M): yield from re.findall(r"\w+", source)

def for_users():
    "Names that home page, tutorials, findings and explanations import from the package, and those it offers at the top."
    lines = [line for p in notebooks(ROOT/"nbs") if p.parent.name != "api" for c in cells_of(p) for line in "".join(c["source"]).splitlines()]
    return set(HOME) | {name for line in lines if (m := re.match(r"\s*from syriaevents\S* import (.+)", line)) for name in re.findall(r"\w+", m[1])}

@pytest.mark.parametrize("path", notebooks(ROOT/"nbs"/"api"), ids=lambda p: p.stem)
def test_every_function_is_shown_at_work(path):
    cells = cells_of(path)
    exported = ["".join(c["source"]) for c in cells if re.search(r"^#\|\s*export\s*$", "".join(c["source"]), re.M)]
    defined = {node.name for source in exported for node in ast.parse(source).body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")}
    assert (defined & for_users()) - set(used(cells)) == set(), "run each of them in a cell of its page"

def test_pages_are_finished():
    page = ('<head><script src="https://cdn.jsdelivr.net/npm/requirejs@2.3.6/require.min.js" integrity="x" crossorigin="anonymous"></script>\n'
            '<script src="https://cdn.jsdelivr.net/npm/jquery@3.5.1/dist/jquery.min.js" data-relocate-top="true"></script>\n'
            "<script type=\"application/javascript\">define('jquery', [],function() {return window.jQuery;})</script></head>"
            '<li><a href="https://github.dev/o/r/blob/main/nbs/tutorials/a.ipynb" class="toc-action">Edit</a></li>')
    table = "<td>2019-01-17</td><td>2019-01-17 to open</td> # As [`flows`](https://o.github.io/r/api/series.html#flows) returns it"
    class Settings(dict): git_url, branch = "https://github.com/o/r", "main"
    assert "cdn." not in finish(page, Settings()) and "mybinder" not in finish(page, Settings(launch="no"))
    assert 'href="https://mybinder.org/v2/gh/o/r/main?urlpath=lab/tree/nbs/tutorials/a.ipynb"' in finish(page, Settings(launch="yes"))
    assert finish(table, Settings()) == '<td class="text-nowrap">2019-01-17</td><td>2019-01-17 to open</td> # As <a href="https://o.github.io/r/api/series.html#flows">flows</a> returns it'

def test_the_citation_on_the_home_page_is_the_one_in_the_citation_file():
    cff, readme = yaml.safe_load((ROOT/"CITATION.cff").read_text(encoding="utf-8")), (ROOT/"README.md").read_text(encoding="utf-8")
    assert f"version = {{{cff['version']}}}" in readme and f"year    = {{{str(cff['date-released'])[:4]}}}" in readme and f"url     = {{{cff['repository-code']}}}" in readme
