"""No difference of two reported values is taken except through the gate.

`b.obs_value - a.obs_value` is a number even where the two rows count different things, or where one of them says
"over 91 %". Only `gate.change` may subtract: it first asks whether the two compare, and then subtracts intervals.
The lint below reads the library and the notebooks without running them. In each function it follows reported values
through names, loops, lists and wrappers such as `float`, and says where one is subtracted, by whatever spelling, or
handed to a function that subtracts what it is given. In a notebook nothing is subtracted at all.

It follows names, not types, and looks one call deep: it finds what is written in haste, not what is well hidden.
"""

import ast
from collections import Counter
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

import nbformat
import pytest

from sosanh.data import paths

VALUES = {"obs_value", "obs_value_to", "value_lower", "value_upper", "share", "numerator", "score"}
ENDS = {"lower", "upper"}  # of an interval: taken out of it they are plain numbers
OTHER = {
    "Interval",
    "allowed",
    "difference",
    "interval",
}  # what these return is no plain value, of whatever they are given
OTHER |= {"all", "any", "isfinite", "isna", "isnan", "len", "notna"}
PLAIN = {"Decimal", "abs", "float", "int", "list", "max", "min", "round", "tuple"}  # but what these return is one
METHODS = {"__rsub__", "__sub__", "diff", "eval", "pct_change", "ptp", "rsub", "sub", "subtract"}
FUNCTIONS = {"math.dist", "numpy.diff", "numpy.ediff1d", "numpy.ptp", "numpy.subtract", "operator.isub", "operator.sub"}
BY_NAME = {"agg", "aggregate", "apply", "getattr", "methodcaller", "transform"}  # take a method's name as text
ADDING, KEEPING = {"add", "fsum", "radd", "sum"}, {"add", "append", "extend", "insert", "setdefault", "update"}

ALLOWED = {
    ("intervals.py", "difference"): "the one subtraction that keeps both ends and whether they are open",
    ("intervals.py", "allowed"): "half a unit of the last decimal either side of one value",
    ("intervals.py", "implied_count"): "the last whole number below an end that is itself excluded",
    ("intervals.py", "implied_gain"): "counts of one total, under the stated condition that it has not changed",
    ("followups.py", "_rounded_down"): "a floor and its own last step, as one assumption takes it",
    ("intervals.py", "residual"): "one figure's percentage and the share of its own fraction",
    ("ranks.py", "_panel"): "how wide an axis is beside its ranks",
    ("pairs.py", "_near"): "how wide the axis around the two floors is",
    ("marks.py", "bound"): "the width of one interval, or from its end to the edge of the drawing",
    ("marks.py", "span"): "where an axis begins and ends, so far from the outermost figures",
    ("marks.py", "whole"): "how much of a scale an axis shows",
    ("marks.py", "level"): "how far along the axis one line stands",
    ("marks.py", "label"): "the width of one interval: where its label has room",
    ("derive.py", "relation"): "two days are subtracted; the values it is given are added up, as their article does",
    ("leading.py", "naive"): "the difference not to be written, shown as such",
    ("gate.py", "change"): "the gate itself, after its verdict",
    ("reader.py", "_are_one"): "a fraction and the percentage in brackets after it: are they one value?",
}


class Finding(NamedTuple):
    file: str
    line: int
    what: str
    owner: tuple[str, str]  # file and function that subtract, as in ALLOWED

    def __str__(self):
        return f"{self.file}:{self.line}: {self.what}"


