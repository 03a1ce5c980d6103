-- name: set.begin @live may record
-- A backup gets its number before anything is read: what was committed before stands in it.
SELECT live.backup_begin(%(number)s, %(place)s, {entry})

-- name: set.verified @live records if done
-- It was read back.
SELECT live.backup_verified(%(number)s, %(bytes)s, {entry})

-- name: set.pruned @live records if done
-- It goes.
SELECT live.backup_pruned(%(number)s, %(begun)s, %(place)s, {entry})

-- name: sets @live
-- Every backup that was begun, and what became of it.
SELECT * FROM live.backups()

-- name: set.note @live
-- An entry about a set of the keys, or of a server's files.
SELECT ledger.note({entry}, %(subject)s, %(record)s, %(items)s)
