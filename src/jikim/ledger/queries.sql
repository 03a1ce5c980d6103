-- name: ledger.backlog_{database} @live @archive @keys @ledger
-- How much waits in a database's inbox, and since when.
SELECT * FROM ledger.backlog()

-- name: ledger.waiting_{database} @live @archive @keys @ledger
-- A database's entries that wait.
SELECT * FROM ledger.waiting(%(limit)s)

-- name: ledger.youngest_{database} @live @archive @keys @ledger
-- The number of what waits last in a database's inbox; NULL where nothing does.
SELECT ledger.youngest()

-- name: ledger.take_{database} @live @archive @keys @ledger
-- The batch of an inbox that stands, or the next one.
SELECT * FROM ledger.batch_take(%(limit)s)

-- name: ledger.last_{database} @live @archive @keys
-- The batch that was taken last of an inbox, and the one before it.
SELECT * FROM ledger.batch_last()

-- name: ledger.drop_{database} @live @archive @keys @ledger
-- A batch that has its positions leaves its inbox.
SELECT ledger.batch_drop(%(batch)s)

-- name: ledger.remove_{database} @live @archive @keys @ledger
-- What has its position, and came back with a backup, leaves its inbox.
SELECT ledger.remove(%(entries)s)

-- name: ledger.forget_batch @ledger
-- An inbox was put back, and its batches begin anew.
SELECT ledger.forget_batch(%(source)s)

-- name: ledger.placed @ledger
-- The last batch of an inbox that has its positions, and the reads that it told of.
SELECT * FROM ledger.placed_of(%(source)s)

-- name: ledger.still @ledger
-- Whether a checkpoint covers the tree, the tree's size, and whether somebody is to be alerted.
SELECT * FROM ledger.still()

-- name: ledger.alarm @ledger
-- Somebody is to be alerted of the ledger, or was.
SELECT ledger.alarm(%(on)s)

-- name: ledger.tree @ledger
-- The tree's size and frontier, locked: one sequencer at a time.
SELECT * FROM ledger.tree_locked()

-- name: ledger.monitor @live restricts everywhere
-- How many people's data each reader read is counted; who is beyond the plan's limits is paused.
SELECT live.monitor(%(source)s, %(batch)s, %(counts)s, %(at)s)

-- name: ledger.grow @ledger
-- The tree after new leaves, and the batch that they are.
SELECT ledger.grow(%(source)s, %(batch)s, %(counted)s, %(from_)s, %(size)s, %(frontier)s, %(months)s, %(lots)s, %(lows)s, %(highs)s, %(levels)s,
    %(numbers)s, %(roots)s, %(leaves)s)

-- name: ledger.checkpoint @ledger
-- A signed checkpoint.
SELECT ledger.add_checkpoint(%(size)s, %(at)s, %(note)s)

-- name: ledger.checkpoints @ledger
-- Every checkpoint, by size.
SELECT size, at, note FROM ledger.checkpoint ORDER BY size

-- name: ledger.thin @ledger
-- Checkpoints older than a day go, but the last of each hour and the cosigned ones. Answers how many went.
SELECT ledger.thin(%(at)s)

-- name: ledger.bodies_of @ledger
-- Sealed entries about one person below a position, the newest first: all, or so many.
SELECT * FROM ledger.bodies_of(%(subject)s, %(newest)s, %(below)s)

-- name: ledger.waiting_of @live
-- Entries about one person that wait for their position.
SELECT * FROM ledger.waiting_of(%(subject)s)

-- name: ledger.archive_waiting_of @archive
-- The same in the archive.
SELECT * FROM ledger.waiting_of(%(subject)s)

-- name: ledger.entries @ledger
-- Leaves with their sealed bodies, in order; those of packed ones are in `ledger.blocks`.
SELECT * FROM ledger.entries(%(from_)s, %(limit)s)

-- name: ledger.blocks @ledger
-- The sealed bodies of packed tiles.
SELECT * FROM ledger.blocks(%(tiles)s)

-- name: ledger.whose @ledger
-- Where packed bodies may lie whose person's number ends so.
SELECT * FROM ledger.whose(%(bucket)s)

-- name: ledger.to_pack @ledger
-- The first tile of the range that is packed next.
SELECT ledger.to_pack(%(tiles)s)

-- name: ledger.pack @ledger
-- A tile's bodies in blocks, beside the bodies themselves.
SELECT ledger.pack(%(n)s, %(months)s, %(lots)s, %(sealed)s)

-- name: ledger.let_go @ledger
-- The rows of a packed range go, whose blocks were opened; by the eraser.
SELECT ledger.let_go(%(first)s, %(tiles)s)

