-- Disclosures, processors and the cabinet of paper: what leaves, to whom, on whose word, and what lies outside every database.
-- What is told of a person goes with the person; what stays of a demand, a release or a paper names nobody.

-- A demand by an authority (3.3): prepared by one, approved by another, for exactly these records and items.
CREATE TABLE live.demand (
    demand    uuid PRIMARY KEY,
    recipient integer NOT NULL,
    purpose   integer NOT NULL,
    ground    text NOT NULL CHECK (ground IN ('warrant', 'order', 'statute', 'danger', 'public')),
    statute   text NOT NULL,
    said      bytea,                             -- who asks, by which document, and why: sealed under a key of its own
    scan      bytea,                             -- the document itself: sealed alike
    state     text NOT NULL CHECK (state IN ('draft', 'asked', 'approved', 'refused', 'withdrawn', 'done')),
    prepared  text NOT NULL,
    decided   text,
    decided_at timestamptz,
    alone     boolean NOT NULL DEFAULT false,    -- approved by who prepared it (a warrant, a danger to life): a second officer looks at it afterwards
    looked    text,
    looked_at timestamptz,
    digest    bytea,                             -- of exactly what lay before the second person
    people    bigint NOT NULL DEFAULT 0,
    records   bigint NOT NULL DEFAULT 0,
    items     integer[] NOT NULL DEFAULT '{}',
    opened    timestamptz NOT NULL,
    closed    timestamptz,
    gone      bigint,                            -- how many records left in the end, and when the last did: stays when the people are forgotten
    last      timestamptz
);
CREATE INDEX demand_opened ON live.demand (opened, demand);
CREATE TABLE live.demand_part (
    subject uuid NOT NULL,
    demand  uuid NOT NULL,
    record  uuid NOT NULL,
    kind    integer NOT NULL,
    items   integer[] NOT NULL,
    message uuid NOT NULL,                       -- under which it will leave
    taken   timestamptz,
    denied  text,                                -- why the policy said no when it was to be queued: a code
    PRIMARY KEY (subject, demand, record)
);
CREATE INDEX demand_part_of ON live.demand_part (demand);
-- A demand that a warrant or a statute keeps secret from the people it is about, until the day that an officer entered with its document.
CREATE TABLE live.demand_secret (
    demand uuid PRIMARY KEY,
    said   bytea NOT NULL,                       -- what forbids telling, and by which document: sealed under the demand's key; empty after a restore
    by     text NOT NULL,
    at     timestamptz NOT NULL,
    tell   date,                                 -- from this day on its people are told; NULL: no officer entered one
    told   bytea,                                -- the document of that day: sealed alike
    officer text
);

-- What a demand asks of people: here, and (`p_others`) on other servers than the house's.
CREATE FUNCTION live.demand_all(p_demand uuid, p_others json)
RETURNS TABLE (subject uuid, record uuid, items integer[], waits boolean, at timestamptz) LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT p.subject, p.record, p.items, p.denied IS NULL AND coalesce(o.state, 'waiting') IN ('waiting', 'sending'), y.at
      FROM live.demand_part p LEFT JOIN live.outbox o ON o.subject = p.subject AND o.message = p.message
      LEFT JOIN live.disclosure y ON y.subject = p.subject AND y.message = p.message WHERE p.demand = p_demand
    UNION ALL
    SELECT x.* FROM json_to_recordset(p_others) AS x(subject uuid, record uuid, items integer[], waits boolean, at timestamptz);
END $$;
CREATE FUNCTION live.demand_digest(p_demand uuid, p_others json) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT pg_catalog.sha256(convert_to(concat_ws('|', d.recipient, d.purpose, d.ground, d.statute, encode(pg_catalog.sha256(d.said), 'hex'),
               encode(pg_catalog.sha256(coalesce(d.scan, '')), 'hex'),
               (SELECT string_agg(concat_ws(' ', p.subject, p.record, p.items::text), ';' ORDER BY p.subject, p.record)
                  FROM live.demand_all(p_demand, p_others) p)), 'UTF8'))
      FROM live.demand d WHERE d.demand = p_demand
