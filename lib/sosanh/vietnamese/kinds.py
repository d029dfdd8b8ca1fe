"""What a printed number is: a figure, or something that only looks like one.

Most digits of an article count nothing: they date (``25/07/2024``), cite (``57-NQ/TW``), name (``COVID-19``) or
place (``Phường 1``). Vietnamese tells them apart by the word in front, ``ngày``, ``Nghị quyết số``, ``Phường``, and by
what follows: ``cấp 2`` is a school level, ``cấp 2 giấy phép`` issues two licences. So this module is rules of a
few lines over the word lists of the lexicon, tried in one order until one of them knows the number.

    >>> from sosanh.vietnamese.reader import tokens
    >>> [token.kind for token in tokens("Công văn số 52 ngày 9/3/2021: 31/40 trường tại Phường 6 đạt mức độ 3, 4")]
    ['legal', 'date', 'figure', 'address', 'level', 'level']

=============  =============================================================================================
``figure``     what remains: a number that counts or measures, and a rank
``date``       a day, month, year, school year, part of a year (``6 tháng đầu năm``) or time of day
``legal``      a document, its parts (``Điều 5``), a scheme known by its number (``Đề án 06``)
``page``       the page itself: view counters, page and picture numbers, comments, footnotes (``[7]``)
``name``       what something is called: diseases, products, schools, standards, ``24/7``, map scales, ``GMT +7``
``unit``       part of a unit: ``m2``, ``giường/10.000 dân``
``word``       in place of a word: ``1 số`` (some), ``bộ phận 1 cửa``
``address``    where something is: roads, wards, houses, floors; also web and mail addresses
``telephone``  a number to call
``version``    ``phiên bản 2.0``, ``công nghiệp 4.0``
``level``      a step of a fixed scale: ``mức độ 4``, ``lớp 12``, ``cấp 2``, ``5 sao``
``ordinal``    which one in a row: ``lần thứ 13``, ``khóa 15``, ``1.``, ``(2)``
=============  =============================================================================================

The two other kinds of the tables, ``repeat`` and ``framing``, need a person: that a number says again what was
said before, or only frames a story (``3 lĩnh vực``), cannot be seen from its words. They are read as figures.
"""

import re
from itertools import pairwise

from sosanh.vietnamese.lexicon import WORDS
from sosanh.vietnamese.shapes import Numeral
from sosanh.vietnamese.wording import Unit, after

KINDS = (
    "figure", "date", "legal", "page", "name", "unit", "word", "address", "telephone", "version", "level", "ordinal",
)  # fmt: skip
RANK = "rank"  # a figure, for `kind_of` and the reader only
BY_A_PERSON = ("repeat", "framing")  # kinds of the tables that no reader can see

_BY_FORM = {"web": "address", "file": "name", "phone": "telephone", "code": "legal", "day": "date", "days": "date"}
_PEOPLE = WORDS.counted - WORDS.not_people
_RANKING = (WORDS.counted - WORDS.goes_on) | WORDS.also_ranked
_DOCUMENTS = WORDS.numbered_documents | WORDS.other_documents
_NEXT_RANK = re.compile("(?:[,;]|và) (?:thứ|hạng)")
_NEXT_NUMBERED = re.compile("(?:[,;]|và) số")


def kind_of(numeral: Numeral, previous: Numeral | None = None, previous_kind: str = "") -> str:
    """The first answer of the rules, where a figure that is a rank is told apart as `RANK`.

    `previous` is the numeral before it in the line, with its kind.
    """
    if numeral.form in _BY_FORM:
        return _BY_FORM[numeral.form]
    if numeral.form == "word":
        return _page(numeral) or _in_letters(numeral)
    if is_rank(numeral):
        return RANK
    if measures(numeral):
        return _page(numeral) or _time(numeral) or "figure"
    if previous and _goes_on(numeral, previous, previous_kind):
        return previous_kind
    return next(filter(None, (rule(numeral) for rule in _RULES)), "figure")


