"""Pages for anyone: the policy in each version, the promises with their evidence, and what every site needs."""

from __future__ import annotations

from jikim.web.public import look_files, policy, promises, security
from jikim.web.routes import routes_of

front = policy.front
PAGES = [*policy.PAGES, *routes_of(promises, security, look_files)]
