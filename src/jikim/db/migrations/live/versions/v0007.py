"""The live database's part for the people of the office: the SQL beside this file."""

from jikim.db.migrate import apply_sql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    apply_sql(__file__, "0007_handlers.sql")