def unit_of(numeral: Numeral) -> Unit:
    return after(numeral.after, decimals=int("," in numeral.text or numeral.dotted))


def _counts(numeral: Numeral, counted: frozenset[str] = WORDS.counted) -> bool:
    """Whether what follows is one of what is `counted`, by its first word, or a unit."""
    return numeral.next in counted or unit_of(numeral).measure != "count"


def measures(numeral: Numeral) -> bool:
    """Whether a percent sign, a scale or a currency says that this is an amount, whatever stands before."""
    if numeral.form not in ("number", "range", "fraction", "compound"):
        return False
    unit = unit_of(numeral)
    return "%" in numeral.text or unit.mult > 0 or unit.measure in ("vnd", "usd", "percent", "percentage_points")


def _goes_on(numeral: Numeral, previous: Numeral, kind: str) -> bool:
    """Whether the numeral is the next member of a list the previous one began: ``mức độ 3, 4``, ``ngày 5 và 7/8``."""
    if kind in ("figure", "name", "unit", "word", "version", ""):
        return False
    between = numeral.line[previous.end : numeral.start].strip(" \u00a0")
    gap = " ".join(numeral.line[previous.end : min(numeral.start, previous.end + 16)].split())
    if kind == "page":
        return gap in ("trong", "/")
    next_one = _NEXT_RANK if kind == RANK else _NEXT_NUMBERED
    if between not in (",", ";") and between not in WORDS.list_gaps and not next_one.match(gap):
        return False
    if kind == RANK:
        placed = 0 < numeral.whole < 1000 and (numeral.over or numeral.next in WORDS.rank_among)
        return placed or numeral.form == "fraction"
    if kind == "date" and _DAY_MONTH.fullmatch(numeral.text):
        return numeral.over
    if kind == "date":
        return 0 < numeral.whole <= 60 and (numeral.over or gap == "giờ")
    return 0 <= numeral.whole < 1000 and numeral.over


# --- ranks --------------------------------------------------------------------------------------------------

_COMMA = rf",(?= (?:{WORDS.leads_beyond_comma})\b)"  # it ends no clause: "trong 10 tỉnh, thành phố dẫn đầu"
_LEADS = re.compile(rf" (?:[^.,;:()]|{_COMMA}){{0,60}}?\b(?:{WORDS.leads})\b")


def is_rank(numeral: Numeral) -> bool:
    """Whether this is a place in an order of merit: ``xếp hạng 39/63``, ``đứng thứ 5``, ``top 10``, ``nhóm 25 tỉnh``.

    >>> is_rank(Numeral("xếp thứ 5/63 tỉnh", 8, 12, "fraction")), is_rank(Numeral("lần thứ 5", 8, 9, "number"))
    (True, False)
    """
    if numeral.form not in ("number", "fraction") or "%" in numeral.text or not numeral.before:
        return False
    if numeral.next == "sao" or (numeral.ends(["vị trí số"]) and numeral.char_after == ":"):
        return False  # "xếp hạng 4 sao" is a level, "Vị trí số 1: …" a place
    counts = numeral.next in _RANKING or (numeral.ends(["bảng xếp hạng"]) and not numeral.over)
    if counts and numeral.form == "number" and numeral.ends(["xếp hạng", "phân hạng"]):
        return False  # "xếp hạng 12 di tích" ranks twelve
    return numeral.ends(WORDS.ranks) or is_group(numeral) or _is_place(numeral)


def _is_place(numeral: Numeral) -> bool:
    """Whether ``hạng``, ``số`` or ``thứ`` before the numeral means a place."""
    last, placed = numeral.last, any(word in numeral.before[-6:] for word in ("đứng", "xếp"))
    if last == "hạng":
        return not numeral.ends(WORDS.classes) and (placed or numeral.form == "fraction" or numeral.whole > 5)
    if last == "số":
        return numeral.next in ("cả", "toàn") and 0 < numeral.whole < 100  # "tỉnh số 1 cả nước"
    if last not in WORDS.merit:
        return False
    return numeral.form == "fraction" or numeral.next in WORDS.rank_among or (last == "thứ" and placed)


