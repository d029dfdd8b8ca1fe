"""Reading numbers out of a Vietnamese text: which digits are figures, of what unit, with which bound.

It imports `numbers` only, and serves `make verify` and `sosanh numbers`. No page needs it.
"""
