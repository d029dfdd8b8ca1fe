"""The way in: `import sosanh`, `sosanh.load()`, questions, and what each answer can show."""

import inspect
import json
import statistics
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from types import ModuleType

import IPython.display
import numpy as np
import pandas as pd
import pytest

import sosanh
from sosanh.compare.results import OverTime
from sosanh.data import paths
from sosanh.data.labels import label
from sosanh.lineage.words import count, messages, say
from sosanh.numbers.intervals import Interval, PlainDifference, PlainTotal
from sosanh.show.api import DOOR, EXHIBITS, Data, Refused, cheat_sheet
from sosanh.show.display import MIME, Exhibit, sentences

ANSWERS = {
    "over_time": lambda data, area: data.over_time(area),
    "across": lambda data, area: data.across(area),
    "against_targets": lambda data, area: data.against_targets(area),
    "evidence_map": lambda data, area: data.evidence_map(area),
    "one_page": lambda data, area: data.one_page(area),
    "deployment": lambda data, area: data.deployment(area),
    "one_indicator": lambda data, area: data.one_indicator("health_ehr", area),
}
MORE = {"sensitivity": (450, 700)}


@pytest.fixture(scope="module", params=["vi", "en"])
def known(request):
    return sosanh.load(request.param)


@pytest.mark.parametrize("area", ["Đồng Tháp", "Quảng Ninh", "Hà Nội"])
@pytest.mark.parametrize("question", ANSWERS)
def test_an_answer_shows_all_that_it_offers(known, question, area):
    found = ANSWERS[question](known, area)
    offered = [name for name in dir(found) if name in EXHIBITS]
    assert "headline" in offered and len(offered) > 8
    for name in offered:
        shown = getattr(found, name)(*MORE.get(name, ()))
        assert isinstance(shown, Exhibit) and (shown.language,) == known.languages, name


@pytest.mark.parametrize("obs_id", ["dt-2025-02.03", "bd-undated.01"])
def test_one_figure_shows_its_walk(known, obs_id):
    found = known.one_figure(obs_id)
    assert {"printed", "read", "allowed", "said"} <= set(dir(found)) and "bullet" not in dir(found)
    assert all(isinstance(getattr(found, name)(), Exhibit) for name in dir(found) if name in EXHIBITS)


@pytest.mark.published
def test_a_figure_is_found_by_its_code_and_its_value_is_what_the_print_allows(known):
    figure, july = known["dt-2025-02.03"], known["dt-2024-07.04"]
    assert figure.value == Interval(91, 100, lower_open=True) and str(figure.value) == "(91; 100]"
    assert july.value.exact and july.value.lower == Fraction(46500, 595)
    assert (july.numerator, july.denominator, str(july.obs_value), figure.denominator) == (465, 595, "78.18", None)
    with pytest.raises(Refused, match=r"unknown obs_id 'dt-2025-02\.99'"):
        known["dt-2025-02.99"]


TAKEN = {  # each of two figures, of what they print, and of what that allows
    PlainDifference: [
        lambda a, b: b - a, lambda a, b: b.value - a.value, lambda a, b: b.obs_value - a.obs_value,
        lambda a, b: 100 - b.obs_value, lambda a, b: b.obs_value - Decimal(80), lambda a, b: -a.obs_value,
        lambda a, b: b.obs_value / a.obs_value, lambda a, b: a.denominator - a.numerator,
        lambda a, b: np.subtract(b.obs_value, a.obs_value), lambda a, b: a.numerator / a.denominator,
    ],
    PlainTotal: [
        lambda a, b: b + a, lambda a, b: b.value + a.value, lambda a, b: sum([a.obs_value, b.obs_value]),
        lambda a, b: statistics.mean([a, b]), lambda a, b: statistics.mean([a.value, b.value]),
        lambda a, b: statistics.mean([a.obs_value, b.obs_value]), lambda a, b: statistics.mean([a.numerator, 1]),
        lambda a, b: np.mean([a.obs_value, b.obs_value]), lambda a, b: a.numerator + a.denominator,
    ],
}  # fmt: skip


@pytest.mark.published
@pytest.mark.parametrize("refusal", TAKEN)
def test_two_figures_are_neither_subtracted_nor_averaged(known, refusal):
    for taken in TAKEN[refusal]:
        with pytest.raises(refusal, match="of reported values: "):
            taken(known["dt-2024-07.04"], known["dt-2025-02.03"])


