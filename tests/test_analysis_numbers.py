"""Numbers that a notebook states are what a fresh run gives.

Code cells that begin with `#| key-numbers` print them; the stored output of each is compared with that of a run of a copy. Every analysis has one."""
import difflib
import nbformat, pytest
from nbclient import NotebookClient
from conftest import ROOT

MARK = "#| key-numbers"

def shown(output):
    "What a reader sees of one output; a kernel under load sends what is printed in several, cut anywhere."
    if output.output_type == "stream": return output.text if output.name == "stdout" else ""
    return output.get("data", {}).get("text/plain", "") + "\n"

def key_numbers(notebook):
    "What the marked cells print and display, as text."
    cells = [c for c in notebook.cells if c.cell_type == "code" and c.source.startswith(MARK)]
    return ["".join(map(shown, c.outputs)).strip() for c in cells]

def lines(notebook): return [line for text in key_numbers(notebook) for line in text.splitlines()]

ANALYSES = sorted((ROOT/"nbs"/"analysis").glob("*.ipynb"))
OTHERS = sorted(p for p in (ROOT/"nbs").rglob("*.ipynb") if p not in ANALYSES and f'"{MARK}' in p.read_text(encoding="utf-8"))

def test_no_notebook_stores_an_error():
    "Errors and warnings (stderr, which shows paths of the machine) belong to a run, not to a page."
    bad = [(p.name, cell.source[:60], o.get("ename", o.get("text"))) for p in (ROOT/"nbs").rglob("*.ipynb") if not any(part[0] in "_." for part in p.relative_to(ROOT).parts)
           for cell in nbformat.read(p, 4).cells for o in cell.get("outputs", []) if o.output_type == "error" or o.get("name") == "stderr"]
    assert bad == []

def test_the_same_numbers_whatever_way_they_arrive():
    def notebook(*printed): return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(MARK, outputs=[nbformat.v4.new_output("stream", name="stdout", text=part) for part in printed])])
    assert lines(notebook("one 1\ntwo 2\n")) == lines(notebook("one 1\n", "two", " 2\n")) == ["one 1", "two 2"]

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
