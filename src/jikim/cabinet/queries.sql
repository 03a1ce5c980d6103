-- name: paper.tie @live
-- A paper that is about to be entered is tied to its person's record.
SELECT live.paper_tie(%(subject)s, %(paper)s, %(record)s, %(said)s, {entry})

-- name: paper.enter @live
-- A paper comes into the cabinet.
SELECT * FROM live.paper_enter(%(paper)s, %(kind)s, %(cabinet)s, %(shelf)s, %(received)s, %(due)s, %(rests)s,
    %(linked)s, {entry})

-- name: paper.tied @live
-- Its paper was entered, or it is undone.
SELECT live.paper_tied(%(subject)s, %(paper)s, %(entered)s)

-- name: paper.ties @live merge subject, paper
-- Ties of which that is not known.
SELECT * FROM live.papers_tied(%(before)s, %(limit)s)

-- name: paper.entered @live
-- Which papers were entered.
SELECT * FROM live.papers_entered(%(papers)s)

-- name: paper.move @live
-- A paper moves to another place.
SELECT live.paper_move(%(paper)s, %(cabinet)s, %(shelf)s, %(today)s, {entry})

-- name: paper.reckon @live
-- The day on which a paper is due, as its record stands now.
SELECT live.paper_reckon(%(paper)s, %(due)s, %(held)s, %(rests)s)

-- name: paper.loosen @live
-- The tie of a paper that is about to be destroyed waits to go; whether a legal hold keeps its record.
SELECT live.paper_loosen(%(subject)s, %(paper)s, %(at)s)

-- name: paper.destroy @live restricts house
-- A paper was shredded or burnt, before a witness.
SELECT live.paper_destroy(%(paper)s, %(method)s, %(day)s, %(witness)s, %(held)s, %(today)s, %(whose)s, %(record)s,
    {entry})

-- name: paper.page @live
-- The papers, the newest number first, page by page.
SELECT * FROM live.papers(%(state)s, %(due)s, %(free)s, %(cabinet)s, %(before)s, %(limit)s)

-- name: paper.ties_of @live each
-- Whose records papers are of.
SELECT * FROM live.paper_ties(%(papers)s)

-- name: paper.stirred @live each
-- How the records of papers stand: whether they are over, or held.
SELECT * FROM live.papers_stirred(%(papers)s, %(at)s)

-- name: paper.one @live
-- One paper by its number.
SELECT * FROM live.paper_one(%(number)s)

-- name: paper.counts @live
-- How many papers lie there, are due, are held, and wait to be put apart.
SELECT * FROM live.paper_counts(%(today)s)
