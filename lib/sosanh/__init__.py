"""SoSánh: compare Vietnam's provinces on digital transformation from what public articles state.

Every number shown can be walked back to one printed token in one article, and nothing shown claims more
than those tokens allow.
"""

__version__ = "0.1.0"