-- name: ledger.to_move @ledger
-- The first tile of the packed range that moves to objects next.
SELECT ledger.to_move(%(tiles)s, %(before)s)

-- name: ledger.written_out @ledger
-- Where a range's blocks lie in objects, beside the rows.
SELECT ledger.written_out(%(generation)s, %(first)s, %(tiles)s, %(numbers)s, %(months)s, %(lots)s, %(begins)s, %(sizes)s)

-- name: ledger.written @ledger
-- In which generation the commitments of tiles were written to objects.
SELECT * FROM ledger.written(%(tiles)s)

-- name: ledger.let_out @ledger
-- What lies in objects leaves its rows; by the eraser.
SELECT ledger.let_out(%(first)s, %(tiles)s, %(before)s)

-- name: ledger.commitments @ledger
-- Leaves alone, in order.
SELECT * FROM ledger.commitments(%(from_)s, %(limit)s)

-- name: ledger.open_leaves @ledger
-- Leaves of the tile that is not full yet, which is in no pack.
SELECT * FROM ledger.open_leaves(%(from_)s, %(limit)s)

-- name: ledger.tiles @ledger
-- The leaf hashes of full tiles, as they were when each was complete, or what they are made of.
SELECT * FROM ledger.tiles(%(from_)s, %(limit)s)

-- name: ledger.roots @ledger
-- Roots of full subtrees of one level.
SELECT * FROM ledger.roots(%(level)s, %(from_)s, %(limit)s)

-- name: ledger.named @ledger
-- The ledger's name, given once.
SELECT ledger.named(%(origin)s)

-- name: ledger.tree_now @ledger
-- The tree's size, frontier and generation; looks only.
SELECT * FROM ledger.tree_now()

-- name: ledger.last_checkpoint @ledger
-- The newest checkpoint.
SELECT * FROM ledger.last_checkpoint()

-- name: ledger.cosign @ledger
-- A witness' line in a checkpoint's note.
SELECT ledger.cosign(%(size)s, %(line)s)

-- name: ledger.witnesses @ledger
-- What each witness cosigned last, and what it said last.
SELECT * FROM ledger.witnesses()

-- name: ledger.witness_said @ledger
-- What a witness said just now.
SELECT ledger.witness_said(%(key)s, %(size)s, %(at)s, %(said)s)

-- name: ledger.begin_generation @ledger records if done
-- The ledger goes on from a backup, under another name.
SELECT ledger.begin_generation(%(generation)s, {entry})

-- name: ledger.spans @ledger
-- The months whose bodies are still there, by lot, and from which day on each may go; no one's data.
SELECT * FROM ledger.spans(%(waiting)s)

-- name: ledger.bodies_in @ledger
-- How many bodies a month's lot has.
SELECT ledger.bodies_in(%(month)s, %(lot)s)

-- name: ledger.shorter_{database} @live @keys @ledger
-- Of these lots, those whose bodies, keys, or other systems' records stay for less than this.
SELECT ledger.shorter(%(lots)s, %(terms)s)

-- name: ledger.lengthen_{database} @live @keys @ledger records if done
-- A lot's bodies, its keys, and what is known of other systems' access records stay longer, as the policy asks; never shorter.
SELECT ledger.lengthen(%(lot)s, %(term)s, {entry})

-- name: ledger.state_expiry @ledger records if done
-- The ledger says that a month's lot goes; by the eraser.
SELECT ledger.state_expiry(%(month)s, %(lot)s, {entry})

-- name: ledger.erase @ledger
-- Bodies whose time is over go, a page at a time; by the eraser.
SELECT ledger.erase(%(month)s, %(lot)s, %(limit)s)

-- name: ledger.destroy_month @keys restricts records if done
-- The key of a month's lot goes, and its name never gets another; by the eraser.
SELECT keys.destroy_month(%(name)s, {entry})

-- name: ledger.positions @ledger
-- Where the entries of a span of time lie, by the checkpoints around it.
SELECT * FROM ledger.positions(%(from_)s, %(until)s)

-- name: ledger.tell @ledger may record
-- A process says which of its entries it vouches for.
SELECT ledger.tell(%(entry)s, %(at)s, %(said)s)

-- name: ledger.words @ledger
-- What processes said, that was not read yet.
SELECT * FROM ledger.words()

-- name: ledger.processes @ledger
-- Which numbers of these processes, or of all, were placed; sealed.
SELECT * FROM ledger.processes(%(processes)s)

-- name: ledger.keep_processes @ledger
-- The same, written back; the words that were read go.
SELECT ledger.keep_processes(%(processes)s, %(seen)s, %(ended)s, %(words)s)
