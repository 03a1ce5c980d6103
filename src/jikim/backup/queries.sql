-- name: set.begin @live may record
-- A backup gets its number before anything is read: what was committed before stands in it.
SELECT live.backup_begin(%s, %s, {entry})

-- name: set.verified @live records if done
-- It was read back.
SELECT live.backup_verified(%s, %s, {entry})

-- name: set.pruned @live records if done
-- It goes.
SELECT live.backup_pruned(%s, %s, %s, {entry})

-- name: sets @live
-- Every backup that was begun, and what became of it.
SELECT * FROM live.backups()

-- name: set.note @live
-- An entry about a set of the keys, or of a server's files.
SELECT ledger.note({entry}, %s, %s, %s, %s)
