"""What people write in `reports`: which briefs are asked for, who publishes them, and the templates.

A brief is a notebook and its parameters, in one language; a line of `briefs.yml` asks for one or, with a grid, for
several, each in both languages unless it says otherwise. Everything that can be wrong is found before any kernel starts
and said with its line or brief, for papermill itself only warns of an unknown name and turns some words into numbers or
truth values.

The values of a grid are listed, or taken from the data: `{area: each}` is every area that has figures, and a new
article then has its pages without a change of the file. Of several such names only the combinations are taken that have
figures. What a line asks for by name, a grid of a later line does not ask for again: an indicator whose page has a name
of its own keeps it, and the others have theirs from one line. The name of a brief is its page's address, which others
link to and quote. So a name's places, such as `{area}`, are filled with the value in small ASCII letters, the same on
every machine and in every year.

>>> entry = {"name": "{area}-{sector}", "grid": {"area": ["Đồng Tháp"], "sector": ["education", "health"]}}
>>> list(combinations(entry, ()))
[('dong-thap-education', {'area': 'Đồng Tháp', 'sector': 'education'}), ('dong-thap-health', {'area': 'Đồng Tháp', \
'sector': 'health'})]
"""

import csv
import json
import re
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import product
from math import prod
from pathlib import Path
from typing import NoReturn

import yaml

from sosanh.data import notebooks, paths
from sosanh.data.labels import LANGUAGES, slug
from sosanh.data.notebooks import Parameter
from sosanh.data.problems import SHOWN, DataProblems, Problem, suggest, unseen

EXPLORE = {"vi": "explore.html", "en": "explore.en.html"}  # the page on which a figure is chosen
EXPLORED = 2000  # figures on it at most: where there are more, each area has a page of its own, and it lists these
NAMED = {"index": "the list of all pages", "explore": "the page of all figures"}  # pages that no brief can be


def explored() -> dict[str, dict[str, str]]:
    """The page of all figures in each language by the area that it is of; "" is that of all.

    A code of an area stands behind a dot, as no name of a brief has one.
    """
    with (paths.PROCESSED / "observations.csv").open(encoding="utf-8", newline="") as file:
        counted = Counter(row["ref_area"] for row in csv.DictReader(file))
    apart = sorted(counted) if counted.total() > EXPLORED else []
    return {"": EXPLORE} | {
        area: {each: file.replace(".", f".{area}.", 1) for each, file in EXPLORE.items()} for area in apart
    }


# What a person writes in a file stays far below these; what a slip of the hand or a trick makes of it does not.
MOST_BYTES = 500_000  # of a file
MOST_VALUES = 50_000  # in it, one that stands for others (`*name`) counted as all that it stands for
DEEPEST = 20  # values within values
LONGEST_TEXT = 1000  # letters
MOST_DIGITS = 15


