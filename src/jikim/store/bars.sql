-- Who does not join again (`rejoining`): a hash of an item of whose membership was ended for misuse, under a key of its last day, and no person.

CREATE TABLE live.bar (
    due    date NOT NULL,                        -- its last day: the hash's key goes with it
    tag    bytea NOT NULL,
    item   integer NOT NULL,
    number text NOT NULL,                        -- of the measure that it came of; empty: its person left
    by     text NOT NULL,                        -- who ended the membership: another one answers an objection
    at     timestamptz NOT NULL,
    PRIMARY KEY (due, tag)
);
-- The same on its way there: bars are the house's, and whoever leaves may lie on another server. Written by the statement that ends the membership, and gone
-- as soon as the bar stands (`live.bar_stand`).
CREATE TABLE live.bar_due (
    subject uuid NOT NULL,
    due     date NOT NULL,
    tag     bytea NOT NULL,
    item    integer NOT NULL,
    number  text NOT NULL,
    by      text NOT NULL,
    at      timestamptz NOT NULL,
    PRIMARY KEY (subject, due, tag)
);
CREATE INDEX bar_due_tag ON live.bar_due (tag);
-- Both bar.
CREATE VIEW live.barring AS SELECT b.due, b.tag FROM live.bar b UNION ALL SELECT d.due, d.tag FROM live.bar_due d;

