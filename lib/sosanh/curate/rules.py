"""What a row must hold, whatever the article says.

`check` goes over the sheets of one workbook: codes and references, what one column asks of another (declared in
`tables.yml`), and what the unit allows. A figure is typed twice, as printed (``465/595 | 78,18%``) and as numbers to
calculate with: whoever mistypes one of the two contradicts himself, and no article is needed to see it. What only the
words around a token say (bound, hedge, the scale and unit behind it) is held against the text by the `ledger`.

A machine reads the token, and it can be wrong. A reason in the column `overruled` puts the person's reading in its
place: then each number typed need only be made of digits that the token prints.

A rule of one row says (column, what is allowed there) for each column that breaks it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from sosanh.curate import errata
from sosanh.curate.workbooks import BLANK, CANDIDATE, NEW, Sheet, choices
from sosanh.data import paths
from sosanh.data.codebook import Codebook
from sosanh.data.problems import Problem, listed, suggest
from sosanh.data.tables import ARTICLE, MANY, TABLES, Column, Table, as_text
from sosanh.numbers.amounts import BOUNDS, LANGUAGES, Reading, by_machine
from sosanh.numbers.units import CODES, SENSES

FORMER = "what is said of a former area is set aside"
FORMS = "a number without its words, such as 5.911, 78,18%, 465/595, 465/595 | 78,18% or 40-50%; or the bound all"
NUMBERS = {  # of an observation, and the reading's names for them
    "numerator": "numerator", "denominator": "denominator", "out_of": "out_of", "obs_value": "value",
    "obs_value_to": "value_to",
}  # fmt: skip
Said = Iterator[tuple[str, str]]  # columns, and what is allowed there
Ids = dict[tuple[str, str], dict[str, dict]]  # table and column -> what stands there, each with its row


def check(sheets: dict[str, Sheet], codebook: Codebook, ids: Ids) -> list[Problem]:
    """Every problem of meaning in the sheets of one workbook; `ids` are those of what the articles state, as far as
    their workbooks could be read."""
    whole = {
        name: sheet
        for name, sheet in sheets.items()
        if all(each.optional or each.working or each.name in sheet.letters for each in sheet.table.typed)
    }
    problems = [problem for sheet in sheets.values() for problem in unknown_values(sheet, codebook, ids)]
    if {"sources", "observations"} <= whole.keys():  # first: what the token says helps more than what a unit allows
        problems += typed_as_printed(sheets["observations"], sheets["sources"].first("language"))
    for name, sheet in sheets.items():
        problems += undecided(sheet)
        problems += duplicate_keys(sheet)
        if name in whole:
            problems += of_rows(sheet, codebook)
    if "code_lists" in sheets:
        problems += one_label_a_code(sheets["code_lists"])
    if {"indicators", "definitions"} <= whole.keys():
        problems += one_predicate_a_definition(sheets["indicators"], sheets["definitions"])
    if "observations" in whole:
        problems += one_name_a_speaker(sheets["observations"])
    if "comparability" in sheets:
        problems += pairs(sheets["comparability"], codebook, ids)
    if "sources" in sheets:
        problems += one_source_named_as_the_file(sheets["sources"])
    if "paragraphs" in sheets:
        problems += numbered_in_order(sheets["paragraphs"])
    if {"sources", "observations"} <= sheets.keys():
        problems += areas_in_force(sheets["sources"], sheets["observations"], codebook)
        for sheet in sheets.values():
            problems += related_observations(sheet, sheets["observations"])
    if "errata" in whole and sheets.keys() >= {*ARTICLE}:
        problems += errata.problems(sheets)
    return problems


def in_order(problems: Iterable[Problem], files: list[str]) -> list[Problem]:
    """As a person goes through the workbooks: by file, sheet and row, and of one cell only the first.

    What else is wrong with that cell mostly follows from it, and is said once the first is mended.
    """
    first: dict[object, Problem] = {}
    for each in problems:
        first.setdefault((each.file, each.sheet, each.cell) if each.cell[:1].isalpha() else each, each)
    book_of, sheet_of = ({name: number for number, name in enumerate(names)} for names in (files, TABLES))

    def place(each: Problem) -> tuple[int, int, int]:
        row = re.search("[0-9]+", each.cell)
        return book_of.get(each.file, -1), sheet_of.get(each.sheet, -1), int(row[0]) if row else 0

    return sorted(first.values(), key=place)


def unknown_values(sheet: Sheet, codebook: Codebook, ids: Ids) -> Iterator[Problem]:
    """Values that stand in no code list, or not in the table that their column points at."""
    for column in (each for each in sheet.table.typed if not each.working):
        known = ids.get(column.target, choices(column, codebook))
        for row, value in sheet.values(column.name).items() if known is not None else ():
            for each in value.split(MANY) if column.many else [value]:
                if each not in known:
                    where = _codes(column, sheet.place(row, column.name)[0])
                    yield sheet.problem(row, column.name, f"{where}; {suggest(each, [*known])}")


def _codes(column: Column, file: str) -> str:
    """Where the codes of a column stand; an article's workbook may propose some."""
    if column.codes:
        return f"a code of the list {column.codes}"
    name = column.target[0]
    if name == "systems":
        return "a first row, itself without same_as, of the sheet systems"
    where, source_id = f"a code of the codebook's sheet {name}", file.removesuffix(".xlsx")
    if name not in NEW or file == paths.CODEBOOK.name:
        return where
    then = f"indicators --from {source_id} puts it there"
    return f"{where}, or a new one, described in this workbook's sheet {name} ({then})"


