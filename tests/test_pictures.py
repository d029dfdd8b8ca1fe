"""What the drawings hold, read back from their marks."""

import os
import re
import subprocess
import sys
import threading
from dataclasses import replace
from io import StringIO
from itertools import combinations, groupby, pairwise
from urllib.parse import unquote

import matplotlib as mpl
import pytest
from matplotlib import font_manager
from matplotlib.patches import Polygon
from matplotlib.transforms import Bbox

from sosanh.compare.gate import change, verdict
from sosanh.compare.questions import across, against_targets, deployment, one_indicator, one_page, over_time
from sosanh.compare.results import Pair
from sosanh.data import paths
from sosanh.data.collection import load
from sosanh.draw import chart, marks, matrix, pairs, ranks, timeline
from sosanh.lineage import expressions as of
from sosanh.lineage.words import say
from sosanh.show import exhibits
from sosanh.show.headlines import headline

pytestmark = pytest.mark.published

THREE = ["Đồng Tháp", "Quảng Ninh", "Bình Định"]


@pytest.fixture(scope="module")
def everything(data):
    return across(data, THREE)


def drawn(chart):
    return [tuple(map(str, row)) for row in chart.drawn.rows]


def test_slope_draws_both_ends_of_every_pair_that_is_not_refused(schools):
    ends = drawn(pairs.slope(schools).said("en"))
    shown = [pair for pair in schools.pairs if pair.verdict.grade != "X"]
    assert len(ends) == 2 * len(shown)
    governed = ("Digital governance model of institutions", "more than 70% (published July 2024)")
    assert (*governed, "open bar from 70 to 100") in ends
    assert ("Schools that build digital materials", "338/416 (published July 2024)", "point 81.25") in ends


def test_dumbbell_gives_both_definitions_and_joins_nothing(data):
    health = over_time(data, "Đồng Tháp", "2024-07", "2025-02", "health")
    shown = pairs.dumbbell(health).said("en")
    places = {figure: place for figure, _, _, place in drawn(shown)}
    assert (
        places["22/165 (published July 2024)"] == "point 13.33"
        and places["165/165 (published February 2025)"] == "point 100"
    )
    definitions = {figure: definition for figure, definition, _, _ in drawn(shown)}
    assert definitions["22/165 (published July 2024)"] != definitions["165/165 (published February 2025)"]
    assert not shown.drawn.figures or not any("minus" in figure.of.operations for figure in shown.figures)


@pytest.mark.parametrize(("sector", "name", "there"), [
    ("education", "bullet", "dot bar open level"),
    ("health", "bullet", "dot"),
    ("health", "slope", "dot joined"),
    ("health", "dumbbell", "dot ring"),
])  # fmt: skip
def test_a_drawing_explains_the_marks_it_has_and_no_others(data, sector, name, there):
    """“A ring is stated in words” stood over rings that were open ends, and over none."""
    shown = getattr(pairs, name)(over_time(data, "Đồng Tháp", "2024-07", "2025-02", sector)).said("en")
    for image in (shown.image, shown.narrow):
        said = " ".join(re.findall(r">([^<]+)</text>", unquote(image)))
        assert [kind for kind in chart.KEY if str(say(f"key_{kind}").said("en")) in said] == there.split()


def test_strip_sorts_shares_by_how_they_are_stated_and_has_no_scale(everything):
    shown = matrix.strip(everything).said("en")
    ways = dict(
        zip(map(str, shown.drawn.head[1:]), zip(*(row[1:] for row in shown.drawn.rows), strict=True), strict=True)
    )
    ids = {
        way: {each for cell in cells for figure in cell.figures for each in figure.of.codes}
        for way, cells in ways.items()
    }
    assert "dt-2025-02.03" in ids["minimum, maximum or range"]  # more than 91%
    assert (
        sum(map(len, ids.values())) == len({each for own in ids.values() for each in own}) == 30
    )  # what "can be" is no result
    assert len(ids["a hundred percent, in figures or a fraction"]) + len(ids["in words, such as “all”"]) == 19
    assert str(shown.drawn.rows[0][0]).startswith("Quảng Ninh, published some time (inferred) between ")
    assert "%</text>" not in unquote(shown.image)  # no axis of values that provinces would share


