"""SoSánh: compare Vietnam's provinces on digital transformation from what public articles state.

Every number shown can be walked back to where it comes from (a printed token in one article, a computation, another
named source, or a choice made for the page), and nothing shown claims more than that allows.
"""

__version__ = "0.1.0"
