"""What a printed number is: a figure, or something that only looks like one.

Most digits of an article count nothing: they date (``25/07/2024``), cite (``57-NQ/TW``), name (``COVID-19``) or
place (``Phường 1``). Vietnamese tells them apart by the word in front, ``ngày``, ``Nghị quyết số``, ``Phường``, and by
what follows: ``cấp 2`` is a school level, ``cấp 2 giấy phép`` issues two licences. So this module is rules of a
few lines over the word lists of the lexicon, tried in one order until one of them knows the number.

    >>> from sosanh.vietnamese.reader import tokens
    >>> [token.kind for token in tokens("Công văn số 52 ngày 9/3/2021: 31/40 trường tại Phường 6 đạt mức độ 3, 4")]
    ['legal', 'date', 'figure', 'address', 'level', 'level']
"""

import re
from itertools import pairwise

from sosanh.vietnamese.shapes import Numeral
from sosanh.vietnamese.wording import WORDS, last_words

KINDS = (
    "figure",  # what remains: a number that counts or measures, and a rank
    "date",  # a day, month, year, school year, part of a year ("6 tháng đầu năm") or time of day
    "legal",  # a document, its parts ("Điều 5"), a scheme known by its number ("Đề án 06")
    "page",  # the page itself: view counters, page and picture numbers, comments, footnotes ("[7]")
    "name",  # what something is called: diseases, products, schools, standards, "24/7", map scales, "GMT +7"
    "unit",  # part of a unit: "m2", "giường/10.000 dân"
    "word",  # in place of a word: "1 số" (some), "bộ phận 1 cửa"
    "address",  # where something is: roads, wards, houses, floors; also web and mail addresses
    "telephone",  # a number to call
    "version",  # "phiên bản 2.0", "công nghiệp 4.0"
    "level",  # a step of a fixed scale: "mức độ 4", "lớp 12", "cấp 2", "5 sao"
    "ordinal",  # which one in a row: "lần thứ 13", "khóa 15", "1.", "(2)"
)
RANK = "rank"  # a figure, for `kind_of` and the reader only
# Kinds of the tables that no reader can see: that a number says again what was said before, only frames a story
# ("3 lĩnh vực"), or is a figure for which the codebook has no indicator yet. They are read as figures.
BY_A_PERSON = ("repeat", "framing", "no_indicator")

_BY_FORM = {"web": "address", "file": "name", "phone": "telephone", "code": "legal", "day": "date", "days": "date"}
_PEOPLE = WORDS.counted - WORDS.not_people
_COUNTED, _RANKED = WORDS.counted - WORDS.goes_on, WORDS.ranked | WORDS.among_these
_RANKING = _COUNTED | WORDS.also_ranked
_DOCUMENTS = WORDS.numbered_documents | WORDS.other_documents
_DAY_MONTH = re.compile(r"(?:0?[1-9]|[12][0-9]|3[01]) ?/ ?(?:0?[1-9]|1[0-2])")
_YEAR = re.compile(r"(?:1[89]|20|21)[0-9]{2}")
_NAMES_RANK, _NAMES_NUMBER = re.compile("(?:[,;]|và) (?:thứ|hạng)"), re.compile("(?:[,;]|và) số")


def kind_of(numeral: Numeral, previous: Numeral | None = None, previous_kind: str = "") -> str:
    """The first answer of the rules, where a figure that is a rank is told apart as `RANK`.

    `previous` is the numeral before it in the line, with its kind.
    """
    if numeral.form in _BY_FORM:
        return _BY_FORM[numeral.form]
    if numeral.form == "word":
        return _page(numeral) or _in_letters(numeral)
    if _is_rank(numeral):
        return RANK
    if numeral.form in ("number", "range", "fraction", "compound") and _is_amount(numeral):
        return _page(numeral) or _time(numeral) or "figure"
    if previous and _goes_on(numeral, previous, previous_kind):
        return previous_kind
    for rule in _RULES:
        if kind := rule(numeral):
            return kind
    return "figure"


def _is_amount(numeral: Numeral) -> bool:
    """Whether a percent sign, a scale or a currency says that this is an amount, whatever stands before."""
    unit = numeral.unit
    return "%" in numeral.text or unit.mult > 0 or unit.measure in ("vnd", "usd", "percent", "percentage_points")


