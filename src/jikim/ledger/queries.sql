-- name: ledger.waiting_live @live
-- The live inbox's entries that wait.
SELECT * FROM ledger.waiting(%(limit)s)

-- name: ledger.waiting_archive @archive
-- The archive's entries that wait.
SELECT * FROM ledger.waiting(%(limit)s)

-- name: ledger.waiting_keys @keys
-- The key store's entries that wait.
SELECT * FROM ledger.waiting(%(limit)s)

-- name: ledger.remove_archive @archive
-- Entries that have their position are dropped from the archive's inbox.
SELECT ledger.remove(%(entries)s)

-- name: ledger.remove_keys @keys
-- Entries that have their position are dropped from the key store's inbox.
SELECT ledger.remove(%(entries)s)

-- name: ledger.mark_taken @live
-- Which of another database's entries are new here; settles a repeated run.
SELECT ledger.mark_taken(%(source)s, %(entries)s)

-- name: ledger.forget_taken @live
-- The other inbox no longer holds them.
SELECT ledger.forget_taken(%(source)s, %(entries)s)

-- name: ledger.still @live
-- Whether nothing waits in the live inbox, the tree's size, and whether somebody is to be alerted.
SELECT * FROM ledger.still()

-- name: ledger.alarm @live
-- Somebody is to be alerted of the ledger, or was.
SELECT ledger.alarm(%(on)s)

-- name: ledger.tree @live
-- The tree's size and frontier, locked: one sequencer at a time.
SELECT * FROM ledger.tree_locked()

-- name: ledger.monitor @live restricts
-- How many people's data each reader read is counted; who is beyond the plan's limits is paused.
SELECT live.monitor(%(counts)s, %(at)s)

-- name: ledger.grow @live
-- The tree after new leaves, and the live inbox without what has its place in it.
SELECT ledger.grow(%(taken)s, %(from_)s, %(size)s, %(frontier)s, %(months)s, %(lots)s, %(lows)s, %(highs)s, %(levels)s,
    %(numbers)s, %(roots)s, %(leaves)s)

-- name: ledger.checkpoint @live
-- A signed checkpoint.
SELECT ledger.add_checkpoint(%(size)s, %(at)s, %(note)s)

-- name: ledger.checkpoints @live
-- Every checkpoint, by size.
SELECT size, at, note FROM ledger.checkpoint ORDER BY size

-- name: ledger.thin @live
-- Checkpoints older than a day but the last of each hour and the cosigned ones.
SELECT ledger.thin(%(at)s)

-- name: ledger.bodies_of @live
-- Sealed entries about one person.
SELECT * FROM ledger.bodies_of(%(subject)s)

-- name: ledger.waiting_of @live
-- Entries about one person that wait for their position.
SELECT * FROM ledger.waiting_of(%(subject)s)

-- name: ledger.archive_waiting_of @archive
-- The same in the archive.
SELECT * FROM ledger.waiting_of(%(subject)s)

-- name: ledger.entries @live
-- Leaves with their sealed bodies, in order.
SELECT * FROM ledger.entries(%(from_)s, %(limit)s)

-- name: ledger.commitments @live
-- Leaves alone, in order.
SELECT * FROM ledger.commitments(%(from_)s, %(limit)s)

-- name: ledger.tiles @live
-- The leaf hashes of full tiles, as they were when each was complete.
SELECT * FROM ledger.tiles(%(from_)s, %(limit)s)

-- name: ledger.roots @live
-- Roots of full subtrees of one level.
SELECT * FROM ledger.roots(%(level)s, %(from_)s, %(limit)s)

-- name: ledger.named @live
-- The ledger's name, given once.
SELECT ledger.named(%(origin)s)

-- name: ledger.tree_now @live
-- The tree's size, frontier and generation; looks only.
SELECT * FROM ledger.tree_now()

-- name: ledger.last_checkpoint @live
-- The newest checkpoint.
SELECT * FROM ledger.last_checkpoint()

-- name: ledger.cosign @live
-- A witness' line in a checkpoint's note.
SELECT ledger.cosign(%(size)s, %(line)s)

-- name: ledger.witnesses @live
-- What each witness cosigned last, and what it said last.
SELECT * FROM ledger.witnesses()

-- name: ledger.witness_said @live
-- What a witness said just now.
SELECT ledger.witness_said(%(key)s, %(size)s, %(at)s, %(said)s)

-- name: ledger.begin_generation @live records if done
-- The ledger goes on from a backup, under another name.
SELECT ledger.begin_generation(%(generation)s, {entry})

-- name: ledger.spans @live
-- The months whose bodies are still there, by lot, and from which day on each may go; no one's data.
SELECT * FROM ledger.spans()

-- name: ledger.bodies_in @live
-- How many bodies a month's lot has.
SELECT ledger.bodies_in(%(month)s, %(lot)s)

-- name: ledger.shorter_live @live
-- Of these lots, those whose bodies stay for less than this.
SELECT ledger.shorter(%(lots)s, %(terms)s)

-- name: ledger.shorter_keys @keys
-- Of these lots, those whose keys stay for less than this.
SELECT ledger.shorter(%(lots)s, %(terms)s)

-- name: ledger.lengthen_live @live records if done
-- A lot's bodies stay longer, as the policy asks; never shorter.
SELECT ledger.lengthen(%(lot)s, %(term)s, {entry})

-- name: ledger.lengthen_keys @keys records if done
-- And so do its keys.
SELECT ledger.lengthen(%(lot)s, %(term)s, {entry})

-- name: ledger.state_expiry @live records if done
-- The ledger says that a month's lot goes; by the eraser.
SELECT ledger.state_expiry(%(month)s, %(lot)s, {entry})

-- name: ledger.erase @live
-- Bodies whose time is over go, a page at a time; by the eraser.
SELECT ledger.erase(%(month)s, %(lot)s, %(limit)s)

-- name: ledger.destroy_month @keys restricts records if done
-- The key of a month's lot goes, and its name never gets another; by the eraser.
SELECT keys.destroy_month(%(name)s, {entry})

-- name: ledger.positions @live
-- Where the entries of a span of time lie, by the checkpoints around it.
SELECT * FROM ledger.positions(%(from_)s, %(until)s)

-- name: ledger.tell @live may record
-- A process says which of its entries it vouches for.
SELECT ledger.tell(%(entry)s, %(at)s, %(said)s)

-- name: ledger.words @live
-- What processes said, that was not read yet.
SELECT * FROM ledger.words()

-- name: ledger.processes @live
-- Which numbers of these processes, or of all, were placed; sealed.
SELECT * FROM ledger.processes(%(processes)s)

-- name: ledger.keep_processes @live
-- The same, written back; the words that were read go.
SELECT ledger.keep_processes(%(processes)s, %(seen)s, %(ended)s, %(words)s)
