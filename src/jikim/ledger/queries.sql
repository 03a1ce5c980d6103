-- name: ledger.take @live
-- The next entries of the live inbox, taken in the transaction that gives them positions.
SELECT * FROM ledger.take(%s)

-- name: ledger.waiting_archive @archive
-- The archive's entries that wait.
SELECT * FROM ledger.waiting(%s)

-- name: ledger.waiting_keys @keys
-- The key store's entries that wait.
SELECT * FROM ledger.waiting(%s)

-- name: ledger.remove_archive @archive
-- Entries that have their position are dropped from the archive's inbox.
SELECT ledger.remove(%s)

-- name: ledger.remove_keys @keys
-- Entries that have their position are dropped from the key store's inbox.
SELECT ledger.remove(%s)

-- name: ledger.mark_taken @live
-- Which of another database's entries are new here; settles a repeated run.
SELECT ledger.mark_taken(%s, %s)

-- name: ledger.forget_taken @live
-- The other inbox no longer holds them.
SELECT ledger.forget_taken(%s, %s)

-- name: ledger.still @live
-- Whether nothing waits in the live inbox, and the tree's size.
SELECT * FROM ledger.still()

-- name: ledger.tree @live
-- The tree's size and frontier, locked: one sequencer at a time.
SELECT * FROM ledger.tree_locked()

-- name: ledger.grow @live
-- The tree after new leaves.
SELECT ledger.grow(%s, %s, %s)

-- name: ledger.checkpoint @live
-- A signed checkpoint.
SELECT ledger.add_checkpoint(%s, %s, %s)

-- name: ledger.checkpoints @live
-- Every checkpoint, by size.
SELECT size, at, note FROM ledger.checkpoint ORDER BY size

-- name: ledger.bodies_of @live
-- Sealed entries about one person.
SELECT * FROM ledger.bodies_of(%s)

-- name: ledger.waiting_of @live
-- Entries about one person that wait for their position.
SELECT * FROM ledger.waiting_of(%s)

-- name: ledger.archive_waiting_of @archive
-- The same in the archive.
SELECT * FROM ledger.waiting_of(%s)

-- name: ledger.entries @live
-- Leaves with their sealed bodies, in order.
SELECT * FROM ledger.entries(%s, %s)
