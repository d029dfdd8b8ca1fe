"""From a notebook and its parameters to one HTML page, and many of them.

`reports/briefs.yml` lists the briefs; each is built in both languages. What is asked for is checked before any
kernel starts. A brief is rebuilt only when something it depends on has changed, one that fails leaves no page
behind and does not stop the others, and a page is written whole or not at all.
"""

import ast
import html
import json
import os
import re
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from sosanh import files, fresh, paths
from sosanh.problems import DataProblems, Problem, suggest
from sosanh.words import LANGUAGES

BUILT = ".built.json"
KEYS = ("name", "notebook", "parameters")
_TYPES = {"str": str, "int": int, "float": (int, float), "bool": bool, "list": list, "dict": dict}


@dataclass(frozen=True)
class Brief:
    """One page: `name` and `language` make its address, `reports/html/<name>.<language>.html`."""

    name: str
    notebook: str
    parameters: dict
    language: str

    @property
    def file(self) -> str:
        return f"{self.name}.{self.language}.html"

    @property
    def source(self) -> Path:
        return paths.NOTEBOOKS / f"{self.notebook}.ipynb"


class BriefFailed(Exception):
    """A cell or the template failed; the message names brief, place and error."""


class _Once(yaml.SafeLoader):
    """YAML without its silent choice: of two equal keys it keeps the last, here the second is an error."""

    def construct_mapping(self, node, deep=False):
        for index, (key, _) in enumerate(node.value):
            if key.value in [earlier.value for earlier, _ in node.value[:index]]:
                problem, mark = f"{key.value} twice", key.start_mark
                raise yaml.constructor.ConstructorError(problem=problem, problem_mark=mark, note="each name once")
        return super().construct_mapping(node, deep)


def read(path: Path = paths.BRIEFS) -> list[Brief]:
    """The briefs asked for, each in both languages; `DataProblems` lists what is wrong with the file's form."""
    listed = _listed(path)
    problems = list(_form_problems(listed, path.name))
    if problems:
        raise DataProblems(problems)
    return [
        Brief(each["name"], each["notebook"], each.get("parameters") or {}, language)
        for each in listed
        for language in LANGUAGES
    ]


def _listed(path: Path):
    """What the file holds, of whatever form; `DataProblems` where it is no YAML in UTF-8."""
    place, allowed = "", "briefs in YAML, each beginning with “- name:”"
    try:
        listed = yaml.load(path.read_text(encoding="utf-8-sig"), _Once)
        json.dumps(listed, default=str, skipkeys=True)  # `ValueError` where something holds itself
        return listed
    except (FileNotFoundError, IsADirectoryError):
        found, allowed = "no such file", f"a list of briefs at {path}"
    except UnicodeDecodeError as error:
        found, allowed = f"byte {error.start}, which is not UTF-8", "text saved as UTF-8"
    except yaml.MarkedYAMLError as error:
        place, found, allowed = f"line {error.problem_mark.line + 1}", error.problem, error.note or allowed
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # such as the date 2024-13-45
        found = str(error).replace("\n", " ")
    raise DataProblems([Problem(path.name, place, "", found, allowed)])


def _form_problems(listed, file: str) -> Iterator[Problem]:
    if not isinstance(listed, list):
        found = "nothing" if listed is None else type(listed).__name__
        yield Problem(file, "", "", found, "a list of briefs, each beginning with “- name:” ([] for none)")
        return
    names = []
    for number, each in enumerate(listed, start=1):
        place = f"brief {number}"
        if not isinstance(each, dict):
            yield Problem(file, place, "", str(each), "name, notebook and parameters")
            continue
        for key in each.keys() - set(KEYS):
            yield Problem(file, place, "", str(key), suggest(str(key), KEYS))
        name = each.get("name")
        if not isinstance(name, str) or not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
            yield Problem(file, place, "name", str(name), "small letters, digits and hyphens: the page's address")
        elif name in names:
            yield Problem(file, place, "name", name, "each name once")
        names.append(name)
        known = sorted(path.stem for path in paths.NOTEBOOKS.glob("*.ipynb"))
        if each.get("notebook") not in known:
            yield Problem(file, place, "notebook", str(each.get("notebook")), suggest(str(each.get("notebook")), known))
        parameters = each.get("parameters")
        if not isinstance(parameters, dict | None):
            yield Problem(file, place, "parameters", str(parameters), "names and values: {name: value}")
        else:
            yield from _key_problems(parameters or {}, file, place)


