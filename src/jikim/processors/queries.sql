-- name: contract.add @live
-- What was agreed with a processor, partner or recipient.
SELECT live.contract_add(%(space)s, %(target)s, %(paper)s, %(signed)s, %(ends)s, %(told)s, %(said)s, %(scan)s,
    {entry})

-- name: contract.all @live
-- Every paper of the register of contracts, the newest of each first.
SELECT * FROM live.contract_papers()

-- name: contract.scan @live
-- The sealed document of a contract.
SELECT * FROM live.contract_scan(%(paper)s)

-- name: contract.over @live
-- The contracts that were ended.
SELECT * FROM live.contracts_over()

-- name: contract.holds @live sum
-- How much a receiver holds by what left, and what it has not been told to delete.
SELECT * FROM live.entrusted(%(space)s, %(targets)s)

-- name: deletion.page @live merge made desc, message desc
-- What a receiver was told to delete, page by page.
SELECT * FROM live.deletions_of(%(space)s, %(target)s, %(before)s, %(before_message)s, %(limit)s)

-- name: deletion.answer @live
-- An answer about a deletion that came by letter or phone.
SELECT live.deletion_answer(%(subject)s, %(message)s, %(state)s, %(receipt)s, {entry})

-- name: telling.waits @live any
-- Whether there is a deletion or correction that a receiver has not been told of.
SELECT live.telling_waits(%(topic)s, %(space)s, %(target)s, %(at)s)

-- name: telling.open @live
-- A letter for them, with nothing in it yet.
SELECT live.telling_open(%(topic)s, %(space)s, %(target)s, %(telling)s, %(token)s, %(sealed)s, %(at)s)

-- name: telling.gather @live sum
-- The deletions or corrections that a receiver has not been told of come into that letter.
SELECT live.telling_gather(%(topic)s, %(space)s, %(target)s, %(telling)s, %(at)s, %(limit)s)

-- name: telling.drop @live
-- A letter that nothing came into goes.
SELECT live.telling_drop(%(telling)s)

-- name: telling.due @live
-- The letters and reminders whose time has come.
SELECT * FROM live.tellings_due(%(at)s, %(limit)s)

-- name: telling.counts @live sum lines; merge telling
-- How much each is about.
SELECT * FROM live.telling_counts(%(tellings)s)

-- name: telling.take @live
-- One letter is taken by one process.
SELECT live.telling_take(%(telling)s, %(tries)s, %(next)s)

-- name: telling.sent @live
-- A letter left.
SELECT live.telling_sent(%(telling)s, {entry})

-- name: telling.look @live
-- The letter behind a link.
SELECT * FROM live.telling_look(%(token)s)

-- name: telling.lines @live merge made, message
-- What a letter asks to delete or to correct, by reference.
SELECT * FROM live.telling_lines(%(telling)s)

-- name: telling.answer @live house may record
-- The answer to a letter, once.
SELECT * FROM live.telling_answer(%(token)s, %(kept)s, %(receipt)s, %(kept_receipt)s, %(waits)s, {entry})

-- name: telling.end @live split may record
-- The lines of a letter that was answered end on another server.
SELECT * FROM live.telling_end(%(telling)s, %(kept)s, %(receipt)s, %(kept_receipt)s, {entry})

-- name: telling.opened @live split
-- The letters whose lines there have not ended.
SELECT * FROM live.tellings_open()

-- name: telling.answered @live
-- With what those of them were answered that were.
SELECT * FROM live.tellings_answered(%(tellings)s)
