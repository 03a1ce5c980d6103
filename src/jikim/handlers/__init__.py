"""Handlers: the people of the office, who they are, what they have signed and learnt, how they prove who they are, and
their sessions.

Guarantees: nobody gets a grant or a session before a signed pledge, or keeps one after leaving (clauses 10.6, 10.8,
10.9): the database's own functions ask `live.handler_may`. A name and an address are sealed under a key of that
person's, which is destroyed when their time in the register is over. What a grant lets them do is judged by `decide`,
and given by `verbs.grant`.
"""
