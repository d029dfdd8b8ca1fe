"""What a row must hold, whatever the article says.

`check` goes over the sheets of one workbook: types and codes, what one column asks of another, and what the unit
allows. A figure is typed twice, as printed (``465/595 | 78,18%``) and as numbers to calculate with: whoever mistypes
one of the two contradicts himself, and no article is needed to see it. What only the words around a token say (its
bound and hedge, the scale and unit that follow it) is held against the text by the `ledger`.

A machine reads the token, and it can be wrong. A reason in the column `overruled` puts the person's reading in its
place: then each number typed need only be made of digits that the token prints.

A rule of one row says (column, what is allowed there) for each column that breaks it; `RULES` has those of each table.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

import pandas as pd

from sosanh.curate.workbooks import Sheet
from sosanh.data.codebook import Codebook
from sosanh.data.problems import Problem, suggest
from sosanh.data.tables import MANY, TABLES, Column
from sosanh.numbers.amounts import BOUNDS, LANGUAGES, Reading, by_machine
from sosanh.numbers.units import CODES, SENSES

FORMS = "a number without its words, such as 5.911, 78,18%, 465/595, 465/595 | 78,18% or 40-50%; or the bound all"
_NUMBERS = {
    "numerator": "numerator", "denominator": "denominator", "out_of": "out_of", "obs_value": "value",
    "obs_value_to": "value_to",
}  # fmt: skip
Said = Iterator[tuple[str, str]]  # columns, and what is allowed there


def broken(sheet: Sheet, rule: Callable[[dict], Said]) -> Iterator[Problem]:
    """Where the rows of a sheet break a rule."""
    for number, row in sheet.rows.items():
        for column, allowed in rule(row):
            yield sheet.problem(number, column, allowed)


def typed_as_printed(sheet: Sheet, language: str | None) -> Iterator[Problem]:
    """Where the numbers, the unit or the bound of an observation are not those of its `as_printed`."""
    if language in LANGUAGES:  # what is wrong with another is said of the sheet sources
        yield from broken(sheet, lambda row: _not_as_printed(row, language))


def _not_as_printed(row: dict, language: str) -> Said:
    if row["as_printed"] is None or row["bound"] not in BOUNDS:
        return
    if row["bound"] == "all":
        yield from _in_words(row)
    elif row["overruled"]:
        yield from _by_a_person(row)
    else:
        try:
            yield from _differences(row, by_machine(row, language))
        except ValueError:
            yield "as_printed", FORMS


def _in_words(row: dict) -> Said:
    """``đều``, ``tất cả``: a claim without a number."""
    if re.search("[0-9]", row["as_printed"]):
        yield "bound", "not all: as_printed prints a number"
        return
    for column in _NUMBERS:
        if row[column] is not None:
            yield column, "blank where the bound is all: no number is printed"


def _by_a_person(row: dict) -> Said:
    """What even a person may not make of a token: numbers of other digits, none at all, half a range or fraction."""
    printed = _figures_of(row["as_printed"])
    if not printed:
        yield "as_printed", FORMS
        return
    for column in _NUMBERS:
        if row[column] is not None and _figures(row[column]) not in printed:
            yield column, f"a number of the digits of as_printed, {row['as_printed']}"
    if (row["numerator"] is None) != (row["denominator"] is None):
        yield "numerator", "numerator and denominator together, or neither"
    if row["obs_value"] is None and (row["numerator"] is None or row["bound"] == "range"):
        yield "obs_value", "a number of the digits of as_printed; no number is typed"
    if (row["obs_value_to"] is None) == (row["bound"] == "range"):
        yield "obs_value_to", "the end of a range where the bound is range, else blank"


def _figures_of(token: str) -> set[str]:
    """The digits of each number that a token prints, and of its numbers together (``5 nghìn 200``)."""
    numbers = re.findall("[0-9]+(?:[.,][0-9]+)*", token)
    return {_figures(each) for each in (*numbers, *([token] if numbers else []))}


def _figures(number: Decimal | int | str) -> str:
    """A number's digits without point, sign and end zeros: of 0.725 and of 725 thousand, 725."""
    text = number if isinstance(number, str) else format(number, "f")
    return re.sub("[^0-9]", "", text).strip("0") or "0"


