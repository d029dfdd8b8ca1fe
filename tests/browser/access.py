"""Who reads with a keyboard, a magnifier or a voice: axe-core, held to WCAG 2.2 AA and to good order of headings and
landmarks."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# `target-size` is WCAG 2.2's but off in axe unless named; the others are good practice, and so is `region`, which axe
# looks at in whole documents only
RULES = ["target-size", "heading-order", "landmark-one-main", "page-has-heading-one"]

# Contrast is looked at apart: the buttons lie over the numbers and let them through, and axe then cannot tell on what
# ground a number stands. They are made invisible for that look.
_RUN = """async ({tags, rules, within}) => {
  const told = found => found.flatMap(each => each.nodes.map(node => [each.id, each.help, node.html,
    node.any.concat(node.all, node.none).map(check => check.message).join('; ')]))
  const named = Object.fromEntries(rules.map(rule => [rule, {enabled: true}]))
  const order = await axe.run(within, {preload: false, resultTypes: ['violations'], runOnly: tags,
    rules: {...named, 'color-contrast': {enabled: false}}})
  const region = await axe.run(document, {preload: false, resultTypes: ['violations'],
    runOnly: {type: 'rule', values: ['region']}})
  const walks = [...document.querySelectorAll('.walk')]
  walks.forEach(walk => { walk.style.visibility = 'hidden' })
  const ink = await axe.run(within, {preload: false, resultTypes: ['violations', 'incomplete'],
    runOnly: {type: 'rule', values: ['color-contrast']}})
  walks.forEach(walk => { walk.style.visibility = '' })
  return [told(order.violations.concat(region.violations, ink.violations)), told(ink.incomplete)]
}"""


def faults(page: Page, within: str = "html") -> list[str]:
    """What axe finds wrong, and where it cannot tell whether a text stands out from its ground."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)  # not `add_script_tag`: the page's policy forbids scripts, and so it should
    wrong, undecided = page.evaluate(_RUN, {"tags": TAGS, "rules": RULES, "within": within})
    return [_said(each) for each in wrong] + [f"undecided: {_said(each)}" for each in undecided]


def faults_of_an_open_card(page: Page) -> list[str]:
    """The same of the card that is open; what lies under it is made invisible, or axe could not tell its ground."""
    page.add_style_tag(content="main, main * { visibility: hidden !important }")
    return [f"with a card open: {each}" for each in faults(page, ":popover-open")]


def _said(node: list[str]) -> str:
    rule, text, element, why = node
    return f"{rule}: {text}: {element[:160]} ({why[:300]})"