def is_group(numeral: Numeral) -> bool:
    """Whether the first so many are meant, each of them that high or higher: ``nhóm 25 tỉnh``, ``10 tỉnh dẫn đầu``."""
    if numeral.last in WORDS.groups:
        return numeral.last != "nhóm" or numeral.ends(WORDS.rank_groups) or numeral.next in WORDS.ranked
    if not numeral.ends(WORDS.among) or numeral.next not in WORDS.ranked | WORDS.among_these:
        return False
    leads = _LEADS.match(numeral.line, numeral.end)
    return bool(leads) and not (leads[1] and numeral.last == "vào")  # "tập trung vào 3 xã có mưa cao nhất"


# --- the page, and digits in words --------------------------------------------------------------------------

_FOOTNOTE, _FOOTNOTE_ENDS = re.compile(r"\[[0-9,; –-]{0,12}$"), re.compile(r"[0-9,; –-]{0,12}\]")  # "[7]", "[3, 4]"
_COUNTER = re.compile(
    rf"(?:{WORDS.page_counters})\s{{0,3}}[:(]\s{{0,3}}$|^\s*(?:{WORDS.bare_counters})\s{{1,3}}$", re.IGNORECASE
)
_COUNTER_LINE = re.compile(
    rf"\W{{0,9}}(?:{WORDS.line_counters})\s{{0,3}}:\s{{0,3}}[0-9][0-9.,]*\s{{0,9}}", re.IGNORECASE
)
_LINE_BEGINS = re.compile(rf"[\s\-–*+•#>(]*(?:[a-zđ]\)\s?|(?:{WORDS.line_begins}) )?", re.IGNORECASE)
_PER_HEADS = re.compile(r"[^\W\d_] ?/ ?$")  # "giường/10.000 dân": so many for so many heads
_PER_RATE = re.compile(r"(?:tính|[0-9] (?:\w+ ){1,3})\s?trên $")  # "24,7 thuê bao trên 100 dân"
_POWER = re.compile(r"10{2,}|10{0,2}(?:\.000)+")
_DATE_WORD = re.compile(r"(?:T[0-9]{1,2}|Q[1-4]|Q?[IVX]+)[/-][0-9]{4}|T[0-9]{1,2}|[0-9]{2,4}s", re.ASCII)
_LEGAL_WORD = re.compile(rf"(?:{WORDS.law_codes})-?[0-9]+$", re.ASCII)
_ROAD_WORD = re.compile(rf"(?:{WORDS.road_codes})\.?-?[0-9]")
_VERSION_WORD = re.compile(r"[vV][0-9][\w.]*")


def _page(numeral: Numeral) -> str:
    """View counters (``Lượt xem: 161``), comments (``Ý kiến (0)``), pages and pictures (``trang 5``, ``Ảnh 1``)."""
    line, start = numeral.line, numeral.start
    if _FOOTNOTE.search(line[max(0, start - 13) : start]) and _FOOTNOTE_ENDS.match(line, numeral.end):
        return "page"
    if numeral.form != "number" or "%" in numeral.text:
        return ""
    short = len(line) < 80
    if short and numeral.after[:2] in (["bình", "luận"], ["phản", "hồi"]):
        return "page"
    if not numeral.over:
        return ""
    picture = not WORDS.pictures.isdisjoint(numeral.printed_before[-1:])
    if picture or (numeral.ends(WORDS.pages) and not numeral.ends(["số trang"])):
        return "page"
    counter = _COUNTER.search(line[max(0, start - 60) : start])
    whole_line = short and _COUNTER_LINE.fullmatch(line) and line.rstrip().endswith(numeral.text)
    return "page" if counter or whole_line else ""


