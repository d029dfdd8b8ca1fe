"""What a row must hold, whatever the article says.

`check` goes over the sheets of one workbook: types and codes, what one column asks of another, and what the unit
allows. A figure is typed twice, as printed (``465/595 | 78,18%``) and as numbers to calculate with: whoever mistypes
one of the two contradicts himself, and no article is needed to see it. What only the words around a token say (its
bound and hedge, the scale and unit that follow it) is held against the text by the `ledger`.

A machine reads the token, and it can be wrong. A reason in the column `overruled` puts the person's reading in its
place: then each number typed need only be made of digits that the token prints.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

import pandas as pd

from sosanh.curate.workbooks import Sheet
from sosanh.data.codebook import Codebook
from sosanh.data.problems import Problem, suggest
from sosanh.data.tables import MANY, TABLES, Column
from sosanh.numbers.tokens import BOUNDS, LANGUAGES, Reading, by_machine
from sosanh.numbers.units import CODES, SENSES

FORMS = "a number without its words, such as 5.911, 78,18%, 465/595, 465/595 | 78,18% or 40-50%; or the bound all"
_NUMBERS = {
    "numerator": "numerator", "denominator": "denominator", "out_of": "out_of", "obs_value": "value",
    "obs_value_to": "value_to",
}  # fmt: skip


def typed_as_printed(sheet: Sheet, language: str | None) -> Iterator[Problem]:
    """Where the numbers, the unit or the bound of an observation are not those of its `as_printed`."""
    if language not in LANGUAGES:
        return  # what is wrong with it is said of the sheet sources
    for row, each in sheet.records:
        if each["as_printed"] is None or each["bound"] not in BOUNDS:
            continue
        if each["bound"] == "all":
            yield from _in_words(sheet, row, each)
            continue
        if each["overruled"]:
            yield from _by_a_person(sheet, row, each)
            continue
        try:
            yield from _differences(sheet, row, each, by_machine(each, language))
        except ValueError:
            yield sheet.problem(row, "as_printed", FORMS)


def _in_words(sheet: Sheet, row: int, each: dict) -> Iterator[Problem]:
    """``đều``, ``tất cả``: a claim without a number."""
    if re.search("[0-9]", each["as_printed"]):
        yield sheet.problem(row, "bound", "not all: as_printed prints a number")
        return
    for column in _NUMBERS:
        if each[column] is not None:
            yield sheet.problem(row, column, "blank where the bound is all: no number is printed")


def _by_a_person(sheet: Sheet, row: int, each: dict) -> Iterator[Problem]:
    """What even a person may not make of a token: numbers of other digits, none at all, half a range or fraction."""
    printed = _figures_of(each["as_printed"])
    if not printed:
        yield sheet.problem(row, "as_printed", FORMS)
        return
    for column in _NUMBERS:
        if each[column] is not None and _figures(each[column]) not in printed:
            yield sheet.problem(row, column, f"a number of the digits of as_printed, {each['as_printed']}")
    if (each["numerator"] is None) != (each["denominator"] is None):
        yield sheet.problem(row, "numerator", "numerator and denominator together, or neither")
    if each["obs_value"] is None and (each["numerator"] is None or each["bound"] == "range"):
        yield sheet.problem(row, "obs_value", "a number of the digits of as_printed; no number is typed")
    if (each["obs_value_to"] is None) == (each["bound"] == "range"):
        yield sheet.problem(row, "obs_value_to", "the end of a range where the bound is range, else blank")


def _figures_of(token: str) -> set[str]:
    """The digits of each number that a token prints, and of its numbers together (``5 nghìn 200``)."""
    numbers = re.findall("[0-9]+(?:[.,][0-9]+)*", token)
    return {_figures(each) for each in (*numbers, *([token] if numbers else []))}


def _figures(number: Decimal | int | str) -> str:
    """A number's digits without point, sign and end zeros: of 0.725 and of 725 thousand, 725."""
    text = number if isinstance(number, str) else format(number, "f")
    return re.sub("[^0-9]", "", text).strip("0") or "0"


