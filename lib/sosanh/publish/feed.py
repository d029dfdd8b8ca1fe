"""What other programs read, where it is known at which address the pages are published: a feed of the data's versions,
and of each page what it is, as a data set.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from sosanh.data import package
from sosanh.lineage.words import say
from sosanh.numbers.periods import format_date
from sosanh.publish import site
from sosanh.publish.along import Taken
from sosanh.publish.briefs import FILES, Imprint

_ATOM = "http://www.w3.org/2005/Atom"
_TYPES = {"CSV": "text/csv", "SVG": "image/svg+xml", "PNG": "image/png"}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def feed(language: str, file: str, index: str, own: Imprint) -> bytes:
    """The Atom feed of a language: each version of the data with what it changed in values, the newest first.

    Its `file` lies beside the `index`, the list of pages. The same bytes for the same change log.
    """
    releases, address = package.releases(), own.address + file
    root = Element("feed", {"xmlns": _ATOM, "xml:lang": language})
    _said(root, id=address, title=_in("index_title", language), updated=_midnight(releases[0]))
    SubElement(root, "link", {"rel": "self", "href": address})
    SubElement(root, "link", {"rel": "alternate", "href": own.address + index})
    _said(SubElement(root, "author"), name=own.publisher or _in("cite_authors", language))
    for each in releases:
        entry, day = SubElement(root, "entry"), format_date(date.fromisoformat(each.day), language)
        told = "\n".join(site.changes(each, language)) or _in("index_unchanged", language)
        title = _in("index_data", language, version=each.version, day=day)
        _said(entry, id=f"{address}#{each.version}", title=title, updated=_midnight(each), content=told)
        SubElement(entry, "link", {"rel": "alternate", "href": f"{own.address}{index}#data"})
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _said(element: Element, **words: str) -> None:
    for name, text in words.items():
        SubElement(element, name).text = text


def _in(key: str, language: str, **said: str) -> str:
    return str(say(key, **said).said(language))


def _midnight(release: package.Release) -> str:
    return f"{release.day}T00:00:00Z"


def dataset(cite: Any, answer: str, taken: Taken) -> dict[str, Any]:
    """The page that is cited so, with its `answer`, in the words of schema.org."""
    files = [{"@type": "DataDownload", "encodingFormat": kind, "contentUrl": url} for kind, url in _files(cite, taken)]
    licence = {"license": _LICENCE, "isAccessibleForFree": True}
    told = {"name": cite.title, "description": answer or cite.title, "url": cite.place, "inLanguage": cite.language}
    dated = {"version": cite.version, "dateModified": cite.released.isoformat()}
    by = {"creator": {"@type": "Organization", "name": cite.authors}}
    by |= {"publisher": {"@type": "Organization", "name": cite.publisher}} if cite.publisher else {}
    kind = {"@context": "https://schema.org", "@type": "Dataset"}
    return kind | told | dated | licence | by | {"distribution": files}


def _files(cite: Any, taken: Taken) -> Iterator[tuple[str, str]]:
    folder = f"{cite.address}{FILES}/"
    if taken.book:
        yield _XLSX, folder + taken.book
    for each in taken.exhibits:
        yield from ((_TYPES[kind], folder + file) for kind, file in each.files.items())
