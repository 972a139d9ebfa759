"""Numbers that the analyses state in words are what a fresh run gives.

Code cells that begin with `#| key-numbers` print them; the stored output of each is compared with that of a run of a copy."""
import nbformat, pytest
from nbclient import NotebookClient
from conftest import ROOT

MARK = "#| key-numbers"

def key_numbers(notebook):
    "What the marked cells print and display, as text."
    cells = [c for c in notebook.cells if c.cell_type == "code" and c.source.startswith(MARK)]
    return ["\n".join(o.get("text") or o.get("data", {}).get("text/plain", "") for o in c.outputs).strip() for c in cells]

ANALYSES = sorted((ROOT/"nbs"/"analysis").glob("*.ipynb"))

def test_there_is_an_analysis(): assert ANALYSES

@pytest.mark.parametrize("path", ANALYSES, ids=lambda p: p.stem)
def test_stored_numbers_equal_a_fresh_run(path):
    stored = nbformat.read(path, 4)
    assert key_numbers(stored) and all(key_numbers(stored)), f"{path.name} needs a cell that begins with {MARK} and stores its output"
    fresh = nbformat.from_dict(stored)
    for cell in fresh.cells:
        if cell.cell_type == "code": cell.outputs = []
    NotebookClient(fresh, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}).execute()
    assert key_numbers(fresh) == key_numbers(stored)
