"""Behind each number of a page, a card that tells where it comes from.

`walkable` puts over each number of a finished page a button that opens its card: token, article, date, paragraph, who
states it, the sum. A card names others, which it leads on to: that of the article, or those of what a sum rests on.

Numbers of figures are marked, and a keyboard and a screen reader come to them: each once in a line. All others (days,
counts, places, and what stands in headings) are quiet: a pointer opens their cards, and nothing else tells of them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from html import escape, unescape

from markupsafe import Markup

from sosanh.data.labels import LANGUAGES, label
from sosanh.lineage.evaluate import Codes
from sosanh.lineage.explain import SHOWN, explain, rests_on, thing
from sosanh.lineage.expressions import Expression, parse
from sosanh.lineage.words import Figure, Quote, Text, Words, Written, say, text
from sosanh.publish.briefs import template
from sosanh.show import values, walk
from sosanh.show.display import linked

_NUMBER = re.compile(
    r"<(?P<end>/)?(?P<head>h[1-6]|caption|summary|thead|nav)\b|<(?P<line>p|li|t[dh])\b|"
    r'(?P<open><span class="figure" data-from="(?P<made>[^"]*)"[^>]*>)(?P<number>[^<]*)(?=</span>)'
)
_QUIET = (  # no figures: days and times, counts, places in a list, what was asked for
    "count", "marks", "pairs", "different", "set_aside", "agreement", "field", "read", "time", "first", "last",
    "middle", "day_after", "asked", "asked_time", "cited", "paragraph",
)  # fmt: skip
_OWN = (  # worked out anew or assumed for the number, so with a card of its own
    "count", "different", "set_aside", "agreement", "least_count", "step", "lowest_cut", "highest_cut",
)  # fmt: skip


def walkable(page: str, language: str, codes: Codes) -> str:
    """The page with a button over every number and the cards at its end."""
    return _Walk(_told(language, codes)).walkable(page)


def of_one_language(page: str, language: str) -> str:
    """The page without marks of its own language, which is said once, for all of it."""
    return re.sub(rf'<span lang="{language}">([^<]*)</span>', r"\1", page)


def lines(ref: str, language: str, codes: Codes, without: tuple[str, ...] = ()) -> list[tuple[Markup, Markup]]:
    """What stands on the card of a row, but for the lines that these messages name: each with its name."""
    told = _told(language, codes)
    left_out = {told._plain(say(name)) for name in without}
    return [(name, said.html) for name, said in told.card(_Key(codes.kind(ref), ref)).lines if name not in left_out]


@dataclass(frozen=True)
class _Key:
    """What a card is of: the code of a row and as `kind` its table; or "derived" and a number's expression."""

    kind: str
    of: str | Expression


@dataclass(frozen=True)
class _Said:
    """Words on a card as they stand there, in a language; with `to`, what the card is of that they lead on to."""

    html: Markup
    to: _Key | None = None
    words: Text | None = None


_Line = tuple[str, Words | _Said]  # the message that names it, and what there is to say; no line where that is nothing


@dataclass(frozen=True)
class _Card:
    """A card as every page has it; without a `label` it is called by the number that opens it.

    `articles` are those of what its number rests on; `ways` are all ways on to other cards, in the order of the card.
    """

    label: str
    lines: list[tuple[Markup, _Said]]
    rests: Markup
    articles: dict[Markup, list[tuple[_Said, Markup]]]
    more: Markup
    ways: list[_Said]


@lru_cache(maxsize=len(LANGUAGES))
def _told(language: str, codes: Codes) -> "_Cards":
    return _Cards(language, codes)


class _Walk:
    """The buttons and cards of one page, numbered in the order in which it first needs them."""

    def __init__(self, told: "_Cards"):
        self.told = told
        self.macros = template("cards.html.j2").module
        self.ids: dict[_Key, str] = {}
        self.labels: dict[_Key, str | Text] = {}
        self.heads, self.marked = 0, set()  # how many headings are open, and what is marked in the line

    def walkable(self, page: str) -> str:
        body, end, rest = _NUMBER.sub(self._seen, page).rpartition("</body>")
        cards: list[tuple[str, str, _Card]] = []
        while len(cards) < len(self.ids):  # a card may need others
            cards += [self._card(key) for key in list(self.ids)[len(cards) :]]
        language = self.told.language
        title, close = (str(say(key).said(language)) for key in ("cards_title", "card_close"))
        walked = body + str(self.macros.all(title, close, cards, self.ids))
        return of_one_language(walked, language) + end + rest

    def _seen(self, found: re.Match) -> str:
        if found["head"]:
            self.heads += -1 if found["end"] else 1
        elif found["line"]:
            self.marked = set()
        else:
            return self._button(found)
        return found[0]

    def _button(self, found: re.Match) -> str:
        made, number = parse(found["made"]), unescape(found["number"])
        core, refs = made.core, made.codes
        if len(refs) == 1 and core.operation not in _OWN:
            key = _Key(self.told.codes.kind(refs[0]), refs[0])
        else:
            key = _Key("derived", core)
        to, value = self._id(key, number), core.operation not in _QUIET or core.parts[1:] == ("obs_value",)
        if self.heads or not value or key in self.marked:
            return found[0] + str(self.macros.quiet(to))
        self.marked.add(key)
        label = self.told.figure(number, key)
        return found["open"] + str(self.macros.number(to, label, Markup(found["number"])))

    def _id(self, key: _Key, label: str | Text) -> str:
        self.labels.setdefault(key, label)
        return self.ids.setdefault(key, f"c{len(self.ids) + 1}")

    def _card(self, key: _Key) -> tuple[str, str, _Card]:
        card = self.told.card(key)
        for way in card.ways:
            self._id(way.to, way.words)
        return self.ids[key], card.label or self.told.label(self.labels[key]), card


