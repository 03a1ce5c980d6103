-- name: session.begin @live
-- A session begins; the oldest of the same account end where there are too many.
SELECT live.session_begin(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)

-- name: session.look @live
-- The session of a token's hash that runs, whose person is here.
SELECT * FROM live.session_look(%s, %s, %s, %s)

-- name: session.why @live
-- Why a token's session no longer runs.
SELECT live.session_why(%s, %s, %s, %s)

-- name: session.of @live
-- The sessions of a person that run.
SELECT * FROM live.sessions_of(%s, %s)

-- name: clean @live
-- Sessions, links, known browsers and counts that are over go.
SELECT live.account_clean(%s)

-- name: session.step @live
-- A session's person has just proved who they are.
SELECT live.session_step(%s, %s, %s)

-- name: session.end @live
-- One session ends.
SELECT live.session_end(%s, %s)

-- name: session.over @live
-- After a restore: every session and every one-time link is over, and no browser is known.
SELECT live.sessions_over()

-- name: session.end_all @live
-- All sessions of a person end, but one perhaps, and no browser of theirs is known.
SELECT live.session_end_all(%s, %s)

-- name: browser.know @live
-- A browser that an account just signed in from is known by a new token's hash.
SELECT live.browser_know(%s, %s, %s, %s, %s, %s, %s)

-- name: browser.known @live
-- Whether a token's hash is that of a browser that is known to an account.
SELECT live.browser_known(%s, %s, %s)

-- name: link.make @live
-- A one-time link of a person's, by its hash.
SELECT live.link_make(%s, %s, %s, %s, %s, %s)

-- name: link.hand @live
-- The same for somebody whom a program has signed in, recorded.
SELECT live.link_hand(%s, %s, %s, %s, %s, %s, {entry})

-- name: link.take @live
-- A one-time link is taken, and gone.
SELECT * FROM live.link_take(%s, %s, %s, %s)

-- name: link.end @live
-- A person's one-time links for a use are gone.
SELECT live.link_end(%s, %s)

-- name: remind.due @live
-- Who is to be reminded, by dates alone.
SELECT * FROM live.remind_due(%s, %s, %s, %s, %s, %s)

-- name: remind.mark @live
-- Somebody is reminded now.
SELECT live.remind_mark(%s, %s, %s, %s)

-- name: limit.within @live
-- One more try is counted on a keyed hash.
SELECT live.tally_within(%s, %s, %s, %s)

-- name: limit.try @live
-- One try of a secret is counted, or has to wait.
SELECT * FROM live.tally_try(%s, %s, %s, %s, %s, %s)

-- name: limit.drop @live
-- The count of tries is forgotten, because the right one came.
SELECT live.tally_drop(%s)