def _goes_on(numeral: Numeral, previous: Numeral, kind: str) -> bool:
    """Whether the numeral is the next member of a list the previous one began: ``mức độ 3, 4``, ``ngày 5 và 7/8``."""
    if kind in ("figure", "name", "unit", "word", "version", ""):
        return False
    between = numeral.line[previous.end : numeral.start].strip(" \u00a0")
    gap = " ".join(numeral.line[previous.end : min(numeral.start, previous.end + 16)].split())
    if kind == "page":
        return gap in ("trong", "/")
    named = _NAMES_RANK if kind == RANK else _NAMES_NUMBER
    if between not in (",", ";") and between not in WORDS.list_gaps and not named.match(gap):
        return False
    if kind == RANK:
        among = numeral.over or numeral.next in WORDS.rank_among
        return numeral.form == "fraction" or (0 < numeral.whole < 1000 and among)
    if kind == "date" and not _DAY_MONTH.fullmatch(numeral.text):
        return 0 < numeral.whole <= 60 and (numeral.over or gap == "giờ")
    return numeral.over and (kind == "date" or 0 <= numeral.whole < 1000)


# --- ranks --------------------------------------------------------------------------------------------------

_COMMA = rf",(?= (?:{WORDS.leads_beyond_comma})\b)"  # it ends no clause: "trong 10 tỉnh, thành phố dẫn đầu"
_RANKING_BY = last_words(WORDS.ranks | WORDS.groups | WORDS.among | WORDS.merit) | {"hạng", "số"}
_LEADS = re.compile(rf" (?:[^.,;:()]|{_COMMA}){{0,60}}?\b(?:{WORDS.leads})\b")


def _is_rank(numeral: Numeral) -> bool:
    """Whether this is a place in an order of merit: ``xếp hạng 39/63``, ``đứng thứ 5``, ``top 10``, ``nhóm 25 tỉnh``.

    >>> _is_rank(Numeral("xếp thứ 5/63 tỉnh", 8, 12, "fraction")), _is_rank(Numeral("lần thứ 5", 8, 9, "number"))
    (True, False)
    """
    last, of_so_many = numeral.last, numeral.form == "fraction"
    if last not in _RANKING_BY or numeral.form not in ("number", "fraction") or "%" in numeral.text:
        return False
    if numeral.next == "sao" or (numeral.ends({"vị trí số"}) and numeral.char_after == ":"):
        return False  # "xếp hạng 4 sao" is a level, "Vị trí số 1: …" a place
    counts = numeral.next in _RANKING or (numeral.ends({"bảng xếp hạng"}) and not numeral.over)
    if counts and not of_so_many and numeral.ends({"xếp hạng", "phân hạng"}):
        return False  # "xếp hạng 12 di tích" ranks twelve
    if numeral.ends(WORDS.ranks) or is_group(numeral):
        return True
    stands = not {"đứng", "xếp"}.isdisjoint(numeral.before[-6:])
    if last == "hạng":
        return not numeral.ends(WORDS.classes) and (stands or of_so_many or numeral.whole > 5)
    if last == "số":
        return numeral.next in ("cả", "toàn") and 0 < numeral.whole < 100  # "tỉnh số 1 cả nước"
    return last in WORDS.merit and (of_so_many or numeral.next in WORDS.rank_among or (last == "thứ" and stands))


def is_group(numeral: Numeral) -> bool:
    """Whether the first so many are meant, each of them that high or higher: ``nhóm 25 tỉnh``, ``10 tỉnh dẫn đầu``."""
    if numeral.last in WORDS.groups:
        return numeral.last != "nhóm" or numeral.ends(WORDS.rank_groups) or numeral.next in WORDS.ranked
    if not numeral.ends(WORDS.among) or numeral.next not in _RANKED:
        return False
    leads = _LEADS.match(numeral.line, numeral.end)
    return bool(leads) and not (leads[1] and numeral.last == "vào")  # "tập trung vào 3 xã có mưa cao nhất"


# --- the page, and digits in words --------------------------------------------------------------------------