class _Bounded(yaml.SafeLoader):
    """YAML without its silent choice: of two equal keys it keeps the last, here the second is an error. It is read no
    further than up to a bound, and before anything is made of what it holds."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.depth = 0
        self.sizes: dict[int, int] = {}  # of each part of the file how many values it stands for

    def compose_node(self, parent, index):
        self.depth += 1
        if self.depth > DEEPEST:
            _refuse("values within values within values", self.peek_event(), f"at most {DEEPEST} within one another")
        alias, node = self.peek_event(), super().compose_node(parent, index)
        self.depth -= 1
        if isinstance(alias, yaml.AliasEvent):
            if id(node) not in self.sizes:
                _refuse(f"*{alias.anchor}, which holds itself", alias, "values that end")
            return node
        size = 1
        if isinstance(node, yaml.ScalarNode):
            _check_text(node)
        else:
            held = node.value if isinstance(node, yaml.SequenceNode) else [each for pair in node.value for each in pair]
            size += sum(self.sizes[id(each)] for each in held)
        if size > MOST_VALUES:
            _refuse(f"{size} values", node, f"at most {MOST_VALUES}, those behind *names counted each time")
        self.sizes[id(node)] = size
        return node

    def construct_mapping(self, node, deep=False):
        keys = set()
        for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            if key.value in keys:
                _refuse(f"{key.value} twice", key, "each name once")
            keys.add(key.value)
        return super().construct_mapping(node, deep)


for _kind in ("binary", "omap", "pairs", "set"):  # of no use here; a file that has one is told so
    _Bounded.add_constructor(f"tag:yaml.org,2002:{_kind}", yaml.SafeLoader.construct_undefined)


def _check_text(node: yaml.ScalarNode) -> None:
    if len(node.value) > LONGEST_TEXT:
        _refuse(f"{node.value[:20]}…, {len(node.value)} letters", node, f"at most {LONGEST_TEXT}")
    if sign := unseen(re.sub("[\t\n\u00a0]", " ", node.value)):
        _refuse(f"U+{ord(sign):04X} in a text", node, "letters and signs that are seen")
    if node.tag.endswith(("int", "float")) and len(node.value) > MOST_DIGITS:
        _refuse(f"{node.value[:20]}…, a number of {len(node.value)} signs", node, f"at most {MOST_DIGITS}")


def _refuse(found: str, at: yaml.Node | yaml.Event, allowed: str) -> NoReturn:
    raise yaml.constructor.ConstructorError(problem=found, problem_mark=at.start_mark, note=allowed)


def _load(path: Path, wanted: str, form: str):
    """What the file holds; `DataProblems` where it is missing (`wanted` should be there) or no YAML in UTF-8 (`form`).

    Whether it is of the right form at all is for the caller to see.
    """
    place, allowed = "", form
    try:
        held = path.read_bytes()
        if len(held) <= MOST_BYTES:
            return yaml.load(held.decode("utf-8-sig"), _Bounded)
        found, allowed = f"{len(held)} bytes", f"at most {MOST_BYTES}"
    except (FileNotFoundError, IsADirectoryError):
        found, allowed = "no such file", f"{wanted} at {path}"
    except UnicodeDecodeError as error:
        found, allowed = f"byte {error.start}, which is not UTF-8", "text saved as UTF-8"
    except yaml.MarkedYAMLError as error:
        place, found, allowed = f"line {error.problem_mark.line + 1}", error.problem, error.note or form
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # such as the date 2024-13-45
        found = str(error).replace("\n", " ")
    raise DataProblems([Problem(path.name, place, "", found, allowed)])


# --- who publishes the briefs: reports/site.yml ---------------------------------------------------------------

_HOST = r"[^\s/?#@<>\"'{}\\]+"  # whose address it is must be seen: no name or password stands before it
_ALLOWED = {  # what each key may hold, as a pattern and in words; none of it can end an attribute or a BibTeX field
    "publisher": (
        r"[^\s{}\\]([^\n{}\\]{,198}[^\s{}\\])?",
        "the publisher’s name in one line, without braces, of at most 200 letters; or blank",
    ),
    "errors": (
        rf"mailto:[^\s@?&%,;<>\"'{{}}\\]+@[^\s@?&%,;<>\"'{{}}\\]+|https://{_HOST}([/?#][^\s<>\"'{{}}\\]*)?",
        "mailto:name@office.vn, or an address that begins with https://; or blank",
    ),
    "address": (
        rf"https?://{_HOST}(/[^\s?#<>\"'{{}}\\]*)?",
        "the folder where the pages are published, beginning with https:// or http://, without ? and #; or blank",
    ),
}


@dataclass(frozen=True)
class Imprint:
    """`publisher` by name; `errors` as mailto: or https:; `address` of the folder of the pages, ending in a slash."""

    publisher: str = ""
    errors: str = ""
    address: str = ""


def imprint(path: Path = paths.SITE) -> Imprint:
    """What the file says; `DataProblems` lists everything in it that is not allowed."""
    form = "lines such as “errors: mailto:name@office.vn”"
    held = _load(path, "a file of publisher, errors and address", form)
    given = {} if held is None else held
    if not isinstance(given, dict):
        raise DataProblems([Problem(path.name, "", "", type(given).__name__, form)])
    problems = []
    for key, value in given.items():
        pattern, allowed = _ALLOWED.get(key, ("", ""))
        if not allowed:
            problems.append(Problem(path.name, "", "", str(key), suggest(str(key), [*_ALLOWED])))
        elif value not in (None, "") and not (isinstance(value, str) and re.fullmatch(pattern, value)):
            problems.append(Problem(path.name, key, "", str(value), allowed))
    if problems:
        raise DataProblems(problems)
    said = {key: value for key, value in given.items() if value}
    if "address" in said:
        said["address"] = said["address"].rstrip("/") + "/"
    return Imprint(**said)


def unsaid(own: Imprint) -> str:
    """How to set what the pages leave out of who publishes them and whom to write to; "" where they say both."""
    blank = [key for key in ("publisher", "errors") if not getattr(own, key)]
    said = {"publisher": "publisher: the name of the office", "errors": "errors: mailto:name@office.vn"}
    lines = " and ".join(f"“{said[key]}”" for key in blank)
    left = f"The pages leave out who publishes them or whom to write to; to say it, set {lines} in reports/site.yml"
    return left if blank else ""


# --- which briefs are asked for: reports/briefs.yml -----------------------------------------------------------

EACH = "each"
OF_DATA = ("area", "areas", "article", "indicator", "sector")  # names whose values can be taken from the data
KEYS = ("name", "notebook", "parameters", "grid", "languages", "limit")
LIMIT = 120  # seconds that a notebook may run for a brief
LONGEST_LIMIT = 86_400
LONGEST_NAME = 100  # letters: of a page's files, whose names begin with it, some file systems keep 143
MOST_PAGES = 5000  # that a list asks for, each in its languages
_PLACE = r"\{([^{}]*)\}"
_TYPES = {"str": str, "int": int, "float": (int, float), "bool": bool, "list": list, "dict": dict}

Row = dict[str, tuple[object, str]]  # of each name of a grid a value, and what stands for it in the name of a brief
Fault = tuple[str, object, str]  # where in an entry of the list, what stands there, and what is allowed


@dataclass(frozen=True)
class Brief:
    """One page: `name` and `language` make its address, `reports/html/<name>.<language>.html`.

    `languages` are those in which there is a page of the same name. Its notebook may run for `limit` seconds.
    """

    name: str
    notebook: str
    parameters: dict
    language: str
    languages: tuple[str, ...] = LANGUAGES
    limit: float = LIMIT

    @property
    def file(self) -> str:
        return f"{self.name}.{self.language}.html"

    @property
    def source(self) -> Path:
        return paths.NOTEBOOKS / f"{self.notebook}.ipynb"

    @property
    def edition(self) -> str:
        """Of a lesson for whom and for what it is; "" of a brief."""
        return self.asked.get("edition", "")

    @cached_property
    def asked(self) -> dict:
        """Every parameter that the page is made for: those given, and the notebook's defaults for the others."""
        return notebooks.defaults(self.source) | self.parameters | {"language": self.language}


