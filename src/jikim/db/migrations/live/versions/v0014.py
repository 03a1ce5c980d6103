"""The live database's part for the facts and the posting of a breach: the SQL beside this file."""

from jikim.db.migrate import apply_sql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    apply_sql(__file__, "0014_breach.sql")
