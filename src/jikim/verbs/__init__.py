"""The verbs, the only way to personal data: each decides by the policy, acts on the store and records the evidence, in
that order.

Verbs do no I/O of their own: each is a generator of statements, run alike on a sync or an async connection.
"""
