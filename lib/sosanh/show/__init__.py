"""What is said of a result: first screens, tables, sentences.

It never draws, and never opens a workbook.
"""
