"""The tables: what columns they have, which codes they use, and the collection that is read from them.

Who reads data never meets a workbook: nothing here knows Excel.
"""
