"""Intake: what comes in by other doors than the pages: on paper, by phone, fax and e-mail (1.3), and from partner
companies (1.4)."""
