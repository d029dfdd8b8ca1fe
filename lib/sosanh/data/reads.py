"""What was read of the data, so that what was made of it is made again only where something that it read has changed.

While `Reads` records (in the process that runs the cells of one page), the collection's rows are stand-ins, which note
each cell that is looked at; a table notes that all of it was gone through. A `selection` is a question whose answer
stands for all that is looked at to find it: it is asked again of new data, so that a row which it would not have found
changes nothing, and one that it would find now does, also where there was none before.

Whatever is read by no way that notes it cannot be read at all: rows, tables and answers are all that a collection has.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from functools import cache, cached_property, wraps
from types import MappingProxyType
from typing import Any

from sosanh.data import paths
from sosanh.data.labels import Label
from sosanh.data.tables import ROWS, TABLES

SELECTIONS: dict[str, Callable] = {}
current: "Reads | None" = None  # what records in this process
_TABLE_OF = {kind: table for table, kind in ROWS.items()}
_LINKS = ("article", "entry")


def selection(function: Callable) -> Callable:
    """A function of a collection or a codebook, and of text, whose answer stands for all that it reads."""
    SELECTIONS[function.__qualname__] = function

    @wraps(function)
    def asked(of: Any, *args, **kwargs) -> Any:
        if of.reads is None or of.reads.quiet:
            return function(of, *args, **kwargs)
        with of.reads.asking(function.__qualname__, args, kwargs):
            return function(of, *args, **kwargs)

    return asked


class Reads:
    """The cells, tables, questions, messages and modules that were read."""

    def __init__(self) -> None:
        self.cells: dict[str, dict[str, set[str]]] = {}
        self.tables: set[str] = set()
        self.asked: set[str] = set()
        self.messages: set[str] = set()
        self.modules: set[str] = set()
        self.quiet = 0  # inside a selection nothing else counts
        self._noting: dict[Any, Any] = {}

    def of(self, collection: Any) -> Any:
        """The collection, whose every reading is noted; the same one each time."""
        if id(collection) not in self._noting:
            self._noting[id(collection)] = _noted(collection, self)
        return self._noting[id(collection)]

    def said(self, language: str, held: dict) -> dict:
        """The messages of a language, each noted when it is asked for."""
        if language not in self._noting:
            self._noting[language] = _Messages(held, language, self.messages)
        return self._noting[language]

    @contextmanager
    def asking(self, name: str, args: tuple, kwargs: dict) -> Iterator[None]:
        self.asked.add(json.dumps([name, args, kwargs], ensure_ascii=False, sort_keys=True))
        self.quiet += 1
        try:
            yield
        finally:
            self.quiet -= 1

    def cell(self, table: str, key: str, column: str) -> None:
        self.cells.setdefault(table, {}).setdefault(key, set()).add(column)

    def written(self) -> dict:
        """As data for JSON."""
        cells = {
            table: {key: sorted(columns) for key, columns in sorted(rows.items())} for table, rows in self.cells.items()
        }
        others = {name: sorted(getattr(self, name)) for name in ("tables", "asked", "messages", "modules")}
        return {"cells": cells} | others


def digest(read: dict, collection: Any, messages: Callable[[str], dict]) -> str:
    """One digest of all that was read (`Reads.written`), as a collection and the messages have it now."""
    found: dict[str, Any] = {}
    for table, rows in read["cells"].items():
        there = {_key(row): row for row in collection.tables[table]}
        found[table] = [[str(getattr(there.get(key), column, "")) for column in own] for key, own in rows.items()]
    found["tables"] = [[*map(_key, collection.tables[table])] for table in read["tables"]]
    found["asked"] = [_answer(asked, collection) for asked in read["asked"]]
    said = (each.split(" ", 1) for each in read["messages"])
    found["messages"] = [messages(language).get(key) for language, key in said]
    return paths.digest(json.dumps(found, ensure_ascii=False, sort_keys=True).encode("utf-8"))


def _answer(asked: str, collection: Any) -> Any:
    name, args, kwargs = json.loads(asked)
    function = SELECTIONS[name]
    of = collection.codebook if name.startswith("Codebook.") else collection
    try:
        return _plain(function(of, *args, **kwargs))
    except (ValueError, LookupError) as error:
        return str(error)


def _plain(answer: Any) -> Any:
    """An answer as JSON: of a row its key, for what is read of it is noted by itself."""
    if isinstance(answer, Label):
        return list(answer.texts)
    if isinstance(answer, list | tuple | set | frozenset):
        return [_plain(each) for each in (sorted(answer) if isinstance(answer, set | frozenset) else answer)]
    return _key(answer) if type(answer) in _TABLE_OF else answer if isinstance(answer, bool | None) else str(answer)


def _key(row: Any) -> str:
    """The row's key in its table."""
    return " ".join(str(getattr(row, column)) for column in TABLES[_TABLE_OF[type(row)]].key)