FILES = "files"  # beside the pages: what is taken along from them


@dataclass(frozen=True)
class Page:
    """What is made of a brief: the page's bytes, how many of its numbers were traced, what with digits is none, and
    what the list says of it.

    `files` are what is taken along from it, each by its name in the folder `FILES`. It took so many `seconds`, its
    share of the run of the notebook among them; `made` is the digest of what it is made of, "" where that is not known.
    It is defined here because a builder that imports what makes pages takes seconds.
    """

    html: bytes
    numbers: int
    exempt: str
    facts: dict
    seconds: float = 0
    made: str = ""
    files: dict[str, bytes] = field(default_factory=dict)


def read(path: Path = paths.BRIEFS) -> list[Brief]:
    """The briefs asked for, each in each of its languages; `DataProblems` lists what is wrong with the file's form."""
    listed = _load(path, "a list of briefs", "briefs in YAML, each beginning with “- name:”")
    if not isinstance(listed, list):
        found = "nothing" if listed is None else type(listed).__name__
        allowed = "a list of briefs, each beginning with “- name:” ([] for none)"
        raise DataProblems([Problem(path.name, "", "", found, allowed)])
    briefs, problems, names, there, rows = [], [], set(), set(), _figures()
    for number, entry in enumerate(listed, start=1):
        faults = list(_faults(entry))
        if not faults and (many := len(names) + _count(entry, rows)) > MOST_PAGES:
            faults.append(("grid" if entry.get("grid") else "", f"{many} pages with this", f"at most {MOST_PAGES}"))
        asked = [] if faults else [each for each in combinations(entry, rows) if _is_new(entry, each[1], there)]
        there.update(_same(entry, parameters) for _, parameters in asked)
        faults += _coinciding(entry, [name for name, _ in asked], names)
        problems += [Problem(path.name, f"brief {number}", cell, str(value), said) for cell, value, said in faults]
        names.update(name for name, _ in asked)
        for name, parameters in asked:
            languages, limit = tuple(entry.get("languages", LANGUAGES)), entry.get("limit", LIMIT)
            briefs += [Brief(name, entry["notebook"], parameters, each, languages, limit) for each in languages]
    if problems:
        more = [Problem(path.name, "", "", f"{len(problems) - SHOWN} more like these", "as said above")]
        raise DataProblems(problems[:SHOWN] + more * (len(problems) > SHOWN))
    return briefs


