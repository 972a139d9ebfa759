"The site can be built: settings are complete, the sidebar names every notebook, processing needs no Quarto, links lead somewhere."
import configparser, json, os, re
from pathlib import Path
import pytest, yaml
from conftest import ROOT, changes, run

ini = configparser.ConfigParser(delimiters=["="])
ini.read(ROOT/"settings.ini", encoding="utf-8")
SITE = ini["DEFAULT"]["doc_host"] + ini["DEFAULT"]["doc_baseurl"]

def notebooks(folder):
    "Notebooks of a folder that the site shows."
    return sorted(p for p in folder.rglob("*.ipynb") if not any(part[0] in "_." for part in p.relative_to(folder).parts))

def load(path): return yaml.safe_load((ROOT/path).read_text(encoding="utf-8"))

def test_site_settings():
    stub, site = load("nbs/_quarto.yml"), load("_quarto.yml")
    assert stub == {"metadata-files": ["../_quarto.yml", "nbdev.yml", "sidebar.yml"]}
    assert site["project"]["type"] == "website"
    assert site["format"]["html"]["keep-md"] is True and site["format"]["commonmark"] == "default"
    for theme in site["format"]["html"]["theme"].values(): assert (ROOT/"nbs"/theme[1]).exists()
    for item in site["website"]["navbar"]["left"]: assert (ROOT/"nbs"/item["href"]).exists(), item
    assert load("nbs/nbdev.yml")["website"]["site-url"] == SITE

def test_sidebar_names_every_notebook():
    sections = load("nbs/sidebar.yml")["website"]["sidebar"]["contents"]
    named = [page for section in sections for page in section["contents"]]
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

def pages(folder):
    "Addresses on the site: nbdev drops the number before a notebook's name."
    return {p.relative_to(folder).with_name(re.sub(r"^\d+[a-z]?_", "", p.stem) + ".html").as_posix() for p in notebooks(folder)}

def links(text): return [m[1] for m in re.finditer(r"\]\(([^)\s]+)[^)]*\)", text)] + re.findall(r'(?:href|src)="([^"]+)"', text)

def words(cell):
    "Markdown of a cell: its own, or what it displays."
    yield "".join(cell["source"]) if cell["cell_type"] == "markdown" else ""
    for out in cell.get("outputs", []): yield "".join(out.get("data", {}).get("text/markdown", ""))

def dead(link, here, site, folder):
    "Why a link leads nowhere, or None."
    target, _, _ = link.partition("#")
    if target.startswith(SITE): return None if target.removeprefix(SITE).strip("/") in site | {""} else "no such page"
    if not target or re.match(r"[a-z]+:", target): return None
    at = os.path.normpath(os.path.join(here, target))
    return None if at in site or (folder/at).exists() else "no such file"

def test_links_between_pages(processed):
    site = pages(processed)
    bad = [(p.name, link, why) for p in notebooks(processed) for cell in json.loads(p.read_text(encoding="utf-8"))["cells"] for text in words(cell) for link in links(text)
           if (why := dead(link, p.parent.relative_to(processed), site, processed))]
    assert bad == []

def test_links_of_the_documents():
    site = pages(ROOT/"nbs")
    names = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "data/README.md"]
    assert [(n, link, why) for n in names for link in links((ROOT/n).read_text(encoding="utf-8")) if (why := dead(link, Path(n).parent, site, ROOT))] == []
