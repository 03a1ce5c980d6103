"""The steps of the daily work and what their numbers are called, in Korean and in English."""

from __future__ import annotations

from jikim.tables import pairs, table

# The steps in their order as `run_due` runs them: Korean and English.
STEPS = pairs(__package__, "job_words", "steps")
# What a step's numbers are called; what is not here is no news.
NUMBERS = pairs(__package__, "job_words", "numbers")
# What else the command `jikim jobs` counts.
MORE: dict[str, str] = table(__package__, "job_words")["more"]
