"What all charts share: colours with contrast, words that fit, Arabic, files."
import warnings
import xml.etree.ElementTree as ET
from itertools import combinations

import matplotlib

matplotlib.use("agg")
import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_hex

from syriaevents import frame
from syriaevents.frame import DARK, LIGHT, alt_text, foot_words, lettering, look_of, new_axes, put_foot, put_key, put_title, save_chart, shape_text, text_width, wrap_text

looks = pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
SEEN = {  # how colours look without one kind of cone: Machado, Oliveira and Fernandes 2009, severity 1
    "normal": np.eye(3),
    "protan": [[.152286, 1.052583, -.204868], [.114503, .786281, .099216], [-.003882, -.048116, 1.051998]],
    "deutan": [[.367322, .860646, -.227968], [.280085, .672501, .047413], [-.011820, .042940, .968881]],
    "tritan": [[1.255528, -.076749, -.178779], [-.078411, .930809, .147602], [.004733, .691367, .303900]]}


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def linear(colour):
    channels = np.array([int(colour[i:i+2], 16)/255 for i in (1, 3, 5)])
    return np.where(channels <= .04045, channels/12.92, ((channels+.055)/1.055)**2.4)


def contrast(one, two):
    low, high = sorted(linear(c) @ [.2126, .7152, .0722] for c in (one, two))
    return (high+.05)/(low+.05)


def lab(colour, seen):
    xyz = np.array([[.4124, .3576, .1805], [.2126, .7152, .0722], [.0193, .1192, .9505]]) @ np.clip(np.array(seen) @ linear(colour), 0, 1) / [.9505, 1, 1.089]
    x, y, z = np.where(xyz > .008856, np.cbrt(xyz), 7.787*xyz + 16/116)
    return np.array([116*y - 16, 500*(x-y), 200*(y-z)])


@looks
def test_words_have_contrast(look):
    for colour in look.inks: assert contrast(colour, look.ground) >= 4.5, colour
    for colour in (look.ink, look.muted): assert contrast(colour, look.ground) >= 7 - .05, colour
    assert contrast(look.ink, look.gap) >= 7 and contrast(look.muted, look.gap) >= 4.5  # words on silent days and on foreign land


@looks
def test_fills_have_contrast(look):
    assert all(contrast(c, look.ground) >= 3 for c in look.fills[:4 if look is LIGHT else 6])
    assert all(contrast(c, look.ground) >= 2.2 for c in look.fills)


@looks
@pytest.mark.parametrize("seen", SEEN)
def test_colours_stay_apart(look, seen):
    assert min(np.linalg.norm(lab(a, SEEN[seen]) - lab(b, SEEN[seen])) for a, b in combinations(look.fills, 2)) >= 12


@settings(derandomize=True, deadline=None)
@given(st.lists(st.text("abcWM, 0123", min_size=1, max_size=12).map(str.strip).filter(bool), min_size=1, max_size=25).map(" ".join), st.integers(80, 500), st.booleans())
def test_wrapped_lines_keep_the_words_and_fit(text, width, bold):
    wrapped = wrap_text(text, width, 12, bold)
    assert wrapped.split() == text.split()
    for line in wrapped.split("\n"): assert " " not in line or text_width(line, 12, bold) <= width


@pytest.mark.parametrize("dpi", [72, 100, 160])
def test_lines_are_drawn_as_wide_as_measured(dpi):
    fig = plt.figure(dpi=dpi)
    for text in ["Some 2,200 people left Hajin for the camp at al-Hol", "نزح 2200 شخص من هجين"]:
        for size, bold in [(15, True), (12, False), (11, True), (10.5, False)]:
            drawn = fig.text(0, 0, "")
            drawn.set(**lettering(text, size, fontweight="bold" if bold else "normal"))
            assert .88 < drawn.get_window_extent().width*72/dpi / text_width(text, size, bold) < 1.02


@pytest.mark.parametrize("dark", [False, True])
def test_the_ground_decides_the_colours(dark):
    ax = new_axes(dark=dark)
    put_title(ax, "A title", "a unit", [matplotlib.patches.Patch(label="a key")])
    put_foot(ax, "A note", "a source")
    look = [LIGHT, DARK][dark]
    assert look_of(ax) is look_of(ax.figure) is look
    assert ax.texts[-1].get_color() == look.muted and ax._left_title.get_color() == look.ink
    assert {to_hex(t.get_color()).upper() for key in ax.findobj(matplotlib.legend.Legend) for t in key.get_texts()} == {look.ink}