FEW = 20  # codes that are told of a list, where one is missing


def with_codes(problems: Iterable[Problem], codebook: Codebook) -> list[Problem]:
    """The problems, those of a cell that is blank with the codes that it may hold; of many, and of those to which an
    article may add, where they stand: whoever knows of no new one takes the nearest wrong one."""

    def told(each: Problem) -> Problem:
        columns = TABLES[each.sheet].typed if each.sheet in TABLES else ()
        blank = (column for column in columns if each.allowed == BLANK.format(column.name))
        if (column := next(blank, None)) is None or not (known := choices(column, codebook)):
            return each
        where = f"; {_codes(column, each.file)}" * (len(known) > FEW or column.target[0] in NEW)
        return replace(each, allowed=f"{each.allowed}{where}" + f"; known: {listed(known)}" * (len(known) <= FEW))

    return [told(each) for each in problems]


def undecided(sheet: Sheet) -> Iterator[Problem]:
    """What only a machine has proposed is in no table before a person has decided on it: the first, and how many."""
    rows = [number for number, row in sheet.rows.items() if row.get("review") == CANDIDATE]
    for number in rows[:1]:
        decide = "kept, set_aside, set_aside_repeat or set_aside_no_indicator"
        told = f"{decide if sheet.table.name == 'observations' else 'kept'}: a person decides on each number"
        yield sheet.problem(number, "review", f"{told}; rows that are undecided: {len(rows)}")


def duplicate_keys(sheet: Sheet) -> Iterator[Problem]:
    rows: dict[tuple, int] = {}
    for row, each in sheet.rows.items() if sheet.key and set(sheet.key) <= set(sheet.letters) else ():
        values = tuple("" if each[name] is None else each[name] for name in sheet.key)
        if (first := rows.setdefault(values, row)) != row:
            once = f"each {' + '.join(sheet.key)} once; {sheet.named(first, row)} has it"
            yield sheet.problem(row, sheet.key[0], once, " + ".join(map(str, values)))


def one_label_a_code(sheet: Sheet) -> Iterator[Problem]:
    """Two codes of one list with one label cannot be told apart on a page; but the regions of two maps share theirs."""
    for column in ("label_vi", "label_en"):
        first: dict[tuple, int] = {}
        for number, row in sheet.rows.items():
            label = (row["code_list"], row[column])
            if row["code_list"] != "region" and row[column] and first.setdefault(label, number) != number:
                yield sheet.problem(number, column, f"each label once in a list; row {first[label]} has it already")


def one_predicate_a_definition(indicators: Sheet, definitions: Sheet) -> Iterator[Problem]:
    """The predicate of an indicator is said of figures whose definition has no sentence of its own. That is one of its
    definitions: of another it would say what was not counted."""
    predicates = {row["indicator"] for row in indicators.rows.values() if row["predicate_vi"]}
    first: dict[str, int] = {}
    for number, row in definitions.rows.items():
        of = row["indicator"]
        said_of_it = of in predicates and row["sentence_role"] != "actual"
        if said_of_it and (other := first.setdefault(of, number)) != number:
            already = definitions.rows[other]["definition"]
            said = f"a sentence on a result (sentence_role actual), as the predicate of {of} is that of {already}"
            yield definitions.problem(number, "sentence_vi", said)


