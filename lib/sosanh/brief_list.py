"""Which briefs are asked for: `reports/briefs.yml`, read and held against the notebooks it names.

A brief is a notebook and its parameters, in one language; a line of the file asks for one or, with a grid, for several
(`grids`), each in both languages unless it says otherwise. Everything that can be wrong with the file is found before
any kernel starts and said with its line or brief, for papermill itself only warns of an unknown name and turns some
words into numbers or truth values.
"""

import ast
import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sosanh import grids, paths, settings
from sosanh.problems import DataProblems, Problem, suggest
from sosanh.words import LANGUAGES

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
        return defaults(self.source) | self.parameters | {"language": self.language}


def read(path: Path = paths.BRIEFS) -> list[Brief]:
    """The briefs asked for, each in each of its languages; `DataProblems` lists what is wrong with the file's form."""
    listed = settings.load(path, "a list of briefs", "briefs in YAML, each beginning with “- name:”")
    rows = _figures() if _wants_data(listed) else []
    problems = list(_form_problems(listed, path.name, rows))
    if problems:
        raise DataProblems(problems)
    return [
        Brief(name, each["notebook"], parameters, language, tuple(each.get("languages", LANGUAGES)))
        for each in listed
        for name, parameters in grids.combinations(each, rows)
        for language in each.get("languages", LANGUAGES)
    ]


def _wants_data(listed) -> bool:
    """Does a grid of the list take values from the data?"""
    entries = listed if isinstance(listed, list) else []
    return any(grids.of_data(each.get("grid")) for each in entries if isinstance(each, dict))


def _figures() -> list[grids.Row]:
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


def _figure(row: dict[str, str], territory: str, newest: dict[str, str]) -> grids.Row:
    plain = {"article": row["source_id"], "indicator": row["indicator"], "sector": row["sector"]}
    named = {key: grids.Value(value, grids.slug(value)) for key, value in plain.items()}
    area = newest[territory]
    return named | {"area": grids.Value(area, territory), "areas": grids.Value([area], territory)}


def _rows(table: str) -> list[dict[str, str]]:
    with (paths.PROCESSED / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def defaults(notebook: Path) -> dict:
    """The parameters of a notebook with their defaults, as they stand in its cell of parameters; {} without one."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    source = ["".join(each["source"]) for each in cells if "parameters" in each["metadata"].get("tags", ())]
    declared = [each for each in ast.parse("\n".join(source)).body if isinstance(each, ast.AnnAssign)]
    return {each.target.id: ast.literal_eval(each.value) for each in declared}


def _form_problems(listed, file: str, rows: list[grids.Row]) -> Iterator[Problem]:
    if not isinstance(listed, list):
        found = "nothing" if listed is None else type(listed).__name__
        yield Problem(file, "", "", found, "a list of briefs, each beginning with “- name:” ([] for none)")
        return
    names: set[str] = set()
    for number, each in enumerate(listed, start=1):
        place = f"brief {number}"
        found = list(_entry_problems(each, file, place))
        yield from found or grids.coinciding(each, file, place, names, rows)


def _entry_problems(each, file: str, place: str) -> Iterator[Problem]:
    if not isinstance(each, dict):
        yield Problem(file, place, "", str(each), f"a line of {{{', '.join(KEYS)}}}; the last three as needed")
        return
    for key in each.keys() - set(KEYS):
        yield Problem(file, place, "", str(key), suggest(str(key), KEYS))
    if isinstance(each.get("name"), str):
        yield from grids.problems(each, file, place)
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
    problems = []
    for brief in dict.fromkeys((each.name, each.notebook, repr(each.parameters)) for each in briefs):
        first = next(each for each in briefs if each.name == brief[0])
        try:
            problems += _parameter_problems(first, _declared(first.source))
        except Exception as error:  # papermill and nbformat raise whatever they trip over in a file that is no notebook
            found = f"no notebook ({type(error).__name__})"
            problems.append(Problem(first.source.name, "", "", found, "a notebook as Jupyter saves it"))
    if problems:
        raise DataProblems(dict.fromkeys(problems))  # a notebook that is none is none for each of its briefs


def _declared(notebook: Path) -> dict[str, dict]:
    """The notebook's parameters: name -> type, default and help, as papermill reads them."""
    from papermill import inspect_notebook  # here, because a run with nothing to build need not wait for it

    return inspect_notebook(str(notebook))


def _parameter_problems(brief: Brief, declared: dict[str, dict]) -> Iterator[Problem]:
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


def _wrong(value, parameter: dict) -> Iterator[tuple[object, str]]:
    """The value, or those in a list of it, that are not of the parameter's type; a list's is that of its default's."""
    wanted = parameter["inferred_type_name"]
    if not _is(value, wanted):
        yield value, wanted
    elif wanted == "list":
        try:
            kinds = {type(each).__name__ for each in ast.literal_eval(parameter["default"])}
        except (SyntaxError, ValueError):  # a default that is computed says nothing of its type
            return
        yield from (
            (each, f"a list of {kind}") for kind in kinds if len(kinds) == 1 for each in value if not _is(each, kind)
        )


def _is(value, wanted: str) -> bool:
    """Whether the value is of the type of this name; a truth value is no number, though Python has it so."""
    return isinstance(value, _TYPES.get(wanted, object)) and (wanted == "bool" or not isinstance(value, bool))
