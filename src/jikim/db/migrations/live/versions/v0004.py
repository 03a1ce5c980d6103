"""The live database's desk: the SQL beside this file."""

from jikim.db.migrate import apply_sql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    apply_sql(__file__, "0004_desk.sql")