def _differences(sheet: Sheet, row: int, each: dict, reading: Reading) -> Iterator[Problem]:
    for column, name in _NUMBERS.items():
        printed = getattr(reading, name)
        if each[column] != printed:
            yield sheet.problem(
                row, column, "blank: as_printed does not print it" if printed is None else _says(printed)
            )
    if reading.unit_mult and each["unit_mult"] != reading.unit_mult:
        yield sheet.problem(row, "unit_mult", _says(reading.unit_mult))
    units = _units(reading)
    if units and each["unit_measure"] not in (*units, None):
        yield sheet.problem(row, "unit_measure", _says(" or ".join(units)))
    if (each["bound"] == "range") != (reading.bound == "range"):
        ranges = reading.bound == "range"
        yield sheet.problem(row, "bound", _says("range") if ranges else "not range: as_printed prints no two ends")


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


def more_than_all(sheet: Sheet, codebook: Codebook) -> Iterator[Problem]:
    """A part is at most its total; a share at most 100 %, unless the codebook says that the indicator may exceed it."""
    may = set(codebook.indicators.loc[codebook.indicators["may_exceed_100"].eq("yes"), "indicator"])
    for row, each in sheet.records:
        top, total = each.get("numerator"), each.get("denominator")
        if top is not None and total is not None and top > total:
            yield sheet.problem(row, "numerator", f"at most the denominator, {total}")
        if (field := each.get("out_of")) is not None:
            for column in _values(each, above=field):
                yield sheet.problem(row, column, f"at most out_of, {field}")
        sense = SENSES.get(each["unit_measure"])
        if sense is None or sense.ceiling is None or each["indicator"] in may:
            continue
        for column in _values(each, above=sense.ceiling):
            of_share = "as the codebook says the indicator may not exceed it"
            why = of_share if sense.part else f"as its unit is {each['unit_measure']}"
            yield sheet.problem(row, column, f"at most {sense.ceiling}, {why}")
        if sense.part and each["bound"] == "gt" and (each["obs_value"] == 100 or (top is not None and top == total)):
            yield sheet.problem(row, "bound", "not gt: nothing is more than 100 % of this indicator")


def less_than_nothing(sheet: Sheet, codebook: Codebook) -> Iterator[Problem]:
    """The first rank is 1, a decrease takes away 100 % at most, frost is below 0; of most things there is 0 or more."""
    for row, each in sheet.records:
        sense = SENSES.get(each["unit_measure"])
        if sense is None or (least := sense.floor) is None:
            continue
        for column in _values(each, below=least):
            yield sheet.problem(row, column, f"{least} or more, as its unit is {each['unit_measure']}")
        stated = each.get("numerator") if each["obs_value"] is None else each["obs_value"]
        if each["bound"] == "lt" and stated == least:
            yield sheet.problem(
                row, "bound", f"not lt: nothing is less than {least}, as its unit is {each['unit_measure']}"
            )


def _values(each: dict, above: float = float("inf"), below: float = float("-inf")) -> list[str]:
    """The columns whose value lies beyond an end."""
    values = {column: each.get(column) for column in ("obs_value", "obs_value_to")}
    return [column for column, value in values.items() if value is not None and not below <= value <= above]


def scale_of_no_amount(sheet: Sheet, codebook: Codebook) -> Iterator[Problem]:
    """There are millions of dong, none of percent."""
    for row, each in sheet.records:
        if each["unit_mult"] and each["unit_measure"] in CODES and not SENSES[each["unit_measure"]].scaled:
            yield sheet.problem(row, "unit_mult", f"blank, as its unit is {each['unit_measure']}")


def whole_counts(sheet: Sheet, codebook: Codebook) -> Iterator[Problem]:
    whole = [code for code, sense in SENSES.items() if sense.whole]
    units = dict(codebook.indicators[["indicator", "unit_measure"]].to_numpy())
    plain = sheet.frame["unit_mult"].isna() | sheet.frame["unit_mult"].eq(0)
    counts = sheet.frame["indicator"].map(units).isin(whole) & plain
    for row, value in sheet.frame.loc[counts, "obs_value"].dropna().items():
        if value != Decimal(int(value)):
            yield sheet.problem(row, "obs_value", "a whole number, as it is a count or a rank")


