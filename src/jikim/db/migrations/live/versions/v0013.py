"""The live database's part for attestations, plans and taken-in access records: the SQL beside this file."""

from jikim.db.migrate import apply_sql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    apply_sql(__file__, "0013_evidence.sql")
