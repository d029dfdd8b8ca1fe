"""Where things are. Nothing is created on import.

`SOSANH_HOME` points the library at another copy of the project's folders (the tests use it); without it they
are found beside the library itself.
"""

import os
import re
from pathlib import Path

HOME = Path(os.environ.get("SOSANH_HOME") or Path(__file__).resolve().parents[3])
LIBRARY = Path(__file__).resolve().parents[1]

CHANGES = HOME / "data" / "CHANGELOG.md"
RAW = HOME / "data" / "raw"
CODEBOOK = RAW / "codebook.xlsx"
ARTICLES = RAW / "articles"
PROCESSED = HOME / "data" / "processed"
if not PROCESSED.is_dir() and (LIBRARY / "processed").is_dir():
    PROCESSED = LIBRARY / "processed"  # an installed package, away from any project: it brings its tables

NOTEBOOKS = HOME / "notebooks"
BRIEFS = HOME / "reports" / "briefs.yml"
SITE = HOME / "reports" / "site.yml"
TEMPLATE = HOME / "reports" / "template"
PICTURE = HOME / "reports" / "picture.svg"
HTML = HOME / "reports" / "html"

FONTS = LIBRARY / "fonts"
LAB = LIBRARY / "lab"  # settings of JupyterLab for `make lab`
TABLES = LIBRARY / "tables.yml"
MESSAGES = LIBRARY / "messages"  # the sentences readers see, a file for each language


def notebooks() -> list[Path]:
    """The notebooks of the collection: directly in the folder, named 00_like-this.ipynb.

    What else lies there is a visitor's (Untitled.ipynb, a copy, checkpoints): it is not run, tested or listed.
    """
    return sorted(path for path in NOTEBOOKS.glob("*.ipynb") if re.fullmatch(r"\d\d_[a-z0-9-]+", path.stem))
