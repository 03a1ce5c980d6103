"""Accounts: who signs in and how it is known. Credentials, sessions, one-time links, limits. Every value is personal and goes through the verbs or
is stored as a hash alone."""
