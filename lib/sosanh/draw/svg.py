"""A drawing as SVG: the same data give the same bytes, on every machine.

Fonts are bundled and named, ids are salted, no date is kept, and a reader's own settings of matplotlib change nothing.
"""

import io
import re
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from urllib.parse import quote

import matplotlib as mpl
import seaborn as sns
from matplotlib import font_manager
from matplotlib.figure import Figure as Drawing

from sosanh.data import paths
from sosanh.draw.marks import GRID, INK, SOFT

FONT = "Be Vietnam Pro"
_WEIGHTS = {400: "BeVietnamPro-Regular.ttf", 600: "BeVietnamPro-SemiBold.ttf"}
# matplotlib's name of a region is made from more digits than it writes, and the last of them differ from run to run
_CLIP = re.compile(r'(?<=[#"])p[0-9a-f]{10}(?=[")])')
_STYLE = {
    "font.family": [FONT], "font.size": 9, "text.color": INK, "axes.labelcolor": SOFT, "xtick.color": SOFT,
    "ytick.color": INK, "axes.edgecolor": GRID, "grid.color": GRID, "hatch.linewidth": 0.6,
    "axes.titlelocation": "left", "axes.titlesize": 10, "axes.titleweight": "semibold", "axes.titlecolor": INK,
    "xtick.labelsize": 8, "svg.fonttype": "none", "svg.hashsalt": "sosanh", "text.hinting": "none",
    "path.simplify": False,
}  # fmt: skip
_WINDOWS = ("backend", "interactive", "tk", "toolbar", "webagg")  # how windows are shown: not ours to change
# The reader's own settings must not change a byte, so all others are matplotlib's own.
_DEFAULTS = {key: value for key, value in mpl.rcParamsDefault.items() if not key.startswith(_WINDOWS)}


@contextmanager
def style() -> Iterator[None]:
    """The settings and the fonts in which every chart is drawn and written."""
    _fonts()
    with mpl.rc_context(_DEFAULTS | _STYLE), sns.axes_style("whitegrid", rc=_STYLE):
        yield


@cache
def _fonts() -> None:
    """The bundled fonts, in place of others of the same name that the machine may have."""
    known = font_manager.fontManager.ttflist
    known[:] = [font for font in known if font.name != FONT]
    for font in sorted(paths.FONTS.glob("*.ttf")):
        font_manager.fontManager.addfont(font)


def address(drawing: Drawing) -> str:
    """The drawing as a data address: two of them on one page share no ids, and both scale and print.

    Its letters are text in the bundled font, which goes with the drawing, cut down to the letters used.
    """
    buffer = io.StringIO()
    drawing.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    svg = re.sub(r"\s*\n\s*", " ", buffer.getvalue())
    numbers: dict[str, str] = {}
    svg = _CLIP.sub(lambda found: numbers.setdefault(found[0], f"p{len(numbers) + 1}"), svg)
    letters = "".join(sorted(set("".join(re.findall(r">([^<]+)</text>", svg))) | set("&;")))
    svg = svg.replace("</style>", "".join(_face(weight, letters) for weight in _WEIGHTS) + "</style>", 1)
    return "data:image/svg+xml," + quote(svg, safe="~!*()';:@$,/?+=-_.")


@cache
def _face(weight: int, letters: str) -> str:
    """The stylesheet's rule for one weight of the font, holding only these letters."""
    from fontTools import subset  # here, because tables need no font and it is slow to import
    from fontTools.ttLib import TTFont

    options = subset.Options(hinting=False, layout_features=[], name_IDs=[], notdef_outline=False)
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "DSIG", "gasp", "STAT"]
    font = TTFont(paths.FONTS / _WEIGHTS[weight], recalcTimestamp=False)
    cut = subset.Subsetter(options)
    cut.populate(text=letters)
    cut.subset(font)
    buffer = io.BytesIO()
    font.save(buffer)
    encoded = b64encode(buffer.getvalue()).decode("ascii")
    return f"@font-face{{font-family:'{FONT}';font-weight:{weight};src:url(data:font/ttf;base64,{encoded})}}"