def _in_letters(numeral: Numeral) -> str:
    """Digits inside a word: ``m2``, ``57/NQ``, ``QL1A``, ``T7/2024``, ``v2.0``, ``lớp 1A``; any other is a name."""
    text = numeral.text
    if text.lower() in WORDS.units:
        return "unit"
    if telephone := _telephone(numeral):
        return telephone
    if "%" not in text and _LEGAL_WORD.match(text):
        return "legal"
    if numeral.ends(WORDS.places) or _ROAD_WORD.match(text):
        return "address"
    if _DATE_WORD.fullmatch(text):
        return "date"
    if _VERSION_WORD.fullmatch(text):
        return "version"
    return "level" if numeral.last in WORDS.level_words else "name"


def _word(numeral: Numeral) -> str:
    """Digits in place of a word (``1 số xã``, ``bộ phận 1 cửa``) or in a unit (``giường/10.000 dân``)."""
    if numeral.text == "1":
        some = numeral.next in WORDS.some and numeral.after[1:2] not in (["điện"], ["tài"])
        some = some or numeral.after[:2] in (["trong", "những"], ["trong", "các"])
        return "word" if some or (numeral.next == "cửa" and numeral.ends(WORDS.one_door)) else ""
    if numeral.next not in WORDS.heads or not _POWER.fullmatch(numeral.text):
        return ""
    line, start = numeral.line, numeral.start
    rate = numeral.last == "trên" and _PER_RATE.search(line[max(0, start - 40) : start])
    return "unit" if rate or _PER_HEADS.search(line[max(0, start - 4) : start]) else ""


def _enumerator(numeral: Numeral) -> str:
    """``1.`` or ``2)`` or ``a) 3)`` at the beginning of a line; ``(1)`` and ``; 2)`` anywhere."""
    line, start = numeral.line, numeral.start
    small = 0 <= numeral.whole < 100 or (numeral.dotted and len(numeral.text) < 8)
    if not small or numeral.char_after not in tuple(".)/:-–"):
        return ""
    alone = not line[numeral.end + 1 : numeral.end + 2].isdigit()
    begins = alone and start < 12 and _LINE_BEGINS.fullmatch(line[:start])
    in_brackets = numeral.char_before == "(" and numeral.char_after == ")"
    after_mark = numeral.char_after == ")" and line[max(0, start - 2) : start] in ("; ", ", ", ": ", ". ")
    return "ordinal" if begins or in_brackets or after_mark else ""


# --- dates --------------------------------------------------------------------------------------------------
# A date needs its words. "8/12" is the eighth of December behind "ngày", and eight communes of twelve before "xã";
# "6 tháng" is how long something took, "6 tháng đầu năm" when it was; "2000" is a year, but 2000 people before "người".

_DAY_MONTH = re.compile(r"(?:0?[1-9]|[12][0-9]|3[01]) ?/ ?(?:0?[1-9]|1[0-2])")
_YEAR = re.compile(r"(?:1[89]|20|21)[0-9]{2}")
_BEGINS = re.compile(r"|\. |\s")  # the beginning of a sentence: "6 tháng, …"
_ENDS_IN_AGE = re.compile(r"[0-9] (?:năm|tuổi), $")  # "18 năm, 9 tháng đóng bảo hiểm": no period
_SHARE_BEHIND = re.compile(r" ?\([0-9.,]{1,9} ?%\)")  # "1856 (70,2%)"


def _date(numeral: Numeral) -> str:
    text, form = numeral.text, numeral.form
    if form == "clock":
        lasts = text.endswith("h") and (int(text[:-1]) >= 24 or numeral.ends(WORDS.lasting))
        return "figure" if lasts else "date"
    if form in ("month", "months", "years"):
        return "figure" if _counts_thousands(numeral) else "date"
    if form == "fraction":
        return _day_month(numeral)
    if numeral.last in ("gmt", "utc") or numeral.ends(["gmt +", "utc +"]):
        return "name"  # of a time zone
    return _time(numeral) or _date_by_word(numeral)


