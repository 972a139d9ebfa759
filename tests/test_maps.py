"Maps: every place where it is, as large as its people, its name clear of everything; nobody dropped in silence."
import matplotlib

matplotlib.use("agg")
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.path import Path

from syriaevents.datasets import data_path, rows
from syriaevents.frame import alt_text
from syriaevents.maps import DISCLAIMER, outline, people_by_place, place_names, plot_places

GAZETTEER = [r["name"] for r in rows("places.csv") if r["lat"]]


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def table(names, people): return pd.DataFrame({"place": names, "people": people})


def distance(box, x, y): return np.hypot(x - np.clip(x, box[0], box[2]), y - np.clip(y, box[1], box[3]))


@settings(derandomize=True, deadline=None, max_examples=150)
@given(st.lists(st.tuples(st.floats(0, 400), st.floats(0, 300), st.floats(1, 22), st.floats(15, 150), st.floats(12, 30)), max_size=25))
def test_names_meet_nothing(places):
    circles, sizes = [p[:3] for p in places], [p[3:] for p in places]
    key = (330, 5, 395, 60)
    found = place_names(circles, sizes, (0, 0, 400, 300), [key])
    assert len(found) == len(places)
    put = [b for b in found if b]
    for i, b in enumerate(put):
        assert 0 <= b[0] and 0 <= b[1] and b[2] <= 400 and b[3] <= 300
        for other in [*put[:i], key]: assert b[2] <= other[0] or other[2] <= b[0] or b[3] <= other[1] or other[3] <= b[1]
        for x, y, r in circles: assert distance(b, x, y) >= r - 1e-9
    for b, (w, h) in zip(found, sizes): assert b is None or np.allclose((b[2]-b[0], b[3]-b[1]), (w, h))


@settings(derandomize=True, deadline=None, max_examples=12)
@given(st.lists(st.tuples(st.sampled_from(GAZETTEER), st.integers(1, 90_000)), min_size=1, max_size=14, unique_by=lambda p: p[0]), st.booleans())
def test_maps_of_any_places(chosen, dark):
    names, people = zip(*chosen)
    if set(names) <= {"Cairo"}: return
    ax = plot_places(table(names, people), dark=dark, source="x")
    ax.figure.draw_without_rendering()
    told = " ".join([*(t.get_text() for t in ax.texts), alt_text(ax)]).replace("\n", " ")
    assert all(n in told for n in names)  # on the map, or named below
    by_name = dict(chosen)
    boxes = [t.get_window_extent().padded(-1) for t in ax.texts if t.get_gid() in ("name", "number", "country", "scale")]
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])
    circles = [l for l in ax.lines if l.get_gid() == "place"]
    drawn = sorted((c.get_markersize()/44)**2 for c in circles)
    on = sorted((by_name[n] for n in names if n != "Cairo"))
    np.testing.assert_allclose(drawn, np.array(on)/max(on))
    frame = ax.get_window_extent().padded(1)
    for t in ax.texts:
        if t.get_gid() in ("name", "number", "country", "scale"):
            box = t.get_window_extent()
            assert frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 and box.y1 <= frame.y1, t
    plt.close("all")


def test_a_circle_stands_at_its_coordinates():
    ax = plot_places(table(["Al-Hol camp"], [10]))
    camp = next(r for r in rows("places.csv") if r["name"] == "Al-Hol camp")
    circle = next(l for l in ax.lines if l.get_gid() == "place")
    assert (circle.get_xdata()[0], circle.get_ydata()[0]) == (float(camp["lon"]), float(camp["lat"]))


def test_kilometres_are_as_long_in_both_directions():
    ax = plot_places(table(["Hajin"], [10]))
    ax.figure.draw_without_rendering()
    (x0, y0), (x1, y1) = ax.transData.transform([(38, 35), (39, 36)])
    assert (x1-x0)/(y1-y0) == pytest.approx(np.cos(np.radians(np.mean(ax.get_ylim()))), rel=.001)


def test_boundaries_come_with_a_disclaimer():
    ax = plot_places(table(["Hajin"], [10]), source="UN", created="2026-11-22")
    foot = next(t.get_text() for t in ax.texts if t.get_gid() == "source").replace("\n", " ")
    assert DISCLAIMER in foot and foot.endswith("Source: UN Created 22 Nov 2026")
    assert "Natural Earth" in DISCLAIMER and "United Nations" in DISCLAIMER


def test_ceasefire_lines_are_dashed():
    ax = plot_places(table(["Hajin"], [10]))
    dashed = next(c for c in ax.collections if c.get_gid() == "ceasefire")
    assert dashed.get_linestyles()[0][1] is not None
    golan = [p for line in dashed.get_segments() for p in line if p[1] > 32.6]
    assert golan and all(35.55 < x < 36.1 and y < 33.45 for x, y in golan)


def test_syrian_places_lie_in_the_outline():
    shape = Path(next(ring for iso3, _, ring in outline() if iso3 == "SYR"))
    inside = [shape.contains_point((float(r["lon"]), float(r["lat"])), radius=.06) or shape.contains_point((float(r["lon"]), float(r["lat"])), radius=-.06)
              for r in rows("places.csv") if r["country"] == "SYR" and r["lat"] and r["type"] in ("city", "town", "village", "camp")]
    assert np.mean(inside) > .99
    assert data_path("outline.csv").stat().st_size < 100_000


def test_what_is_not_on_the_map_is_named():
    ax = plot_places(table(["Hajin", "Cairo", "the camp", None], [10, 20, 30, 40]))
    assert "Not on the map: not named 40, the camp 30, Cairo 20." in alt_text(ax)


def test_reports_are_refused(): 
    with pytest.raises(ValueError, match="overlap and may not be added up"): people_by_place(table(["Hajin"], [10]).assign(report_id="r1"))


def test_the_table_is_left_alone():
    given_table = table(["Hajin", "Manbij"], [10, 20])
    before = given_table.copy()
    plot_places(given_table)
    pd.testing.assert_frame_equal(given_table, before)
