-- name: partner.key_add @live
-- A partner gets a key to sign its feed with.
SELECT live.partner_key_add(%s, %s, %s, %s, {entry})

-- name: partner.key_end @live restricts
-- A partner's key is over.
SELECT live.partner_key_end(%s, %s, {entry})

-- name: partner.keys @live
-- The keys of a partner, or of all.
SELECT * FROM live.partner_keys(%s)

-- name: feed.begin @live
-- A message of a partner's feed comes in: new, known with its report, or a replay.
SELECT * FROM live.feed_begin(%s, %s, %s, %s, %s, %s, %s)

-- name: feed.end @live
-- The report of a feed, without a value.
SELECT live.feed_end(%s, %s, %s, %s, %s, %s, %s, %s, %s, {entry})

-- name: feed.list @live
-- The feeds of a partner, the newest first.
SELECT * FROM live.feeds(%s, %s, %s, %s)

-- name: feed.one @live
-- One feed and its report.
SELECT * FROM live.feed_of(%s)
