"""The live database's mail: the SQL beside this file."""

from jikim.db.migrate import apply_sql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    apply_sql(__file__, "0006_mail.sql")
