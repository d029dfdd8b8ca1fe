"""What may be compared: the gate's verdicts, and the questions whose answers are results.

It chooses no words and draws nothing.
"""
