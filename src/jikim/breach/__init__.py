"""The breach desk: whose data and which items were reached, computed from the ledger; the clocks of 72 hours; letters
to those concerned (PIPA §34).

A breach is opened by an officer with when it became known. Whom it reached is found by a time, a handler or a record
kind, and can be found again, wider; nobody who was found is taken off. It is closed once everybody was told, or cannot
be reached and a posting stands.
"""
