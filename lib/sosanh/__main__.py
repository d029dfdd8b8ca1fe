"""The command line: `python -m sosanh <verb>`. The Makefile's verbs are these."""

import argparse
import os
import signal
import sys
from datetime import date
from functools import partial
from itertools import count
from pathlib import Path

from sosanh.data import paths
from sosanh.data.labels import LANGUAGES
from sosanh.data.problems import DataProblems, Unknown, rows, said_lines


def main(arguments: list[str] | None = None) -> int:
    """Run one verb; 0 when it did what was asked, 1 when the data or a brief are wrong, 2 for a wrong call."""
    try:
        try:
            return _verb(sys.argv[1:] if arguments is None else arguments)
        finally:
            sys.stdout.flush()  # a reader that has gone away is noticed here
    except BrokenPipeError:  # it has read enough (| head)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except KeyboardInterrupt:
        return _stop(_said("stopped; what was finished is kept"), 130)
    except DataProblems as error:
        return _stop(error.said(_language()), 1)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        held = " (if a program has it open, close it there)" if isinstance(error, PermissionError) else ""
        return _stop(_said(f"{where}{error.strerror or error}{held}; no file is left half-written"), 1)


def _stop(message: str, code: int) -> int:
    print(message, file=sys.stderr)
    return code


def _said(*texts: object, language: str = "") -> str:
    """Texts of ours, each a line or several, in the language of the reader's machine or in another."""
    return "\n".join(said_lines(map(str, texts), language or _language()))


