"""Are the processed tables those of the workbooks? Answered by comparing bytes, in milliseconds.

`datapackage.json` holds the digest of every CSV and of every workbook they were built from. Nothing here needs
pandas or openpyxl, so that a run with nothing to do ends at once; only a workbook that is not among those is opened,
for it may be a draft, which the tables do without.
"""

import json
from pathlib import Path

from sosanh.data import files, paths

PACKAGE = "datapackage.json"
SECOND = "second-readings"


def staleness(processed: Path = paths.PROCESSED, raw: Path = paths.RAW) -> str:
    """Why the processed tables may not be used, or "" when they may.

    Without `raw` (a copy that has only the CSVs) the tables are held against their own package.
    """
    try:
        package = read_package(processed)
    except (FileNotFoundError, ValueError):
        return f"{processed} holds no readable {PACKAGE}"
    for resource in package["resources"]:
        path = processed / resource["path"]
        if not path.exists() or files.digest(path.read_bytes()) != resource["hash"]:
            return f"{path.name} is not the file that {PACKAGE} describes"
    if raw.exists():
        now, then = digests(raw), package["workbooks"]
        changed = sorted(path for path in now | then if now.get(path) != then.get(path))
        if changed := [path for path in changed if path in then or not is_draft(raw / path)]:
            return f"changed since the tables were built: {', '.join(changed)}"
    return ""


def read_package(processed: Path) -> dict:
    """The data package; `ValueError` where it is none, or lacks what is read of it."""
    package = json.loads((processed / PACKAGE).read_text(encoding="utf-8"))
    try:
        named = [
            package["version"],
            package["created"],
            *(each[key] for each in package["resources"] for key in ("path", "hash")),
        ]
        named += package["workbooks"].values()
    except (AttributeError, KeyError, TypeError):
        named = [None]
    if not all(isinstance(each, str) for each in named):
        raise ValueError(f"{processed / PACKAGE} is no package of these tables")
    return package


def is_draft(path: Path) -> bool:
    """Is the article still being entered? See `workbooks.is_draft`."""
    from sosanh.curate import workbooks

    return workbooks.is_draft(path)


def drafts(raw: Path) -> list[Path]:
    """The articles' workbooks that are still being entered."""
    return [path for path in books(raw)[1:] if is_draft(path)]


def books(raw: Path) -> list[Path]:
    """The codebook first, then the articles' workbooks."""
    return [raw / "codebook.xlsx", *(path for path in _lying(raw / "articles") if path.suffix == ".xlsx")]


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
    read = [*books(raw), *(path for path in _lying(raw / SECOND) if path.suffix == ".xlsx")]
    there = {path.relative_to(raw).as_posix(): path for path in read if path.exists()}
    return {name: files.digest(path.read_bytes()) if path.is_file() else "" for name, path in there.items()}
