"""A brief is one file: it asks for nothing, runs nothing and has nothing to say on the console."""

from pathlib import Path

from playwright.sync_api import Page

HEAVIEST = 500_000  # bytes: five hundred numbers with their cards, and drawings with their letters


def listen(page: Page, address: str) -> list[str]:
    """The faults of a page that is about to be opened at `address`, noted as they happen."""
    noted: list[str] = []

    def asked(request) -> None:
        if request.url.partition("#")[0] != address and not request.url.startswith("data:"):
            noted.append(f"asks for {request.url[:200]}")

    page.on("request", asked)
    page.on("console", lambda message: noted.append(f"console, {message.type}: {message.text[:300]}"))
    page.on("pageerror", lambda error: noted.append(f"script fails: {error}"))
    return noted


# Tries to load one thing of each kind, from a name that exists nowhere, and returns the kinds nothing forbade.
_TRY = """async () => {
  const outside = 'http://outside.invalid/x', refused = new Set()
  document.addEventListener('securitypolicyviolation', event => refused.add(event.effectiveDirective))
  const put = (tag, attributes) => document.body.append(Object.assign(document.createElement(tag), attributes))
  put('img', {src: outside})
  put('script', {src: outside})
  put('link', {rel: 'stylesheet', href: outside})
  put('iframe', {src: outside})
  put('audio', {src: outside})
  put('object', {data: outside})
  fetch(outside).catch(() => {})
  new FontFace('outside', `url(${outside})`).load().catch(() => {})
  const kinds = {'img-src': 'pictures', 'script-src-elem': 'scripts', 'style-src-elem': 'style sheets',
    'frame-src': 'frames', 'media-src': 'sound', 'object-src': 'objects', 'connect-src': 'data', 'font-src': 'fonts'}
  for (let waited = 0; waited < 20 && refused.size < Object.keys(kinds).length; waited++)
    await new Promise(done => setTimeout(done, 50))
  return Object.keys(kinds).filter(each => !refused.has(each)).map(each => kinds[each])
}"""


def policy(page: Page) -> list[str]:
    """What the page's own content-security policy would let in from outside."""
    return [f"its policy would let {kind} in from outside" for kind in page.evaluate(_TRY)]


def weight(path: Path) -> list[str]:
    size = path.stat().st_size
    return [f"{size:,} bytes; at most {HEAVIEST:,}"] if size > HEAVIEST else []