_FOOTNOTE, _FOOTNOTE_ENDS = re.compile(r"\[[0-9,; –-]{0,12}$"), re.compile(r"[0-9,; –-]{0,12}\]")  # "[7]", "[3, 4]"
_COUNTER = re.compile(rf"(?i)(?:{WORDS.page_counters})\s{{0,3}}[:(]\s{{0,3}}$")
_BARE_COUNTER = re.compile(rf"(?i)\s*(?:{WORDS.bare_counters})\s{{1,3}}")
_COUNTER_LINE = re.compile(rf"(?i)\W{{0,9}}(?:{WORDS.line_counters})\s{{0,3}}:\s{{0,3}}[0-9][0-9.,]*\s{{0,9}}")
_LINE_BEGINS = re.compile(rf"(?i)[\s\-–*+•#>(]*(?:[a-zđ]\)\s?|(?:{WORDS.line_begins}) )?")
_PER_HEADS = re.compile(r"[^\W\d_] ?/ ?$")  # "giường/10.000 dân": so many for so many heads
_PER_RATE = re.compile(r"(?:tính|[0-9] (?:\w+ ){1,3})\s?trên $")  # "24,7 thuê bao trên 100 dân"
_POWER = re.compile(r"10{2,}|10{0,2}(?:\.000)+")
_DATE_WORD = re.compile(r"(?:T[0-9]{1,2}|Q[1-4]|Q?[IVX]+)[/-][0-9]{4}|T[0-9]{1,2}|[0-9]{2,4}s", re.ASCII)
_LEGAL_WORD = re.compile(rf"(?:{WORDS.law_codes})-?[0-9]+$", re.ASCII)
_ROAD_WORD = re.compile(rf"(?:{WORDS.road_codes})\.?-?[0-9]")
_VERSION_WORD = re.compile(r"[vV][0-9][\w.]*")


def _page(numeral: Numeral) -> str:
    """View counters (``Lượt xem: 161``), comments (``Ý kiến (0)``), pages and pictures (``trang 5``, ``Ảnh 1``)."""
    line, short, ahead = numeral.line, len(numeral.line) < 80, numeral.line[max(0, numeral.start - 60) : numeral.start]
    if "[" in ahead and _FOOTNOTE.search(ahead[-13:]) and _FOOTNOTE_ENDS.match(line, numeral.end):
        return "page"
    if numeral.form != "number" or "%" in numeral.text:
        return ""
    if short and numeral.after[:2] in (["bình", "luận"], ["phản", "hồi"]):
        return "page"
    if not numeral.over:
        return ""
    numbered = numeral.ends(WORDS.pages) and not numeral.ends({"số trang"})
    pictured = numeral.last.capitalize() in WORDS.pictures and numeral.printed_before[-1] in WORDS.pictures
    counter = short and line.rstrip().endswith(numeral.text) and _COUNTER_LINE.fullmatch(line)
    counter = counter or (len(numeral.before) < 4 and _BARE_COUNTER.fullmatch(ahead))
    marked = ahead.rstrip()[-1:] in tuple(":(") and _COUNTER.search(ahead)
    return "page" if numbered or pictured or counter or marked else ""


def _in_letters(numeral: Numeral) -> str:
    """Digits inside a word: ``m2``, ``57/NQ``, ``QL1A``, ``T7/2024``, ``v2.0``, ``lớp 1A``; any other is a name."""
    text = numeral.text
    is_so = {
        "unit": text.lower() in WORDS.units,
        "telephone": _telephone(numeral),
        "legal": "%" not in text and _LEGAL_WORD.match(text),
        "address": numeral.ends(WORDS.places) or _ROAD_WORD.match(text),
        "date": _DATE_WORD.fullmatch(text),
        "version": _VERSION_WORD.fullmatch(text),
        "level": numeral.last in WORDS.level_words,
    }
    return next((kind for kind, so in is_so.items() if so), "name")


def _word(numeral: Numeral) -> str:
    """Digits in place of a word (``1 số xã``, ``bộ phận 1 cửa``) or in a unit (``giường/10.000 dân``)."""
    if numeral.text == "1":
        some = numeral.next in WORDS.some and numeral.after[1:2] not in (["điện"], ["tài"])
        some = some or numeral.after[:2] in (["trong", "những"], ["trong", "các"])
        return "word" if some or (numeral.next == "cửa" and numeral.ends(WORDS.one_door)) else ""
    if numeral.next not in WORDS.heads or not _POWER.fullmatch(numeral.text):
        return ""
    ahead = numeral.line[max(0, numeral.start - 40) : numeral.start]
    return "unit" if _PER_HEADS.search(ahead[-4:]) or (numeral.last == "trên" and _PER_RATE.search(ahead)) else ""