def _differences(row: dict, reading: Reading) -> Said:
    for column, name in _NUMBERS.items():
        printed = getattr(reading, name)
        if row[column] != printed:
            yield column, "blank: as_printed does not print it" if printed is None else _says(printed)
    if reading.unit_mult and row["unit_mult"] != reading.unit_mult:
        yield "unit_mult", _says(reading.unit_mult)
    units = _units(reading)
    if units and row["unit_measure"] not in (*units, None):
        yield "unit_measure", _says(" or ".join(units))
    if (row["bound"] == "range") != (reading.bound == "range"):
        ranges = reading.bound == "range"
        yield "bound", _says("range") if ranges else "not range: as_printed prints no two ends"


def _units(reading: Reading) -> tuple[str, ...]:
    """The units a token leaves open: its ``%`` may be of a total or of an earlier level. Without one, any."""
    among = tuple(code for code, sense in SENSES.items() if sense.out_of)
    if reading.out_of is not None:
        return among
    unit = reading.unit_measure
    if not SENSES[unit].sign:
        return ()
    if reading.denominator is None:
        return tuple(dict.fromkeys((unit, "percent_change")))
    return (unit, *among) if reading.value is None else (unit,)


def _says(printed: Decimal | int | str) -> str:
    return f"{format(printed, 'f') if isinstance(printed, Decimal) else printed}, as as_printed says"


@dataclass(frozen=True)
class Known:
    """What the codebook says of codes, for the rules of a row."""

    units: dict[str, str]  # of indicators
    above_all: set[str]  # indicators that may exceed 100 %
    owners: dict[str, str]  # definition -> its indicator

    @classmethod
    def of(cls, codebook: Codebook) -> "Known":
        indicators, definitions = codebook.indicators, codebook.definitions
        return cls(
            dict(indicators[["indicator", "unit_measure"]].to_numpy()),
            set(indicators.loc[indicators["may_exceed_100"].eq("yes"), "indicator"]),
            dict(definitions[["definition", "indicator"]].to_numpy()),
        )


def _more_than_all(row: dict, known: Known) -> Said:
    """A part is at most its total; a share at most 100 %, unless the codebook says that the indicator may exceed it."""
    top, total, field = row.get("numerator"), row.get("denominator"), row.get("out_of")
    if top is not None and total is not None and top > total:
        yield "numerator", f"at most the denominator, {total}"
    if field is not None:
        yield from ((column, f"at most out_of, {field}") for column in _values(row, above=field))
    sense = SENSES.get(row["unit_measure"])
    if sense is None or sense.ceiling is None or row["indicator"] in known.above_all:
        return
    of_share = "as the codebook says the indicator may not exceed it"
    why = of_share if sense.part else f"as its unit is {row['unit_measure']}"
    yield from ((column, f"at most {sense.ceiling}, {why}") for column in _values(row, above=sense.ceiling))
    if sense.part and row["bound"] == "gt" and (row["obs_value"] == 100 or (top is not None and top == total)):
        yield "bound", "not gt: nothing is more than 100 % of this indicator"


def _less_than_nothing(row: dict) -> Said:
    """The first rank is 1, a decrease takes away 100 % at most, frost is below 0; of most things there is 0 or more."""
    sense = SENSES.get(row["unit_measure"])
    if sense is None or (least := sense.floor) is None:
        return
    why = f"as its unit is {row['unit_measure']}"
    yield from ((column, f"{least} or more, {why}") for column in _values(row, below=least))
    stated = row.get("numerator") if row["obs_value"] is None else row["obs_value"]
    if row["bound"] == "lt" and stated == least:
        yield "bound", f"not lt: nothing is less than {least}, {why}"


def _values(row: dict, above: float = float("inf"), below: float = float("-inf")) -> list[str]:
    """The columns whose value lies beyond an end."""
    values = {column: row.get(column) for column in ("obs_value", "obs_value_to")}
    return [column for column, value in values.items() if value is not None and not below <= value <= above]


