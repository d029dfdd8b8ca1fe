"""A draft of an article's workbook from its text: everything that a machine can read there, for a person to decide on.

Every printed number becomes a row: a figure is a candidate observation with its place, its reading and the words beside
it; whatever else a number may be (a date, the number of a document) is set aside with its kind. What a row means, only
a person can tell. So kind, time and indicator are proposals, made from the words of the number's own sentence, and each
row waits in the column `review` for someone to decide: `kept`, or `set_aside`.

Nothing of the text is stored but its title, printed tokens with the words that bound them, the names of areas and of
systems known from other articles, and at most the first five words of a paragraph.

>>> sentence("Năm 2024 có 12/20 xã. Mục tiêu đến năm 2025 là 90%.", 44)
(21, 50)
>>> role("Phấn đấu đến năm 2025 có trên 90% trường"), period("Phấn đấu đến năm 2025 có trên ")
('target', ('2025', 'by'))
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from hashlib import sha256
from itertools import combinations, count, pairwise
from math import log, sqrt

from sosanh.curate.workbooks import CANDIDATE, DRAFT
from sosanh.data.codebook import Codebook
from sosanh.data.tables import MANY
from sosanh.vietnamese.reader import Token, normal, paragraphs, tokens

GONE = "no longer in the text / không còn trong bản văn"
NEAREST = 3  # indicators proposed for one figure
NEAR = 0.23  # of an indicator's words: with fewer it is named, not filled in; what was right in five articles had more
STATED = 0.6  # of the words of a group's label: where the paragraph has fewer, it does not say that it is this group
MOST = 1000  # numbers of an article
AROUND = 500  # characters of a sentence on either side of a number
_STOP = re.compile(r"[.;](?=\s|$)")
_SYLLABLE = re.compile(r"[^\W\d_]+")
ROLES = (  # the first of whose words a sentence has; else what it says is a result
    ("target", r"(?<!hoàn thành )\b(?:mục tiêu|phấn đấu|lọt vào|đạt top|nằm trong)\b|đến năm 20\d\d"),
    ("plan", r"\b(?:đề xuất|dự kiến|được phê duyệt|sẽ được|tổng mức đầu tư)\b"),
    ("ability", r"\b(?:có khả năng|đủ sức)\b"),
    ("rule", r"\b(?:theo quy định|định mức)\b"),
)  # fmt: skip
_YEAR = r"(20\d\d)"
PERIODS = (  # how a time is stated before a number, and its basis; of several in a sentence the last counts
    (rf"[Nn]ăm học {_YEAR} ?[-–] ?(?:20)?(\d\d)\b", lambda y, z: (f"SY{y}-{z}", "during")),
    (rf"(?:[Gg]iai đoạn|[Cc]ác năm|[Nn]ăm) {_YEAR} ?[-–] ?{_YEAR}", lambda y, z: (f"{y}/{z}", "during")),
    (rf"(?:hết|cuối) (?:tháng (\d\d?)/)?(?:năm )?{_YEAR}", lambda m, y: (_month(y, m), "by_end_of")),
    (r"đến (?:hết )?ngày (\d\d?)[/.](\d\d?)[/.](20\d\d)", lambda d, m, y: (f"{y}-{int(m):02}-{int(d):02}", "as_of")),
    (rf"[Đđ]ến năm {_YEAR}", lambda y: (y, "by")),
    (rf"(?<![Đđ]ến )(?<!hết )(?<!cuối )(?<!từ )(?<!với )\b[Nn]ăm {_YEAR}(?! ?[-–])", lambda y: (y, "during")),
    (rf"(?:[Tt]rong|,|^) ?[Tt]háng (\d\d?)/{_YEAR}", lambda m, y: (_month(y, m), "during")),
)  # fmt: skip
HEAD = 6  # lines of a text that may say when and under what title it was published
_NO_TITLE = re.compile(r"[|!\[]|Ảnh:")
_HEAD = re.compile(r"(?i)lượt xem|tác giả|cập nhật|ngày đăng|\d\d?:\d\d|\bgmt\b")
_PRINTED_DAY = re.compile(r"(?<![\d/])([0-3]?\d)/([01]?\d)/(20\d\d)(?!\d)")
LICENCE = {
    "licence_note_vi": "Bài viết thuộc nơi đăng và tác giả; dự án chỉ giữ tên bài, con số kèm từ chỉ cận, tên gọi, "
    "nhiều nhất năm chữ đầu của đoạn và lời diễn đạt riêng, không giữ bản văn.",
    "licence_note_en": "The article belongs to those who published and wrote it; the project keeps its title, figures "
    "with the words that bound them, names, at most the first five words of a paragraph and its own wording only, not "
    "the text.",
}
_PRINTS = ("observations", "set_aside")
Rows = dict[str, list[dict]]


def _month(year: str, month: str | None) -> str:
    return f"{year}-{int(month):02}" if month else year


def sentence(line: str, at: int, stops: str = ".;") -> tuple[int, int]:
    """Where the sentence begins and ends that has the character at `at`; by "." alone, with its parts."""
    first, last = max(0, at - AROUND), min(len(line), at + AROUND)
    ends = [each.start() for each in _STOP.finditer(line, first, last) if each[0] in stops]
    start = max((each + 1 for each in ends if each < at), default=first)
    return start, min((each for each in ends if each >= at), default=last)


def role(whole: str, part: str = "") -> str:
    """What the words of a sentence make of its figures, or those of the `part` between semicolons: a result unless they
    say otherwise."""
    said = {"target": whole, "plan": whole}
    return next((code for code, words in ROLES if re.search(words, said.get(code, part).casefold())), "actual")


def period(before: str) -> tuple[str, str]:
    """The time stated before a number, and its basis (`time_basis`); ("", "") of none."""
    found = [(each.end(), make(*each.groups())) for words, make in PERIODS for each in re.finditer(words, before)]
    return max(found)[1] if found else ("", "")


class Nearest:
    """The indicators of a codebook by how much of their words a sentence has."""

    def __init__(self, codebook: Codebook, known: Iterable[dict]):
        self.codebook, own = codebook, {}
        for entry in codebook.indicators:
            said = [entry.name_vi, entry.subject_vi, entry.done_vi, entry.who_vi]
            said += [each.wording_vi for each in codebook.definitions if each.indicator == entry.indicator]
            own[entry.indicator] = _terms(" ".join(filter(None, said)))
        many = Counter(term for terms in own.values() for term in terms)
        self._weight = {term: log(1 + len(own) / times) for term, times in many.items()}
        self._terms, self._unit = own, {each.indicator: each.unit_measure for each in codebook.indicators}
        self._known = Counter((row["definition"], row["population"]) for row in known)

    def of(self, said: str, unit: str, behind: str = "") -> list[tuple[str, float]]:
        """The nearest indicators, those of this unit first, each with how much of its words are there, from 0 to 1; for
        their order what stands `behind` the number counts twice."""
        there, twice, found = _terms(said), _terms(behind), []
        for code, terms in self._terms.items():
            shared = sum(self._weight[each] * (1 + (each in twice)) for each in terms & (there | twice))
            whole = sum(self._weight[each] for each in terms) or 1
            part = sum(self._weight[each] for each in terms & (there | twice)) / whole
            found.append((shared / sqrt(whole) * (1 if self._unit[code] == unit else 0.4), code, part))
        return [(code, part) for _, code, part in sorted(found, reverse=True)[:NEAREST] if part]

    def cells(self, said: str, unit: str, behind: str, paragraph: str) -> dict[str, str]:
        """Those columns of an observation that can be proposed."""
        found = self.of(said, unit, behind)
        if not found:
            return {}
        names = {each.indicator: each.name_vi for each in self.codebook.indicators}
        cells = {"nearest": MANY.join(f"{code} ({names[code]})" for code, _ in found)}
        code, part = found[0]
        if self._unit[code] == unit and part > NEAR:
            own = [each.definition for each in self.codebook.definitions if each.indicator == code]
            cells |= {"indicator": code, "definition": _first(own, said, self.codebook)}
            known = [group for (made, group), _ in self._known.most_common() if made == cells["definition"]]
            cells["population"] = self._group(known, said, paragraph)
        return cells

    def _group(self, known: list[str], said: str, paragraph: str) -> str | None:
        """The group known with the definition; of a new definition that whose words the sentence has most of. None
        where the paragraph does not say that it is this one, for of a wrong group pairs come that are none."""
        there, near, labels = _terms(said), {}, {each.population: each.label_vi for each in self.codebook.populations}
        for each in self.codebook.populations:
            terms = _terms(f"{each.label_vi} {each.counted_vi or ''}")
            near[each.population] = len(terms & there) / sqrt(len(terms) or 1)
        group = known[0] if known else max(near, key=near.get)
        words, found = ({*_SYLLABLE.findall(text.casefold())} for text in (labels[group], paragraph))
        return group if len(words & found) >= STATED * len(words) else None

    def alike(self) -> list[tuple[str, str, float]]:
        """Pairs of indicators that share most of their words and do not name one another as easily taken for: is one of
        them the other? The nearest first; 1 is the same words."""
        entries = {each.indicator: each for each in self.codebook.indicators}
        found = []
        for one, other in combinations(self._terms, 2):
            both = self._terms[one] & self._terms[other]
            weights = [
                sum(self._weight[term] for term in terms) for terms in (both, self._terms[one], self._terms[other])
            ]
            told = one in entries[other].not_same_as.split(MANY) or other in entries[one].not_same_as.split(MANY)
            if both and not told:
                found.append((one, other, weights[0] / min(weights[1:])))
        return sorted(found, key=lambda each: -each[2])


def _first(definitions: list[str], said: str, codebook: Codebook) -> str:
    there = _terms(said)
    words = {
        each.definition: _terms(each.wording_vi) for each in codebook.definitions if each.definition in definitions
    }
    return max(definitions, key=lambda each: len(words[each] & there) / sqrt(len(words[each]) or 1), default="")


def _terms(said: str) -> set[str]:
    """Pairs of syllables, which in Vietnamese are mostly the words."""
    syllables = _SYLLABLE.findall(said.casefold())
    return {" ".join(each) for each in pairwise(syllables)}


def rows(source_id: str, content: bytes, codebook: Codebook, tables: dict[str, list[dict]]) -> Rows:
    """The rows of a new article's workbook; `tables` are those of the collection (name -> rows), for what is known.

    `ValueError` where it has more numbers than an article, or is not UTF-8.
    """
    text = normal(
        "".join(each if each.isprintable() or each in "\r\n" else " " for each in content.decode("utf-8-sig"))
    )
    lines = {number: line for number, _, line in paragraphs(text)}
    starts = {number: offset for number, offset, _ in paragraphs(text)}
    nearest, found = Nearest(codebook, tables.get("observations", ())), tokens(text)
    if len(found) > MOST:
        raise ValueError(f"{len(found):,} numbers; allowed: {MOST:,}, more than an article has")
    figures = [token for token in found if token.kind == "figure" and token.reading]
    others = [token for token in found if token not in figures]
    observed = []
    for number, token in enumerate(figures, start=1):
        line, at = lines[token.paragraph], token.start - starts[token.paragraph]
        observed.append({"obs_no": number, **_place(token), **_read(token), **_meant(line, at, token, nearest)})
    return {
        "sources": [_source(source_id, content, text, lines, codebook)],
        "observations": observed,
        "set_aside": [{**_place(token), "kind": token.kind, "review": CANDIDATE} for token in others],
        "systems": [*_systems(lines, tables.get("systems", ()))],
        "paragraphs": [*_numbered(lines)],
        "indicators": [*_new(observed, codebook)],
    }


def _new(observed: list[dict], codebook: Codebook) -> Iterator[dict]:
    """A row of the codebook for each figure that is near to no indicator, with what it may be taken for: whoever gives
    it a code decides that it is none of these."""
    names = {each.indicator: each.name_vi for each in codebook.indicators}
    means = {each.indicator: each.wording_vi for each in reversed(codebook.definitions)}
    for row in (row for row in observed if not row.get("indicator")):
        codes = [each.split()[0] for each in (row.get("nearest") or "").split(MANY) if each]
        yield {
            "unit_measure": row["unit_measure"], "proposed_for": f"{row['as_printed']} ({row['paragraph']})",
            "nearest": MANY.join(f"{code} ({names[code]}: {means.get(code, '')})" for code in codes),
        }  # fmt: skip


def _place(token: Token) -> dict:
    occurrence = token.occurrence if token.occurrence > 1 else None
    return {"paragraph": token.paragraph, "as_printed": token.as_printed, "occurrence": occurrence}


def _read(token: Token) -> dict:
    read = token.reading
    changes = read.bound != "exact" or read.hedge
    return {
        "wording": token.wording if changes else None, "obs_value": read.value, "obs_value_to": read.value_to,
        "unit_mult": read.unit_mult or None, "unit_measure": read.unit_measure, "numerator": read.numerator,
        "denominator": read.denominator, "out_of": read.out_of, "bound": read.bound, "hedge": read.hedge,
    }  # fmt: skip


def _meant(line: str, at: int, token: Token, nearest: Nearest) -> dict:
    start, end = sentence(line, at, ".")
    when, basis = period(line[start:at])
    part = line[slice(*sentence(line, at))]
    meant = {"role": role(line[start:end], part), "time_period": when or None, "time_basis": basis or None}
    behind = re.split(r"\d", line[at + len(token.as_printed) : end])[0]
    return {**meant, "review": CANDIDATE, **nearest.cells(part, token.reading.unit_measure, behind, line)}


def _source(source_id: str, content: bytes, text: str, lines: dict[int, str], codebook: Codebook) -> dict:
    """What the head of a page says of itself: its title, and its day where it stands as pages print theirs."""
    known = {"source_id": source_id, "status": DRAFT, "language": "vi", **LICENCE}
    known |= {"text_sha256": sha256(content).hexdigest(), "ref_area": _area(text, codebook)}
    head = [(number, line.strip()) for number, line in lines.items() if number <= HEAD]
    titles = (line for _, line in head if 20 < len(line) < 160 and line[-1] not in ".:" and not _NO_TITLE.search(line))
    known["title"] = next(titles, None)
    for number, line in head:
        printed = _PRINTED_DAY.search(line) if _HEAD.search(line) or len(line.split()) < 6 else None
        with suppress(ValueError):  # 31/02/2027 is no day
            if printed:
                day = date(*map(int, printed.groups()[::-1])).isoformat()
                known |= dict.fromkeys(("published", "published_from", "published_to"), day)
                known["date_evidence_vi"] = f"Ngày {printed[0]} in ở dòng {number} của bản đã đọc."
                known["date_evidence_en"] = f"The day {printed[0]} is printed in line {number} of the copy read."
                break
    return known


def _area(text: str, codebook: Codebook) -> str | None:
    """The name of the area that the text names most often."""
    names = {area.name_vi for area in codebook.areas if area.map}
    counted = Counter({name: len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", text)) for name in sorted(names)})
    name, times = counted.most_common(1)[0]
    return name if times else None


def _systems(lines: dict[int, str], known: Iterable[dict]) -> Iterator[dict]:
    """The systems with a name of their own that other articles name, where this one does."""
    told = set()
    for row in known:
        name = row["name"]
        if row["named"] == "yes" and name.casefold() not in told:
            pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
            if number := next((number for number, line in lines.items() if pattern.search(line)), 0):
                told.add(name.casefold())
                same = {
                    column: row[column] for column in ("name", "function_vi", "function_en", "sector", "theme", "named")
                }
                yield {"system_no": len(told), "paragraph": number, **same}


def _numbered(lines: dict[int, str]) -> Iterator[dict]:
    """Each line with its first words; what reads as a paragraph of the article is numbered as such."""
    count = 0
    for number, line in lines.items():
        own = len(line.split()) >= 15 and line.rstrip()[-1] in '.!?”":;'
        count += own
        yield {"paragraph": number, "number": count if own else None, "opens": " ".join(line.split()[:5])}


def merged(old: Rows, new: Rows) -> tuple[Rows, set[tuple[str, int]]]:
    """What people typed (`old`, with "" for a blank), at the places of a changed text (`new`); and which rows to look
    at: new ones, and those whose number the text no longer has.

    A number is the same where it is printed so, in the same order. The text's digest is the new one.
    """
    rows, marked = {name: [{**row} for row in own] for name, own in (new | old).items()}, set()
    for row in rows["sources"]:
        row["text_sha256"] = new["sources"][0]["text_sha256"]
    rows |= {"paragraphs": new["paragraphs"]} | {name: [] for name in _PRINTS}
    left = {name: _by_token(old.get(name, ())) for name in _PRINTS}
    numbers = count(1 + max((row["obs_no"] or 0 for row in old.get("observations", ())), default=0))

    def put(name: str, row: dict, look: bool) -> None:
        marked.update({(name, len(rows[name]))} if look else ())
        rows[name].append(row)

    for name in _PRINTS:
        for place in new[name]:
            token = place["as_printed"]
            table = next((each for each in _PRINTS if left[each].get(token)), "")
            kept = left[table][token].pop(0) if table else {}
            at = {each: place[each] for each in ("paragraph", "occurrence")}
            own = {} if table or name == "set_aside" else {"obs_no": next(numbers)}
            put(table or name, {**place, **kept, **at, **own}, look=not table)
    for name in _PRINTS:
        for row in (row for each in left[name].values() for row in each):
            put(name, {**row, "review": CANDIDATE, "nearest": GONE}, look=True)
    return rows, marked


def _by_token(rows: list[dict]) -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = {}
    for row in rows:
        found.setdefault(row["as_printed"], []).append(row)
    return found
