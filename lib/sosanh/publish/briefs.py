"""Which briefs are asked for: `reports/briefs.yml`, read and held against the notebooks it names.

A brief is a notebook and its parameters, in one language; a line of the file asks for one or, with a grid, for several,
each in both languages unless it says otherwise. Everything that can be wrong with the file is found before any kernel
starts and said with its line or brief, for papermill itself only warns of an unknown name and turns some words into
numbers or truth values.

The values of a grid are listed, or taken from the data: `{area: each}` is every area that has figures, and a new
article then has its pages without a change of the file. Of several such names only the combinations are taken that have
figures. The name of a brief is its page's address, which others link to and quote. So a name's places, such as
`{area}`, are filled with the value in small ASCII letters, the same on every machine and in every year.

>>> entry = {"name": "{area}-{sector}", "grid": {"area": ["Đồng Tháp"], "sector": ["education", "health"]}}
>>> list(combinations(entry, ()))
[('dong-thap-education', {'area': 'Đồng Tháp', 'sector': 'education'}), ('dong-thap-health', {'area': 'Đồng Tháp', \
'sector': 'health'})]
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from pathlib import Path

import yaml

from sosanh.data import notebooks, paths
from sosanh.data.letters import slug
from sosanh.data.notebooks import Parameter
from sosanh.data.problems import DataProblems, Problem, suggest
from sosanh.lineage.words import LANGUAGES


class _Once(yaml.SafeLoader):
    """YAML without its silent choice: of two equal keys it keeps the last, here the second is an error."""

    def construct_mapping(self, node, deep=False):
        for index, (key, _) in enumerate(node.value):
            if key.value in [earlier.value for earlier, _ in node.value[:index]]:
                problem, mark = f"{key.value} twice", key.start_mark
                raise yaml.constructor.ConstructorError(problem=problem, problem_mark=mark, note="each name once")
        return super().construct_mapping(node, deep)


def load(path: Path, wanted: str, form: str):
    """What the file holds; `DataProblems` where it is missing (`wanted` should be there) or no YAML in UTF-8 (`form`).

    Whether it is of the right form at all is for the caller to see.
    """
    place, allowed = "", form
    try:
        held = yaml.load(path.read_text(encoding="utf-8-sig"), _Once)
        json.dumps(held, default=str, skipkeys=True)  # `ValueError` where something holds itself
        return held
    except (FileNotFoundError, IsADirectoryError):
        found, allowed = "no such file", f"{wanted} at {path}"
    except UnicodeDecodeError as error:
        found, allowed = f"byte {error.start}, which is not UTF-8", "text saved as UTF-8"
    except yaml.MarkedYAMLError as error:
        place, found, allowed = f"line {error.problem_mark.line + 1}", error.problem, error.note or form
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # such as the date 2024-13-45
        found = str(error).replace("\n", " ")
    raise DataProblems([Problem(path.name, place, "", found, allowed)])


NAME = r"[a-z0-9][a-z0-9-]*"
_PLACE = r"\{([^{}]*)\}"
EACH = "each"
OF_DATA = ("area", "areas", "article", "indicator", "sector")  # names whose values can be taken from the data


@dataclass(frozen=True)
class Value:
    """A value of a grid, and what stands for it in a name."""

    value: object
    slug: str


Row = dict[str, Value]  # a figure of the data: what it says for each name of `OF_DATA`


def combinations(entry: dict, rows: Iterable[Row]) -> Iterator[tuple[str, dict]]:
    """(name, parameters) of each brief that an entry of the list asks for; `rows` are the figures of the data."""
    grid, parameters = entry.get("grid") or {}, entry.get("parameters") or {}
    for chosen in _chosen(grid, rows):
        name = re.sub(_PLACE, lambda place, chosen=chosen: chosen[place[1]].slug, entry["name"])
        yield name, parameters | {key: chosen[key].value for key in grid}


def _chosen(grid: dict, rows: Iterable[Row]) -> Iterator[Row]:
    """Every combination: of values listed with one another, and with those that a figure of the data has together.

    >>> rows = [{"area": Value("VN63-87", "a"), "sector": Value(each, each)} for each in ("health", "health", "trade")]
    >>> [[each.slug for each in row.values()] for row in _chosen({"area": "each", "sector": "each", "x": [1]}, rows)]
    [['a', 'health', '1'], ['a', 'trade', '1']]
    """
    each = [key for key, values in grid.items() if values == EACH]
    listed = {key: values for key, values in grid.items() if values != EACH}
    together = {tuple(row[key].slug for key in each): row for row in rows if each} or ({(): {}} if not each else {})
    for own in together.values():
        for values in product(*listed.values()):
            given = {key: Value(value, slug(value)) for key, value in zip(listed, values, strict=True)}
            yield {key: own[key] if key in each else given[key] for key in grid}


def problems(entry: dict, file: str, place: str) -> Iterator[Problem]:
    """What is wrong with an entry's grid and the places of its name."""
    name, grid, parameters = (entry.get(key) for key in ("name", "grid", "parameters"))
    if not isinstance(grid, dict | None):
        yield Problem(file, place, "grid", str(grid), "names and lists of values: {name: [value, value]}")
        return
    grid = grid or {}
    for key, values in grid.items():
        if values == EACH and key not in OF_DATA:
            yield Problem(file, place, f"grid, {key}", EACH, f"a list of values; {EACH} is for {', '.join(OF_DATA)}")
        elif values != EACH and (not isinstance(values, list) or not values):
            wanted = "a list of values: [value, value]" + (f", or {EACH}" if key in OF_DATA else "")
            yield Problem(file, place, f"grid, {key}", str(values), wanted)
        if isinstance(parameters, dict) and key in parameters:
            yield Problem(file, place, f"grid, {key}", str(key), "each name once: among the parameters or in the grid")
    for asked in re.findall(_PLACE, name):
        if asked not in grid:
            allowed = suggest(asked, list(map(str, grid))) if grid else "no place without a grid"
            yield Problem(file, place, "name", f"{{{asked}}}", allowed)
        for value in grid[asked] if isinstance(grid.get(asked), list) else ():
            if not slug(value):
                yield Problem(file, place, f"grid, {asked}", str(value), "letters or digits, for the name’s place")
    if not re.fullmatch(NAME, re.sub(_PLACE, "x", name)):
        yield Problem(file, place, "name", name, "small letters, digits and hyphens: the page's address")