class Scope:
    """One function, or what stands outside all functions, and those of its names that hold reported values."""

    def __init__(self, owner, node, aliases, given=(), givers=frozenset()):
        self.owner, self.node, self.aliases, self.givers = owner, node, aliases, givers
        arguments = [each.arg for each in ast.walk(getattr(node, "args", ast.Pass())) if isinstance(each, ast.arg)]
        self.parameters = arguments[arguments[:1] in (["self"], ["cls"]) :]
        self.names, before = set(given), None
        while before != self.names:
            before = set(self.names)
            self.names.update(*(self.named(*pair) for pair in bindings(node)))

    def named(self, target, value):
        """The names in `target` that hold a reported value once it is given `value`."""
        if all(isinstance(each, ast.Tuple) for each in (target, value)) and len(target.elts) == len(value.elts):
            return {name for pair in zip(target.elts, value.elts, strict=True) for name in self.named(*pair)}
        while isinstance(target, ast.Subscript | ast.Attribute | ast.Call):
            target = target.func if isinstance(target, ast.Call) else target.value
        found = {getattr(each, "id", getattr(each, "arg", "")) for each in ast.walk(target)}
        return found - {""} if self.mentions(value) else set()

    def mentions(self, node):
        """Does this expression hold a reported value, or the name of a column of them?"""
        if isinstance(node, ast.Compare) or (isinstance(node, ast.Call) and last(node.func) in OTHER):
            return False
        known = isinstance(node, ast.Attribute) and node.attr in VALUES | ENDS
        known = known or (isinstance(node, ast.Constant) and node.value in VALUES)
        if known or getattr(node, "id", "") in self.names or self.meant(node) in self.givers:
            return True
        parts = inputs(node) if isinstance(node, ast.Call) else ast.iter_child_nodes(node)
        return any(map(self.mentions, parts))

    def differences(self, everything=False):
        """(line, expression) of every subtraction of a reported value here, or of everything there is."""
        compared = {
            id(part) for each in ast.walk(self.node) if isinstance(each, ast.Compare) for part in operands(each)
        }
        for node in ast.walk(self.node):
            plain = everything and isinstance(getattr(node, "op", None), ast.Sub)
            taken = any(everything or self.mentions(each) for each in terms(node))
            if plain or taken or (subtracts(node, self.aliases) and id(node) not in compared):
                yield node.lineno, ast.unparse(node)

    def subtracted(self):
        """The parameters that this function subtracts, or subtracts from."""
        if not any(map(terms, ast.walk(self.node))):
            return set()
        own, scope = set(self.differences()), (self.owner, self.node, self.aliases)
        return {each for each in self.parameters if set(Scope(*scope, {each}, self.givers).differences()) - own}

    def gives(self):
        """Does this function return a plain reported value, and not a text or a record made of some?"""
        returned = [each.value for each in ast.walk(self.node) if isinstance(each, ast.Return | ast.Yield)]
        return any(self.mentions(each) for each in map(unmade, returned) if each)

    def meant(self, node):
        """(file, function) that a name stands for; of a method, of whatever object, only its name is known."""
        if isinstance(node, ast.Call):
            return self.meant(node.func)
        full = dotted(node, self.aliases).split(".")
        if len(full) > 1:
            return f"{full[-2]}.py", full[-1]
        return self.owner[0] if isinstance(node, ast.Name) else "", last(node)

    def handed(self, helpers):
        """(line, call, owner) of every reported value handed to a function that subtracts it, or beside it."""
        for call in (each for each in ast.walk(self.node) if isinstance(each, ast.Call)):
            for named in (call.func, *(each for each in call.args if not isinstance(each, ast.Call))):
                for helper, subtracted in helpers.get(self.meant(named), ()):
                    pairs = helper.matched(call) if named is call.func else [(each, call) for each in subtracted]
                    if any(self.mentions(value) for parameter, value in pairs if parameter in subtracted):
                        yield call.lineno, ast.unparse(call), helper.owner

    def matched(self, call):
        """(parameter, argument) of a call of this function; a starred argument may be any of them."""
        yield from zip(self.parameters, call.args, strict=False)
        yield from ((each.arg, each.value) for each in call.keywords)
        spread = [each for each in call.args if isinstance(each, ast.Starred)]
        yield from ((parameter, each) for parameter in self.parameters for each in spread)


@cache
def bindings(tree):
    """(target, value) of every way in which names are given to values, or values kept under a name."""
    return [pair for node in ast.walk(tree) for pair in _bindings(node)]


