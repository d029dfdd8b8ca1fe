"""Notebooks run, pages written, the list of pages. The only room that knows papermill, nbconvert and Jinja."""

import sys

# A checker of web addresses that nbformat's validator would bring in: its grammar takes two seconds to compile, and no
# notebook's schema asks for it. Where it is missing nobody minds.
sys.modules.setdefault("rfc3987_syntax", None)