def _time(numeral: Numeral) -> str:
    """Parts of a year (``6 tháng đầu năm``) and times of day: these have a unit and yet are dates."""
    words = [word.strip("/") for word in numeral.after[:3]] + ["", "", ""]
    if words[0].startswith("tháng/") and _YEAR.match(words[0][6:]):
        return "date"
    if words[0] in WORDS.parts_of_year and _is_part_of_year(numeral, words):
        return "date"
    clock = words[1] in WORDS.clock_after or words[1].isdecimal()
    if numeral.last in WORDS.clocks and WORDS.shorter.isdisjoint([words[1], *numeral.before[-4:]]):
        clock |= numeral.last != "khoảng" or numeral.before == ["khoảng"] or numeral.ends(WORDS.clock_about)
    return "date" if words[0] == "giờ" and clock and numeral.whole <= 24 and not numeral.ends(WORDS.lasting) else ""


def _is_part_of_year(numeral: Numeral, words: list[str]) -> bool:
    """Whether ``tháng`` or the like after the numeral is when it was, not how long: ``6 tháng đầu năm``."""
    if words[1] in ("đầu", "cuối") and words[2] not in ("tiên", "cùng"):
        return True
    ahead = numeral.line[max(0, numeral.start - 9) : numeral.start]
    opens = not numeral.before and numeral.whole > 1 and words[1] not in WORDS.period_ends
    opens = opens and not _ENDS_IN_AGE.search(ahead) and bool(words[1] or _BEGINS.fullmatch(ahead[-2:]))
    if words[0] == "tháng" and (words[1] in WORDS.period_goes_on or opens) and 0 < numeral.whole < 12:
        return True
    return (words[1] == "năm" and bool(_YEAR.match(words[2]))) or words[1:3] == ["của", "năm"]


def _counts_thousands(numeral: Numeral) -> bool:
    """``1950 hồ sơ``, ``5/2000 hộ``: thousands printed without a point, told by what they count."""
    behind = not numeral.over or _SHARE_BEHIND.match(numeral.line, numeral.end)
    counted = behind and numeral.form == "number" and numeral.ends(WORDS.counting)
    counted = counted or _counts(numeral, WORDS.counted - WORDS.goes_on)
    return counted and numeral.last not in WORDS.year_words and numeral.next not in ("năm", "tháng")


def _day_month(numeral: Numeral) -> str:
    """A fraction that is a day: its month comes second, and something says so."""
    text, last = numeral.text, numeral.last
    if text in ("24/7", "24/24") and last not in WORDS.days:
        return "" if numeral.next in WORDS.counted - {"giờ", "ngày"} and text == "24/24" else "name"
    if not _DAY_MONTH.fullmatch(text):
        return ""
    day, month = map(int, text.split("/"))
    if last in WORDS.days or numeral.next in WORDS.per_year:
        return "date"
    if day > month and (numeral.over or numeral.next not in WORDS.counted):
        return "date"
    alone = numeral.char_before == "(" and numeral.char_after == ")"
    since = last in WORDS.since and numeral.next != "số"
    return "date" if alone or (numeral.over and (since or "ngày" in numeral.before[-6:])) else ""


def _date_by_word(numeral: Numeral) -> str:
    """A year, or a number behind a word of ``dates``."""
    last, text, before_last = numeral.last, numeral.text, numeral.before[-2:-1]
    if _YEAR.fullmatch(text) and last not in WORDS.every and not _counts_thousands(numeral):
        return "" if last == "số" and numeral.over and WORDS.digital.isdisjoint(before_last) else "date"
    if numeral.dotted:
        return "date" if last in WORDS.days and _DAY_MONTH.fullmatch(text.replace(".", "/")) else ""
    if not numeral.plain or not 1 <= _first(text) <= numeral.limit(WORDS.dates):
        return ""
    return "date" if WORDS.every.isdisjoint(before_last) and numeral.next not in WORDS.per else ""


