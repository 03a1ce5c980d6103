"""What the ledger's events are called, on the pages of members and of the office: those of records and people, and those
of the office itself."""

from __future__ import annotations

from jikim.app.registers import REGISTERS
from jikim.tables import pairs

DEEDS = pairs(__package__, "deeds") | {event: words for one in REGISTERS for event, words in one.deeds().items()}
