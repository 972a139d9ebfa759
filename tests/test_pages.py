"Pages for readers: every figure has a text alternative, every page shows something, none is heavy or tells where it was made."
import json, re
import pytest
from conftest import ROOT

PAGES = sorted(p for folder in ("tutorials", "explanations", "analysis") for p in (ROOT/"nbs"/folder).glob("*.ipynb"))

@pytest.fixture(params=PAGES, ids=lambda p: p.stem)
def page(request): return request.param, json.loads(request.param.read_text(encoding="utf-8"))["cells"]

def pictures(cell): return [o for o in cell.get("outputs", []) if "image/png" in o.get("data", {})]

def test_every_figure_has_a_text_alternative(page):
    path, cells = page
    # an Image(...) says it in its own `alt`
    bare = ["".join(c["source"])[:80] for c in cells if pictures(c) and not re.search(r'#\| fig-alt: "[^"]{40,}"|alt="[^"]{20,}', "".join(c["source"]))]
    assert bare == [], f"{path.name} has figures without `#| fig-alt`"

def test_every_page_shows_an_example(page):
    path, cells = page
    assert sum(bool(c.get("outputs")) for c in cells) >= 3, f"{path.name} has hardly any stored outputs; run it"
    assert "PLACEHOLDER" not in path.read_text(encoding="utf-8")

def test_pages_are_light_and_tell_no_paths(page):
    path, cells = page
    assert path.stat().st_size < 1_500_000
    outputs = json.dumps([c.get("outputs") for c in cells])
    assert not re.search(r"/tmp/|/home/|PosixPath", outputs), f"{path.name} stores a path of the machine"

def test_scores_name_their_source():
    "The table of scores is complete: every row says what was measured on what, and where the number is from."
    import pandas as pd
    scores = pd.read_csv(ROOT/"nbs"/"analysis"/"scores.csv")
    assert scores.notna().all().all() and scores["value"].between(0, 100).all()
    assert not scores.duplicated(["task", "corpus", "tool", "measure"]).any() and set(scores["set"]) == {"development", "held out"}
