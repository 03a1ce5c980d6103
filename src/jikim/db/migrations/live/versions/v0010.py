"""The live database's part for disclosures, processors and the cabinet of paper: the SQL beside this file."""

from jikim.db.migrate import apply_sql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    apply_sql(__file__, "0010_giving.sql")
