"""The policy that `jikim init` writes: composed of fragments by a few answers, and clean for `check` whatever they are.

What a fragment says of an item, a purpose or a record that these answers leave out is left out with it, so that one
text serves a shop, a service, a community, an app and a house that gives appointments.
"""

from __future__ import annotations

from jikim.cli.starting.compose import Open, composed
from jikim.cli.starting.questions import PEOPLE, Answers, People
from jikim.cli.starting.trades import KINDS, TRADES, Kind

__all__ = ["KINDS", "PEOPLE", "TRADES", "Answers", "Kind", "Open", "People", "composed"]
