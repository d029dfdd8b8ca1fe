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
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sosanh.data import paths
from sosanh.data.problems import DataProblems, Problem, suggest

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
    return [path for path in _lying(raw / "articles") if path.suffix == ".xlsx"]


def unknown(processed: Path = paths.PROCESSED, raw: Path = paths.RAW) -> list[Path]:
    """The articles' workbooks that the tables were not built from: drafts, or new ones."""
    known = read(processed)["workbooks"]
    return [path for path in articles(raw) if f"articles/{path.name}" not in known]


def strays(raw: Path) -> list[Path]:
    """Files among the articles' workbooks that nobody reads: another ending, such as .xls, .ods or .XLSX."""
    return [path for path in _lying(raw / "articles") if path.suffix != ".xlsx"]


def _lying(folder: Path) -> list[Path]:
    """All that lies there but what programs put beside a workbook: Excel's ~$x.xlsx, LibreOffice's .~lock.x.xlsx#,
    macOS's ._x.xlsx."""
    return sorted(path for path in folder.glob("*") if not path.name.startswith(("~$", ".")))


def digests(raw: Path) -> dict[str, str]:
    """Each workbook's path within `raw`, and the digest of its bytes ("" for a folder with a workbook's name).

    The second readings are among them: how far they agree with the first is a table, and stands on pages.
    """
    second = [path for path in _lying(raw / SECOND) if path.suffix == ".xlsx"]
    there = [path for path in (raw / "codebook.xlsx", *articles(raw), *second) if path.exists()]
    return {
        path.relative_to(raw).as_posix(): paths.digest(path.read_bytes()) if path.is_file() else "" for path in there
    }


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