def coinciding(entry: dict, file: str, place: str, taken: set[str], rows: Iterable[Row]) -> Iterator[Problem]:
    """Names of an entry without other problems that are not new; those that are new are `taken` now."""
    missing = [f"{{{key}}}" for key in entry.get("grid") or {} if f"{{{key}}}" not in entry["name"]]
    own: set[str] = set()
    for name, _ in combinations(entry, rows):
        if name == "index":
            yield Problem(file, place, "name", name, "another: index is the list of all pages")
        elif name in own and missing:
            yield Problem(file, place, "name", name, f"each name once: put {', '.join(missing)} into it")
        elif name in taken | own:
            yield Problem(file, place, "name", name, "each name once")
        own.add(name)
    taken |= own


KEYS = ("name", "notebook", "parameters", "grid", "languages")
_TYPES = {"str": str, "int": int, "float": (int, float), "bool": bool, "list": list, "dict": dict}


@dataclass(frozen=True)
class Brief:
    """One page: `name` and `language` make its address, `reports/html/<name>.<language>.html`.

    `languages` are those in which there is a page of the same name.
    """

    name: str
    notebook: str
    parameters: dict
    language: str
    languages: tuple[str, ...] = LANGUAGES

    @property
    def file(self) -> str:
        return f"{self.name}.{self.language}.html"

    @property
    def source(self) -> Path:
        return paths.NOTEBOOKS / f"{self.notebook}.ipynb"

    @cached_property
    def asked(self) -> dict:
        """Every parameter that the page is made for: those given, and the notebook's defaults for the others."""
        return notebooks.defaults(self.source) | self.parameters | {"language": self.language}


def read(path: Path = paths.BRIEFS) -> list[Brief]:
    """The briefs asked for, each in each of its languages; `DataProblems` lists what is wrong with the file's form."""
    listed = load(path, "a list of briefs", "briefs in YAML, each beginning with “- name:”")
    rows = _figures()
    problems = list(_form_problems(listed, path.name, rows))
    if problems:
        raise DataProblems(problems)
    return [
        Brief(name, each["notebook"], parameters, language, tuple(each.get("languages", LANGUAGES)))
        for each in listed
        for name, parameters in combinations(each, rows)
        for language in each.get("languages", LANGUAGES)
    ]


def _figures() -> list[Row]:
    """What a grid can take from each figure of the data: values, and what stands for them in a name.

    An area is named by its territory ("dong-thap", "dong-thap-2025"), so that two areas of one name have two pages, and
    one that the merger left alone keeps its page. Of two codes of such an area the newest stands for it.
    """
    areas = {each["ref_area"]: each for each in _rows("areas")}
    rows = _rows("observations")
    newest: dict[str, str] = {}
    for code in sorted({each["ref_area"] for each in rows}, key=lambda code: areas[code]["valid_from"]):
        newest[areas[code]["territory"]] = code
    return [_figure(each, areas[each["ref_area"]]["territory"], newest) for each in rows]


def _figure(row: dict[str, str], territory: str, newest: dict[str, str]) -> Row:
    plain = {"article": row["source_id"], "indicator": row["indicator"], "sector": row["sector"]}
    named = {key: Value(value, slug(value)) for key, value in plain.items()}
    area = newest[territory]
    return named | {"area": Value(area, territory), "areas": Value([area], territory)}


