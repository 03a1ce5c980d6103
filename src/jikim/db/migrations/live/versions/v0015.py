"""The live database's part for coming in by a link: the SQL beside this file."""

from jikim.db.migrate import apply_sql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    apply_sql(__file__, "0015_link.sql")
