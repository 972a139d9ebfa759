"The wheel alone is enough: built, installed into an empty environment away from the repository, it runs the case study."
import configparser, os, subprocess, sys, zipfile
from pathlib import Path
import pytest
from conftest import ROOT, run

def outside(*command, cwd):
    "Run a command that knows nothing of the repository or of this environment."
    env = {k: v for k,v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV", "PYTHONHOME")} | {"PYTHONUTF8": "1", "MPLBACKEND": "agg"}
    done = subprocess.run([str(c) for c in command], cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", stdin=subprocess.DEVNULL)
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done

@pytest.fixture(scope="module")
def wheel(copy, tmp_path_factory):
    to = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", to, cwd=copy)
    return next(to.glob("*.whl"))

@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    "The `bin` folder of an environment that holds the wheel and what it requires. fastcore is left free: users get 2, the tool chain needs 1."
    home = tmp_path_factory.mktemp("user")
    locked = [o for o in (ROOT/"requirements.lock").read_text().splitlines() if not o.startswith(("fastcore==", "#"))]
    (home/"constraints.txt").write_text("\n".join(locked))
    outside(sys.executable, "-m", "venv", home/"venv", cwd=home)
    outside(home/"venv"/"bin"/"python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-c", home/"constraints.txt", wheel, cwd=home)
    return home/"venv"/"bin"

def test_wheel_holds_package_and_data(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    modules = {f"syriaevents/{p.name}" for p in (ROOT/"syriaevents").glob("*.py")}
    data = {f"syriaevents/data/{p.name}" for p in (ROOT/"data").iterdir() if p.suffix in (".csv", ".json", ".md", ".ipynb", ".css", ".js")}
    assert modules | data == {n for n in names if ".dist-info/" not in n}
    assert any(n.endswith("LICENSE") for n in names)

def test_metadata_comes_from_settings(wheel):
    ini = configparser.ConfigParser(delimiters=["="])
    ini.read(ROOT/"settings.ini", encoding="utf-8")
    cfg = ini["DEFAULT"]
    archive = zipfile.ZipFile(wheel)
    metadata = next(archive.read(n).decode() for n in archive.namelist() if n.endswith("/METADATA"))
    for line in [f"Name: {cfg['lib_name']}", f"Version: {cfg['version']}", f"Summary: {cfg['description']}", f"Requires-Python: >={cfg['min_python']}"]: assert line in metadata.splitlines()
    from packaging.requirements import Requirement
    required = {str(Requirement(l.removeprefix("Requires-Dist: "))) for l in metadata.splitlines() if l.startswith("Requires-Dist: ") and "extra ==" not in l}
    assert required == {str(Requirement(r)) for r in cfg["requirements"].split()}

def test_demo_of_the_installed_wheel(installed, tmp_path):
    done = outside(installed/"syriaevents", "demo", "--out", "results", cwd=tmp_path)
    assert 5 <= len(done.stdout.splitlines()) <= 15, done.stdout
    written = {p.name for p in (tmp_path/"results").iterdir()}
    charts = {f"{name}.{kind}" for name in ("flows", "cumulative", "reports") for kind in ("png", "svg")}
    assert {"reports.csv", "flows.csv", "contradictions.csv", "evidence.html"} | charts <= written
    assert all((tmp_path/"results"/name).stat().st_size > 200 for name in written)
    where = outside(installed/"python", "-c", "import syriaevents; print(syriaevents.__file__)", cwd=tmp_path).stdout
    assert Path(where.strip()).is_relative_to(installed.parent)

@pytest.mark.parametrize("verb", ["demo", "resolve", "extract", "flows", "chart", "report"])
def test_help_with_the_fastcore_users_get(installed, verb, tmp_path):
    assert outside(installed/"python", "-c", "import fastcore; print(fastcore.__version__)", cwd=tmp_path).stdout >= "2"
    assert f"syriaevents {verb}" in outside(installed/"syriaevents", verb, "--help", cwd=tmp_path).stdout
