"""Errata: what an article prints wrongly stands in a row beside it, never in its place.

What was typed of an article stays as printed. An erratum points at it: by its token, as the sheets observations and
set_aside have it, or by printed words in the column `stands_in`. It says what should stand there, by whom, and how far
that is settled. The article still prints `as_printed` while it is open or confirmed; once it is mended, `should_be`
stands there instead, or nothing does. So whoever gets a text that was mended meanwhile is told by the `ledger`, and
reads the rows anew.
"""

import re
from collections.abc import Iterator, Mapping

from sosanh.curate import derive
from sosanh.curate.workbooks import Sheet
from sosanh.data.problems import Problem
from sosanh.vietnamese.reader import JOIN

MENDED = "mended"
_TOKENS = ("observations", "set_aside")
_CODES = {"observations": (derive.obs_id, "obs_no"), "systems": (derive.system_id, "system_no")}


def column(erratum: Mapping) -> str:
    """The column of what the article prints there now."""
    return "should_be" if erratum["status"] == MENDED else "as_printed"


def problems(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    """Errata that point at nothing, or say nothing; the sheets are those of one article."""
    sheet = sheets["errata"]
    for number, each in sheet.rows.items():
        now = each[column(each)]
        if each["as_printed"] and each["as_printed"] == each["should_be"]:
            yield sheet.problem(number, "should_be", "another than as_printed")
        elif now and not _rows(each, now, sheets):
            where = each["stands_in"] or " or ".join(_TOKENS)
            yield sheet.problem(number, column(each), f"what a row of {where} has, of that paragraph and occurrence")
        elif not now and each["as_printed"] and _rows(each, each["as_printed"], sheets):
            said = "not mended, as a row still has it; or in should_be what stands there now"
            yield sheet.problem(number, "status", said)


def of_row(erratum: Mapping, sheets: dict[str, Sheet]) -> str:
    """The code of the observation or system that it is about; "" of anything else, and of what was taken out."""
    for name, row in _rows(erratum, erratum[column(erratum)], sheets):
        if name in _CODES:
            code, number = _CODES[name]
            return code(sheets["errata"].source_id, row[number])
    return ""


def _rows(erratum: Mapping, printed: str | None, sheets: dict[str, Sheet]) -> list[tuple[str, dict]]:
    """The rows, each with its sheet, that hold what is printed at the place."""
    name, _, own = (erratum["stands_in"] or "").partition(".")
    there = [
        (table, row)
        for table in ([name] if name else _TOKENS)
        for row in sheets[table].rows.values()
        if row.get("paragraph") == erratum["paragraph"] and printed
    ]
    if not name:
        place = (printed, erratum["occurrence"])
        return [each for each in there if (each[1]["as_printed"], each[1]["occurrence"]) == place]
    return [each for each in there if printed in (each[1][own] or "")][erratum["occurrence"] - 1 :]


def fault(erratum: Mapping[str, str], text: str) -> tuple[str, str] | None:
    """The column that the text (of its paragraph, or the whole) does not bear out, and what is allowed; else None."""
    own, place = column(erratum), f"paragraph {erratum['paragraph']}" if erratum["paragraph"] else "the text"
    printed = erratum[own] or erratum["as_printed"]
    there = _times(printed, text) >= int(erratum["occurrence"])
    if not erratum[own]:
        return ("status", f"not mended: {place} still prints {printed}") if there else None
    if there:
        return None
    if own == "should_be":
        return own, f"what {place} prints now"
    return own, f"what {place} prints; once mended there, status is mended, and its rows are to be read anew"


def _times(printed: str, text: str) -> int:
    """How often words or a number stand in a text, no part of others: 78 is neither in 78% nor in 78,5."""
    return min(len(re.findall(rf"{_edge(each)}{re.escape(each)}{_end(each)}", text)) for each in printed.split(JOIN))


def _edge(piece: str) -> str:
    return "(?<![0-9])(?<![0-9][.,/])" if piece[0].isdecimal() else r"(?<!\w)"


def _end(piece: str) -> str:
    return "(?![0-9%]|[.,/][0-9])" if piece[-1].isdecimal() else r"(?!\w)"
