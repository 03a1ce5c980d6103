-- name: key.add @live
-- An application's key: its grant and its secret's hash.
SELECT live.api_key_add(%s, %s, %s, %s, %s, %s, %s)

-- name: key.look @live
-- The application of a key, with its grant.
SELECT * FROM live.api_key_look(%s, %s)

-- name: key.list @live
-- Every key with its grant; never a secret.
SELECT * FROM live.api_keys()

-- name: answer.reserve @live
-- A request with an Idempotency-Key takes its place before it acts.
SELECT * FROM live.answer_reserve(%s, %s, %s, %s, %s)

-- name: answer.keep @live
-- The sealed answer of what was done.
SELECT live.answer_keep(%s, %s, %s)

-- name: answer.drop @live
-- Nothing was done: the key is free again.
SELECT live.answer_drop(%s)

-- name: answer.doubt @live
-- Nobody knows whether it was done.
SELECT live.answer_doubt(%s)

-- name: backlog @live
-- How much waits: entries without a position, messages out, webhooks; numbers alone.
SELECT * FROM live.backlog()