def one_name_a_speaker(sheet: Sheet) -> Iterator[Problem]:
    """Who speaks has one name in each language: of a changed translation the same person would be two."""
    first: dict[str, tuple[int, str]] = {}
    for number, row in sheet.rows.items():
        if (name := row["speaker_vi"]) and (said := row["speaker_en"]):
            place, known = first.setdefault(name, (number, said))
            if said != known:
                yield sheet.problem(number, "speaker_en", f"{known}, as in row {place}: it is the same speaker_vi")


def one_system_a_name(articles: Iterable[dict[str, Sheet]]) -> Iterator[Problem]:
    """What has a proper name is one system wherever articles on one area name it, and counts once."""
    first: dict[tuple, str] = {}
    for sheets in articles:
        area, systems = sheets["sources"].first("ref_area"), sheets["systems"]
        for number, row in systems.rows.items():
            thing = (area, (row["name"] or "").casefold())
            if row["named"] == "yes" and row["system_no"] is not None and not row["same_as"]:
                own = f"{systems.source_id}.s{row['system_no']:02}"
                if first.setdefault(thing, own) != own:
                    yield systems.problem(number, "same_as", f"{first[thing]}, which has this name")


def one_source_named_as_the_file(sheet: Sheet) -> Iterator[Problem]:
    if len(sheet.rows) != 1:
        yield Problem(sheet.file, sheet.table.name, "", f"{len(sheet.rows)} rows", "one row: the article")
    for row, source_id in sheet.values("source_id").items():
        if source_id != sheet.source_id:
            yield sheet.problem(row, "source_id", f"the file's name, {sheet.source_id}")


def numbered_in_order(sheet: Sheet) -> Iterator[Problem]:
    """The article's own paragraphs are numbered 1, 2, 3 … as their lines follow each other; only the first that is not
    is told, for the others follow from it."""
    rows = [(each["paragraph"], row, each["number"]) for row, each in sheet.rows.items() if each["number"] is not None]
    in_order = sorted((line, row, number) for line, row, number in rows if line is not None)
    wrong = [(row, right) for right, (_, row, number) in enumerate(in_order, start=1) if number != right]
    for row, right in wrong[:1]:
        yield sheet.problem(row, "number", f"{right}: they count from 1 as the lines follow each other; or blank")


def pairs(sheet: Sheet, codebook: Codebook, ids: Ids) -> Iterator[Problem]:
    """Both sides of a pair stand in the table its level names; a pair is the same whichever side comes first."""
    units = {each.indicator: {"indicator": each.indicator, "unit_measure": each.unit_measure}
             for each in codebook.indicators}  # fmt: skip
    of_level = {
        "observation": ids.get(("observations", "obs_id")),
        "definition": {each.definition: units.get(each.indicator, {}) | {"definition": each.definition}
                       for each in codebook.definitions},
        "indicator": units,
    }  # fmt: skip
    seen: dict[tuple, int] = {}
    for row, each in sheet.rows.items():
        known = of_level.get(each["level"])
        for side in ("a", "b"):
            if known is not None and each[side] and each[side] not in known:
                yield sheet.problem(row, side, f"a known {each['level']}; {suggest(each[side], [*known])}")
        pair = (each["level"], frozenset((each["a"], each["b"])), each["purpose"])
        if each["a"] and each["b"] and seen.setdefault(pair, row) != row:
            yield sheet.problem(row, "b", f"each pair once, in either order; row {seen[pair]} has it already")
        elif known is not None and each["a"] in known and each["b"] in known:
            yield from (sheet.problem(row, *said) for said in _graded(each, known[each["a"]], known[each["b"]]))


