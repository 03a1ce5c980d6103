#!/bin/sh
# Restores the newest sets, verifies the ledger that came back, and takes away what it copied. It restores into the databases
# that JIKIM_LIVE_DSN and its like name, which must be empty; without these into an embedded server in PLACE.
#
#   deploy/rehearse.sh POLICY RING COPY BACKUPS KEYS-BACKUPS PLACE
#
# The copies of the ring lie in PLACE while it runs, so let that be memory.
set -eu
policy=$1 place=$6
newest() { find "$1" -maxdepth 1 -name "$2-*" ! -name '*.partial' | sort | tail -n 1; }
data=$(newest "$4" jikim) keys=$(newest "$5" keys)
if [ -z "$data" ] || [ -z "$keys" ]; then
  echo "error: there is no set of the data and one of the keys yet" >&2
  echo "hint: jikim backup makes both" >&2
  exit 1
fi
mkdir -m 0700 "$place/rehearsal"
trap 'rm -rf "$place/rehearsal"' EXIT
cp -a "$2" "$place/rehearsal/ring"
cp -a "$3" "$place/rehearsal/copy"
export JIKIM_DIR="$place/rehearsal/data" JIKIM_RING_DIR="$place/rehearsal/ring" JIKIM_RING_COPIES="$place/rehearsal/copy"
# Past months of the ledger that lay in a directory are beside the sets; those in a bucket are read there.
if [ -d "$4/ledger-objects" ]; then export JIKIM_LEDGER_OBJECTS="$4/ledger-objects"; fi
jikim restore "$policy" "$data" --keys "$keys"
jikim export ledger "$policy" --out "$place/rehearsal/ledger.jsonl.gz"
jikim verify "$place/rehearsal/ledger.jsonl.gz"
