"""The monitoring room: reads of people are counted by who reads, a pause answers what is beyond the plan's limits, and
an officer judges it.

Guarantees: counting adds nothing to the statement that reads (the sequencer counts, with the entries' positions); a
pause ends the grants themselves, so every statement that asks a grant sees it; nobody lifts or judges their own. What
is counted names no person whose data was read.
"""
