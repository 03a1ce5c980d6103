"""Reports: what is processed (ROPA), who had access, what was destroyed, what left; and the yearly notice of use and
provision to each person.

Guarantees: a report is facts and counts from the policy and the registers; none holds a value of anybody's. Who has one
made is recorded. How it is shown, as page, CSV or paper, is the office's pages'; when the yearly letters go out is
`app`'s.
"""