-- statement bar.days @live union: The days whose bars stand.
CREATE FUNCTION live.bar_days() RETURNS date[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN ARRAY(SELECT DISTINCT b.due FROM live.barring b ORDER BY b.due);
END $$;
-- Whether nobody is barred by these: {"days": ["2014-02-05"], "tags": ["…"]}, a tag for each item and day, bytes as base64. `conflict`: other days stand.
CREATE FUNCTION live.barred(p_asked json) RETURNS integer LANGUAGE plpgsql AS $$
BEGIN
    RETURN CASE WHEN live.bar_days() IS DISTINCT FROM (SELECT x.days FROM json_to_record(p_asked) AS x(days date[])) THEN {conflict}
                WHEN EXISTS (SELECT 1 FROM live.barring b JOIN json_array_elements_text(p_asked -> 'tags') AS t(tag) ON b.tag = decode(t.tag, 'base64'))
                THEN {barred} ELSE {allowed} END;
END $$;
-- By which measures somebody is barred, and until when.
-- statement bar.by @live: By which measures somebody does not join again.
CREATE FUNCTION live.bars_by(p_tags bytea[]) RETURNS TABLE (number text, due date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT DISTINCT b.number, b.due FROM live.bar b WHERE b.tag = ANY (p_tags) ORDER BY b.due, b.number;
END $$;
-- The bars that stand, one for each measure: no hash, and nobody's name.
-- statement bar.all @live: Every bar that stands, for the office.
CREATE FUNCTION live.bars() RETURNS TABLE (number text, due date, items integer[], by text, at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT b.number, b.due, array_agg(b.item ORDER BY b.item), b.by, b.at FROM live.bar b GROUP BY b.number, b.due, b.by, b.at ORDER BY b.due, b.number;
END $$;
-- What a person's account claims of some items, for a bar: the inner tags as they lie sealed.
-- statement claim.of @live: What a person's account claims of some items, sealed: for a bar.
CREATE FUNCTION live.claims_of(p_subject uuid, p_items integer[]) RETURNS TABLE (tag bytea, record uuid, item integer, version integer, sealed bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT c.tag, c.record, c.item, c.version, c.sealed FROM live.claim c
     WHERE c.subject = p_subject AND c.item = ANY (p_items) ORDER BY c.item, c.record;
END $$;
-- What is to bar somebody, with the end of their membership. {"due": "2014-02-05", "rows": [{"item": 4, "from": "…the claim's tag…", "tag": "…"}]}
CREATE FUNCTION live.bar_draw(p_subject uuid, p_bars json, p_number text, p_by text, p_entry ledger.entry) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO live.bar_due SELECT p_subject, b.due, decode(r.tag, 'base64'), r.item, p_number, p_by, p_entry.at
      FROM json_to_record(p_bars) AS b(due date, rows json), json_to_recordset(b.rows) AS r(item integer, tag text) ON CONFLICT DO NOTHING;
END $$;
-- What of it does not stand yet, as `live.bar_stand` takes it; of whom, page by page.
-- statement bar.drawn @live: What is to bar somebody who left, and does not yet.
CREATE FUNCTION live.bar_drawn(p_subject uuid) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN (SELECT json_agg(json_build_object('due', d.due, 'item', d.item, 'tag', encode(d.tag, 'base64'), 'number', d.number, 'by', d.by, 'at', d.at))
              FROM live.bar_due d WHERE d.subject = p_subject);
END $$;
-- statement bar.drawn_all @live merge subject: Of whom there is such.
CREATE FUNCTION live.bars_drawn(p_limit integer) RETURNS TABLE (subject uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT DISTINCT d.subject FROM live.bar_due d ORDER BY d.subject LIMIT p_limit;
END $$;
-- Bars stand from here on, and beside the ring; each once.
-- statement bar.stand @live restricts everywhere: From here on it bars whoever joins.
CREATE FUNCTION live.bar_stand(p_rows json) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE r record;
BEGIN
    FOR r IN SELECT (g.detail ->> 'at')::timestamptz AS at, g.detail::jsonb - 'at' AS detail FROM json_array_elements(p_rows) AS g(detail) LOOP
        IF live.bar_put(r.detail, r.at) THEN PERFORM live.restrict(r.at, 'bar', r.detail); END IF;
    END LOOP;
END $$;
CREATE FUNCTION live.bar_put(p_detail jsonb, p_at timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO live.bar (due, tag, item, number, by, at)
    VALUES ((p_detail ->> 'due')::date, decode(p_detail ->> 'tag', 'base64'), (p_detail ->> 'item')::integer, p_detail ->> 'number', p_detail ->> 'by', p_at)
    ON CONFLICT DO NOTHING;
    RETURN FOUND;
END $$;
-- statement bar.stands @live: Where they lay nothing of it waits any more.
CREATE FUNCTION live.bar_stands(p_subject uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM live.bar_due WHERE subject = p_subject;
END $$;
-- Somebody leaves, and their items bar them from joining again for a time. What was drawn up is what stands, or nothing is done.
-- statement leave_barred @live restricts: The same, and nobody joins again by what was theirs for a time.
CREATE FUNCTION live.leave_barred(p_bars json, p_subject uuid, p_time integer, p_grant integer, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM 1 FROM live.subject s WHERE s.subject = p_subject FOR UPDATE;
    IF EXISTS (SELECT 1 FROM json_to_recordset(p_bars -> 'rows') AS r("from" text) WHERE NOT EXISTS (
            SELECT 1 FROM live.claim c WHERE c.subject = p_subject AND c.tag = decode(r."from", 'base64'))) THEN
        outcome := {conflict};
        PERFORM ledger.record(p_entry, outcome, subject => p_subject);
        RETURN;
    END IF;
    outcome := live.leave(p_subject, p_time, p_grant, p_entry);
    IF outcome = {allowed} THEN PERFORM live.bar_draw(p_subject, p_bars, '', '', p_entry); END IF;
END $$;
-- An objection is right: what came of a measure bars nobody any more. Who ended the membership does not answer, unless there is no other officer.
-- statement bar.lift @live restricts everywhere: A bar is lifted: an objection to it was right.
CREATE FUNCTION live.bar_lift(p_number text, p_grant integer, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE s record;
BEGIN
    s := live.second(p_grant, ARRAY(SELECT b.by FROM live.bar b WHERE b.number = p_number), 'at once', p_entry.at);
    PERFORM 1 FROM live.bar b WHERE b.number = p_number AND b.number <> '' FOR UPDATE;
    outcome := CASE WHEN NOT FOUND THEN {gone}
                    ELSE s.outcome END;
    IF outcome = {allowed} THEN
        DELETE FROM live.bar b WHERE b.number = p_number;
        PERFORM live.restrict(p_entry.at, 'unbar', jsonb_build_object('number', p_number));
    END IF;
    IF outcome = {allowed} AND s.alone THEN PERFORM live.went_alone('bar', p_number, s.whose, p_entry.at); END IF;
    PERFORM ledger.record(p_entry, outcome);
END $$;
-- Bars whose day is over; their keys went before.
-- statement bar.over @live may record: Bars whose day is over, and whose key is gone, are known no more.
CREATE FUNCTION live.bars_over(p_at timestamptz, p_entry ledger.entry) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE gone bigint;
BEGIN
    DELETE FROM live.bar b WHERE ledger.day_past(b.due, p_at);
    GET DIAGNOSTICS gone = ROW_COUNT;
    IF gone > 0 THEN PERFORM ledger.record(p_entry, {allowed}); END IF;
    RETURN gone;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
GRANT EXECUTE ON FUNCTION live.bar_days(), live.bars_by(bytea[]), live.bars(), live.claims_of(uuid, integer[]),
    live.bar_drawn(uuid), live.bars_drawn(integer), live.bar_stand(json), live.bar_stands(uuid), live.leave_barred(json, uuid, integer, integer, ledger.entry), live.bar_lift(text, integer, ledger.entry), live.bars_over(timestamptz, ledger.entry) TO jikim_live;