def check(sheets: dict[str, Sheet], codebook: Codebook, columns: dict[tuple[str, str], set[str]]) -> list[Problem]:
    """Every problem of meaning in the sheets of one workbook.

    `columns` maps (table, column) of the codebook to the values that stand there.
    """
    whole = {name for name, sheet in sheets.items() if len(_present(sheet)) == len(sheet.table.typed)}
    problems = [problem for sheet in sheets.values() for problem in unknown_codes(sheet, codebook)]
    if {"sources", "observations"} <= whole:  # before the rules: what the token says helps more than what a unit allows
        language = next(iter(sheets["sources"].frame["language"]), None)
        problems += typed_as_printed(sheets["observations"], language)
    for name, sheet in sheets.items():
        problems += unknown_references(sheet, columns)
        problems += duplicate_keys(sheet)
        for rule in RULES.get(name, ()) if name in whole else ():
            problems += rule(sheet, codebook)
    if "comparability" in sheets:
        problems += pair_members(sheets["comparability"], columns)
        problems += pairs_twice(sheets["comparability"])
    if {"sources", "observations"} <= set(sheets):
        problems += areas_of_observations(sheets["sources"], sheets["observations"], codebook)
        for sheet in sheets.values():
            problems += related_observations(sheet, sheets["observations"])
        if "relations" in sheets:
            problems += sums_without_numbers(sheets["relations"], sheets["observations"])
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


def unknown_codes(sheet: Sheet, codebook: Codebook) -> Iterator[Problem]:
    for column in _present(sheet):
        if column.codes:
            known, values = codebook.codes(column.codes), sheet.frame[column.name].dropna()
            for row, value in values[~values.isin(known)].items():
                yield sheet.problem(row, column.name, f"a code of the list {column.codes}; {suggest(value, known)}")


def unknown_references(sheet: Sheet, columns: dict[tuple[str, str], set[str]]) -> Iterator[Problem]:
    for column in _present(sheet):
        known = columns.get(column.target)
        if known is None:
            continue
        for row, value in sheet.frame[column.name].dropna().items():
            for each in value.split(MANY) if column.many else [value]:
                if each not in known:
                    near = suggest(each, sorted(known))
                    among_articles = column.target[0] == "systems"
                    named = (
                        "a first row, itself without same_as, of the" if among_articles else "a code of the codebook's"
                    )
                    yield sheet.problem(row, column.name, f"{named} sheet {column.target[0]}; {near}")


def pair_members(sheet: Sheet, columns: dict[tuple[str, str], set[str]]) -> Iterator[Problem]:
    """Both sides of a pair stand in the table its level names."""
    of_level = {"observation": "obs_id", "definition": "definition", "indicator": "indicator"}
    for row, each in sheet.records:
        known = columns.get((f"{each['level']}s", of_level.get(each["level"])))
        for side in ("a", "b"):
            if known is not None and each[side] and each[side] not in known:
                yield sheet.problem(row, side, f"a known {each['level']}; {suggest(each[side], sorted(known))}")


def pairs_twice(sheet: Sheet) -> Iterator[Problem]:
    """A pair is the same whichever side comes first."""
    seen: dict[tuple, int] = {}
    for row, each in sheet.records:
        pair = (each["level"], frozenset((each["a"], each["b"])), each["purpose"])
        if each["a"] and each["b"] and seen.setdefault(pair, row) != row:
            yield sheet.problem(row, "b", f"each pair once, in either order; row {seen[pair]} has it already")


def related_observations(sheet: Sheet, observations: Sheet) -> Iterator[Problem]:
    """The numbers by which other sheets of the article point at its observations."""
    numbers, column = observations.frame["obs_no"], sheet.table.columns.get("obs_no")
    if column is None or not column.many or numbers.isna().any():
        return
    known = set(map(str, numbers))
    for row, value in sheet.frame["obs_no"].dropna().items():
        for number in value.split(MANY):
            if number not in known:
                yield sheet.problem(row, "obs_no", f"numbers that stand in the sheet observations; {number} does not")


def sums_without_numbers(relations: Sheet, observations: Sheet) -> Iterator[Problem]:
    """A sum is worked out again from the numbers printed, so each of its observations prints one."""
    silent = {str(each["obs_no"]) for _, each in observations.records if each["obs_value"] is None}
    for row, each in relations.records:
        for number in (each["obs_no"] or "").split(MANY):
            if each["kind"] == "sum" and number in silent:
                yield relations.problem(row, "obs_no", f"observations with an obs_value; {number} has none")


def duplicate_keys(sheet: Sheet) -> Iterator[Problem]:
    """The key's typed columns; in an article's workbook `obs_no` stands for `obs_id`."""
    typed = {"obs_id": "obs_no"}
    key = [typed.get(name, name) for name in sheet.table.key if name != "source_id"]
    if not key or not set(key) <= set(sheet.letters):
        return
    values = sheet.frame[key].astype(object).where(sheet.frame[key].notna(), "")
    if "occurrence" in key:
        values["occurrence"] = values["occurrence"].replace("", 1)
    rows: dict[tuple, int] = {}
    for row, *each in values.itertuples():
        first = rows.setdefault(tuple(each), row)
        if first != row:
            place, found = f"{sheet.letters[key[0]]}{row}", " + ".join(map(str, each))
            yield Problem(
                sheet.file, sheet.table.name, place, found, f"each {' + '.join(key)} once; row {first} has it"
            )


