"""What a page is made of, as digests: when one of them is another than before, it is made again, as far as need be.

A page is made in two steps. Its cells depend on their notebook, on parameters, on the code and the messages that they
use, and on what they read of the data (`data.reads`). The page around them depends on its template and on all of the
data, for every number is held against the data anew. So after a change of the data every page is read back, cells run
again only where something that they read is another, and pages are written where they differ.
"""

import ast
import json
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path

from sosanh.data import paths
from sosanh.publish.briefs import Brief

CELLS, PAGE = ("sosanh", "sosanh.show.api"), ("sosanh.publish.page", "sosanh.publish.engine")  # where their code begins
# in the template, of no page
LISTS = ("list.html.j2", "lessons.html.j2", "explore.html.j2", "index.css", "index.js", "charts.html.j2")


def everything() -> str:
    """All that pages and their lists can depend on, byte for byte: while it is the same nothing is looked at closer."""
    files = [*sorted(paths.LIBRARY.rglob("*")), *sorted(paths.TEMPLATE.rglob("*")), *_common(), paths.CHANGES]
    return _files(path for path in files if path.is_file() and "__pycache__" not in path.parts)


def _common() -> list[Path]:
    return [paths.HOME / "requirements.lock", paths.PROCESSED / "datapackage.json", paths.SITE, paths.BRIEFS]


def asked(brief: Brief, everything: str) -> str:
    """The same for one page: its notebook and what it is asked for, too."""
    return _one([everything, _cells(brief.source.read_bytes()), *_asked(brief), brief.language, brief.languages])


def of_cells(brief: Brief, languages: Iterable[str], modules: Iterable[str]) -> str:
    """What cells depend on besides the data and the messages that they read."""
    lock = paths.digest((paths.HOME / "requirements.lock").read_bytes())
    return _one([_cells(brief.source.read_bytes()), *_asked(brief), *languages, code((*CELLS, *modules)), lock])


def of_page(brief: Brief, cells: str) -> str:
    """What the page around its cells depends on."""
    template = (path for path in sorted(paths.TEMPLATE.rglob("*")) if path.is_file() and path.name not in LISTS)
    read = [*template, *_common(), *sorted(paths.MESSAGES.glob("*"))]
    return _one([cells, *_asked(brief), brief.language, brief.languages, code(PAGE), _files(read)])


def _asked(brief: Brief) -> list:
    return [brief.name, brief.notebook, brief.parameters]


def _one(parts: list) -> str:
    return paths.digest(json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str).encode("utf-8"))


def _files(files: Iterable[Path]) -> str:
    return _one([[path.name, paths.digest(path.read_bytes())] for path in files])


@lru_cache(64)
def _cells(held: bytes) -> list:
    """What is run of a notebook, and what of it is shown: not its stored outputs. Of what is none, its bytes."""
    try:
        cells = json.loads(held)["cells"]
        return [[each["cell_type"], "".join(each["source"]), each["metadata"].get("tags", [])] for each in cells]
    except (ValueError, LookupError, TypeError, AttributeError):
        return [paths.digest(held)]


@cache
def code(modules: tuple[str, ...]) -> str:
    """Modules of this library and all that they import of it, without comments and layout."""
    found: dict[str, str] = {}
    waiting = [*modules]
    while waiting:
        module = waiting.pop()
        if module not in found and (read := _module(module, paths.LIBRARY)):
            found[module], imported = read
            waiting += imported
    return _one(sorted(found.items()))


@cache
def _module(name: str, library: Path) -> tuple[str, list[str]] | None:
    """The digest of a module's code and what it may import of the library; None where there is no such module."""
    place = library.joinpath(*name.split(".")[1:])
    path = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    if not path.is_file():
        return None
    tree = ast.parse(path.read_bytes())
    return paths.digest(ast.dump(tree).encode("utf-8")), [*_imported(tree)]


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "sosanh":
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)
        elif isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name.split(".")[0] == "sosanh")
