"""The live database's accounts: the SQL beside this file."""

from jikim.db.migrate import apply_sql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    apply_sql(__file__, "0002_accounts.sql")
