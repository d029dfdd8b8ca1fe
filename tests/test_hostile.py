"""Files and notebooks that are wrong, by a slip or on purpose: each costs itself, and one message says what it is.

Each fault has a name, how it is planted, and how the message begins.
"""

from itertools import pairwise

import hypothesis
import pytest
import yaml
from hypothesis import strategies

from sosanh.data import paths
from sosanh.data.problems import DataProblems
from sosanh.publish import briefs

START = "name: one, notebook: 00_start-here"
AREA = "- {name: one, notebook: 00_start-here, parameters: {area: %s}}"
GRID = "- {name: '%s', notebook: 00_start-here, %s}\n"


def nested(first, again, letters="abcdefghi"):
    """Lines of which each has what the one before has, nine times."""
    return "".join([first, *(again.format(own=b, before=f"*{a}") for a, b in pairwise(letters))])


LAUGHS = nested("    a: &a [x]\n", "    {own}: &{own} [" + ", ".join(["{before}"] * 9) + "]\n")
MERGED = nested("    a: &a {x: y}\n", "    {own}: &{own} {{<<: [" + ", ".join(["{before}"] * 9) + "]}}\n")
THOUSAND = ", ".join(map(str, range(1000)))
OF_BRIEFS = {
    "values that stand for nine each, eight times over": (
        f"- name: one\n  notebook: 00_start-here\n  parameters:\n{LAUGHS}",
        "line 9: found '125479 values'; allowed: at most 50000, those behind *names counted each time",
    ),
    "the same in mappings that are merged": (
        f"- name: one\n  notebook: 00_start-here\n  parameters:\n{MERGED}",
        "line 9: found '199288 values'; allowed: at most 50000",
    ),
    "a value that holds itself": (
        "- &all {name: one, parameters: *all}", "line 1: found '*all, which holds itself'; allowed: values that end",
    ),
    "a grid of a million": (
        GRID % ("{area}-{article}", f"grid: {{area: [{THOUSAND}], article: [{THOUSAND}]}}"),
        "brief 1!grid: found '1000000 pages with this'; allowed: at most 5000",
    ),
    "grids that are too many together": (
        "".join(GRID % (f"{x}-{{area}}", f"parameters: {{x: {x}}}, grid: {{area: [{THOUSAND}]}}") for x in "abcdef"),
        "brief 6!grid: found '6000 pages with this'; allowed: at most 5000",
    ),
    "a list within a list, five thousand times": (
        "- " + "[" * 5000 + "]" * 5000,
        "line 1: found 'values within values within values'; allowed: at most 20 within one another",
    ),
    "a line of a million letters": (
        AREA % ("x" * 1_000_000), "found '1000060 bytes'; allowed: at most 500000",
    ),
    "a text of thousands of letters": (
        AREA % ("x" * 9_000),
        "line 1: found 'xxxxxxxxxxxxxxxxxxxx…, 9000 letters'; allowed: at most 1000",
    ),
    "a number of hundreds of digits": (
        f"- {{{START}, limit: {'9' * 400}}}",
        "line 1: found '99999999999999999999…, a number of 400 signs'; allowed: at most 15",
    ),
    "a limit of years": (
        f"- {{{START}, limit: 1.0e+300}}",
        "brief 1!limit: found '1e+300'; allowed: seconds that the notebook may run, such as 120; at most 86400",
    ),
    "thousands of keys": (
        f"- {{{', '.join(f'k{number}: 1' for number in range(2000))}}}", "brief 1: found 'k",
    ),
    "thousands of lines that are no briefs": ("- x\n" * 2000, "brief 1: found 'x'; allowed: a line of {name,"),
    "a control character": (AREA % r'"a\a"', "line 1: found 'U+0007 in a text'; allowed"),
    "a character that turns the direction of writing": (
        AREA % "\u202eabc", "line 1: found 'U+202E in a text'; allowed: letters and signs",
    ),
    "half a character": (AREA % r'"\ud800"', "line 1: found 'U+D800 in a text'; allowed"),
    "an object of Python": ("- !!python/object/apply:os.system ['true']", "line 1: found \"could not determine a"),
    "a set": ("- !!set {a, b}", "line 1: found \"could not determine a constructor for the tag"),
    "a name too long for a file": (f"- {{name: {'x' * 300}, notebook: 00_start-here}}", "brief 1!name: found 'xxxx"),
    "such a name by a grid": (
        GRID % ("of-{area}", f"grid: {{area: [{'x' * 300}]}}"), "brief 1!name: found 'of-xx",
    ),
}  # fmt: skip


def refusal(reads, path, text):
    """The message that a text is refused with."""
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataProblems) as raised:
        reads(path)
    return str(raised.value)


@pytest.mark.parametrize(("text", "message"), OF_BRIEFS.values(), ids=OF_BRIEFS)
def test_a_list_of_briefs_that_is_too_much_is_refused(tmp_path, text, message):
    """Before anything is made of it: what stands for a billion values would never end."""
    said = refusal(briefs.read, tmp_path / "briefs.yml", text)
    assert (
        said.startswith(f"briefs.yml{'' if message.startswith('found') else ','}") and message in said.splitlines()[0]
    )
    assert len(said) < 10_000


