"""What readers see in words, all of it: the sentences, the notebooks' prose, the code lists. Terms of the house only.

And every month of publication says that it is one.
"""

import json
import re

import pytest

from sosanh.data import paths
from sosanh.lineage import expressions as of
from sosanh.lineage.words import LANGUAGES, Figure, Text, messages, say, text
from sosanh.show.display import Chart, Table

REFUSED = {  # what is refused, and what is said instead
    "vi": {
        r"mức đề ra": "mục tiêu",
        r"\bchỉ tiêu(?! thống kê)": "chỉ tiêu thống kê, mục tiêu",
        r"rào đón|dè dặt": "từ ước lượng",
        r"với các tham số này": "trong phạm vi của trang này",
        r"chặt hơn|lời bài báo": "không chính xác hơn số liệu công bố",
        r"\bđừng\b|\bxong\b|\bấy\b": "không nên; hoàn thành; đó",
        r"tính trên những ai": "đối tượng, phạm vi tính",
        r"không nên viết được|viết được gì": "nên viết",
        r"mâu thuẫn": "chưa rõ có khớp không; nên hỏi",
    },
    "en": {
        r"levels? set\b": "target",
        r"with these parameters": "within the scope of this page",
        r"not even its sign": "do not show whether it rose or fell",
        r"\bhasty\b|how much is everything": "plain",
        r"\bconflict": "not clear whether the two agree; ask",
    },
}
PUBLISHED = {"vi": r"công bố|đăng", "en": r"published"}
COMPARED = (
    r"(?:hơn|so với|than|above|below|against) (?:tháng \d|January|February|March|April|May|June|July|August|September"
    r"|October|November|December)"
)


def every_word():
    """(where, language, words) of all that is written for readers by hand."""
    for language in LANGUAGES:
        for key, said in messages(language).items():  # one text, or one for each form
            yield from ((key, language, words) for words in ([said] if isinstance(said, str) else said.values()))
    for path in sorted(paths.NOTEBOOKS.rglob("[0-9]*.ipynb")):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            for tag in cell["metadata"].get("tags", ()):
                if tag.startswith("lang-"):
                    yield path.stem, tag.removeprefix("lang-"), "".join(cell["source"]).replace("\n", " ")


def wrong_terms(words, language):
    return [
        f"{found[0]}: {right}" for wrong, right in REFUSED[language].items() if (found := re.search(wrong, words, re.I))
    ]


def test_only_terms_of_the_house():
    found = {f"{where}: {each}" for where, language, words in every_word() for each in wrong_terms(words, language)}
    assert found == set()


def test_only_terms_of_the_house_in_the_code_lists(data):
    rows = [vars(row) for row in (*data.codebook.code_lists, *data.codebook.comparability)]
    columns = [(column, column[-2:]) for column in ("label_vi", "label_en", "note_vi", "note_en")]
    assert [
        each for row in rows for column, own in columns for each in wrong_terms(str(row.get(column, "")), own)
    ] == []


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Mức đề ra: {level}", "vi"),
        ("Chỉ tiêu của năm", "vi"),
        ("để thấy mâu thuẫn", "vi"),
        ("Levels set and results", "en"),
        ("With these parameters, there is none.", "en"),
    ],
)
def test_a_wrong_term_is_seen(words, language):
    assert wrong_terms(words, language)


def bare_months(exhibit):
    """Months of publication that an exhibit shows as if they were the time of a figure."""
    return [fault for head, said in _texts(exhibit) for fault in _bare(head, said, exhibit.language)]


def _texts(exhibit):
    """Each text with the words that stand over it: of a cell its column's head."""
    if isinstance(exhibit, Chart):
        yield from (("", exhibit.title), ("", exhibit.alt), *_texts(exhibit.drawn))
    elif isinstance(exhibit, Table):
        yield from ((str(head), cell) for row in exhibit.rows for head, cell in zip(exhibit.head, row, strict=True))
        yield from (("", each) for each in (*exhibit.head, exhibit.note) if each)
    else:
        yield from (("", each) for each in exhibit.texts())


def _bare(head, said: Text, language):
    before = head
    for part in said.parts:
        if (
            isinstance(part, Figure)
            and "published_" in str(part.of)
            and not re.search(PUBLISHED[language], before, re.I)
        ):
            by_source = part.of.form == "day"  # "Theo Báo A (25/7/2024)": the day of the article itself
            if not (by_source and re.search(r"(Theo|According to) .*\($|\((khoảng|about) $", before)):
                yield f"{part} in “{said}” does not say that it is when something was published"
        before += str(part)
    if re.search(COMPARED, str(said)):
        yield f"“{said}” compares with a month"


def month(form="month"):
    return Figure("tháng 7/2024", of.field("dt-2024-07", "published_from").as_(form))


@pytest.mark.parametrize(
    ("said", "bare"),
    [
        (text("trên 91%, cao hơn ", month(), " hơn 12,8"), True),
        (text(month(), ": 465/595 cơ sở"), True),
        (text("trên 91% (", month(), ")"), True),
        (text("cao hơn trên 12,8 so với số liệu công bố ", month()), False),
        (text("Công bố ", month(), ": 465/595 cơ sở"), False),
        (text("Theo Báo A (", month("day"), "), trên 91%"), False),
        (text("Ngày ", month("day"), ", trên 91%"), True),
    ],
)
def test_a_bare_month_is_seen(said, bare):
    assert bool([*_bare("", said, "vi")]) is bare


def test_a_column_that_says_published_covers_its_cells():
    assert not [*_bare(str(say("head_articles").said("vi")), text(month()), "vi")]
    assert [*_bare("Từ bài nào", text(month()), "vi")]
