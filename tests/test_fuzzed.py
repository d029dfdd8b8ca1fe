"""Whatever the text: the reader of numbers and the audit of pages answer, and never fail otherwise."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from sosanh.data.collection import load
from sosanh.lineage.audit import Tracer
from sosanh.lineage.blocks import blocks
from sosanh.lineage.unmarked import found, plain
from sosanh.vietnamese.reader import normal, tokens

pytestmark = pytest.mark.whole

NUMBERS = [
    "465/595", "78,18%", "1.595", "2 giờ 15 phút", "500 triệu đến 1 tỷ", "hơn", "ước đạt", "trên", "tỷ đồng",
    "ngày 25/7/2024",
    "(", ")", " - ", "–", "½", "⁹", "٩", "９", "²", "IV", "top 10", "thứ", "24h", "x", "\n", "\u200b",
    "\u0301", "0" * 40,
]  # fmt: skip
TEXT = some.lists(some.one_of(some.sampled_from(NUMBERS), some.text(max_size=6)), max_size=14).map(" ".join)
NAMES = [
    "p",
    "td",
    "tr",
    "section",
    "span",
    "style",
    "svg",
    "text",
    "img",
    "ol",
    "li",
    "meter",
    "select",
    "h1",
    "title",
]
ATTRIBUTES = [
    'class="figure" data-from="printed(dt-2025-02.03)"', 'class="figure" data-from="down(lower("',
    'data-areas="VN63-87" data-sector="" data-window=""', 'data-areas=""', 'src="data:image/svg+xml,<svg"',
    'src="data:image/svg+xml;base64,====="', 'style="--x:\'9\\110000\'"', 'data-alt="<p>1"', "alt",
    'start="9"', "title=9",
]  # fmt: skip
TAG = some.builds(
    "<{}{} {}>".format, some.sampled_from(["", "/"]), some.sampled_from(NAMES), some.sampled_from(ATTRIBUTES)
)
PAGE = some.lists(some.one_of(TAG, TEXT, some.sampled_from(["<!--", "]]>", "&#57;", "&", "<", '"'])), max_size=20).map(
    "".join
)


@settings(max_examples=2000)
@given(TEXT)
def test_the_reader_of_numbers_takes_any_text(text):
    whole, end = normal(text), 0
    for token in tokens(text):
        assert token.start >= end, "tokens stand one after another"
        assert all(whole[start:stop] for start, stop in token.spans)
        end = token.end


@settings(max_examples=2000)
@given(TEXT)
def test_any_words_are_plain_once_and_hold_a_number_or_none(text):
    assert plain(plain(text)) == plain(text)
    assert isinstance(found("vi", text), str) and isinstance(found("en", text), str)
    assert found("en", text + " 9"), "a digit is never missed"


@pytest.fixture(scope="module")
def tracer():
    return Tracer(load())


@settings(max_examples=1500)
@given(page=PAGE)
def test_the_audit_takes_any_page(tracer, page):
    trace = tracer.trace(page, "vi")
    assert all(str(fault) for fault in trace.faults) and str(trace)
    assert len(blocks(page)) == len(trace.blocks)