def _verb(arguments: list[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # Vietnamese letters, also into a file or pipe on any machine
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    chosen = _parsed(arguments)
    if chosen.verb != "numbers" and paths.PROCESSED.is_relative_to(paths.LIBRARY):  # installed, away from any project
        folders = f"{chosen.verb} works on a project's folders, and there are none in {paths.HOME}"
        return _stop(f"{folders}: run it in a clone of the project, or name the clone in SOSANH_HOME", 2)
    return chosen.run(chosen)


def _parsed(arguments: list[str]) -> argparse.Namespace:
    """The verb with its arguments; its help is its function's docstring."""
    parser = argparse.ArgumentParser(prog="python -m sosanh", description="Compare provinces by what articles state.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="verb")
    for verb, function in VERBS.items():
        said = function.__doc__
        added = verbs.add_parser(verb, help=said[0].lower() + said[1:].rstrip("."), description=said)
        added.epilog, added.formatter_class = EPILOGS.get(verb), argparse.RawDescriptionHelpFormatter
        added.set_defaults(run=function)
        for name, option in ARGUMENTS.get(verb, {}).items():
            added.add_argument(name, **option)
    if arguments and not arguments[0].startswith("-") and arguments[0] not in VERBS:
        parser.error(str(Unknown("verb", arguments[0], list(VERBS))))
    chosen, chosen.further = parser.parse_known_args(arguments)
    if chosen.further and chosen.verb not in PASSED_ON:
        parser.error(f"unknown arguments: {' '.join(chosen.further)}")
    return chosen


def data(_=None, anew: bool = True) -> int:
    """Read and check every workbook, write data/processed."""
    from sosanh.data import package

    if not anew and not package.staleness() and not package.unknown():
        return 0  # soon, without the libraries that read workbooks
    from sosanh.curate import ledger
    from sosanh.curate.workbooks import staleness

    if anew or staleness():
        from sosanh.curate.build import build

        try:
            written = build(told=lambda line: print(_said(line)))
        except DataProblems as error:
            count = len(error.problems)
            end = "1 problem; nothing was written" if count == 1 else f"{count} problems; nothing was written"
            return _stop(f"{error.said(_language())}\n{_said(end)}", 1)
        print(_said(f"data/processed: written {', '.join(written)}" if written else "data/processed is up to date"))
    texts = os.environ.get("ARTICLES")
    for line in ledger.drafts(Path(texts) if texts else None):  # what is still being entered; nothing else waits for it
        print(_said(line))
    return 0


def reports(chosen=None) -> int:
    """Build the briefs that are out of date (reports/html/index.html)."""
    if code := data(anew=False):
        return code
    from sosanh.publish import briefs, build
    from sosanh.publish.processes import Ended, Unready

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # asked to end it stops as by Ctrl-C
    own = chosen or argparse.Namespace(jobs=0, brief="", verbose=False, scheduler="")
    told = (build.Bar if sys.stdout.isatty() else build.Told)(verbose=own.verbose)
    try:
        with _executor(own) as executor:
            failures = build.build(_with_slides(briefs.read()), told, executor, own.brief)
        if unsaid := briefs.unsaid(briefs.imprint()):
            print(unsaid)
    except (DataProblems, briefs.BriefFailed, Unready, Ended) as error:
        return _stop(f"{error}\nno brief was built", 1)
    return _stop("\n".join(f"FAILED {each}" for each in failures), 1) if failures else 0


def _with_slides(asked: list) -> list:
    """Without the slides, where what they run on could not be had; then this is said."""
    there = [each for each in asked if each.edition != "slides" or paths.REVEAL.is_dir()]
    if len(there) < len(asked):
        print(f"reveal.js is not in {paths.SLIDES}, so there are no slides; make lessons fetches it (npm ci does)")
    return there


def lessons(chosen=None) -> int:
    """Build the lessons that are out of date (reports/html/lessons/index.html); it takes what reports takes."""
    return _run(["-m", "sosanh", "reports", *(chosen.further if chosen else ())], SOSANH_PAGES="lessons")


def _executor(chosen):
    """What makes the pages: processes of this machine, or the workers of a cluster."""
    from sosanh.publish.processes import Processes, Unready

    if not chosen.scheduler:
        return Processes(chosen.jobs or paths.cores())
    try:
        from sosanh.publish.cluster import cluster
    except ModuleNotFoundError as error:
        asked = 'python -m pip install "sosanh[cluster]" (requirements.lock and environment.yml have it, too)'
        raise Unready(f"--scheduler needs {error.name}, which is not installed: {asked}") from None
    return cluster(chosen.scheduler)


def test(chosen) -> int:
    """Run all tests and check every notebook; further arguments go to pytest."""
    notebooks = [str(path.relative_to(paths.HOME)) for path in _notebooks()]
    own = ["tests", "lib", *notebooks, "-m", "not whole", "--nbval", "--nbval-current-env", "--nbval-cell-timeout=120"]
    parallel = ["-n", "2", "--dist", "loadfile"]
    return _run(["-m", "pytest", "-q", *own, *parallel, *chosen.further])


def _notebooks() -> list[Path]:
    return paths.notebooks() + paths.notebooks(paths.NOTEBOOKS / "teaching")


def test_all(chosen) -> int:
    """Run also what takes long: every notebook with every combination of parameters."""
    return _run(["-m", "pytest", "-q", "tests", "-m", "whole", "-n", "2", *chosen.further]) or test(chosen)


def test_browser(chosen) -> int:
    """Open every page in Chromium; further arguments go to pytest."""
    pages = ["-m", "pytest", "-q", "tests/browser", "-n", "2", *chosen.further]
    return _run([str(Path("tests", "browser", "needed.py"))]) or reports() or lessons() or _run(pages)


def charts(_=None) -> int:
    """Draw every chart in both languages on one sheet (reports/html/charts.html)."""
    from sosanh.publish import site

    rows = site.drawn()
    print(f"{len(rows)} charts in both languages: {site.write(rows)}")
    return 0


def lab(chosen) -> int:
    """Open JupyterLab at a copy of the notebooks that is yours (my-notebooks); further arguments go to it."""
    own = _own_notebooks(chosen.language or _language(), chosen.fresh)
    settings = paths.LAB / own.name[:2]  # its overrides.json says no to the question about news, and the language
    options = [f"--LabApp.app_settings_dir={settings}", "--ServerApp.ip=127.0.0.1"]
    options += ["--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    first = next(iter(sorted(own.glob("*.ipynb"))), own)
    options += [f"--LabApp.default_url=/lab/tree/{first.relative_to(paths.HOME).as_posix()}"]
    options += ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return _run(["-m", "jupyterlab", *options, *chosen.further])


def _language() -> str:
    """That of the reader's machine, where the notebooks have it."""
    said = (os.environ.get(name, "")[:2] for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))
    return next((each for each in said if each in LANGUAGES), "en")


def _own_notebooks(language: str, fresh: bool) -> Path:
    """The visitor's folder in a language, made where it is not there, or anew beside it: what is in one is theirs."""
    from sosanh.data import notebooks

    names = (language if number == 1 else f"{language}-{number}" for number in count(1))
    own = next(each for each in map(paths.OWN.joinpath, names) if not (fresh and each.exists()))
    if own.exists():
        print(f"{own}: your copy, as you left it; make lab FRESH=1 lays a new one beside it")
        return own
    for notebook in _notebooks():
        paths.replace(own / notebook.relative_to(paths.NOTEBOOKS), notebooks.alone(notebook, language).encode("utf-8"))
    sheet = paths.NOTEBOOKS / f"cheat-sheet.{language}.md"
    paths.replace(own / sheet.name, sheet.read_bytes())
    print(f"{own}: a copy of the notebooks, yours to change; nothing in it is tested, built or overwritten")
    if language == "vi":
        print("JupyterLab is in Vietnamese as far as its translators have come; its other words are English")
    return own


def refresh(chosen) -> int:
    """Run every notebook in place with its defaults, draw the README's picture and write the cheat sheets."""
    from nbclient.exceptions import CellExecutionError

    from sosanh.draw.pairs import picture
    from sosanh.publish.notebooks import refresh as run
    from sosanh.show.api import cheat_sheet

    if code := data(anew=False):
        return code
    for folder in (paths.NOTEBOOKS, paths.TEACHING, paths.PICTURE.parent):
        paths.clear(folder)
    for notebook in map(Path, chosen.notebook or _notebooks()):
        try:
            print(f"{notebook.name}: {'changed' if run(notebook) else 'unchanged'}")
        except CellExecutionError as error:
            return _stop(f"{notebook.name}: {error.ename}: {error.evalue}; the notebook is as it was", 1)
        except ValueError as error:  # what nbformat says of a file that is no notebook
            return _stop(f"{notebook}: not a notebook as Jupyter saves it ({str(error)[:80]})", 1)
    if not chosen.notebook:
        print(f"{paths.PICTURE.name}: {'changed' if paths.replace(paths.PICTURE, picture()) else 'unchanged'}")
        for language in LANGUAGES:
            paths.replace(paths.NOTEBOOKS / f"cheat-sheet.{language}.md", cheat_sheet(language).encode("utf-8"))
    return 0


def verify(_=None) -> int:
    """Hold the data against the articles' texts (ARTICLES=<folder>)."""
    from sosanh.curate import ledger

    if code := data(anew=False):
        return code
    texts = os.environ.get("ARTICLES")
    if not texts or not Path(texts).is_dir():
        where = f"ARTICLES={texts} is no folder" if texts else "no ARTICLES=<folder> was given"
        print(_said(f"The texts are not here ({where}). NOT checked: {ledger.NOT_CHECKED}.", *ledger.arithmetic()))
        return 2 if texts else 0
    entries = ledger.verify(Path(texts))
    for entry in entries:
        print(_said(*str(entry).splitlines(), *(f"  {each}" for each in entry.faults)))
    faults, without = sum(len(entry.faults) for entry in entries), sum(bool(entry.text) for entry in entries)
    found = f"{faults} discrepancies." if faults > 1 else "1 discrepancy." if faults else "No discrepancy."
    found += f" NOT checked, for want of their texts: {without} of {len(entries)} articles." if without else ""
    print(_said(*ledger.arithmetic(), *_of_one_reader(), found))
    return 1 if faults else 2 if without == len(entries) else 0


def _of_one_reader() -> list[str]:
    """The rows that a second reading does not confirm: a note, not a discrepancy."""
    from sosanh.curate.second_reading import unconfirmed
    from sosanh.data.tables import read_csv

    found = [unconfirmed(each["source_id"], bool(each["second_reading"])) for each in read_csv("sources")]
    count = rows(sum(each for each, _ in found))
    covered = f"Not confirmed by a second reading (of observations and set_aside; no other sheet has one): {count}"
    return [covered, *(line for _, lines in found for line in lines)]


def numbers(chosen) -> int:
    """Every number printed in a Vietnamese text, with its reading."""
    from sosanh.vietnamese.reader import numbers as show

    return show(chosen.file, chosen.csv)


READ = """\
1. Go through the sheets observations and set_aside: each row is a number of {text},
   with what a machine makes of it. Read its sentence, mend the cells, and decide in the column review: kept, or
   set_aside. Fill the sheet sources. A figure that is none of the nearest indicators needs a new one: give its row in
   the sheet indicators a code, or add a row, and say in the sheets beside it what it counts and of whom
   (python -m sosanh indicators <words> lists what is like it); or set the figure aside as set_aside_no_indicator.
2. python -m sosanh check {id} says what is wrong, what is undecided and what would compare;
   python -m sosanh indicators --from {id} puts new indicators into the codebook.
3. Set status in the sheet sources to complete, then make data, make verify ARTICLES=<folder> and make refresh."""

NEXT = """\
1. Save the article's text (UTF-8) as {text}, or its page from a browser and name that;
   text_sha256 in the sheet sources is the SHA-256 of that file.
2. Fill the sheets sources, observations and set_aside: every number of the text stands in one of the last two
   (python -m sosanh numbers <file> lists them). A figure of a new indicator: describe it in the sheets indicators,
   definitions and populations. make verify ARTICLES=<folder> says how many numbers are entered.
3. python -m sosanh check {id} says what is wrong, what is undecided and what would compare;
   python -m sosanh indicators --from {id} puts new indicators into the codebook.
4. Set status in the sheet sources to complete, then make data, make verify ARTICLES=<folder> and make refresh."""


def second_reading(chosen) -> int:
    """A blank workbook for a second reader, or the two readings compared."""
    from sosanh.curate.second_reading import begun_or_compared

    try:
        print(_said(*begun_or_compared(chosen.source_id)))
    except Unknown as error:
        return _stop(_said(error), 2)
    return 0


def agreement(chosen) -> int:
    """How far readers agree who each coded one article; a folder that is not there is begun with their workbook."""
    from sosanh.curate import agreement as of
    from sosanh.curate import workbooks

    folder = Path(chosen.folder)
    if not folder.is_dir():
        print(
            f"{of.begin(folder)}: hand it out; put each reader's beside it, by a name of its own, and call this again"
        )
        return 0
    source = paths.ARTICLES / f"{chosen.article}.xlsx" if chosen.article else folder / of.REFERENCE
    reference, wrong = workbooks.read(source, of.SHEETS) if chosen.article or source.exists() else (None, [])
    readings, problems = of.read(folder)
    if wrong or not readings:
        none = f"{folder}: no reader's workbook (.xlsx besides {of.BLANK} and {of.REFERENCE})"
        return _stop("\n".join(map(str, wrong or problems or [none])), 1)
    print(*of.report(readings, reference), sep="\n")
    return _stop("\n".join(map(str, problems)), 1) if problems else 0


def table(chosen) -> int:
    """Read a table of official figures by area; with --write they become benchmarks of the codebook."""
    from sosanh.curate import additions, statistics
    from sosanh.curate.forms import codebook_alone

    if chosen.write and not chosen.reference:
        return _stop(_said("--write needs --reference: the code of the source in the codebook's sheet references"), 2)
    try:
        path, codebook = Path(chosen.file), codebook_alone()
        found = statistics.read(path, chosen, codebook)
        print(_said(*statistics.shown(found, codebook)))
        if found.problems:
            raise DataProblems(found.problems)
        new = {"references": statistics.reference(chosen, codebook) if chosen.reference else [],
               "benchmarks": statistics.rows(path, found, chosen, codebook)}  # fmt: skip
        known = len(found.figures) - len(new["benchmarks"])
        print(_said(f"{known} in the codebook already, {len(new['benchmarks'])} to add"))
        if not new["benchmarks"]:
            return 0
        if not chosen.write:
            print(_said("nothing was written: with --write and --reference they become rows of the codebook"))
            return 0
        additions.add(new)
        added = (f"{rows(len(each))} in {name}" for name, each in new.items() if each)
        print(_said(f"{paths.CODEBOOK}: added {' and '.join(added)}; then make data and make refresh"))
    except LookupError as error:
        return _stop(_said(f"{error}; nothing was written"), 2)
    except DataProblems as error:
        return _stop(f"{error.said(_language())}\n{_said('nothing was written')}", 1)
    return 0


def article(chosen) -> int:
    """Write the workbook for a new article, as a draft with all that a machine can read in its text or saved page."""
    from sosanh.curate import forms

    named = Path(os.environ.get("ARTICLES") or "<folder>") / f"{chosen.source_id}.txt"
    text = Path(chosen.text) if chosen.text else named
    if chosen.text and not text.exists():
        return _stop(_said(f"{text}: no such file"), 2)
    try:
        path, own, text, told = forms.article(chosen.source_id, text)
    except (FileExistsError, ValueError) as error:
        return _stop(_said(error), 2 if isinstance(error, ValueError) else 1)
    except DataProblems as error:
        return _stop(error.said(_language()), 2)
    if told:
        print(_said(told))
    if not own:
        place = paths.ARTICLES / path.name
        print(_said(f"{path}: what {place.name} has, at the places of this text, and what is new. Look at the yellow "
                    f"rows, then put it in the place of {place}, which is as it was."))  # fmt: skip
        return 0
    then = (READ if text.is_file() else NEXT).format(text=text, id=path.stem)
    print(_said(f"{path}: a draft, which stops nothing else.", then))
    return 0


def check(chosen) -> int:
    """What is wrong in one article, a draft too; what is undecided; and what its figures would compare with."""
    from tempfile import TemporaryDirectory

    from sosanh.compare.gate import GRADES
    from sosanh.compare.questions import entered
    from sosanh.curate.build import build
    from sosanh.curate.draft import Nearest
    from sosanh.curate.ledger import verify
    from sosanh.curate.second_reading import path_of, unconfirmed
    from sosanh.curate.workbooks import NEW, proposed, read, undecided, with_proposed
    from sosanh.data.collection import load
    from sosanh.show.values import quoted, reasons

    path, language = paths.ARTICLES / f"{chosen.source_id}.xlsx", chosen.language or _language()
    if not path.is_file():
        known = sorted(each.stem for each in paths.ARTICLES.glob("*.xlsx"))
        return _stop(_said(Unknown("article", chosen.source_id, known), language=language), 2)
    said = partial(_said, language=language)
    kinds = "{observations} of observations, {set_aside} of set_aside".format(**(open_rows := undecided(path)))
    print(said(f"{path.stem}: undecided: {kinds}"))
    brought = with_proposed(read(paths.CODEBOOK, NEW)[0], proposed(path)[0])
    if count := sum(len(sheet.elsewhere) for sheet in brought.values()):
        then = f"which indicators --from {path.stem} puts there"
        print(said(f"Indicators, definitions and groups for the codebook, {then}: {count}"))
    with TemporaryDirectory() as folder:
        try:
            build(processed=Path(folder), entered=path.stem)
            held, texts = load(Path(folder), Path(folder, "none")), os.environ.get("ARTICLES")
            if indistinct := [*_indistinct(brought, Nearest(held.codebook, ()).alike())]:
                raise DataProblems(indistinct)
        except DataProblems as error:
            own = [each for each in error.problems if each.file == path.name]
            told = DataProblems(own) if own else error
            wrong = said(f"Wrong, each with its sheet and cell: {len(told.problems)}")
            return _stop(f"{wrong}\n{told.said(language)}", 1)
        unlike = []
        if texts and Path(texts, f"{path.stem}.txt").is_file():
            unlike = [fault for each in verify(Path(texts), Path(folder)) if each.source_id == path.stem
                      for fault in each.faults]  # fmt: skip
    if unlike:
        return _stop(said(f"Wrong, each with its sheet and cell: {len(unlike)}", *unlike), 1)
    pairs = entered(held, path.stem)
    counted = {grade: sum(each.verdict.grade == grade for each in pairs) for grade in GRADES}
    kinds = "{A} comparable, {B} within limits, {C} side by side only, {X} refused".format(**counted)
    right = "Nothing is wrong, were what is undecided kept." if any(open_rows.values()) else "Nothing is wrong."
    print(said(right, f"New pairs of one indicator: {kinds}"))
    for each in sorted(pairs, key=lambda pair: GRADES.index(pair.verdict.grade)):
        grade, why = (str(words.said(language)) for words in (held.codebook.label("grade", each.verdict.grade),
                                                              reasons(each, held.codebook)))  # fmt: skip
        two = (f"{row.obs_id} {row.ref_area} {quoted(row).said(language)!s}" for row in (each.a, each.b))
        print(f"  {each.a.indicator}: {'; '.join(two)}: {grade}{f' ({why})' if why else ''}")
    count, lines = unconfirmed(path.stem, there := path_of(path.stem).exists())
    alone = "" if there else " (no second reading)"
    print(said(f"Not confirmed by a second reading: {rows(count)}{alone}", *(lines if there else ())))
    return 0


def indicators(chosen) -> int:
    """The indicators nearest to some words, with their definitions; without words those that look alike."""
    from sosanh.curate.draft import Nearest
    from sosanh.curate.forms import codebook_alone

    if chosen.article:
        return _put_indicators(chosen.article)
    book = codebook_alone()
    near, names = Nearest(book, ()), {each.indicator: each for each in book.indicators}
    if not chosen.words:
        for one, other, _ in (pair for pair in near.alike() if pair[2] > ALIKE):
            print(_said(f"{one} ({names[one].name_vi})", f"  and {other} ({names[other].name_vi})"))
        return 0
    found = near.of(" ".join(chosen.words), chosen.unit)
    if not found:
        print(_said("No indicator shares two syllables in a row with these words: a new one is entered in the draft's "
                    "sheets indicators, definitions and populations"))  # fmt: skip
    for code, _ in found:
        entry = names[code]
        print(f"{code} ({entry.unit_measure}): {entry.name_vi} / {entry.name_en}")
        for each in (each for each in book.definitions if each.indicator == code):
            print(f"  {each.definition}: {each.wording_vi} / {each.wording_en}")
    return 0


def _put_indicators(source_id: str) -> int:
    """The new rows of an article's workbook go into the codebook, where all data build with them."""
    from sosanh.curate import additions, rules, workbooks
    from sosanh.curate.draft import Nearest
    from sosanh.data.tables import CODEBOOK

    path = paths.ARTICLES / f"{source_id}.xlsx"
    if not path.is_file():
        known = sorted(each.stem for each in paths.ARTICLES.glob("*.xlsx"))
        return _stop(_said(Unknown("article", source_id, known)), 2)
    own, wrong = workbooks.read(paths.CODEBOOK, CODEBOOK)
    if wrong:
        raise DataProblems(wrong)
    proposed, problems = workbooks.proposed(path)
    problems += workbooks.taken(own, proposed)
    added = own | workbooks.with_proposed(own, proposed)
    codebook = workbooks.codebook(added)
    problems += rules.check({name: added[name] for name in workbooks.NEW}, codebook, {})  # by the cells they have now
    problems += _indistinct(added, Nearest(codebook, ()).alike())
    if problems:
        raise DataProblems(rules.in_order(rules.with_codes(problems, codebook), []))
    new = {
        name: [sheet.rows[number] | {column.name: None for column in sheet.table.working} for number in sheet.elsewhere]
        for name, sheet in added.items() if sheet.elsewhere
    }  # fmt: skip
    if not new:
        print(_said(f"{path.name} proposes nothing that the codebook lacks; nothing was written"))
        return 0
    try:
        additions.add(new)
    except DataProblems as error:
        raise DataProblems(workbooks.as_proposed(error.problems, added)) from None
    counted = ", ".join(f"{name}: {len(each)}" for name, each in new.items())
    print(_said(f"{counted} rows added to {paths.CODEBOOK}"))
    return 0


def _indistinct(sheets: dict, alike: list[tuple[str, str, float]]):
    """The problems of new indicators that have no definition, or look like another one."""
    entered, defined = sheets["indicators"], {*sheets["definitions"].values("indicator").values()}
    others = [(one, other) for *pair, part in alike if part > ALIKE for one, other in (pair, pair[::-1])]
    for number in entered.elsewhere:
        code = entered.rows[number]["indicator"]
        if code not in defined:
            said = "an indicator with a definition: say in the sheet definitions what it counts"
            yield entered.problem(number, "indicator", said)
        for other in (other for one, other in others if one == code):
            said = f"no indicator that looks like {other}: use that one, or name it in not_same_as"
            yield entered.problem(number, "indicator", said)


ALIKE = 0.6  # of the words of the one that has fewer, by weight


def _rows(given: str) -> tuple[int, int]:
    first, _, last = given.partition("-")
    rows = int(first), int(last or first)
    if not 1 <= rows[0] <= rows[1] <= rows[0] + 1:
        raise ValueError
    return rows


_rows.__name__ = "row, or two of them such as 3-4"


def _day(given: str) -> str:
    return date.fromisoformat(given).isoformat()


_day.__name__ = "day such as 2026-11-26"


def _count(given: str) -> int:
    if (count := int(given)) < 1:
        raise ValueError
    return count


_count.__name__ = "whole number from 1"  # as it is called where it is wrong


def _run(arguments: list[str], **more: str) -> int:
    """Another program's exit code. Ctrl-C reaches it too, and it knows best how to end: nothing of it is killed.

    Asked to end (SIGTERM, or SIGHUP where a terminal is closed) this one asks that one, which would go on by itself.
    """
    import subprocess  # the quick verbs start no program, and start sooner without

    stopped = False
    environment = {**os.environ, "PYTHONHASHSEED": "0", **more}
    with subprocess.Popen([sys.executable, *arguments], cwd=paths.HOME, env=environment) as program:
        for asked in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
            if signal.getsignal(asked) != signal.SIG_IGN:  # nohup: it is to outlive its terminal
                signal.signal(asked, lambda *_: program.terminate())
        while True:
            try:
                code = program.wait()
            except KeyboardInterrupt:
                stopped = True
            else:
                return 130 if stopped and code else code


EXAMPLE = """For example
  python -m sosanh table dti.xlsx --sheet DTI --header 3-4 --area Tỉnh --value Hạng --time 2022 \\
    --unit rank --indicator gov_dti_rank --out-of 63
says of each cell what it is taken for, and of which it is taken for nothing. Once all is right, the same with
  --write --reference dti-2022
adds the figures to the codebook. A source that is new there takes --name, --name-en, --certainty, --read-on, too, and
--url or --locator."""
VERBS = {
    function.__name__.replace("_", "-"): function
    for function in (
        data, reports, lessons, test, test_all, test_browser, charts, lab, refresh, verify, numbers, second_reading,
        article, check, indicators, agreement, table,
    )
}  # fmt: skip
OF_TEXT, OF_NONE = (each.format(text="<folder>/<source_id>.txt", id="<source_id>") for each in (READ, NEXT))
EPILOGS = {"article": f"Then, with a text:\n{OF_TEXT}\n\nThen, without one:\n{OF_NONE}", "table": EXAMPLE}
PASSED_ON = ("test", "test-all", "test-browser", "lab", "lessons")  # their further arguments go on to what they run
ARGUMENTS = {
    "reports": {"--jobs": {"type": _count, "default": 0, "help": "how many pages at once (as many as there are cores)"},
                "--brief": {"default": "", "help": "the pages of this brief only, out of date or not"},
                "--scheduler": {"default": "", "help": "have a Dask cluster make them, as many at once as it can"},
                "--verbose": {"action": "store_true", "help": "say what with digits is no number"}},
    "lab": {"--language": {"choices": LANGUAGES, "help": "of the notebooks and of JupyterLab"},
            "--fresh": {"action": "store_true", "help": "a new copy of the notebooks, beside the one there is"}},
    "refresh": {"notebook": {"nargs": "*", "help": "only these (all without)"}},
    "numbers": {"file": {"help": "a UTF-8 text file"},
                "--csv": {"action": "store_true", "help": "as CSV instead of a table to read"}},
    "agreement": {"folder": {"help": "the readers' workbooks"},
                  "--article": {"default": "", "help": "the article in the data that is the reference; without it "
                                "reference.xlsx in the folder is, if there, else readers are held against each other"}},
    "table": {
        "file": {"help": "an .xlsx workbook, or a .csv file (UTF-8, ; or ,)"},
        "--sheet": {"default": "", "help": "the sheet's name, where there are several; '*' for each that has a year"},
        "--header": {"type": _rows, "default": (1, 1), "help": "the row of the heads (1), or two rows: 3-4"},
        "--area": {"required": True, "help": "the column of the areas: its head ('Tỉnh'), or its letter (B)"},
        "--value": {"required": True, "nargs": "+", "help": "that of the values; or several: heads, letters, C:F"},
        "--time": {"required": True, "help": "the time of the figures: 2022, 2022-07, SY2022-23; or where it stands: "
                   "heads, sheets, or the head or letter of a column"},
        "--unit": {"required": True, "help": "the unit of the figures and of the indicator: rank, percent, …"},
        "--indicator": {"required": True, "help": "its code in the codebook (python -m sosanh indicators finds it)"},
        "--bound": {"choices": ("exact", "ge"), "default": "exact", "help": "ge for targets: at least so much (exact)"},
        "--out-of": {"type": _count, "default": None, "metavar": "N", "help": "of a rank: among how many, such as 63"},
        "--map": {"choices": ("VN63", "VN34"), "default": "", "help": "the map of the areas, before or after 1 July "
                  "2025 (that in force at the time)"},
        "--decimal": {"choices": (",", "."), "default": "", "metavar": "SIGN", "help": "the decimal sign, , or . where "
                      "no number shows it"},
        "--skip": {"nargs": "+", "default": [], "metavar": "NAME", "help": "rows to leave out, by what stands in the "
                   "column of the areas: 'Cả nước' 'Trung bình'"},
        "--reference": {"default": "", "help": "the source: its code in the codebook's sheet references"},
        "--name": {"default": "", "help": "of a new source: how it is cited, in Vietnamese"},
        "--name-en": {"default": "", "help": "of a new source: the same in English"},
        "--url": {"default": "", "help": "of a new source: the address where it was read"},
        "--locator": {"default": "", "help": "of a new source: what finds it without an address, such as its number"},
        "--read-on": {"type": _day, "default": None, "help": "of a new source: the day it was read, 2026-11-27"},
        "--certainty": {"default": "", "help": "of a new source: a code of the list source_certainty: read, copy, …"},
        "--write": {"action": "store_true", "help": "add the figures to data/raw/codebook.xlsx (else only shown)"},
    },
    "second-reading": {"source_id": {"help": "an article, such as dt-2024-07"}},
    "article": {"source_id": {"help": "such as dt-2025-09: province, year, month"},
                "text": {"nargs": "?", "default": "", "help": "its text, a UTF-8 file, or the saved page (HTML); "
                         "<source_id>.txt in $ARTICLES without"}},
    "indicators": {"words": {"nargs": "*", "help": "of a sentence, or of a new indicator's name, in Vietnamese"},
                   "--from": {"dest": "article", "default": "", "help": "put the new indicators of this article's "
                              "workbook into the codebook"},
                   "--unit": {"default": "percent", "help": "its unit: percent, count, vnd … (percent without)"}},
    "check": {"source_id": {"help": "an article, such as dt-2025-09"},
              "--language": {"choices": LANGUAGES, "help": "of what is said"}},
}  # fmt: skip

if __name__ == "__main__":
    sys.exit(main())
