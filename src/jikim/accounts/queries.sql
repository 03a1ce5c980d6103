-- name: session.begin @live
-- A session begins; the oldest of the same account end where there are too many.
SELECT live.session_begin(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)

-- name: session.look @live
-- The session of a token's hash that runs, whose person is here.
SELECT * FROM live.session_look(%s, %s, %s, %s)

-- name: session.step @live
-- A session's person has just proved who they are.
SELECT live.session_step(%s, %s, %s)

-- name: session.end @live
-- One session ends.
SELECT live.session_end(%s, %s)

-- name: session.end_all @live
-- All sessions of a person end, but one perhaps.
SELECT live.session_end_all(%s, %s)
