"""Processors and partners: what was agreed, when each is inspected, and what it answers when it is to delete (clauses
4.1-4.7).

The policy says what each may get and why; the register here says what people have signed, looked at and been told. What
is missing is found, not asked.
"""
