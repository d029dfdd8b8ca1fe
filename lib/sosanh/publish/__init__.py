"""Notebooks run, pages written, the list of pages. The only room that knows papermill, nbconvert and Jinja."""
