"""Run by Alembic: applies this database's versions on the connection that `db.migrate` hands over."""

from jikim.db.migrate import run_versions

run_versions()
