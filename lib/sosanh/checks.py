"""The rules the data must meet, each a small function that returns problems.

A rule takes one sheet and the codebook and says what is wrong with which cell. `check` runs them all; the tests
plant the fault of each and see it found.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from sosanh.codebook import Codebook
from sosanh.problems import Problem, Unknown, suggest
from sosanh.tables import MANY, Column
from sosanh.workbooks import Sheet


def check(sheets: dict[str, Sheet], codebook: Codebook, columns: dict[tuple[str, str], set[str]]) -> list[Problem]:
    """Every problem of meaning in the sheets of one workbook.

    `columns` maps (table, column) of the codebook to the values that stand there.
    """
    problems = []
    for name, sheet in sheets.items():
        problems += unknown_codes(sheet, codebook)
        problems += unknown_references(sheet, columns)
        problems += duplicate_keys(sheet)
        if set(sheet.letters) >= {column.name for column in sheet.table.typed}:
            for rule in RULES.get(name, ()):
                problems += rule(sheet, codebook)
    if "comparability" in sheets:
        problems += pair_members(sheets["comparability"], columns)
    return problems


def unknown_codes(sheet: Sheet, codebook: Codebook) -> Iterator[Problem]:
    for column in _present(sheet):
        if column.codes:
            known = codebook.codes(column.codes)
            for row, value in sheet.frame[column.name].dropna().items():
                if value not in known:
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
                    yield sheet.problem(row, column.name, f"a code that stands in {column.to}; {near}")


def pair_members(sheet: Sheet, columns: dict[tuple[str, str], set[str]]) -> Iterator[Problem]:
    """Both sides of a pair stand in the table its level names."""
    of_level = {"observation": "obs_id", "definition": "definition", "indicator": "indicator"}
    for row, each in sheet.records():
        known = columns.get((f"{each['level']}s", of_level.get(each["level"])), ())
        for side in ("a", "b"):
            if each[side] and each[side] not in known:
                yield sheet.problem(row, side, f"a known {each['level']}; {suggest(each[side], sorted(known))}")


def duplicate_keys(sheet: Sheet) -> Iterator[Problem]:
    """The key's typed columns; in an article's workbook `obs_no` stands for `obs_id`."""
    typed = {"obs_id": "obs_no"}
    key = [typed.get(name, name) for name in sheet.table.key if name != "source_id"]
    if not key or not set(key) <= set(sheet.letters):
        return
    values = sheet.frame[key].astype(object).where(sheet.frame[key].notna(), "")
    if "occurrence" in key:
        values["occurrence"] = values["occurrence"].replace("", 1)
    for row in sheet.frame.index[values.duplicated()]:
        first = sheet.frame.index[(values == values.loc[row]).all(axis=1)][0]
        yield sheet.problem(row, key[-1], f"each {' + '.join(key)} once; row {first} has it already")


def _present(sheet: Sheet) -> list[Column]:
    return [column for column in sheet.table.typed if column.name in sheet.letters]


def fraction_upside_down(sheet: Sheet, codebook: Codebook) -> Iterator[Problem]:
    for row, each in sheet.records():
        numerator, denominator = each["numerator"], each["denominator"]
        if (numerator is None) != (denominator is None):
            missing = "denominator" if denominator is None else "numerator"
            yield sheet.problem(row, missing, "numerator and denominator together, or neither")
        elif numerator is not None and numerator > denominator:
            yield sheet.problem(row, "numerator", f"at most the denominator, {denominator}")


def percent_above_100(sheet: Sheet, codebook: Codebook) -> Iterator[Problem]:
    may = set(codebook.indicators.loc[codebook.indicators["may_exceed_100"].eq("yes"), "indicator"])
    shares = sheet.frame["unit_measure"].eq("percent") & ~sheet.frame["indicator"].isin(may)
    for column in ("obs_value", "obs_value_to"):
        for row, value in sheet.frame.loc[shares, column].dropna().items():
            if value > 100:
                yield sheet.problem(row, column, "at most 100, as the codebook says the indicator may not exceed it")


def range_upside_down(sheet: Sheet, codebook: Codebook) -> Iterator[Problem]:
    for row, each in sheet.records():
        has_end = each["obs_value_to"] is not None
        if (each["bound"] == "range") != has_end:
            yield sheet.problem(row, "obs_value_to", "an end where the bound is range, and only there")
        elif has_end and each["obs_value"] is not None and each["obs_value_to"] <= each["obs_value"]:
            yield sheet.problem(row, "obs_value_to", f"more than obs_value, {each['obs_value']}")


def value_missing(sheet: Sheet, codebook: Codebook) -> Iterator[Problem]:
    """A value is printed, or a fraction, or words say "all"; `all` has no number."""
    for row, each in sheet.records():
        if each["bound"] == "all":
            if each["obs_value"] is not None:
                yield sheet.problem(row, "obs_value", "blank where the bound is all: no number is printed")
        elif each["obs_value"] is None and each["numerator"] is None:
            yield sheet.problem(row, "obs_value", "the printed value, or a numerator and a denominator")


def time_half_said(sheet: Sheet, codebook: Codebook) -> Iterator[Problem]:
    for row, each in sheet.records():
        if (each["time_period"] is None) != (each["time_basis"] is None):
            column = "time_basis" if each["time_basis"] is None else "time_period"
            yield sheet.problem(row, column, "time_period and time_basis together, or neither")


def unit_of_the_indicator(sheet: Sheet, codebook: Codebook) -> Iterator[Problem]:
    units = codebook.indicators.set_index("indicator")["unit_measure"]
    for row, each in sheet.records():
        if each["indicator"] in units.index and units[each["indicator"]] != each["unit_measure"]:
            yield sheet.problem(row, "unit_measure", f"{units[each['indicator']]}, the unit of {each['indicator']}")


def definition_of_the_indicator(sheet: Sheet, codebook: Codebook) -> Iterator[Problem]:
    owners = codebook.definitions.set_index("definition")["indicator"]
    for row, each in sheet.records():
        if each["definition"] in owners.index and owners[each["definition"]] != each["indicator"]:
            known = owners.index[owners.eq(each["indicator"])]
            yield sheet.problem(row, "definition", f"a definition of {each['indicator']}: {', '.join(known)}")


def whole_counts(sheet: Sheet, codebook: Codebook) -> Iterator[Problem]:
    counts = sheet.frame["unit_measure"].isin(["count", "rank"]) & sheet.frame["unit_mult"].isna()
    for row, value in sheet.frame.loc[counts, "obs_value"].dropna().items():
        if value != Decimal(int(value)):
            yield sheet.problem(row, "obs_value", "a whole number, as it is a count or a rank")


def one_source_named_as_the_file(sheet: Sheet, codebook: Codebook) -> Iterator[Problem]:
    if len(sheet.frame) != 1:
        yield Problem(sheet.file, sheet.table.name, "", f"{len(sheet.frame)} rows", "one row: the article")
    for row, source_id in sheet.frame["source_id"].dropna().items():
        if f"{source_id}.xlsx" != sheet.file:
            yield sheet.problem(row, "source_id", f"the file's name, {sheet.file.removesuffix('.xlsx')}")


def dates_in_order(sheet: Sheet, codebook: Codebook) -> Iterator[Problem]:
    for row, each in sheet.records():
        earliest, latest = each["published_from"], each["published_to"]
        if earliest and latest and latest < earliest:
            yield sheet.problem(row, "published_to", f"not before published_from, {earliest}")
        elif each["published"] and (each["published"], each["published"]) != (earliest, latest):
            yield sheet.problem(row, "published", "the same day as published_from and published_to, where it is known")


def area_in_force(sheet: Sheet, codebook: Codebook) -> Iterator[Problem]:
    """An area means the map in force when the article was published."""
    for row, each in sheet.records():
        if each["ref_area"] and each["published_to"]:
            try:
                area = codebook.entry("areas", each["ref_area"])
            except Unknown:
                continue  # unknown_references says so
            day = each["published_to"]
            if day < area["valid_from"] or (area["valid_to"] and day > area["valid_to"]):
                right = codebook.area(area["name_vi"], date.fromisoformat(day))
                yield sheet.problem(row, "ref_area", f"an area in force on {day}: {right}")


RULES = {
    "sources": (one_source_named_as_the_file, dates_in_order, area_in_force),
    "observations": (
        fraction_upside_down,
        percent_above_100,
        range_upside_down,
        value_missing,
        time_half_said,
        unit_of_the_indicator,
        definition_of_the_indicator,
        whole_counts,
    ),
}
