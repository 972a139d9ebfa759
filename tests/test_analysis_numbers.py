"""Numbers that a notebook states are what a fresh run gives.

Code cells that begin with `#| key-numbers` print them; the stored output of each is compared with that of a run of a copy. Every analysis has one."""
import difflib
import nbformat, pytest
from nbclient import NotebookClient
from conftest import ROOT

MARK = "#| key-numbers"

def key_numbers(notebook):
    "What the marked cells print and display, as text."
    cells = [c for c in notebook.cells if c.cell_type == "code" and c.source.startswith(MARK)]
    return ["\n".join(o.get("text") or o.get("data", {}).get("text/plain", "") for o in c.outputs if o.get("name") != "stderr").strip() for c in cells]

def lines(notebook): return [line for text in key_numbers(notebook) for line in text.splitlines()]

ANALYSES = sorted((ROOT/"nbs"/"analysis").glob("*.ipynb"))
OTHERS = sorted(p for p in (ROOT/"nbs").rglob("*.ipynb") if p not in ANALYSES and f'"{MARK}' in p.read_text(encoding="utf-8"))

def test_no_notebook_stores_an_error():
    "Errors and warnings (stderr, which shows paths of the machine) belong to a run, not to a page."
    bad = [(p.name, cell.source[:60], o.get("ename", o.get("text"))) for p in (ROOT/"nbs").rglob("*.ipynb") if not any(part[0] in "_." for part in p.relative_to(ROOT).parts)
           for cell in nbformat.read(p, 4).cells for o in cell.get("outputs", []) if o.output_type == "error" or o.get("name") == "stderr"]
    assert bad == []

@pytest.mark.parametrize("path", [*ANALYSES, *OTHERS], ids=lambda p: p.stem)
def test_stored_numbers_equal_a_fresh_run(path):
    stored = nbformat.read(path, 4)
    assert key_numbers(stored) and all(key_numbers(stored)), f"{path.name} needs a cell that begins with {MARK} and stores its output"
    fresh = nbformat.from_dict(stored)
    for cell in fresh.cells:
        if cell.cell_type == "code": cell.outputs = []
    NotebookClient(fresh, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}).execute()
    moved = list(difflib.unified_diff(lines(stored), lines(fresh), "stored", "fresh run", n=0, lineterm=""))
    if moved: pytest.fail(f"the key numbers of {path.name} have moved; run it whole, read them, correct the text\n" + "\n".join(moved), pytrace=False)
