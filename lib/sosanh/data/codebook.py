"""What the words of the data mean: areas, indicators, definitions and code lists, each found by its name.

A look-up either finds exactly one entry or fails and names the nearest ones; nothing is guessed. The one name
that needs care is an area's: "Đồng Tháp" and the code 82 each mean two territories, before and after the merger
of 1 July 2025, so an area is looked up *on a date*.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any
from unicodedata import normalize

from sosanh.data.labels import Label, label
from sosanh.data.problems import Unknown, suggest
from sosanh.data.reads import Reads, selection
from sosanh.data.tables import CODEBOOK, TABLES, Area, Benchmark, Indicator, row


class BareCode(Unknown):
    """A statistics code without its map: 82 was Tiền Giang until 30 June 2025 and is Đồng Tháp since."""

    def __init__(self, code: str, areas: Iterable[Area]):
        same = [f"{area.ref_area} ({area.name_vi})" for area in areas if area.statistics_code == code]
        meant = ", ".join(same) or "no area"
        LookupError.__init__(self, f"{code} without its map may mean: {meant}; give the code with its map, or a name")


class Ambiguous(Unknown):
    """A name that means two territories on the days it may have been written."""

    def __init__(self, name: str, areas: Iterable[Area]):
        LookupError.__init__(self, f"{name} may mean {' or '.join(map(_dated, areas))}; give the code")


class NotThen(Unknown):
    """A name that means no area on a day; `told` is what it means on others, or which names are near."""

    def __init__(self, name: str, day: date, told: str):
        LookupError.__init__(self, f"unknown area on {day.isoformat()} {name!r}; {told}")


class Former(NotThen):
    """A name that means areas of other days only: what became of those that have ended."""

    def __init__(self, name: str, day: date, areas: Iterable[Area], later: dict[str, Area]):
        super().__init__(name, day, " or ".join(_dated(each) + _became(later.get(each.successor)) for each in areas))


def _dated(area: Area) -> str:
    when = f"until {area.valid_to}" if area.valid_to else f"since {area.valid_from}"
    return f"{area.ref_area} ({area.name_vi}, {when})"


def _became(area: Area | None) -> str:
    return f", since then in {area.ref_area} ({area.name_vi})" if area else ""


def folded(name: str) -> str:
    """A name without what differs between spellings of one: its case, spaces and points; Ð (U+00D0) is Đ.

    >>> folded("Tp.HCM") == folded("TP. HCM") == "tphcm", folded("Ðồng Tháp") == folded("đồng  tháp")
    (True, True)
    """
    text = normalize("NFC", str(name)).replace("Ð", "Đ").replace("ð", "đ").casefold()
    return "".join(letter for letter in text if letter.isalnum())


@dataclass(frozen=True, eq=False)
class Codebook:
    """The sheets of the codebook, each as its rows; see `tables.yml` for their columns."""

    areas: tuple[Area, ...]
    area_aliases: tuple
    themes: tuple
    populations: tuple
    indicators: tuple[Indicator, ...]
    definitions: tuple
    comparability: tuple
    references: tuple
    benchmarks: tuple[Benchmark, ...]
    code_lists: tuple
    reads: Reads | None = None  # what is read of it, where that is recorded

    @classmethod
    def of(cls, tables: dict[str, Iterable[dict]]) -> "Codebook":
        """The codebook of these tables, whose rows are mappings of columns to cells."""
        rows = {name: tuple(row(name, each) for each in tables[name]) for name in CODEBOOK}
        entries = {each.indicator: each for each in rows["indicators"]}
        for name in ("definitions", "benchmarks"):
            rows[name] = tuple(replace(each, entry=entries.get(each.indicator)) for each in rows[name])
        return cls(**rows)

    @selection
    def codes(self, code_list: str) -> list[str]:
        """The codes of a list, in the order of the codebook."""
        return [*self._lists.get(code_list, ())]

    @selection
    def label(self, code_list: str, code: str, column: str = "label") -> Label:
        """What readers see for a code; `column` may be `description`."""
        try:
            return label(self._lists[code_list][code], column)
        except KeyError:
            raise Unknown(code_list, code, self.codes(code_list)) from None

    @cached_property
    def _lists(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for each in self.code_lists:
            found.setdefault(each.code_list, {})[each.code] = each
        return found

    @selection
    def entry(self, table: str, code: str) -> Any:
        """The row with this code, of a sheet that has one key column (`areas`, `indicators`, `benchmarks`, …)."""
        rows = self._by_code[table]
        if code not in rows:
            raise Unknown(table, code, list(rows))
        return rows[code]

    @cached_property
    def _by_code(self) -> dict[str, dict[str, Any]]:
        keyed = {name: TABLES[name].key[0] for name in CODEBOOK if len(TABLES[name].key) == 1}
        return {name: {getattr(each, key): each for each in getattr(self, name)} for name, key in keyed.items()}

    def area(self, name: str, on: date) -> str:
        """The `ref_area` that a name, alias or code means on a day.

        Case, spaces, points and Unicode form do not matter, diacritics do: an alias without them stands in the
        codebook.
        """
        return self.area_within(name, on, on)

    def area_within(self, name: str, first: date, last: date, coded: bool = False) -> str:
        """The `ref_area` meant by who wrote on one of these days; `Ambiguous` where that depends on the day, `Former`
        where it was one of other days. Where areas are `coded`, a statistics code alone (`01`, or `1`) means the one
        that has it then."""
        named = self._named(name, coded)
        if named == [name]:  # a code keeps its own map
            return name
        by_day = [[code for code in named if self.in_force(code, day)] for day in (last, first)]
        meant = list(dict.fromkeys(code for found in by_day for code in found))
        areas = self._by_code["areas"]
        if named and not meant:
            raise Former(name, last, [areas[code] for code in named], areas)
        if not meant:
            raise NotThen(name, last, suggest(name, self._spellings(last)))
        if len({self.territory(code) for code in meant}) > 1:
            raise Ambiguous(name, [area for area in self.areas if area.ref_area in meant])
        return meant[0]

    @selection
    def areas_named(self, name: str, coded: bool = False) -> tuple[str, ...]:
        """Every `ref_area` that a name or alias (or, with `coded`, a statistics code) means on some day, the oldest
        first; a code means itself alone."""
        found = self._named(name, coded)
        if not found:
            raise Unknown("area", name, self._spellings())
        return tuple(sorted(found, key=lambda code: self.entry("areas", code).valid_from))

    def _named(self, name: str, coded: bool = False) -> list[str]:
        if name in self._by_code["areas"]:
            return [name]
        if str(name).strip().isdigit():
            if not coded:
                raise BareCode(str(name).strip(), self.areas)
            return [each.ref_area for each in self.areas if each.statistics_code == name.strip().zfill(2)]
        return self._aliases.get(folded(name), [])

    def _spellings(self, on: date | None = None) -> dict[str, str]:
        """Every name and alias of the areas, of one day or of any, with the area's official name."""
        return {
            each.alias: self.area_name(each.ref_area).said("vi")
            for each in self.area_aliases
            if on is None or self.in_force(each.ref_area, on)
        }

    @cached_property
    def _aliases(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for each in self.area_aliases:
            codes = found.setdefault(folded(each.alias), [])
            if each.ref_area not in codes:
                codes.append(each.ref_area)
        return found

    def in_force(self, code: str, on: date) -> bool:
        """Was the area there on the day?"""
        area = self.entry("areas", code)
        return area.valid_from <= on.isoformat() and (not area.valid_to or on.isoformat() <= area.valid_to)

    def area_name(self, code: str) -> Label:
        """An area's bare name. It may mean two territories: where that matters, say the boundaries too."""
        return label(self.entry("areas", code), "name")

    def territory(self, area: str) -> str:
        return self.entry("areas", area).territory

    def merged(self, area: str) -> bool:
        """Did the area become part of a larger territory?"""
        successor = self.entry("areas", area).successor
        return bool(successor) and self.territory(successor) != self.territory(area)

    def on_both_maps(self, territory: str) -> bool:
        """Is the territory the same before and after the merger of 2025?"""
        return len({area.map for area in self.areas if area.territory == territory and area.map}) == 2

    @selection
    def pair_row(self, level: str, a: str, b: str, purpose: str) -> Any | None:
        """The row of `comparability` for this pair, whichever side each stands on; one for the purpose first."""
        rows = self._pairs.get((level, frozenset((a, b))), {})
        return rows.get(purpose) or rows.get("")

    @selection
    def indicator_pairs(self) -> list[tuple[str, str]]:
        """The pairs of indicators that `comparability` speaks of."""
        return [tuple(sorted(pair)) for level, pair in self._pairs if level == "indicator" and len(pair) == 2]

    @cached_property
    def _pairs(self) -> dict[tuple[str, frozenset], dict[str, Any]]:
        found: dict[tuple[str, frozenset], dict[str, Any]] = {}
        for each in self.comparability:
            found.setdefault((each.level, frozenset((each.a, each.b))), {})[each.purpose] = each
        return found
