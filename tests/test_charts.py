"What the charts draw: heights, limits, labels, colours; nothing overlaps or is cut off; the same bytes twice; two pictures as they were."
import matplotlib

matplotlib.use("agg")
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_hex

from syriaevents import charts
from syriaevents.charts import alt_text, annotate_events, plot_cumulative, plot_flows, plot_reports, plot_small_multiples, plot_stocks, save_chart
from syriaevents.frame import DARK, LIGHT, chart_title, key_texts, look_of
from syriaevents.maps import plot_places
from syriaevents.series import flows, stocks

people = st.none() | st.integers(0, 200_000)
told = lambda values: any(x is not None for x in values)
SMALLEST = 10.5  # points: 8 pixels when 7.2 inches are shown at 400 pixels
AT_400 = 400/7.2/72  # pixels a point has then


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def flows_of(best, freq="D", start="2019-01-01"):
    best = pd.Series(best, dtype=float)
    return pd.DataFrame({"low": best*.8, "best": best, "high": best*1.5}).set_axis(pd.date_range(start, periods=len(best), freq=freq, name="period"))


def reports_of(rows):
    frame = pd.DataFrame(rows, columns=["said_by", "people_best", "start", "end"])
    frame = frame.assign(people_low=frame.people_best, people_high=frame.people_best, report_id=[f"r{i}" for i in range(len(frame))], unit="people", kind="flow", planned=False, negated=False, subset_of=None)
    return frame.assign(start=pd.to_datetime(frame.start), end=pd.to_datetime(frame.end))


def several(names, best=(500, None, 6000, 7500, 300), column="said_by"):
    table = pd.concat([(flows_of(best, "W-MON")/(i+1)).assign(**{column: n}) for i, n in enumerate(names)])
    table.attrs = {"freq": "7D", "by": [column]}
    return table


def texts(figure):
    "All texts that are drawn."
    figure.draw_without_rendering()
    ticks = {t for ax in figure.axes for axis in (ax.xaxis, ax.yaxis) for tick in [*axis.get_major_ticks(), *axis.get_minor_ticks()] for t in (tick.label1, tick.label2)}
    shown = {t for ax in figure.axes for axis in (ax.xaxis, ax.yaxis) for tick in axis._update_ticks() for t in (tick.label1,)}
    return [t for t in figure.findobj(matplotlib.text.Text) if t.get_text().strip() and t.get_visible() and (t not in ticks or t in shown and t.get_visible())]


def boxes(ax, *kinds):
    ax.figure.draw_without_rendering()
    return [t.get_window_extent() for t in ax.texts if t.get_gid() in kinds and t.get_visible()]


def clear(found): return not any(a.overlaps(b) for i, a in enumerate(found) for b in found[:i])


REPORTS = reports_of([("SOHR", 2200, "2019-01-16", "2019-01-17"), ("UN", 25000, "2018-07-11", "2019-01-11"), ("UN", 12000, "2018-12-01", "2019-01-18"), ("SDF", 3000, "2019-01-22", "2019-01-24")])
PLACES = pd.DataFrame({"place": ["Al-Hol camp", "Hajin", "Manbij", "Idleb Governorate", "Nowhere"], "people": [64_000, 11_500, 3_100, 8_000, 250]})
NAMES = ["SOHR", "the UN's humanitarian office", "المرصد السوري"]
EVERY = {
    "flows": lambda **k: plot_flows(flows_of([500, None, 6000, 7500], "W-MON"), incomplete=True, **k),
    "daily": lambda **k: plot_flows(flows_of(range(120)), **k),
    "side by side": lambda **k: plot_flows(several(NAMES), **k),
    "cumulative": lambda **k: plot_cumulative(several(NAMES), **k),
    "stocks": lambda **k: plot_stocks(several(NAMES), **k),
    "reports": lambda **k: plot_reports(REPORTS, **k),
    "events": lambda **k: annotate_events(plot_flows(flows_of([500, None, 6000, 7500], "W-MON"), **k), [("2019-01-08", "SDF takes Hajin"), ("2019-01-12", "first buses leave for the camp")]),
    "small multiples": lambda **k: plot_small_multiples(several(NAMES), **k),
    "map": lambda **k: plot_places(PLACES, **k)}
each = pytest.mark.parametrize("draw", EVERY.values(), ids=EVERY)


# what every chart must be