def test_ladder_counts_every_figure_once(everything):
    shown = matrix.ladder(everything).said("en")
    ids = [each for row in shown.drawn.rows for cell in row[1:] for figure in cell.figures for each in figure.of.codes]
    assert sorted(ids) == sorted(row.obs_id for row in everything.rows)


def test_matrix_sets_each_level_under_its_outcome(data):
    found = against_targets(data, THREE, "2025-06")
    shown = matrix.matrix(found).said("en")
    heads = [str(each) for each in shown.drawn.head[1:]]
    cashless = next(row for row in shown.drawn.rows if "cashless" in str(row[0]))
    assert [str(cell) for cell in cashless[1:]] == ["1" if head == "exceeded" else "–" for head in heads]


def test_each_province_and_index_has_a_panel_of_ranks_and_no_axis_is_shared(data, monkeypatch):
    found = against_targets(data, THREE, "2025-06")
    drawings = []
    monkeypatch.setattr(chart, "address", lambda drawing: drawings.append(drawing) or "data:,")
    rows = ranks.ranks(found).said("en").drawn.rows
    panels = [str(panel) for panel, *_ in rows]
    assert len(set(panels)) == len(drawings[0].axes) == len([*groupby(panels)])  # each drawn once, by itself
    assert any(panel.startswith("Gia Lai") and "34 provinces" in panel for panel in panels)
    names = {each.name_en for each in found.codebook.indicators if each.unit_measure == "rank"}
    assert all(sum(name in panel for name in names) == 1 for panel in set(panels))
    assert not any(axes.get_shared_x_axes().joined(axes, other) for axes, other in combinations(drawings[0].axes, 2))
    assert any("top 10" in str(figure) and str(place) == "open bar from 1 to 10" for _, figure, place, _ in rows)


def test_lanes_place_a_year_as_a_year_and_no_undated_step(data):
    found = deployment(data, ["Quảng Ninh", "Bình Định"])
    shown = timeline.lanes(found).said("en")
    spans = {event: place for _, event, _, place in drawn(shown)}
    assert spans["Telemedicine down to district units begins to be built"] == "1 January 2012–31 December 2012"
    undated = {step.event_en for step in found.milestones if not step.span}
    assert undated and not undated & set(spans)
    svg = unquote(shown.image)
    numbers = [int(str(row[0])) for row in exhibits.milestones(found).said("en").rows if str(row[2]) == "not stated"]
    assert f"Not dated: {', '.join(map(str, numbers))}." in " ".join(re.findall(r">([^<]+)</text>", svg))


def test_what_is_under_way_is_hatched_neither_done_nor_planned(data):
    """Six approved projects, partly carried out, are drawn as such, in grey too."""
    looks = {phase: (timeline.FILLS[phase], timeline.HATCHES.get(phase)) for phase in data.codebook.codes("phase")}
    assert len(set(looks.values())) == len(looks) and looks["under_way"][1]
    shown = unquote(timeline.lanes(deployment(data, "Đồng Tháp")).said("en").image)
    assert "<pattern" in shown and "Hatched: carried out or under way." in " ".join(
        re.findall(r">([^<]+)</text>", shown)
    )


def test_a_drawing_carries_the_letters_it_uses_and_asks_for_nothing(schools):
    shown = pairs.slope(schools).said("vi")
    for image in (shown.image, shown.narrow):
        svg = unquote(image)
        assert svg.count("@font-face") == 2
        assert not re.search(r"url\((?!#|data:)|href=\"http", svg)
        assert len(image) < 90_000


def test_a_hedged_value_is_not_drawn(data):
    rows = [row for row in data.observations if row.hedge]
    for row in rows:
        assert not row.value.known and not marks.is_point(row)


def test_a_readers_own_settings_and_fonts_change_no_byte(schools):
    before = pairs.bullet(schools).said("vi").image
    known = font_manager.fontManager.ttflist
    impostor = replace(next(font for font in known if font.name == "DejaVu Sans"), name=chart.FONT)
    with mpl.rc_context({"savefig.facecolor": "black", "axes.titlepad": 40, "font.size": 20}):
        known.insert(0, impostor)
        chart._fonts.cache_clear()
        try:
            assert pairs.bullet(schools).said("vi").image == before
        finally:
            if impostor in known:
                known.remove(impostor)


