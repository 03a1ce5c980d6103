"""What each statement takes, for the type checker alone: `calls.pyi`, made from the heads of the functions."""
