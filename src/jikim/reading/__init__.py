"""What handlers look for and read: people by number or exact value, one person's records, reads of many, and what ends
when.

Guarantees: nothing here answers a value without a purpose of a grant that stands, each look is recorded in the
statement that makes it, and data of many people is read only by an `Approval` that the database's own row makes. How it
is shown is the office's pages'.
"""
