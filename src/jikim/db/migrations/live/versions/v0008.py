"""The live database's part for policy versions that are announced: the SQL beside this file."""

from jikim.db.migrate import apply_sql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    apply_sql(__file__, "0008_publishing.sql")
