"""The cabinet: papers with their place, the day on which they are due, and how they were destroyed (clauses 6.2, 6.4).

Guarantees: a paper is due when nothing keeps its record any more, never while a legal hold does; it is destroyed before
a witness, and stands in the next destruction certificate beside what is electronic. The register holds a record's
number and a sealed note, no value.
"""