def _rows(table: str) -> list[dict[str, str]]:
    with (paths.PROCESSED / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _form_problems(listed, file: str, rows: list[Row]) -> Iterator[Problem]:
    if not isinstance(listed, list):
        found = "nothing" if listed is None else type(listed).__name__
        yield Problem(file, "", "", found, "a list of briefs, each beginning with “- name:” ([] for none)")
        return
    names: set[str] = set()
    for number, each in enumerate(listed, start=1):
        place = f"brief {number}"
        found = list(_entry_problems(each, file, place))
        yield from found or coinciding(each, file, place, names, rows)


def _entry_problems(each, file: str, place: str) -> Iterator[Problem]:
    if not isinstance(each, dict):
        yield Problem(file, place, "", str(each), f"a line of {{{', '.join(KEYS)}}}; the last three as needed")
        return
    for key in each.keys() - set(KEYS):
        yield Problem(file, place, "", str(key), suggest(str(key), KEYS))
    if isinstance(each.get("name"), str):
        yield from problems(each, file, place)
    else:
        yield Problem(file, place, "name", str(each.get("name")), "small letters, digits and hyphens: its address")
    known = sorted(path.stem for path in paths.NOTEBOOKS.glob("*.ipynb"))
    if each.get("notebook") not in known:
        yield Problem(file, place, "notebook", str(each.get("notebook")), suggest(str(each.get("notebook")), known))
    parameters = each.get("parameters")
    if not isinstance(parameters, dict | None):
        yield Problem(file, place, "parameters", str(parameters), "names and values: {name: value}")
    yield from _key_problems(parameters, file, f"{place}!parameters")
    yield from _key_problems(each.get("grid"), file, f"{place}!grid")
    languages = each.get("languages", list(LANGUAGES))
    if not isinstance(languages, list) or not languages or len({*map(str, languages)} & {*LANGUAGES}) != len(languages):
        yield Problem(file, place, "languages", str(languages), f"a list of these, each once: {', '.join(LANGUAGES)}")


def _key_problems(value, file: str, place: str) -> Iterator[Problem]:
    """Names that YAML made a number, a date or a truth value of, at any depth."""
    for key in value if isinstance(value, dict) else ():
        if not isinstance(key, str):
            yield Problem(file, place, "", f"{key} ({type(key).__name__})", "a name; put it in quotes")
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _key_problems(each, file, place)


def check(briefs: list[Brief]) -> None:
    """Hold every parameter against its notebook, by name and type; `DataProblems` before any kernel starts.

    papermill itself only warns of an unknown name, and turns some words into numbers or truth values.
    """
    import nbformat  # here, because a run with nothing to build need not wait for these two
    from papermill.utils import nb_kernel_name, nb_language

    problems = []
    for brief in {each.name: each for each in briefs}.values():  # once, whatever its languages
        try:
            held = nbformat.read(brief.source, as_version=4)
            _ = nb_kernel_name(held), nb_language(held)  # papermill asks for both
            problems += _parameter_problems(brief, notebooks.parameters(brief.source))
        except Exception as error:  # nbformat raises whatever it trips over in a file that is no notebook
            found = f"no notebook ({type(error).__name__})"
            problems.append(Problem(brief.source.name, "", "", found, "a notebook as Jupyter saves it"))
    if problems:
        raise DataProblems(dict.fromkeys(problems))  # a notebook that is none is none for each of its briefs


def _parameter_problems(brief: Brief, declared: dict[str, Parameter]) -> Iterator[Problem]:
    file, place = paths.BRIEFS.name, f"brief {brief.name}"
    allowed = [name for name in declared if name != "language"]
    for name, value in brief.parameters.items():
        if name == "language":
            yield Problem(file, place, name, str(value), "no language here, but beside the name: languages: [vi]")
        elif name not in declared:
            yield Problem(file, place, name, str(value), f"a parameter of {brief.notebook}; {suggest(name, allowed)}")
        else:
            for found, wanted in _wrong(value, declared[name]):
                shown = f"{found!r} ({type(found).__name__})"
                yield Problem(file, place, name, shown, f"{wanted}; in YAML, put text in quotes")


def _wrong(value, parameter: Parameter) -> Iterator[tuple[object, str]]:
    """The value, or those in a list of it, that are not of the parameter's type; a list's is that of its default's."""
    wanted = parameter.kind
    if not _is(value, wanted):
        yield value, wanted
    elif wanted == "list":
        try:
            kinds = {type(each).__name__ for each in parameter.value}
        except (TypeError, ValueError):  # a default that is computed, or none, says nothing of its type
            return
        if len(kinds) == 1:
            (kind,) = kinds
            yield from ((each, f"a list of {kind}") for each in value if not _is(each, kind))


def _is(value, wanted: str) -> bool:
    """Whether the value is of the type of this name; a truth value is no number, though Python has it so."""
    return isinstance(value, _TYPES.get(wanted, object)) and (wanted == "bool" or not isinstance(value, bool))
