"""What the drawings hold, read back from their marks."""

import re
from dataclasses import replace
from datetime import date
from urllib.parse import unquote

import matplotlib as mpl
import pytest
from matplotlib import font_manager

from sosanh import charts, lanes, lattices, marks, ranks, stages, what_if
from sosanh.compare import across, against_targets, deployment, one_indicator, over_time
from sosanh.gate import interval

pytestmark = pytest.mark.published

THREE = ["Đồng Tháp", "Quảng Ninh", "Bình Định"]


@pytest.fixture(scope="module")
def everything(data):
    return across(data, THREE)


def drawn(chart):
    return [tuple(map(str, row)) for row in chart.drawn.rows]


def test_slope_draws_both_ends_of_every_pair_that_is_not_refused(schools):
    ends = drawn(charts.slope(schools, "en"))
    shown = [pair for pair in schools.pairs if pair.verdict.grade != "X"]
    assert len(ends) == 2 * len(shown)
    assert ("Digital governance model of institutions", "more than 70% (July 2024)", "open bar from 70 to 100") in ends
    assert ("Schools that build digital materials", "338/416 (July 2024)", "point 81.25") in ends


def test_dumbbell_gives_both_definitions_and_joins_nothing(data):
    health = over_time(data, "Đồng Tháp", "2024-07", "2025-02", "health")
    shown = charts.dumbbell(health, "en")
    places = {figure: place for figure, _, _, place in drawn(shown)}
    assert places["22/165 (July 2024)"] == "point 13.33" and places["165/165 (February 2025)"] == "point 100"
    definitions = {figure: definition for figure, definition, _, _ in drawn(shown)}
    assert definitions["22/165 (July 2024)"] != definitions["165/165 (February 2025)"]
    assert not shown.drawn.figures or "change" not in {figure.how for figure in shown.figures}


def test_strip_draws_a_bound_as_a_bound(everything):
    places = {figure: place for _, figure, place in drawn(lattices.strip(everything, "en"))}
    assert places["more than 70% (July 2024)"] == "arrow from 70 upwards"
    assert places["86% (July 2024)"] == "point 86"


def test_ladder_counts_every_figure_once(everything):
    shown = lattices.ladder(everything, "en")
    ids = [
        each for row in shown.drawn.rows for cell in row[1:] for figure in cell.figures for each in figure.observations
    ]
    assert sorted(ids) == sorted(everything.rows["obs_id"])


def test_matrix_sets_each_level_under_its_outcome(data):
    found = against_targets(data, THREE, "2025-06")
    shown = lattices.matrix(found, "en")
    heads = [str(each) for each in shown.drawn.head[1:]]
    cashless = next(row for row in shown.drawn.rows if "cashless" in str(row[0]))
    assert [str(cell) for cell in cashless[1:]] == ["1" if head == "exceeded" else "–" for head in heads]


def test_ranks_of_two_maps_share_no_axis(data):
    found = against_targets(data, THREE, "2025-06")
    places = {str(figure): str(place) for figure, place, _ in ranks.ranks(found, "en").drawn.rows}
    assert any("Gia Lai" in figure and "31" in place for figure, place in places.items())
    assert any("top 10" in figure and place == "open bar from 1 to 10" for figure, place in places.items())
    svg = unquote(ranks.ranks(found, "en").image)
    assert "63 provinces and cities (until 30 June 2025)" in svg and "34 provinces and cities" in svg


def test_lanes_place_a_year_as_a_year_and_no_undated_step(data):
    found = deployment(data, ["Quảng Ninh", "Bình Định"])
    shown = lanes.lanes(found, "en")
    spans = {event: place for _, event, _, place in drawn(shown)}
    assert spans["Telemedicine down to district units begins to be built"] == "1 January 2012–31 December 2012"
    undated = found.milestones[found.milestones["first"].isna()]
    assert len(undated) and not set(undated["event_en"]) & set(spans)
    svg = unquote(shown.image)
    numbers = [int(str(row[0])) for row in stages.milestones(found, "en").rows if str(row[2]) == "not stated"]
    assert f"Not dated: {', '.join(map(str, numbers))}." in " ".join(re.findall(r">([^<]+)</text>", svg))


