"""Faults of the folder of workbooks: what sync programs, Windows and a slip leave there, and what has no end."""

import os
import shutil
from pathlib import Path

from faults import Area, Fault
from faults.workbooks import made, said

ARTICLES, CODEBOOK = "data/raw/articles", "data/raw/codebook.xlsx"
NAMED = "small letters, digits and hyphens"
OTHER = "a workbook saved as .xlsx, or another folder"
COPY = "one workbook an article: this seems a copy of dt-2024-07.xlsx; keep one of them here"


def beside(name: str | bytes, like: str = "dt-2024-07.xlsx"):
    """A copy of a workbook under another name."""
    return lambda home: shutil.copy(home / ARTICLES / like, os.fsencode(home / ARTICLES) + b"/" + os.fsencode(name))


def put(make, name: str = f"{ARTICLES}/x.xlsx"):
    """Something in the place of a workbook."""

    def plant(home: Path) -> None:
        (home / name).unlink(missing_ok=True)
        make(home / name)

    return plant


def windows(home: Path) -> None:
    for name in ("desktop.ini", "Thumbs.db", ".DS_Store", "~$dt-2024-07.xlsx", ".~lock.dt-2024-07.xlsx#"):
        (home / ARTICLES / name).write_bytes(b"x")


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(5_000_000_000)


def copied(name: str) -> Fault:
    stem = name.removesuffix(".xlsx")
    return Fault(f"a copy: {name}", beside(name), f"{name}: found {stem!r}; allowed: {COPY}")


AREA = Area("The folder of workbooks", made, said, [
    Fault("what Windows, macOS, Excel and LibreOffice put beside a workbook", windows, "read"),
    *map(copied, (
        "dt-2024-07 (conflicted copy).xlsx", "dt-2024-07-PC-Name's conflicted copy 2026-11-27.xlsx",
        "dt-2024-07 (1).xlsx", "dt-2024-07 - Copy.xlsx", "dt-2024-07-DESKTOP-A1B2.xlsx",
        "dt-2024-07.sync-conflict-20261127-101112-ABCDEFG.xlsx",
    )),
    Fault("a name that is no article's code: Bài 7.xlsx", beside("Bài 7.xlsx"),
          f"Bài 7.xlsx: found 'Bài 7'; allowed: a name of {NAMED}: the article's code"),
    Fault("a name that is not UTF-8", beside(b"dt-\xff.xlsx"),
          rf"dt-\udcff.xlsx: found 'a name that is not UTF-8'; allowed: a name of {NAMED}; rename the file"),
    Fault("a folder named x.xlsx", put(Path.mkdir), f"x.xlsx: found 'a folder'; allowed: {OTHER}"),
    Fault("a pipe named x.xlsx", put(os.mkfifo), f"x.xlsx: found 'no file, but a pipe or a device'; allowed: {OTHER}"),
    Fault("a link to /dev/zero named x.xlsx", put(lambda path: path.symlink_to("/dev/zero")),
          f"x.xlsx: found 'a link to a device'; allowed: {OTHER}"),
    Fault("a link to nothing", put(lambda path: path.symlink_to("nowhere")),
          f"x.xlsx: found 'a link to nothing'; allowed: {OTHER}"),
    Fault("a link to itself", put(lambda path: path.symlink_to(path)),
          f"x.xlsx: found 'a link to nothing'; allowed: {OTHER}"),
    Fault("a file of 5 GB", put(sparse),
          "x.xlsx: found '5000 MB'; allowed: a workbook saved as .xlsx, of at most 20 MB"),
    Fault("a spreadsheet of LibreOffice", beside("x.ods"), f"x.ods: found '.ods'; allowed: {OTHER}"),
    Fault("a pipe in the place of the codebook", put(os.mkfifo, CODEBOOK),
          "codebook.xlsx: found 'no file, but a pipe or a device'; allowed: a workbook saved as .xlsx"),
    Fault("a link to /dev/zero in the place of the codebook", put(lambda path: path.symlink_to("/dev/zero"), CODEBOOK),
          "codebook.xlsx: found 'a link to a device'; allowed: a workbook saved as .xlsx"),
    Fault("no codebook", lambda home: (home / CODEBOOK).unlink(),
          "codebook.xlsx: found 'no such file'; allowed: a workbook at …"),
    Fault("a pipe in the place of a second reading", put(os.mkfifo, "data/raw/second-readings/dt-2024-07.xlsx"),
          "second-readings/dt-2024-07.xlsx: found 'no file, but a pipe or a device'; …"),
])  # fmt: skip
