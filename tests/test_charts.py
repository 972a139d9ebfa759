"What the charts draw: heights, limits, labels, colours; nothing overlaps; the same bytes twice."
import matplotlib

matplotlib.use("agg")
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_hex

from syriaevents import charts
from syriaevents.charts import alt_text, annotate_events, plot_cumulative, plot_flows, plot_reports, plot_stocks, save_chart

people = st.none() | st.integers(0, 200_000)


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def flows_of(best, freq="D", start="2019-01-01"):
    best = pd.Series(best, dtype=float)
    return pd.DataFrame({"low": best*.8, "best": best, "high": best*1.5}).set_axis(pd.date_range(start, periods=len(best), freq=freq, name="period"))


def reports_of(rows):
    frame = pd.DataFrame(rows, columns=["said_by", "people_best", "start", "end"])
    frame = frame.assign(people_low=frame.people_best, people_high=frame.people_best, kind="flow", planned=False, negated=False, subset_of=None)
    return frame.assign(start=pd.to_datetime(frame.start), end=pd.to_datetime(frame.end))


def event_boxes(ax):
    ax.figure.draw_without_rendering()
    return [t.get_window_extent() for t in ax.texts if t.get_gid() == "event"]


@settings(derandomize=True, deadline=None, max_examples=20)
@given(st.lists(people, min_size=1, max_size=60).filter(lambda v: any(x is not None for x in v)))
def test_bars_have_the_heights_of_the_table(best):
    table = flows_of(best)
    before = table.copy()
    ax = plot_flows(table)
    heights = [p.get_height() for p in ax.containers[0]]
    np.testing.assert_array_equal(heights, table["best"])
    assert ax.get_ylim()[0] == 0 and ax.get_ylim()[1] >= np.nanmax(table["best"])
    assert ax.get_title(loc="left").startswith("People displaced per day") and ax.get_ylabel() == "people per day"
    pd.testing.assert_frame_equal(table, before)
    plt.close("all")


@settings(derandomize=True, deadline=None, max_examples=20)
@given(st.lists(people, min_size=1, max_size=40).filter(lambda v: any(x is not None for x in v)))
def test_the_running_total_ends_at_the_sum_and_breaks_at_gaps(best):
    ax = plot_cumulative(flows_of(best))
    y = ax.lines[0].get_ydata()
    assert y[~np.isnan(y)][-1] == sum(x or 0 for x in best)
    assert np.isnan(y[1::2]).sum() == sum(x is None for x in best)
    plt.close("all")


@settings(derandomize=True, deadline=None, max_examples=20)
@given(st.lists(st.tuples(st.integers(1, 90_000), st.integers(0, 80), st.integers(1, 60)), min_size=1, max_size=15))
def test_the_area_of_a_report_is_its_people(rows):
    day = pd.Timestamp("2018-12-01")
    table = reports_of([(f"S{i}", n, day + pd.Timedelta(days=a), day + pd.Timedelta(days=a+d-1)) for i,(n,a,d) in enumerate(rows)])
    ax = plot_reports(table)
    np.testing.assert_allclose(sorted(p.get_width()*p.get_height() for p in ax.patches), sorted(n for n,_,_ in rows))
    ax.figure.draw_without_rendering()
    boxes = [t.get_window_extent() for t in ax.texts if t.get_gid() == "report" and t.get_visible()]
    assert not any(a.overlaps(b) for i,a in enumerate(boxes) for b in boxes[:i])
    plt.close("all")


@settings(derandomize=True, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 120)), max_size=15))
def test_no_two_labels_of_a_row_overlap(spans):
    spans = [(left, left+width, left) for left,width in sorted(spans)]
    rows = charts._rows(spans)
    assert len(rows) == len(spans) and set(rows) == set(range(len(set(rows))))
    assert not any(rows[i] == rows[j] and spans[i][0] < spans[j][1] and spans[j][0] < spans[i][1] for i in range(len(rows)) for j in range(i))


@settings(derandomize=True, deadline=None, max_examples=8)
@given(st.lists(st.integers(0, 99), min_size=1, max_size=9))
def test_event_labels_never_overlap(days):
    table = flows_of(range(100))
    events = [(table.index[d], f"Event number {i} " + "of some length "*(i % 3)) for i,d in enumerate(days)]
    ax = annotate_events(plot_flows(table, source="x"), events)
    boxes = event_boxes(ax)
    assert len(boxes) == len(days)
    assert not any(a.overlaps(b) for i,a in enumerate(boxes) for b in boxes[:i])
    top = ax.transData.transform((0, 99*1.5))[1]
    assert all(b.y0 >= top for b in boxes)  # above the data, too
    plt.close("all")


