"""Turn dated news text on Syria into displacement evidence: resolved dates, figures with bounds, series, charts.

The names most users need, each loaded from its module when it is first used, so that the import costs nothing."""
# Written by hand: nbdev exports modules, and only keeps the version here in step with settings.ini.
from importlib import import_module

__version__ = "0.1.0"

HOME = { # name -> the module it lives in
    "read_articles": "articles", "resolve": "timex", "extract": "reports", "explain": "explanation", "to_idu": "idu",
    "flows": "series", "stocks": "series", "contradictions": "series", "plot_flows": "charts", "show_evidence": "evidence",
}
__all__ = list(HOME)

def __getattr__(name):
    if name not in HOME: raise AttributeError(f"module {__name__!r} has no attribute {name!r}; it offers {', '.join(HOME)}, and its modules")
    return getattr(import_module(f".{HOME[name]}", __name__), name)

def __dir__(): return sorted([*globals(), *HOME])
