-- name: paper.enter @live
-- A paper comes into the cabinet.
SELECT * FROM live.paper_enter(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, {entry})

-- name: paper.move @live
-- A paper moves to another place.
SELECT live.paper_move(%s, %s, %s, %s, %s, {entry})

-- name: paper.reckon @live
-- The day on which a paper is due, as its record stands now.
SELECT live.paper_reckon(%s, %s, %s, %s)

-- name: paper.destroy @live restricts
-- A paper was shredded or burnt, before a witness.
SELECT live.paper_destroy(%s, %s, %s, %s, %s, %s, %s, {entry})

-- name: paper.page @live
-- The papers, the newest number first, page by page.
SELECT * FROM live.papers(%s, %s, %s, %s, %s, %s)

-- name: paper.stirred @live
-- The papers whose day may have changed.
SELECT * FROM live.papers_stirred(%s, %s, %s)

-- name: paper.one @live
-- One paper by its number.
SELECT * FROM live.paper_one(%s)

-- name: paper.counts @live
-- How many papers lie there, are due, are held, and wait to be put apart.
SELECT * FROM live.paper_counts(%s)
