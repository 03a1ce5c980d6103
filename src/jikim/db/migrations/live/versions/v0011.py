"""The live database's part for what handlers read of many, and the reports: the SQL beside this file."""

from jikim.db.migrate import apply_sql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    apply_sql(__file__, "0011_reading.sql")