# --- stand-ins for the rows and tables


def _noted(collection: Any, reads: Reads) -> Any:
    stands: dict[int, Any] = {}
    for table, rows in collection.tables.items():
        kind = _stand_in(table)
        for row in rows:
            stands[id(row)] = kind(row, reads, stands)
    tables = {
        table: _Rows(map(stands.get, map(id, rows))).of(table, reads) for table, rows in collection.tables.items()
    }
    book = {each.name: tables[each.name] for each in fields(collection.codebook) if each.name in tables}
    codebook = replace(collection.codebook, **book, reads=reads)
    return replace(collection, tables=MappingProxyType(tables), codebook=codebook, reads=reads)


class _Messages(dict):
    def __init__(self, held: dict, language: str, read: set[str]) -> None:
        super().__init__(held)
        self.language, self.read = language, read

    def __getitem__(self, key: str) -> Any:
        self.read.add(f"{self.language} {key}")
        return super().__getitem__(key)

    def __contains__(self, key: str) -> bool:
        self.read.add(f"{self.language} {key}")
        return super().__contains__(key)

    def get(self, key: str, otherwise: Any = None) -> Any:
        self.read.add(f"{self.language} {key}")
        return super().get(key, otherwise)


class _Rows(tuple):
    """The rows of a table: whoever goes through them depends on which there are."""

    def of(self, table: str, reads: Reads) -> "_Rows":
        self.table, self.reads = table, reads
        return self

    def _note(self) -> None:
        if not self.reads.quiet:
            self.reads.tables.add(self.table)

    def __iter__(self) -> Iterator:
        self._note()
        return super().__iter__()

    def __len__(self) -> int:
        self._note()
        return super().__len__()

    def __getitem__(self, place: Any) -> Any:
        self._note()
        return super().__getitem__(place)

    def __contains__(self, row: Any) -> bool:
        self._note()
        return super().__contains__(row)


@cache
def _stand_in(table: str) -> type:
    """The type of stand-ins for the rows of a table."""
    kind = ROWS[table]
    columns = {each.name for each in fields(kind)} - {*_LINKS}

    def begun(self, row: Any, reads: Reads, stands: dict[int, Any]) -> None:
        self.__dict__.update(_row=row, _reads=reads, _stands=stands, _key=_key(row))

    def looked_at(self, name: str) -> Any:
        if name not in columns:
            raise AttributeError(name)
        value = getattr(self._row, name)
        if not self._reads.quiet:
            self._reads.cell(table, self._key, name)
            self.__dict__[name] = value  # noted once
        return value

    def linked(name: str) -> property:
        return property(lambda self: self._stands.get(id(getattr(self._row, name))))

    own: dict[str, Any] = {"__class__": property(lambda self: kind)}  # what `replace` makes of it is a plain row
    own |= {"__init__": begun, "__getattr__": looked_at, "__eq__": object.__eq__, "__hash__": object.__hash__}
    own |= {name: linked(name) for name in _LINKS if hasattr(kind, name)}
    own |= {  # worked out each time, from cells that are noted
        name: property(value.func)
        for each in reversed(kind.__mro__)
        for name, value in vars(each).items()
        if isinstance(value, cached_property)
    }
    return type(kind.__name__, (kind,), own)