def _enumerator(numeral: Numeral) -> str:
    """``1.`` or ``2)`` or ``a) 3)`` at the beginning of a line; ``(1)`` and ``; 2)`` anywhere."""
    line, start = numeral.line, numeral.start
    small = 0 <= numeral.whole < 100 or (numeral.dotted and len(numeral.text) < 8)
    if not small or numeral.char_after not in tuple(".)/:-–"):
        return ""
    alone = not line[numeral.end + 1 : numeral.end + 2].isdigit()
    begins = alone and start < 12 and _LINE_BEGINS.fullmatch(line[:start])
    listed = line[max(0, start - 2) : start] in ("; ", ", ", ": ", ". ") or numeral.char_before == "("
    return "ordinal" if begins or (listed and numeral.char_after == ")") else ""


# --- dates --------------------------------------------------------------------------------------------------
# A date needs its words. "8/12" is the eighth of December behind "ngày", and eight communes of twelve before "xã";
# "6 tháng" is how long something took, "6 tháng đầu năm" when it was; "2000" is a year, but 2000 people before "người".

_BEGINS = re.compile(r"|\. |\s")  # the beginning of a sentence: "6 tháng, …"
_ENDS_IN_AGE = re.compile(r"[0-9] (?:năm|tuổi), $")  # "18 năm, 9 tháng đóng bảo hiểm": no period
_TIMED = WORDS.parts_of_year | {"giờ"}
_SHARE_BEHIND = re.compile(r" ?\([0-9.,]{1,9} ?%\)")  # "1856 (70,2%)"


def _date(numeral: Numeral) -> str:
    text, form, last, before_last = numeral.text, numeral.form, numeral.last, numeral.before[-2:-1]
    if form == "clock":
        lasts = text.endswith("h") and (int(text[:-1]) >= 24 or numeral.ends(WORDS.lasting))
        return "figure" if lasts else "date"
    if form in ("month", "months", "years"):
        return "figure" if _counts_thousands(numeral) else "date"
    if form == "fraction":
        return _day_month(numeral)
    if last in ("gmt", "utc") or (last == "+" and before_last in (["gmt"], ["utc"])):
        return "name"  # of a time zone
    if _time(numeral):
        return "date"
    if _YEAR.fullmatch(text) and last not in WORDS.every and not _counts_thousands(numeral):
        return "" if last == "số" and numeral.over and WORDS.digital.isdisjoint(before_last) else "date"
    if numeral.dotted:
        return "date" if last in WORDS.days and _DAY_MONTH.fullmatch(text.replace(".", "/")) else ""
    within = numeral.plain and numeral.within(WORDS.dates) and text[0].isdigit() and numeral.first > 0
    return "date" if within and WORDS.every.isdisjoint(before_last) and numeral.next not in WORDS.per else ""


def _time(numeral: Numeral) -> str:
    """Parts of a year (``6 tháng đầu năm``) and times of day: these have a unit and yet are dates."""
    if not numeral.after or numeral.after[0].strip("/").partition("/")[0] not in _TIMED:
        return ""
    unit, word, third = ([word.strip("/") for word in numeral.after[:3]] + ["", "", ""])[:3]
    ahead = numeral.line[max(0, numeral.start - 9) : numeral.start]
    opens = not numeral.before and numeral.whole > 1 and not _ENDS_IN_AGE.search(ahead)
    opens = opens and word not in WORDS.period_ends and (word or _BEGINS.fullmatch(ahead[-2:]))
    half = word in ("đầu", "cuối") and third not in ("tiên", "cùng")
    months = unit == "tháng" and 0 < numeral.whole < 12 and (word in WORDS.period_goes_on or opens)
    of_year = (word == "năm" and _YEAR.match(third)) or (word, third) == ("của", "năm")
    dated = unit.startswith("tháng/") and _YEAR.match(unit[6:])
    if dated or (unit in WORDS.parts_of_year and (half or months or of_year)):
        return "date"
    clock = word in WORDS.clock_after or word.isdecimal()
    if numeral.last in WORDS.clocks and WORDS.shorter.isdisjoint([word, *numeral.before[-4:]]):
        clock |= numeral.last != "khoảng" or numeral.before == ["khoảng"] or numeral.ends(WORDS.clock_about)
    return "date" if unit == "giờ" and clock and numeral.whole <= 24 and not numeral.ends(WORDS.lasting) else ""