def combinations(entry: dict, rows: Iterable[Row]) -> Iterator[tuple[str, dict]]:
    """(name, parameters) of each brief that an entry of the list asks for: every combination of the values listed with
    one another, and with those that a figure of the data, one of the `rows`, has together.

    >>> rows = [{"area": ("VN63-87", "a"), "sector": (sector, sector)} for sector in ("health", "health", "trade")]
    >>> entry = {"name": "{area}-{sector}-{x}", "grid": {"area": "each", "sector": "each", "x": [1]}}
    >>> [name for name, _ in combinations(entry, rows)]
    ['a-health-1', 'a-trade-1']
    """
    grid, parameters = entry.get("grid") or {}, entry.get("parameters") or {}
    listed, each = _parts(entry)
    for own in _together(each, rows).values():
        for values in product(*listed.values()):
            chosen = own | dict(zip(listed, values, strict=True))
            name = re.sub(_PLACE, lambda place, chosen=chosen: chosen[place[1]][1], entry["name"])
            yield name, parameters | {key: chosen[key][0] for key in grid}


def _parts(entry: dict) -> tuple[dict[str, list], list[str]]:
    """Of a grid what is listed, each value with what stands for it in a name, and what is taken from the data."""
    grid = entry.get("grid") or {}
    each = [key for key, values in grid.items() if values == EACH]
    return {key: [(value, slug(value)) for value in grid[key]] for key in grid if key not in each}, each


def _together(each: list[str], rows: Iterable[Row]) -> dict[tuple[str, ...], Row]:
    """What the figures have together of these names."""
    return {tuple(row[key][1] for key in each): row for row in rows} if each else {(): {}}


def _count(entry: dict, rows: Iterable[Row]) -> int:
    """How many combinations there are, if none is left out."""
    listed, each = _parts(entry)
    return prod(map(len, listed.values())) * (len(_together(each, rows)))


def _is_new(entry: dict, parameters: dict, there: set[str]) -> bool:
    """Is it asked for by name, or not `there` by an earlier entry?"""
    return not entry.get("grid") or _same(entry, parameters) not in there


def _same(entry: dict, parameters: dict) -> str:
    """The same text for the same page."""
    return json.dumps([entry["notebook"], parameters], sort_keys=True, default=repr)


