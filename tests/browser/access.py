"""Who reads with a keyboard, a magnifier or a voice: axe-core, held to WCAG 2.2 AA and to good order of headings and
landmarks."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# `target-size` is WCAG 2.2's but off in axe unless named; the others are good practice
RULES = ["target-size", "heading-order", "region", "landmark-one-main", "page-has-heading-one"]

# Contrast is looked at apart: the buttons lie over the numbers and let them through, and axe then cannot tell on what
# ground a number stands. They are made invisible for that look.
_RUN = """async ({tags, rules}) => {
  const told = found => found.flatMap(each => each.nodes.map(node => [each.id, each.help, node.html,
    node.any.concat(node.all, node.none).map(check => check.message).join('; ')]))
  const named = Object.fromEntries(rules.map(rule => [rule, {enabled: true}]))
  const order = await axe.run(document, {preload: false, resultTypes: ['violations'], runOnly: tags,
    rules: {...named, 'color-contrast': {enabled: false}}})
  const walks = [...document.querySelectorAll('.walk')]
  walks.forEach(walk => { walk.style.visibility = 'hidden' })
  const ink = await axe.run(document, {preload: false, resultTypes: ['violations', 'incomplete'],
    runOnly: {type: 'rule', values: ['color-contrast']}})
  walks.forEach(walk => { walk.style.visibility = '' })
  return [told(order.violations.concat(ink.violations)), told(ink.incomplete)]
}"""


def faults(page: Page) -> list[str]:
    """What axe finds wrong, and where it cannot tell whether a text stands out from its ground."""
    wrong, undecided = _found(page)
    return [_said(each) for each in wrong] + [f"undecided: {_said(each)}" for each in undecided]


def faults_with_a_card_open(page: Page) -> list[str]:
    """The same while a card covers part of the page: what lies under it cannot be decided, and is not asked."""
    wrong, _ = _found(page)
    return [f"with a card open: {_said(each)}" for each in wrong]


def _found(page: Page) -> list[list[list[str]]]:
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)  # not `add_script_tag`: the page's policy forbids scripts, and so it should
    return page.evaluate(_RUN, {"tags": TAGS, "rules": RULES})


def _said(node: list[str]) -> str:
    rule, text, element, why = node
    return f"{rule}: {text}: {element[:160]} ({why[:300]})"