def _graded(row: dict, a: dict, b: dict) -> Said:
    """A row says why a pair compares less, or side by side, or on a condition; it makes no other indicator or unit the
    same. What its reason names differs."""
    of = {"unit": "unit_measure", "indicator": "indicator", "definition": "definition", "population": "population"}
    differ = {reason: a[column] != b[column] for reason, column in of.items() if column in a and column in b}
    reason, grade = row["reason"], row["grade"]
    if differ.get(reason, True) is False:
        yield "reason", f"not {reason}: both sides have {a[of[reason]]}"
    if differ.get("unit"):
        if grade != "X":
            yield "grade", f"X, as the units are {a['unit_measure']} and {b['unit_measure']}"
    elif differ.get("indicator"):
        if grade in ("A", "B"):
            yield "grade", "C or X, as these are two indicators"
    elif grade == "B" and reason != "condition" and (differ.get("definition") or differ.get("population")):
        other = "definition" if differ.get("definition") else "population"
        yield "reason", f"condition, as another {other} is counted: without one there is no difference to state"


def related_observations(sheet: Sheet, observations: Sheet) -> Iterator[Problem]:
    """The numbers by which other sheets of the article point at its observations. A sum is worked out again from the
    numbers printed, so each of its observations prints one."""
    if "obs_no" not in sheet.table.columns or sheet.table is observations.table:
        return
    values = {str(each["obs_no"]): each["obs_value"] for each in observations.rows.values()}
    for row, each in sheet.rows.items():
        for number in each["obs_no"].split(MANY) if each["obs_no"] else ():
            if number not in values and "None" not in values:
                yield sheet.problem(row, "obs_no", f"numbers that stand in the sheet observations; {number} does not")
            elif each.get("kind") == "sum" and values.get(number, number) is None:
                yield sheet.problem(row, "obs_no", f"observations with an obs_value; {number} has none")


def maps(sheet: Sheet) -> list[Problem]:
    """An area ends after it began, and belongs to one that begins on the next day: none follows itself, by any way.
    Where its name lives on, that is the one."""
    rows, problems = {row["ref_area"]: row for row in sheet.rows.values() if row["ref_area"]}, []
    for number, row in sheet.rows.items():
        start, end, successor = row["valid_from"], row["valid_to"], rows.get(row["successor"])
        if start and end and end < start:
            problems.append(sheet.problem(number, "valid_to", f"not before valid_from, {start}"))
        elif successor and not end:
            problems.append(sheet.problem(number, "successor", "blank: without valid_to the area is in force"))
        elif successor:
            day = (date.fromisoformat(end) + timedelta(1)).isoformat()
            same = (row["name_vi"], day)
            named = [code for code, other in rows.items() if (other["name_vi"], other["valid_from"]) == same]
            if successor["valid_from"] != day:
                problems.append(sheet.problem(number, "successor", f"an area in force from {day}"))
            elif named and row["successor"] not in named:
                problems.append(sheet.problem(number, "successor", f"{named[0]}, in which its name lives on"))
    return problems or list(_merged(sheet, rows))


def _merged(sheet: Sheet, rows: dict[str, dict]) -> Iterator[Problem]:
    """An area that alone became another is the same territory; of several that did, each was a smaller one."""
    among = Counter(row["successor"] for row in rows.values())
    for number, row in sheet.rows.items():
        if not (successor := rows.get(row["successor"])):
            continue
        alone, code = among[row["successor"]] == 1, row["successor"]
        if alone and row["territory"] != successor["territory"]:
            only = f"as it alone became {code} (or is the successor of another area wrong?)"
            yield sheet.problem(number, "territory", f"{successor['territory']}, {only}")
        elif not alone and row["territory"] == successor["territory"]:
            yield sheet.problem(number, "territory", f"another than that of {code}, which others became, too")


def areas_in_force(sources: Sheet, observations: Sheet, codebook: Codebook) -> Iterator[Problem]:
    """An area means the map in force when the article was published, also of targets that fall due later."""
    if not (day := sources.first("published_to")):
        return
    areas = {each.ref_area: each for each in codebook.areas}
    there = [code for code in areas if codebook.in_force(code, date.fromisoformat(day))]
    for sheet in (sources, observations):
        for row, code in sheet.values("ref_area").items():
            if (area := areas.get(code)) and code not in there:
                right = (each for each in there if each == area.successor or areas[each].name_vi == area.name_vi)
                said = "".join(f"; {each} is" for each in right)
                former = sheet is observations and "" < area.valid_to < day
                said += f"; {FORMER}" if former else ""
                yield sheet.problem(row, "ref_area", f"an area in force on {day}{said}")