def _first(text: str) -> int:
    """The first four digits at most, or 0: of a range the lower number."""
    digits = re.match("[0-9]{1,4}", text)
    return int(digits[0]) if digits else 0


# --- documents, places, telephones --------------------------------------------------------------------------

_TELEPHONE = re.compile(
    rf"(?<!\w)(?:{WORDS.telephones})(?: (?:{WORDS.telephone_goes_on}))?\s{{0,2}}[:.]?\s{{0,2}}\(?\+?$", re.IGNORECASE
)


def _telephone(numeral: Numeral) -> str:
    if not (numeral.plain or numeral.dotted) or numeral.next in WORDS.counted:
        return ""
    return "telephone" if _TELEPHONE.search(numeral.line[max(0, numeral.start - 40) : numeral.start]) else ""


def _legal(numeral: Numeral) -> str:
    if not numeral.plain and not numeral.dotted:
        return ""
    dated = numeral.next in ("ngày", "năm", "tháng") and numeral.after[1:2] and numeral.after[1][0].isdecimal()
    counted = numeral.next in WORDS.counted and not dated
    if numeral.last == "số":
        return "legal" if (dated and numeral.next == "ngày") or _numbers_a_document(numeral.before) else ""
    if numeral.ends(WORDS.parts_of_law):
        goes_on = not counted or numeral.next in WORDS.law_goes_on
        return "legal" if goes_on and not numeral.ends(WORDS.not_law) else ""
    if _YEAR.fullmatch(numeral.text) and numeral.ends(WORDS.dated_documents):
        return "date"
    raw = numeral.printed_before
    if numeral.ends(WORDS.numbered_documents):
        zero = numeral.text.startswith("0") and raw[-2:][0][:1].isupper()  # "Đề án 06"
        return "legal" if zero or not counted else ""
    acts = numeral.next in WORDS.law_acts and any(word[:1].isupper() for word in raw[-2:])
    return "legal" if numeral.ends(_DOCUMENTS) and (acts or numeral.over) and not counted else ""


def _numbers_a_document(words: list[str]) -> bool:
    """Whether ``số``, the last of these words, numbers a paper that one of them names."""
    if not WORDS.digital.isdisjoint(words[-2:-1]):
        return False
    return not _DOCUMENTS.isdisjoint([*words, *map(" ".join, pairwise(words))])


def _address(numeral: Numeral) -> str:
    if not numeral.plain or "," in numeral.text:
        return ""
    last, street = numeral.last, numeral.next in WORDS.streets
    capital = "".join(numeral.printed_after[:1])[:1].isupper()
    if last == "số" and (street or (capital and numeral.ends(WORDS.houses))):
        return "address"
    if (last == "tại" and capital) or numeral.ends(["số nhà"]) or (not last and street and numeral.whole > 0):
        return "address"
    if not numeral.ends(WORDS.places) or numeral.ends(WORDS.not_places):
        return ""
    return "" if _counts(numeral, _PEOPLE) else "address"


# --- versions, levels, rows, names --------------------------------------------------------------------------

_VERSION = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3})+")
_POINTED = re.compile(r"0\.[0-9]+")  # a decimal, as official tables print it
_IDENTIFIER = re.compile("0[0-9]{7,}|[0-9]{11,}")  # too long to print without points: an account, a card


def _version(numeral: Numeral) -> str:
    if numeral.ends(WORDS.versions):
        return "version"
    points = numeral.dotted and _VERSION.fullmatch(numeral.text) and not _POINTED.fullmatch(numeral.text)
    return "version" if points and unit_of(numeral).measure == "count" else ""