def test_events_that_do_not_fit_are_refused():
    _, (ax, other) = plt.subplots(1, 2)
    with pytest.raises(ValueError, match="pass fewer than 12 events or a taller figure"):
        annotate_events(plot_flows(flows_of(range(100)), ax=ax), [(pd.Timestamp("2019-01-01") + pd.Timedelta(days=4*i), "a long label on one of many events") for i in range(12)])


def test_series_differ_in_colour_and_are_named_in_the_key():
    table = pd.concat([flows_of([5, 6, 7]).assign(said_by=s) for s in ["A", "B", "C"]])
    table.attrs = {"freq": "D", "by": ["said_by"]}
    ax = plot_flows(table)
    assert [to_hex(c[0].get_facecolor()) for c in ax.containers[:3]] == [c.lower() for c in charts.COLOURS[:3]]
    assert charts._key_texts(ax)[:3] == ["A", "B", "C"]


def test_words_have_contrast():
    def light(c):
        channels = np.array([int(c[i:i+2], 16)/255 for i in (1, 3, 5)])
        return np.where(channels <= .04045, channels/12.92, ((channels+.055)/1.055)**2.4) @ [.2126, .7152, .0722]
    for c in [*charts.INKS, charts.INK, charts.MUTED]: assert 1.05/(light(c)+.05) >= 4.5, c


def test_charts_draw_on_the_axes_they_are_given():
    _, axes = plt.subplots(2, 2)
    table = flows_of([1, None, 3])
    drawn = [plot_flows(table, ax=axes[0, 0]), plot_cumulative(table, ax=axes[0, 1]), plot_stocks(table, ax=axes[1, 0]),
             plot_reports(reports_of([("A", 5, "2019-01-01", "2019-01-03")]), ax=axes[1, 1])]
    assert drawn == list(axes.ravel()) and len(plt.get_fignums()) == 1


def test_no_style_is_changed(tmp_path):
    before = dict(matplotlib.rcParams)
    save_chart(plot_flows(flows_of([1, 2])), tmp_path/"x.svg")
    assert dict(matplotlib.rcParams) == before


@pytest.mark.parametrize("plot", [plot_flows, plot_cumulative, plot_stocks])
def test_texts_stand_where_a_reader_looks(plot):
    ax = plot(flows_of([100, 2000, 300]), title="A finding of $5 and $6", source="three papers")
    assert ax.get_title(loc="left") == "A finding of $5 and $6"
    source = next(t for t in ax.texts if t.get_gid() == "source")
    assert source.get_text() == "Source: three papers"
    ax.figure.draw_without_rendering()
    assert source.get_window_extent().y1 < ax.get_window_extent().y0
    assert abs(source.get_window_extent().x0 - ax.get_window_extent().x0) < 3
    assert "2,000" in [t.get_text() for t in ax.get_yticklabels()]
    texts = [t for t in ax.findobj(matplotlib.text.Text) if t.get_text() and t.get_visible()]
    assert min(t.get_fontsize() for t in texts) >= 10.5  # 8 pixels in a picture 400 pixels wide
    assert not ax.xaxis.get_gridlines()[0].get_visible() and ax.yaxis.get_gridlines()[0].get_visible()


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_the_same_data_give_the_same_bytes(tmp_path, ending):
    one, two = (save_chart(annotate_events(plot_flows(flows_of([1, None, 30])), [("2019-01-02", "Event")]), tmp_path/f"{i}.{ending}").read_bytes() for i in range(2))
    assert one == two


def test_files_carry_title_and_text_alternative(tmp_path):
    ax = plot_flows(flows_of([1, None, 30]), title="Thirty & more")
    from PIL import Image
    assert Image.open(save_chart(ax, tmp_path/"x.png")).text == {"Title": "Thirty & more", "Description": alt_text(ax)}
    svg = save_chart(ax, tmp_path/"x.svg").read_text("utf8")
    import xml.etree.ElementTree as ET
    root = ET.fromstring(svg)
    assert root.get("role") == "img" and root.get("aria-label") == alt_text(ax)
    assert root.find("{http://www.w3.org/2000/svg}title").text == "Thirty & more"
