"What `import syriaevents` offers, and what it costs."
import ast, re, subprocess, sys
import pytest
import syriaevents
from conftest import ROOT

def test_every_name_is_found_and_documented():
    for name in syriaevents.__all__:
        found = getattr(syriaevents, name)
        assert callable(found) and found.__doc__, name
        assert found.__module__ == f"syriaevents.{syriaevents.HOME[name]}", f"{name} is now in {found.__module__}"
        assert name in dir(syriaevents)

def test_no_name_is_also_a_module():
    modules = {p.stem for p in __import__("pathlib").Path(syriaevents.__file__).parent.glob("*.py")}
    assert not modules & set(syriaevents.__all__), "the name would mean the function or the module, whichever was asked for first"

def test_an_unknown_name_says_what_there_is():
    with pytest.raises(AttributeError, match="it offers read_articles"): syriaevents.extarct

@pytest.mark.parametrize("code, unwanted", [
    ("import syriaevents", ["pandas", "matplotlib", "scipy", "dateparser"]),
    ("from syriaevents import extract", ["matplotlib", "scipy"]),
    ("from syriaevents import flows", ["matplotlib"]),
    ("from syriaevents.timex import find_timexes", ["pandas", "matplotlib", "scipy"]),
    ("from syriaevents.figures import find_figures", ["pandas", "matplotlib", "scipy"]),
    ("from syriaevents.places import find_places", ["pandas", "matplotlib", "scipy"]),
])
def test_heavy_libraries_are_loaded_only_where_needed(code, unwanted):
    loaded = subprocess.run([sys.executable, "-c", f"{code}; import sys; print(*sys.modules)"], capture_output=True, text=True, check=True).stdout.split()
    assert not set(unwanted) & set(loaded)

NOTEBOOKS = sorted((ROOT/"nbs"/"api").glob("*.ipynb"))
HOMES = {m[1]: p for p in NOTEBOOKS if (m := re.search(r"#\|\s*default_exp (\w+)", p.read_text(encoding="utf-8")))}

@pytest.mark.parametrize("module", HOMES)
def test_imports_point_one_way(module):
    "A module imports from earlier notebooks only, and takes no private name of another."
    for node in ast.walk(ast.parse((ROOT/"syriaevents"/f"{module}.py").read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ImportFrom) or not (node.level or (node.module or "").startswith("syriaevents.")): continue
        names = [a.name for a in node.names]
        source = (node.module or "").removeprefix("syriaevents.")
        others = {source} if source else HOMES.keys() & set(names)
        assert not [o for o in others if HOMES[o].name >= HOMES[module].name], f"{module} imports from a later notebook: {others}"
        assert not [n for n in names if n == "*" or n[0] == "_" and n != "__version__"], f"{module} takes private names of {source}"