def _of_the_indicator(row: dict, known: Known) -> Said:
    """The unit and the definitions of a figure are those of its indicator."""
    unit = known.units.get(row["indicator"], row["unit_measure"])
    if unit != row["unit_measure"]:
        yield "unit_measure", f"{unit}, the unit of {row['indicator']}"
    own = [definition for definition, owner in known.owners.items() if owner == row["indicator"]]
    if own and row.get("definition") in known.owners and row["definition"] not in own:
        yield "definition", f"a definition of {row['indicator']}: {', '.join(own)}"


def _benchmark(row: dict, known: Known) -> Said:
    yield from _more_than_all(row, known)
    yield from _less_than_nothing(row)
    yield from _of_the_indicator(row, known)


def observation(row: dict, known: Known) -> Said:
    """Who states a figure has a name, and a figure without a source has none; there are millions of dong, none of
    percent; a count or a rank is whole."""
    yield from _more_than_all(row, known)
    yield from _less_than_nothing(row)
    unit, value = row["unit_measure"], row["obs_value"]
    if row["unit_mult"] and unit in CODES and not SENSES[unit].scaled:
        yield "unit_mult", f"blank, as its unit is {unit}"
    yield from _together(row, ("time_period", "time_basis"), "time_period and time_basis together, or neither")
    if row["voice"] == "unattributed" and row["speaker"]:
        yield "speaker", "blank: the figure is unattributed"
    if row["voice"] not in (None, "unattributed") and not row["speaker"]:
        yield "speaker", "the name and office, department or document, as printed"
    yield from _of_the_indicator(row, known)
    counted = SENSES.get(known.units.get(row["indicator"]))
    if counted and counted.whole and not row["unit_mult"] and value is not None and value != int(value):
        yield "obs_value", "a whole number, as it is a count or a rank"


def _source(row: dict, known: Known) -> Said:
    """What is known of the date from outside the article is told apart from what it says, and names its source. Only
    the site of a repost may be unknown; then the paper it was taken from is named."""
    day, earliest, latest = (row[column] for column in ("published", "published_from", "published_to"))
    if earliest and latest and latest < earliest:
        yield "published_to", f"not before published_from, {earliest}"
    elif day and earliest and latest and not earliest == day == latest:
        yield "published", "the same day as published_from and published_to, where it is known"
    elsewhere = ("date_elsewhere_vi", "date_elsewhere_en", "date_reference")
    yield from _together(row, elsewhere, f"a value, for {', '.join(elsewhere)} stand together")
    if row["outlet_type"] not in (None, "repost") and not row["outlet"]:
        yield "outlet", "a name; only a repost may be of an unknown site"
    if row["outlet_type"] == "repost" and not row["republished_from"]:
        yield "republished_from", "where a repost was taken from"
    yield from _found_somewhere(row)


def _reference(row: dict, known: Known) -> Said:
    """What was read, itself or where another reports it, was read on a day; what nobody checked was not."""
    yield from _found_somewhere(row)
    if row["certainty"] and (row["certainty"] == "unverified") == bool(row["read_on"]):
        yield "read_on", "blank, as certainty is unverified" if row["read_on"] else "the day it was read, or unverified"


def _found_somewhere(row: dict) -> Said:
    """A source is named so that a reader finds it: by an address or, where none is known, by a number or id."""
    if not any(row.get(name) for name in ("url", "original_url", "locator")):
        yield "locator", "an address (url), or what else finds it, such as its number"


def _area(row: dict, known: Known) -> Said:
    """An area of a map names what fixes the map and the days it is in force."""
    if row["map"] and not row["reference"]:
        yield "reference", f"the source of the map {row['map']}"


PHRASES = ("who_vi", "who_en", "subject_vi", "subject_en", "done_vi", "done_en"), ("limit_vi", "limit_en")


def indicator(row: dict, known: Known) -> Said:
    """The words for sentences go together: a page does without them, but not with half of them or in one language."""
    for columns in PHRASES:
        given = next((column for column in columns if row[column] is not None), "")
        yield from _together(row, columns, f"words here too, as {given} has some, or none in {', '.join(columns)}")


