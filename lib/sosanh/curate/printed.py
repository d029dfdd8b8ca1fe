"""What a person says in his own words beside the tokens, held against the tokens.

No machine can tell whether a statement says what its paragraph says. But the numbers and years in it can only be those
that the paragraph prints, and a workbook lists every printed number with its paragraph: those that are figures in the
sheet observations, all others in set_aside (the `ledger` proves from the text that none is missing). So 35% in a
statement whose paragraph prints no 35, or a step of 2023 beside a printed 2024, is refused without the text.

Numbers are compared by their digits (``5.911`` is ``5,911`` in English; ``04`` is ``4``). A comment may also name what
another paragraph of its article prints, what its own fraction works out at, and the months of the articles here.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from sosanh.curate.workbooks import Sheet
from sosanh.data.problems import Problem
from sosanh.numbers.periods import read_period

PRINTS = ("observations", "set_aside")
_TIMES = {"observations": "time_period", "systems": "since", "milestones": "when", "relations": "time_period"}
_OWN_WORDS = ("name", "function_vi", "function_en", "event_vi", "event_en", "statement_vi", "statement_en")
_COMMENTS = ("comment_vi", "comment_en", "reason_vi", "reason_en")
_CODED = {  # column of an observation -> the columns of its sheet in the codebook that say what is counted
    "definition": ("wording_vi", "wording_en", "sentence_vi", "sentence_en"),
    "population": ("label_vi", "label_en", "counted_vi", "counted_en"),
    "indicator": ("name_vi", "name_en", "subject_vi", "subject_en", "done_vi", "done_en", "predicate_vi",
                  "predicate_en", "limit_vi", "limit_en"),
}  # fmt: skip
_NUMBER = re.compile("[0-9]+(?:[.,][0-9]+)*")
_NAMED = re.compile(
    r"(?<![0-9])(?:(?P<d>[0-3]?[0-9])[/.-](?P<m>[01]?[0-9])[/.-](?P<y>[12][0-9]{3})"
    r"|(?P<Y>[12][0-9]{3})[-_](?P<M>[01][0-9])[-_](?P<D>[0-3][0-9])"
    r"|(?P<mm>[01]?[0-9])/(?P<my>[12][0-9]{3})|(?P<year>[12][0-9]{3}))(?![0-9])"
)
SLACK = timedelta(31)  # "not long after", "the week of it": how far from a date that its evidence names one may infer
_SHOWN = 8


@dataclass
class _Printed:
    """The numbers and dates that an article prints, by paragraph; `own` are the days it may be of."""

    own: tuple[date, date] | None
    numbers: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    tokens: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    times: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))  # of the tokens, the dates

    @classmethod
    def of(cls, sheets: dict[str, Sheet]) -> "_Printed":
        first, last = (sheets["sources"].first(column) for column in ("published_from", "published_to"))
        found = cls((date.fromisoformat(first), date.fromisoformat(last)) if first and last else None)
        for name in PRINTS:
            for row in sheets[name].rows.values():
                if row["paragraph"] is not None and row["as_printed"] is not None:
                    found.numbers[row["paragraph"]] |= numbers(row["as_printed"])
                    found.tokens[row["paragraph"]].append(row["as_printed"])
                    if row.get("kind") == "date":
                        found.times[row["paragraph"]].append(row["as_printed"])
        return found

    def says(self, end: str, paragraphs: Iterable[int]) -> bool:
        """Do these paragraphs print this year, month or day? A year may go without saying where it is the article's."""
        year, month, day = ([int(each) for each in end.split("-")] + [None, None])[:3]
        if self.own and day and self.own[0] <= date(year, month, day) <= self.own[1]:
            return True
        tokens = [token for each in paragraphs for token in self.tokens.get(each, ())]
        alone = {int(token) for token in tokens if token.isdecimal()}
        years = {each.year for each in self.own or ()}
        for y, m, d in [(None, None, None), *(each for token in tokens for each in _dates(token))]:
            same_year = y == year or (y is None and year in years)
            same_month = not month or m == month or (m is None and (not day or month in alone))
            if same_year and same_month and (not day or d == day or (d is None and day in alone)):
                return True
        return False


