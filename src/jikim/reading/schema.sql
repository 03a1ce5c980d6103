-- What handlers look for and read: people in pages, reads of many that a second person approves, what ends when; and what reports count.

-- People in pages, by kind and state; a person, a record or a request by its number.
CREATE INDEX subject_joined ON live.subject (kind, state, joined DESC, subject DESC);
CREATE INDEX record_number ON live.record (record);
CREATE INDEX tombstone_number ON live.tombstone (record);
CREATE INDEX asked_number ON live.asked (request);
CREATE INDEX IF NOT EXISTS disclosure_at ON live.disclosure (at, message);

-- Each kind and state is walked by itself along the index, so that a page of a million takes no longer than one of a hundred.
-- statement people.page @live merge outcome desc, rank, joined desc if newest, subject desc if newest: People by kind, state and the day they came, in one of four orders, a page at a time; recorded, no value.
CREATE FUNCTION live.people_page(p_kinds integer[], p_states integer[], p_from timestamptz, p_to timestamptz, p_by text, p_newest boolean, p_rank integer,
    p_after timestamptz, p_after_subject uuid, p_limit integer, p_grant integer, p_entry ledger.entry)
RETURNS TABLE (outcome integer, subject uuid, kind integer, state integer, joined timestamptz, left_at timestamptz, open_ bigint, rank integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE found_ integer := CASE WHEN live.grant_live(p_grant, p_entry.at) THEN {allowed} ELSE {grant} END;
BEGIN
    PERFORM live.expect_word(p_by, '', 'kind', 'state');
    PERFORM ledger.record(p_entry, found_);
    IF found_ <> {allowed} THEN
        RETURN QUERY SELECT found_, NULL::uuid, NULL::integer, NULL::integer, NULL::timestamptz, NULL::timestamptz, NULL::bigint, NULL::integer;
        RETURN;
    END IF;
    -- By kind or state it goes on in the group (`rank`) of the last line, and whole in the groups after it. Where a page begins is one bound, the
    -- last line or the first day, whichever is further: by two the index would be walked from the looser one.
    RETURN QUERY
    SELECT {allowed}, x.subject, x.kind::integer, x.state::integer, x.joined, x.left_at,
           (SELECT count(*) FROM live.person_case c WHERE c.subject = x.subject AND c.closed IS NULL), g.rank
      FROM (SELECT k.kind, t.state, coalesce(CASE WHEN p_by = 'kind' THEN k.n WHEN p_by = 'state' THEN t.n END, 0)::integer AS rank
              FROM unnest(p_kinds) WITH ORDINALITY AS k(kind, n) CROSS JOIN unnest(p_states) WITH ORDINALITY AS t(state, n)) AS g
      CROSS JOIN LATERAL (
            (SELECT s.subject, s.kind, s.state, s.joined, s.left_at FROM live.subject s
              WHERE p_newest AND g.rank >= p_rank AND s.kind = g.kind AND s.state = g.state AND s.joined >= p_from
                AND (s.joined, s.subject) < (CASE WHEN g.rank > p_rank THEN p_to ELSE p_after END,
                                             CASE WHEN g.rank > p_rank THEN '00000000-0000-0000-0000-000000000000' ELSE p_after_subject END)
              ORDER BY s.joined DESC, s.subject DESC LIMIT p_limit)
            UNION ALL
            (SELECT s.subject, s.kind, s.state, s.joined, s.left_at FROM live.subject s
              WHERE NOT p_newest AND s.kind = g.kind AND s.state = g.state AND s.joined < p_to
                AND (s.joined, s.subject) > (p_after, p_after_subject)
              ORDER BY s.joined, s.subject LIMIT p_limit)) AS x
     ORDER BY g.rank, CASE WHEN NOT p_newest THEN x.joined END, CASE WHEN NOT p_newest THEN x.subject END, x.joined DESC, x.subject DESC
     LIMIT p_limit;
END $$;

-- Whose a number is: a person's own, a record's (live, or moved to rest), a request's.
-- statement people.locate @live merge outcome: Whose a number is: a person's, a record's or a request's.
CREATE FUNCTION live.locate(p_number uuid, p_grant integer, p_entry ledger.entry)
RETURNS TABLE (outcome integer, what text, subject uuid, record uuid, kind integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE f record; denied integer := CASE WHEN live.grant_live(p_grant, p_entry.at) THEN {allowed} ELSE {grant} END;
BEGIN
    IF denied = {allowed} THEN
        SELECT x.* INTO f FROM (
            SELECT 1 AS n, 'person' AS what, s.subject, NULL::uuid AS record, 0 AS kind FROM live.subject s WHERE s.subject = p_number
            UNION ALL SELECT 2, 'record', r.subject, r.record, r.kind FROM live.record r WHERE r.record = p_number
            UNION ALL SELECT 3, 'resting', t.subject, t.record, 0 FROM live.tombstone t WHERE t.record = p_number AND t.fate = 'rests'
            UNION ALL SELECT 4, 'request', a.subject, a.record, a.about FROM live.asked a WHERE a.request = p_number) AS x
         ORDER BY x.n LIMIT 1;
    END IF;
    outcome := CASE WHEN denied <> {allowed} THEN denied WHEN f.subject IS NULL THEN {gone} ELSE {allowed} END;
    what := f.what; subject := f.subject; record := f.record; kind := f.kind;
    PERFORM ledger.record(p_entry, CASE WHEN denied <> {allowed} THEN denied ELSE {allowed} END, subject => f.subject, record => f.record);
    RETURN NEXT;
END $$;

-- Somebody looks at what there is of a person, without a value.
-- statement people.look @live: Somebody looks at what there is of a person, without a value.
CREATE FUNCTION live.person_look(p_subject uuid, p_grant integer, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    outcome := CASE WHEN live.grant_live(p_grant, p_entry.at) THEN {allowed} ELSE {grant} END;
    PERFORM ledger.record(p_entry, outcome, subject => p_subject);
END $$;

-- Reads of many: asked by one, approved by another for exactly this query, run once by who asked. The query holds names and days, no one's data.
CREATE TABLE live.mass (
    number   uuid PRIMARY KEY,
    digest   bytea NOT NULL,                     -- of the query's text, which is what is approved
    query    jsonb NOT NULL,
    said     bytea NOT NULL,                     -- why: sealed
    asker    text NOT NULL,
    asked    timestamptz NOT NULL,
    state    text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'approved', 'refused', 'running', 'done', 'failed')),
    approver text,
    decided  timestamptz,
    under    integer,                            -- the grant that it was approved under
    until    timestamptz,
    run      timestamptz,
    ended    timestamptz,
    people   bigint,
    records  bigint,
    reviewer text,                               -- who looked at what became of the file: an officer who did not ask
    reviewed timestamptz,
    word     bytea                               -- what they found: sealed
);
CREATE INDEX mass_asked ON live.mass (asked DESC, number DESC);

-- statement mass.ask @live: A read of many is asked for.
CREATE FUNCTION live.mass_ask(p_number uuid, p_digest bytea, p_query jsonb, p_said bytea, p_grant integer, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    outcome := CASE WHEN NOT live.grant_live(p_grant, p_entry.at)
                      OR NOT EXISTS (SELECT 1 FROM live.grant_ g WHERE g.number = p_grant AND (p_query ->> 'purpose')::integer = ANY (g.purposes))
                    THEN {grant} ELSE {allowed} END;
    IF outcome = {allowed} THEN
        INSERT INTO live.mass (number, digest, query, said, asker, asked)
        SELECT p_number, p_digest, p_query, p_said, g.handler, p_entry.at FROM live.grant_ g WHERE g.number = p_grant;
    END IF;
    PERFORM ledger.record(p_entry, outcome, blocker => p_number);
END $$;
-- INVARIANT: approved by an officer who did not ask, by a grant that stands, once, and for what they saw (the digest).
-- statement mass.decide @live: A second person approves or refuses exactly that query.
CREATE FUNCTION live.mass_decide(p_number uuid, p_digest bytea, p_yes boolean, p_grant integer, p_until timestamptz, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE m record; s record;
BEGIN
    SELECT x.state, x.asker, x.digest INTO m FROM live.mass x WHERE x.number = p_number FOR UPDATE;
    s := live.second(p_grant, ARRAY[m.asker], 'long', p_entry.at);
    outcome := CASE
        WHEN m.state IS NULL THEN {gone}
        WHEN s.outcome <> {allowed} THEN s.outcome
        WHEN m.state <> 'asked' OR m.digest IS DISTINCT FROM p_digest THEN {conflict}
        ELSE {allowed} END;
    IF outcome = {allowed} THEN
        UPDATE live.mass SET state = CASE WHEN p_yes THEN 'approved' ELSE 'refused' END, approver = s.whose, decided = p_entry.at, under = p_grant,
               until = CASE WHEN p_yes THEN p_until END
         WHERE number = p_number;
    END IF;
    IF outcome = {allowed} AND s.alone THEN PERFORM live.went_alone('bulk', p_number::text, s.whose, p_entry.at); END IF;
    PERFORM ledger.record(p_entry, outcome, blocker => p_number);
END $$;
-- The query of a read, while it stands so: of one that is not running no page is asked for.
-- statement mass.query @live: What is asked for, while the read stands so.
CREATE FUNCTION live.mass_query(p_number uuid, p_state text) RETURNS TABLE (query text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    PERFORM live.expect_word(p_state, 'approved', 'running');
    RETURN QUERY SELECT m.query::text FROM live.mass m WHERE m.number = p_number AND m.state = p_state;
END $$;
-- The records of a query, in order.
CREATE FUNCTION live.mass_records(p_query jsonb, p_after uuid, p_after_record uuid, p_limit bigint) RETURNS TABLE (subject uuid, record uuid)
LANGUAGE sql STABLE AS $$
    SELECT r.subject, r.record FROM live.record r JOIN live.subject s ON s.subject = r.subject
     WHERE (r.subject, r.record) > (p_after, p_after_record) AND r.kind = (p_query ->> 'kind')::integer AND r.state = 1 AND s.state = 1
       AND r.collected >= (p_query ->> 'from')::timestamptz AND r.collected < (p_query ->> 'to')::timestamptz
       AND (p_query -> 'channels' = '[]' OR p_query -> 'channels' @> to_jsonb(r.channel))
       AND (p_query -> 'people' = '[]' OR p_query -> 'people' @> to_jsonb(s.kind))
     ORDER BY r.subject, r.record LIMIT p_limit
$$;
-- statement mass.people @live sum: How many people a query finds, up to a number on each server.
CREATE FUNCTION live.mass_people(p_query jsonb, p_limit bigint) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN (SELECT count(*) FROM (SELECT DISTINCT r.subject FROM live.mass_records(p_query, '00000000-0000-0000-0000-000000000000',
        '00000000-0000-0000-0000-000000000000', NULL) r LIMIT p_limit) AS x);
END $$;
-- It runs once, within its hour, by who asked and for exactly this query, while both grants stand, and for no more people than were approved
-- (`p_people`: whom it finds, on all servers).
-- statement mass.begin @live: An approved read of many begins: once, within its hour, for no more people than were approved.
CREATE FUNCTION live.mass_begin(p_number uuid, p_digest bytea, p_people bigint, p_grant integer, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE m record;
BEGIN
    SELECT x.* INTO m FROM live.mass x WHERE x.number = p_number FOR UPDATE;
    outcome := CASE
        WHEN m.number IS NULL THEN {gone}
        WHEN NOT live.grant_live(p_grant, p_entry.at) THEN {grant}
        WHEN m.state <> 'approved' OR m.until <= p_entry.at OR m.digest IS DISTINCT FROM p_digest
          OR NOT EXISTS (SELECT 1 FROM live.grant_ g WHERE g.number = p_grant AND g.handler = m.asker) THEN {not_approved}
        WHEN NOT live.grant_live(m.under, p_entry.at) THEN {not_approved}
        WHEN p_people > (m.query ->> 'ceiling')::bigint THEN {over_ceiling}
        ELSE {allowed} END;
    IF outcome = {allowed} THEN UPDATE live.mass SET state = 'running', run = p_entry.at, people = p_people WHERE number = p_number; END IF;
    PERFORM ledger.record(p_entry, outcome, blocker => p_number);
END $$;
-- statement mass.page @live merge subject, record: The records of a query, page by page.
CREATE FUNCTION live.mass_page(p_query jsonb, p_after uuid, p_after_record uuid, p_limit integer) RETURNS TABLE (subject uuid, record uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT x.subject, x.record FROM live.mass_records(p_query, p_after, p_after_record, p_limit) x ORDER BY x.subject, x.record;
END $$;
-- statement mass.end @live: A read of many is over, or was cut off.
CREATE FUNCTION live.mass_end(p_number uuid, p_state text, p_records bigint, p_entry ledger.entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM live.expect_word(p_state, 'done', 'failed');
    UPDATE live.mass SET state = p_state, ended = p_entry.at, records = p_records WHERE number = p_number AND state = 'running';
    PERFORM ledger.record(p_entry, {allowed}, blocker => p_number);
END $$;
-- What became of a file that was downloaded, by an officer who did not ask for it (safety notice §8②); once.
-- statement mass.review @live: What became of a file that was downloaded, by an officer who did not ask for it.
CREATE FUNCTION live.mass_review(p_number uuid, p_word bytea, p_grant integer, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE m record; s record;
BEGIN
    SELECT x.run, x.asker, x.reviewed INTO m FROM live.mass x WHERE x.number = p_number FOR UPDATE;
    s := live.second(p_grant, ARRAY[m.asker], 'long', p_entry.at);
    outcome := CASE
        WHEN m.asker IS NULL THEN {gone}
        WHEN s.outcome <> {allowed} THEN s.outcome
        WHEN m.run IS NULL OR m.reviewed IS NOT NULL THEN {conflict}
        ELSE {allowed} END;
    IF outcome = {allowed} THEN
        UPDATE live.mass SET reviewer = s.whose, reviewed = p_entry.at, word = p_word WHERE number = p_number;
    END IF;
    IF outcome = {allowed} AND s.alone THEN PERFORM live.went_alone('download', p_number::text, s.whose, p_entry.at); END IF;
    PERFORM ledger.record(p_entry, outcome, blocker => p_number);
END $$;
-- `p_waiting`: those alone that somebody has something to do with.
-- statement mass.all @live: Reads of many, the newest first.
CREATE FUNCTION live.masses(p_before timestamptz, p_before_number uuid, p_limit integer, p_waiting boolean) RETURNS SETOF live.mass
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT * FROM live.mass m WHERE (m.asked, m.number) < (p_before, p_before_number)
       AND (NOT p_waiting OR m.state IN ('asked', 'approved') OR (m.run IS NOT NULL AND m.reviewed IS NULL))
     ORDER BY m.asked DESC, m.number DESC LIMIT p_limit;
END $$;
-- After a restore: what was approved before may have been run since.
-- statement mass.lapse @live: After a restore, no approval from before it stands.
CREATE FUNCTION live.masses_lapse() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.mass SET state = 'failed' WHERE state IN ('asked', 'approved', 'running');
END $$;
-- Whose time is over: the key of the reason goes first, then this.
-- statement mass.over @live: Reads of many whose time is over.
CREATE FUNCTION live.masses_over(p_before timestamptz, p_limit integer) RETURNS TABLE (number uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT m.number FROM live.mass m WHERE m.asked < p_before ORDER BY m.asked LIMIT p_limit;
END $$;
-- statement mass.forget @live: A read of many goes, whose reason nobody opens any more.
CREATE FUNCTION live.mass_forget(p_number uuid, p_entry ledger.entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    -- A day less than two years, since a day of the policy's zone is an hour shorter or longer here and there.
    IF EXISTS (SELECT 1 FROM live.mass m WHERE m.number = p_number AND ledger.past(m.asked + interval '729 days', p_entry.at) IS NOT TRUE)
    THEN RAISE EXCEPTION 'before its time'; END IF;
    DELETE FROM live.mass m WHERE m.number = p_number;
    PERFORM ledger.record(p_entry, {allowed});
END $$;
-- statement mass.of @live: One read of many.
CREATE FUNCTION live.mass_of(p_number uuid) RETURNS SETOF live.mass
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT * FROM live.mass m WHERE m.number = p_number;
END $$;

-- Open records of each kind, of who left those alone that first finish: how many, since when the oldest is, and how many were collected before each of two moments; counted up to `p_most`.
-- Whoever a record is of is looked up by itself: EXISTS would be a hash of all people, for one record.
-- statement open.counted @live sum open, late, broken; least oldest; merge kind: How many records of each kind are open, since when, and how many are late.
CREATE FUNCTION live.open_counted(p_kinds integer[], p_finishes boolean[], p_late timestamptz[], p_broken timestamptz[], p_at timestamptz, p_most integer)
RETURNS TABLE (kind integer, open bigint, oldest timestamptz, late bigint, broken bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT k.kind, x.open, x.oldest, x.late, x.broken FROM unnest(p_kinds, p_finishes, p_late, p_broken) AS k(kind, finishes, late, broken) CROSS JOIN LATERAL (
        SELECT count(*) AS open, min(r.collected) AS oldest, count(*) FILTER (WHERE r.collected < k.late) AS late,
               count(*) FILTER (WHERE r.collected < k.broken) AS broken FROM (
            SELECT o.collected FROM live.record o WHERE o.kind = k.kind AND o.state = 1 AND (o.over_from IS NULL OR o.over_from > p_at)
               AND (k.finishes OR (SELECT s.state = 1 FROM live.subject s WHERE s.subject = o.subject))
             ORDER BY o.collected LIMIT p_most) AS r) AS x;
END $$;
-- Live records as lists choose among them: `here`: of who is here; `waits`: what they wait for or by.
CREATE VIEW live.open_one AS
    SELECT r.subject, r.record, r.kind, r.collected, r.over_from, s.state = 1 AS here,
           array_remove(ARRAY[CASE WHEN r.frozen IS NOT NULL THEN 'frozen' END, CASE WHEN r.hold IS NOT NULL THEN 'held' END], NULL) AS waits
      FROM live.record r JOIN live.subject s ON s.subject = r.subject WHERE r.state = 1;
-- A page of a kind's records that a purpose may read now, the oldest first: of who is here and agreed where that is needed (`p_needs`). One entry for the page.
-- statement listed @live merge outcome desc, collected, record: A page of records of a kind that a purpose may read now; recorded, no value.
CREATE FUNCTION live.listed(p_kind integer, p_needs integer[], p_behind timestamptz, p_after uuid, p_limit integer, p_grant integer, p_entry ledger.entry)
RETURNS TABLE (outcome integer, subject uuid, record uuid, collected timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE found_ integer := {allowed};
BEGIN
    IF p_grant IS DISTINCT FROM 0 AND NOT live.grant_reaches(p_grant, p_entry.at, p_kind, 0, 0, '{}') THEN found_ := {grant}; END IF;
    PERFORM ledger.record(p_entry, found_);
    IF found_ <> {allowed} THEN
        RETURN QUERY SELECT found_, NULL::uuid, NULL::uuid, NULL::timestamptz;
        RETURN;
    END IF;
    RETURN QUERY SELECT {allowed}, r.subject, r.record, r.collected FROM live.record r JOIN live.subject s ON s.subject = r.subject AND s.state = 1
     WHERE r.kind = p_kind AND r.state = 1 AND (r.collected, r.record) > (p_behind, p_after) AND r.frozen IS NULL
       AND (r.over_from IS NULL OR r.over_from > p_entry.at) AND (p_needs = '{}' OR live.meets(s.consents, p_needs))
     ORDER BY r.collected, r.record LIMIT p_limit;
END $$;
-- A page of a kind's open records, the oldest or the newest first, or those that are named; recorded, no value.
-- The last line of the page before is one bound with the first day (`p_after`), as in live.people_page.
-- `p_waits`: those alone that wait for a correction (frozen) or by a hold (held).
-- statement open.page @live merge outcome desc, collected desc if newest, record desc if newest: A kind's open records, the oldest or the newest first, or those that are named; recorded, no value.
CREATE FUNCTION live.open_page(p_kind integer, p_finishes boolean, p_subjects uuid[], p_records uuid[], p_from timestamptz, p_to timestamptz, p_waits text,
    p_newest boolean, p_after timestamptz, p_after_record uuid, p_limit integer, p_grant integer, p_entry ledger.entry)
RETURNS TABLE (outcome integer, subject uuid, record uuid, subject_kind integer, policy integer, items integer[], collected timestamptz,
    events jsonb, frozen boolean, held boolean, party integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE found_ integer := CASE WHEN live.grant_reaches(p_grant, p_entry.at, p_kind, 0, 0, '{}') THEN {allowed} ELSE {grant} END;
BEGIN
    PERFORM live.expect_word(p_waits, '', 'frozen', 'held');
    PERFORM ledger.record(p_entry, found_);
    IF found_ <> {allowed} THEN
        RETURN QUERY SELECT found_, NULL::uuid, NULL::uuid, NULL::integer, NULL::integer, NULL::integer[], NULL::timestamptz, NULL::jsonb,
                            NULL::boolean, NULL::boolean, NULL::integer;
        RETURN;
    END IF;
    RETURN QUERY
    SELECT {allowed}, r.subject, r.record, s.kind::integer, s.policy, r.items, r.collected, r.events, r.frozen IS NOT NULL, r.hold IS NOT NULL, r.party
      FROM ((SELECT * FROM live.open_one r WHERE r.kind = p_kind AND NOT p_newest AND (r.collected, r.record) > (p_after, p_after_record)
                AND (r.here OR p_finishes) AND (r.over_from IS NULL OR r.over_from > p_entry.at) AND r.collected < p_to
                AND (p_waits = '' OR p_waits = ANY (r.waits))
                AND (p_records IS NULL OR (r.subject, r.record) IN (SELECT u.subject, u.record FROM unnest(p_subjects, p_records) AS u(subject, record)))
              ORDER BY r.collected, r.record LIMIT p_limit)
            UNION ALL
            (SELECT * FROM live.open_one r WHERE r.kind = p_kind AND p_newest AND (r.collected, r.record) < (p_after, p_after_record)
                AND (r.here OR p_finishes) AND (r.over_from IS NULL OR r.over_from > p_entry.at) AND r.collected >= p_from
                AND (p_waits = '' OR p_waits = ANY (r.waits))
              ORDER BY r.collected DESC, r.record DESC LIMIT p_limit)) AS o
      JOIN live.record r ON r.subject = o.subject AND r.record = o.record JOIN live.subject s ON s.subject = r.subject
     ORDER BY CASE WHEN NOT p_newest THEN r.collected END, CASE WHEN NOT p_newest THEN r.record END, r.collected DESC, r.record DESC;
END $$;

-- Sign-ins since a moment here, by address or by account: each group by a digest that only one comparison knows (`p_salt`), so that those of several
-- servers are put together and no tag leaves.
CREATE FUNCTION live.sign_ins_seen(p_kind integer, p_item integer, p_way text, p_since timestamptz, p_salt bytea, p_at timestamptz)
RETURNS TABLE (mark bytea, people uuid[], addresses integer, sign_ins integer, first timestamptz, last timestamptz)
LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT pg_catalog.sha256(p_salt || CASE WHEN p_way = 'address' THEN c.tag ELSE uuid_send(c.subject) END), array_agg(DISTINCT c.subject),
           count(DISTINCT c.tag)::integer, count(DISTINCT c.record)::integer, min(r.collected), max(r.collected)
      FROM live.claim c JOIN live.record r ON r.subject = c.subject AND r.record = c.record JOIN live.subject s ON s.subject = c.subject
     WHERE c.item = p_item AND r.kind = p_kind AND r.state = 1 AND s.state = 1 AND r.collected >= p_since
       AND (r.over_from IS NULL OR r.over_from > p_at)
     GROUP BY CASE WHEN p_way = 'address' THEN c.tag ELSE uuid_send(c.subject) END;
END $$;
-- Those of another server than the house's.
-- statement sign_ins.part @live split: Those of another server, before they are put together.
CREATE FUNCTION live.sign_ins_part(p_kind integer, p_item integer, p_way text, p_since timestamptz, p_salt bytea, p_grant integer, p_at timestamptz)
RETURNS TABLE (mark text, people uuid[], addresses integer, sign_ins integer, first timestamptz, last timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    PERFORM live.expect_word(p_way, 'address', 'account');
    IF NOT live.grant_reaches(p_grant, p_at, p_kind, 0, 0, '{}') THEN RETURN; END IF;
    RETURN QUERY SELECT encode(x.mark, 'hex'), x.people, x.addresses, x.sign_ins, x.first, x.last
                   FROM live.sign_ins_seen(p_kind, p_item, p_way, p_since, p_salt, p_at) x;
END $$;
-- Sign-ins since a moment, of people who are here: the accounts of each address that has several, or each account that came from several addresses.
-- Addresses are told apart by their tags, and none leaves. While the index is renewed one address may have two tags: `whole` says that it is not.
-- statement sign_ins.compare @live house: Accounts that signed in from one address, or from how many one account did; recorded, no value.
CREATE FUNCTION live.sign_ins_compare(p_kind integer, p_item integer, p_way text, p_since timestamptz, p_least integer, p_limit integer,
    p_salt bytea, p_others json, p_grant integer, p_entry ledger.entry)
RETURNS TABLE (outcome integer, people uuid[], accounts integer, addresses integer, sign_ins integer, first timestamptz, last timestamptz, whole boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE found_ integer := CASE WHEN live.grant_reaches(p_grant, p_entry.at, p_kind, 0, 0, '{}') THEN {allowed} ELSE {grant} END;
BEGIN
    PERFORM live.expect_word(p_way, 'address', 'account');
    PERFORM ledger.record(p_entry, found_);
    IF found_ <> {allowed} THEN
        RETURN QUERY SELECT found_, NULL::uuid[], NULL::integer, NULL::integer, NULL::integer, NULL::timestamptz, NULL::timestamptz, NULL::boolean;
        RETURN;
    END IF;
    RETURN QUERY
    WITH seen AS MATERIALIZED (
        SELECT y.* FROM live.sign_ins_seen(p_kind, p_item, p_way, p_since, p_salt, p_entry.at) y
        UNION ALL SELECT decode(o.mark, 'hex'), o.people, o.addresses, o.sign_ins, o.first, o.last
          FROM json_to_recordset(p_others) AS o(mark text, people uuid[], addresses integer, sign_ins integer, first timestamptz, last timestamptz))
    SELECT {allowed}, x.people[1:50], cardinality(x.people), x.addresses, x.sign_ins, x.first, x.last, cardinality(live.index_versions()) = 1 FROM (
        SELECT p.people, s.addresses, s.sign_ins, s.first, s.last
          FROM (SELECT z.mark, array_agg(t.u ORDER BY t.u) AS people FROM seen z, unnest(z.people) AS t(u) GROUP BY z.mark) AS p
          JOIN (SELECT z.mark, max(z.addresses) AS addresses, sum(z.sign_ins)::integer AS sign_ins, min(z.first) AS first, max(z.last) AS last
                  FROM seen z GROUP BY z.mark) AS s ON s.mark = p.mark) AS x
     WHERE CASE WHEN p_way = 'address' THEN cardinality(x.people) ELSE x.addresses END >= p_least
     ORDER BY cardinality(x.people) DESC, x.addresses DESC, x.sign_ins DESC, x.last DESC LIMIT p_limit;
END $$;

-- What ends by time alone, by kind and day; and what has ended and waits for the sweep.
-- statement calendar.ends @live sum records; merge day, kind: What ends by time alone, by kind and day.
CREATE FUNCTION live.ends_between(p_zone text, p_from timestamptz, p_to timestamptz) RETURNS TABLE (kind integer, day date, records bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT x.kind, x.day, sum(x.records)::bigint FROM (
        SELECT r.kind, (r.over_from AT TIME ZONE p_zone)::date AS day, count(*) AS records FROM live.record r
         WHERE r.state = 1 AND r.over_from >= p_from AND r.over_from < p_to GROUP BY r.kind, r.over_from) AS x
     GROUP BY 1, 2 ORDER BY 2, 1;
END $$;
-- statement calendar.waiting @live sum records, held; merge kind: What has ended and waits for the sweep, by kind.
CREATE FUNCTION live.ended_waiting() RETURNS TABLE (kind integer, records bigint, held bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT r.kind, count(*), count(r.hold) FROM live.record r WHERE r.state = 2 GROUP BY 1 ORDER BY 1;
END $$;

-- The register of destructions, the newest first.
-- statement reports/report.certificates @live: Destruction certificates, the newest first.
CREATE FUNCTION live.certificates_page(p_from timestamptz, p_before timestamptz, p_before_certificate uuid, p_limit integer)
RETURNS TABLE (certificate uuid, at timestamptz, content text, signature bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT c.certificate, c.at, c.content, c.signature FROM live.certificate c
     WHERE c.at >= p_from AND (c.at, c.certificate) < (p_before, p_before_certificate) ORDER BY c.at DESC, c.certificate DESC LIMIT p_limit;
END $$;
-- statement reports/report.certificate @live: One destruction certificate.
CREATE FUNCTION live.certificate_of(p_certificate uuid) RETURNS TABLE (certificate uuid, at timestamptz, content text, signature bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT c.certificate, c.at, c.content, c.signature FROM live.certificate c WHERE c.certificate = p_certificate;
END $$;

-- Reports: what left in a span of time, in pages and summed up; where in the ledger the access records of some months lie.
-- statement reports/report.provisions @live merge at, message: What left in a span of time, page by page.
CREATE FUNCTION live.provisions(p_from timestamptz, p_to timestamptz, p_after timestamptz, p_after_message uuid, p_limit integer)
RETURNS TABLE (subject uuid, message uuid, record uuid, version integer, space text, target integer, items integer[], at timestamptz, topic text,
    purpose integer, state text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT d.subject, d.message, d.record, d.version, d.space, d.target, d.items, d.at, o.topic, o.purpose, o.state
      FROM live.disclosure d LEFT JOIN live.outbox o ON o.subject = d.subject AND o.message = d.message
     WHERE d.at >= p_from AND d.at < p_to AND (d.at, d.message) > (p_after, p_after_message) ORDER BY d.at, d.message LIMIT p_limit;
END $$;
-- statement reports/report.provisions_by @live sum messages, people; merge space, target, month: What left, by receiver and month.
CREATE FUNCTION live.provisions_by(p_zone text, p_from timestamptz, p_to timestamptz)
RETURNS TABLE (space text, target integer, month date, messages bigint, people bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT d.space, d.target, date_trunc('month', d.at AT TIME ZONE p_zone)::date, count(*), count(DISTINCT d.subject) FROM live.disclosure d
     WHERE d.at >= p_from AND d.at < p_to GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;
END $$;
-- statement reports/report.note @live: Somebody has a report made.
CREATE FUNCTION live.report_note(p_grant integer, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    outcome := CASE WHEN live.grant_live(p_grant, p_entry.at) THEN {allowed} ELSE {grant} END;
    PERFORM ledger.record(p_entry, outcome);
END $$;

-- The yearly notice of what was used and provided: one run a year, in batches; who was written to is not written to again.
CREATE TABLE live.usage_run (
    year    integer PRIMARY KEY,
    state   text NOT NULL CHECK (state IN ('running', 'done')),
    begun   timestamptz NOT NULL,
    after   uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    people  bigint NOT NULL DEFAULT 0,
    letters bigint NOT NULL DEFAULT 0,
    ended   timestamptz
);
CREATE TABLE live.usage_noticed (
    subject uuid NOT NULL REFERENCES live.subject (subject) ON DELETE CASCADE,
    year    integer NOT NULL,
    at      timestamptz NOT NULL,
    PRIMARY KEY (subject, year)
);
-- statement reports/usage.begin @live: A year's notices of use and provision begin.
CREATE FUNCTION live.usage_begin(p_year integer, p_grant integer, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    outcome := CASE WHEN live.grant_live(p_grant, p_entry.at) THEN {allowed} ELSE {grant} END;
    IF outcome = {allowed} THEN
        INSERT INTO live.usage_run (year, state, begun) VALUES (p_year, 'running', p_entry.at) ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN outcome := {conflict}; END IF;
    END IF;
    PERFORM ledger.record(p_entry, outcome);
END $$;
-- statement reports/usage.runs @live: The years whose notices have begun.
CREATE FUNCTION live.usage_runs() RETURNS SETOF live.usage_run
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT * FROM live.usage_run r ORDER BY r.year DESC;
END $$;
-- The next people of a run, with whether they were written to already; their records that have an address are theirs to ask for.
-- statement reports/usage.people @live merge subject: The next people of a year's notices.
CREATE FUNCTION live.usage_people(p_after uuid, p_year integer, p_limit integer) RETURNS TABLE (subject uuid, kind integer, noticed boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT s.subject, s.kind::integer, EXISTS (SELECT 1 FROM live.usage_noticed n WHERE n.subject = s.subject AND n.year = p_year)
      FROM live.subject s WHERE s.subject > p_after AND s.state = 1 ORDER BY s.subject LIMIT p_limit;
END $$;
-- statement reports/usage.mark @live: Somebody has been written to.
CREATE FUNCTION live.usage_mark(p_subject uuid, p_year integer, p_at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO live.usage_noticed SELECT s.subject, p_year, p_at FROM live.subject s WHERE s.subject = p_subject AND s.state = 1 ON CONFLICT DO NOTHING;
    RETURN FOUND;
END $$;
-- A batch is over: the run goes on behind it. Two processes that did the same one move it once.
-- statement reports/usage.next @live records if done: A batch of a year's notices is over.
CREATE FUNCTION live.usage_next(p_year integer, p_from uuid, p_to uuid, p_people bigint, p_letters bigint, p_over boolean, p_entry ledger.entry) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.usage_run r SET after = p_to, people = r.people + p_people, letters = r.letters + p_letters,
           state = CASE WHEN p_over THEN 'done' ELSE r.state END, ended = CASE WHEN p_over THEN p_entry.at END
     WHERE r.year = p_year AND r.state = 'running' AND r.after = p_from;
    IF NOT FOUND THEN RETURN false; END IF;
    PERFORM ledger.record(p_entry, {allowed});
    RETURN true;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    live.people_page(integer[], integer[], timestamptz, timestamptz, text, boolean, integer, timestamptz, uuid, integer, integer, ledger.entry),
    live.locate(uuid, integer, ledger.entry), live.person_look(uuid, integer, ledger.entry),
    live.mass_ask(uuid, bytea, jsonb, bytea, integer, ledger.entry),
    live.mass_decide(uuid, bytea, boolean, integer, timestamptz, ledger.entry),
    live.mass_query(uuid, text), live.mass_people(jsonb, bigint),
    live.mass_begin(uuid, bytea, bigint, integer, ledger.entry), live.mass_page(jsonb, uuid, uuid, integer),
    live.mass_end(uuid, text, bigint, ledger.entry), live.mass_review(uuid, bytea, integer, ledger.entry),
    live.masses(timestamptz, uuid, integer, boolean), live.mass_of(uuid), live.masses_over(timestamptz, integer), live.masses_lapse(),
    live.mass_forget(uuid, ledger.entry),
    live.open_counted(integer[], boolean[], timestamptz[], timestamptz[], timestamptz, integer),
    live.open_page(integer, boolean, uuid[], uuid[], timestamptz, timestamptz, text, boolean, timestamptz, uuid, integer, integer, ledger.entry), live.listed(integer, integer[], timestamptz, uuid, integer, integer, ledger.entry),
    live.sign_ins_part(integer, integer, text, timestamptz, bytea, integer, timestamptz),
    live.sign_ins_compare(integer, integer, text, timestamptz, integer, integer, bytea, json, integer, ledger.entry),
    live.ends_between(text, timestamptz, timestamptz), live.ended_waiting(),
    live.certificates_page(timestamptz, timestamptz, uuid, integer), live.certificate_of(uuid),
    live.provisions(timestamptz, timestamptz, timestamptz, uuid, integer), live.provisions_by(text, timestamptz, timestamptz),
    live.report_note(integer, ledger.entry),
    live.usage_begin(integer, integer, ledger.entry), live.usage_runs(), live.usage_people(uuid, integer, integer),
    live.usage_mark(uuid, integer, timestamptz), live.usage_next(integer, uuid, uuid, bigint, bigint, boolean, ledger.entry)
    TO jikim_live;