def of_rows(sheet: Sheet, codebook: Codebook) -> Iterator[Problem]:
    """Where a row breaks what its table declares, what its unit and indicator allow, or the order of days."""
    for number, row in sheet.rows.items():
        said = list(declared(row, sheet.table))
        if sheet.table.name == "sources":
            said += _days(row)
        elif sheet.table.name in ("observations", "benchmarks"):
            said = [*_limits(row, codebook), *said, *_of_the_indicator(row, codebook)]
            said += _of_the_map(row, codebook) if sheet.table.name == "benchmarks" else ()
        elif sheet.table.name == "indicators" and row["unit_measure"] in CODES:
            first = SENSES[row["unit_measure"]].best_first
            if first and row["direction"] not in ("down", None):
                said.append(("direction", f"down: with {row['unit_measure']} the first is the best"))
        yield from (sheet.problem(number, *each) for each in said)


def declared(row: dict, table: Table) -> Said:
    """Columns that stand `together`, and what one column `asks` of another; see the head of `tables.yml`."""

    def hold(codes: dict[str, list[str]]) -> Iterator[bool]:
        return ((row[name] or "") in among for name, among in codes.items())

    for columns in table.together:
        filled = [name for name in columns if row[name] is not None]
        if filled:
            yield from ((name, f"a value, or none in {', '.join(filled)}") for name in columns if name not in filled)
    for ask in table.asks:
        asked = all(hold(ask.get("where", {}))) and not any(hold(ask.get("unless", {})))
        if asked and not re.fullmatch(ask.get("form", ".+"), as_text(row[ask["of"]]), re.DOTALL):
            yield ask["of"], ask["says"].format(**row)


def _days(row: dict) -> Said:
    day, earliest, latest = (row[column] for column in ("published", "published_from", "published_to"))
    if earliest and latest and latest < earliest:
        yield "published_to", f"not before published_from, {earliest}"
    elif day and earliest and latest and not earliest == day == latest:
        yield "published", "the same day as published_from and published_to, where it is known"


def _limits(row: dict, codebook: Codebook) -> Said:
    """A part is at most its total; a share at most 100 %, unless the codebook says that the indicator may exceed it.
    The first rank is 1, a decrease takes away 100 % at most, frost is below 0; of most things there is 0 or more."""
    top, total, field = row.get("numerator"), row.get("denominator"), row.get("out_of")
    values = [(name, row[name]) for name in ("obs_value", "obs_value_to") if row.get(name) is not None]
    if top is not None and total is not None and top > total:
        yield "numerator", f"at most the denominator, {total}"
    if field is not None:
        yield from ((column, f"at most out_of, {field}") for column, value in values if value > field)
    if (sense := SENSES.get(row["unit_measure"])) is None:
        return
    least, why = sense.floor, f"as its unit is {row['unit_measure']}"
    above = any(each.may_exceed_100 for each in codebook.indicators if each.indicator == row["indicator"])
    if (most := None if above else sense.ceiling) is not None:
        of_unit = "as the codebook says the indicator may not exceed it" if sense.part else why
        yield from ((column, f"at most {most}, {of_unit}") for column, value in values if value > most)
        if sense.part and row["bound"] == "gt" and (row["obs_value"] == 100 or (top is not None and top == total)):
            yield "bound", "not gt: nothing is more than 100 % of this indicator"
    if least is not None:
        yield from ((column, f"{least} or more, {why}") for column, value in values if value < least)
        if row["bound"] == "lt" and (top if row["obs_value"] is None else row["obs_value"]) == least:
            yield "bound", f"not lt: nothing is less than {least}, {why}"


def _of_the_map(row: dict, codebook: Codebook) -> Said:
    """A rank among provinces is out of no more than are on the map of the area: 39 of 63 is of the map of 63. (An
    article's figures are of the map of its day, also where it quotes an older rank.)"""
    areas = {each.ref_area: each.map for each in codebook.areas}
    kind, field = areas.get(row["ref_area"]), row["out_of"]
    if kind and field and row["unit_measure"] in CODES and SENSES[row["unit_measure"]].best_first:
        there = [*areas.values()].count(kind)
        if field > there:
            yield "ref_area", f"an area on a map of {field} or more; that of {row['ref_area']} has {there}"