def test_no_word_leaves_its_drawing_nor_stands_on_words_of_another_panel(data, schools, everything, monkeypatch):
    drawings = []

    def measured(drawing):
        renderer = chart._Renderer(1, 1, StringIO())
        drawings.append((drawing.bbox, [axes.get_tightbbox(renderer) for axes in drawing.axes]))
        return "data:,"

    monkeypatch.setattr(chart, "address", measured)
    one, targets = one_indicator(data, "edu_cashless"), against_targets(data, THREE)
    health = over_time(data, "Đồng Tháp", "2024-07", "2025-02", "health")
    shown = [pairs.bullet(schools), pairs.slope(health), pairs.dumbbell(health), pairs.sensitivity(one, 450, 700)]
    shown += [matrix.matrix(targets), matrix.ladder(everything), matrix.strip(everything), ranks.ranks(targets)]
    for each in [*shown, timeline.lanes(deployment(data, THREE))]:
        for language in ("vi", "en"):
            each.said(language)
    assert len(drawings) == 2 * 2 * (len(shown) + 1)
    for whole, panels in drawings:
        left, bottom, right, top = Bbox.union(panels).extents
        assert left >= 0 and bottom >= 0 and right <= whole.width and top <= whole.height
        assert all(over.y0 >= under.y1 for over, under in pairwise(panels))


def test_what_is_prepared_changes_nothing_of_the_readers():
    settings, threads = dict(mpl.rcParams), threading.active_count()
    chart.prepare()
    assert dict(mpl.rcParams) == settings and threading.active_count() == threads


@pytest.mark.parametrize("first", ["", "chart.prepare(); pairs.bullet(over_time(load(), 'Đồng Tháp')).said('vi')"])
def test_a_drawing_does_not_hang_on_what_was_drawn_before_nor_on_the_order_of_hashes(first):
    script = f"""
from sosanh.compare.questions import over_time
from sosanh.data import paths
from sosanh.data.collection import load
from sosanh.draw import chart, pairs
{first}
print(pairs.picture() == paths.PICTURE.read_bytes())
""".replace("print(", "from sosanh.data import paths\nprint(")
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(paths.LIBRARY.parent)}
    ran = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert ran.stdout == "True\n"


def test_what_is_nearly_the_end_is_not_read_back_as_the_end():
    axes = mpl.figure.Figure().add_subplot()
    marks.dot(axes, 99.996, 0, "x")
    (artist,) = (each for each in axes.get_children() if each.get_gid() == "x")
    assert str(marks.place(artist, of.lower("x"), of.upper("x"), of.point("x")).said("en")) == "point 99.996"


def test_no_gain_is_told_that_was_not_drawn(data, monkeypatch):
    one = one_indicator(data, "edu_cashless")
    shown = pairs.sensitivity(one, 450, 700).said("en")
    assert [str(row[2]) for row in shown.drawn.rows] == ["−55", "1", "77", "173"]
    monkeypatch.setattr(pairs, "_draw_gains", lambda *_: None)
    with pytest.raises(KeyError):
        pairs.sensitivity(one, 450, 700).said("en")


@pytest.mark.parametrize(("when", "said"), [("2050", "2050"), ("2031-01", "January 2031")])
def test_steps_beyond_the_picture_are_named_beside_it_and_not_drawn_shorter(data, when, said):
    """A step of the first weeks after the last year drawn was drawn, and stood in no table."""
    found = deployment(data, "Đồng Tháp")
    first, *others = found.milestones
    far = replace(first, when=when)
    found = replace(found, milestones=(far, *others))
    shown = timeline.lanes(found).said("en")
    numbers = {str(row[0]) for row in shown.drawn.rows}
    horizon = [str(row[0]) for row in exhibits.milestones(found).said("en").rows if str(row[2]) == said]
    assert horizon and not set(horizon) & numbers and f'id="{far.ref}"' not in unquote(shown.image)
    assert f"Later than the picture shows: {horizon[0]}." in unquote(shown.image)
    only = replace(found, milestones=(far,))
    assert str(timeline.lanes(only).said("en").sentences[0]).startswith("Within the scope of this page")


