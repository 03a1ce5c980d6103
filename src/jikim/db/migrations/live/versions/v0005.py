"""The live database's cookies: the SQL beside this file."""

from jikim.db.migrate import apply_sql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    apply_sql(__file__, "0005_cookies.sql")
