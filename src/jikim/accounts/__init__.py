"""Accounts: who signs in and how it is known, by credentials, sessions, one-time links and limits. Every value is
personal and goes through the verbs or is stored as a hash alone."""