def _key_problems(value, file: str, place: str) -> Iterator[Problem]:
    """Names that YAML made a number, a date or a truth value of, at any depth."""
    for key in value if isinstance(value, dict) else ():
        if not isinstance(key, str):
            yield Problem(file, place, "parameters", f"{key} ({type(key).__name__})", "a name; put it in quotes")
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
        raise DataProblems(problems)


def _declared(notebook: Path) -> dict[str, dict]:
    """The notebook's parameters: name -> type, default and help, as papermill reads them."""
    from papermill import inspect_notebook  # here, because a run with nothing to build need not wait for it

    return inspect_notebook(str(notebook))


def _parameter_problems(brief: Brief, declared: dict[str, dict]) -> Iterator[Problem]:
    file, place = paths.BRIEFS.name, f"brief {brief.name}"
    allowed = [name for name in declared if name != "language"]
    for name, value in brief.parameters.items():
        if name == "language":
            yield Problem(file, place, name, str(value), "no language here: every brief is built in both")
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


def build(briefs: list[Brief], tell: Callable[[str], None] = print) -> list[str]:
    """Build what is out of date and the index; returns one line for each brief that failed.

    `tell` gets one line for each thing done.
    """
    built = _built()
    common = _common_fingerprint()
    due = [each for each in briefs if not _up_to_date(each, built, common)]
    for stray in set(built) - {each.file for each in briefs}:
        (paths.HTML / stray).unlink(missing_ok=True)
        del built[stray]
    failures = []
    if due:
        check(due)
        pages = _Pages()
        for number, brief in enumerate(due, start=1):
            tell(f"[{number}/{len(due)}] {brief.file}")
            try:
                page, title = pages.page(brief)
            except BriefFailed as failed:
                failures.append(str(failed))
                (paths.HTML / brief.file).unlink(missing_ok=True)  # an old page must not look current
                built.pop(brief.file, None)
                continue
            files.replace(paths.HTML / brief.file, page)
            built[brief.file] = {"inputs": _fingerprint(brief, common), "page": files.digest(page), "title": title}
            _write_built(built)
    _write_built(built)
    try:
        files.replace(paths.HTML / "index.html", _index(briefs, built))
    except BriefFailed as failed:
        (paths.HTML / "index.html").unlink(missing_ok=True)
        return [*failures, str(failed)]
    tell(f"{len(due) - len(failures)} built, {len(briefs) - len(due)} up to date: {paths.HTML / 'index.html'}")
    return failures


def _built() -> dict[str, dict]:
    """What the last run noted of each page; nothing where it left no such note."""
    try:
        noted = json.loads((paths.HTML / BUILT).read_text(encoding="utf-8"))
        return {file: {key: entry[key] for key in ("inputs", "page", "title")} for file, entry in noted.items()}
    except (FileNotFoundError, NotADirectoryError, ValueError, AttributeError, KeyError, TypeError):
        return {}


def _write_built(built: dict[str, dict]) -> None:
    files.replace(paths.HTML / BUILT, json.dumps(built, ensure_ascii=False, indent=1, sort_keys=True).encode())


def _up_to_date(brief: Brief, built: dict[str, dict], common: str) -> bool:
    page, entry = paths.HTML / brief.file, built.get(brief.file)
    return (
        entry is not None
        and entry["inputs"] == _fingerprint(brief, common)
        and page.exists()
        and files.digest(page.read_bytes()) == entry["page"]
    )


def _common_fingerprint() -> str:
    """Everything that every brief depends on: the library, the data, the template, the installed set."""
    inputs = [*sorted(paths.LIBRARY.rglob("*")), *sorted(paths.TEMPLATE.rglob("*")), paths.HOME / "requirements.lock"]
    inputs += [paths.PROCESSED / "datapackage.json"]
    kept = [path for path in inputs if path.is_file() and "__pycache__" not in path.parts]
    return files.digest("\n".join(f"{path.name} {files.digest(path.read_bytes())}" for path in kept).encode())


def _fingerprint(brief: Brief, common: str) -> str:
    asked = json.dumps([brief.name, brief.parameters, brief.language], ensure_ascii=False, sort_keys=True, default=str)
    return files.digest(f"{common} {files.digest(brief.source.read_bytes())} {asked}".encode())


