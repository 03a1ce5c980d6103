-- A breach's facts are completed and corrected, and its notice is posted with its case.

-- What happened, what was done, whom to ask: completed as it becomes known. `p_was` is what the writer saw: of two who write at once, one is told.
-- `p_whole`: whether all is there that the law has told. Once letters or the posting went out, nothing of it is taken away again.
CREATE FUNCTION live.breach_change(p_breach uuid, p_was bytea, p_what bytea, p_whole boolean, p_entry uuid, p_at timestamptz, p_fact text, p_who bytea,
    OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.breach b SET what = p_what WHERE b.breach = p_breach AND b.what = p_was AND b.closed IS NULL
        AND (p_whole OR (b.telling IS NULL AND b.posted IS NULL));
    outcome := CASE WHEN FOUND THEN 0 ELSE 12 END;
    INSERT INTO ledger.inbox (entry, at, fact, who, outcome) VALUES (p_entry, p_at, p_fact, p_who, outcome);
END $$;

-- Letters begin with the facts that were judged (`p_was`), and with no others. A posting is a step of its own, below.
DROP FUNCTION live.breach_step(uuid, text, uuid, timestamptz, text, bytea);
CREATE FUNCTION live.breach_step(p_breach uuid, p_step text, p_was bytea, p_entry uuid, p_at timestamptz, p_fact text, p_who bytea, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF p_step = 'report' THEN UPDATE live.breach b SET reported = p_at WHERE b.breach = p_breach AND b.reported IS NULL AND b.closed IS NULL;
    ELSIF p_step = 'tell' THEN UPDATE live.breach b SET telling = p_at WHERE b.breach = p_breach AND b.telling IS NULL AND b.closed IS NULL AND b.what = p_was;
    ELSE UPDATE live.breach b SET closed = p_at WHERE b.breach = p_breach AND b.closed IS NULL
                AND NOT EXISTS (SELECT FROM live.breach_person p WHERE p.breach = p_breach AND p.told IS NULL);
    END IF;
    outcome := CASE WHEN FOUND THEN 0 ELSE 12 END;
    INSERT INTO ledger.inbox (entry, at, fact, who, outcome) VALUES (p_entry, p_at, p_fact, p_who, outcome);
END $$;
-- The posting for those whom no letter reaches: the case is marked and its notice stands, or neither.
CREATE FUNCTION live.breach_post(p_breach uuid, p_was bytea, p_title_ko text, p_title_en text, p_body_ko text, p_body_en text, p_notice_entry uuid, p_notice_fact text,
    p_entry uuid, p_at timestamptz, p_fact text, p_who bytea, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.breach b SET posted = p_at WHERE b.breach = p_breach AND b.posted IS NULL AND b.closed IS NULL AND b.what = p_was;
    outcome := CASE WHEN FOUND THEN 0 ELSE 12 END;
    IF outcome = 0 THEN
        PERFORM live.notice_post('important', NULL, p_title_ko, p_title_en, p_body_ko, p_body_en, p_notice_entry, p_at, p_notice_fact, p_who);
    END IF;
    INSERT INTO ledger.inbox (entry, at, fact, who, outcome) VALUES (p_entry, p_at, p_fact, p_who, outcome);
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    live.breach_change(uuid, bytea, bytea, boolean, uuid, timestamptz, text, bytea),
    live.breach_step(uuid, text, bytea, uuid, timestamptz, text, bytea),
    live.breach_post(uuid, bytea, text, text, text, text, uuid, text, uuid, timestamptz, text, bytea)
    TO jikim_live;
