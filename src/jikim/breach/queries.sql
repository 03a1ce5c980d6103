-- name: breach.open @live
-- A breach became known.
SELECT live.breach_open(%(breach)s, %(known)s, %(what)s, %(outside)s, {entry})

-- name: breach.add @live split rows; sum records if answered
-- People whose data was reached, with the items; each gets an entry of their own.
SELECT live.breach_add(%(breach)s, %(rows)s, {entry})

-- name: breach.list @live
-- Breaches, the newest first.
SELECT * FROM live.breaches()

-- name: breach.counts @live sum people, told, unreached
-- How many people of each, told and not reached.
SELECT * FROM live.breach_counts()

-- name: breach.people @live merge subject
-- The people of a breach, a page at a time.
SELECT * FROM live.breach_people(%(breach)s, %(after)s, %(limit)s, %(untold)s)

-- name: breach.tell @live records if done
-- Somebody was told, or can't be reached.
SELECT live.breach_tell(%(subject)s, %(breach)s, %(way)s, {entry})

-- name: breach.change @live
-- The facts of a breach are completed or corrected.
SELECT live.breach_change(%(breach)s, %(was)s, %(what)s, %(whole)s, {entry})

-- name: breach.step @live
-- Letters are to be written, the authority was told, or the case is closed.
SELECT live.breach_step(%(breach)s, %(step)s, %(was)s, %(untold)s, {entry})

-- name: breach.post @live
-- The notice of a breach is posted, and its case is marked.
SELECT live.breach_post(%(breach)s, %(was)s, %(title_ko)s, %(title_en)s, %(body_ko)s, %(body_en)s, {notice}, {entry})