def test_what_makes_an_exhibit_of_an_answer_is_offered():
    """A function from a result to an exhibit that no answer offers would be found by nobody."""
    kinds, own = {"Table", "Sentences", "Chart", "Headline"}, set()
    for path in sorted([*(paths.LIBRARY / "show").glob("*.py"), *(paths.LIBRARY / "draw").glob("*.py")]):
        module = import_module(f"sosanh.{path.parent.name}.{path.stem}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            taken = [*inspect.signature(function).parameters]
            made = set(str(inspect.signature(function).return_annotation).replace("'", " ").replace(".", " ").split())
            if function.__module__ == module.__name__ and not name.startswith("_") and made & kinds:
                own |= {f"{path.parent.name}.{path.stem}:{name}"} if taken[:1] == ["result"] else set()
    assert len(own) > 30
    first_screens = {each for each in own if each.startswith("show.headlines:of_")}  # chosen by `headline`
    assert own - first_screens <= {place for place, _ in EXHIBITS.values()}


def sizes(result):
    """A made-up exhibit: how many figures there are."""
    return sentences("sizes", [say("sizes_line", count=count(row.obs_id for row in result.rows))])


@pytest.fixture
def with_sizes(data, monkeypatch):
    """The collection in both languages, whose answers over time can show the made-up exhibit.

    What it took: a function, a line of EXHIBITS, and its words.
    """
    module = ModuleType("sosanh.show.made_up")
    module.sizes = sizes
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(EXHIBITS, "sizes", ("show.made_up:sizes", (OverTime,)))
    for language, title, line in (("vi", "Số lượng", "Có {count} số liệu."), ("en", "Sizes", "{count} figures.")):
        monkeypatch.setitem(messages(language), "title_sizes", title)
        monkeypatch.setitem(messages(language), "sizes_line", line)
    return Data(data, "vi en")


def test_an_exhibit_attaches_by_one_function(with_sizes):
    found = with_sizes.over_time("Đồng Tháp")
    assert "sizes" in dir(found) and "sizes" in repr(found) and found.sizes.__doc__ == sizes.__doc__
    assert "sizes" not in dir(with_sizes.across("Đồng Tháp"))
    vi, en = found.sizes().each
    size = len(found.result.rows)
    assert [*vi.lines()] == ["Số lượng", f"• Có {size} số liệu."] and [*en.lines()] == ["Sizes", f"• {size} figures."]
    assert vi.figures == en.figures and vi.frame().columns.tolist() == ["sizes"]


def test_in_two_languages_a_cell_shows_each_as_an_output_of_its_own(with_sizes, monkeypatch):
    """A page leaves out the outputs that are tagged with another language."""
    outputs = []
    monkeypatch.setattr(IPython.display, "display", lambda shown, **told: outputs.append((shown, told)))
    shown = with_sizes.over_time("Đồng Tháp").sizes()
    shown._ipython_display_()
    assert [told["metadata"]["tags"] for _, told in outputs] == [["lang-vi"], ["lang-en"]]
    for each, (bundle, told) in zip(shown.each, outputs, strict=True):
        assert told["raw"] and bundle["text/plain"] == repr(each) and repr(each) in repr(shown)
        assert bundle[MIME]["kind"] == "sentences" and bundle["text/html"] == each._repr_html_()


@pytest.mark.parametrize("language", ["", "fr", "vi fr"])
def test_another_language_is_refused(language):
    with pytest.raises(LookupError, match="known: vi, en"):
        sosanh.load(language)


def test_an_answer_says_what_it_cannot_show(known):
    with pytest.raises(AttributeError, match="OverTime cannot show lanes; it can: headline, "):
        known.over_time("Quảng Ninh").lanes()
    assert not hasattr(known.over_time("Quảng Ninh"), "forecast")


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda data: data.over_time("Quang Nin"), "unknown area 'Quang Nin'; nearest: Quảng Ninh, "),
        (lambda data: data.over_time("Huế", sector="educaton"), "unknown sector 'educaton'; nearest: education"),
        (lambda data: data.one_figure("dt-2025-02.99"), "unknown obs_id 'dt-2025-02.99'"),
        (lambda data: data.across("Huế", as_of="soon"), "as_of: "),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_sentence(known, ask, message):
    with pytest.raises(Refused) as refused:
        ask(known)
    [line] = refused.value._render_traceback_()
    assert line.startswith(message) and "\n" not in line


def test_a_question_takes_what_its_signature_says(known):
    assert str(inspect.signature(known.over_time)).startswith("(area: str, time_from: str = '', time_to: str = ''")
    assert "earliest against the latest" in known.over_time.__doc__
    assert [*inspect.signature(known.one_indicator("edu_cashless").sensitivity).parameters] == ["first", "last"]


def test_each_fits_a_screen(known):
    found = known.over_time("Đồng Tháp")
    assert len(repr(known).splitlines()) == 4 and len(repr(known)) < 500
    assert len(repr(found)) < 2000 and "slope" in repr(found)
    assert found._repr_html_().startswith('<section class="exhibit headline"')


def test_things_are_found_with_and_without_marks(known):
    plain, marked = known.find("benh an dien tu"), known.find("Bệnh án điện tử")
    assert plain.equals(marked) and "qn-undated.s21" in set(plain["code"])
    assert known.find("bac ninh")["code"].tolist() == ["VN63-27", "VN34-24"]
    assert known.find("no such thing at all").empty


