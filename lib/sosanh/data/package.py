"""The processed tables as files: whether they are those of the workbooks, and their versions.

`datapackage.json` holds the digest of every CSV and of every workbook they were built from, so comparing bytes answers
in milliseconds. Nothing here needs pandas or opens a workbook: a run with nothing to do ends at once. Whether a
workbook that the package does not name is a draft (which the tables do without) is for `curate.workbooks` to say.

data/CHANGELOG.md says what changed from one version to the next. A version's heading gives its number and day. Under it
stands prose, and beneath that three kinds of list items, which name figures by their ids (dt-2025-02.14): "added";
"corrected", where a reader sees another figure than before (its value, bound, unit, kind or time); "noted", where only
the words beside it changed (a comment, a name, a definition's wording).
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sosanh.data import paths
from sosanh.data.problems import DataProblems, Problem, Unreadable, suggest

FILE = "datapackage.json"
SECOND = "second-readings"


class Stale(Exception):
    """The processed tables are not those of the workbooks; `reason` is what `staleness` says."""

    def __init__(self, reason: str):
        super().__init__(f"{reason}; run `make data` (or python -m sosanh data)")


def staleness(
    processed: Path = paths.PROCESSED, raw: Path = paths.RAW, counts: Callable[[Path], bool] = lambda _: False
) -> str:
    """Why the processed tables may not be used, or "" when they may.

    Without `raw` (a copy that has only the CSVs) the tables are held against their own package. A workbook that the
    package does not name makes them stale where it `counts`.
    """
    try:
        package = read(processed)
    except (FileNotFoundError, ValueError):
        return f"{processed} holds no readable {FILE}"
    for resource in package["resources"]:
        path = processed / resource["path"]
        if not path.exists() or paths.digest(path.read_bytes()) != resource["hash"]:
            return f"{path.name} is not the file that {FILE} describes"
    now, then = digests(raw) if raw.exists() else package["workbooks"], package["workbooks"]
    changed = [path for path, digest in then.items() if now.get(path) != digest]
    changed += [path for path in now if path not in then and counts(raw / path)]
    return f"changed since the tables were built: {', '.join(sorted(changed))}" if changed else ""


def read(processed: Path) -> dict:
    """The data package; `ValueError` where it is none, or lacks what is read of it."""
    package = json.loads((processed / FILE).read_text(encoding="utf-8"))
    with suppress(AttributeError, KeyError, TypeError):
        named = [package["version"], package["created"], *package["workbooks"].values()]
        named += [each[key] for each in package["resources"] for key in ("path", "hash")]
        if all(isinstance(each, str) for each in named):
            return package
    raise ValueError(f"{processed / FILE} is no package of these tables")


def articles(raw: Path) -> list[Path]:
    """The articles' workbooks."""
    return [path for path in _lying(raw / "articles") if not stray(path)]


def unknown(processed: Path = paths.PROCESSED, raw: Path = paths.RAW) -> list[Path]:
    """The articles' workbooks that the tables were not built from: drafts, or new ones."""
    known = read(processed)["workbooks"]
    return [path for path in articles(raw) if f"articles/{path.name}" not in known]


def strays(raw: Path) -> Iterator[Problem]:
    """Of what lies among the articles' workbooks and is none: what it is, and what may lie there."""
    for path in _lying(raw / "articles"):
        if why := stray(path):
            yield Problem(path.name.encode("utf-8", "backslashreplace").decode(), "", "", *why)


def stray(path: Path) -> tuple[str, str] | None:
    """Why a file is no article's workbook, and what is allowed; None where it is one."""
    name = path.name.encode("utf-8", "backslashreplace").decode()
    if name != path.name:
        return "a name that is not UTF-8", f"a name of {NAMED}; rename the file"
    if path.suffix != ".xlsx":
        return path.suffix or name, "a workbook saved as .xlsx, or another folder"
    if not path.is_file():
        return _kind(path), "a workbook saved as .xlsx, or another folder"
    if not re.fullmatch("[a-z0-9-]+", path.stem):
        first = re.match("[a-z0-9-]+[a-z0-9]", path.stem)
        of = next((each for each in path.parent.glob("*.xlsx") if first and first[0].startswith(each.stem)), None)
        copy = f"one workbook an article: this seems a copy of {of.name}; keep one of them here" if of else ""
        return path.stem, copy or f"a name of {NAMED}: the article's code"
    return None


