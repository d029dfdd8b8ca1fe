"""A small picture of a page's main chart, for the list of pages: its marks in their places, its letters as grey bars.

It is made from the version of the chart that is drawn for phones, and decorates a title that stands beside it. What
only a reader of the whole chart needs is left out: above all the fonts, which are most of its weight, and all that
lies below the upper part.
"""

import re
from urllib.parse import quote, unquote

_CHART = r'<source[^>]* srcset="data:image/svg\+xml,([^"]*)"'
_LEFT_OUT = (
    r"^.*?(?=<svg)", r"<metadata>.*?</metadata>", r"@font-face *\{[^}]*\}", r' (?:width|height)="[^"]*pt"',
    r' xmlns:xlink="[^"]*"', r' version="[^"]*"', r' transform="rotate\(-0 [^"]*"',
)  # fmt: skip
_TEXT = r'<text style="([^"]*)"(?: x="([^"]*)" y="([^"]*)"| transform="translate\(([^ ]*) ([^)]*)\)")>([^<]*)</text>'
_HEIGHT = 178  # of what is kept, in points: the pictures are 3 by 2
_LETTER = 0.5  # a letter's width in its height: near enough for a bar
_BAR = "#cfd8dc"
_SAFE = "~!*()';:@$,/?+=-_."  # in an address within double quotes


def thumbnail(page: str) -> str:
    """The picture of the first chart of a page as a data address; "" where it has none."""
    found = re.search(_CHART, page)
    return f"data:image/svg+xml,{quote(_lighter(_simple(unquote(found[1]))), safe=_SAFE)}" if found else ""


def _simple(svg: str) -> str:
    """The upper part of a drawing, without its letters.

    >>> _simple('<svg width="9pt"><text style="font-size: 8px; text-anchor: end" x="40" y="9">abcd</text></svg>')
    '<svg><path d="M24 7h16" stroke="#cfd8dc" stroke-width="4"/></svg>'
    """
    for each in _LEFT_OUT:
        svg = re.sub(each, "", svg, flags=re.DOTALL)
    svg = re.sub(_TEXT, _bar, svg)
    svg = re.sub(r'<use [^>]*y="([\d.]+)"[^>]*/>', lambda mark: "" if float(mark[1]) > _HEIGHT else mark[0], svg)
    return re.sub(r'(viewBox="0 0 [\d.]+) ([\d.]+)', lambda box: f"{box[1]} {min(float(box[2]), _HEIGHT):g}", svg)


def _bar(text: re.Match) -> str:
    style, *places, letters = text.groups()
    x, y = (float(each) for each in places if each)
    size = float(re.search(r"font-size: ([\d.]+)px", style)[1])
    width = _LETTER * size * len(letters)
    x -= width * (0.5 if "anchor: middle" in style else "anchor: end" in style)
    drawn = f'<path d="M{x:.0f} {y - size / 4:.0f}h{width:.0f}" stroke="{_BAR}" stroke-width="{size / 2:.2g}"/>'
    return drawn if y < _HEIGHT else ""


def _lighter(svg: str) -> str:
    """The same drawing in fewer letters.

    >>> _lighter('<svg><g id="a"><g id="b"> <path d="M 1.25 2.0 L 3 4 z " style="fill: none"/> </g></g></svg>')
    "<svg><path d='M1.2,2L3,4z' style='fill:none'/></svg>"
    """
    svg = svg.replace('"', "'").replace("xlink:href", "href")
    svg = re.sub(r"\.0(?!\d)", "", re.sub(r"(\.\d)\d+", r"\1", svg))
    svg = re.sub(r"(?<= d=')[^']+", lambda path: re.sub(",?([A-Za-z]),?", r"\1", ",".join(path[0].split())), svg)
    named = set(re.findall(r"#([^)']+)", svg))
    svg = re.sub(r" id='([^']*)'", lambda found: found[0] if found[1] in named else "", svg)
    svg = re.sub(r"([:;]) ", r"\1", re.sub(r"(?<=>) +| +(?=<)", "", svg))
    while svg != (fewer := re.sub(r"<g>((?:<(?!/?g\b)[^>]*>)*)</g>|<g/>", r"\1", svg)):
        svg = fewer
    return svg
