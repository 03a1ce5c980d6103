"""Publishing a version of the policy: announced by its notice, asked about, in force at its minute, and withdrawn
before it where it must be.

A version goes through these states (`live.publication`); nothing is announced without its notice, because both are one
act:

    announcing ─► announced ─► in-force
        │             └─► withdrawn
        └─► lapsed    (its day came and it was not posted: the dates of the file no longer hold)

Each step is one statement that does nothing a second time; whoever is killed in between leaves it to the next run. The
rooms beside this one (notices, mail) are wired in `app/publishing.py`.
"""
