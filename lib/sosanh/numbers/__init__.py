"""Numbers as they are printed and what they allow: numerals, periods, units, tokens, intervals.

It imports nothing of ours. It knows no table, no article and no sentence.
"""