@each
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nothing_is_cut_off_or_too_small(draw, dark):
    chart = draw(title="A finding that takes a good many words to say, so many that a chart has to break its title into several lines", source="three newspapers and the Observatory, "*4,
                 created="2026-11-22", dark=dark)
    figure = getattr(chart, "figure", chart)
    for dpi in (72, 100, 160):  # letters are set to whole pixels
        figure.set_dpi(dpi)
        shown, room = texts(figure), figure.bbox.padded(1)
        for text in shown:
            box = text.get_window_extent()
            assert room.x0 <= box.x0 and box.x1 <= room.x1 and room.y0 <= box.y0 and box.y1 <= room.y1, text
            assert text.get_fontsize() >= SMALLEST, text
    assert figure.get_figwidth() == pytest.approx(7.2)


@each
def test_words_do_not_cover_each_other(draw):
    figure = getattr(chart := draw(title="A finding", source="a source"), "figure", chart)
    found = [(t, t.get_window_extent().padded(-1)) for t in texts(figure)]
    assert [(a.get_text(), b.get_text()) for i, (a, x) in enumerate(found) for b, y in found[:i] if x.overlaps(y)] == []


@each
@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_every_word_has_the_colour_of_the_ground(draw, look):
    figure = getattr(chart := draw(dark=look is DARK), "figure", chart)
    assert {look_of(part) for part in [figure, *figure.axes]} == {look}
    assert {to_hex(t.get_color()).upper() for t in texts(figure)} <= {look.ink, look.muted, *look.inks}


@each
def test_the_default_words_say_what_how_much_and_when(draw):
    chart = draw()
    text, title = alt_text(chart), chart_title(chart)
    assert len(text) > 40 and text.split()[0] in {"Bar", "Line", "Step", "Chart", "Grid", "Map"} and text.endswith(".") and "nan" not in text
    assert 15 < len(title) < 120 and title[0].isupper() | title[0].isdigit()


@each
def test_the_same_data_give_the_same_bytes(tmp_path, draw):
    charts = [draw(source="x", created="2026-11-22") for _ in range(2)]
    for ending in ["png", "svg", "pdf"]:
        one, two = (save_chart(chart, tmp_path/f"{i}.{ending}", dpi=40).read_bytes() for i, chart in enumerate(charts))
        assert one == two


@each
def test_no_style_is_changed(draw):
    before = dict(matplotlib.rcParams)
    draw(dark=True)
    assert dict(matplotlib.rcParams) == before


def test_marks_are_wide_enough_at_400_pixels():
    daily, weekly = EVERY["daily"](), EVERY["flows"]()
    for ax in (daily, weekly): ax.figure.draw_without_rendering()
    pixels = lambda points: points*AT_400
    assert pixels(daily.containers[0][3].get_window_extent().width*72/daily.figure.dpi) >= 1.5
    strips = [c for c in weekly.collections if c.get_gid() == "range"]
    assert all(pixels(w) >= 1 for c in strips for w in c.get_linewidths())
    assert all(pixels(l.get_linewidth()) >= 1 for l in EVERY["cumulative"]().lines if len(l.get_xdata()) > 1)


@pytest.mark.parametrize("plot", [plot_flows, plot_cumulative, plot_stocks])
def test_texts_stand_where_a_reader_looks(plot):
    ax = plot(flows_of([100, 2000, 300]), title="A finding of $5 and $6", source="three papers", measure="People who fled")
    assert ax.get_title(loc="left") == "A finding of $5 and $6"
    source = next(t for t in ax.texts if t.get_gid() == "source")
    assert source.get_text() == "Source: three papers"
    ax.figure.draw_without_rendering()
    assert source.get_window_extent().y1 < ax.get_window_extent().y0
    assert abs(source.get_window_extent().x0 - ax.get_window_extent().x0) < 3
    assert "2,000" in [t.get_text() for t in ax.get_yticklabels()]
    assert ax.get_ylabel().startswith("people") and not ax.get_xlabel()
    assert not ax.xaxis.get_gridlines()[0].get_visible() and ax.yaxis.get_gridlines()[0].get_visible()
    assert not any(ax.spines[s].get_visible() for s in ("top", "left", "right"))
    assert all(2 <= len(ticks) <= 6 for ticks in (ax.get_xticks(), [t for t in ax.get_yticks() if t <= ax.get_ylim()[1]]))


@pytest.mark.parametrize("plot", [plot_flows, plot_cumulative])
def test_displacements_are_not_people(plot):
    assert [t.get_text() for t in plot(flows_of([1, 2])).texts if t.get_gid() == "source"] == [charts.TWICE]
    assert plot(flows_of([1, 2])).get_ylabel().startswith("displacements")


