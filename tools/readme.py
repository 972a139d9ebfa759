"""Write README.md and nbs/llms.txt from the notebooks and nbs/nbdev.yml from settings.ini, without Quarto.

nbdev's own processors prepare the notebook, as they do for the site; nbconvert turns it into Markdown. Links between notebooks become
addresses of the site, pictures go to index_files/. llms.txt lists every page with its one sentence, in the order of the sidebar,
for language models that look for a way in."""
import contextlib, io, itertools, re, shutil, sys
from pathlib import Path
import nbformat, yaml
from execnb.nbio import nb2str, read_nb
from nbconvert.exporters import MarkdownExporter
from nbdev.config import get_config
from nbdev.processors import FilterDefaults
from nbdev.quarto import refresh_quarto_yml

LINK = re.compile(r"\]\((?!\w+:|#)([^)\s#]+)\.ipynb(#[^)\s]*)?\)")
DIRECTIVE = re.compile(r"^#\|\s*(?P<name>[\w-]+):?\s*(?P<value>.*)$", re.M)
STYLE = re.compile(r"<style scoped>.*?</style>\s*", re.S)

def page_of(notebook):
    "Address of a notebook's page on the site, which drops the number before a name."
    folder, _, name = notebook.removeprefix("./").removesuffix(".ipynb").rpartition("/")
    return f"{folder + '/' if folder else ''}{re.sub(r'^[0-9]+[a-z]?_', '', name)}.html"

def listed(contents):
    "Notebooks of the sidebar or of one of its sections, in order."
    for item in contents:
        if isinstance(item, str): yield item
        elif "href" in item: yield item["href"]
        else: yield from listed(item["contents"])

def first_words(path):
    "Title of a notebook and the sentence under it."
    title, _, rest = read_nb(path).cells[0].source.strip().partition("\n")
    quoted = itertools.takewhile(lambda line: line.startswith(">"), rest.strip().splitlines())
    sentence = " ".join(line.lstrip("> ") for line in quoted)
    return title.lstrip("# "), re.sub(r"\[([^]]+)\]\([^)]*\)", r"\1", sentence) # without links, which lead nowhere outside the site

def llms(nbs, site):
    "The text of llms.txt: one line for each page, which leads to its Markdown."
    sections = yaml.safe_load((nbs/"sidebar.yml").read_text(encoding="utf-8"))["website"]["sidebar"]["contents"]
    title, sentence = first_words(nbs/"index.ipynb")
    out = [f"# {title}", "", f"> {sentence}"]
    for section in sections:
        out += ["", f"## {section['section']}", ""]
        for page in listed(section["contents"]): out.append("- [{}]({}/{}.md): {}".format(first_words(nbs/page)[0], site, page_of(page), first_words(nbs/page)[1]))
    return "\n".join(out) + "\n"

def take_directives(cell):
    "Take the `#| name: value` lines off a code cell; readers of the README have no use for them."
    if cell.cell_type != "code": return {}
    found = {m["name"]: m["value"].strip('"') for m in DIRECTIVE.finditer(cell.source)}
    cell.source = "" if found.get("echo") == "false" else DIRECTIVE.sub("", cell.source).strip()
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
    body = STYLE.sub("", LINK.sub(lambda m: f"]({site}/{page_of(m[1])}{m[2] or ''})", body))
    body = re.sub(r"```python\s*```", "", body) # cells that show only what they give
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
    (cfg.nbs_path/"llms.txt").write_text(llms(cfg.nbs_path, cfg.doc_host + cfg.doc_baseurl), encoding="utf-8", newline="\n")

if __name__ == "__main__": sys.exit(main())
