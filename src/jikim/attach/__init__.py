"""A database that an application owns, beside the policy: what its tables hold about people, and what nothing governs.

Nothing here writes to that database. Its schema is read by SQLAlchemy's inspection, samples are judged and forgotten,
and no value of a person is kept, printed or put into an error.
"""
