"""Write README.md from nbs/index.ipynb and nbs/nbdev.yml from settings.ini, without Quarto.

nbdev's own processors prepare the notebook, as they do for the site; nbconvert turns it into Markdown. Links between notebooks become
addresses of the site, pictures go to index_files/."""
import contextlib, io, re, shutil, sys
from pathlib import Path
import nbformat
from execnb.nbio import nb2str, read_nb
from nbconvert.exporters import MarkdownExporter
from nbdev.config import get_config
from nbdev.processors import FilterDefaults
from nbdev.quarto import refresh_quarto_yml

LINK = re.compile(r"\]\((?!\w+:|#)([^)\s#]+)\.ipynb(#[^)\s]*)?\)")
DIRECTIVE = re.compile(r"^#\|\s*(?P<name>[\w-]+):?\s*(?P<value>.*)$", re.M)
STYLE = re.compile(r"<style scoped>.*?</style>\s*", re.S)

def site_address(link, site):
    "Address on the site of the notebook a Markdown link points to; the site drops the number before a name."
    folder, _, name = link[1].removeprefix("./").rpartition("/")
    return f"]({site}/{folder + '/' if folder else ''}{re.sub(r'^[0-9]+[a-z]?_', '', name)}.html{link[2] or ''})"

def take_directives(cell):
    "Take the `#| name: value` lines off a code cell; readers of the README have no use for them."
    if cell.cell_type != "code": return {}
    found = {m["name"]: m["value"].strip('"') for m in DIRECTIVE.finditer(cell.source)}
    cell.source = DIRECTIVE.sub("", cell.source).strip()
    return found

def render(path, site):
    "Markdown of a notebook, and its pictures by file name."
    nb = read_nb(path)
    FilterDefaults()(nb)
    front = nb.frontmatter_
    nb.cells = [c for c in nb.cells if c.cell_type != "raw"]
    alts = [take_directives(c).get("fig-alt", "chart") for c in nb.cells if c.cell_type == "code" and any("image/png" in o.get("data", {}) for o in c.outputs)]
    for cell in nb.cells: take_directives(cell)
    prepared = nbformat.reads(nb2str(nb), 4)
    prepared.metadata["language_info"] = {"name": "python"}
    body, resources = MarkdownExporter().from_notebook_node(prepared, {"output_files_dir": "index_files", "unique_key": "index"})
    body = re.sub(r"!\[png\]", lambda m: f"![{alts.pop(0)}]", body)
    body = STYLE.sub("", LINK.sub(lambda m: site_address(m, site), body))
    body = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in body.splitlines()))
    return f"# {front['title']}\n\n> {front['description']}\n\n{body.strip()}\n", resources["outputs"]

def main():
    cfg = get_config()
    root = Path(cfg.config_path)
    with contextlib.redirect_stdout(io.StringIO()): refresh_quarto_yml()
    readme, pictures = render(cfg.nbs_path/cfg.readme_nb, cfg.doc_host + cfg.doc_baseurl)
    shutil.rmtree(root/"index_files", ignore_errors=True)
    for name, content in pictures.items():
        (root/name).parent.mkdir(exist_ok=True)
        (root/name).write_bytes(content)
    (root/"README.md").write_text(readme, encoding="utf-8", newline="\n")

if __name__ == "__main__": sys.exit(main())
