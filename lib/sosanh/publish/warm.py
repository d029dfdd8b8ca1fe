"""What the warm process has ready before any page is made: libraries, data, templates, whatever a first page compiles.

It is imported there and nowhere else (`processes`). No cell runs here: a page is made of a notebook's stored outputs,
and thrown away. What goes wrong is told by the first page that needs it.
"""

import ctypes
import gc
from contextlib import suppress
from importlib import import_module

import IPython.core.completer  # noqa: F401 - each shell has one
import nbformat

from sosanh.data import notebooks, paths
from sosanh.data.collection import load
from sosanh.data.labels import LANGUAGES
from sosanh.draw import chart
from sosanh.publish import inputs
from sosanh.publish.briefs import Brief
from sosanh.publish.page import pages
from sosanh.show.api import EXHIBITS, Data

for place in sorted({place.partition(":")[0] for place, _ in EXHIBITS.values()}):
    import_module(f"sosanh.{place}")
inputs.code((*inputs.CELLS, *inputs.PAGE, *(f"sosanh.{place.partition(':')[0]}" for place, _ in EXHIBITS.values())))
chart.prepare()
with suppress(Exception):
    Data(load(), " ".join(LANGUAGES)).evidence_map().headline()
    stored = paths.notebooks()[0]
    brief = Brief(stored.stem, stored.stem, {}, notebooks.defaults(stored)["language"])
    pages().written(nbformat.read(stored, as_version=4), brief)
gc.collect()
with suppress(AttributeError):  # not every C library has it
    ctypes.CDLL(None).malloc_trim(0)  # what importing took and gave back goes back to the machine
gc.freeze()  # a process forked from here copies no page of memory because of the collector
