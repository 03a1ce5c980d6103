"""Pages for anyone: the policy in each version, and what every site needs."""

from __future__ import annotations

from jikim.web.public import policy

PAGES = [*policy.PAGES]
