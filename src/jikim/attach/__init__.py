"""A database that an application owns, beside the policy: what its tables hold about people, and what nothing governs.

Looking at it writes nothing: its schema is read by SQLAlchemy's inspection, samples are judged and forgotten, and no
value of a person is kept, printed or put into an error. The statements on attached rows are made here, and run by the
rooms above with what the policy answered.
"""
