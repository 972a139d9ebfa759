"Every notebook runs from top to bottom, its tests included; the analyses do so in test_analysis_numbers.py."
from conftest import run

def test_notebooks_run(): run("nbdev_test", "--n_workers", "2", "--skip_folder_re", "^[_.]|^analysis$", "--do_print", "--timing")
