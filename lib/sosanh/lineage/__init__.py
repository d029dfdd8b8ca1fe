"""Where a number comes from: numbers that carry it, the second computation, and the audit of a finished page.

It never imports what compares, shows or draws: what checks the writers shares with them only the reading of a token
and the writing of a number.
"""
