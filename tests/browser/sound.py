"""A small page with nothing wrong with it, for faults to be planted in."""

STYLE = """
:root { color-scheme: light dark; --ink: #1b262c; --paper: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6ecef; --paper: #12181b; } }
body { margin: 0 auto; padding: 0 1rem; max-width: 52rem; background: var(--paper); color: var(--ink); }
.scroller { overflow-x: auto; }
.figure { position: relative; display: inline-block; min-width: 24px; line-height: 24px; }
.walk { position: absolute; inset: 0; background: none; border: 0; }
.card { max-width: min(30rem, 90vw); max-height: 80vh; overflow: auto; }
tr { break-inside: avoid; }
@media print { .walk, .card { display: none; } }
"""
RULES = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
POLICY = f'<meta http-equiv="Content-Security-Policy" content="{RULES}">'
SQUARE = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='40' height='40'/%3E"
STRIP = (
    f'<section class="exhibit strip" lang="vi"><figure><img src="{SQUARE}" alt="Một ô vuông" width="40" height="40">'
    "<figcaption>Hình</figcaption></figure></section>"
)
NUMBER = (
    '<span class="figure" data-from="untouched(x.01)">78,18%'
    '<button type="button" class="walk" popovertarget="c1" aria-label="78,18%: ở đâu ra?"></button></span>'
)
ROWS = "".join(f'<tr><th scope="row">Trường</th><td>Hàng {row} của bảng</td></tr>' for row in range(90))
SOUND = f"""<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
{POLICY}
<title>Trang thử</title>
<style>{STYLE}</style>
</head>
<body>
<main>
<section class="exhibit headline" lang="vi"><h1 class="question">Đã vượt mức đề ra chưa?</h1>
<p class="answer">Bài báo in {NUMBER} cơ sở.</p></section>
<h2>So sánh</h2>
<section class="exhibit pairs" lang="vi"><table><caption>Cặp số liệu</caption>
<thead><tr><th scope="col">Nơi</th><th scope="col">Số liệu</th></tr></thead><tbody>{ROWS}</tbody></table></section>
{STRIP}
</main>
<div class="cards">
<div class="card" id="c1" role="dialog" aria-labelledby="c1-title" popover><h2 id="c1-title">Con số này</h2>
<dl><dt>Bài báo in</dt><dd>78,18%</dd><dt>Bài</dt><dd>Tăng tốc</dd></dl>
<button type="button" class="close" popovertarget="c1" popovertargetaction="hide">Đóng</button></div>
</div>
</body>
</html>
"""
PRINTED = {"x.01": ("78,18%", "Tăng tốc")}
WANTED = ["headline", "pairs", "strip"]


def planted(old, new, text=SOUND):
    """The page with the fault put in, in one place."""
    assert old in text
    return text.replace(old, new, 1)


def before_end(*html):
    return planted("</main>", "".join(html) + "</main>")