def test_charts_draw_on_the_axes_they_are_given():
    _, axes = plt.subplots(2, 3)
    table = flows_of([1, None, 3])
    drawn = [plot_flows(table, ax=axes[0, 0]), plot_cumulative(table, ax=axes[0, 1]), plot_stocks(table, ax=axes[1, 0]),
             plot_reports(reports_of([("A", 5, "2019-01-01", "2019-01-03")]), ax=axes[1, 1]), plot_places(PLACES, ax=axes[0, 2])]
    assert drawn == [axes[0, 0], axes[0, 1], axes[1, 0], axes[1, 1], axes[0, 2]] and len(plt.get_fignums()) == 1


# flows

@settings(derandomize=True, deadline=None, max_examples=10)
@given(st.lists(people, min_size=1, max_size=60).filter(told))
def test_bars_have_the_heights_of_the_table(best):
    table = flows_of(best)
    before = table.copy()
    ax = plot_flows(table)
    heights = [p.get_height() for p in ax.containers[0]]
    np.testing.assert_array_equal(heights, table["best"])
    assert ax.get_ylim()[0] == 0 and ax.get_ylim()[1] >= np.nanmax(table["best"])
    assert ax.get_ylabel() == "displacements per day"
    pd.testing.assert_frame_equal(table, before)
    plt.close("all")


@settings(derandomize=True, deadline=None, max_examples=12)
@given(st.lists(people, min_size=3, max_size=30).filter(told))
def test_silent_days_are_grey_and_only_they(best):
    table = flows_of(best)
    ax = plot_flows(table)
    silent = [table.index[0] + pd.Timedelta(days=i) for i, x in enumerate(best) if x is None]
    ax.figure.draw_without_rendering()
    spans = [p.get_extents().intervalx for p in ax.patches if p.get_gid() == "gap"]
    days = ax.transData.transform([(d, 0) for d in matplotlib.dates.date2num(table.index) + .5])[:, 0]
    assert [any(a < d < b for a, b in spans) for d in days] == [x is None for x in best]
    assert ("no report" in key_texts(ax)) == bool(silent)
    plt.close("all")


def test_only_the_last_period_of_the_table_is_hatched():
    table = several(["A", "B"])
    ended = table[(table.said_by == "A") | (table.index < table.index.max())]
    bars = [c for c in plot_flows(ended, incomplete=True).containers if c[0].get_alpha() is None]
    assert [[b.get_hatch() for b in c] for c in bars] == [[None]*4 + ["////"], [None]*4]


def test_series_differ_in_colour_and_are_named_in_the_key():
    ax = plot_flows(several(["A", "B", "C"]))
    bars = [c for c in ax.containers if c[0].get_alpha() is None]
    assert [to_hex(c[0].get_facecolor()).upper() for c in bars] == list(LIGHT.fills[:3])
    assert key_texts(ax)[:3] == ["A", "B", "C"]


# running totals and stocks

@settings(derandomize=True, deadline=None, max_examples=10)
@given(st.lists(people, min_size=1, max_size=40).filter(told))
def test_the_running_total_ends_at_the_sum_and_breaks_at_gaps(best):
    ax = plot_cumulative(flows_of(best))
    y = ax.lines[0].get_ydata()
    assert y[~np.isnan(y)][-1] == sum(x or 0 for x in best)
    assert np.isnan(y[1::2]).sum() == sum(x is None for x in best)
    plt.close("all")


@settings(derandomize=True, deadline=None, max_examples=10)
@given(st.lists(st.integers(0, 9), min_size=2, max_size=6))
def test_end_labels_never_overlap(ends):
    table = several([f"Source with a name {i}" for i in range(len(ends))])
    for i, n in enumerate(ends): table.loc[table.said_by == f"Source with a name {i}", ["low", "best", "high"]] = n*1000
    ax = plot_cumulative(table)
    found = boxes(ax, "end")
    assert len(found) == len(ends) and clear(found)
    assert min(b.y0 for b in found) > ax.get_window_extent().y0 - 8
    plt.close("all")


def test_straight_lines_between_counts_are_dashed_and_said():
    table = flows_of([1000, 2000, 3000])
    table.attrs = {"freq": "D", "interpolate": True}
    ax = plot_stocks(table)
    assert [(l.get_linestyle(), l.get_marker()) for l in ax.lines] == [("--", "None")]
    assert "Dashed: drawn straight between the counts." in [t.get_text() for t in ax.texts]
    assert [l.get_marker() for l in plot_stocks(flows_of([1000, 2000])).lines] == ["None", "o"]


