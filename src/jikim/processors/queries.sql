-- name: contract.add @live
-- What was agreed with a processor, partner or recipient.
SELECT live.contract_add(%s, %s, %s, %s, %s, %s, %s, %s, %s, {entry})

-- name: contract.all @live
-- Every paper of the register of contracts, the newest of each first.
SELECT * FROM live.contract_papers()

-- name: contract.scan @live
-- The sealed document of a contract.
SELECT * FROM live.contract_scan(%s)

-- name: inspection.add @live
-- A processor was inspected.
SELECT live.inspection_add(%s, %s, %s, %s, %s, %s, %s, %s, %s, {entry})

-- name: inspection.all @live
-- Every inspection, the newest of each first.
SELECT * FROM live.inspections()

-- name: contract.over @live
-- The contracts that were ended.
SELECT * FROM live.contracts_over()

-- name: contract.holds @live
-- How much a receiver holds by what left, and what it has not been told to delete.
SELECT * FROM live.entrusted(%s, %s)

-- name: deletion.page @live
-- What a receiver was told to delete, page by page.
SELECT * FROM live.deletions_of(%s, %s, %s, %s, %s)

-- name: deletion.answer @live
-- An answer about a deletion that came by letter or phone.
SELECT live.deletion_answer(%s, %s, %s, %s, {entry})

-- name: telling.gather @live
-- The deletions or corrections that a receiver has not been told of come into one letter.
SELECT live.telling_gather(%s, %s, %s, %s, %s, %s, %s, %s)

-- name: telling.due @live
-- The letters and reminders whose time has come.
SELECT * FROM live.tellings_due(%s, %s)

-- name: telling.take @live
-- One letter is taken by one process.
SELECT live.telling_take(%s, %s, %s)

-- name: telling.sent @live
-- A letter left.
SELECT live.telling_sent(%s, {entry})

-- name: telling.look @live
-- The letter behind a link.
SELECT * FROM live.telling_look(%s)

-- name: telling.lines @live
-- What a letter asks to delete or to correct, by reference.
SELECT * FROM live.telling_lines(%s)

-- name: telling.answer @live may record
-- The answer to a letter, once.
SELECT * FROM live.telling_answer(%s, %s, %s, %s, {entry})