@pytest.mark.parametrize("extra", [0, 1])
def test_names_have_room_for_all_that_stands_around_them(tmp_path, extra):
    """Their files are named after them, and written beside them first: to the longest name nothing is added in vain."""
    name = "x" * (briefs.LONGEST_NAME + extra)
    (tmp_path / "briefs.yml").write_text(f"- {{name: {name}, notebook: 00_start-here}}")
    if extra:
        with pytest.raises(DataProblems, match="allowed: at most 100 letters; this has 101"):
            briefs.read(tmp_path / "briefs.yml")
    else:
        (tmp_path / f".{briefs.read(tmp_path / 'briefs.yml')[0].file}.{'counterexample-12'}.csv.4194304").write_text("")


OF_SITE = {
    "a name before the host": ("errors: 'https://good.vn@evil.example/'", "errors: found 'https://good.vn@evil.example/'"),
    "a password before the host": ("address: 'https://user:pw@host/a'", "address: found 'https://user:pw@host/a'"),
    "a name before the host, of errors": ("errors: 'https://user:pw@host'", "errors: found 'https://user:pw@host'"),
    "lines in the head of a mail": ("errors: 'mailto:a%0aBcc:x@b.vn'", "errors: found 'mailto:a%0aBcc:x@b.vn'"),
    "a bell in a name": ('publisher: "Sở\\a A"', "line 1: found 'U+0007 in a text'; allowed: letters and signs"),
    "a name that is turned around": ("publisher: \u202eABC", "line 1: found 'U+202E in a text'"),
    "a name of a thousand letters": (f"publisher: {'x' * 1000}", "publisher: found 'xxx"),
    "a name of a million letters": (f"publisher: {'x' * 1_000_000}", "found '1000011 bytes'; allowed: at most 500000"),
    "an address of thousands of letters": (f"errors: https://a.vn/{'x' * 2000}", "line 1: found 'https://a.vn/xxxxxxx…"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "message"), OF_SITE.values(), ids=OF_SITE)
def test_who_publishes_is_one_name_and_plain_addresses(tmp_path, text, message):
    said = refusal(briefs.imprint, tmp_path / "site.yml", text)
    assert said.startswith("site.yml") and message in said and len(said.splitlines()) == 1


def test_an_address_may_have_an_at_sign_behind_its_host(tmp_path):
    (tmp_path / "site.yml").write_text("errors: https://a.vn/@so?to=b@c\n")
    assert briefs.imprint(tmp_path / "site.yml").errors == "https://a.vn/@so?to=b@c"


# --- whatever is put in the place of a value -------------------------------------------------------------------

_LEAVES = strategies.one_of(
    strategies.none(), strategies.booleans(), strategies.integers(), strategies.floats(), strategies.dates(),
    strategies.text(max_size=20), strategies.binary(max_size=5),
    strategies.sampled_from(["each", "{area}", "of-{area}", "00_start-here", "vi", "<<", "=", "VN63-87", 300 * "x"]),
)  # fmt: skip
_VALUES = strategies.recursive(
    _LEAVES,
    lambda own: strategies.lists(own, max_size=4) | strategies.dictionaries(_LEAVES, own, max_size=4),
    max_leaves=8,
)
_KEYS = (*briefs.KEYS, "nmae", "publisher", "errors", "address", "area", "language")


@strategies.composite
def _texts(draw):
    """A list with one brief that is right but for what stands at some of its keys; sometimes a file that is no YAML."""
    if not draw(strategies.integers(0, 5)):
        return draw(
            strategies.binary(max_size=60)
            | strategies.text(max_size=60).map(lambda own: own.encode("utf-8", "replace"))
        )
    entry = {"name": "one", "notebook": "00_start-here"} | draw(
        strategies.dictionaries(strategies.sampled_from(_KEYS), _VALUES)
    )
    held = draw(strategies.sampled_from([[entry], [entry, entry], entry]))
    return yaml.safe_dump(held, allow_unicode=draw(strategies.booleans())).encode("utf-8", "surrogatepass")


@pytest.mark.whole
@hypothesis.settings(max_examples=1000)
@hypothesis.given(_texts())
def test_whatever_is_written_is_briefs_or_one_message(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "any.yml"
    path.write_bytes(text)
    for reads in (briefs.read, briefs.imprint):
        try:
            made = reads(path)
            assert isinstance(made, list | briefs.Imprint)
            if isinstance(made, list):
                briefs.check(made)
        except DataProblems as error:
            assert error.problems and "Traceback" not in str(error)


def test_the_projects_own_files_are_far_from_every_bound():
    for path in (paths.BRIEFS, paths.SITE, paths.HOME / "reports" / "lessons.yml"):
        assert path.stat().st_size < briefs.MOST_BYTES / 20
    assert len({each.name for each in briefs.read()}) < briefs.MOST_PAGES / 10
    assert max(len(each.name) for each in briefs.read()) < briefs.LONGEST_NAME * 0.6
