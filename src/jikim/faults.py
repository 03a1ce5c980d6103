"""Errors while a rule of the policy was evaluated, counted and logged by type and place. What was asked is in neither."""

from __future__ import annotations

import logging
from collections import Counter

log = logging.getLogger(__name__)


class Faults(Counter[str]):
    """How often each happened since this process began."""

    def add(self, policy: str, fault: str) -> None:
        """One more. `policy` is the digest of the version whose rule it was."""
        self[fault] += 1
        log.error("a rule of policy %s could not be evaluated: %s", policy[:12], fault)
