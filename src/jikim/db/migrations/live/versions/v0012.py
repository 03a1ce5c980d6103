"""The live database's part for reviews of the ledger, breaches and alerts: the SQL beside this file."""

from jikim.db.migrate import apply_sql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    apply_sql(__file__, "0012_watch.sql")
