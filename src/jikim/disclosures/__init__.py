"""Disclosures: what leaves to third parties beyond the daily work, and the register of all that left (clauses 3.1-3.7).

Guarantees: an authority gets exactly what a second person approved; a new consent is asked for and nothing leaves
before its yes; what leaves as statistics or under pseudonyms is checked before it does. It decides nothing itself:
every value leaves through `provide`, which is judged as ever.
"""
