"""The first shape of the live database: the SQL beside this file."""

from jikim.db.migrate import apply_sql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    apply_sql(__file__, "0001_live.sql")