def _counts_thousands(numeral: Numeral) -> bool:
    """``1950 hồ sơ``, ``5/2000 hộ``: thousands printed without a point, told by what they count."""
    behind = not numeral.over or _SHARE_BEHIND.match(numeral.line, numeral.end)
    counted = behind and numeral.form == "number" and numeral.ends(WORDS.counting)
    counted = counted or numeral.counts(_COUNTED)
    return counted and numeral.last not in WORDS.year_words and numeral.next not in ("năm", "tháng")


def _day_month(numeral: Numeral) -> str:
    """A fraction that is a day: its month comes second, and something says so."""
    text, last = numeral.text, numeral.last
    if text in ("24/7", "24/24") and last not in WORDS.days:
        return "" if numeral.next in WORDS.counted - {"giờ", "ngày"} and text == "24/24" else "name"
    if not _DAY_MONTH.fullmatch(text):
        return ""
    day, month = map(int, text.split("/"))
    named = last in WORDS.days or numeral.next in WORDS.per_year
    no_share = day > month and (numeral.over or numeral.next not in WORDS.counted)
    alone = numeral.char_before == "(" and numeral.char_after == ")"
    since = (last in WORDS.since and numeral.next != "số") or "ngày" in numeral.before[-6:]
    return "date" if named or no_share or alone or (numeral.over and since) else ""


# --- documents, places, telephones --------------------------------------------------------------------------

_CALLED = rf"(?<!\w)(?:{WORDS.telephones})(?: (?:{WORDS.telephone_goes_on}))?"
_TELEPHONE = re.compile(rf"(?i){_CALLED}\s{{0,2}}[:.]?\s{{0,2}}\(?\+?$")
# Where none of these words stands before a number, the rules below need not look.
_CALLING = set(re.findall(r"\w+", _CALLED))
_CITING = last_words(_DOCUMENTS | WORDS.parts_of_law | WORDS.dated_documents) | {"số"}
_PLACING = last_words(WORDS.places) | {"số", "tại", ""}


def _telephone(numeral: Numeral) -> str:
    free = (numeral.plain or numeral.dotted) and numeral.next not in WORDS.counted
    free = free and (numeral.last in _CALLING or not numeral.last.isalpha())
    called = free and _TELEPHONE.search(numeral.line[max(0, numeral.start - 40) : numeral.start])
    return "telephone" if called else ""


def _legal(numeral: Numeral) -> str:
    if numeral.last not in _CITING or not (numeral.plain or numeral.dotted):
        return ""
    words, raw, behind = numeral.before, numeral.printed_before[-2:], "".join(numeral.after[1:2])
    dated = numeral.next in ("ngày", "năm", "tháng") and behind[:1].isdecimal()
    counted = numeral.next in WORDS.counted and not dated
    if numeral.last == "số":
        named = not _DOCUMENTS.isdisjoint([*words, *map(" ".join, pairwise(words))])
        named = named and WORDS.digital.isdisjoint(words[-2:-1])
        return "legal" if named or (dated and numeral.next == "ngày") else ""
    if numeral.ends(WORDS.parts_of_law):
        goes_on = not counted or numeral.next in WORDS.law_goes_on
        return "legal" if goes_on and not numeral.ends(WORDS.not_law) else ""
    if _YEAR.fullmatch(numeral.text) and numeral.ends(WORDS.dated_documents):
        return "date"
    if numeral.ends(WORDS.numbered_documents):
        zero = numeral.text.startswith("0") and raw[0][:1].isupper()  # "Đề án 06"
        return "legal" if zero or not counted else ""
    acts = numeral.next in WORDS.law_acts and any(word[:1].isupper() for word in raw)
    return "legal" if numeral.ends(_DOCUMENTS) and (acts or numeral.over) and not counted else ""


def _address(numeral: Numeral) -> str:
    if numeral.last not in _PLACING or not numeral.plain or "," in numeral.text:
        return ""
    last, street = numeral.last, numeral.next in WORDS.streets
    capital = "".join(numeral.printed_after[:1])[:1].isupper()
    house = last == "số" and (street or (capital and numeral.ends(WORDS.houses)))
    house = house or (last == "tại" and capital) or numeral.ends({"số nhà"})
    house = house or (not last and street and numeral.whole > 0)
    place = numeral.ends(WORDS.places) and not numeral.ends(WORDS.not_places) and not numeral.counts(_PEOPLE)
    return "address" if house or place else ""


