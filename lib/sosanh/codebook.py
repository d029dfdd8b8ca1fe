"""What the words of the data mean: areas, indicators, definitions and code lists, each found by its name.

A look-up either finds exactly one entry or fails and names the nearest ones; nothing is guessed. The one name
that needs care is an area's: "Đồng Tháp" and the code 82 each mean two territories, before and after the merger
of 1 July 2025, so an area is looked up *on a date*.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from unicodedata import normalize

import pandas as pd

from sosanh.problems import Unknown
from sosanh.tables import CODEBOOK


@dataclass(frozen=True, eq=False)
class Codebook:
    """The sheets of the codebook as tables of text; see `tables.yml` for their columns."""

    areas: pd.DataFrame
    area_aliases: pd.DataFrame
    themes: pd.DataFrame
    populations: pd.DataFrame
    indicators: pd.DataFrame
    definitions: pd.DataFrame
    comparability: pd.DataFrame
    benchmarks: pd.DataFrame
    code_lists: pd.DataFrame

    @classmethod
    def of(cls, tables: dict[str, pd.DataFrame]) -> "Codebook":
        return cls(**{name: tables[name] for name in CODEBOOK})

    def codes(self, code_list: str) -> list[str]:
        """The codes of a list, in the order of the codebook."""
        return self.code_lists.loc[self.code_lists["code_list"].eq(code_list), "code"].tolist()

    def label(self, code_list: str, code: str, language: str, column: str = "label") -> str:
        """What readers see for a code; `column` may be `description`."""
        try:
            return self._labels.at[(code_list, code), f"{column}_{language}"]
        except KeyError:
            raise Unknown(code_list, code, self.codes(code_list)) from None

    @cached_property
    def _labels(self) -> pd.DataFrame:
        return self.code_lists.set_index(["code_list", "code"])

    def entry(self, table: str, code: str) -> pd.Series:
        """The row of `areas`, `indicators`, `definitions`, `themes` or `populations` with this code."""
        frame = self._by_code[table]
        if code not in frame.index:
            raise Unknown(table, code, frame.index)
        return frame.loc[code]

    @cached_property
    def _by_code(self) -> dict[str, pd.DataFrame]:
        keyed = ("areas", "indicators", "definitions", "themes", "populations")
        frames = {name: getattr(self, name) for name in keyed}
        return {name: frame.set_index(frame.columns[0], drop=False) for name, frame in frames.items()}

    def area(self, name: str, on: date) -> str:
        """The `ref_area` that a name, alias or code means on a day.

        Case, spaces and Unicode form do not matter, diacritics do: an alias without them stands in the codebook.
        """
        if name in self._by_code["areas"].index:
            return name
        wanted = " ".join(normalize("NFC", str(name)).replace("Ð", "Đ").casefold().split())
        codes = self._aliases.get(wanted, [])
        found = [code for code in codes if self._in_force(code, on)]
        if not found:
            raise Unknown(f"area on {on.isoformat()}", name, self.area_aliases["alias"])
        return found[0]

    @cached_property
    def _aliases(self) -> dict[str, list[str]]:
        return self.area_aliases.groupby(self.area_aliases["alias"].str.casefold())["ref_area"].agg(list).to_dict()

    def _in_force(self, code: str, on: date) -> bool:
        area = self.entry("areas", code)
        return area["valid_from"] <= on.isoformat() and (not area["valid_to"] or on.isoformat() <= area["valid_to"])

    def area_name(self, code: str, language: str) -> str:
        """An area's bare name. It may mean two territories: where that matters, say the boundaries too."""
        return self.entry("areas", code)[f"name_{language}"]

    def pair_rows(self, level: str, a: str, b: str, purpose: str) -> pd.DataFrame:
        """The rows of `comparability` for this pair, whichever side each stands on."""
        rows = self.comparability
        these = (rows["a"].eq(a) & rows["b"].eq(b)) | (rows["a"].eq(b) & rows["b"].eq(a))
        return rows[rows["level"].eq(level) & these & rows["purpose"].isin(["", purpose])]
