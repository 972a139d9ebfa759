"""Finish the rendered site in the folder that nbdev wrote it to: drop what Quarto would load from elsewhere, keep days in tables on one line, make links of names in signatures, add a Binder button, leave out the rules of style sheets that no page uses.

Quarto puts jQuery and RequireJS from a public server on every page that shows a table, for widgets; these pages have none.
The button appears once `launch = yes` in settings.ini says that `git_url` is a repository that Binder can read."""
import re, sys
from html import escape
from pathlib import Path
from nbdev.config import get_config

WIDGETS = re.compile(r'<script src="https://cdn\.jsdelivr\.net/npm/(?:jquery|requirejs)@[^>]*></script>\s*|<script type="application/javascript">define\(\'jquery\'.*?</script>\s*', re.S)
EDIT = re.compile(r'<li><a href="[^"]*?/(?:blob|edit)/[^"/]+/(?P<path>[^"]+\.ipynb)" class="toc-action">')
DAY = re.compile(r"<td>(?=\d{4}-\d\d-\d\d</td>)")
LINK = re.compile(r"\[`([\w.]+)`\]\((https?://[^)\s]+)\)") # nbdev writes it for text, and into signatures, where it is not read as a link
RULE = re.compile(r"/\*.*?\*/|((?:(?!/\*)[^{}@;])+)(\{[^{}]*\})", re.S)
COMMA, CLASS, NOT, WORD = re.compile(r",(?![^()]*\))"), re.compile(r"\.([a-zA-Z_][\w-]*)"), re.compile(r":not\([^)]*\)"), re.compile(r"[\w-]+")
ELSEWHERE = re.compile(r'<(?:script|img|iframe)[^>]*\ssrc="(https?:[^"]+)|<link[^>]*\shref="(https?:[^"]+)"[^>]*rel="stylesheet"|@import[^;]*?(https?:[^"\')]+)')

def finish(page, cfg):
    "A page of the site without widget libraries, with days on one line and names that are links, and with a button to run its notebook where the repository can be reached."
    page = WIDGETS.sub("", page).replace('aria-controls="navbarCollapse" role="menu"', 'aria-controls="navbarCollapse"') # a button is no menu
    page = LINK.sub(r'<a href="\2">\1</a>', DAY.sub('<td class="text-nowrap">', page))
    if cfg.get("launch") != "yes": return page
    start = cfg.git_url.replace("https://github.com/", "https://mybinder.org/v2/gh/") + f"/{cfg.branch}?urlpath=lab/tree/"
    return EDIT.sub(lambda m: f'<li><a href="{escape(start + m["path"])}" class="toc-action"><i class="bi bi-play-circle"></i>Run on Binder</a></li>' + m[0], page)

def used_style(css, words):
    "A style sheet without the rules for classes that stand in no page or script; `words` are all words of these, and one that ends in a hyphen may begin a class."
    begun = tuple(w for w in words if w.endswith("-") and len(w) > 2)
    def used(selector): return all(c in words or c.startswith(begun) for c in CLASS.findall(NOT.sub("", selector)))
    def kept(rule): return rule[0] if not rule[1] else ",".join(found) + rule[2] if (found := [s for s in COMMA.split(rule[1]) if used(s)]) else ""
    return RULE.sub(kept, css)

def finish_styles(site):
    "Shrink the style sheets of a site, most of which is Bootstrap's for what these pages do not have."
    words = {w for kind in ("html", "js") for path in site.rglob(f"*.{kind}") for w in WORD.findall(path.read_text(encoding="utf-8"))}
    for path in site.rglob("site_libs/bootstrap/*.css"): path.write_text(used_style(path.read_text(encoding="utf-8"), words), encoding="utf-8", newline="\n")

def main():
    cfg, loads = get_config(), {}
    for path in sorted(Path(cfg.doc_path).rglob("*.html")):
        page = finish(path.read_text(encoding="utf-8"), cfg)
        path.write_text(page, encoding="utf-8", newline="\n")
        if found := {a or b or c for a,b,c in ELSEWHERE.findall(page)}: loads[path.name] = found
    finish_styles(Path(cfg.doc_path))
    if loads: sys.exit(f"pages load from elsewhere: {loads}")

if __name__ == "__main__": main()
