"""Pages for anyone: the policy in each version, the promises with their evidence, and what every site needs."""

from __future__ import annotations

from jikim.web.public import look_files, policy, security
from jikim.web.public.promises import PAGES as PROMISES

front = policy.front
PAGES = [*policy.PAGES, *PROMISES, *security.PAGES, *look_files.PAGES]