def numbers(words: str) -> set[str]:
    """The numbers in a text by their digits.

    >>> sorted(numbers("5.911 tiết, 78,18%, số 04, 1 - 1,5 tỷ"))
    ['1', '15', '4', '5911', '7818']
    """
    return {re.sub("[.,]", "", each).lstrip("0") or "0" for each in _NUMBER.findall(words)}


def _dates(token: str) -> Iterator[tuple[int | None, int | None, int | None]]:
    """The dates that a token may print, as (year, month, day), each None where it prints none.

    >>> list(_dates("7/6/2022")), list(_dates("01/4")), list(_dates("2023 - 2024"))
    ([(2022, 6, 7)], [(None, 4, 1)], [(2023, None, None), (2024, None, None)])
    """
    found = [int(each) for each in re.findall("[0-9]+", token)]
    years = [each for each in found if 1000 <= each < 3000]
    if len(found) == 3 and len(years) == 1:
        first, month, last = found
        yield (last, month, first) if years[0] == last else (first, month, last)
    elif len(found) == 2 and not years:
        yield None, found[1], found[0]
    elif len(found) == 2 and len(years) == 1:
        yield years[0], next(each for each in found if each != years[0]), None
    else:
        yield from ((year, None, None) for year in years)


def of_article(sheets: dict[str, Sheet], names: Iterable[str]) -> Iterator[Problem]:
    """What the words of one article say and none of its tokens; `names` are those of all articles' workbooks."""
    if not {"sources", *PRINTS} <= sheets.keys():
        return
    printed = _Printed.of(sheets)
    elsewhere = numbers(" ".join(names)) | {str(each) for day in printed.own or () for each in (day.year, day.month)}
    for sheet in sheets.values():
        yield from _words(sheet, printed, elsewhere)
        yield from _times(sheet, printed)
    yield from _publication(sheets["sources"], sheets["set_aside"])


def _words(sheet: Sheet, printed: _Printed, elsewhere: set[str]) -> Iterator[Problem]:
    whole = set().union(*printed.numbers.values())
    for number, row in sheet.rows.items() if "paragraph" in sheet.table.columns else ():
        own, paragraph = printed.numbers.get(row["paragraph"], set()), row["paragraph"]
        for column in (*_OWN_WORDS, *_COMMENTS):
            comment = column in _COMMENTS
            more = numbers(row.get(column) or "") - (whole | elsewhere | _worked_out(row) if comment else own)
            if more and comment:
                other = "what another source states stands in the codebook's sheet benchmarks"
                said = f"numbers that the article and its fractions give, without {', '.join(sorted(more))}; {other}"
                yield sheet.problem(number, column, said)
            elif more:
                tokens = ", ".join(printed.tokens.get(paragraph, ())[:_SHOWN]) or "none"
                said = f"numbers that paragraph {paragraph} prints ({tokens}), without {', '.join(sorted(more))}"
                yield sheet.problem(number, column, said)


def _worked_out(row: dict) -> set[str]:
    """What the fraction of a row works out at, and the percentages next to it, to the decimals one may write; of an
    erratum what it says of its place."""
    top, total = row.get("numerator"), row.get("denominator")
    if top is None or not total:
        return numbers(f"{row.get('as_printed')} {row.get('should_be')}") if "should_be" in row else set()
    counts = [(top + more) * Decimal(100) / total for more in (-1, 0, 1)]
    places = [Decimal(1).scaleb(-each) for each in range(4)]
    written = (count.quantize(to, how) for count in counts for to in places for how in (ROUND_HALF_UP, ROUND_DOWN))
    return set().union(*(numbers(str(each)) for each in written))


