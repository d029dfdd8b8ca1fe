"""The rules the data must meet, each a small function that returns problems.

A rule takes one sheet and the codebook and says what is wrong with which cell. `check` runs them all; the tests
plant the fault of each and see it found.
"""

import re
from collections.abc import Iterable, Iterator

import pandas as pd

from sosanh.codebook import Codebook
from sosanh.limits import less_than_nothing, more_than_all, scale_of_no_amount, whole_counts
from sosanh.problems import Problem, suggest
from sosanh.tables import MANY, TABLES, Column
from sosanh.tokens import typed_as_printed
from sosanh.workbooks import Sheet


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
