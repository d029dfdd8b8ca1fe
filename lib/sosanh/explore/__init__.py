"""The explorer: figures found, chosen and compared without code, in a notebook that runs.

It decides nothing: what is chosen is `show.choice`, what a figure compares with is `show.partners`, and what it saves
is made by what makes the files of a page. So three lines of code give all that it shows, and it says which.
"""
