"Every notebook runs from top to bottom, its tests included."
from conftest import run

def test_notebooks_run(): run("nbdev_test", "--n_workers", "2", "--do_print", "--timing")
