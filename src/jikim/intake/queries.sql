-- name: partner.key_add @live
-- A partner gets a key to sign its feed with.
SELECT live.partner_key_add(%(partner)s, %(number)s, %(secret)s, %(moment)s, {entry})

-- name: partner.key_end @live restricts
-- A partner's key is over.
SELECT live.partner_key_end(%(partner)s, %(number)s, {entry})

-- name: partner.keys @live
-- The keys of a partner, or of all.
SELECT * FROM live.partner_keys(%(partner)s)

-- name: feed.begin @live
-- A message of a partner's feed comes in: new, known with its report, or a replay.
SELECT * FROM live.feed_begin(%(partner)s, %(message)s, %(digest)s, %(signed)s, %(feed)s, %(at)s, %(oldest)s)

-- name: feed.end @live
-- The report of a feed, without a value.
SELECT live.feed_end(%(feed)s, %(partner)s, %(way)s, %(by)s, %(rows)s, %(taken)s, %(again)s, %(refused)s, %(lines)s,
    {entry})

-- name: feed.list @live
-- The feeds of a partner, the newest first.
SELECT * FROM live.feeds(%(partner)s, %(at)s, %(feed)s, %(limit)s)

-- name: feed.one @live
-- One feed and its report.
SELECT * FROM live.feed_of(%(feed)s)