def _times(sheet: Sheet, printed: _Printed) -> Iterator[Problem]:
    """A time that its paragraph does not print, nor that of a figure one before it; and what is done in the future."""
    column = _TIMES.get(sheet.table.name)
    for number, row in sheet.rows.items() if column else ():
        if not row[column] or row["paragraph"] is None:
            continue
        period, own = read_period(row[column]), [row["paragraph"]]
        paragraphs = range(1, own[0] + 1) if sheet.table.name == "observations" else own
        ends = row[column].split("/")
        if row[column].startswith("SY"):
            ends = [str(period.first.year), str(period.last.year)]
        missing = [end for end in ends if not printed.says(end, paragraphs)]
        if row[column].startswith("SY") and len(missing) == 1:  # "this school year": the article is of one of the two
            missing = []
        if missing:
            tokens = ", ".join(printed.times.get(own[0], ())[:_SHOWN]) or "no time"
            where = f"paragraph {own[0]}{' or one before it' * (len(paragraphs) > 1)}"
            yield sheet.problem(number, column, f"a time that {where} prints ({tokens}); {missing[0]} is not printed")
        elif printed.own and period.first > printed.own[1] and _as_done(row):
            done = " ".join(_as_done(row))
            yield sheet.problem(
                number, column, f"not after the article, {printed.own[1]}, as {done} (a plan, a target?)"
            )


def _as_done(row: dict) -> list[str]:
    """The column and code by which a row says that something is so already."""
    done = {"phase": ("start", "under_way", "done"), "role": ("actual",), "stage": ("in_use",)}
    return [f"{column} is {row[column]}" for column, codes in done.items() if row.get(column) in codes]


def _publication(source: Sheet, aside: Sheet) -> Iterator[Problem]:
    """A day that the article prints, or that its evidence names, within the month; a certain day exactly."""
    printed = {each for token in aside.values("as_printed").values() for each in _dates(token)}
    for number, row in source.rows.items():
        evidence = " ".join(row[column] or "" for column in ("date_evidence_vi", "date_elsewhere_vi"))
        named = [*_periods(evidence)]
        for column in ("published", "published_from", "published_to"):
            if not row[column]:
                continue
            day = date.fromisoformat(row[column])
            if (day.year, day.month, day.day) in printed:
                continue
            if column == "published":
                known, near = any(first == day == last for first, last in named), "is printed (a date of set_aside) or"
            else:
                known = any(first - SLACK <= day <= last + SLACK for first, last in named)
                near = "is printed, or within a month of one"
            if not known:
                says = ", ".join(dict.fromkeys(each[0] for each in _NAMED.finditer(evidence))) or "no date"
                yield source.problem(number, column, f"a day that {near} that date_evidence names; it names {says}")


def _periods(words: str) -> Iterator[tuple[date, date]]:
    for found in _NAMED.finditer(words):
        year = found["y"] or found["Y"] or found["my"] or found["year"]
        parts = [year, found["m"] or found["M"] or found["mm"], found["d"] or found["D"]]
        try:
            period = read_period("-".join(each.zfill(2) for each in parts if each))
        except ValueError:  # 31/2/2024
            continue
        yield period.first, period.last


def used(sheets: dict[str, Sheet]) -> dict[tuple[str, str], set[str]]:
    """The numbers of the paragraphs with figures of each definition, indicator and group, by column and code."""
    found: dict[tuple[str, str], set[str]] = {}
    printed = _Printed.of(sheets)
    for row in sheets["observations"].rows.values():
        for column in _CODED:
            found.setdefault((column, row[column]), set()).update(printed.numbers[row["paragraph"]])
    return found


def of_codebook(own: dict[str, Sheet], articles: Iterable[dict[tuple[str, str], set[str]]]) -> Iterator[Problem]:
    """Numbers in what the codebook says of a definition, an indicator or a group, and in no paragraph with its figures,
    by what each article `used`.

    What no article uses yet is not looked at: it may be of one that is still being entered.
    """
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for each in articles:
        for of, numbers_there in each.items():
            found[of] |= numbers_there
    for column, names in _CODED.items():
        sheet = own[f"{column}s"]
        for number, row in sheet.rows.items():
            for name in names if (column, row[column]) in found else ():
                if more := numbers(row[name] or "").difference(found[column, row[column]]):
                    use = f"a paragraph with figures of this {column} prints"
                    yield sheet.problem(number, name, f"numbers that {use}, without {', '.join(sorted(more))}")