def _bindings(node):
    if isinstance(node, ast.Assign):
        yield from ((target, node.value) for target in node.targets)
    elif isinstance(node, ast.AugAssign | ast.NamedExpr) or (isinstance(node, ast.AnnAssign) and node.value):
        yield node.target, node.value
    elif isinstance(node, ast.For | ast.comprehension):
        yield node.target, node.iter
    elif isinstance(node, ast.Call):
        if last(node.func) in KEEPING:
            yield node.func, ast.Tuple(node.args)
        functions = [each for each in node.args if isinstance(each, ast.Lambda)]
        others = ast.Tuple([each for each in inputs(node) if each not in functions])
        yield from ((each.args, others) for each in functions)


def inputs(call):
    """What a call works on: the object before the dot, and the arguments."""
    return [*([call.func.value] if isinstance(call.func, ast.Attribute) else []), *call.args, *call.keywords]


def operands(node):
    """What an operator, or a call that adds, puts together."""
    if isinstance(node, ast.BinOp):
        return [node.left, node.right]
    if isinstance(node, ast.AugAssign):
        return [node.target, node.value]
    found = [node.left, *node.comparators] if isinstance(node, ast.Compare) else inputs(node)
    return [part for each in found for part in getattr(each, "elts", [each])]


def terms(node):
    """The operands of a subtraction, also of one written as a sum with something negated."""
    operator = getattr(node, "op", None)
    if isinstance(operator, ast.Sub):
        sets = any(isinstance(each, ast.Set | ast.SetComp) for each in operands(node))
        return [] if sets or negated(node) else operands(node)
    adds = isinstance(operator, ast.Add) or (isinstance(node, ast.Call) and last(node.func) in ADDING)
    return operands(node) if adds and any(map(negated, operands(node))) else []


def negated(node):
    """Is this `-x`, `0 - x` or a multiple of one? Turning one value round is no difference of two."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Div):
        return negated(node.left) or negated(node.right)
    nought = isinstance(node, ast.BinOp) and isinstance(node.left, ast.Constant) and not node.left.value
    return isinstance(getattr(node, "op", None), ast.USub) or (nought and isinstance(node.op, ast.Sub))


def subtracts(node, aliases):
    """Is this a method or function that subtracts, called or only named? Those of regular expressions do not."""
    if isinstance(node, ast.Call) and last(node.func) in BY_NAME:
        return any(isinstance(each, ast.Constant) and each.value in METHODS for each in node.args)
    full = dotted(node, aliases)
    return full in FUNCTIONS or (getattr(node, "attr", "") in METHODS and not full.startswith("re."))


def unmade(node):
    """The expression, without a call at its head that makes a text or a record: of `rows.max()`, `rows` remains."""
    if isinstance(node, ast.Call) and last(node.func) not in PLAIN:
        return node.func.value if isinstance(node.func, ast.Attribute) else None
    return node


def last(node):
    """The last name of `a.b.c` or `c`."""
    return getattr(node, "attr", getattr(node, "id", ""))


def dotted(node, aliases):
    """A name in full, whatever it was imported as: `np.subtract` is `numpy.subtract`."""
    if isinstance(node, ast.Attribute):
        before = dotted(node.value, aliases)
        return f"{before}.{node.attr}" if before else ""
    return dotted(node.func, aliases) if isinstance(node, ast.Call) else aliases.get(getattr(node, "id", ""), "")


def imported(tree):
    """What each imported name, and each compiled pattern, stands for in full."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            before = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
            found |= {each.asname or each.name: before + each.name for each in node.names}
        elif isinstance(node, ast.Assign) and dotted(node.value, found) == "re.compile":
            found |= {last(target): "re.compile" for target in node.targets}
    return found


