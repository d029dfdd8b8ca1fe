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


def lines(image):
    """Every line of words in a drawing."""
    return re.findall(r">([^<]+)</text>", unquote(image))


def drawn(chart):
    return [tuple(map(str, row)) for row in chart.drawn.rows]


def test_slope_draws_both_ends_of_every_pair_that_is_not_refused(schools):
    ends = drawn(pairs.slope(schools).said("en"))
    shown = [pair for pair in schools.pairs if pair.verdict.grade != "X"]
    assert len(ends) == 2 * len(shown)
    governed = ("Digital governance model of educational institutions", "more than 70% (published July 2024)")
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
    for image, width in ((shown.image, chart.WIDE), (shown.narrow, chart.NARROW)):
        said, layout = set(lines(image)), chart.Layout(width, "en")
        keys = {kind: {*layout.key([kind]).placed[0][1].split("\n")} for kind in marks.KEY}
        assert [kind for kind, words in keys.items() if words <= said] == there.split()


def test_every_kind_of_mark_looks_like_itself_in_its_key():
    axes = mpl.figure.Figure().add_subplot()
    for kind in marks.KEY:
        marks.sample(axes, kind, 1, 1)
    assert not any(artist.get_gid() for artist in axes.get_children())  # a sample stands for no figure
    assert tuple(dict.fromkeys(marks.KEY)) == marks.KEY and {*marks.POINTS, *marks.AREAS} <= {*marks.KEY}


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
    assert str(shown.drawn.rows[0][0]).startswith("Quảng Ninh, published at a time inferred to be between ")
    assert "%</text>" not in unquote(shown.image)  # no axis of values that provinces would share


def test_ladder_counts_every_figure_once(everything):
    shown = matrix.ladder(everything).said("en")
    ids = [each for row in shown.drawn.rows for cell in row[1:] for figure in cell.figures for each in figure.of.codes]
    assert sorted(ids) == sorted(row.obs_id for row in everything.rows)


def test_matrix_sets_each_level_under_its_outcome(data):
    found = against_targets(data, THREE, "2025-06")
    shown = exhibits.matrix(found).said("en")
    assert [str(head) for head in shown.head[1:]] == ["Đồng Tháp", "Bình Định"]  # those that have targets
    rows = {str(outcome): [str(cell) for cell in cells] for outcome, *cells in shown.rows}
    assert rows["exceeded"][0].count("cashless") == 1 and rows["exceeded"][1:] == ["–"]
    targets = [str(figure.of) for row in shown.rows for cell in row for figure in cell.figures]
    assert all(any(each.target.obs_id in made for made in targets) for each in found.outcomes)


def test_each_province_and_index_has_a_panel_of_ranks_and_no_axis_is_shared(data, monkeypatch):
    found = against_targets(data, THREE, "2025-06")
    drawings = []
    monkeypatch.setattr(chart, "address", lambda drawing: drawings.append(drawing) or "data:,")
    rows = ranks.ranks(found).said("en").drawn.rows
    panels = [str(panel) for panel, *_ in rows]
    assert (
        len(set(panels)) == len(drawings[0].axes) - 1 == len([*groupby(panels)])
    )  # each drawn once, by itself; the last axes are the key's
    assert any(panel.startswith("Gia Lai") and "34 provinces" in panel for panel in panels)
    names = {each.name_en for each in found.codebook.indicators if each.unit_measure == "rank"}
    assert all(sum(name in panel for name in names) == 1 for panel in set(panels))
    assert not any(axes.get_shared_x_axes().joined(axes, other) for axes, other in combinations(drawings[0].axes, 2))
    assert any("top 10" in str(figure) and str(place) == "open bar from 1 to 10" for _, figure, place, _ in rows)


def test_lanes_place_a_year_as_a_year_and_no_undated_step(data):
    found = deployment(data, ["Quảng Ninh", "Bình Định"])
    shown = timeline.lanes(found).said("en")
    spans = {event: place for event, _, place in drawn(shown)}
    assert spans["Telemedicine down to district units begins to be built"] == "1 January 2012–31 December 2012"
    undated = {step.event_en for step in found.milestones if not step.span}
    assert undated and not undated & set(spans)
    said = lines(shown.image)
    assert said.count("Not dated:") == len({found.area_of(step) for step in found.milestones if not step.span})
    assert all(any(name[:40] in each for each in said) for name in {*spans, *undated})  # each by its name


def test_what_is_under_way_is_hatched_neither_done_nor_planned(data):
    """Six approved projects, partly carried out, are drawn as such, in grey too."""
    looks = {phase: tuple(marks.AREAS[phase].values()) for phase in data.codebook.codes("phase")}
    assert len(set(looks.values())) == len(looks) and "////" in looks["under_way"]
    shown = timeline.lanes(deployment(data, "Đồng Tháp")).said("en").image
    assert "<pattern" in unquote(shown) and "carried out or under way" in lines(shown)


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


@pytest.fixture(scope="module")
def drawings(data, schools, everything):
    """Every chart in both languages and widths, with what measures its words."""
    one, targets = one_indicator(data, "edu_cashless"), against_targets(data, THREE)
    health = over_time(data, "Đồng Tháp", "2024-07", "2025-02", "health")
    shown = [pairs.bullet(schools), pairs.slope(health), pairs.slope(schools), pairs.dumbbell(health)]
    shown += [pairs.sensitivity(one, 450, 700), pairs.growth(one_indicator(data, "edu_digital_signatures"))]
    shown += [matrix.ladder(everything), matrix.strip(everything), ranks.ranks(targets)]
    found = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chart, "address", lambda drawing: found.append(drawing) or "data:,")
        for each in [*shown, timeline.lanes(deployment(data, THREE))]:
            for language in ("vi", "en"):
                each.said(language)
    assert len(found) == 2 * 2 * (len(shown) + 1)
    with chart._style():
        yield found, chart._Renderer(1, 1, StringIO())