# --- versions, levels, rows, names --------------------------------------------------------------------------

_VERSION = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3})+")
_POINTED = re.compile(r"0\.[0-9]+")  # a decimal, as official tables print it
_IDENTIFIER = re.compile("0[0-9]{7,}|[0-9]{11,}")  # too long to print without points: an account, a card


def _step(numeral: Numeral) -> str:
    """A version or a level: both number the steps of one thing."""
    points = numeral.dotted and _VERSION.fullmatch(numeral.text) and not _POINTED.fullmatch(numeral.text)
    if numeral.ends(WORDS.versions) or (points and numeral.unit.measure == "count"):
        return "version"
    if not numeral.plain or ("," in numeral.text and not numeral.ends({"mức độ", "cấp độ"})):
        return ""
    if numeral.next == "sao":
        return "level" if numeral.first <= 7 else ""
    return "level" if numeral.within(WORDS.levels) and (numeral.ends(WORDS.sure_levels) or not numeral.counts()) else ""


def _ordinal(numeral: Numeral) -> str:
    if not numeral.plain or "," in numeral.text:
        return ""
    if numeral.last == "thứ":
        ahead = numeral.before[-2:-1]
        weekday = numeral.next in WORDS.weekly or not ahead or ahead[0] in WORDS.weekdays
        return "date" if weekday and numeral.whole in range(2, 8) else "ordinal"
    if not numeral.ends(WORDS.sure_ordinals):
        return "ordinal" if numeral.ends(WORDS.ordinals) and numeral.whole < 1000 and not numeral.counts() else ""
    size = next(size for size in (3, 2, 1) if " ".join(numeral.before[-size:]) in WORDS.sure_ordinals)
    ahead, behind = "".join(numeral.before[-size - 1 : -size]), "".join(numeral.after[1:2])
    dated = behind == "học" or behind[:1].isdecimal()  # "học kỳ 1 năm 2024"
    lasts = numeral.unit.measure in WORDS.lasts and not dated  # "nhiệm kỳ 5 năm"
    counts = ahead.isdecimal() and numeral.next in WORDS.counted  # "mở 2 khóa 60 học viên"
    counts = counts or (ahead in WORDS.every and ahead != "cả")  # "mỗi đợt 5 xã"
    return "ordinal" if numeral.whole < 1000 and not lasts and not counts else ""


def _name(numeral: Numeral) -> str:
    text, ahead = numeral.text, numeral.before
    long = len(text) > 7 and (sum(map(str.isdecimal, text)) > 15 or _IDENTIFIER.fullmatch(text))
    if long or numeral.form == "chain":
        return "name"
    if numeral.form == "fraction":
        return "name" if _is_fixed(numeral) else ""
    if not numeral.plain or "," in text or _POINTED.fullmatch(text):
        return ""
    by_number = numeral.last == "số"
    if numeral.ends(WORDS.named) or (by_number and numeral.ends(WORDS.named_by_number)):
        return "" if numeral.counts(_PEOPLE) else "name"
    if by_number:
        nothing = len(ahead) < 2 or ahead[-2] in WORDS.digital or numeral.next in WORDS.counted
        return "" if nothing else "name"
    if not 0 < numeral.whole < 100 or len(ahead) < 2 or not numeral.over:
        return ""  # "Trường Tiểu học Hoa Sen 2": capitals before that begin no sentence, and nothing counted after
    *_, other, nearest = numeral.printed_before
    capitals = nearest[:1].isupper() and (other[:1].isupper() or ahead[-2] in WORDS.institutions)
    return "name" if capitals and nearest not in WORDS.capital_no_name else ""


def _is_fixed(numeral: Numeral) -> bool:
    """Strokes that share nothing out: map scales (``1/500``), ``50/50``, ``7/7 ngày``, an issue ``số 50/2020``."""
    text = numeral.text
    issue = numeral.last == "số" and _YEAR.fullmatch(text[-4:])
    drawn = text.startswith("1/") and text.endswith("00") and numeral.ends(WORDS.drawn_to_scale)
    return bool(issue or drawn or (text == "50/50" and numeral.over) or (text == "7/7" and numeral.next == "ngày"))


_RULES = (_page, _word, _enumerator, _telephone, _legal, _address, _date, _step, _ordinal, _name)
