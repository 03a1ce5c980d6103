-- Partners: the keys that they sign with, what they sent, and what became of each row. No value lies here; a row is known by a claim of the blind index.

CREATE TABLE live.partner_key (
    partner text NOT NULL,
    number  uuid NOT NULL,
    secret  bytea NOT NULL,                      -- sealed
    made    timestamptz NOT NULL,
    ended   timestamptz,
    PRIMARY KEY (partner, number)
);
CREATE TABLE live.feed (
    feed    uuid PRIMARY KEY,
    partner text NOT NULL,
    way     text NOT NULL CHECK (way IN ('api', 'csv')),
    by      text NOT NULL DEFAULT '',            -- the handler who handed a file in
    at      timestamptz NOT NULL,
    rows    integer NOT NULL DEFAULT 0,
    taken   integer NOT NULL DEFAULT 0,
    again   integer NOT NULL DEFAULT 0,
    refused integer NOT NULL DEFAULT 0,
    lines   jsonb NOT NULL DEFAULT '[]',         -- what was refused: row, items, why, clause
    ended   timestamptz
);
CREATE INDEX feed_by_partner ON live.feed (partner, at, feed);
-- The messages that a partner signed: one that comes again with the moment it came with is a replay. Those that are older than the tolerance are let go.
CREATE TABLE live.feed_message (
    partner text NOT NULL,
    message text NOT NULL,
    digest  bytea NOT NULL,                      -- of the body, under a day's key
    signed  timestamptz NOT NULL,
    feed    uuid NOT NULL,
    PRIMARY KEY (partner, message)
);
-- statement partner.key_add @live: A partner gets a key to sign its feed with.
CREATE FUNCTION live.partner_key_add(p_partner text, p_number uuid, p_secret bytea, p_moment timestamptz, p_entry ledger.entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO live.partner_key (partner, number, secret, made) VALUES (p_partner, p_number, p_secret, p_moment);
    PERFORM ledger.record(p_entry, {allowed});
END $$;
-- statement partner.key_end @live restricts: A partner's key is over.
CREATE FUNCTION live.partner_key_end(p_partner text, p_number uuid, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.partner_key k SET ended = p_entry.at WHERE k.partner = p_partner AND k.number = p_number AND k.ended IS NULL;
    outcome := CASE WHEN FOUND THEN {allowed} ELSE {gone} END;
    IF outcome = {allowed} THEN PERFORM live.restrict(p_entry.at, 'partner-key', jsonb_build_object('partner', p_partner, 'number', p_number)); END IF;
    PERFORM ledger.record(p_entry, outcome);
END $$;
-- statement partner.keys @live: The keys of a partner, or of all.
CREATE FUNCTION live.partner_keys(p_partner text) RETURNS TABLE (partner text, number uuid, secret bytea, made timestamptz, ended timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT k.partner, k.number, k.secret, k.made, k.ended FROM live.partner_key k WHERE p_partner IS NULL OR k.partner = p_partner
     ORDER BY k.partner, k.made DESC, k.number;
END $$;
-- `state`: new, known (the same message signed anew: its report stands), replay (nothing new was signed), other (another body under its name)
-- statement feed.begin @live: A message of a partner's feed comes in: new, known with its report, or a replay.
CREATE FUNCTION live.feed_begin(p_partner text, p_message text, p_digest bytea, p_signed timestamptz, p_feed uuid, p_at timestamptz, p_oldest timestamptz,
    OUT state text, OUT feed uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE m record;
BEGIN
    DELETE FROM live.feed_message x WHERE x.partner = p_partner AND x.signed < p_oldest;
    INSERT INTO live.feed_message VALUES (p_partner, p_message, p_digest, p_signed, p_feed) ON CONFLICT DO NOTHING;
    IF FOUND THEN
        INSERT INTO live.feed (feed, partner, way, at) VALUES (p_feed, p_partner, 'api', p_at);
        state := 'new'; feed := p_feed;
        RETURN;
    END IF;
    SELECT x.digest, x.signed, x.feed INTO m FROM live.feed_message x WHERE x.partner = p_partner AND x.message = p_message FOR UPDATE;
    feed := m.feed;
    IF m.digest <> p_digest THEN state := 'other';
    ELSIF p_signed <= m.signed THEN state := 'replay';
    ELSE
        UPDATE live.feed_message x SET signed = p_signed WHERE x.partner = p_partner AND x.message = p_message;
        state := 'known';
    END IF;
END $$;
-- statement feed.end @live: The report of a feed, without a value.
CREATE FUNCTION live.feed_end(p_feed uuid, p_partner text, p_way text, p_by text, p_rows integer, p_taken integer, p_again integer, p_refused integer,
    p_lines jsonb, p_entry ledger.entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO live.feed AS f VALUES (p_feed, p_partner, p_way, p_by, p_entry.at, p_rows, p_taken, p_again, p_refused, p_lines, p_entry.at)
    ON CONFLICT (feed) DO UPDATE SET rows = p_rows, taken = p_taken, again = p_again, refused = p_refused, lines = p_lines, ended = p_entry.at;
    PERFORM ledger.record(p_entry, {allowed}, blocker => p_feed);
END $$;
-- statement feed.list @live: The feeds of a partner, the newest first.
CREATE FUNCTION live.feeds(p_partner text, p_at timestamptz, p_feed uuid, p_limit integer) RETURNS SETOF live.feed
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT * FROM live.feed f WHERE (p_partner IS NULL OR f.partner = p_partner) AND (p_feed IS NULL OR (f.at, f.feed) < (p_at, p_feed))
     ORDER BY f.at DESC, f.feed DESC LIMIT p_limit;
END $$;
-- statement feed.one @live: One feed and its report.
CREATE FUNCTION live.feed_of(p_feed uuid) RETURNS SETOF live.feed
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT * FROM live.feed f WHERE f.feed = p_feed;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    live.partner_key_add(text, uuid, bytea, timestamptz, ledger.entry),
    live.partner_key_end(text, uuid, ledger.entry), live.partner_keys(text),
    live.feed_begin(text, text, bytea, timestamptz, uuid, timestamptz, timestamptz),
    live.feed_end(uuid, text, text, text, integer, integer, integer, integer, jsonb, ledger.entry),
    live.feeds(text, timestamptz, uuid, integer), live.feed_of(uuid)
    TO jikim_live;
