"""A task's own part (10.10): matters that have a line of their own in the morning's list."""

from __future__ import annotations

from jikim.web.office.cases.pages import Own

OWN = Own(beside={"shred": "/office/cabinet?which=due", "apart": "/office/cabinet?which=apart", "promise": ""})
