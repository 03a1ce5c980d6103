"""Tasks: what somebody of the office has to do by a day, who has taken it on, and how it was done (10.10)."""