def _figures() -> list[Row]:
    """What a grid can take from each figure of the data: values, and what stands for them in a name.

    An area is named by its territory ("dong-thap", "dong-thap-2025"), so that two areas of one name have two pages, and
    one that the merger left alone keeps its page. Of two codes of such an area the newest stands for it.
    """
    areas = {each["ref_area"]: each for each in _rows("areas")}
    rows = _rows("observations")
    codes = sorted({each["ref_area"] for each in rows}, key=lambda code: areas[code]["valid_from"])
    newest = {areas[code]["territory"]: code for code in codes}
    found = []
    for row in rows:
        territory = areas[row["ref_area"]]["territory"]
        plain = {"article": row["source_id"], "indicator": row["indicator"], "sector": row["sector"]}
        own = {"area": (newest[territory], territory), "areas": ([newest[territory]], territory)}
        found.append(own | {key: (value, slug(value)) for key, value in plain.items()})
    return found


def _rows(table: str) -> list[dict[str, str]]:
    with (paths.PROCESSED / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _faults(entry) -> Iterator[Fault]:
    """What is wrong with the form of an entry."""
    if not isinstance(entry, dict):
        yield "", entry, f"a line of {{{', '.join(KEYS)}}}; the last four as needed"
        return
    for key in entry.keys() - set(KEYS):
        yield "", key, suggest(str(key), KEYS)
    name, notebook, parameters, grid = (entry.get(key) for key in KEYS[:4])
    if not isinstance(name, str) or not re.fullmatch("[a-z0-9][a-z0-9-]*", re.sub(_PLACE, "x", name)):
        yield "name", name, "small letters, digits and hyphens: the page's address"
    known = sorted(path.stem for path in paths.NOTEBOOKS.glob("*.ipynb"))
    if notebook not in known:
        yield "notebook", notebook, suggest(str(notebook), known)
    if not isinstance(parameters, dict | None):
        yield "parameters", parameters, "names and values: {name: value}"
    languages = entry.get("languages", list(LANGUAGES))
    if not isinstance(languages, list) or not languages or len({*map(str, languages)} & {*LANGUAGES}) != len(languages):
        yield "languages", languages, f"a list of these, each once: {', '.join(LANGUAGES)}"
    limit = entry.get("limit", LIMIT)
    if isinstance(limit, bool) or not isinstance(limit, int | float) or not 0 < limit <= LONGEST_LIMIT:
        yield "limit", limit, f"seconds that the notebook may run, such as {LIMIT}; at most {LONGEST_LIMIT}"
    yield from _unnamed("parameters", parameters)
    yield from _unnamed("grid", grid)
    if not isinstance(grid, dict | None):
        yield "grid", grid, "names and lists of values: {name: [value, value]}"
    elif isinstance(name, str):
        yield from _grid_faults(name, grid or {}, parameters if isinstance(parameters, dict) else {})


def _unnamed(where: str, value) -> Iterator[Fault]:
    """Names that YAML made a number, a date or a truth value of, at any depth."""
    for key in value if isinstance(value, dict) else ():
        if not isinstance(key, str):
            yield where, f"{key} ({type(key).__name__})", "a name; put it in quotes"
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _unnamed(where, each)


def _grid_faults(name: str, grid: dict, parameters: dict) -> Iterator[Fault]:
    """What is wrong with a grid and the places of the name."""
    for key, values in grid.items():
        if values == EACH and key not in OF_DATA:
            yield f"grid, {key}", values, f"a list of values; {EACH} is for {', '.join(OF_DATA)}"
        elif values != EACH and (not isinstance(values, list) or not values):
            others = f", or {EACH}" if key in OF_DATA else ""
            yield f"grid, {key}", values, f"a list of values: [value, value]{others}"
        if key in parameters:
            yield f"grid, {key}", key, "each name once: among the parameters or in the grid"
    for asked in re.findall(_PLACE, name):
        if asked not in grid:
            yield "name", f"{{{asked}}}", suggest(asked, list(map(str, grid))) if grid else "no place without a grid"
        for value in grid[asked] if isinstance(grid.get(asked), list) else ():
            if not slug(value):
                yield f"grid, {asked}", value, "letters or digits, for the name’s place"


def _coinciding(entry, own: list[str], taken: set[str]) -> Iterator[Fault]:
    """Names of an entry without other faults that are too long or not new: its `own` or those `taken` by earlier."""
    seen: set[str] = set()
    for name in own:
        again = name in seen
        seen.add(name)
        missing = [f"{{{key}}}" for key in entry.get("grid") or {} if f"{{{key}}}" not in entry["name"]]
        if len(name) > LONGEST_NAME:
            yield "name", name, f"at most {LONGEST_NAME} letters; this has {len(name)}"
        elif name in NAMED:
            yield "name", name, f"another: {name} is {NAMED[name]}"
        elif again or name in taken:
            yield "name", name, "each name once" + (f": put {', '.join(missing)} into it" if again and missing else "")


def check(briefs: list[Brief]) -> None:
    """Hold every parameter against its notebook, by name and type; `DataProblems` before any notebook runs."""
    problems = []
    for brief in {each.name: each for each in briefs}.values():  # once, whatever its languages
        try:
            notebooks.check(brief.source)
            faults = list(_parameter_faults(brief, notebooks.parameters(brief.source)))
            problems += [Problem(paths.BRIEFS.name, f"brief {brief.name}", *each) for each in faults]
        except (ValueError, LookupError, TypeError, AttributeError, SyntaxError) as error:
            found = f"no notebook ({type(error).__name__})"
            problems.append(Problem(brief.source.name, "", "", found, "a notebook as Jupyter saves it"))
    if problems:
        raise DataProblems(dict.fromkeys(problems))  # a notebook that is none is none for each of its briefs


def _parameter_faults(brief: Brief, declared: dict[str, Parameter]) -> Iterator[tuple[str, str, str]]:
    for name, value in brief.parameters.items():
        if name == "language":
            yield name, str(value), "no language here, but beside the name: languages: [vi]"
        elif name not in declared:
            known = suggest(name, [each for each in declared if each != "language"])
            yield name, str(value), f"a parameter of {brief.notebook}; {known}"
        else:
            for found, wanted in _wrong(value, declared[name]):
                yield name, f"{found!r} ({type(found).__name__})", f"{wanted}; in YAML, put text in quotes"


def _wrong(value, parameter: Parameter) -> Iterator[tuple[object, str]]:
    """The value, or those in a list of it, that are not of the parameter's type; a list's is that of its default's."""
    values, kind, wanted = [value], parameter.kind, parameter.kind
    if kind == "list" and isinstance(value, list):
        with suppress(TypeError, ValueError):  # a default that is computed, or none, says nothing of its type
            kinds = {type(each).__name__ for each in parameter.value}
            if len(kinds) == 1:
                values, kind = value, kinds.pop()
                wanted = f"a list of {kind}"
    for each in values:
        truth = isinstance(each, bool) and kind != "bool"  # is no number, though Python has it so
        if truth or not isinstance(each, _TYPES.get(kind, object)):
            yield each, wanted


# --- the templates: reports/template --------------------------------------------------------------------------


class BriefFailed(Exception):
    """A cell, the template or a number failed; the message names brief, place and error."""


def template(name: str):
    """The Jinja template of this name: `.render(…)` fills it, `.module` has its macros; all is escaped."""
    return _environment(paths.TEMPLATE).get_template(name)


@cache
def _environment(folder: Path):
    from jinja2 import Environment, FileSystemLoader  # here, because a run with nothing to build need not wait for it

    environment = Environment(loader=FileSystemLoader(folder), autoescape=True, keep_trailing_newline=True)
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    return environment


@contextmanager
def template_faults(place: str) -> Iterator[None]:
    """Whatever goes wrong in a template becomes `BriefFailed`, with the template's file and line."""
    try:
        yield
    except Exception as error:  # a template can trip over anything, as code can
        frames = traceback.extract_tb(error.__traceback__)
        inside = [frame for frame in frames if Path(frame.filename).is_relative_to(paths.TEMPLATE)]
        if not inside and not isinstance(error, LookupError | OSError | ValueError):  # a file of it cannot be read
            raise
        where = f"{Path(inside[-1].filename).name}, line {inside[-1].lineno}: " if inside else ""
        raise BriefFailed(f"{place}: {where}{type(error).__name__}: {error}") from None