def test_a_level_that_its_figure_leaves_open_is_not_drawn_as_decided(data):
    found = against_targets(data, THREE, "2025-06")
    decided = next(each for each in found.outcomes if each.code == "exceeded")
    left_open = replace(found, outcomes=(replace(decided, code="undecided"),))
    assert [str(cell) for cell in matrix.matrix(left_open).said("en").drawn.rows[0][1:]] == ["1 hollow"]


def test_a_line_of_marks_is_deep_enough_for_its_labels():
    assert chart.depth(["a\nb", "c"]) == chart.LINE
    assert chart.depth(["a\nb\nc\nd"]) > 4 * 9 / 72  # four lines at nine points, of 72 to the inch


def pair(a, b):
    """Two made-up figures of one thing, with the verdict and the change that the gate gives them."""
    found = verdict(a, b, "change", load().codebook)
    return Pair(a, b, found, change(a, b, found) if found.differences else None)


def test_chart_alternative_text_table_and_headline_count_the_same_changes(data, monkeypatch):
    """One rule for all: a change is stated where its words give an amount (made-up pairs of each kind)."""
    rows = {row.obs_id: row for row in data.observations}
    share, later = rows["dt-2024-07.04"], rows["dt-2025-02.03"]
    half = replace(later, bound="exact", obs_value=50)
    floor, higher = rows["dt-2024-07.11"], rows["dt-2025-02.08"]
    kinds = [
        (True, pair(share, later)),  # a bound
        (True, pair(half, replace(half, obs_id="dt-2025-02.03"))),  # either way, within rounding
        (False, pair(replace(later, hedge="about"), later)),  # hedged
        (False, pair(replace(later, population="residents"), later)),  # side by side only
        (False, pair(floor, higher)),  # "more than" twice
        (True, pair(replace(floor, bound="exact"), higher)),  # without an end
    ]
    expected, made_up = [stated for stated, _ in kinds], tuple(each for _, each in kinds)
    assert [each.stated for each in made_up] == expected
    drawings = []
    monkeypatch.setattr(chart, "address", lambda drawing: drawings.append(drawing) or "data:,")
    found = replace(over_time(data, "Đồng Tháp", "2024-07", "2025-02", "education"), pairs=made_up)
    shown = pairs.slope(found).said("en")
    assert [any(type(each) is Polygon for each in axes.patches) for axes in drawings[0].axes] == expected
    assert str(shown.alt).endswith("which are joined: 3.")
    assert [bool(row[3].figures) for row in exhibits.pairs(found).said("en").rows] == expected
    page = replace(one_page(data, "Đồng Tháp"), pairs=made_up)
    assert "whose change, or a limit of it, can be stated: 3; without showing which is larger: 1." in "\n".join(
        headline(page).said("en").lines()
    )


def test_a_panel_of_aims_alone_does_not_say_out_of_how_many(data):
    """“out of 63 provinces and cities” stood over aims for 2025 and 2030, of which no article says so, also where a
    rank of 2022 stood below them."""
    rows = ranks.ranks(against_targets(data, ["Đồng Tháp", "Bình Định"])).said("en").drawn.rows
    panels = {str(row[0]): {str(each[1])[:3] for each in rows if each[0] == row[0]} for row in rows}
    assert {name for name, kinds in panels.items() if kinds == {"aim"}} == {
        f"Bình Định: Rank on the digital {index} index" for index in ("economy", "government", "society")
    }
    assert all(("out of" in name) is ("aim" not in kinds) for name, kinds in panels.items())
    said = [str(row[1]) for row in rows]
    assert all(("out of how many is not stated" in each) is each.startswith("aim") for each in said)
    assert "2022: rank 39 of 63" in said
    (new,) = {name for name in panels if name.startswith("Gia Lai")}
    assert "with the former Bình Định; not held against the aims of Bình Định" in new


def test_a_rank_below_a_place_is_drawn_as_an_arrow_away_from_the_best(data):
    """“Over the 25th” of nobody knows how many: the axis had no end to stop at, and the arrow went to the first."""
    found = against_targets(data, "Đồng Tháp")
    below = next(replace(row, bound="gt", wording="trên") for row in found.rows if row.obs_id == "dt-2024-07.19")
    rows = ranks.ranks(replace(found, rows=(below,))).said("en").drawn.rows
    (place,) = [str(row[2]) for row in rows if "25" in str(row[1])]
    assert place == str(say("drawn_arrow", low="25").said("en"))
