"Package, README and cleaned notebooks are what their sources say; the lock file satisfies settings.ini."
import configparser, sys
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from conftest import ROOT, changes, run

def settings():
    ini = configparser.ConfigParser(delimiters=["="])
    ini.read(ROOT/"settings.ini", encoding="utf-8")
    return ini["DEFAULT"]

def test_generated_files_are_in_step(copy):
    run("nbdev_export", cwd=copy)
    run(sys.executable, "tools/readme.py", cwd=copy)
    run("nbdev_clean", cwd=copy)
    assert changes(copy) == "", "run make readme and commit what it changes"

def test_versions_agree():
    version = settings()["version"]
    assert f'__version__ = "{version}"' in (ROOT/"syriaevents"/"__init__.py").read_text()
    assert f"\nversion: {version}\n" in (ROOT/"CITATION.cff").read_text()
    assert f"## [{version}]" in (ROOT/"CHANGELOG.md").read_text()

@pytest.mark.parametrize("line", sorted({r for key,value in settings().items() if key.endswith("requirements") for r in value.split()}))
def test_lock_file_satisfies_settings(line):
    locked = {canonicalize_name(o.split("==")[0]): o.split("==")[1] for o in (ROOT/"requirements.lock").read_text().split("\n") if "==" in o}
    wanted = Requirement(line)
    assert canonicalize_name(wanted.name) in locked, f"{wanted.name} is not locked; run make lock"
    assert locked[canonicalize_name(wanted.name)] in wanted.specifier, f"{wanted} is not met by {locked[canonicalize_name(wanted.name)]}; run make lock"