def test_no_range_no_key():
    exact = flows_of([5, 6, 7]).assign(low=[5, 6, 7], high=[5, 6, 7])
    assert key_texts(plot_stocks(exact)) == key_texts(plot_flows(exact)) == []


# reports

@settings(derandomize=True, deadline=None, max_examples=10)
@given(st.lists(st.tuples(st.integers(1, 90_000), st.integers(0, 80), st.integers(1, 60)), min_size=1, max_size=15))
def test_the_area_of_a_report_is_its_people(rows):
    day = pd.Timestamp("2018-12-01")
    table = reports_of([(f"S{i}", n, day + pd.Timedelta(days=a), day + pd.Timedelta(days=a+d-1)) for i, (n, a, d) in enumerate(rows)])
    ax = plot_reports(table)
    np.testing.assert_allclose(sorted(p.get_width()*p.get_height() for p in ax.patches), sorted(n for n, _, _ in rows))
    assert clear(boxes(ax, "report")) and clear(boxes(ax, "lane"))
    plt.close("all")


def test_a_single_report_is_one(): assert plot_reports(REPORTS.head(1)).get_title(loc="left").startswith("1 report by SOHR of people")


# events

@settings(derandomize=True, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 120)), max_size=15))
def test_no_two_labels_of_a_row_overlap(spans):
    spans = [(left, left+width, left) for left, width in sorted(spans)]
    rows = charts._rows(spans)
    assert len(rows) == len(spans) and set(rows) == set(range(len(set(rows))))
    assert not any(rows[i] == rows[j] and spans[i][0] < spans[j][1] and spans[j][0] < spans[i][1] for i in range(len(rows)) for j in range(i))


words = st.lists(st.sampled_from("SDF takes Hajin the evacuation of al-Baghuz-Fawqani begins نزوح من الباغوز UN counts".split()), min_size=1, max_size=9).map(" ".join)


@settings(derandomize=True, deadline=None, max_examples=12, phases=[Phase.generate])
@given(st.lists(st.tuples(st.integers(0, 99), words), min_size=1, max_size=9), st.sampled_from([(7.2, 4.4), (5, 3.5), (12, 5)]), st.booleans(), st.sampled_from(["flows", "cumulative", "reports"]))
def test_event_labels_never_overlap(chosen, size, dark, kind):
    table = flows_of(range(100))
    _, ax = plt.subplots(figsize=size, layout="constrained")
    ax = {"flows": lambda: plot_flows(table, ax=ax, source="x", dark=dark), "cumulative": lambda: plot_cumulative(table, ax=ax, dark=dark),
          "reports": lambda: plot_reports(reports_of([("A", 900, "2019-01-01", "2019-04-10"), ("B", 800, "2019-02-01", "2019-02-03")]), ax=ax, dark=dark)}[kind]()
    data = ax.get_ylim()[1]
    annotate_events(ax, [(table.index[d], text) for d, text in chosen])
    found = boxes(ax, "event")
    assert len(found) == len(chosen) and clear(found)
    assert clear([*found, *boxes(ax, "report")]) and clear([*found, *boxes(ax, "lane")])
    top, room = ax.transData.transform((0, data))[1], ax.figure.bbox
    assert all(b.y0 >= top - 1 for b in found)  # above the data, too
    assert all(room.x0 <= b.x0 and b.x1 <= room.x1 + 1 and b.y1 <= ax.get_window_extent().y1 + 1 for b in found)
    assert max(ax.get_yticks()) <= data
    plt.close("all")


def test_events_that_do_not_fit_are_refused():
    _, (ax, other) = plt.subplots(1, 2)
    with pytest.raises(ValueError, match="pass fewer than 12 events or a taller figure"):
        annotate_events(plot_flows(flows_of(range(100)), ax=ax), [(pd.Timestamp("2019-01-01") + pd.Timedelta(days=4*i), "a long label on one of many events") for i in range(12)])


# small multiples