def _together(row: dict, columns: tuple[str, ...], allowed: str) -> Said:
    """Columns that are all filled or all blank."""
    blank = [column for column in columns if row[column] is None]
    if len(blank) < len(columns):
        yield from ((column, allowed) for column in blank)


def _relation(row: dict, known: Known) -> Said:
    """A sum has a total and at least two parts, a duration two ends."""
    if row["kind"] == "sum" and len((row["obs_no"] or "").split(MANY)) < 3:
        yield "obs_no", "the total and at least two parts, such as 21; 22; 23"
    if row["kind"] == "duration" and "/" not in (row["time_period"] or ""):
        yield "time_period", "from when to when, such as 2021-12-31/2025-02-11"


RULES: dict[str, Callable[[dict, Known], Said]] = {
    "areas": _area, "benchmarks": _benchmark, "indicators": indicator, "observations": observation,
    "references": _reference, "relations": _relation, "sources": _source,
}  # fmt: skip


def check(sheets: dict[str, Sheet], codebook: Codebook, columns: dict[tuple[str, str], list[str]]) -> list[Problem]:
    """Every problem of meaning in the sheets of one workbook.

    `columns` maps (table, column) to the values that stand there, and (`CODES_OF`, a list's name) to its codes.
    """
    known = Known.of(codebook)
    whole = {name for name, sheet in sheets.items() if len(_present(sheet)) == len(sheet.table.typed)}
    problems = [problem for sheet in sheets.values() for problem in unknown_values(sheet, columns)]
    if {"sources", "observations"} <= whole:  # before the rules: what the token says helps more than what a unit allows
        problems += typed_as_printed(sheets["observations"], sheets["sources"].first("language"))
    for name, sheet in sheets.items():
        problems += duplicate_keys(sheet)
        if name == "sources":
            problems += one_source_named_as_the_file(sheet)
        if name in RULES and name in whole:
            problems += broken(sheet, partial(RULES[name], known=known))
    if "comparability" in sheets:
        problems += pairs(sheets["comparability"], columns)
    if {"sources", "observations"} <= set(sheets):
        problems += areas_in_force(sheets["sources"], sheets["observations"], codebook.areas)
        for sheet in sheets.values():
            problems += related_observations(sheet, sheets["observations"])
    return problems


def in_order(problems: Iterable[Problem], files: list[str]) -> list[Problem]:
    """As a person goes through the workbooks: by file, sheet and row, and of one cell only the first.

    What else is wrong with that cell mostly follows from it, and is said once the first is mended.
    """
    first: dict[tuple, Problem] = {}
    for each in problems:
        cell = (each.file, each.sheet, each.cell)
        first.setdefault(cell if each.cell[:1].isalpha() else (*cell, each.found, each.allowed), each)
    sheets = list(TABLES)

    def place(each: Problem) -> tuple[int, int, int]:
        row = re.search(r"\d+", each.cell)
        return (
            files.index(each.file) if each.file in files else -1,
            sheets.index(each.sheet) if each.sheet in sheets else -1,
            int(row[0]) if row else 0,
        )

    return sorted(first.values(), key=place)


CODES_OF = "code_lists"  # with the name of a list, where its codes stand
_WHERE = {
    CODES_OF: "a code of the list {name}",
    "systems": "a first row, itself without same_as, of the sheet {table}",
}


def unknown_values(sheet: Sheet, columns: dict[tuple[str, str], list[str]]) -> Iterator[Problem]:
    """Values that stand in no code list, or not in the table that their column points at."""
    for column in _present(sheet):
        table, name = (CODES_OF, column.codes) if column.codes else column.target
        if (known := columns.get((table, name))) is None:
            continue
        for row, value in sheet.values(column.name).items():
            for each in value.split(MANY) if column.many else [value]:
                if each not in known:
                    where = _WHERE.get(table, "a code of the codebook's sheet {table}").format(table=table, name=name)
                    yield sheet.problem(row, column.name, f"{where}; {suggest(each, known)}")


