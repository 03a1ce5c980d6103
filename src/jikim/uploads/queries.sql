-- name: uploads.wait @live
-- Files of a record wait for a scan.
SELECT live.upload_wait(%(subject)s, %(record)s, %(files)s, %(kind)s, %(item)s, %(at)s)

-- name: uploads.due @live each
-- The files that have waited longest for a scan.
SELECT * FROM live.upload_due(%(most)s)

-- name: uploads.scanned @live
-- What a later scan said of a file.
SELECT live.upload_scanned(%(subject)s, %(record)s, %(file)s, %(state)s, %(at)s)