@settings(derandomize=True, deadline=None, max_examples=10)
@given(st.lists(st.lists(people, min_size=4, max_size=4), min_size=1, max_size=12).filter(lambda rows: told(rows[0])), st.sampled_from(["flows", "cumulative", "stocks"]), st.integers(1, 4))
def test_panels_share_one_scale_and_keep_their_gaps(rows, kind, columns):
    table = pd.concat([flows_of(best, "7D").assign(place=f"P{i}") for i, best in enumerate(rows)])
    figure = plot_small_multiples(table, by="place", kind=kind, columns=columns, most=6)
    assert len(figure.axes) == min(len(rows), 6)
    assert len({ax.get_ylim() for ax in figure.axes}) == 1 and len({ax.get_xlim() for ax in figure.axes}) == 1
    assert figure.axes[0].get_ylim()[0] == 0
    sums = {f"P{i}": sum(x or 0 for x in best) for i, best in enumerate(rows)}
    names = [ax.get_title(loc="left") for ax in figure.axes]
    assert [sums[n] for n in names] == sorted(sums.values(), reverse=True)[:6]
    foot = " ".join(t.get_text() for t in figure.texts if t.get_gid() == "source").replace("\n", " ")
    assert all(n in foot for n in sums.keys() - set(names))
    if kind == "flows":
        for ax, name in zip(figure.axes, names):
            np.testing.assert_array_equal([b.get_height() for b in ax.containers[0]], np.array(rows[int(name[1:])], float))
            assert any(p.get_gid() == "gap" for p in ax.patches) == (None in rows[int(name[1:])])
    if kind == "cumulative": assert all(np.nanmax([0, *ax.lines[0].get_ydata()]) == pytest.approx(sums[n]) for ax, n in zip(figure.axes, names))
    plt.close("all")


def test_the_same_scale_is_stated():
    figure = plot_small_multiples(several(["A", "B"]))
    assert "displacements per 7 days; the same scale in every panel" in [t.get_text() for t in figure.texts]
    assert [bool(ax.get_xticklabels()[0].get_visible()) for ax in figure.axes] == [True, True]


# the tables of the package

def test_tables_of_the_package_are_drawn_as_they_are():
    rows = [dict(report_id=str(i), said_by=who, quote="q", start=pd.Timestamp(a), end=pd.Timestamp(b), people_low=n*.9, people_best=n, people_high=n*1.1, kind=kind, planned=False, negated=False,
                 subset_of=None, unit="people", approx=False, group=None, term="fled", destination="Al-Hol camp", origin="Hajin", published=pd.Timestamp(b), article_id=str(i))
            for i, (who, n, a, b, kind) in enumerate([("UN", 9000, "2019-01-01", "2019-01-20", "flow"), ("UN", 2000, "2019-01-05", "2019-01-06", "flow"), ("SDF", 4000, "2019-01-10", "2019-01-12", "flow"),
                                                      ("UN", 33000, "2019-01-31", "2019-01-31", "stock"), ("UN", 40000, "2019-02-20", "2019-02-20", "stock")])]
    reports = pd.DataFrame(rows)
    series = flows(reports, freq="W", by="said_by")
    counted = stocks(reports, by="destination")
    for chart in [plot_flows(series), plot_cumulative(series), plot_stocks(counted), plot_reports(reports), plot_small_multiples(series), plot_small_multiples(counted, kind="stocks"),
                  plot_places(flows(reports[reports.said_by == "SDF"], by="destination")), plot_places(counted)]:
        assert alt_text(chart)
    assert series["best"].sum() == pytest.approx(13_000, rel=.1)
    assert "Al-Hol camp 40,000" in alt_text(plot_places(counted, measure="People counted"))


# two pictures as they were

REFERENCES = {
    "flows": lambda: plot_flows(flows_of([600, 3400, None, 6100, 1500, 300], "W-MON"), incomplete=True),
    "map_dark": lambda: plot_places(PLACES, dark=True)}


def without_letters(ax):
    "Letters differ from one FreeType to the next, and with them the layout: words go, the axes get a fixed place. What words say and where they stand is tested above."
    fig = ax.figure
    fig.set_layout_engine("none")
    fig.set_size_inches(6, 5)
    ax.set_position((.1, .1, .8, .8))
    for part in fig.findobj(lambda a: isinstance(a, (matplotlib.text.Text, matplotlib.legend.Legend)) or a.get_gid() == "scale"): part.set_visible(False)
    return ax


@pytest.mark.parametrize("name", REFERENCES)
def test_pictures_look_as_they_did(tmp_path, name):
    "Root mean square of 0 to 255: other rendering gives less than 1; one bar of another height, one circle of another size or another colour more than 3."
    if (minor := ".".join(matplotlib.__version__.split(".")[:2])) != "3.11": pytest.skip(f"baselines are drawn with matplotlib 3.11, this is {minor}: lines and fills differ")
    from matplotlib.testing.compare import compare_images
    drawn = save_chart(without_letters(REFERENCES[name]()), tmp_path/f"{name}.png", dpi=50)
    if difference := compare_images(str(Path(__file__).parent/"baseline"/f"{name}.png"), str(drawn), tol=2): pytest.fail(difference)
