"""Pages for anyone: the policy in each version, the promises with their evidence, and what every site needs."""

from __future__ import annotations

from jikim.web.public import policy, promises, security

PAGES = [*policy.PAGES, *promises.PAGES, *security.PAGES]
