"""Lessons: exercises that are exhibits, computed from the rows of the data, and shown in one of several editions.

It owns what is asked, which answers can be given and what is said of each. It stands on the public door: whatever a
lesson shows besides is an exhibit that every notebook has.
"""
