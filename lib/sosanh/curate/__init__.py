"""From workbooks to tables: reading, checking, deriving, and holding all against the articles' texts.

The only room that knows openpyxl. It says nothing to readers of pages; its words are for who types.
"""
