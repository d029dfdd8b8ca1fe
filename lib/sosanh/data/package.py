"""The processed tables as files: their rows, and whether they are those of the workbooks.

`datapackage.json` holds the digest of every CSV and of every workbook they were built from, so comparing bytes answers
in milliseconds. Nothing here needs pandas or opens a workbook: a run with nothing to do ends at once. Whether a
workbook that the package does not name is a draft (which the tables do without) is for `curate.workbooks` to say.
"""

import json
from collections.abc import Callable
from pathlib import Path

from sosanh.data import files, paths

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
        if not path.exists() or files.digest(path.read_bytes()) != resource["hash"]:
            return f"{path.name} is not the file that {FILE} describes"
    now, then = digests(raw) if raw.exists() else package["workbooks"], package["workbooks"]
    changed = [path for path, digest in then.items() if now.get(path) != digest]
    changed += [path for path in now if path not in then and counts(raw / path)]
    return f"changed since the tables were built: {', '.join(sorted(changed))}" if changed else ""


def read(processed: Path) -> dict:
    """The data package; `ValueError` where it is none, or lacks what is read of it."""
    package = json.loads((processed / FILE).read_text(encoding="utf-8"))
    try:
        named = [package["version"], package["created"], *package["workbooks"].values()]
        named += [each[key] for each in package["resources"] for key in ("path", "hash")]
    except (AttributeError, KeyError, TypeError):
        named = [None]
    if not all(isinstance(each, str) for each in named):
        raise ValueError(f"{processed / FILE} is no package of these tables")
    return package


def articles(raw: Path) -> list[Path]:
    """The articles' workbooks."""
    return [path for path in _lying(raw / "articles") if path.suffix == ".xlsx"]


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
        path.relative_to(raw).as_posix(): files.digest(path.read_bytes()) if path.is_file() else "" for path in there
    }