def test_what_is_under_way_is_hatched_neither_done_nor_planned(data):
    """Six approved projects, partly carried out, are drawn as such, in grey too."""
    looks = {phase: (lanes._FILLS[phase], lanes._HATCHES.get(phase)) for phase in data.codebook.codes("phase")}
    assert len(set(looks.values())) == len(looks) and looks["under_way"][1]
    shown = unquote(lanes.lanes(deployment(data, "Đồng Tháp"), "en").image)
    assert "<pattern" in shown and "Hatched: under way." in " ".join(re.findall(r">([^<]+)</text>", shown))


def test_a_drawing_carries_the_letters_it_uses_and_asks_for_nothing(schools):
    shown = charts.slope(schools, "vi")
    for image in (shown.image, shown.narrow):
        svg = unquote(image)
        assert svg.count("@font-face") == 2
        assert not re.search(r"url\((?!#|data:)|href=\"http", svg)
        assert len(image) < 90_000


def test_a_hedged_value_is_not_drawn(data):
    rows = data.observations[data.observations["hedge"].ne("")].itertuples(index=False, name="Observation")
    for row in rows:
        assert not interval(row).known and not marks.is_point(row)


def test_a_readers_own_settings_and_fonts_change_no_byte(schools):
    before = charts.bullet(schools, "vi").image
    known = font_manager.fontManager.ttflist
    impostor = replace(next(font for font in known if font.name == "DejaVu Sans"), name=marks.FONT)
    with mpl.rc_context({"savefig.facecolor": "black", "axes.titlepad": 40, "font.size": 20}):
        known.insert(0, impostor)
        marks._fonts.cache_clear()
        try:
            assert charts.bullet(schools, "vi").image == before
        finally:
            if impostor in known:
                known.remove(impostor)


def test_what_is_nearly_the_end_is_not_read_back_as_the_end():
    artist = mpl.figure.Figure().add_subplot().scatter([99.996], [0])
    assert str(marks.place(artist, ("x",), "en")) == "point 99.996"


def test_no_gain_is_told_that_was_not_drawn(data, monkeypatch):
    one = one_indicator(data, "edu_cashless")
    shown = what_if.sensitivity(one, 450, 700, "en")
    assert [str(row[2]) for row in shown.drawn.rows] == ["−55", "1", "77", "173"]
    monkeypatch.setattr(what_if, "_draw_gains", lambda *_: None)
    with pytest.raises(KeyError):
        what_if.sensitivity(one, 450, 700, "en")


def test_steps_beyond_the_picture_are_named_beside_it_and_not_drawn_shorter(data):
    found = deployment(data, "Đồng Tháp")
    steps = found.milestones.reset_index(drop=True)
    steps.loc[0, ["when", "first", "last"]] = ["2050", date(2050, 1, 1), date(2050, 12, 31)]
    found = replace(found, milestones=steps)
    shown = lanes.lanes(found, "en")
    numbers = {str(row[0]) for row in shown.drawn.rows}
    horizon = [str(row[0]) for row in stages.milestones(found, "en").rows if str(row[2]) == "2050"]
    assert horizon and not set(horizon) & numbers
    assert f"Further on: {horizon[0]}." in unquote(shown.image)
    only = replace(found, milestones=found.milestones[found.milestones["when"].eq("2050")])
    assert str(lanes.lanes(only, "en").sentences[0]).startswith("With these parameters")


def test_a_level_that_its_figure_leaves_open_is_not_drawn_as_decided(data):
    found = against_targets(data, THREE, "2025-06")
    decided = next(each for each in found.outcomes if each.code == "exceeded")
    left_open = replace(found, outcomes=(replace(decided, code="undecided"),))
    assert [str(cell) for cell in lattices.matrix(left_open, "en").drawn.rows[0][1:]] == ["1 hollow"]