def functions(tree, before=""):
    """(qualified name, node) of each function and method, and of what stands outside them."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield from functions(node, f"{node.name}.")
        elif isinstance(node, ast.FunctionDef):
            yield before + node.name, node
    yield before, ast.Module([each for each in tree.body if not isinstance(each, ast.ClassDef | ast.FunctionDef)], [])


def lint(library, notebooks=MappingProxyType({})):
    """Every finding in modules of the library and in notebooks, each given as {file: source}."""
    scopes = []
    for file, source in (dict(library) | dict(notebooks)).items():
        tree = ast.parse(source)
        aliases = imported(tree)
        scopes += [Scope((file, name), node, aliases) for name, node in functions(tree)]
    givers = {key(each) for each in scopes if each.gives()}
    scopes = [Scope(each.owner, each.node, each.aliases, (), givers) for each in scopes]
    helpers = {}
    for scope in scopes:
        helpers.setdefault(key(scope), []).append((scope, scope.subtracted()))
    found = set()
    for scope in scopes:
        file = scope.owner[0]
        found |= {Finding(file, *each, scope.owner) for each in scope.differences(file in notebooks)}
        found |= {Finding(file, *each) for each in scope.handed(helpers)}
    return sorted(found)


def key(scope):
    """How calls know this function: see `Scope.meant`."""
    file, name = scope.owner
    return ("", name.rpartition(".")[2]) if "." in name else (file, name)


def cells(path):
    """The code of a notebook; a line number counts the lines of its code cells."""
    return "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code")


@pytest.fixture(scope="module")
def findings():
    files = sorted(paths.LIBRARY.rglob("*.py"))
    times = Counter(path.name for path in files)  # of two files of one name each has its room before it: none is hidden
    library = {
        path.name if times[path.name] == 1 else f"{path.parent.name}/{path.name}": path.read_text("utf-8")
        for path in files
    }
    assert len(library) == len(files)
    return lint(library, {path.name: cells(path) for path in paths.notebooks()})


def test_library_and_notebooks_take_no_plain_difference(findings):
    assert [str(each) for each in findings if each.owner not in ALLOWED] == []


@pytest.mark.parametrize("owner", ALLOWED, ids=":".join)
def test_what_is_allowed_is_still_there(owner, findings):
    assert owner in {each.owner for each in findings}


@pytest.mark.parametrize(
    "fault",
    [
        "b.obs_value - a.obs_value",
        "b['share'] - a['share']",
        "rows.loc[1, 'value_lower'] - rows.loc[0, 'value_upper']",
        "getattr(b, 'score') - 80",
        "round(abs(Decimal(str(b.obs_value)) - before), 1)",
        "interval(b).lower - interval(a).upper",
        "a.obs_value + -b.obs_value",
        "-1 * a.obs_value + b.obs_value",
        "b.obs_value + (0 - a.obs_value)",
        "sum([b.obs_value, -a.obs_value])",
        "total = 100.0; total -= a.numerator",
        "total = 0; total += a.share; total - before",
        "kept: float = a.share; kept - before",
        "first, last = float(a.obs_value), float(b.obs_value); last - first",
        "first, *others = rows['obs_value']; others[0] - first",
        "for row, size in zip(names, rows['share']): size - before",
        "[size - before for size in rows['numerator']]",
        "(size := a.numerator) and size - before",
        "kept = []; kept.append(a.share); kept[1] - kept[0]",
        "kept = {}; kept[a.obs_id] = a.share; kept[last] - kept[first]",
        "rows.groupby('indicator')['obs_value'].agg(lambda part: part.iloc[-1] - part.iloc[0])",
        "rows.diff()",
        "rows['x'].sub(rows['y'])",
        "rows.groupby('indicator').pct_change()",
        "rows.groupby('indicator').agg('diff')",
        "a.__sub__(b)",
        "rows.eval('b - a')",
        "import numpy as np; np.subtract(b, a)",
        "import numpy as np; np.subtract.outer(b, a)",
        "import numpy; numpy.diff(values)",
        "from numpy import diff; diff(values)",
        "values.ptp()",
        "from numpy import subtract as s; s(b, a)",
        "from numpy import ediff1d as steps; steps(values)",
        "from functools import reduce; import operator; reduce(operator.sub, values)",
        "from operator import sub as less; map(less, b, a)",
        "import math; math.dist([a], [b])",
    ],
)
def test_each_planted_difference_is_found(fault):
    body = fault.replace("; ", "\n    ").replace(": size", ":\n        size")
    assert lint({"planted.py": f"def planted(a, b, rows, values, before):\n    {body}\n"})


HELPER = "def gap(a, b, at=0):\n    wide = float(b) - float(a)\n    return wide, at\n"


@pytest.mark.parametrize(
    "call",
    [
        "from sosanh.draw.charts import gap\nfor row in rows:\n    gap(row.obs_value, before)",
        "from sosanh.draw import charts\ndef draw(row, other):\n    charts.gap(at=1, b=row.obs_value, a=0)",
        "from sosanh.draw import charts as c\nsizes = [row.share for row in rows]\nc.gap(*sizes)",
        "from sosanh.draw.charts import gap as drawn\nrows['obs_value'].rolling(2).apply(drawn)",
        "from sosanh.draw.charts import gap\ndef size(row):\n    return float(row.obs_value)\ngap(size(a), size(b))",
    ],
)
def test_a_difference_hidden_in_a_chart_helper_is_found(call):
    for found in (lint({"charts.py": HELPER, "other.py": call}), lint({"charts.py": HELPER}, {"page.ipynb": call})):
        assert [each.owner for each in found] == [("charts.py", "gap")]


def test_a_helper_that_subtracts_nothing_reported_is_let_be():
    calls = "from sosanh.draw.charts import gap\ngap(0, 1, at=row.obs_value)\ngap(place, len(rows['share']))\n"
    assert lint({"charts.py": HELPER, "other.py": calls}) == []


@pytest.mark.parametrize(
    "source",
    [
        "def size(row):\n    return float(row.obs_value)\ndef page(a, b):\n    return size(b) - size(a)",
        "def sizes(rows):\n    yield rows[0].share\nfirst, last = sizes(rows)\nlast - first",
        "def size(row):\n    return Decimal(row.obs_value).scaleb(6)\nsize(b) - size(a)",
        "class Pair:\n    @property\n    def size(self):\n        return self.b.obs_value\npair.size - before",
    ],
)
def test_a_difference_behind_a_function_that_returns_the_value_is_found(source):
    assert len(lint({"planted.py": source})) == 1


@pytest.mark.parametrize(
    "code", ["last - first", "size -= 1", "a + -b", "a.diff()", "names - {'x'}", "[b - a for a, b in pairs]"]
)
def test_a_notebook_subtracts_nothing(code, tmp_path):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("a - b"), nbformat.v4.new_code_cell(code)])
    nbformat.write(notebook, tmp_path / "page.ipynb")
    assert [each.line for each in lint({}, {"page.ipynb": cells(tmp_path / "page.ipynb")})] == [1]


@pytest.mark.parametrize(
    "code",
    [
        "rows[len(x) - 1]",
        "len(rows['obs_value']) - 1",
        "(last.day - first.day).days",
        "line[max(0, start - 12) : start]",
        "'-'.join(names) + '-' + str(row.obs_value)",
        "import re; MARK = re.compile('%'); MARK.sub('', re.sub('-', '', row.share))",
        "reported, level = interval(row), float(row.obs_value); aim = Interval(level, level); by = aim - reported",
        "down = Interval(-reported.upper, 0 - reported.lower)",
        "columns = set(rows) - {'share', 'score'}",
        "shown = [row.obs_value > 80 for row in rows]; place - sum(shown)",
        "row.obs_value + 1",
        "kept[place] = row.share; kept.setdefault(place, []).append(row.share); place - 1",
        "text.lower(), text.upper() - 1",
        "import numpy as np; refused = ufunc in (np.subtract, np.negative)",
    ],
)
def test_harmless_code_is_let_be(code):
    assert [str(each) for each in lint({"harmless.py": code.replace("; ", "\n")})] == []