def _present(sheet: Sheet) -> list[Column]:
    return [column for column in sheet.table.typed if column.name in sheet.letters]


def time_half_said(sheet: Sheet, codebook: Codebook) -> Iterator[Problem]:
    for row, each in sheet.records:
        if (each["time_period"] is None) != (each["time_basis"] is None):
            column = "time_basis" if each["time_basis"] is None else "time_period"
            yield sheet.problem(row, column, "time_period and time_basis together, or neither")


def speaker_of_the_voice(sheet: Sheet, codebook: Codebook) -> Iterator[Problem]:
    """Who states a figure has a name, and a figure without a source has none."""
    for row, each in sheet.records:
        if each["voice"] == "unattributed" and each["speaker"]:
            yield sheet.problem(row, "speaker", "blank: the figure is unattributed")
        elif each["voice"] not in (None, "unattributed") and not each["speaker"]:
            yield sheet.problem(row, "speaker", "the name and office, department or document, as printed")


def unit_of_the_indicator(sheet: Sheet, codebook: Codebook) -> Iterator[Problem]:
    units = dict(codebook.indicators[["indicator", "unit_measure"]].to_numpy())
    for row, each in sheet.records:
        unit = units.get(each["indicator"], each["unit_measure"])
        if unit != each["unit_measure"]:
            yield sheet.problem(row, "unit_measure", f"{unit}, the unit of {each['indicator']}")


def definition_of_the_indicator(sheet: Sheet, codebook: Codebook) -> Iterator[Problem]:
    owners = dict(codebook.definitions[["definition", "indicator"]].to_numpy())
    for row, each in sheet.records:
        known = [definition for definition, owner in owners.items() if owner == each["indicator"]]
        if known and each["definition"] in owners and each["definition"] not in known:
            yield sheet.problem(row, "definition", f"a definition of {each['indicator']}: {', '.join(known)}")


def one_source_named_as_the_file(sheet: Sheet, codebook: Codebook) -> Iterator[Problem]:
    if len(sheet.frame) != 1:
        yield Problem(sheet.file, sheet.table.name, "", f"{len(sheet.frame)} rows", "one row: the article")
    for row, source_id in sheet.frame["source_id"].dropna().items():
        if f"{source_id}.xlsx" != sheet.file:
            yield sheet.problem(row, "source_id", f"the file's name, {sheet.file.removesuffix('.xlsx')}")


def found_somewhere(sheet: Sheet, codebook: Codebook) -> Iterator[Problem]:
    """A source is named so that a reader finds it: by an address or, where none is known, by a number or id."""
    for row, each in sheet.records:
        if not any(each.get(name) for name in ("url", "original_url", "locator")):
            yield sheet.problem(row, "locator", "an address (url), or what else finds it, such as its number")


def read_on_a_day(sheet: Sheet, codebook: Codebook) -> Iterator[Problem]:
    """What was read, itself or where another reports it, was read on a day; what nobody checked was not."""
    for row, each in sheet.records:
        if each["certainty"] and (each["certainty"] == "unverified") == bool(each["read_on"]):
            wanted = "blank, as certainty is unverified" if each["read_on"] else "the day it was read, or unverified"
            yield sheet.problem(row, "read_on", wanted)


def elsewhere_with_its_source(sheet: Sheet, codebook: Codebook) -> Iterator[Problem]:
    """What is known of a date from outside the article is told apart from what it says, and names its source."""
    columns = ("date_elsewhere_vi", "date_elsewhere_en", "date_reference")
    for row, each in sheet.records:
        for missing in (name for name in columns if any(map(each.get, columns)) and not each[name]):
            yield sheet.problem(row, missing, f"a value, for {', '.join(columns)} stand together")


def outlet_of_the_copy_read(sheet: Sheet, codebook: Codebook) -> Iterator[Problem]:
    """Only the site of a repost may be unknown; then the paper it was taken from is named."""
    for row, each in sheet.records:
        if each["outlet_type"] and not each["outlet"] and each["outlet_type"] != "repost":
            yield sheet.problem(row, "outlet", "a name; only a repost may be of an unknown site")
        if each["outlet_type"] == "repost" and not each["republished_from"]:
            yield sheet.problem(row, "republished_from", "where a repost was taken from")


