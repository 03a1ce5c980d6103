#!/bin/sh
# Makes the roles and the databases that the connection strings among the secrets name, on a server that is new. The
# image of PostgreSQL runs it once; elsewhere, give psql's own variables (PGHOST, PGUSER) a superuser's.
#
#   deploy/postgres.sh [DIRECTORY]            /run/secrets, unless given
set -eu
secrets=${1:-/run/secrets}
export PGUSER="${POSTGRES_USER:-${PGUSER:-postgres}}" PGDATABASE=postgres
run() { psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 "$@"; }
part() { sed -n "s/.*$1=\([^ ]*\).*/\1/p" "$file"; }

run --command 'CREATE ROLE jikim_owner NOLOGIN'
# What PUBLIC loses; the databases below are made from template1.
for database in template1 postgres; do
  run --file "$(dirname "$0")/../src/jikim/db/privileges.sql" "$database"
done
for file in "$secrets"/*_dsn; do
  run --set db="$(part dbname)" --set role="$(part user)" --set password="$(part password)" << 'SQL'
SELECT format('CREATE ROLE %I LOGIN PASSWORD %L', :'role', :'password')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec
SELECT format('CREATE DATABASE %I OWNER jikim_owner', :'db')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'db') \gexec
REVOKE ALL ON DATABASE :"db" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"db" TO :"role";
SELECT format('GRANT CREATE ON DATABASE %I TO %I', :'db', :'role') WHERE :'role' = 'jikim_figures' \gexec
SQL
  case $file in */live_backup_dsn | */keys_backup_dsn)
    run --command "GRANT EXECUTE ON FUNCTION pg_try_advisory_lock(bigint), pg_advisory_unlock(bigint) TO jikim_backup" "$(part dbname)" ;;
  esac
done
run --command 'GRANT jikim_owner TO jikim_migrator' --command 'GRANT pg_read_all_data TO jikim_backup'