def test_no_word_leaves_its_drawing_nor_stands_on_words_of_another_panel(drawings):
    for drawing in drawings[0]:
        parts = [axes.get_tightbbox(drawings[1]) for axes in drawing.axes]
        parts += [words.get_window_extent(drawings[1]) for words in drawing.texts if words.get_text()]
        left, bottom, right, top = Bbox.union(parts).extents
        assert left >= 0 and bottom >= 0 and right <= drawing.bbox.width and top <= drawing.bbox.height
        downwards = sorted(parts, key=lambda part: -part.y1)
        assert all(over.y0 >= under.y1 for over, under in pairwise(downwards))


def crossed(drawing, renderer):
    """Words that stand on a line or a mark of their panel, or on other words."""
    for axes in drawing.axes:
        said = {words: words.get_window_extent(renderer) for words in axes.texts if words.get_text()}
        yield from (one.get_text() for (one, a), (_, b) in combinations(said.items(), 2) if a.overlaps(b))
        for artist in [*axes.lines, *axes.artists, *axes.patches, *axes.collections]:
            if artist.get_label() in ("published", "joined"):  # bands of a pale colour, to be written on
                continue
            for path in [artist.get_path()] if hasattr(artist, "get_path") else artist.get_paths():
                points = artist.get_transform().transform_path(path).interpolated(50).vertices
                yield from (words.get_text() for words, box in said.items() if any(map(box.contains, *points.T)))
        if any(line.get_visible() for line in axes.get_xgridlines()) and axes.get_axisbelow() and axes.axison:
            inside = axes.get_window_extent(renderer)
            yield from (
                words.get_text()
                for words, box in said.items()
                if box.overlaps(inside) and words.get_color() != marks.LEVEL
            )  # the words of a level stand on its own colour


def test_no_words_cross_a_line(drawings):
    """“more than 91%” broke the dashed line of 80%, and “465/595 …” touched the name of its line."""
    for drawing in drawings[0]:
        assert [*crossed(drawing, drawings[1])] == []


def test_words_are_no_smaller_than_12_pixels_on_a_phone(drawings):
    """A phone 360 px wide has 328 px for a drawing."""
    for drawing in drawings[0]:
        wide = drawing.get_figwidth()
        words = [each for axes in drawing.axes for each in (*axes.texts, *axes.get_xticklabels()) if each.get_text()]
        least = min(each.get_fontsize() for each in (*words, *drawing.texts))
        assert wide == chart.WIDE or least * 328 / (72 * wide) >= 12


def test_a_drawing_names_its_sources(schools):
    for image in (pairs.bullet(schools).said("en").image, pairs.bullet(schools).said("en").narrow):
        said = " ".join(lines(image))
        assert "Báo Đồng Tháp, published on 25 July 2024; Báo Mới, published about 11 February 2025." in said


@pytest.mark.parametrize(("sector", "name", "title"), [
    ("education", "bullet", "More than 91% by the figure published in February 2025, beyond the 80% target for 2024 ("),
    ("health", "bullet", "Population with an electronic health record, figures published in July 2024 and in "),
    ("education", "slope", "The change, or a limit of it, can be stated for "),
    ("health", "dumbbell", "2 pairs of similar figures that differ in definition, group counted or bou"),
])  # fmt: skip
def test_the_title_is_the_finding(data, sector, name, title):
    shown = getattr(pairs, name)(over_time(data, "Đồng Tháp", "2024-07", "2025-02", sector)).said("en")
    assert str(shown.title).startswith(title) and shown.title.figures


def test_the_title_says_what_became_of_the_target(schools):
    outcome = schools.outcomes[0]
    for code, said in (
        ("short", ", short of the 80% target for 2024 (as SoSánh reads it)"),
        ("undecided", "; target of 80% for 2024 (as SoSánh reads it): undecided"),
    ):
        found = replace(schools, outcomes=(replace(outcome, code=code),))
        assert str(pairs.bullet(found).said("en").title).endswith(said)


@pytest.mark.parametrize(("least", "most", "ends"), [(86, 87, (80, 95)), (13, 100, (0, 100)), (100, 100, (95, 100))])
def test_an_axis_is_cut_to_where_the_figures_are(data, least, most, ends):
    row = next(row for row in data.observations if row.obs_id == "dt-2025-02.03")
    rows = [
        replace(row, bound="exact", obs_value=value, value_lower=value, value_upper=value) for value in (least, most)
    ]
    assert marks.span(rows) == ends


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
    assert first.event_en not in {str(row[0]) for row in shown.drawn.rows} and f'id="{far.ref}"' not in unquote(
        shown.image
    )
    assert f"Later than the picture shows: – {said}: {first.event_en}" in " ".join(lines(shown.image))
    only = replace(found, milestones=(far,))
    assert str(timeline.lanes(only).said("en").sentences[0]).startswith("Within the scope of this page")


def test_a_level_that_its_figure_leaves_open_is_not_drawn_as_decided(data):
    found = against_targets(data, THREE, "2025-06")
    decided = next(each for each in found.outcomes if each.code == "exceeded")
    left_open = replace(found, outcomes=(replace(decided, code="undecided"),))
    assert [str(row[0]) for row in exhibits.matrix(left_open).said("en").rows] == ["undecided"]


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
    assert [any(type(each) is Polygon for each in axes.patches) for axes in drawings[0].axes[:-1]] == expected
    assert "which are joined: 3. " in str(shown.alt)
    assert str(shown.title) == "The change, or a limit of it, can be stated for 3 of 6 pairs of figures"
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