def map_with_its_source(sheet: Sheet, codebook: Codebook) -> Iterator[Problem]:
    """An area of a map names what fixes the map and the days it is in force."""
    for row, each in sheet.records:
        if each["map"] and not each["reference"]:
            yield sheet.problem(row, "reference", f"the source of the map {each['map']}")


def dates_in_order(sheet: Sheet, codebook: Codebook) -> Iterator[Problem]:
    for row, each in sheet.records:
        earliest, latest = each["published_from"], each["published_to"]
        if earliest and latest and latest < earliest:
            yield sheet.problem(row, "published_to", f"not before published_from, {earliest}")
        elif each["published"] and earliest and latest and not earliest == each["published"] == latest:
            yield sheet.problem(row, "published", "the same day as published_from and published_to, where it is known")


def area_in_force(sheet: Sheet, codebook: Codebook) -> Iterator[Problem]:
    """An area means the map in force when the article was published."""
    for row, each in sheet.records:
        if each["ref_area"] and (said := _not_in_force(each["ref_area"], each["published_to"], codebook.areas)):
            yield sheet.problem(row, "ref_area", said)


def areas_of_observations(sources: Sheet, sheet: Sheet, codebook: Codebook) -> Iterator[Problem]:
    """The same for areas named at single observations, also for targets that fall due later."""
    day, named = next(iter(sources.frame["published_to"]), None), sheet.frame["ref_area"].dropna()
    said = {code: _not_in_force(code, day, codebook.areas) for code in named.unique()}
    for row, code in named.items():
        if said[code]:
            yield sheet.problem(row, "ref_area", said[code])


def _not_in_force(code: str, day: str | None, areas: pd.DataFrame) -> str:
    """What is allowed instead of an area that was not there on `day`; nothing to say of one that was."""
    found = areas[areas["ref_area"].eq(code)]
    in_force = areas[areas["valid_from"].le(day or "") & (areas["valid_to"].eq("") | areas["valid_to"].ge(day or ""))]
    if not day or found.empty or found.index[0] in in_force.index:
        return ""
    namesake = in_force["name_vi"].eq(found["name_vi"].iloc[0])
    right = in_force[namesake | in_force["ref_area"].eq(found["successor"].iloc[0])]["ref_area"]
    return f"an area in force on {day}" + "".join(f"; {each} is" for each in right)


PHRASES = ("who_vi", "who_en", "subject_vi", "subject_en", "done_vi", "done_en"), ("limit_vi", "limit_en")


def words_half_given(sheet: Sheet, codebook: Codebook) -> Iterator[Problem]:
    """The words for sentences go together: a page does without them, but not with half of them or in one language."""
    for row, each in sheet.records:
        for names in PHRASES:
            given = [name for name in names if each[name] is not None]
            for name in names if given else ():
                if each[name] is None:
                    either = f"words here too, as {given[0]} has some, or none in {', '.join(names)}"
                    yield sheet.problem(row, name, either)


def relation_incomplete(sheet: Sheet, codebook: Codebook) -> Iterator[Problem]:
    """A sum has a total and at least two parts, a duration two ends."""
    for row, each in sheet.records:
        if each["kind"] == "sum" and len((each["obs_no"] or "").split(MANY)) < 3:
            yield sheet.problem(row, "obs_no", "the total and at least two parts, such as 21; 22; 23")
        if each["kind"] == "duration" and "/" not in (each["time_period"] or ""):
            yield sheet.problem(row, "time_period", "from when to when, such as 2021-12-31/2025-02-11")


RULES = {
    "areas": (map_with_its_source,),
    "references": (found_somewhere, read_on_a_day),
    "benchmarks": (more_than_all, less_than_nothing, unit_of_the_indicator),
    "indicators": (words_half_given,),
    "relations": (relation_incomplete,),
    "sources": (
        one_source_named_as_the_file,
        dates_in_order,
        elsewhere_with_its_source,
        outlet_of_the_copy_read,
        found_somewhere,
        area_in_force,
    ),
    "observations": (
        more_than_all,
        less_than_nothing,
        scale_of_no_amount,
        time_half_said,
        speaker_of_the_voice,
        unit_of_the_indicator,
        definition_of_the_indicator,
        whole_counts,
    ),
}