def pairs(sheet: Sheet, columns: dict[tuple[str, str], list[str]]) -> Iterator[Problem]:
    """Both sides of a pair stand in the table its level names; a pair is the same whichever side comes first."""
    of_level = {"observation": "obs_id", "definition": "definition", "indicator": "indicator"}
    seen: dict[tuple, int] = {}
    for row, each in sheet.rows.items():
        known = columns.get((f"{each['level']}s", of_level.get(each["level"])))
        for side in ("a", "b"):
            if known is not None and each[side] and each[side] not in known:
                yield sheet.problem(row, side, f"a known {each['level']}; {suggest(each[side], known)}")
        pair = (each["level"], frozenset((each["a"], each["b"])), each["purpose"])
        if each["a"] and each["b"] and seen.setdefault(pair, row) != row:
            yield sheet.problem(row, "b", f"each pair once, in either order; row {seen[pair]} has it already")


def related_observations(sheet: Sheet, observations: Sheet) -> Iterator[Problem]:
    """The numbers by which other sheets of the article point at its observations. A sum is worked out again from the
    numbers printed, so each of its observations prints one."""
    column, values = sheet.table.columns.get("obs_no"), {}
    for _, each in observations.rows.items():
        values[str(each["obs_no"])] = each["obs_value"]
    for row, each in sheet.rows.items() if column and column.many else ():
        for number in each["obs_no"].split(MANY) if each["obs_no"] else ():
            if number not in values and "None" not in values:
                yield sheet.problem(row, "obs_no", f"numbers that stand in the sheet observations; {number} does not")
            elif each.get("kind") == "sum" and values.get(number, number) is None:
                yield sheet.problem(row, "obs_no", f"observations with an obs_value; {number} has none")


def duplicate_keys(sheet: Sheet) -> Iterator[Problem]:
    """The key's typed columns; in an article's workbook `obs_no` stands for `obs_id`."""
    key = ["obs_no" if name == "obs_id" else name for name in sheet.table.key if name != "source_id"]
    if not key or not set(key) <= set(sheet.letters):
        return
    blank = {name: 1 if name == "occurrence" else "" for name in key}
    rows: dict[tuple, int] = {}
    for row, each in sheet.rows.items():
        values = tuple(blank[name] if each[name] is None else each[name] for name in key)
        if (first := rows.setdefault(values, row)) != row:
            place, found = f"{sheet.letters[key[0]]}{row}", " + ".join(map(str, values))
            once = f"each {' + '.join(key)} once; row {first} has it"
            yield Problem(sheet.file, sheet.table.name, place, found, once)


def _present(sheet: Sheet) -> list[Column]:
    return [column for column in sheet.table.typed if column.name in sheet.letters]


def one_source_named_as_the_file(sheet: Sheet) -> Iterator[Problem]:
    if len(sheet.rows) != 1:
        yield Problem(sheet.file, sheet.table.name, "", f"{len(sheet.rows)} rows", "one row: the article")
    for row, source_id in sheet.values("source_id").items():
        if source_id != sheet.source_id:
            yield sheet.problem(row, "source_id", f"the file's name, {sheet.source_id}")


def areas_in_force(sources: Sheet, observations: Sheet, areas: pd.DataFrame) -> Iterator[Problem]:
    """An area means the map in force when the article was published, also of targets that fall due later."""
    day = sources.first("published_to")
    for sheet in (sources, observations):
        for row, code in sheet.values("ref_area").items():
            if said := _not_in_force(code, day, areas):
                yield sheet.problem(row, "ref_area", said)


def _not_in_force(code: str, day: str | None, areas: pd.DataFrame) -> str:
    """What is allowed instead of an area that was not there on `day`; nothing to say of one that was."""
    found = areas[areas["ref_area"].eq(code)]
    in_force = areas[areas["valid_from"].le(day or "") & (areas["valid_to"].eq("") | areas["valid_to"].ge(day or ""))]
    if not day or found.empty or found.index[0] in in_force.index:
        return ""
    namesake = in_force["name_vi"].eq(found["name_vi"].iloc[0])
    right = in_force[namesake | in_force["ref_area"].eq(found["successor"].iloc[0])]["ref_area"]
    return f"an area in force on {day}" + "".join(f"; {each} is" for each in right)
