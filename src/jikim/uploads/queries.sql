-- name: uploads.wait @live
-- Files of a record wait for a scan.
SELECT live.upload_wait(%s, %s, %s, %s, %s, %s)

-- name: uploads.due @live
-- The files that have waited longest for a scan.
SELECT * FROM live.upload_due(%s)

-- name: uploads.scanned @live
-- What a later scan said of a file.
SELECT live.upload_scanned(%s, %s, %s, %s, %s)
