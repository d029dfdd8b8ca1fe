"""What can be found by words, with or without marks: areas, indicators, systems, statements and figures, in one list.

`Data.find` asks the list, and the search on the list of pages asks what of it those pages show. A figure is found under
its token too but called by what it is of: a number is read with its words, where it stands.
"""

from dataclasses import dataclass
from functools import cached_property

from sosanh.data import letters
from sosanh.data.collection import Collection
from sosanh.data.labels import LANGUAGES, Label, label
from sosanh.lineage.words import text
from sosanh.show import values

_NAMED = {  # table -> the columns of its code and of its text
    "areas": ("ref_area", "name"), "indicators": ("indicator", "name"), "systems": ("system_id", "function"),
    "statements": ("statement_no", "statement"),
}  # fmt: skip


@dataclass(frozen=True)
class Thing:
    """A `kind` and a `code`, what it is called, and what it is found by besides.

    `shown_by` are the codes with which a page shows it: of an indicator those of its figures.
    """

    kind: str
    code: str
    label: Label
    shown_by: tuple[str, ...] = ()
    besides: str = ""

    @cached_property
    def words(self) -> str:
        """Every word it is found by, plain."""
        return letters.words(" ".join([self.kind, self.code, *self.label.texts, self.besides]))


def things(collection: Collection) -> list[Thing]:
    """All that can be found, the figures last."""
    rows, book = collection.observations, collection.codebook
    found = []
    for table, (code, column) in _NAMED.items():
        for row in collection.tables[table]:
            own = getattr(row, code)
            own = f"{row.source_id} {own}" if table == "statements" else own
            named = f"{row.name}: " if table == "systems" else ""
            called = label(row, column).map(lambda words, named=named: named + words)
            shown_by = tuple(each.obs_id for each in rows if each.indicator == own) if table == "indicators" else (own,)
            found.append(Thing(table.rstrip("s"), own, called, shown_by))
    for row in rows:  # "Trường học thu học phí không dùng tiền mặt, Đồng Tháp: kết quả"
        area = values.area_with_boundaries(book, row.ref_area, typed=False)
        called = text(values.name(row), ", ", area, ": ", book.label("role", row.role))
        labels = Label(tuple(str(called.said(language)) for language in LANGUAGES))
        found.append(Thing("figure", row.obs_id, labels, (row.obs_id,), row.as_printed))
    return found


def find(asked: str, known: list[Thing]) -> list[Thing]:
    """Those of which the words are said one after another; where there are none, those with words that begin so."""
    words = letters.words(asked)
    whole = [each for each in known if f" {words} " in f" {each.words} "]
    return whole or [each for each in known if all(f" {word}" in f" {each.words}" for word in words.split())]
