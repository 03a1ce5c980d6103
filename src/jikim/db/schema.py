"""Where each database's definitions stand, and the order in which they are put together.

A room's tables and functions stand once, as they are now, in its `schema.sql`; the head of a function is the statement that calls it (`queries.py`).
A database's version names a digest of its source, so a database of another checkout is told apart by construction and
refused (`migrate.migrate`). A change of a table writes a migration too, and a test holds both equal (`releases.py`).
"""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Literal

from jikim.policy.outcome import Outcome

Database = Literal["live", "archive", "keys", "ledger"]
DATABASES: tuple[Database, ...] = ("live", "archive", "keys", "ledger")
# Where something is restricted, in a log of its own beside the ring; the ledger only says what was done.
RESTRICTED: tuple[Database, ...] = ("live", "archive", "keys")

# The house's rules, which statements of one person read and none of them changes, and the mark behind them: copies follow to
# each further server of people (`everywhere`).
COPIED = (
    "live.bar", "live.consent_request", "live.crossing", "live.demand", "live.demand_secret", "live.grant_", "live.handler",
    "live.handler_proof", "live.in_force", "live.index_version", "live.lies", "live.moving", "live.number", "live.policy_version", "live.publication",
    "live.question", "live.register", "live.register_step", "live.rules", "live.setting",
)  # fmt: skip

# The order of assembly: a file may name what stands in a file before it.
_ALL = ("ledger/inbox.sql", "ledger/early.sql")  # what each of the four has
_EACH = (*_ALL, "keys/restrictions.sql")
SOURCES: dict[Database, tuple[str, ...]] = {
    "live": (
        *_EACH, "store/restoring.sql", "ledger/in_live.sql", "db/servers.sql", "store/schema.sql", "store/directory.sql", "accounts/schema.sql", "store/away.sql",
        "store/bars.sql", "store/attached.sql", "store/twins.sql", "api/schema.sql", "cases/schema.sql", "cases/with_verbs.sql", "cases/rules.sql",
        "desk/schema.sql", "cookies/schema.sql", "mail/schema.sql", "handlers/schema.sql", "publishing/schema.sql", "intake/schema.sql", "disclosures/schema.sql",
        "reading/schema.sql", "breach/schema.sql", "prove/schema.sql", "monitoring/schema.sql", "observed/schema.sql",
        "moves/schema.sql", "reports/schema.sql", "systems/schema.sql",
    ),
    "archive": (*_EACH, "ledger/beside_live.sql", "store/restoring.sql", "store/archive.sql"),
    "keys": (*_EACH, "ledger/beside_live.sql", "keys/schema.sql"),
    "ledger": (*_ALL, "ledger/beside_live.sql", "ledger/packed.sql", "ledger/schema.sql"),
}  # fmt: skip

_PACKAGE = Path(__file__).parents[1]


@cache
def source(database: Database) -> str:
    """All definitions of one database, in the order of assembly."""
    text = "\n".join((_PACKAGE / name).read_text(encoding="utf-8") for name in SOURCES[database])
    # A database's schema has its name.
    return named(text.replace("{database}", database))


def named(text: str) -> str:
    """SQL with its outcomes by number; a schema writes them by name, as `THEN {frozen}`. Raises KeyError for a name
    that is none."""
    return re.sub(r"\{([a-z_]+)\}", lambda found: str(int(Outcome[found[1].upper()])), text)


_RENEWED = re.compile(
    r"^CREATE FUNCTION .*?\$\$.*?\$\$[^;]*;|^(?:GRANT (?![^;]*ON ALL)|REVOKE )[^;]*;", re.MULTILINE | re.DOTALL
)


def renewed(database: Database) -> str:
    """The functions of a database and their privileges, as one that has older ones takes them. What a whole schema is
    granted is not granted again: a function that came behind the grant never had it."""
    found = _RENEWED.findall(source(database))
    return "\n".join(re.sub("^CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", one) for one in found)


@cache
def digest(database: Database) -> str:
    """The first 12 hex digits of the SHA-256 of a database's source, by which one of another source is told apart."""
    return sha256(source(database).encode()).hexdigest()[:12]
