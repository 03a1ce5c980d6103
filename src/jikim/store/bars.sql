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

CREATE FUNCTION live.bar_days() RETURNS date[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN ARRAY(SELECT DISTINCT b.due FROM live.bar b ORDER BY b.due);
END $$;
-- Whether nobody is barred by these: {"days": ["2014-02-05"], "tags": ["…"]}, a tag for each item and day, bytes as base64. `conflict`: other days stand.
CREATE FUNCTION live.barred(p_asked json) RETURNS integer LANGUAGE plpgsql AS $$
BEGIN
    RETURN CASE WHEN live.bar_days() IS DISTINCT FROM (SELECT x.days FROM json_to_record(p_asked) AS x(days date[])) THEN {conflict}
                WHEN EXISTS (SELECT 1 FROM live.bar b JOIN json_array_elements_text(p_asked -> 'tags') AS t(tag) ON b.tag = decode(t.tag, 'base64'))
                THEN {barred} ELSE {allowed} END;
END $$;
-- By which measures somebody is barred, and until when.
CREATE FUNCTION live.bars_by(p_tags bytea[]) RETURNS TABLE (number text, due date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT DISTINCT b.number, b.due FROM live.bar b WHERE b.tag = ANY (p_tags) ORDER BY b.due, b.number;
END $$;
-- The bars that stand, one for each measure: no hash, and nobody's name.
CREATE FUNCTION live.bars() RETURNS TABLE (number text, due date, items integer[], by text, at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT b.number, b.due, array_agg(b.item ORDER BY b.item), b.by, b.at FROM live.bar b GROUP BY b.number, b.due, b.by, b.at ORDER BY b.due, b.number;
END $$;
-- What a person's account claims of some items, for a bar: the inner tags as they lie sealed.
CREATE FUNCTION live.claims_of(p_subject uuid, p_items integer[]) RETURNS TABLE (tag bytea, record uuid, item integer, version integer, sealed bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT c.tag, c.record, c.item, c.version, c.sealed FROM live.claim c
     WHERE c.subject = p_subject AND c.item = ANY (p_items) ORDER BY c.item, c.record;
END $$;
-- Bars stand from here on, and beside the ring. {"due": "2014-02-05", "rows": [{"item": 4, "from": "…the claim's tag…", "tag": "…"}]}
CREATE FUNCTION live.bar_stand(p_subject uuid, p_bars json, p_number text, p_by text, p_entry ledger.entry) RETURNS void LANGUAGE plpgsql AS $$
DECLARE detail jsonb;
BEGIN
    FOR detail IN SELECT jsonb_build_object('due', p_bars ->> 'due', 'item', r.item, 'tag', r.tag, 'number', p_number, 'by', p_by)
                    FROM json_to_recordset(p_bars -> 'rows') AS r(item integer, tag text) LOOP
        PERFORM live.bar_put(detail, p_entry.at);
        PERFORM live.restrict(p_entry.at, 'bar', detail);
    END LOOP;
END $$;
CREATE FUNCTION live.bar_put(p_detail jsonb, p_at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO live.bar (due, tag, item, number, by, at)
    VALUES ((p_detail ->> 'due')::date, decode(p_detail ->> 'tag', 'base64'), (p_detail ->> 'item')::integer, p_detail ->> 'number', p_detail ->> 'by', p_at)
    ON CONFLICT DO NOTHING;
END $$;
-- Somebody leaves, and their items bar them from joining again for a time. What was drawn up is what stands, or nothing is done.
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
    IF outcome = {allowed} THEN PERFORM live.bar_stand(p_subject, p_bars, '', '', p_entry); END IF;
END $$;
-- An objection is right: what came of a measure bars nobody any more. Who ended the membership does not answer, unless there is no other officer.
CREATE FUNCTION live.bar_lift(p_number text, p_by text, p_grant integer, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM 1 FROM live.bar b WHERE b.number = p_number AND b.number <> '' FOR UPDATE;
    outcome := CASE WHEN NOT FOUND THEN {gone}
                    WHEN NOT live.grant_acts(p_grant, p_entry.at) THEN {grant}
                    WHEN EXISTS (SELECT 1 FROM live.bar b WHERE b.number = p_number AND b.by = p_by)
                     AND EXISTS (SELECT 1 FROM live.handler h WHERE h."left" IS NULL AND h.kind = 'officer' AND h.handler <> p_by) THEN {same_person}
                    ELSE {allowed} END;
    IF outcome = {allowed} THEN
        DELETE FROM live.bar b WHERE b.number = p_number;
        PERFORM live.restrict(p_entry.at, 'unbar', jsonb_build_object('number', p_number));
    END IF;
    PERFORM ledger.record(p_entry, outcome);
END $$;
-- Bars whose day is over; their keys went before.
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
    live.leave_barred(json, uuid, integer, integer, ledger.entry), live.bar_lift(text, text, integer, ledger.entry), live.bars_over(timestamptz, ledger.entry) TO jikim_live;
