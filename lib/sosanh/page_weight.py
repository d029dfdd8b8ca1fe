"""A page as light as it can be: the fonts that its pictures bring along, packed.

In a notebook they stand unpacked, for how well they pack differs from machine to machine, and what is stored there
must be the same everywhere. Packed (WOFF) they take half the room.
"""

import re
from base64 import b64decode, b64encode
from functools import cache
from io import BytesIO

_FONT = re.compile(r"data:font/ttf;base64,([A-Za-z0-9+/=]+)")


def packed(page: str) -> str:
    """The page with every font in it packed."""
    return _FONT.sub(lambda found: _packed(found[1]), page)


@cache
def _packed(font: str) -> str:
    from fontTools.ttLib import TTFont  # here, because it is slow to import

    opened = TTFont(BytesIO(b64decode(font)), recalcTimestamp=False)
    opened.flavor = "woff"
    buffer = BytesIO()
    opened.save(buffer)
    return f"data:font/woff;base64,{b64encode(buffer.getvalue()).decode('ascii')}"
