-- name: review.make @live
-- A worksheet of a span of days is kept, one of each span.
SELECT live.review_make(%(review)s, %(begins)s, %(ends)s, %(sheet)s, {entry})

-- name: review.write @live
-- What was found is written down, and signed; what is signed stays.
SELECT live.review_write(%(review)s, %(was)s, %(sheet)s, %(sign)s, {entry})

-- name: review.list @live
-- Reviews, the newest first.
SELECT * FROM live.reviews()

-- name: review.people @live
-- The register of the office's people: who is an officer, and here.
SELECT * FROM live.handlers()