def _of_the_indicator(row: dict, codebook: Codebook) -> Said:
    """The unit and the definitions of a figure are those of its indicator; there are millions of dong, none of percent;
    a count or a rank is whole."""
    unit, indicator, value = row["unit_measure"], row["indicator"], row["obs_value"]
    if row.get("unit_mult") and unit in CODES and not SENSES[unit].scaled:
        yield "unit_mult", f"blank, as its unit is {unit}"
    of_indicator = next((each.unit_measure for each in codebook.indicators if each.indicator == indicator), None)
    if of_indicator not in (None, unit):
        yield "unit_measure", f"{of_indicator}, the unit of {indicator}"
    own = [each.definition for each in codebook.definitions if each.indicator == indicator]
    if own and row.get("definition") not in (None, *own):
        yield "definition", f"a definition of {indicator}: {', '.join(own)}"
    counted = SENSES.get(of_indicator)
    whole = counted and counted.whole and not row.get("unit_mult")
    if whole and value is not None and value != int(value):
        yield "obs_value", "a whole number, as it is a count or a rank"


def typed_as_printed(sheet: Sheet, language: str | None) -> Iterator[Problem]:
    """Where the numbers, the unit or the bound of an observation are not those of its `as_printed`."""
    for number, row in sheet.rows.items():
        if row["as_printed"] is None or row["bound"] not in BOUNDS or language not in LANGUAGES:
            continue  # which is said of that cell, or of the sheet sources
        if row["bound"] == "all":
            said = _in_words(row)
        else:
            said = _by_a_person(row) if row["overruled"] else _by_machine(row, language)
        yield from (sheet.problem(number, *each) for each in said)


def _in_words(row: dict) -> Said:
    """``đều``, ``tất cả``: a claim without a number."""
    if re.search("[0-9]", row["as_printed"]):
        yield "bound", "not all: as_printed prints a number"
        return
    typed = (column for column in NUMBERS if row[column] is not None)
    yield from ((column, "blank where the bound is all: no number is printed") for column in typed)


def _by_a_person(row: dict) -> Said:
    """What even a person may not make of a token: numbers of other digits, none at all, half a range or fraction."""
    numbers = re.findall("[0-9]+(?:[.,][0-9]+)*", row["as_printed"])
    if not numbers:
        yield "as_printed", FORMS
        return
    printed = {_figures(each) for each in (*numbers, row["as_printed"])}  # together too: ``5 nghìn 200``
    for column in NUMBERS:
        if row[column] is not None and _figures(row[column]) not in printed:
            yield column, f"a number of the digits of as_printed, {row['as_printed']}"
    if (row["numerator"] is None) != (row["denominator"] is None):
        yield "numerator", "numerator and denominator together, or neither"
    if row["obs_value"] is None and (row["numerator"] is None or row["bound"] == "range"):
        yield "obs_value", "a number of the digits of as_printed; no number is typed"
    if (row["obs_value_to"] is None) == (row["bound"] == "range"):
        yield "obs_value_to", "the end of a range where the bound is range, else blank"


def _figures(number) -> str:
    """A number's digits without point, sign and end zeros: of 0.725 and of 725 thousand, 725."""
    return re.sub("[^0-9]", "", as_text(number)).strip("0") or "0"


def _by_machine(row: dict, language: str) -> Said:
    try:
        reading = by_machine(row, language)
    except ValueError:
        yield "as_printed", FORMS
        return
    for column, name in NUMBERS.items():
        printed = getattr(reading, name)
        if printed is None and row[column] is not None:
            yield column, "blank: as_printed does not print it"
        elif row[column] != printed:
            yield column, f"{as_text(printed)}, as as_printed says"
    if reading.unit_mult and row["unit_mult"] != reading.unit_mult:
        yield "unit_mult", f"{reading.unit_mult}, as as_printed says"
    units = _units(reading)
    if units and row["unit_measure"] not in (*units, None):
        yield "unit_measure", f"{' or '.join(units)}, as as_printed says"
    if (row["bound"] == "range") != (reading.bound == "range"):
        ranges = reading.bound == "range"
        yield "bound", "range, as as_printed says" if ranges else "not range: as_printed prints no two ends"


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
