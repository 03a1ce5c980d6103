-- name: session.begin @live
-- A session begins; the oldest of the same account end where there are too many.
SELECT live.session_begin(%(subject)s, %(session)s, %(hash)s, %(kind)s, %(ward)s, %(turn)s, %(at)s, %(stepped)s, %(until)s,
    %(idle)s, %(about)s, %(at_once)s)

-- name: acting.for @live
-- Who may act for a child now.
SELECT * FROM live.acting_for(%(subject)s)

-- name: acting.over @live
-- What a guardian has open for a child ends.
SELECT live.acting_over(%(subject)s, %(guardian)s)

-- name: session.look @live
-- The session of a token's hash that runs, whose person is here.
SELECT * FROM live.session_look(%(subject)s, %(session)s, %(hash)s, %(at)s)

-- name: session.why @live
-- Why a token's session no longer runs.
SELECT live.session_why(%(subject)s, %(session)s, %(hash)s, %(at)s)

-- name: session.of @live
-- The sessions of a person that run, for themselves or for a child.
SELECT * FROM live.sessions_of(%(subject)s, %(ward)s, %(turn)s, %(at)s)

-- name: clean @live sum
-- Sessions, links, known browsers and counts that are over go.
SELECT live.account_clean(%(at)s)

-- name: session.step @live
-- A session's person has just proved who they are.
SELECT live.session_step(%(subject)s, %(session)s, %(at)s)

-- name: session.end @live
-- One session ends.
SELECT live.session_end(%(subject)s, %(session)s)

-- name: session.over @live each
-- After a restore: every session and every one-time link is over, and no browser is known.
SELECT live.sessions_over()

-- name: session.end_all @live
-- All sessions of a person end, but one perhaps, and no browser of theirs is known.
SELECT live.session_end_all(%(subject)s, %(but)s)

-- name: browser.know @live
-- A browser that an account just signed in from is known by a new token's hash.
SELECT live.browser_know(%(subject)s, %(hash)s, %(former)s, %(secrets)s, %(at)s, %(until)s, %(most)s)

-- name: browser.known @live
-- Whether a token's hash is that of a browser that is known to an account.
SELECT live.browser_known(%(subject)s, %(hash)s, %(at)s)

-- name: link.make @live
-- A one-time link of a person's, by its hash.
SELECT live.link_make(%(subject)s, %(hash)s, %(kind)s, %(use)s, %(at)s, %(until)s)

-- name: link.hand @live
-- The same for somebody whom a program has signed in, recorded.
SELECT live.link_hand(%(subject)s, %(hash)s, %(kind)s, %(use)s, %(at)s, %(until)s, {entry})

-- name: link.take @live
-- A one-time link is taken, and gone.
SELECT * FROM live.link_take(%(subject)s, %(hash)s, %(use)s, %(at)s)

-- name: link.end @live
-- A person's one-time links for a use are gone.
SELECT live.link_end(%(subject)s, %(use)s)

-- name: remind.due @live merge subject
-- Who is to be reminded, by dates alone.
SELECT * FROM live.remind_due(%(what)s, %(kinds)s, %(item)s, %(before)s, %(after)s, %(limit)s)

-- name: reconfirm.due @live merge subject
-- Whose consent to advertising is to be told to them again, by dates alone.
SELECT * FROM live.reconfirm_due(%(what)s, %(consent)s, %(kinds)s, %(before)s, %(after)s, %(limit)s)

-- name: remind.mark @live
-- Somebody is reminded now, or says so by themselves.
SELECT live.remind_mark(%(subject)s, %(what)s, %(before)s, %(at)s, %(said)s)

-- name: limit.within @live
-- One more try is counted on a keyed hash.
SELECT live.tally_within(%(hash)s, %(most)s, %(at)s, %(until)s)

-- name: limit.try @live
-- One try of a secret is counted, or has to wait.
SELECT * FROM live.tally_try(%(hash)s, %(free)s, %(first)s, %(longest)s, %(at)s, %(until)s)

-- name: limit.drop @live
-- The count of tries is forgotten, because the right one came.
SELECT live.tally_drop(%(hash)s)
