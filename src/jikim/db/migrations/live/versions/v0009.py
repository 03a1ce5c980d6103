"""The live database's part for tasks, and what comes in on paper, by phone and from partners: the SQL beside this file."""

from jikim.db.migrate import apply_sql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    apply_sql(__file__, "0009_tasks.sql")
