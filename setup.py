"Package metadata comes from settings.ini; nothing is repeated here."
import configparser
from pathlib import Path
from setuptools import setup

here = Path(__file__).parent
ini = configparser.ConfigParser(delimiters=["="])
ini.read(here/"settings.ini", encoding="utf-8")
cfg = ini["DEFAULT"]
extras = {key.removesuffix("_requirements"): value.split() for key,value in cfg.items() if key.endswith("_requirements")}
extras["dev"] = sorted(set().union(*extras.values()))

setup(
    name=cfg["lib_name"], version=cfg["version"], description=cfg["description"], keywords=cfg["keywords"],
    long_description=(here/"README.md").read_text(encoding="utf-8"), long_description_content_type="text/markdown",
    author=cfg["author"], author_email=cfg["author_email"], url=cfg["git_url"], license="Apache-2.0",
    project_urls={"Documentation": cfg["doc_host"]+cfg["doc_baseurl"]},
    # `data/` stays at the top of the repository, where researchers look for it, and ships as syriaevents.data
    packages=["syriaevents", "syriaevents.data"], package_dir={"syriaevents.data": "data"},
    package_data={"syriaevents.data": ["*.csv", "*.json", "*.md", "*.ipynb", "*.css", "*.js"]},
    python_requires=f">={cfg['min_python']}", install_requires=cfg["requirements"].split(),
    extras_require=extras,
    entry_points={"console_scripts": cfg["console_scripts"].split(), "nbdev": [f"{cfg['lib_name']}={cfg['lib_name']}._modidx:d"]},
    classifiers=["Development Status :: 3 - Alpha", "Intended Audience :: Science/Research", "Framework :: Jupyter",
                 "Natural Language :: English", "Natural Language :: Arabic", "Programming Language :: Python :: 3",
                 *(f"Programming Language :: Python :: {v}" for v in ("3.11", "3.12", "3.13"))],
    zip_safe=False,
)