def _level(numeral: Numeral) -> str:
    if not numeral.plain or ("," in numeral.text and not numeral.ends(["mức độ", "cấp độ"])):
        return ""
    first = _first(numeral.text.lstrip("+-−"))
    if numeral.next == "sao":
        return "level" if first <= 7 else ""
    if first > numeral.limit(WORDS.levels):
        return ""
    return "level" if numeral.ends(WORDS.sure_levels) or not _counts(numeral) else ""


def _ordinal(numeral: Numeral) -> str:
    if not numeral.plain or "," in numeral.text:
        return ""
    if numeral.last == "thứ":
        ahead = numeral.before[-2:-1]
        weekday = numeral.next in WORDS.weekly or not ahead or ahead[0] in WORDS.weekdays
        return "date" if weekday and numeral.whole in range(2, 8) else "ordinal"
    if numeral.whole >= 1000:
        return ""
    if numeral.ends(WORDS.sure_ordinals):
        return "" if _counts_terms(numeral) else "ordinal"
    return "ordinal" if numeral.ends(WORDS.ordinals) and not _counts(numeral) else ""


def _counts_terms(numeral: Numeral) -> bool:
    """Whether what looks like an ordinal counts: ``mỗi đợt 5 xã``, ``mở 2 khóa 60 học viên``, ``nhiệm kỳ 5 năm``."""
    size = next(size for size in (3, 2, 1) if " ".join(numeral.before[-size:]) in WORDS.sure_ordinals)
    ahead = "".join(numeral.before[-size - 1 : -size])
    if (ahead.isdecimal() and numeral.next in WORDS.counted) or (ahead in WORDS.every and ahead != "cả"):
        return True
    dated = numeral.after[1:2] and (numeral.after[1] == "học" or numeral.after[1][:1].isdecimal())
    return unit_of(numeral).measure in WORDS.lasts and not dated  # but "học kỳ 1 năm 2024"


def _name(numeral: Numeral) -> str:
    text = numeral.text
    if numeral.form == "chain" or sum(map(str.isdecimal, text)) > 15 or _IDENTIFIER.fullmatch(text):
        return "name"
    if numeral.form == "fraction":
        return "name" if _fixed(numeral) else ""
    if not numeral.plain or "," in text or _POINTED.fullmatch(text):
        return ""
    by_number = numeral.last == "số"
    if numeral.ends(WORDS.named) or (by_number and numeral.ends(WORDS.named_by_number)):
        return "" if _counts(numeral, _PEOPLE) else "name"
    if by_number:
        nothing = len(numeral.before) < 2 or numeral.before[-2] in WORDS.digital or numeral.next in WORDS.counted
        return "" if nothing else "name"
    return "name" if _ends_a_name(numeral) else ""


def _fixed(numeral: Numeral) -> bool:
    """Strokes that share nothing out: map scales (``1/500``), ``50/50``, ``7/7 ngày``, an issue ``số 50/2020``."""
    text = numeral.text
    if numeral.last == "số" and _YEAR.fullmatch(text[-4:]):
        return True
    if text.startswith("1/") and text.endswith("00"):
        return numeral.ends(WORDS.drawn_to_scale)
    return (text == "50/50" and numeral.over) or (text == "7/7" and numeral.next == "ngày")


def _ends_a_name(numeral: Numeral) -> bool:
    """``Trường Tiểu học Hoa Sen 2``: capitals before that begin no sentence, and nothing counted after."""
    raw = numeral.printed_before
    if not 0 < numeral.whole < 100 or len(raw) < 2 or not numeral.over or raw[-1] in WORDS.capital_no_name:
        return False
    return raw[-1][:1].isupper() and (raw[-2][:1].isupper() or raw[-2].lower() in WORDS.institutions)


_RULES = (_page, _word, _enumerator, _telephone, _legal, _address, _date, _version, _level, _ordinal, _name)
