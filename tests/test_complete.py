"""What is left out of a page is missed: no number is wrong where a row, a note or the part on limits is not there."""

import re

import pytest

import sosanh
from sosanh.data.collection import load
from sosanh.lineage.audit import Tracer

pytestmark = pytest.mark.published

THREE = ["Đồng Tháp", "Quảng Ninh", "Bình Định"]
LIMITS = {
    "vi": "<h3>Điều trang này không nói</h3><p>Không có số liệu không có nghĩa là bằng không.</p>",
    "en": "<h3>What this does not say</h3><p>Not reported does not mean zero.</p>",
}


@pytest.fixture(scope="module")
def tracer():
    return Tracer(load())


def asked(data, parameters):
    """The answer that a notebook with these parameters shows."""
    if "indicator" in parameters:
        return data.one_indicator(parameters["indicator"])
    if "time_from" in parameters:
        return data.over_time(*parameters.values())
    if "as_of" in parameters:
        return data.against_targets(**parameters)
    return data.deployment(**parameters) if parameters == STEPS else data.across(**parameters)


def page(language, parameters, *shown):
    """A brief in short: its first screen, these exhibits, its sources, and what it does not say."""
    found = asked(sosanh.load(language), parameters)
    exhibits = [getattr(found, name)()._repr_html_() for name in ("headline", *shown, "sources")]
    return f"<title>x</title>{''.join(exhibits)}{LIMITS[language]}"


def faults(tracer, html, language, parameters):
    return [fault.said for fault in tracer.trace(html, language, parameters=parameters).faults]


WINDOW = {"area": "Đồng Tháp", "time_from": "2024-07", "time_to": "2025-02", "sector": "education"}
ONE = {"indicator": "edu_cashless"}
ARTICLE = {"areas": "", "article": "dt-2024-07"}
BY = {"areas": THREE, "as_of": "2024-12"}
STEPS = {"areas": THREE, "sector": "health"}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(("parameters", "shown", "row"), [
    (WINDOW, "reported", "dt-2024-07.05"), (WINDOW, "levels", "dt-2024-04.04"), (ONE, "reported", "dt-2025-02.03"),
    (ARTICLE, "reported", "dt-2024-07.20"), (BY, "levels", "bd-undated.02"), (BY, "claims", "qn-undated.w20"),
    ({"areas": THREE}, "audit", "dt-2024-07.04"), ({"areas": THREE}, "coverage", "qn-undated"),
    ({"areas": THREE}, "second_readings", "qn-undated"), ({"areas": THREE}, "relations", "dt-2025-02.r01"),
    (STEPS, "systems", "dt-2024-07.s18"), (STEPS, "milestones", "qn-undated.m04"),
])  # fmt: skip
def test_a_row_taken_out_of_what_shows_all(tracer, language, parameters, shown, row):
    html = page(language, parameters, shown)
    assert faults(tracer, html, language, parameters) == []
    part = re.search(rf'<section class="exhibit {shown}\b.*?</section>', html, re.DOTALL)[0]
    rows = [each for each in re.findall(r"<tr>.*?</tr>", part, re.DOTALL) if row in each and "<td" in each]
    less = part.replace(rows[0], "")
    found = faults(tracer, html.replace(part, less), language, parameters)
    assert any(each.startswith("it shows all, and") and row in each for each in found), found


def test_a_row_that_was_not_asked_for_or_stands_twice(tracer):
    html = page("en", ARTICLE, "reported")
    row = next(each for each in re.findall(r"<tr>.*?</tr>", html, re.DOTALL) if "token(dt-2024-07.20)" in each)
    twice = faults(tracer, html.replace(row, row + row), "en", ARTICLE)
    assert "it shows dt-2024-07.20 once too often" in twice
    other = faults(tracer, html.replace(row, row + row.replace("dt-2024-07.20", "dt-2025-02.03")), "en", ARTICLE)
    assert "it shows dt-2025-02.03 once too often" in other


def test_what_is_held_against_targets_is_not_said_to_be_every_figure(tracer):
    """The page of targets said "Every figure as printed" of ten of them; the title claims less now."""
    html = page("en", BY, "reported")
    assert faults(tracer, html, "en", BY) == []
    claimed = html.replace("Targets, and the figures they are held against, as printed", "Every figure as printed")
    assert any(each.startswith("it shows all, and") for each in faults(tracer, claimed, "en", BY))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("without", [r"(?<=</h3>)<p>.*?</p>$", r"<h3>[^<]*</h3><p>[^<]*</p>$"])
def test_the_part_on_what_a_page_does_not_say_is_taken_out(tracer, language, without):
    html = page(language, WINDOW)
    assert faults(tracer, html, language, WINDOW) == []
    (found,) = faults(tracer, re.sub(without, "", html), language, WINDOW)
    assert found.startswith("no part under “…")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("parameters", [WINDOW, ONE, {"indicator": "agri_water_stations"}, ARTICLE, BY])
def test_the_note_of_a_first_screen_is_taken_out(tracer, language, parameters):
    html = page(language, parameters)
    assert faults(tracer, html, language, parameters) == []
    found = faults(tracer, re.sub(r'<p class="caveat">.*?</p>', "", html), language, parameters)
    assert any(each.startswith("the first screen has no note") for each in found), found


@pytest.mark.parametrize("parameters", [WINDOW, ONE])
def test_what_an_indicator_does_not_tell_is_taken_out_of_the_note(tracer, parameters):
    limit = "“introduced” does not tell how many parents use it"
    html = page("en", parameters)
    assert limit in html
    (found,) = faults(tracer, html.replace(f"; {limit}", ""), "en", parameters)
    assert found == f"“{limit}” is missing in the note of the first screen"
