"""Moves: people's data that is moved in from an application's database or files, and out to another system, each approved
by an officer who did not ask for it."""
