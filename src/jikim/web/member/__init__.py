"""Pages of the people whose data it is: members, guests, guardians. Each asks first that they just proved who they are."""

from __future__ import annotations

from jikim.web.member import consents, correcting, data, download, edit, leave, receipt, uses, went
from jikim.web.routes import routes_of

PAGES = routes_of(data, uses, went, consents, edit, correcting, leave, receipt, download)