def test_dark_axes_of_the_caller_stay_dark():
    with plt.style.context("dark_background"): _, ax = plt.subplots()
    assert look_of(new_axes(ax)) is DARK


def test_dark_touches_no_global_setting():
    before = dict(matplotlib.rcParams)
    new_axes(dark=True)
    assert dict(matplotlib.rcParams) == before


def test_long_keys_break_into_rows_that_fit():
    ax = new_axes()
    put_key(ax, [matplotlib.patches.Patch(label=f"a source with a long name {i}") for i in range(5)], [matplotlib.patches.Patch(label="no report")])
    ax.figure.draw_without_rendering()
    for key in ax.findobj(matplotlib.legend.Legend): assert key.get_window_extent().x1 <= ax.figure.bbox.x1


def test_created_is_printed_only_when_given():
    assert foot_words(source="UN") == "Source: UN"
    assert foot_words(source="UN", created="2026-11-22") == "Source: UN\nCreated 22 Nov 2026"
    with pytest.raises(ValueError, match="created must be a day, got 'now and then'"): foot_words(created="now and then")


# Arabic

NAME = "نزح 2200 شخص من هجين"


def test_this_matplotlib_gets_what_it_needs():
    new = tuple(map(int, matplotlib.__version__.split(".")[:2])) >= (3, 11)
    assert frame.SHAPES_ITSELF == new
    if new: assert shape_text(NAME) == NAME  # shaping it here, too, would turn it around twice


def test_old_matplotlib_gets_joined_letters_in_drawing_order(monkeypatch):
    pytest.importorskip("arabic_reshaper", reason='pip install "syriaevents[arabic]"')
    pytest.importorskip("bidi", reason='pip install "syriaevents[arabic]"')
    monkeypatch.setattr(frame, "SHAPES_ITSELF", False)
    shaped = shape_text(NAME)
    assert "2200" in shaped and shaped[-1] == "\ufee7" and not frame.ARABIC.search(shaped)  # nun in its initial form stands last: rightmost
    assert shape_text(shaped) == shaped  # once is enough
    first, second = shape_text("هجين\nالهول").split("\n")
    assert first == shape_text("هجين") and second == shape_text("الهول")


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setattr(frame, "SHAPES_ITSELF", False)
    monkeypatch.setitem(__import__("sys").modules, "arabic_reshaper", None)
    with pytest.warns(UserWarning, match=r'pip install "syriaevents\[arabic\]"'): assert shape_text(NAME) == NAME
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert shape_text("Hajin") == "Hajin"


def test_a_font_without_arabic_letters_is_helped_out():
    with plt.rc_context({"font.family": ["STIXGeneral"]}), warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of a glyph that is missing
        ax = new_axes()
        put_title(ax, NAME, "people")
        ax.figure.canvas.draw()


# files

def test_files_carry_title_and_text_alternative(tmp_path):
    from PIL import Image
    ax = new_axes()
    put_title(ax, "Thirty & more", "people")
    ax._syriaevents_alt = ["Bars <of> thirty."]
    assert Image.open(save_chart(ax, tmp_path/"x.png")).text == {"Title": "Thirty & more", "Description": "Bars <of> thirty."}
    root = ET.fromstring(save_chart(ax, tmp_path/"x.svg").read_text("utf8"))
    assert root.get("role") == "img" and root.get("aria-label") == alt_text(ax)
    space = "{http://www.w3.org/2000/svg}"
    assert [root.find(space+tag).text for tag in ("title", "desc")] == ["Thirty & more", alt_text(ax)]
    assert b"/CreationDate" not in save_chart(ax, tmp_path/"x.pdf").read_bytes()


def test_dark_files_are_dark(tmp_path):
    from PIL import Image
    with plt.rc_context({"savefig.facecolor": "white"}): image = Image.open(save_chart(new_axes(dark=True), tmp_path/"x.png")).convert("RGB")
    assert "#%02X%02X%02X" % image.getpixel((1, 1)) == DARK.ground
