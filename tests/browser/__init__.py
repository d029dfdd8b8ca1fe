"""What only a browser can tell of the built pages: `make test-browser` opens every one of them in Chromium.

Each module here knows one kind of fault and finds it with a small function that returns sentences, none where all is
well: `loads` (nothing from outside, nothing on the console), `access` (axe-core), `layout` (nothing sticks out, on
screen or on paper), `paper` (what the printed pages hold), `cards` (every number opens its card, by keyboard too),
`exhibits` (all that was to be shown is there), `tongue` (one language a page), `truth` (both languages say the same),
`markup` (valid HTML). `test_pages` holds every page against all of them, `test_planted` plants each fault in a sound
page and sees it found by the same function.
"""
