-- name: report.note @live
-- Somebody has a report made.
SELECT live.report_note(%(grant)s, {entry})

-- name: report.certificates @live
-- Destruction certificates, the newest first.
SELECT * FROM live.certificates_page(%(from_)s, %(before)s, %(before_certificate)s, %(limit)s)

-- name: report.certificate @live
-- One destruction certificate.
SELECT * FROM live.certificate_of(%(certificate)s)

-- name: report.provisions @live merge at, message
-- What left in a span of time, page by page.
SELECT * FROM live.provisions(%(from_)s, %(to)s, %(after)s, %(after_message)s, %(limit)s)

-- name: report.provisions_by @live sum messages, people; merge space, target, month
-- What left, by receiver and month.
SELECT * FROM live.provisions_by(%(zone)s, %(from_)s, %(to)s)

-- name: report.access_span @ledger
-- Where in the ledger the entries of some months lie.
SELECT * FROM ledger.access_span(%(from_)s, %(to)s)

-- name: usage.begin @live
-- A year's notices of use and provision begin.
SELECT live.usage_begin(%(year)s, %(grant)s, {entry})

-- name: usage.runs @live
-- The years whose notices have begun.
SELECT * FROM live.usage_runs()

-- name: usage.people @live merge subject
-- The next people of a year's notices.
SELECT * FROM live.usage_people(%(after)s, %(year)s, %(limit)s)

-- name: usage.mark @live
-- Somebody has been written to.
SELECT live.usage_mark(%(subject)s, %(year)s, %(at)s)

-- name: usage.next @live records if done
-- A batch of a year's notices is over.
SELECT live.usage_next(%(year)s, %(from_)s, %(to)s, %(people)s, %(letters)s, %(over)s, {entry})

-- name: figures.people_by_month @live
-- Released statistics by month, to be copied for a BI tool.
SELECT * FROM live.people_by_month()

-- name: figures.people_by_value @live
-- Released statistics by a value, to be copied for a BI tool.
SELECT * FROM live.people_by_value()