$$;
-- statement demand.open @live everywhere: A demand by an authority is prepared.
CREATE FUNCTION live.demand_open(p_demand uuid, p_recipient integer, p_purpose integer, p_ground text, p_statute text, p_said bytea, p_scan bytea,
    p_entry ledger.entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO live.demand (demand, recipient, purpose, ground, statute, said, scan, state, prepared, opened)
    VALUES (p_demand, p_recipient, p_purpose, p_ground, p_statute, p_said, p_scan, 'draft', live.whose(p_entry.under), p_entry.at);
    PERFORM ledger.record(p_entry, {allowed}, blocker => p_demand);
END $$;
-- One record of one person comes into a draft, or (p_items empty) leaves it. What lies before the second person changes no more.
-- statement demand.part @live: One record of one person comes into a draft, or leaves it.
CREATE FUNCTION live.demand_part_set(p_subject uuid, p_demand uuid, p_record uuid, p_kind integer, p_items integer[], p_message uuid,
    p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE now_in text;
BEGIN
    SELECT d.state INTO now_in FROM live.demand d WHERE d.demand = p_demand FOR UPDATE;
    PERFORM 1 FROM live.record r WHERE r.subject = p_subject AND r.record = p_record AND r.kind = p_kind FOR KEY SHARE;
    outcome := CASE WHEN NOT FOUND OR now_in IS NULL THEN {gone} WHEN now_in <> 'draft' THEN {conflict} ELSE {allowed} END;
    IF outcome = {allowed} AND p_items = '{}' THEN
        DELETE FROM live.demand_part WHERE subject = p_subject AND demand = p_demand AND record = p_record;
    ELSIF outcome = {allowed} THEN
        INSERT INTO live.demand_part AS p (subject, demand, record, kind, items, message)
        VALUES (p_subject, p_demand, p_record, p_kind, p_items, p_message)
        ON CONFLICT (subject, demand, record) DO UPDATE SET items = excluded.items;
    END IF;
    PERFORM ledger.record(p_entry, outcome, subject => p_subject, record => p_record, items => p_items, blocker => p_demand);
END $$;
-- One step of a demand. INVARIANT: who prepared it puts it, whoever approves is an officer and another (`same_person`), holds a grant that stands (`grant`), and
-- approves what they were shown (`conflict`). A served warrant or a danger to life waits for nobody: the officer who prepared it may approve it, also one whose word does
-- not count yet (`new_officer`), and it is marked. So may an officer who has been alone for 30 days.
-- `p_others`: its parts on other servers.
-- statement demand.step @live restricts everywhere house: One step of a demand: put before the second person, approved, refused, withdrawn, done.
CREATE FUNCTION live.demand_step(p_demand uuid, p_from text, p_to text, p_grant integer, p_digest bytea, p_others json,
    p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE d record; s record; by_ text := live.whose(p_grant);
BEGIN
    PERFORM live.expect_word(p_to, 'asked', 'approved', 'refused', 'withdrawn', 'done');
    SELECT x.state, x.prepared, x.digest, x.ground INTO d FROM live.demand x WHERE x.demand = p_demand FOR UPDATE;
    s := live.second(p_grant, ARRAY[d.prepared], 'long', p_entry.at);
    -- A warrant and a danger to life wait for no other officer, nor for the day after which a word counts.
    IF p_to = 'approved' AND d.ground IN ('warrant', 'danger') AND s.whose IS NOT NULL THEN s.outcome := {allowed}; END IF;
    outcome := CASE
        WHEN d.state IS NULL THEN {gone}
        WHEN d.state <> p_from THEN {conflict}
        WHEN p_grant <> 0 AND NOT live.grant_live(p_grant, p_entry.at) THEN {grant}
        WHEN p_to IN ('approved', 'refused') AND s.outcome <> {allowed} THEN s.outcome
        -- Who prepared it puts it.
        WHEN p_to = 'asked' AND d.prepared IS DISTINCT FROM by_ THEN {grant}
        WHEN p_to IN ('approved', 'refused') AND d.digest IS DISTINCT FROM p_digest THEN {conflict}
        WHEN p_to = 'asked' AND NOT EXISTS (SELECT 1 FROM live.demand_all(p_demand, p_others) p) THEN {gone}
        WHEN p_to = 'done' AND EXISTS (SELECT 1 FROM live.demand_all(p_demand, p_others) p WHERE p.waits) THEN {conflict}
        ELSE {allowed} END;
    IF outcome = {allowed} AND p_to = 'asked' THEN
        UPDATE live.demand x SET state = 'asked', digest = live.demand_digest(p_demand, p_others), people = n.people, records = n.records, items = n.items
          FROM (SELECT count(DISTINCT p.subject) AS people, count(*) AS records,
                       ARRAY(SELECT DISTINCT i FROM live.demand_all(p_demand, p_others) q, unnest(q.items) AS u(i) ORDER BY i) AS items
                  FROM live.demand_all(p_demand, p_others) p) AS n
         WHERE x.demand = p_demand;
    ELSIF outcome = {allowed} THEN
        UPDATE live.demand x SET state = p_to, decided = CASE WHEN p_to IN ('approved', 'refused') THEN by_ ELSE x.decided END,
               decided_at = CASE WHEN p_to IN ('approved', 'refused') THEN p_entry.at ELSE x.decided_at END, alone = x.alone OR (p_to = 'approved' AND x.prepared = by_),
               closed = CASE WHEN p_to IN ('refused', 'withdrawn', 'done') THEN p_entry.at END, gone = n.gone, last = n.last
          FROM (SELECT count(p.at) AS gone, max(p.at) AS last FROM live.demand_all(p_demand, p_others) p) AS n
         WHERE x.demand = p_demand;
        IF p_to <> 'approved' THEN PERFORM live.restrict(p_entry.at, 'demand', jsonb_build_object('demand', p_demand, 'state', p_to)); END IF;
    END IF;
    PERFORM ledger.record(p_entry, outcome, blocker => p_demand);
END $$;
-- A demand is kept secret from its people, from now on.
-- statement demand.keep_secret @live restricts everywhere: A demand is kept secret from its people.
CREATE FUNCTION live.demand_keep_secret(p_demand uuid, p_said bytea, p_grant integer, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    outcome := CASE WHEN NOT EXISTS (SELECT 1 FROM live.demand d WHERE d.demand = p_demand AND d.said IS NOT NULL) THEN {gone}
                    WHEN NOT live.grant_live(p_grant, p_entry.at) THEN {grant} ELSE {allowed} END;
    IF outcome = {allowed} THEN
        INSERT INTO live.demand_secret (demand, said, by, at) VALUES (p_demand, p_said, live.whose(p_grant), p_entry.at) ON CONFLICT DO NOTHING;
        IF FOUND THEN PERFORM live.restrict(p_entry.at, 'secret', jsonb_build_object('demand', p_demand)); ELSE outcome := {conflict}; END IF;
    END IF;
    PERFORM ledger.record(p_entry, outcome, blocker => p_demand);
END $$;
-- From which day its people are told. INVARIANT: whom it was told stays told: a day that has come is not moved.
-- statement demand.tell @live: From which day a demand's people are told.
CREATE FUNCTION live.demand_tell(p_demand uuid, p_tell date, p_today date, p_told bytea, p_grant integer,
    p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    outcome := CASE WHEN NOT live.grant_live(p_grant, p_entry.at) THEN {grant} ELSE {allowed} END;
    IF outcome = {allowed} THEN
        UPDATE live.demand_secret s SET tell = p_tell, told = p_told, officer = live.whose(p_grant)
         WHERE s.demand = p_demand AND p_tell >= p_today AND (s.tell IS NULL OR s.tell > p_today);
        IF NOT FOUND THEN outcome := {conflict}; END IF;
    END IF;
    PERFORM ledger.record(p_entry, outcome, blocker => p_demand);
END $$;
-- statement demand.secrecy @live: Whether a demand is secret, by what, and until when.
CREATE FUNCTION live.demand_secrecy(p_demand uuid) RETURNS TABLE (said bytea, by text, at timestamptz, tell date, told bytea, officer text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT s.said, s.by, s.at, s.tell, s.told, s.officer FROM live.demand_secret s WHERE s.demand = p_demand;
END $$;
-- What a person may not be told of today: the demands that are secret, what left or leaves by them, and what followed it to the same authority.
-- statement store/held_back @live: Demands and messages that a person may not be told of today.
CREATE FUNCTION live.held_back(p_subject uuid, p_today date) RETURNS TABLE (about uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY WITH secret AS (SELECT s.demand FROM live.demand_secret s WHERE s.tell IS NULL OR s.tell > p_today),
         part AS (SELECT p.record, p.message, d.recipient FROM secret x JOIN live.demand d ON d.demand = x.demand
                    JOIN live.demand_part p ON p.demand = x.demand AND p.subject = p_subject)
    SELECT x.demand FROM secret x
    UNION SELECT p.message FROM part p
    UNION SELECT o.message FROM part p JOIN live.outbox o ON o.subject = p_subject AND o.record = p.record AND o.space = 'recipient'
           AND o.target = p.recipient AND o.topic IN ('corrected', 'delete');
END $$;
-- A second officer looks at what one approved alone: another than who did (`same_person`), once (`conflict`), by a grant that stands (`grant`).
-- statement demand.look @live: A second officer looks at what one approved alone.
CREATE FUNCTION live.demand_look(p_demand uuid, p_grant integer, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE d record; s record;
BEGIN
    SELECT x.alone, x.decided, x.looked INTO d FROM live.demand x WHERE x.demand = p_demand FOR UPDATE;
    s := live.second(p_grant, ARRAY[d.decided], 'never', p_entry.at);
    outcome := CASE
        WHEN d.alone IS NULL THEN {gone}
        WHEN s.outcome <> {allowed} THEN s.outcome
        WHEN NOT d.alone OR d.looked IS NOT NULL THEN {conflict}
        ELSE {allowed} END;
    IF outcome = {allowed} THEN UPDATE live.demand SET looked = s.whose, looked_at = p_entry.at WHERE demand = p_demand; END IF;
    PERFORM ledger.record(p_entry, outcome, blocker => p_demand);
END $$;
-- One part of an approved demand is taken to be queued, by one process; whoever is killed with it leaves it to the next.
-- statement demand.take @live: One part of an approved demand is taken to be queued, by one process.
CREATE FUNCTION live.demand_take(p_subject uuid, p_demand uuid, p_record uuid, p_at timestamptz, OUT taken boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM 1 FROM live.demand d WHERE d.demand = p_demand AND d.state = 'approved' FOR SHARE;
    IF NOT FOUND THEN taken := false; RETURN; END IF;
    UPDATE live.demand_part p SET taken = p_at
     WHERE p.subject = p_subject AND p.demand = p_demand AND p.record = p_record
       AND p.denied IS NULL AND (p.taken IS NULL OR p.taken < p_at - interval '5 minutes')
       AND NOT EXISTS (SELECT 1 FROM live.outbox o WHERE o.subject = p.subject AND o.message = p.message);
    taken := FOUND;
END $$;
-- statement demand.denied @live: The policy said no to one part of a demand.
CREATE FUNCTION live.demand_denied(p_subject uuid, p_demand uuid, p_record uuid, p_why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.demand_part p SET denied = p_why WHERE p.subject = p_subject AND p.demand = p_demand AND p.record = p_record;
END $$;
CREATE VIEW live.demand_row AS
    SELECT d.demand, d.recipient, d.purpose, d.statute, d.said, d.state, d.prepared, d.decided, d.digest, d.people, d.records, d.items, d.opened, d.closed,
           CASE WHEN d.state = 'done' THEN d.gone END AS "left", CASE WHEN d.state = 'done' THEN d.last END AS last_left,
           d.scan IS NOT NULL AS scanned, d.ground, d.alone, d.decided_at, d.looked, d.looked_at
      FROM live.demand d;
-- How much has left of demands that are not done, from here.
-- statement demand.left @live sum gone; most last: How much has left of those that are not done.
CREATE FUNCTION live.demands_left(p_demands uuid[]) RETURNS TABLE (demand uuid, gone bigint, last timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT p.demand, count(*), max(x.at) FROM live.demand_part p JOIN live.disclosure x ON x.subject = p.subject AND x.message = p.message
     WHERE p.demand = ANY (p_demands) GROUP BY p.demand;
END $$;
-- statement demand.all @live: The demands, the newest first, page by page.
CREATE FUNCTION live.demands(p_before timestamptz, p_before_demand uuid, p_limit integer) RETURNS SETOF live.demand_row
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT d.* FROM live.demand_row d
     WHERE (d.opened, d.demand) < (p_before, p_before_demand) ORDER BY d.opened DESC, d.demand DESC LIMIT p_limit;
END $$;
-- statement demand.one @live: One demand.
CREATE FUNCTION live.demand_of(p_demand uuid) RETURNS SETOF live.demand_row
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT d.* FROM live.demand_row d WHERE d.demand = p_demand;
END $$;
-- statement demand.scan @live: The sealed document of a demand.
CREATE FUNCTION live.demand_scan(p_demand uuid) RETURNS TABLE (scan bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT d.scan FROM live.demand d WHERE d.demand = p_demand AND d.scan IS NOT NULL;
END $$;
-- statement demand.parts @live merge subject, record: What a demand is about, and what became of each part.
CREATE FUNCTION live.demand_parts(p_demand uuid) RETURNS TABLE (
    subject uuid, record uuid, kind integer, items integer[], message uuid, state text, denied text, at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT p.subject, p.record, p.kind, p.items, p.message, coalesce(o.state, ''), p.denied, d.at
      FROM live.demand_part p LEFT JOIN live.outbox o ON o.subject = p.subject AND o.message = p.message
      LEFT JOIN live.disclosure d ON d.subject = p.subject AND d.message = p.message
     WHERE p.demand = p_demand ORDER BY p.subject, p.record;
END $$;
-- statement demand.counts @live: How many demands wait, since when, and which is the oldest.
CREATE FUNCTION live.demand_counts() RETURNS TABLE (state text, demands bigint, oldest timestamptz, demand uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT d.state, count(*), min(d.opened), (array_agg(d.demand ORDER BY d.opened))[1]
      FROM live.demand d WHERE d.state IN ('draft', 'asked', 'approved') GROUP BY 1
    UNION ALL SELECT 'alone', count(*), min(d.decided_at), (array_agg(d.demand ORDER BY d.decided_at))[1]
      FROM live.demand d WHERE d.alone AND d.looked IS NULL HAVING count(*) > 0;
END $$;
-- what an approved demand says, for the entry of what it sends
-- statement store/demand_terms @live: What an approved demand by law says of itself: authority, statute, document, and who approved it.
CREATE FUNCTION live.demand_terms(p_demand uuid) RETURNS TABLE (said bytea, statute text, decided text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT d.said, d.statute, d.decided FROM live.demand d WHERE d.demand = p_demand AND d.state = 'approved' AND d.said IS NOT NULL;
END $$;
-- whose time is over: the key of their words goes first, then this
-- statement demand.over @live: The demands whose words have had their time.
CREATE FUNCTION live.demands_over(p_before timestamptz, p_today date, p_limit integer) RETURNS TABLE (demand uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT d.demand FROM live.demand d WHERE d.closed <= p_before AND d.said IS NOT NULL
       -- What is secret still is known by its parts: they stay until its people may be told.
       AND NOT EXISTS (SELECT 1 FROM live.demand_secret s WHERE s.demand = d.demand AND (s.tell IS NULL OR s.tell > p_today))
     ORDER BY d.closed LIMIT p_limit;
END $$;
CREATE FUNCTION live.demand_expect_over(p_demand uuid, p_at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- A day less than three years: see `live.mass_forget`.
    IF EXISTS (SELECT 1 FROM live.demand d WHERE d.demand = p_demand AND ledger.past(d.closed + interval '3 years' - interval '1 day', p_at) IS NOT TRUE)
    THEN RAISE EXCEPTION 'before its time'; END IF;
END $$;
-- statement demand.forget_parts @live each: Whom a demand was about goes first: cut off behind that, it is forgotten again.
CREATE FUNCTION live.demand_forget_parts(p_demand uuid, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM live.demand_expect_over(p_demand, p_at);
    DELETE FROM live.demand_part WHERE demand = p_demand;
END $$;
-- statement demand.forget @live everywhere: A demand's words go; its numbers stay in the register.
CREATE FUNCTION live.demand_forget(p_demand uuid, p_entry ledger.entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM live.demand_expect_over(p_demand, p_entry.at);
    UPDATE live.demand SET said = NULL, scan = NULL WHERE demand = p_demand;
    DELETE FROM live.demand_secret WHERE demand = p_demand;
    PERFORM ledger.record(p_entry, {allowed}, blocker => p_demand);
END $$;
-- a message of a demand that no endpoint takes: what the outbox would take, of this one alone
-- statement demand.message @live: One message of the outbox, to be handed over by hand.
CREATE FUNCTION live.outbox_one(p_subject uuid, p_message uuid) RETURNS TABLE (
    subject uuid, message uuid, record uuid, topic text, space text, target integer, purpose integer, kind integer, items integer[],
    policy integer, demand uuid, state text, tries integer, not_before timestamptz, key text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT o.subject, o.message, o.record, o.topic, o.space, o.target, o.purpose, o.kind, o.items, o.policy, o.demand, o.state, o.tries, o.not_before, a.key
      FROM live.outbox o LEFT JOIN live.attached a ON a.subject = o.subject AND a.record = o.record
     WHERE o.subject = p_subject AND o.message = p_message;
END $$;
-- what waits to be handed over by a person, to whom no endpoint goes: how many of what, and since when; a demand by law has a page of its own
-- statement by_hand.counts @live sum waiting, taken; least oldest; merge space, target, purpose, kind: What waits for a person to hand it over: receiver, purpose, kind, how many, since when.
CREATE FUNCTION live.outbox_by_receiver(p_before timestamptz) RETURNS TABLE (
    space text, target integer, purpose integer, kind integer, waiting bigint, taken bigint, oldest timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT o.space, o.target, o.purpose, o.kind, count(*) FILTER (WHERE o.state = 'waiting'), count(*) FILTER (WHERE o.state = 'sending'), min(o.made)
      FROM live.outbox o WHERE o.state IN ('waiting', 'sending') AND o.topic IN ('provide', 'entrust') AND o.demand IS NULL AND o.made <= p_before
     GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4;
END $$;
-- statement by_hand.messages @live merge made, message: What waits for one receiver and purpose, and what was put into a file and not confirmed.
CREATE FUNCTION live.outbox_to(p_space text, p_target integer, p_purpose integer, p_limit integer) RETURNS TABLE (
    subject uuid, message uuid, record uuid, topic text, space text, target integer, purpose integer, kind integer, items integer[],
    policy integer, demand uuid, state text, tries integer, not_before timestamptz, key text, made timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT o.subject, o.message, o.record, o.topic, o.space, o.target, o.purpose, o.kind, o.items, o.policy, o.demand, o.state, o.tries, o.not_before,
           a.key, o.made
      FROM live.outbox o LEFT JOIN live.attached a ON a.subject = o.subject AND a.record = o.record
     WHERE o.space = p_space AND o.target = p_target AND o.purpose = p_purpose AND o.state IN ('waiting', 'sending')
       AND o.topic IN ('provide', 'entrust') AND o.demand IS NULL ORDER BY o.made, o.message LIMIT p_limit;
END $$;

-- the certificate that files to a receiver without an endpoint are encrypted to: public, and an officer's word that it is theirs
CREATE TABLE live.receiver_certificate (
    space  text NOT NULL CHECK (space IN ('recipient', 'processor')),
    target integer NOT NULL,
    pem    text NOT NULL,
    by     text NOT NULL,
    at     timestamptz NOT NULL,
    PRIMARY KEY (space, target)
);
-- statement by_hand.certify @live: The certificate that files to a receiver are encrypted to.
CREATE FUNCTION live.receiver_certificate_set(p_space text, p_target integer, p_pem text, p_entry ledger.entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO live.receiver_certificate VALUES (p_space, p_target, p_pem, live.who_did(p_entry), p_entry.at)
    ON CONFLICT (space, target) DO UPDATE SET pem = excluded.pem, by = excluded.by, at = excluded.at;
    PERFORM ledger.record(p_entry, {allowed});
END $$;
-- statement by_hand.certificate @live: A receiver's certificate, with who entered it and when.
CREATE FUNCTION live.receiver_certificate_of(p_space text, p_target integer) RETURNS TABLE (pem text, by text, at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT c.pem, c.by, c.at FROM live.receiver_certificate c WHERE c.space = p_space AND c.target = p_target;
END $$;

-- A request for a new consent (3.7): its words, and of each person that they were asked and what they answered. No answer is no yes.
CREATE TABLE live.consent_request (
    request uuid PRIMARY KEY,
    name    text NOT NULL,                       -- recipient/purpose
    consent integer NOT NULL,
    why_ko  text NOT NULL,
    why_en  text NOT NULL,
    until   date NOT NULL,
    by      text NOT NULL,
    made    timestamptz NOT NULL,
    ended   timestamptz
);
CREATE TABLE live.consent_asked (
    subject  uuid NOT NULL REFERENCES live.subject (subject) ON DELETE CASCADE,
    request  uuid NOT NULL,
    asked    timestamptz NOT NULL,
    mailed   timestamptz,
    answer   text CHECK (answer IN ('yes', 'no')),
    answered timestamptz,
    PRIMARY KEY (subject, request)
);
CREATE INDEX consent_asked_of ON live.consent_asked (request, answer);
CREATE INDEX consent_asked_unmailed ON live.consent_asked (subject) WHERE mailed IS NULL;

-- statement asking.open @live everywhere: A request for a new consent.
CREATE FUNCTION live.consent_request_open(p_request uuid, p_name text, p_consent integer, p_ko text, p_en text, p_until date,
    p_entry ledger.entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO live.consent_request (request, name, consent, why_ko, why_en, until, by, made)
    VALUES (p_request, p_name, p_consent, p_ko, p_en, p_until, live.who_did(p_entry), p_entry.at);
    PERFORM ledger.record(p_entry, {allowed}, blocker => p_request);
END $$;
-- Who could be asked: here, of a kind that the recipient's records are of, without the consent, and not being asked for it already.
CREATE FUNCTION live.consent_askable(p_consent integer, p_records integer[], p_subject uuid) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
    SELECT s.subject FROM live.subject s
     WHERE s.state = 1 AND (p_subject IS NULL OR s.subject = p_subject) AND NOT p_consent = ANY (s.consents)
       AND EXISTS (SELECT 1 FROM live.record r WHERE r.subject = s.subject AND r.kind = ANY (p_records) AND r.state = 1)
       AND NOT EXISTS (SELECT 1 FROM live.consent_asked a JOIN live.consent_request q ON q.request = a.request
                        WHERE a.subject = s.subject AND q.consent = p_consent AND q.ended IS NULL AND a.answer IS NULL)
$$;
-- statement asking.reach @live sum: How many people a request for a new consent would ask.
CREATE FUNCTION live.consent_reach(p_consent integer, p_records integer[], p_subject uuid) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN count(*) FROM live.consent_askable(p_consent, p_records, p_subject);
END $$;
-- statement asking.ask @live sum asked; least last may record: A page of people is asked, each on the record.
CREATE FUNCTION live.consent_ask(p_request uuid, p_records integer[], p_subject uuid, p_after uuid, p_limit integer,
    p_entry ledger.entry, OUT asked bigint, OUT last uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    WITH page AS (SELECT x.s AS subject FROM live.consent_request q, live.consent_askable(q.consent, p_records, p_subject) AS x(s)
                   WHERE q.request = p_request AND q.ended IS NULL AND x.s > p_after ORDER BY x.s LIMIT p_limit),
         put AS (INSERT INTO live.consent_asked (subject, request, asked) SELECT p.subject, p_request, p_entry.at FROM page p
                 ON CONFLICT DO NOTHING RETURNING subject)
    SELECT count(ledger.record(ledger.further(p_entry, p.n), {allowed}, subject => p.subject, blocker => p_request)), (array_agg(p.subject ORDER BY p.subject DESC))[1]
      INTO asked, last FROM (SELECT x.subject, row_number() OVER () - 1 AS n FROM put x) AS p;
END $$;
-- statement asking.of @live: What a person was asked to consent to, and what they answered.
CREATE FUNCTION live.consent_asks_of(p_subject uuid) RETURNS TABLE (
    request uuid, name text, consent integer, why_ko text, why_en text, until date, asked timestamptz, answer text, answered timestamptz, ended timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT q.request, q.name, q.consent, q.why_ko, q.why_en, q.until, a.asked, a.answer, a.answered, q.ended
      FROM live.consent_asked a JOIN live.consent_request q ON q.request = a.request WHERE a.subject = p_subject ORDER BY a.asked DESC, q.request;
END $$;
-- The answer, once. INVARIANT: a yes is written down only beside the live consent itself.
-- statement asking.answer @live: A person's answer, once.
CREATE FUNCTION live.consent_answer(p_subject uuid, p_request uuid, p_answer text, p_today date, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE q record; have integer[];
BEGIN
    PERFORM live.expect_word(p_answer, 'yes', 'no');
    SELECT s.consents INTO have FROM live.subject s WHERE s.subject = p_subject AND s.state = 1 FOR SHARE;
    SELECT x.consent, x.until, x.ended INTO q FROM live.consent_request x WHERE x.request = p_request;
    outcome := CASE WHEN have IS NULL OR q.consent IS NULL THEN {gone}
                    WHEN q.ended IS NOT NULL OR q.until < p_today THEN {ended}
                    WHEN p_answer = 'yes' AND NOT q.consent = ANY (have) THEN {no_consent} ELSE {allowed} END;
    IF outcome = {allowed} THEN
        UPDATE live.consent_asked a SET answer = p_answer, answered = p_entry.at
         WHERE a.subject = p_subject AND a.request = p_request AND a.answer IS NULL;
        outcome := CASE WHEN FOUND THEN {allowed} ELSE {conflict} END;
    END IF;
    PERFORM ledger.record(p_entry, outcome, subject => p_subject, blocker => p_request);
END $$;
-- statement asking.end @live restricts everywhere: A request for a new consent is taken back.
CREATE FUNCTION live.consent_request_end(p_request uuid, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.consent_request q SET ended = p_entry.at WHERE q.request = p_request AND q.ended IS NULL;
    outcome := CASE WHEN FOUND THEN {allowed} ELSE {conflict} END;
    IF outcome = {allowed} THEN PERFORM live.restrict(p_entry.at, 'asking', jsonb_build_object('request', p_request)); END IF;
    PERFORM ledger.record(p_entry, outcome, blocker => p_request);
END $$;
-- statement asking.all @live sum asked, yes, no; merge made desc, request: The requests for new consents with their answers, counted.
CREATE FUNCTION live.consent_requests(p_limit integer) RETURNS TABLE (
    request uuid, name text, consent integer, why_ko text, why_en text, until date, by text, made timestamptz, ended timestamptz, asked bigint, yes bigint,
    no bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT q.request, q.name, q.consent, q.why_ko, q.why_en, q.until, q.by, q.made, q.ended, n.asked, n.yes, n.no
      FROM live.consent_request q LEFT JOIN LATERAL (
           SELECT count(*) AS asked, count(*) FILTER (WHERE a.answer = 'yes') AS yes, count(*) FILTER (WHERE a.answer = 'no') AS no
             FROM live.consent_asked a WHERE a.request = q.request) n ON true
     ORDER BY q.made DESC, q.request LIMIT p_limit;
END $$;
-- statement asking.unmailed @live merge subject: Who was asked and has not been written to.
CREATE FUNCTION live.consent_unmailed(p_consents integer[], p_today date, p_limit integer) RETURNS TABLE (subject uuid, request uuid, name text, why_ko text, why_en text, until date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT a.subject, q.request, q.name, q.why_ko, q.why_en, q.until FROM live.consent_asked a JOIN live.consent_request q ON q.request = a.request
     WHERE a.mailed IS NULL AND a.answer IS NULL AND q.ended IS NULL AND q.until >= p_today AND q.consent = ANY (p_consents)
     ORDER BY a.subject LIMIT p_limit;
END $$;
-- statement asking.mailed @live: A person was written to, or has no address.
CREATE FUNCTION live.consent_mailed(p_subject uuid, p_request uuid, p_at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.consent_asked a SET mailed = p_at WHERE a.subject = p_subject AND a.request = p_request AND a.mailed IS NULL;
    RETURN FOUND;
END $$;

-- Releases that identify nobody (3.5): counts, and records under names that only one key could make.
CREATE TABLE live.release (
    release   uuid PRIMARY KEY,
    kind      text NOT NULL CHECK (kind IN ('aggregate', 'pseudonymised')),
    recipient integer NOT NULL,
    purpose   integer NOT NULL,
    record    integer NOT NULL,
    items     integer[] NOT NULL DEFAULT '{}',
    quasi     integer[] NOT NULL DEFAULT '{}',   -- by which somebody could be told apart
    least     integer NOT NULL,
    why       text NOT NULL,
    ends      date,                              -- the last day of its purpose
    state     text NOT NULL CHECK (state IN ('asked', 'released', 'refused', 'withdrawn', 'over')),
    prepared  text NOT NULL,
    decided   text,
    made      timestamptz NOT NULL,
    released  timestamptz,
    lines     bigint NOT NULL DEFAULT 0,
    small     bigint NOT NULL DEFAULT 0,         -- groups that were too small
    content   text,                              -- of counts alone: exactly what left
    destroyed timestamptz,                       -- when its key went, and with it the way back to anybody
    -- Released by who prepared it, as the statement lets: of counts alone, or by an officer who has been the only one for 30 days.
    alone     boolean NOT NULL DEFAULT false
);
CREATE INDEX release_made ON live.release (made, release);

-- statement release.open @live: A release that identifies nobody is prepared.
CREATE FUNCTION live.release_open(p_release uuid, p_kind text, p_recipient integer, p_purpose integer, p_record integer, p_items integer[], p_quasi integer[],
    p_least integer, p_why text, p_ends date, p_entry ledger.entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO live.release (release, kind, recipient, purpose, record, items, quasi, least, why, ends, state, prepared, made)
    VALUES (p_release, p_kind, p_recipient, p_purpose, p_record, p_items, p_quasi, p_least, p_why, p_ends, 'asked', live.whose(p_entry.under), p_entry.at);
    PERFORM ledger.record(p_entry, {allowed}, items => p_items, blocker => p_release);
END $$;
-- One step of a release. INVARIANT: records leave at the word of a second person (`same_person`) whose grant stands (`grant`), and once (`conflict`).
-- Who that is the grant says.
-- statement release.step @live restricts: A release leaves, is refused or withdrawn.
CREATE FUNCTION live.release_step(p_release uuid, p_to text, p_grant integer, p_lines bigint, p_small bigint, p_content text,
    p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE x record; s record; by_ text := live.whose(p_grant);
BEGIN
    PERFORM live.expect_word(p_to, 'released', 'refused', 'withdrawn');
    SELECT r.state, r.kind, r.prepared INTO x FROM live.release r WHERE r.release = p_release FOR UPDATE;
    -- Of counts alone, which keep small groups back, who prepared them may be who releases them.
    s := live.second(p_grant, CASE WHEN x.kind = 'pseudonymised' THEN ARRAY[x.prepared] ELSE '{}' END, 'long', p_entry.at);
    outcome := CASE WHEN x.state IS NULL THEN {gone}
                    WHEN NOT live.grant_live(p_grant, p_entry.at) THEN {grant}
                    WHEN p_to = 'released' AND s.outcome <> {allowed} THEN s.outcome
                    WHEN x.state <> 'asked' THEN {conflict} ELSE {allowed} END;
    IF outcome = {allowed} THEN
        UPDATE live.release r SET state = p_to, decided = by_, alone = p_to = 'released' AND x.prepared = by_, released = CASE WHEN p_to = 'released' THEN p_entry.at END, lines = p_lines, small = p_small,
               content = p_content WHERE r.release = p_release;
        PERFORM live.restrict(p_entry.at, 'release', jsonb_build_object('release', p_release, 'state', p_to));
    END IF;
    IF outcome = {allowed} AND s.alone AND p_to = 'released' THEN PERFORM live.went_alone('release', p_release::text, s.whose, p_entry.at); END IF;
    PERFORM ledger.record(p_entry, outcome, blocker => p_release);
END $$;
-- A page of sealed records for a release, or to be counted: each read is on its person's record, a record that holds none of the items is not read, and a
-- grant that ended meanwhile reads nothing.
-- statement release.rows @live split records if answered: A page of sealed records that were there before a moment, each read on its person's record.
CREATE FUNCTION live.release_rows(p_kind integer, p_policy integer, p_items integer[], p_needs integer[], p_grant integer, p_before timestamptz, p_after uuid,
    p_after_record uuid, p_until uuid, p_limit integer, p_entry ledger.entry)
RETURNS TABLE (subject uuid, record uuid, version integer, generation integer, head bytea, items integer[], body bytea[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    IF p_grant <> 0 AND NOT live.grant_live(p_grant, p_entry.at) THEN RETURN; END IF;
    RETURN QUERY
    WITH page AS MATERIALIZED (
        SELECT r.subject, r.record, r.version, r.generation, r.head, r.items, r.body
          FROM live.subject s JOIN live.record r ON r.subject = s.subject
         WHERE (r.subject, r.record) > (p_after, p_after_record) AND (p_until IS NULL OR r.subject < p_until)
           AND r.kind = p_kind AND r.collected < p_before AND r.items && p_items AND r.state = 1
           AND r.frozen IS NULL AND (r.over_from IS NULL OR r.over_from > p_entry.at) AND s.state = 1 AND s.policy = p_policy
           AND (p_needs = '{}' OR live.meets(s.consents, p_needs))
         ORDER BY r.subject, r.record LIMIT p_limit FOR SHARE OF s, r),
    told AS MATERIALIZED (
        SELECT p.*, ledger.record(ledger.further(p_entry, row_number() OVER () - 1), {allowed}, subject => p.subject, record => p.record, version => p.version,
                                  items => p_items) AS outcome
          FROM page p)
    SELECT p.subject, p.record, p.version, p.generation, p.head,
           ARRAY(SELECT t.i FROM unnest(p.items) WITH ORDINALITY AS t(i, n) WHERE t.i = ANY (p_items) ORDER BY t.n),
           ARRAY(SELECT p.body[t.n] FROM unnest(p.items) WITH ORDINALITY AS t(i, n) WHERE t.i = ANY (p_items) ORDER BY t.n)
      FROM told p ORDER BY p.subject, p.record;
END $$;
-- statement release.all @live: The releases, the newest first.
CREATE FUNCTION live.releases(p_before timestamptz, p_before_release uuid, p_limit integer) RETURNS SETOF live.release
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT * FROM live.release r WHERE (r.made, r.release) < (p_before, p_before_release) ORDER BY r.made DESC, r.release DESC LIMIT p_limit;
END $$;
-- statement release.one @live: One release.
CREATE FUNCTION live.release_of(p_release uuid) RETURNS SETOF live.release
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT * FROM live.release r WHERE r.release = p_release;
END $$;
-- statement release.ending @live: The pseudonymised releases whose purpose is over.
CREATE FUNCTION live.releases_ending(p_today date) RETURNS TABLE (release uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT r.release FROM live.release r WHERE r.kind = 'pseudonymised' AND r.destroyed IS NULL AND (r.ends < p_today OR r.state IN ('refused', 'withdrawn'));
END $$;
-- statement release.over @live records if done: A release's key is gone.
CREATE FUNCTION live.release_over(p_release uuid, p_entry ledger.entry, OUT done boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.release r SET destroyed = p_entry.at, state = CASE WHEN r.state IN ('refused', 'withdrawn') THEN r.state ELSE 'over' END
     WHERE r.release = p_release AND r.destroyed IS NULL;
    done := FOUND;
    IF done THEN PERFORM ledger.record(p_entry, {allowed}, blocker => p_release); END IF;
END $$;
-- The record of a pseudonymised release stays three years after its destruction (PIPA §28-4③), and no longer.
-- statement release.forget @live: The record of a release goes when its time is over.
CREATE FUNCTION live.releases_forget(p_at timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE gone bigint;
BEGIN
    DELETE FROM live.release r WHERE r.kind = 'pseudonymised' AND ledger.past(r.destroyed + interval '3 years', p_at);
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;

-- The register of all that left, the newest first, page by page from a place; by person, by receiver, or all.
CREATE INDEX disclosure_at ON live.disclosure (at, message);
CREATE INDEX disclosure_to ON live.disclosure (space, target, at, message);
-- statement left.page @live merge at desc, message desc: A page of all that left, by person, receiver, item and time.
CREATE FUNCTION live.left_page(p_subject uuid, p_space text, p_target integer, p_item integer, p_from timestamptz, p_to timestamptz, p_before timestamptz,
    p_before_message uuid, p_limit integer)
RETURNS TABLE (subject uuid, message uuid, record uuid, version integer, space text, target integer, items integer[], at timestamptz, consent integer,
    state text, receipt text, deletion text, topic text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE found live.disclosure[];
BEGIN
    IF p_subject IS NOT NULL THEN
        found := ARRAY(SELECT d FROM live.disclosure d
            WHERE d.subject = p_subject AND d.at >= p_from AND d.at < p_to AND (p_target = 0 OR (d.space = p_space AND d.target = p_target))
              AND (p_item = 0 OR p_item = ANY (d.items)) AND (d.at, d.message) < (p_before, p_before_message)
            ORDER BY d.at DESC, d.message DESC LIMIT p_limit);
    ELSIF p_target <> 0 THEN
        found := ARRAY(SELECT d FROM live.disclosure d
            WHERE d.space = p_space AND d.target = p_target AND d.at >= p_from AND d.at < p_to
              AND (p_item = 0 OR p_item = ANY (d.items)) AND (d.at, d.message) < (p_before, p_before_message)
            ORDER BY d.at DESC, d.message DESC LIMIT p_limit);
    ELSE
        found := ARRAY(SELECT d FROM live.disclosure d
            WHERE d.at >= p_from AND d.at < p_to AND (p_item = 0 OR p_item = ANY (d.items)) AND (d.at, d.message) < (p_before, p_before_message)
            ORDER BY d.at DESC, d.message DESC LIMIT p_limit);
    END IF;
    RETURN QUERY
    SELECT d.subject, d.message, d.record, d.version, d.space, d.target, d.items, d.at, d.consent, o.state, o.receipt,
           (SELECT x.state FROM live.outbox x WHERE x.subject = d.subject AND x.record = d.record AND x.topic = 'delete' AND x.space = d.space
               AND x.target = d.target AND x.made >= d.at ORDER BY x.made DESC LIMIT 1), o.topic
      FROM unnest(found) AS d
      LEFT JOIN live.outbox o ON o.subject = d.subject AND o.message = d.message
     ORDER BY d.at DESC, d.message DESC;
END $$;
CREATE INDEX disclosure_message ON live.disclosure (message);

-- Processors and partners (4.1-4.7): what was agreed, when it is looked at, and what they answer. A paper is added and never changed.
CREATE TABLE live.contract_paper (
    space   text NOT NULL CHECK (space IN ('processor', 'partner', 'recipient')),
    target  integer NOT NULL,
    paper   uuid NOT NULL,
    signed  date,
    ends    date,
    told    text NOT NULL CHECK (told IN ('webhook', 'email')),
    said    bytea NOT NULL,                      -- scope, safeguards, sub-processors, contact: sealed
    scan    bytea,
    by      text NOT NULL,
    at      timestamptz NOT NULL,
    PRIMARY KEY (space, target, paper)
);
-- A letter to a processor that has only an address: what it is asked to delete, or has to correct, by reference; answered through a link, once.
CREATE TABLE live.telling (
    telling  uuid PRIMARY KEY,
    topic    text NOT NULL CHECK (topic IN ('delete', 'corrected')),
    space    text NOT NULL,
    target   integer NOT NULL,
    token    bytea NOT NULL UNIQUE,              -- hash
    sealed   bytea NOT NULL,                     -- the token itself, for the reminders
    made     timestamptz NOT NULL,
    sent     timestamptz,
    tries    integer NOT NULL DEFAULT 0,
    next     timestamptz NOT NULL,
    answered timestamptz,
    kept     uuid[],                             -- with what it was answered
    receipt  text,
    kept_receipt text
);
CREATE INDEX telling_next ON live.telling (next) WHERE answered IS NULL;
CREATE TABLE live.telling_line (
    subject uuid NOT NULL,
    message uuid NOT NULL,
    telling uuid NOT NULL,
    PRIMARY KEY (subject, message)
);
CREATE INDEX telling_line_of ON live.telling_line (telling);

-- statement processors/contract.add @live: What was agreed with a processor, partner or recipient.
CREATE FUNCTION live.contract_add(p_space text, p_target integer, p_paper uuid, p_signed date, p_ends date, p_told text, p_said bytea, p_scan bytea,
    p_entry ledger.entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO live.contract_paper VALUES (p_space, p_target, p_paper, p_signed, p_ends, p_told, p_said, p_scan, live.who_did(p_entry), p_entry.at);
    PERFORM ledger.record(p_entry, {allowed}, blocker => p_paper);
END $$;
-- statement processors/contract.all @live: Every paper of the register of contracts, the newest of each first.
CREATE FUNCTION live.contract_papers() RETURNS TABLE (
    space text, target integer, paper uuid, signed date, ends date, told text, said bytea, scanned boolean, by text, at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT c.space, c.target, c.paper, c.signed, c.ends, c.told, c.said, c.scan IS NOT NULL, c.by, c.at FROM live.contract_paper c
     ORDER BY c.space, c.target, c.at DESC, c.paper;
END $$;
-- statement processors/contract.scan @live: The sealed document of a contract.
CREATE FUNCTION live.contract_scan(p_paper uuid) RETURNS TABLE (space text, target integer, scan bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT c.space, c.target, c.scan FROM live.contract_paper c WHERE c.paper = p_paper AND c.scan IS NOT NULL;
END $$;
-- statement processors/contract.over @live: The contracts that were ended.
CREATE FUNCTION live.contracts_over() RETURNS TABLE (space text, target integer, at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT split_part(s.name, ':', 2), split_part(s.name, ':', 3)::integer, s.value::timestamptz FROM live.setting s WHERE s.name LIKE 'contract-over:%';
END $$;
-- the account before a contract ends: whose and how much it holds by what left, what it has not been told of, and what still waits for it
-- statement processors/contract.holds @live sum: How much a receiver holds by what left, and what it has not been told to delete.
CREATE FUNCTION live.entrusted(p_space text, p_targets integer[], OUT people bigint, OUT records bigint, OUT untold bigint, OUT waiting bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    SELECT count(DISTINCT d.subject), count(DISTINCT (d.subject, d.record)),
           count(DISTINCT (d.subject, d.record)) FILTER (WHERE NOT EXISTS (
               SELECT 1 FROM live.outbox o WHERE o.subject = d.subject AND o.record = d.record AND o.topic = 'delete' AND o.space = d.space
                  AND o.target = d.target AND o.made >= d.at)),
           (SELECT count(*) FROM live.outbox w WHERE w.space = p_space AND w.target = ANY (p_targets)
               AND w.topic IN ('provide', 'entrust', 'corrected') AND w.state = 'waiting')
      FROM live.disclosure d WHERE d.space = p_space AND d.target = ANY (p_targets)
      INTO people, records, untold, waiting;
END $$;
-- what a receiver was told to delete, the newest first, page by page
CREATE INDEX outbox_deletes ON live.outbox (space, target, made, message) WHERE topic = 'delete';
-- statement processors/deletion.page @live merge made desc, message desc: What a receiver was told to delete, page by page.
CREATE FUNCTION live.deletions_of(p_space text, p_target integer, p_before timestamptz, p_before_message uuid, p_limit integer) RETURNS TABLE (
    subject uuid, message uuid, record uuid, items integer[], made timestamptz, state text, tries integer, receipt text, by_letter boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT o.subject, o.message, o.record, o.items, o.made, o.state, o.tries, o.receipt,
           EXISTS (SELECT 1 FROM live.telling_line t WHERE t.subject = o.subject AND t.message = o.message)
      FROM live.outbox o WHERE o.space = p_space AND o.target = p_target AND o.topic = 'delete' AND (o.made, o.message) < (p_before, p_before_message)
     ORDER BY o.made DESC, o.message DESC LIMIT p_limit;
END $$;
CREATE INDEX outbox_untold ON live.outbox (space, target, made, message)
    WHERE topic IN ('delete', 'corrected') AND state IN ('waiting', 'sending', 'sent', 'unclear');
-- Of what a receiver has not been told, what may come into a letter.
CREATE VIEW live.untold_line AS
    SELECT o.subject, o.message, o.record, o.space, o.target, o.topic, o.made FROM live.outbox o
     WHERE o.topic IN ('delete', 'corrected') AND o.state IN ('waiting', 'sending', 'sent', 'unclear')
       AND (o.state = 'waiting' OR (o.topic = 'delete' AND o.state IN ('sending', 'sent', 'unclear')))
       AND NOT EXISTS (SELECT 1 FROM live.telling_line t WHERE t.subject = o.subject AND t.message = o.message);
-- statement processors/telling.waits @live any: Whether there is a deletion or correction that a receiver has not been told of.
CREATE FUNCTION live.telling_waits(p_topic text, p_space text, p_target integer, p_at timestamptz) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM live.untold_line o WHERE o.space = p_space AND o.target = p_target AND o.topic = p_topic AND o.made <= p_at);
END $$;
-- The letter is first, with nothing in it: what was cut off behind it leaves none that says a part was told and was not.
-- statement processors/telling.open @live: A letter for them, with nothing in it yet.
CREATE FUNCTION live.telling_open(p_topic text, p_space text, p_target integer, p_telling uuid, p_token bytea, p_sealed bytea, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO live.telling (telling, topic, space, target, token, sealed, made, next) VALUES (p_telling, p_topic, p_space, p_target, p_token, p_sealed, p_at, p_at);
END $$;
-- statement processors/telling.drop @live: A letter that nothing came into goes.
CREATE FUNCTION live.telling_drop(p_telling uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM live.telling t WHERE t.telling = p_telling AND t.tries = 0 AND t.sent IS NULL;
END $$;
-- The deletions (or corrections) that a receiver has not been told of come into one letter. Deletions are no webhook's any more; a corrected value
-- waits in the outbox until the receiver takes it through the link, judged again as it does.
-- statement processors/telling.gather @live sum: The deletions or corrections that a receiver has not been told of come into that letter.
CREATE FUNCTION live.telling_gather(p_topic text, p_space text, p_target integer, p_telling uuid, p_at timestamptz, p_limit integer, OUT lines bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    WITH due AS MATERIALIZED (
        SELECT o.subject, o.message FROM live.untold_line o
         WHERE o.space = p_space AND o.target = p_target AND o.topic = p_topic AND o.made <= p_at
           -- Nothing that it is to delete may still be on its way: see `live.take_message`.
           AND NOT EXISTS (SELECT 1 FROM live.outbox x JOIN live.disclosure d ON d.subject = x.subject AND d.message = x.message
                            WHERE x.subject = o.subject AND x.record = o.record AND x.space = o.space AND x.target = o.target
                              AND x.topic <> 'delete' AND x.state = 'sending' AND d.at > p_at - interval '1 minute')
         ORDER BY o.made, o.message LIMIT p_limit FOR UPDATE OF o SKIP LOCKED),
    taken AS (UPDATE live.outbox o SET state = CASE WHEN p_topic = 'delete' THEN 'sent' ELSE o.state END, tries = o.tries + 1,
                     not_before = CASE WHEN p_topic = 'delete' THEN 'infinity' ELSE o.not_before END FROM due d
               WHERE o.subject = d.subject AND o.message = d.message RETURNING o.subject, o.message)
    INSERT INTO live.telling_line (subject, message, telling) SELECT t.subject, t.message, p_telling FROM taken t ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS lines = ROW_COUNT;
END $$;
-- statement processors/telling.counts @live sum lines; merge telling: How much each is about.
CREATE FUNCTION live.telling_counts(p_tellings uuid[]) RETURNS TABLE (telling uuid, lines bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT l.telling, count(*) FROM live.telling_line l WHERE l.telling = ANY (p_tellings) GROUP BY l.telling;
END $$;
-- statement processors/telling.due @live: The letters and reminders whose time has come.
CREATE FUNCTION live.tellings_due(p_at timestamptz, p_limit integer) RETURNS TABLE (
    telling uuid, topic text, space text, target integer, sealed bytea, made timestamptz, tries integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT t.telling, t.topic, t.space, t.target, t.sealed, t.made, t.tries
      FROM live.telling t WHERE t.answered IS NULL AND t.next <= p_at ORDER BY t.next, t.telling LIMIT p_limit;
END $$;
-- statement processors/telling.take @live: One letter is taken by one process.
CREATE FUNCTION live.telling_take(p_telling uuid, p_tries integer, p_next timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.telling t SET tries = p_tries + 1, next = p_next WHERE t.telling = p_telling AND t.tries = p_tries AND t.answered IS NULL;
    RETURN FOUND;
END $$;
-- statement processors/telling.sent @live: A letter left.
CREATE FUNCTION live.telling_sent(p_telling uuid, p_entry ledger.entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.telling t SET sent = p_entry.at WHERE t.telling = p_telling;
    PERFORM ledger.record(p_entry, {allowed}, blocker => p_telling);
END $$;
-- statement processors/telling.look @live: The letter behind a link.
CREATE FUNCTION live.telling_look(p_token bytea) RETURNS TABLE (telling uuid, topic text, space text, target integer, made timestamptz, answered timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT t.telling, t.topic, t.space, t.target, t.made, t.answered FROM live.telling t WHERE t.token = p_token;
END $$;
-- statement processors/telling.lines @live merge made, message: What a letter asks to delete or to correct, by reference.
CREATE FUNCTION live.telling_lines(p_telling uuid) RETURNS TABLE (subject uuid, message uuid, items integer[], made timestamptz, state text, about uuid[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT o.subject, o.message, o.items, o.made, o.state,
           ARRAY(SELECT d.message FROM live.disclosure d WHERE d.subject = o.subject AND d.record = o.record AND d.space = o.space AND d.target = o.target
                  ORDER BY d.at, d.message)
      FROM live.telling_line l JOIN live.outbox o ON o.subject = l.subject AND o.message = l.message
     WHERE l.telling = p_telling ORDER BY o.made, o.message;
END $$;
-- The letters of deletions with lines here that have not ended; and with what letters were answered.
-- statement processors/telling.opened @live split: The letters whose lines there have not ended.
CREATE FUNCTION live.tellings_open() RETURNS TABLE (telling uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT DISTINCT l.telling FROM live.telling_line l JOIN live.outbox o ON o.subject = l.subject AND o.message = l.message
     WHERE o.topic = 'delete' AND o.state IN ('waiting', 'sending', 'sent', 'unclear');
END $$;
-- statement processors/telling.answered @live: With what those of them were answered that were.
CREATE FUNCTION live.tellings_answered(p_tellings uuid[]) RETURNS TABLE (telling uuid, space text, target integer, kept uuid[], receipt text, kept_receipt text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT t.telling, t.space, t.target, t.kept, t.receipt, t.kept_receipt FROM live.telling t
     WHERE t.telling = ANY (p_tellings) AND t.answered IS NOT NULL;
END $$;
-- The answer to a letter, once: all deleted, but what the receiver must itself keep. Each line's end is in the ledger.
-- `p_waits`: whether something in it waits to be taken on another server.
-- statement processors/telling.answer @live house may record: The answer to a letter, once.
CREATE FUNCTION live.telling_answer(p_token bytea, p_kept uuid[], p_receipt text, p_kept_receipt text, p_waits boolean, p_entry ledger.entry,
    OUT outcome integer, OUT done bigint, OUT kept bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t record;
BEGIN
    done := 0; kept := 0;
    -- A letter of corrections is answered when nothing in it waits to be taken.
    UPDATE live.telling x SET answered = p_entry.at, kept = p_kept, receipt = p_receipt, kept_receipt = p_kept_receipt
     WHERE x.token = p_token AND x.answered IS NULL
       AND (x.topic = 'delete' OR NOT p_waits AND NOT EXISTS (SELECT 1 FROM live.telling_line l JOIN live.outbox o ON o.subject = l.subject AND o.message = l.message
                                               WHERE l.telling = x.telling AND o.state IN ('waiting', 'sending'))) RETURNING x.telling, x.topic INTO t;
    IF NOT FOUND THEN
        SELECT CASE WHEN EXISTS (SELECT 1 FROM live.telling x WHERE x.token = p_token) THEN {conflict} ELSE {gone} END INTO outcome;
        RETURN;
    END IF;
    outcome := {allowed};
    SELECT e.done, e.kept INTO done, kept FROM live.telling_end(t.telling, p_kept, p_receipt, p_kept_receipt, p_entry) e;
END $$;
-- The lines of a letter that was answered end, each where its person lies. Whoever ends them again ends nothing.
-- statement processors/telling.end @live split may record: The lines of a letter that was answered end on another server.
CREATE FUNCTION live.telling_end(p_telling uuid, p_kept uuid[], p_receipt text, p_kept_receipt text, p_entry ledger.entry,
    OUT done bigint, OUT kept bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    WITH ended AS (
        UPDATE live.outbox o SET state = CASE WHEN o.message = ANY (p_kept) THEN 'kept' ELSE 'done' END,
               receipt = CASE WHEN o.message = ANY (p_kept) THEN p_kept_receipt ELSE p_receipt END
          FROM live.telling_line l WHERE o.topic = 'delete' AND l.telling = p_telling AND o.subject = l.subject AND o.message = l.message
           AND o.state IN ('waiting', 'sending', 'sent', 'unclear') RETURNING o.subject, o.message, o.record, o.items, o.state),
    told AS MATERIALIZED (
        SELECT e.state, ledger.record(ledger.further(p_entry, row_number() OVER () - 1), {allowed}, subject => e.subject, record => e.record, items => e.items,
                                      blocker => e.message) AS outcome
          FROM ended e)
    SELECT count(*) FILTER (WHERE x.state = 'done'), count(*) FILTER (WHERE x.state = 'kept') INTO done, kept FROM told x;
END $$;
-- An answer that came by letter or phone, written down by an officer for one deletion; or by a system of the company's own, when it is done.
-- statement processors/deletion.answer @live: An answer about a deletion that came by letter or phone.
CREATE FUNCTION live.deletion_answer(p_subject uuid, p_message uuid, p_state text, p_receipt text, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
    PERFORM live.expect_word(p_state, 'done', 'kept');
    UPDATE live.outbox x SET state = p_state, receipt = p_receipt, answered = p_entry.at
     WHERE x.subject = p_subject AND x.message = p_message AND (x.topic = 'delete' OR x.space = 'system') AND x.state IN ('waiting', 'sending', 'sent', 'unclear')
    RETURNING x.record, x.items INTO o;
    outcome := CASE WHEN o.record IS NULL THEN {conflict} ELSE {allowed} END;
    PERFORM ledger.record(p_entry, outcome, subject => p_subject, record => o.record, items => o.items, blocker => p_message);
END $$;

-- The cabinet (6.2, 6.4): papers by number and place. A paper is tied to its record for as long as it lies there: also when the person has left and the
-- record rests, so that both are due on one day. The tie goes with the paper; the note's key goes with the person.
CREATE TABLE live.paper (
    paper     uuid PRIMARY KEY,
    number    integer NOT NULL UNIQUE,
    kind      integer NOT NULL,
    cabinet   text NOT NULL,
    shelf     text NOT NULL,
    received  date NOT NULL,
    linked    boolean NOT NULL,
    due       date,                              -- the day from which on it is to go; NULL: it lives, or is held
    held      boolean NOT NULL DEFAULT false,
    state     text NOT NULL DEFAULT 'kept' CHECK (state IN ('kept', 'destroyed')),
    entered   timestamptz NOT NULL,
    by        text NOT NULL,
    method    text,
    destroyed date,
    witness   text,
    done_by   text,
    rests     date,                              -- since when its record rests: it belongs into a separate cabinet (6.2)
    apart     date,                              -- when it came there
    moved_by  text                               -- by whose hand
);
CREATE INDEX paper_due ON live.paper (due, number) WHERE state = 'kept';
CREATE TABLE live.paper_of (
    subject uuid NOT NULL,
    paper   uuid NOT NULL,
    record  uuid NOT NULL,
    said    bytea,                               -- a note: sealed under the desk's key of the person
    since   timestamptz,                         -- when it was tied, until its paper is entered
    PRIMARY KEY (subject, paper)
);
CREATE INDEX paper_of_paper ON live.paper_of (paper);
CREATE INDEX paper_of_since ON live.paper_of (subject, paper) WHERE since IS NOT NULL;

-- Whether a cabinet takes a paper of a record. INVARIANT: a separate cabinet, where papers of resting records lie, takes none of a record that lives, and a
-- paper that was put there is not put back among others. A paper without a record lies in either.
CREATE FUNCTION live.paper_fits(p_paper uuid, p_cabinet text, p_resting boolean) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7345640);
    RETURN NOT EXISTS (SELECT 1 FROM live.paper p WHERE p.cabinet = p_cabinet AND p.state = 'kept' AND p.paper <> p_paper AND p.linked
                          AND (p.apart IS NULL) = p_resting);
END $$;
-- Its tie comes first, where its person lies; then the paper comes into the house's register, and then the tie is known to have one.
-- statement cabinet/paper.tie @live: A paper that is about to be entered is tied to its person's record.
CREATE FUNCTION live.paper_tie(p_subject uuid, p_paper uuid, p_record uuid, p_said bytea, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM 1 FROM live.subject s WHERE s.subject = p_subject FOR KEY SHARE;
    outcome := CASE WHEN FOUND THEN {allowed} ELSE {gone} END;
    IF outcome = {allowed} THEN INSERT INTO live.paper_of VALUES (p_subject, p_paper, p_record, p_said, p_entry.at); END IF;
    PERFORM ledger.record(p_entry, outcome, subject => p_subject, record => p_record, blocker => p_paper);
END $$;
-- statement cabinet/paper.tied @live: Its paper was entered, or it is undone.
CREATE FUNCTION live.paper_tied(p_subject uuid, p_paper uuid, p_entered boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM live.paper_of WHERE subject = p_subject AND paper = p_paper AND since IS NOT NULL AND p_entered IS FALSE;
    UPDATE live.paper_of SET since = NULL WHERE subject = p_subject AND paper = p_paper AND p_entered;
END $$;
-- Ties older than that of which it is not known whether their paper was entered, or is destroyed; and which papers are there.
-- statement cabinet/paper.ties @live merge subject, paper: Ties of which that is not known.
CREATE FUNCTION live.papers_tied(p_before timestamptz, p_limit integer) RETURNS TABLE (subject uuid, paper uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT l.subject, l.paper FROM live.paper_of l WHERE l.since < p_before ORDER BY l.subject, l.paper LIMIT p_limit;
END $$;
-- statement cabinet/paper.entered @live: Which papers were entered.
CREATE FUNCTION live.papers_entered(p_papers uuid[]) RETURNS TABLE (paper uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT p.paper FROM live.paper p WHERE p.paper = ANY (p_papers) AND p.state = 'kept';
END $$;
-- statement cabinet/paper.enter @live: A paper comes into the cabinet.
CREATE FUNCTION live.paper_enter(p_paper uuid, p_kind integer, p_cabinet text, p_shelf text, p_received date, p_due date, p_rests date, p_linked boolean,
    p_entry ledger.entry, OUT outcome integer, OUT number integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    outcome := CASE WHEN NOT p_linked OR live.paper_fits(p_paper, p_cabinet, p_rests IS NOT NULL) THEN {allowed} ELSE {resting} END;
    IF outcome = {allowed} THEN
        PERFORM pg_advisory_xact_lock(7345640);
        SELECT coalesce(max(p.number), 0) + 1 INTO number FROM live.paper p;
        INSERT INTO live.paper (paper, number, kind, cabinet, shelf, received, linked, due, entered, by, rests, apart, moved_by)
        VALUES (p_paper, number, p_kind, p_cabinet, p_shelf, p_received, p_linked, p_due, p_entry.at, live.who_did(p_entry), p_rests, p_rests,
                CASE WHEN p_rests IS NOT NULL THEN live.who_did(p_entry) END);
    END IF;
    PERFORM ledger.record(p_entry, outcome, blocker => p_paper);
END $$;
-- A paper goes to another place; one whose record rests to a separate cabinet. Outcomes: `conflict` it is destroyed, `resting` that cabinet is not for it.
-- statement cabinet/paper.move @live: A paper moves to another place.
CREATE FUNCTION live.paper_move(p_paper uuid, p_cabinet text, p_shelf text, p_today date, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE x record;
BEGIN
    PERFORM pg_advisory_xact_lock(7345640);
    SELECT p.rests, p.linked INTO x FROM live.paper p WHERE p.paper = p_paper AND p.state = 'kept' FOR UPDATE;
    outcome := CASE WHEN x.linked IS NULL THEN {conflict}
                    WHEN x.linked AND NOT live.paper_fits(p_paper, p_cabinet, x.rests IS NOT NULL) THEN {resting}
                    ELSE {allowed} END;
    IF outcome = {allowed} THEN
        UPDATE live.paper p SET cabinet = p_cabinet, shelf = p_shelf, apart = CASE WHEN p.rests IS NOT NULL THEN coalesce(p.apart, p_today) END,
               moved_by = CASE WHEN p.rests IS NOT NULL THEN live.who_did(p_entry) END
         WHERE p.paper = p_paper;
    END IF;
    PERFORM ledger.record(p_entry, outcome, blocker => p_paper);
END $$;
-- statement cabinet/paper.reckon @live: The day on which a paper is due, as its record stands now.
CREATE FUNCTION live.paper_reckon(p_paper uuid, p_due date, p_held boolean, p_rests date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.paper p SET due = p_due, held = p_held, rests = coalesce(p.rests, p_rests)
     WHERE p.paper = p_paper AND p.state = 'kept' AND (p.due, p.held, p.rests) IS DISTINCT FROM (p_due, p_held, coalesce(p.rests, p_rests));
    RETURN FOUND;
END $$;
-- Its tie waits to go first, where its person lies: what is cut off behind it is settled by whether the paper is still there.
-- statement cabinet/paper.loosen @live: The tie of a paper that is about to be destroyed waits to go; whether a legal hold keeps its record.
CREATE FUNCTION live.paper_loosen(p_subject uuid, p_paper uuid, p_at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.paper_of SET since = p_at WHERE subject = p_subject AND paper = p_paper;
    RETURN EXISTS (SELECT 1 FROM live.paper_of l JOIN live.record r ON r.subject = l.subject AND r.record = l.record
                    WHERE l.subject = p_subject AND l.paper = p_paper AND r.hold IS NOT NULL);
END $$;
-- A paper was shredded or burnt. INVARIANT: not one that is not due (`conflict`), whose record a legal hold keeps (`held`), or without a second pair of eyes (`same_person`).
-- statement cabinet/paper.destroy @live restricts house: A paper was shredded or burnt, before a witness.
CREATE FUNCTION live.paper_destroy(p_paper uuid, p_method text, p_day date, p_witness text, p_held boolean, p_today date,
    p_whose uuid, p_record uuid, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE x record;
BEGIN
    SELECT p.state, p.due, p.kind, p.held INTO x FROM live.paper p WHERE p.paper = p_paper FOR UPDATE;
    outcome := CASE WHEN x.state IS NULL THEN {gone} WHEN x.state <> 'kept' THEN {conflict}
                    WHEN x.held OR p_held THEN {held}
                    WHEN x.due IS NULL OR x.due > p_today OR p_day > p_today THEN {conflict}
                    ELSE live.same_person(live.whose(p_entry.under), ARRAY[p_witness], 'never', p_entry.at) END;
    IF outcome = {allowed} THEN
        UPDATE live.paper p SET state = 'destroyed', method = p_method, destroyed = p_day, witness = p_witness, done_by = live.whose(p_entry.under) WHERE p.paper = p_paper;
        PERFORM live.restrict(p_entry.at, 'paper', jsonb_build_object('paper', p_paper, 'method', p_method, 'day', p_day));
        INSERT INTO live.owed (entry, kind, what, due, count) VALUES (p_entry.entry, x.kind, 'paper-' || p_method, p_day, 1);
    END IF;
    PERFORM ledger.record(p_entry, outcome, subject => p_whose, record => p_record, blocker => p_paper);
END $$;
-- statement cabinet/paper.ties_of @live each: Whose records papers are of.
CREATE FUNCTION live.paper_ties(p_papers uuid[]) RETURNS TABLE (paper uuid, subject uuid, record uuid, said bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT l.paper, l.subject, l.record, l.said FROM live.paper_of l WHERE l.paper = ANY (p_papers);
END $$;
-- statement cabinet/paper.page @live: The papers, the newest number first, page by page.
CREATE FUNCTION live.papers(p_state text, p_due date, p_free boolean, p_cabinet text, p_before integer, p_limit integer) RETURNS SETOF live.paper
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT p.* FROM live.paper p
     WHERE p.number < p_before AND (p.state = p_state OR (p_state = 'apart' AND p.state = 'kept' AND p.rests IS NOT NULL AND p.apart IS NULL))
       AND (p_due IS NULL OR p.due <= p_due) AND (p_cabinet = '' OR p.cabinet = p_cabinet) AND NOT (p_free AND p.held)
     ORDER BY p.number DESC LIMIT p_limit;
END $$;
-- By what the day of a paper may change: its record is over or gone, or its person has left; or it is held.
-- statement cabinet/paper.stirred @live each: How the records of papers stand: whether they are over, or held.
CREATE FUNCTION live.papers_stirred(p_papers uuid[], p_at timestamptz) RETURNS TABLE (paper uuid, over boolean, held boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT l.paper, r.record IS NULL OR r.state <> 1 OR coalesce(r.over_from <= p_at, false) OR coalesce(s.state, 2) = 2, r.hold IS NOT NULL
      FROM live.paper_of l LEFT JOIN live.record r ON r.subject = l.subject AND r.record = l.record LEFT JOIN live.subject s ON s.subject = l.subject
     WHERE l.paper = ANY (p_papers);
END $$;
-- statement cabinet/paper.one @live: One paper by its number.
CREATE FUNCTION live.paper_one(p_number integer) RETURNS SETOF live.paper
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT p.* FROM live.paper p WHERE p.number = p_number;
END $$;
-- statement cabinet/paper.counts @live: How many papers lie there, are due, are held, and wait to be put apart.
CREATE FUNCTION live.paper_counts(p_today date, OUT kept bigint, OUT due bigint, OUT first date, OUT held bigint, OUT mixed bigint,
    OUT mixed_since date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    SELECT count(*), count(*) FILTER (WHERE p.due <= p_today), min(p.due) FILTER (WHERE p.due <= p_today), count(*) FILTER (WHERE p.held),
           count(*) FILTER (WHERE p.rests IS NOT NULL AND p.apart IS NULL), min(p.rests) FILTER (WHERE p.apart IS NULL)
      FROM live.paper p WHERE p.state = 'kept'
      INTO kept, due, first, held, mixed, mixed_since;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    live.demand_look(uuid, integer, ledger.entry), live.demand_open(uuid, integer, integer, text, text, bytea, bytea, ledger.entry),
    live.demand_part_set(uuid, uuid, uuid, integer, integer[], uuid, ledger.entry),
    live.demand_step(uuid, text, text, integer, bytea, json, ledger.entry), live.demand_take(uuid, uuid, uuid, timestamptz), live.demand_denied(uuid, uuid, uuid, text),
    live.demand_keep_secret(uuid, bytea, integer, ledger.entry), live.demand_secrecy(uuid), live.held_back(uuid, date),
    live.demand_tell(uuid, date, date, bytea, integer, ledger.entry),
    live.demands(timestamptz, uuid, integer), live.demand_of(uuid), live.demands_left(uuid[]), live.demand_terms(uuid), live.demand_scan(uuid), live.demand_parts(uuid), live.demand_counts(),
    live.demands_over(timestamptz, date, integer), live.demand_forget_parts(uuid, timestamptz), live.demand_forget(uuid, ledger.entry), live.outbox_one(uuid, uuid),
    live.outbox_by_receiver(timestamptz), live.outbox_to(text, integer, integer, integer),
    live.receiver_certificate_set(text, integer, text, ledger.entry), live.receiver_certificate_of(text, integer),
    live.consent_request_open(uuid, text, integer, text, text, date, ledger.entry),
    live.consent_reach(integer, integer[], uuid), live.consent_ask(uuid, integer[], uuid, uuid, integer, ledger.entry),
    live.consent_asks_of(uuid), live.consent_answer(uuid, uuid, text, date, ledger.entry),
    live.consent_request_end(uuid, ledger.entry), live.consent_requests(integer), live.consent_unmailed(integer[], date, integer),
    live.consent_mailed(uuid, uuid, timestamptz),
    live.release_open(uuid, text, integer, integer, integer, integer[], integer[], integer, text, date, ledger.entry),
    live.release_step(uuid, text, integer, bigint, bigint, text, ledger.entry),
    live.release_rows(integer, integer, integer[], integer[], integer, timestamptz, uuid, uuid, uuid, integer, ledger.entry),
    live.releases(timestamptz, uuid, integer), live.release_of(uuid), live.releases_ending(date),
    live.release_over(uuid, ledger.entry), live.releases_forget(timestamptz),
    live.left_page(uuid, text, integer, integer, timestamptz, timestamptz, timestamptz, uuid, integer),
    live.contract_add(text, integer, uuid, date, date, text, bytea, bytea, ledger.entry), live.contract_papers(),
    live.contract_scan(uuid), live.contracts_over(), live.entrusted(text, integer[]), live.deletions_of(text, integer, timestamptz, uuid, integer),
    live.telling_waits(text, text, integer, timestamptz), live.telling_open(text, text, integer, uuid, bytea, bytea, timestamptz),
    live.telling_gather(text, text, integer, uuid, timestamptz, integer), live.telling_drop(uuid), live.telling_counts(uuid[]),
    live.tellings_due(timestamptz, integer),
    live.telling_take(uuid, integer, timestamptz), live.telling_sent(uuid, ledger.entry), live.telling_look(bytea),
    live.telling_lines(uuid), live.telling_answer(bytea, uuid[], text, text, boolean, ledger.entry),
    live.telling_end(uuid, uuid[], text, text, ledger.entry), live.tellings_open(), live.tellings_answered(uuid[]),
    live.deletion_answer(uuid, uuid, text, text, ledger.entry),
    live.paper_tie(uuid, uuid, uuid, bytea, ledger.entry), live.paper_tied(uuid, uuid, boolean), live.papers_tied(timestamptz, integer),
    live.papers_entered(uuid[]), live.paper_enter(uuid, integer, text, text, date, date, date, boolean, ledger.entry),
    live.paper_move(uuid, text, text, date, ledger.entry), live.paper_reckon(uuid, date, boolean, date),
    live.paper_loosen(uuid, uuid, timestamptz), live.paper_destroy(uuid, text, date, text, boolean, date, uuid, uuid, ledger.entry),
    live.papers(text, date, boolean, text, integer, integer), live.paper_ties(uuid[]), live.papers_stirred(uuid[], timestamptz), live.paper_one(integer), live.paper_counts(date)
    TO jikim_live;
