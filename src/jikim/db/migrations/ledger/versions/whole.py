"""The ledger database, made from its source: the rooms' `schema.sql`."""

from jikim.db.migrate import apply_sql
from jikim.db.schema import base, source

revision = base("ledger")
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    apply_sql(source("ledger"))