def test_figures_are_found_by_what_they_are_of_and_by_their_token_in_either_language(known):
    """One list serves this and the search on the list of pages, where a number would stand without its words."""
    ((kind, code, said, _),) = known.find("465/595").values.tolist()
    assert (kind, code) == ("figure", "dt-2024-07.04") and "465" not in said and "Đồng Tháp (" in said
    for words in ("khong dung tien mat", "cashless"):
        assert {"edu_cashless", "dt-2024-07.04"} <= set(known.find(words)["code"])


def test_a_figure_is_found_by_who_states_it_and_a_record_by_its_other_names(known):
    found = known.find("doan tan buu")
    assert {*found["kind"]} == {"figure"} and "dt-2024-07.18" in set(found["code"])
    assert "health_emr_hospitals" in set(known.find("hồ sơ bệnh án")["code"])


def test_what_is_found_says_what_it_is_easily_taken_for(known):
    found = known.find("bệnh án điện tử").set_index("code")["not the same as"]
    record = str(label(known.collection.codebook.entry("indicators", "health_ehr"), "name").said(known.languages[0]))
    assert record in found["health_emr_hospitals"].split("; ")
    assert found["dt-2024-07.s12"] == ""  # of systems nothing is listed


def test_words_that_follow_one_another_come_before_words_that_begin_so(known):
    assert {*known.find("hue")["code"]} >= {"VN63-46", "VN34-46"} and len(known.find("hu")) > len(known.find("hue"))
    assert set(known.find("dien benh")["code"]) > set(known.find("benh an dien tu")["code"])


def test_a_frame_is_to_be_read_and_has_no_mean(known):
    frame = known.frame
    assert (
        frame.loc["dt-2025-02.03", "value"] == "(91; 100]" and frame.loc["dt-2024-07.14", "value"] == "[10606; 10606]"
    )
    assert len(frame) == len(known.collection.observations)
    with pytest.raises(TypeError):
        frame["value"].mean()
    with pytest.raises(TypeError):
        frame["value"].diff()


def test_a_table_goes_to_excel(known, tmp_path):
    table = known.over_time("Đồng Tháp", "2024-07", "2025-02").pairs()
    table.to_excel(tmp_path / "pairs.xlsx")
    read = pd.read_excel(tmp_path / "pairs.xlsx", dtype=str, keep_default_na=False)
    assert read.columns.tolist() == [str(each) for each in table.head]
    assert read.to_numpy().tolist() == [[str(cell) for cell in row] for row in table.rows]


def test_the_package_itself_is_light():
    """`import sosanh` answers at once; a chart's library is loaded when a chart is asked for."""
    heavy = "{name for name in ('pandas', 'matplotlib', 'seaborn', 'openpyxl', 'papermill') if name in sys.modules}"
    program = f"""
import json, sys, sosanh
at_first = {heavy}
found = sosanh.load("en").over_time("Đồng Tháp")
found.pairs()
print(json.dumps([sorted(at_first), sorted({heavy})]))
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)
    assert json.loads(run.stdout) == [[], []]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_cheat_sheet_is_made_of_the_door_and_stored(language):
    stored = (paths.NOTEBOOKS / f"cheat-sheet.{language}.md").read_text("utf-8")
    assert stored == cheat_sheet(language), "make refresh writes it"
    asks = [name for name, ask in vars(Data).items() if hasattr(ask, "__wrapped__")]
    assert all(f"`data.{name}(" in stored for name in asks) and all(f"`{name}`" in stored for name in EXHIBITS)
    assert len(stored.split()) < 700  # one page


def test_what_the_cheat_sheet_says_one_can_type_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    data = sosanh.load("en")
    scope = {"sosanh": sosanh, "data": data, "found": data.over_time("Đồng Tháp", sector="education")}
    for code in DOOR.values():
        eval(code, scope)
    assert (tmp_path / "pairs.xlsx").exists()


def test_tab_lists_what_is_asked_for_and_no_imports():
    assert [name for name in dir(sosanh) if not name.startswith("_")] == ["explorer", "lesson", "load"]


@pytest.mark.published
def test_what_stands_at_the_prompt_is_short_and_says_what_it_is(known):
    pair = known.over_time("Đồng Tháp", "2024-07", "2025-02", sector="education").compared[0]
    assert repr(known["dt-2025-02.03"].value) == "(91; 100]"
    assert repr(pair) == "<Pair dt-2024-07.04 dt-2025-02.03: B>"
    assert repr(pair.verdict).startswith("<Verdict B: ")
    assert repr(pair.change).startswith("<Change in percent: (12.84")
    with pytest.raises(PlainDifference) as refused:
        pair.b.value - pair.a.value
    assert refused.value._render_traceback_() == [str(refused.value)]  # one sentence in a notebook
