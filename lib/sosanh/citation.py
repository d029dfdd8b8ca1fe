"""How a page asks to be cited: by its question, and the version of the data that answered it.

The answer may change when an article is added or a reading corrected, so a citation without the version of the data
cannot be checked. The figures themselves are of articles and other named sources: these are cited beside the page, not
through it.
"""

import re
from dataclasses import dataclass
from datetime import date

from sosanh.periods import format_date
from sosanh.words import check_language, say

_SPECIAL = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


@dataclass(frozen=True)
class Citation:
    """What is cited: the `title` of a page, its `file`, and the `version` of its data with the day of its release.

    `address` is the folder where the pages are published, and "" where that is not known.
    """

    title: str
    file: str
    language: str
    version: str
    released: date
    publisher: str = ""
    address: str = ""

    @property
    def place(self) -> str:
        """The address of the page; of a page that is published nowhere its file name, which never changes."""
        return self.address + self.file

    @property
    def authors(self) -> str:
        return str(say("cite_authors", self.language))

    @property
    def data(self) -> str:
        """The version of the data and the day of its release, in words."""
        day = format_date(self.released, check_language(self.language))
        return str(say("cite_data", self.language, version=self.version, day=day))

    def said(self) -> tuple[str, ...]:
        """Everything a page says of itself when it asks to be cited."""
        by_year = f"{self.authors} ({self.released.year})"
        return (self.bibtex(), by_year, self.data, self.version, self.publisher, self.place, self.file)

    def bibtex(self) -> str:
        fields = {
            # in braces of their own, so that no name is split and no title loses its capitals
            "author": f"{{{_tex(self.authors)}}}",
            "title": f"{{{_tex(self.title)}}}",
            "year": str(self.released.year),
            "version": self.version,
            "publisher": _tex(self.publisher),
            "url" if self.address else "howpublished": self.place if self.address else _tex(self.place),
            "note": _tex(self.data),
            "language": {"vi": "vietnamese", "en": "english"}[self.language],
        }
        lines = (f"  {name} = {{{value}}}" for name, value in fields.items() if value)
        key = "sosanh-" + self.file.removesuffix(".html").replace(".", "-")
        return f"@misc{{{key},\n" + ",\n".join(lines) + "\n}"


def _tex(words: str) -> str:
    """Words for a BibTeX field: what means something to TeX is escaped.

    >>> _tex("80% & {more}")
    '80\\\\% \\\\& \\\\{more\\\\}'
    """
    return re.sub(r"[\\~^%&#$_{}]", lambda sign: _SPECIAL.get(sign[0], "\\" + sign[0]), words)
