"""The live database's api: the SQL beside this file."""

from jikim.db.migrate import apply_sql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    apply_sql(__file__, "0003_api.sql")