NAMED = "small letters, digits and hyphens"
MOST = 20_000_000  # bytes of a workbook, as it lies there


def content(path: Path, allowed: str = "a workbook saved as .xlsx", most: int = MOST) -> bytes:
    """The bytes of a file, such as a workbook; `Unreadable` where something else stands, which may have no end, or a
    file of more than `most` bytes."""
    if not path.is_file() and (path.exists() or path.is_symlink()):
        raise Unreadable(_kind(path), allowed)
    if (size := path.stat().st_size) > most:
        raise Unreadable(f"{size / 1e6:.0f} MB", f"{allowed}, of at most {most / 1e6:.0f} MB")
    try:
        return path.read_bytes()
    except PermissionError as error:  # Windows keeps what one program has open from others
        raise Unreadable(f"not to be read ({error.strerror})", f"{allowed} that no program holds: close it") from None


def _kind(path: Path) -> str:
    if path.is_dir():
        return "a folder"
    if path.is_symlink():
        return "a link to nothing" if not path.exists() else "a link to a device"
    return "no file, but a pipe or a device"


def _lying(folder: Path) -> list[Path]:
    """All that lies there but what programs put beside a workbook: Excel's ~$x.xlsx, LibreOffice's .~lock.x.xlsx#,
    macOS's ._x.xlsx, Windows' desktop.ini and Thumbs.db. `OSError` for a folder that may not be read."""
    there = list(folder.iterdir()) if folder.exists() else []
    own = ("desktop.ini", "thumbs.db")
    lying = (path for path in there if not path.name.startswith(("~$", ".")) and path.name.lower() not in own)
    return sorted(lying, key=lambda path: path.name)


def digests(raw: Path) -> dict[str, str]:
    """Each workbook's path within `raw`, and the digest of its bytes ("" for what is no file).

    The second readings are among them: how far they agree with the first is a table, and stands on pages.
    """
    lying = {f"{of}/{path.name}": path for of in ("articles", SECOND) for path in _lying(raw / of)}
    among = {"codebook.xlsx": raw / "codebook.xlsx"} | lying
    return {name: _digest(path) for name, path in among.items() if path.suffix == ".xlsx" and path.exists()}


def _digest(path: Path) -> str:
    try:
        return paths.digest(content(path))
    except Unreadable:
        return ""


KINDS = ("added", "corrected", "noted")
_HEADING = r"^## +(\d+\.\d+\.\d+) +\((\d{4}-\d{2}-\d{2})\)"
_ITEM = r"^- +([^:\n]+): *((?:.+\n?)(?:^ +.+\n?)*)"


@dataclass(frozen=True)
class Release:
    """A version of the data, its day, and by kind the ids of the figures it added, corrected or noted."""

    version: str
    day: str
    changed: dict[str, frozenset[str]]


def releases(folder: Path = paths.CHANGES.parent) -> list[Release]:
    """Every version of the data, the newest first; `DataProblems` where the change log cannot be read."""
    log = folder / paths.CHANGES.name
    _, *parts = re.split(_HEADING, log.read_text("utf-8") if log.exists() else "", flags=re.MULTILINE)
    if not parts:
        raise DataProblems([Problem(log.name, "", "", "no version", "a heading such as: ## 0.1.0 (2026-11-21)")])
    found = []
    for version, day, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        changed: dict[str, frozenset[str]] = dict.fromkeys(KINDS, frozenset())
        for kind, ids in re.findall(_ITEM, text, re.MULTILINE):
            if kind not in KINDS:
                raise DataProblems([Problem(log.name, version, "", kind, suggest(kind, KINDS))])
            changed[kind] |= frozenset(re.split(r"[,\s]+", ids.strip()))
        found.append(Release(version, day, changed))
    return found
