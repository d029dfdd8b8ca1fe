"""Where things are. Nothing else: no logic, nothing created on import.

`SOSANH_HOME` points the library at another copy of the project's folders (the tests use it); without it they
are found beside the library itself.
"""

import os
from pathlib import Path

HOME = Path(os.environ.get("SOSANH_HOME") or Path(__file__).resolve().parents[2])
LIBRARY = Path(__file__).resolve().parent

CHANGES = HOME / "data" / "CHANGELOG.md"
RAW = HOME / "data" / "raw"
CODEBOOK = RAW / "codebook.xlsx"
ARTICLES = RAW / "articles"
PROCESSED = HOME / "data" / "processed"

NOTEBOOKS = HOME / "notebooks"
BRIEFS = HOME / "reports" / "briefs.yml"
SITE = HOME / "reports" / "site.yml"
TEMPLATE = HOME / "reports" / "template"
PICTURE = HOME / "reports" / "picture.svg"
HTML = HOME / "reports" / "html"

FONTS = LIBRARY / "fonts"
TABLES = LIBRARY / "tables.yml"
WORDS = LIBRARY / "words.yml"
