"""The first screen of everything at once: how much the articles state in all, of several areas or of every theme.

The numbers are counts, and the title of a page that holds everything spells them out: "three provinces, five articles".
"""

from collections.abc import Iterator

from sosanh import findings
from sosanh.display import Headline
from sosanh.overview import area_counts, area_line, frame_of_areas, names, told
from sosanh.results import Across, OnePage, Pair, Result
from sosanh.silences import elsewhere, namesakes
from sosanh.words import Figure, Text, count, in_words, join, say, text


def of_page(result: OnePage, language: str) -> Headline:
    """How much there is in all, and whether any two of the figures compare."""
    counts = _counted(result.areas, _kind_of_areas(result), "count.areas", language)
    articles = _counted(tuple(result.sources["source_id"]), "articles", "count.articles", language)
    question = say("question_page", language, areas=counts, articles=articles)
    sector, by = findings.in_sector(result, language), findings.by_day(result, language)
    frame = frame_of_areas(result, language)
    if result.rows.empty:
        answer = say("answer_page_none", language, areas=told(result, language), sector=sector, by=by)
        return Headline(language, frame, question, answer)
    purposes = {"changes": "change"} | ({"levels": "level"} if len(result.areas) > 1 else {})
    compared = [
        _pairs_said(key, [pair for pair in result.pairs if pair.verdict.purpose == purpose], language)
        for key, purpose in purposes.items()
    ]
    figures = count(result.rows["obs_id"])
    form = "answer_page_many" if len(result.areas) > 1 else "answer_page"
    answer = say(form, language, figures=figures, sector=sector, compared=join("; ", compared))
    lines = tuple(_page_line(area, result, language) for area in result.areas)
    caveat = say("caveat", language, caveats=say("caveat_page", language))
    return Headline(language, frame, question, answer, lines, caveat)


def _kind_of_areas(result: Result) -> str:
    kinds = {result.codebook.entry("areas", area)["area_type"] for area in result.areas}
    return kinds.pop() if len(kinds) == 1 and kinds <= {"province", "city"} else "mixed"


def _counted(ids: tuple[str, ...], what: str, how: str, language: str) -> Text:
    """How many of what, spelled out: "ba tỉnh", "five articles"."""
    form = "" if len(ids) > 1 else "_one" if ids else "_none"
    return say(f"page_{what}{form}", language, count=in_words(ids, how, language))


def _pairs_said(key: str, pairs: list[Pair], language: str) -> Text:
    """How many of the pairs have a difference that can be stated, and how many compare without one."""
    stated = [pair for pair in pairs if pair.stated]
    form = "" if stated else "_none"
    limited = _count_pairs([pair for pair in stated if any(pair.verdict.condition)])
    only_if = say("page_only_if", language, pairs=limited) if limited.observations else ""
    said = say(f"page_{key}{form}", language, pairs=_count_pairs(stated), only_if=only_if)
    left_open = _count_pairs([pair for pair in pairs if pair.change and not pair.stated])
    return text(said, say("page_left_open", language, pairs=left_open)) if left_open.observations else said


def _count_pairs(pairs: list[Pair]) -> Figure:
    return Figure(str(len(pairs)), tuple(row.obs_id for pair in pairs for row in (pair.a, pair.b)), "count.pairs")


def _page_line(area: str, result: OnePage, language: str) -> Text:
    territory = result.codebook.territory(area)
    stating = result.rows.loc[result.rows["territory"].eq(territory), "source_id"]
    if stating.empty or not (counts := area_counts(area, result)):
        return area_line(area, result, language)
    of_it = result.sources["ref_area"].map(result.codebook.territory).eq(territory)
    articles = result.sources[of_it | result.sources["source_id"].isin(stating)]
    months = dict.fromkeys(findings.when(each, language) for _, each in articles.iterrows())
    published = findings.listed(months, language)
    return say(
        "line_page", language, area=findings.area(area, result, language), **counts,
        articles=_counted(tuple(articles["source_id"]), "articles", "count.articles", language),
        months=published,
    )  # fmt: skip


def of_figures(result: Across, language: str) -> Headline:
    """How much the articles state, by kind, and of which themes they give no number."""
    said = {"areas": names(result, language), "sector": findings.in_sector(result, language)}
    question = say(
        "question_figures" if len(result.sources) != 1 else "question_figures_one", language, areas=said["areas"]
    )
    if result.article:
        article = findings.articles(result.collection.sources.loc[[result.article]], language)
        question = say("question_article", language, areas=said["areas"], article=article)
    frame = frame_of_areas(result, language)
    if result.rows.empty:
        by = findings.by_day(result, language)
        answer = say("answer_page_none", language, by=by, **said | {"areas": told(result, language)})
        return Headline(language, frame, question, answer, (*elsewhere(result, language), *namesakes(result, language)))
    ids = tuple(result.rows["obs_id"])
    counts = {
        each: Figure(str(result.rows[column].nunique()), ids, f"count.{each}")
        for each, column in (("figures", "obs_id"), ("indicators", "indicator"), ("articles", "source_id"))
    }
    answer = say("answer_figures", language, sector=said["sector"], **counts)
    caveat = say("caveat", language, caveats=say("caveat_figures", language))
    lines = (*_figures_lines(result, language), *elsewhere(result, language), *namesakes(result, language))
    return Headline(language, frame, question, answer, lines, caveat)


def _figures_lines(result: Across, language: str) -> Iterator[Text]:
    for role in result.codebook.codes("role"):
        if len(own := result.rows.loc[result.rows["role"].eq(role), "obs_id"]):
            yield say("line_outcome", language, label=result.codebook.label("role", role, language), count=count(own))
    of_all = set.intersection(*({theme for code, theme in result.silences if code == area} for area in result.areas))
    silent = [each for each in result.codebook.themes["theme"] if each in of_all] if not result.article else []
    labels = [result.codebook.entry("themes", theme)[f"label_{language}"] for theme in silent]
    if labels:
        said = {"areas": names(result, language), "by": findings.by_day(result, language)}
        key = "line_silent_one" if _articles_on(result) == 1 else "line_silent"
        yield say(key, language, themes=join("; ", labels), **said)


def _articles_on(result: Across) -> int:
    """How many articles speak of these areas, as a whole or in a figure, of those that count."""
    published = result.collection.published_by(result.collection.day(result.as_of))
    territory = result.codebook.territory
    on_them = published["ref_area"].map(territory).isin([territory(area) for area in result.areas])
    return int((on_them | published["source_id"].isin(result.rows["source_id"])).sum())
