-- name: report.note @live
-- Somebody has a report made.
SELECT live.report_note(%s, {entry})

-- name: report.certificates @live
-- Destruction certificates, the newest first.
SELECT * FROM live.certificates_page(%s, %s, %s, %s)

-- name: report.certificate @live
-- One destruction certificate.
SELECT * FROM live.certificate_of(%s)

-- name: report.provisions @live
-- What left in a span of time, page by page.
SELECT * FROM live.provisions(%s, %s, %s, %s, %s)

-- name: report.provisions_by @live
-- What left, by receiver and month.
SELECT * FROM live.provisions_by(%s, %s, %s)

-- name: report.access_span @live
-- Where in the ledger the entries of some months lie.
SELECT * FROM live.access_span(%s, %s)

-- name: usage.begin @live
-- A year's notices of use and provision begin.
SELECT live.usage_begin(%s, %s, {entry})

-- name: usage.runs @live
-- The years whose notices have begun.
SELECT * FROM live.usage_runs()

-- name: usage.people @live
-- The next people of a year's notices.
SELECT * FROM live.usage_people(%s, %s, %s)

-- name: usage.mark @live
-- Somebody has been written to.
SELECT live.usage_mark(%s, %s, %s)

-- name: usage.next @live records if done
-- A batch of a year's notices is over.
SELECT live.usage_next(%s, %s, %s, %s, %s, %s, {entry})
