#!/bin/sh
# Makes the secrets that compose.yaml hands over as files, once: a password for each role of the databases, the
# connection strings with them, and a certificate of this machine's own, for a first trial.
#
#   deploy/secrets.sh [DIRECTORY [HOST]]      secrets, and db, unless given
set -eu
place=${1:-secrets}
host=${2:-db}
if [ -e "$place" ]; then
  echo "error: \`$place\` is there already" >&2
  echo "hint: its passwords are the databases'; name another directory" >&2
  exit 1
fi
# The directory is its owner's alone. The files in it are mounted one by one, for another user to read.
mkdir -p "$place"
chmod 0700 "$place"
word() { openssl rand -hex 24; }
dsn() { echo "host=$host dbname=$1 user=$2 password=$3" > "$place/$1$4_dsn"; }
word > "$place/postgres"
migrator=$(word) eraser=$(word) backup=$(word)
for database in live archive keys ledger; do
  dsn "$database" "jikim_$database" "$(word)" ""
  dsn "$database" jikim_migrator "$migrator" _owner
  dsn "$database" jikim_backup "$backup" _backup
done
for database in keys ledger; do
  dsn "$database" jikim_eraser "$eraser" _eraser
done
dsn figures jikim_figures "$(word)" ""
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 30 -subj /CN=localhost \
  -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout "$place/tls_key" -out "$place/tls_cert" 2> /dev/null
chmod 0644 "$place"/*
