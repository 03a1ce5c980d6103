-- Watching: alerts to the officers, reviews of the access records, and breaches.

-- An alert's words name no person: they go into mails. `told` is when it left, `seen` when an officer has looked.
CREATE TABLE live.alert (
    number integer PRIMARY KEY,
    at     timestamptz NOT NULL,
    kind   text NOT NULL,
    ko     text NOT NULL,
    en     text NOT NULL,
    href   text NOT NULL,
    tries  integer NOT NULL DEFAULT 0,
    next   timestamptz NOT NULL,
    told   timestamptz,
    seen   timestamptz,
    by     text
);
CREATE INDEX alert_waits ON live.alert (next) WHERE told IS NULL;
-- The same alert is not raised again while nobody has looked at it.
CREATE UNIQUE INDEX alert_open ON live.alert (kind, href, ko) WHERE seen IS NULL;
-- statement alerts/alert.raise @live may record: An alert is raised, unless the same one waits unseen.
CREATE FUNCTION live.alert_raise(p_kind text, p_ko text, p_en text, p_href text, p_entry ledger.entry, OUT number integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    PERFORM pg_advisory_xact_lock(7345620);
    SELECT a.number INTO number FROM live.alert a WHERE a.kind = p_kind AND a.href = p_href AND a.ko = p_ko AND a.seen IS NULL;
    IF number IS NULL THEN
        SELECT coalesce(max(a.number), 0) + 1 INTO number FROM live.alert a;
        INSERT INTO live.alert (number, at, kind, ko, en, href, next) VALUES (number, p_entry.at, p_kind, p_ko, p_en, p_href, p_entry.at);
        PERFORM ledger.record(p_entry, {allowed});
    END IF;
END $$;
-- statement alerts/alert.list @live: Alerts, the newest first, a page at a time.
CREATE FUNCTION live.alerts(p_before integer, p_limit integer) RETURNS SETOF live.alert
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT * FROM live.alert a WHERE a.number < p_before ORDER BY a.number DESC LIMIT p_limit;
END $$;
-- statement alerts/alert.open @live: Alerts that nobody has looked at.
CREATE FUNCTION live.alerts_open() RETURNS SETOF live.alert
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT * FROM live.alert a WHERE a.seen IS NULL ORDER BY a.number DESC LIMIT 200;
END $$;
-- statement alerts/alert.due @live: Alerts that wait to be told.
CREATE FUNCTION live.alerts_due(p_now timestamptz, p_limit integer) RETURNS SETOF live.alert
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT * FROM live.alert a WHERE a.told IS NULL AND a.next <= p_now ORDER BY a.number LIMIT p_limit;
END $$;
-- Taken by one process: whoever moves `next` on sends it.
-- statement alerts/alert.take @live: One process takes an alert to tell it.
CREATE FUNCTION live.alert_take(p_number integer, p_was timestamptz, p_next timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.alert a SET next = p_next, tries = a.tries + 1 WHERE a.number = p_number AND a.told IS NULL AND a.next = p_was;
    RETURN FOUND;
END $$;
-- statement alerts/alert.told @live: An alert has left.
CREATE FUNCTION live.alert_told(p_number integer, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.alert SET told = p_at WHERE number = p_number AND told IS NULL;
END $$;
-- statement alerts/alert.see @live: An officer has looked at an alert.
CREATE FUNCTION live.alert_see(p_number integer, p_entry ledger.entry, OUT done boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.alert a SET seen = p_entry.at, by = live.who_did(p_entry) WHERE a.number = p_number AND a.seen IS NULL;
    done := FOUND;
    PERFORM ledger.record(p_entry, CASE WHEN done THEN {allowed} ELSE {conflict} END);
END $$;

-- A review of the access records: a span of days, its worksheet, who made it and who signed it. The worksheet names handlers and people's numbers: sealed.
CREATE TABLE live.review (
    review uuid PRIMARY KEY,
    begins date NOT NULL,
    ends   date NOT NULL,                        -- its last day
    made   timestamptz NOT NULL,
    by     text NOT NULL,
    sheet  bytea NOT NULL,
    signed timestamptz,
    signer text,
    CHECK (begins <= ends)
);
CREATE UNIQUE INDEX review_of ON live.review (begins, ends);
-- statement review/review.make @live: A worksheet of a span of days is kept, one of each span.
CREATE FUNCTION live.review_make(p_review uuid, p_begins date, p_ends date, p_sheet bytea, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO live.review (review, begins, ends, made, by, sheet) VALUES (p_review, p_begins, p_ends, p_entry.at, live.who_did(p_entry), p_sheet) ON CONFLICT DO NOTHING;
    outcome := CASE WHEN FOUND THEN {allowed} ELSE {conflict} END;
    PERFORM ledger.record(p_entry, outcome);
END $$;
-- What is signed stays as it was signed. `p_was` is the sheet that the signer saw: of two who write at once, one is told.
-- statement review/review.write @live: What was found is written down, and signed; what is signed stays.
-- `p_sign`: for good, by another than who drew it, and than whose acts are judged on it (`p_concerned`); where there is none, it is signed alone.
CREATE FUNCTION live.review_write(p_review uuid, p_was bytea, p_sheet bytea, p_concerned text[], p_sign boolean, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE s record; alone boolean := false;
BEGIN
    IF p_sign THEN
        s := live.second(p_entry.under, p_concerned || ARRAY(SELECT r.by FROM live.review r WHERE r.review = p_review), 'at once', p_entry.at);
        IF s.outcome <> {allowed} THEN
            outcome := s.outcome;
            PERFORM ledger.record(p_entry, outcome);
            RETURN;
        END IF;
        alone := s.alone;
    END IF;
    UPDATE live.review r SET sheet = p_sheet, signer = CASE WHEN p_sign THEN live.who_did(p_entry) END, signed = CASE WHEN p_sign THEN p_entry.at END
     WHERE r.review = p_review AND r.signed IS NULL AND r.sheet = p_was;
    outcome := CASE WHEN FOUND THEN {allowed} ELSE {conflict} END;
    IF outcome = {allowed} AND alone THEN PERFORM live.went_alone('review', p_review::text, s.whose, p_entry.at); END IF;
    PERFORM ledger.record(p_entry, outcome);
END $$;
-- statement review/review.list @live: Reviews, the newest first.
CREATE FUNCTION live.reviews() RETURNS SETOF live.review
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT * FROM live.review r ORDER BY r.ends DESC, r.review;
END $$;

-- A breach: when it became known starts the clocks. What happened is sealed; whose data and which items is a row a person.
CREATE TABLE live.breach (
    breach   uuid PRIMARY KEY,
    known    timestamptz NOT NULL,
    opened   timestamptz NOT NULL,
    by       text NOT NULL,
    what     bytea NOT NULL,
    outside  boolean NOT NULL,                   -- unlawful access from outside: the authority is told however few they are
    telling  timestamptz,                        -- since when letters to those concerned are written
    reported timestamptz,
    posted   timestamptz,
    closed   timestamptz
);
CREATE TABLE live.breach_person (
    subject uuid NOT NULL,
    breach  uuid NOT NULL,
    items   integer[] NOT NULL,
    kinds   integer[] NOT NULL,
    told    timestamptz,
    way     text CHECK (way IN ('mail', 'none')),
    PRIMARY KEY (subject, breach)
);
CREATE INDEX breach_untold ON live.breach_person (breach, subject) WHERE told IS NULL;
-- statement breach.open @live: A breach became known.
CREATE FUNCTION live.breach_open(p_breach uuid, p_known timestamptz, p_what bytea, p_outside boolean, p_entry ledger.entry)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO live.breach (breach, known, opened, by, what, outside) VALUES (p_breach, p_known, p_entry.at, live.who_did(p_entry), p_what, p_outside);
    PERFORM ledger.record(p_entry, {allowed});
END $$;
-- Whose data was reached. Found again, they are added to and never taken away. Each finds it among what was done with their data, by an entry of
-- its own: the first is `p_entry`.
-- statement breach.add @live split rows; sum records if answered: People whose data was reached, with the items; each gets an entry of their own.
CREATE FUNCTION live.breach_add(p_breach uuid, p_rows json, p_entry ledger.entry, OUT added integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    WITH came AS (SELECT * FROM json_to_recordset(p_rows) AS x(subject uuid, items integer[], kinds integer[])),
    put AS (
        INSERT INTO live.breach_person AS b (subject, breach, items, kinds) SELECT c.subject, p_breach, c.items, c.kinds FROM came c
        ON CONFLICT (subject, breach) DO UPDATE SET items = ARRAY(SELECT DISTINCT unnest(b.items || excluded.items) ORDER BY 1),
               kinds = ARRAY(SELECT DISTINCT unnest(b.kinds || excluded.kinds) ORDER BY 1)
        RETURNING b.subject, (b.xmax = 0) AS fresh)
    SELECT count(*) FILTER (WHERE p.fresh) INTO added FROM put p;
    PERFORM ledger.record(ROW(x.entry, p_entry.at, p_entry.fact, p_entry.who, p_entry.under)::ledger.entry, {allowed}, subject => x.subject, blocker => p_breach)
       FROM json_to_recordset(p_rows) AS x(subject uuid, entry uuid);
END $$;
-- statement breach.list @live: Breaches, the newest first.
CREATE FUNCTION live.breaches() RETURNS TABLE (
    breach uuid, known timestamptz, opened timestamptz, by text, what bytea, outside boolean, telling timestamptz, reported timestamptz, posted timestamptz, closed timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT b.breach, b.known, b.opened, b.by, b.what, b.outside, b.telling, b.reported, b.posted, b.closed
      FROM live.breach b ORDER BY b.known DESC, b.breach;
END $$;
-- statement breach.counts @live sum people, told, unreached: How many people of each, told and not reached.
CREATE FUNCTION live.breach_counts() RETURNS TABLE (breach uuid, people bigint, told bigint, unreached bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT p.breach, count(*), count(p.told) FILTER (WHERE p.way = 'mail'), count(p.told) FILTER (WHERE p.way = 'none')
      FROM live.breach_person p GROUP BY p.breach;
END $$;
-- statement breach.people @live merge subject: The people of a breach, a page at a time.
CREATE FUNCTION live.breach_people(p_breach uuid, p_after uuid, p_limit integer, p_untold boolean) RETURNS TABLE (
    subject uuid, items integer[], kinds integer[], told timestamptz, way text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT p.subject, p.items, p.kinds, p.told, p.way FROM live.breach_person p
     WHERE p.breach = p_breach AND p.subject > p_after AND (NOT p_untold OR p.told IS NULL) ORDER BY p.subject LIMIT p_limit;
END $$;
-- statement breach.tell @live records if done: Somebody was told, or can't be reached.
CREATE FUNCTION live.breach_tell(p_subject uuid, p_breach uuid, p_way text, p_entry ledger.entry, OUT done boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM live.expect_word(p_way, 'mail', 'none');
    UPDATE live.breach_person p SET told = p_entry.at, way = p_way WHERE p.subject = p_subject AND p.breach = p_breach AND p.told IS NULL;
    done := FOUND;
    IF done THEN
        PERFORM ledger.record(p_entry, {allowed}, subject => p_subject, blocker => p_breach);
    END IF;
END $$;
-- What happened, what was done, whom to ask: completed as it becomes known. `p_was` is what the writer saw: of two who write at once, one is told.
-- `p_whole`: whether all is there that the law has told. Once letters or the posting went out, nothing of it is taken away again.
-- statement breach.change @live: The facts of a breach are completed or corrected.
CREATE FUNCTION live.breach_change(p_breach uuid, p_was bytea, p_what bytea, p_whole boolean, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.breach b SET what = p_what WHERE b.breach = p_breach AND b.what = p_was AND b.closed IS NULL
        AND (p_whole OR (b.telling IS NULL AND b.posted IS NULL));
    outcome := CASE WHEN FOUND THEN {allowed} ELSE {conflict} END;
    PERFORM ledger.record(p_entry, outcome);
END $$;

-- Letters begin with the facts that were judged (`p_was`), and with no others; nothing is closed while somebody is to be told
-- (`p_untold`, on all servers). A posting is a step of its own, below.
-- statement breach.step @live: Letters are to be written, the authority was told, or the case is closed.
CREATE FUNCTION live.breach_step(p_breach uuid, p_step text, p_was bytea, p_untold bigint, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM live.expect_word(p_step, 'report', 'tell', 'close');
    IF p_step = 'report' THEN UPDATE live.breach b SET reported = p_entry.at WHERE b.breach = p_breach AND b.reported IS NULL AND b.closed IS NULL;
    ELSIF p_step = 'tell' THEN UPDATE live.breach b SET telling = p_entry.at WHERE b.breach = p_breach AND b.telling IS NULL AND b.closed IS NULL AND b.what = p_was;
    ELSIF p_step = 'close' THEN UPDATE live.breach b SET closed = p_entry.at WHERE b.breach = p_breach AND b.closed IS NULL AND p_untold = 0;
    END IF;
    outcome := CASE WHEN FOUND THEN {allowed} ELSE {conflict} END;
    PERFORM ledger.record(p_entry, outcome);
END $$;
-- The posting for those whom no letter reaches: the case is marked and its notice stands, or neither.
-- statement breach.post @live: The notice of a breach is posted, and its case is marked.
CREATE FUNCTION live.breach_post(p_breach uuid, p_was bytea, p_title_ko text, p_title_en text, p_body_ko text, p_body_en text, p_notice ledger.entry,
    p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.breach b SET posted = p_entry.at WHERE b.breach = p_breach AND b.posted IS NULL AND b.closed IS NULL AND b.what = p_was;
    outcome := CASE WHEN FOUND THEN {allowed} ELSE {conflict} END;
    IF outcome = {allowed} THEN
        PERFORM live.notice_post('important', NULL, p_title_ko, p_title_en, p_body_ko, p_body_en, p_notice);
    END IF;
    PERFORM ledger.record(p_entry, outcome);
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ledger FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    live.alert_raise(text, text, text, text, ledger.entry), live.alerts(integer, integer), live.alerts_open(), live.alerts_due(timestamptz, integer),
    live.alert_take(integer, timestamptz, timestamptz), live.alert_told(integer, timestamptz),
    live.alert_see(integer, ledger.entry),
    live.review_make(uuid, date, date, bytea, ledger.entry), live.review_write(uuid, bytea, bytea, text[], boolean, ledger.entry),
    live.reviews(),
    live.breach_open(uuid, timestamptz, bytea, boolean, ledger.entry), live.breach_add(uuid, json, ledger.entry),
    live.breaches(), live.breach_counts(), live.breach_people(uuid, uuid, integer, boolean), live.breach_tell(uuid, uuid, text, ledger.entry),
    live.breach_change(uuid, bytea, bytea, boolean, ledger.entry),
    live.breach_step(uuid, text, bytea, bigint, ledger.entry),
    live.breach_post(uuid, bytea, text, text, text, text, ledger.entry, ledger.entry)
    TO jikim_live;
