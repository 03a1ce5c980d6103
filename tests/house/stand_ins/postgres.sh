#!/bin/sh
# What the image of PostgreSQL does, over Debian's own packages: a cluster of the first start, with the scripts that are
# mounted for it, then the server.
set -eu
as() { setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; }
install -d -o postgres -g postgres -m 0700 "$PGDATA"
chown postgres:postgres /run/postgresql
if [ ! -e "$PGDATA/PG_VERSION" ]; then
  # shellcheck disable=SC2086
  as initdb --pgdata "$PGDATA" --username postgres --auth-local trust --auth-host scram-sha-256 \
    --pwfile "$POSTGRES_PASSWORD_FILE" $POSTGRES_INITDB_ARGS
  echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
  as pg_ctl --pgdata "$PGDATA" --options "-c listen_addresses=''" --wait start
  for script in /docker-entrypoint-initdb.d/*.sh; do as sh "$script"; done
  as pg_ctl --pgdata "$PGDATA" --wait stop
fi
exec setpriv --reuid=postgres --regid=postgres --clear-groups postgres -D "$PGDATA" -c 'listen_addresses=*'
