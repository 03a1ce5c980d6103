#!/bin/sh
# Restores the newest sets into a PostgreSQL of its own, verifies the ledger that came back, and takes all of it away.
#
#   deploy/rehearse.sh POLICY RING COPY BACKUPS KEYS-BACKUPS PLACE
#
# The copies of the ring lie in PLACE while it runs, so let that be memory.
set -eu
policy=$1 place=$6
newest() { find "$1" -maxdepth 1 -name "$2-*" ! -name '*.partial' | sort | tail -n 1; }
mkdir -m 0700 "$place/rehearsal"
trap 'rm -rf "$place/rehearsal"' EXIT
cp -a "$2" "$place/rehearsal/ring"
cp -a "$3" "$place/rehearsal/copy"
export JIKIM_DIR="$place/rehearsal/data" JIKIM_RING_DIR="$place/rehearsal/ring" JIKIM_RING_COPIES="$place/rehearsal/copy"
jikim restore "$policy" "$(newest "$4" jikim)" --keys "$(newest "$5" keys)"
jikim export ledger "$policy" --out "$place/rehearsal/ledger.jsonl.gz"
jikim verify "$place/rehearsal/ledger.jsonl.gz"