class _Cards:
    """What stands on cards in a language, found once for all pages."""

    def __init__(self, language: str, codes: Codes):
        self.language, self.codes, self.book = language, codes, codes.collection.codebook
        self.card, self.label, self.named = cache(self._card), cache(self._label), cache(self._named)
        self.figure = cache(self._figure)

    def _figure(self, number: str, key: _Key) -> str:
        """What the button of a figure is called: its number, the indicator, and when it was published."""
        if key.kind == "derived":
            of = say("card_computed", indicator=label(self.codes.whole(key.of.codes[0]).entry, "name"))
        elif key.kind == "observations":
            row = self.codes.whole(key.of)
            of = text(label(row.entry, "name"), ", ", values.published_label(row.article))
        else:
            of = self._title(key, self.codes.whole(key.of))
        return str(text(number, ", ", of).said(self.language))

    def _label(self, number: str | Text) -> str:
        return str(say("card_button", number=number).said(self.language))

    def _card(self, key: _Key) -> _Card:
        title, refs = text(), ()
        if key.kind == "derived":
            lines, refs = [("card_how", explain(key.of, self.codes))], rests_on(key.of, self.codes)
        else:
            row = self.codes.whole(key.of)
            title, lines = self._title(key, row), getattr(self, f"_{key.kind}")(row)
        told = [(self._plain(say(name)), self._shown(said)) for name, said in lines if said]
        ways, articles = [said for _, said in told], {}
        for ref in refs[:SHOWN]:
            article, number, said = self.named(ref)
            ways.append(self._way_on(ref, number))
            articles.setdefault(self._plain(article), []).append((ways[-1], self._plain(said)))
        rests, more = (self._plain(each) if refs else "" for each in (say("card_rests"), self._more(refs)))
        return _Card(title and self.label(title), told, rests, articles, more, [way for way in ways if way.to])

    def _more(self, refs: tuple[str, ...]) -> Text:
        """What a number was worked out from besides what its card names."""
        left = len(refs) - SHOWN
        return say("card_more", left, count=str(left), thing=thing(refs, self.codes)) if left > 0 else text()

    def _title(self, key: _Key, row) -> Text:
        """What a card is called where it is of a thing that several numbers open; else it is called by its number."""
        match key.kind:
            case "observations" | "milestones" | "systems" | "sources" | "areas":
                return self.named(key.of)[1]
            case "benchmarks":
                return self._benchmark(row)
        return text()

    def _named(self, ref: str) -> tuple[Text, Text, Text]:
        """What a code names: the article it stands in, its token or few words, and what and where it is."""
        row = self.codes.whole(ref)
        match self.codes.kind(ref):
            case "observations":
                return self._article(row), values.quoted(row), text(label(row.entry, "name"), ", ", self._stands(row))
            case "milestones":
                return self._article(row), text(label(row, "event")), self._stands(row)
            case "systems":
                return self._article(row), text(label(row, "function")), self._stands(row)
            case "statements":
                return self._article(row), text(label(row, "statement")), self._stands(row)
            case "benchmarks":
                return text(), text(row.time_period), values.benchmark_source(row, self.book)
            case "sources":
                return text(), values.title(row), values.published_label(row)
            case "areas":
                return text(), values.area_with_type(self.book, ref), text()
        raise ValueError(f"{ref} names nothing that a number rests on")

    def _article(self, row) -> Text:
        return text(values.title(row.article), ", ", values.published_label(row.article))

    def _stands(self, row) -> Text:
        return values.place(row, self.codes.collection)

    def _benchmark(self, row) -> Text:
        return text(label(row.entry, "name"), " (", self.book.area_name(row.ref_area), ")")

    def _way_on(self, ref: str, words: Text) -> _Said:
        """Words that lead on to a card; an area that the merger left as it was has nothing to say on one."""
        kind = self.codes.kind(ref)
        leads = kind != "areas" or values.boundaries(self.book, ref) is not None
        return _Said(self._plain(words), _Key(kind, ref) if leads else None, words)

    def _shown(self, said: Words | _Said) -> _Said:
        if isinstance(said, _Said):
            return said
        words = text(said).said(self.language)
        return _Said(Markup(linked(words)) if str(words).startswith("http") else self._plain(words))

    def _plain(self, said: Text) -> Markup:
        """A text without the marks of its numbers: on a card they are the end of the way."""
        return Markup("").join(
            Markup(Quote(part.text).html()) if isinstance(part, Figure) and part.of.operation == "token"
            else Markup(escape(str(part), quote=False) if isinstance(part, Figure | str) else part.html())
            for part in said.said(self.language).parts
        )  # fmt: skip

    # The lines of a card, by the table of what it is of.

    def _observations(self, row) -> Iterator[_Line]:
        yield "walk_token", text("“", values.quoted(row), "”")
        yield "walk_indicator", label(row.entry, "name")
        yield "walk_counted", label(row, "population")
        yield "head_role", values.role(row, self.book)
        yield "walk_voice", values.speaker(row, self.book)
        yield from self._place(row)
        if row.value.known and not row.value.exact:
            yield "walk_interval", walk.interval_in_words(row)
        if row.arithmetic in ("mismatch", "unattainable", "consistent", "computed"):
            yield "walk_share", values.share_held(row)
        yield "head_note", label(row, "comment")
        yield from self._errata_of(row)

    def _errata_of(self, row) -> Iterator[_Line]:
        for each in self.codes.collection.errata(row.ref):
            yield "head_erratum", values.erratum(each, self.book)

    def _errata(self, row) -> Iterator[_Line]:
        yield "head_erratum", values.erratum(row, self.book)
        yield "walk_article", self._way_on(row.source_id, values.title(row.article))

    def _milestones(self, row) -> Iterator[_Line]:
        yield "head_event", label(row, "event")
        yield "head_phase", self.book.label("phase", row.phase)
        yield from self._place(row)

    def _systems(self, row) -> Iterator[_Line]:
        yield "head_named", Quote(row.name)
        yield "head_stage", self.book.label("stage", row.stage)
        yield from self._place(row)
        yield from self._errata_of(row)

    def _statements(self, row) -> Iterator[_Line]:
        yield "head_claim", label(row, "statement")
        yield "head_role", self.book.label("role", row.role)
        yield from self._place(row)

    def _relations(self, row) -> Iterator[_Line]:
        yield "head_kind", self.book.label("relation_kind", row.kind)
        yield "head_holds", self.book.label("relation_outcome", row.outcome)
        yield "head_note", label(row, "comment")
        yield from self._place(row)

    def _sources(self, row) -> Iterator[_Line]:
        yield "walk_article", values.title(row)
        yield "head_outlet", values.outlet(row, self.book)
        yield "head_date", values.published(row)
        yield "head_evidence", label(row, "date_evidence")
        yield "head_elsewhere", label(row, "date_elsewhere")
        if row.date_reference:
            yield self._reference(row.date_reference)
        yield "head_address", values.address(row)
        yield "head_retracted", label(row, "retracted")

    def _benchmarks(self, row) -> Iterator[_Line]:
        yield "walk_indicator", self._benchmark(row)
        yield self._reference(row.reference)
        yield "head_place", label(row, "place")
        yield "head_how", self.book.label("benchmark_how", row.how)
        yield "head_note", label(row, "comment")

    def _areas(self, row) -> Iterator[_Line]:
        certainty = self.book.entry("references", row.reference).certainty
        yield "index_area", values.area_with_type(self.book, row.ref_area)
        yield "card_based", say("how_boundaries", certainty=self.book.label("source_certainty", certainty))
        yield self._reference(row.reference)

    def _references(self, row) -> Iterator[_Line]:
        yield "head_source", label(row, "name")
        yield "head_read_at", row.url or row.locator
        yield "head_certainty", self.book.label("source_certainty", row.certainty)
        yield "head_read_on", row.read_on and Written.day(date.fromisoformat(row.read_on))
        yield "head_note", label(row, "comment")

    def _place(self, row) -> Iterator[_Line]:
        """The article, its date, and the paragraph."""
        yield "walk_article", self._way_on(row.source_id, values.title(row.article))
        yield "head_date", values.published(row.article)
        yield "head_retracted", label(row.article, "retracted")
        yield "walk_paragraph", values.paragraph(row, self.codes.collection)

    def _reference(self, code: str) -> _Line:
        """The way on to the card of a source other than the articles."""
        return "head_source", self._way_on(code, text(label(self.book.entry("references", code), "name")))