class _Pages:
    """Runs notebooks and renders pages; one exporter serves them all."""

    def __init__(self) -> None:
        from nbconvert import HTMLExporter  # heavy, and not needed when everything is up to date
        from traitlets.config import Config

        os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")  # the kernel's debugger warns on stderr
        self.exporters = {}
        for language in LANGUAGES:
            other = next(each for each in LANGUAGES if each != language)
            settings = Config()
            settings.TagRemovePreprocessor.enabled = True
            settings.TagRemovePreprocessor.remove_cell_tags = {f"lang-{other}", "notebook-only"}
            settings.HTMLExporter.preprocessors = ["nbconvert.preprocessors.TagRemovePreprocessor"]
            with _template_faults("reports/template"):
                self.exporters[language] = HTMLExporter(
                    config=settings, template_name=paths.TEMPLATE.name, exclude_input=True, exclude_anchor_links=True,
                    extra_template_basedirs=[str(paths.TEMPLATE.parent)],
                )  # fmt: skip
                _ = self.exporters[language].template  # read now, not after the first notebook has run

    def page(self, brief: Brief) -> tuple[bytes, str]:
        """The page of a brief and its title."""
        notebook = _run(brief)
        title = _title(notebook) or brief.name
        resources = {"language": brief.language, "title": title, "brief": brief.name, "data_version": _data_version()}
        with _template_faults(brief.file):
            page, _ = self.exporters[brief.language].from_notebook_node(notebook, resources)
        return page.encode("utf-8"), title


def _run(brief: Brief):
    """The executed notebook, kept in memory: a failed one must leave nothing on disk."""
    import papermill
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    from sosanh.notebooks import kernel_settings

    parameters = {**brief.parameters, "language": brief.language}
    try:
        return papermill.execute_notebook(
            str(brief.source), None, parameters, cwd=str(paths.NOTEBOOKS), progress_bar=False, config=kernel_settings()
        )
    except papermill.PapermillExecutionError as error:
        # papermill counts from 0 and puts one cell of its own before the one that failed
        where = f"{brief.file}: notebook {brief.notebook}, cell {error.cell_index}"
        raise BriefFailed(f"{where}: {error.ename}: {error.evalue}") from None
    except (CellTimeoutError, DeadKernelError, NoSuchKernel) as error:
        raise BriefFailed(f"{brief.file}: notebook {brief.notebook}: {type(error).__name__}: {error}") from None


@contextmanager
def _template_faults(place: str) -> Iterator[None]:
    """Whatever goes wrong in a template becomes `BriefFailed`, with the template's file and line."""
    try:
        yield
    except Exception as error:  # a template can trip over anything, as code can
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _in_template(frame.filename)]
        if not frames and not isinstance(
            error, LookupError | OSError | ValueError
        ):  # a file of it missing or unreadable
            raise
        where = f"{Path(frames[-1].filename).name}, line {frames[-1].lineno}: " if frames else ""
        raise BriefFailed(f"{place}: {where}{type(error).__name__}: {error}") from None


def _in_template(file: str) -> bool:
    return Path(file).is_relative_to(paths.TEMPLATE)


def _title(notebook) -> str:
    """The question that the first screen asks: the only heading of first rank among the outputs."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if found := re.search(r"<h1[^>]*>(.*?)</h1>", "".join(output.get("data", {}).get("text/html", ""))):
                return html.unescape(re.sub(r"<[^>]+>", "", found[1]))
    return ""


def _data_version() -> str:
    return fresh.read_package(paths.PROCESSED)["version"]


def _index(briefs: list[Brief], built: dict[str, dict]) -> bytes:
    """The page that links every brief that was built."""
    from jinja2 import Environment, FileSystemLoader

    pages = [
        {"file": each.file, "language": each.language, "title": built[each.file]["title"], "name": each.name}
        for each in briefs
        if each.file in built
    ]
    environment = Environment(loader=FileSystemLoader(paths.TEMPLATE), autoescape=True, keep_trailing_newline=True)
    with _template_faults("index.html"):
        template = environment.get_template("list.html.j2")
        return template.render(pages=pages, languages=LANGUAGES, data_version=_data_version()).encode("utf-8")
