-- The live database: people, their records, and what left to whom.
-- Every table of personal data has `subject` first in its primary key and in every join. `claim` is the one exception.
-- The application's role executes the functions below and reads no personal table.

-- policy versions and the registry of permanent numbers

CREATE TABLE live.policy_version (
    number    integer PRIMARY KEY,
    digest    bytea NOT NULL UNIQUE,
    text      text NOT NULL,
    recipients jsonb GENERATED ALWAYS AS (text::jsonb -> 'recipients') STORED,
    processors jsonb GENERATED ALWAYS AS (text::jsonb -> 'processors') STORED,
    systems   jsonb GENERATED ALWAYS AS (text::jsonb -> 'systems') STORED,
    brands    jsonb GENERATED ALWAYS AS (text::jsonb -> 'brands') STORED,
    announced date NOT NULL,
    effective date NOT NULL,
    adopted   timestamptz NOT NULL
);
CREATE TABLE live.number (
    space  text NOT NULL,
    name   text NOT NULL,
    number integer NOT NULL,
    PRIMARY KEY (space, name),
    UNIQUE (space, number)
);
CREATE TABLE live.setting (name text PRIMARY KEY, value text NOT NULL);

-- people and records

CREATE TABLE live.subject (
    subject    uuid PRIMARY KEY,
    kind       smallint NOT NULL,
    state      smallint NOT NULL DEFAULT 1,      -- 1 here, 2 left, 3 away: hidden and untouched as if they had left, and may come back
    policy     integer NOT NULL,
    consents   integer[] NOT NULL DEFAULT '{}',
    generation integer NOT NULL DEFAULT 1,       -- of the person's key
    stale      integer NOT NULL DEFAULT 0,       -- the youngest generation that sealed something since destroyed: give the person a newer key
    joined     timestamptz NOT NULL,
    left_at    timestamptz,
    away       text CHECK (away IN ('leaving', 'dormant')),
    until      timestamptz,                      -- from then on who is away, or was, has left for good; the year 9999: never by time
    times_away integer NOT NULL DEFAULT 0,       -- how often they went away: a pass to come back is for one of these times
    CHECK ((state = 3) = (away IS NOT NULL) AND (state <> 3 OR until IS NOT NULL))
) WITH (fillfactor = 80);
CREATE INDEX subject_left ON live.subject (left_at) WHERE state = 2;
CREATE INDEX subject_over ON live.subject (subject) WHERE state = 2;
CREATE INDEX subject_away ON live.subject (until, subject) WHERE state = 3;
CREATE INDEX subject_stale ON live.subject (subject) WHERE stale > 0;

-- Since when each consent that stands has stood. A consent to advertising is told to its person every two years (Network Act §50⑧).
CREATE TABLE live.consent_since (
    subject uuid NOT NULL,
    consent integer NOT NULL,
    at      timestamptz NOT NULL,
    PRIMARY KEY (subject, consent)
);

CREATE TABLE live.record (
    subject    uuid NOT NULL,
    record     uuid NOT NULL,
    kind       integer NOT NULL,
    state      smallint NOT NULL DEFAULT 1,      -- 1 live, 2 ended
    version    integer NOT NULL,
    generation integer NOT NULL,                 -- 0: attached (attached.sql), with neither key nor value here
    policy     integer NOT NULL,
    channel    integer NOT NULL,
    source     integer NOT NULL DEFAULT 0,       -- the partner that supplied it
    party      integer NOT NULL DEFAULT 0,       -- the recipient that is the other party of this order, named when it was placed
    collected  timestamptz NOT NULL,
    ended      timestamptz,
    over_from  timestamptz,                      -- the moment from which time alone ends it, whenever the sweep comes
    frozen     uuid,
    hold       uuid,
    events     jsonb NOT NULL DEFAULT '{}',
    items      integer[] NOT NULL,
    head       bytea NOT NULL,
    body       bytea[] NOT NULL,
    PRIMARY KEY (subject, record)
) WITH (fillfactor = 85);
CREATE INDEX record_ended ON live.record (subject, record) WHERE state = 2;
CREATE INDEX record_open ON live.record (kind, collected, record) WHERE state = 1;
-- By midnight, the first byte of the person's number and the kind: an entry stands for each record of one such sort, so that it costs some ten bytes a record
-- where one by person and record took ninety, and in its order a page of the sweep sorts the 256th part of a day at most (`live.inventory`).
CREATE INDEX record_over ON live.record (over_from, get_byte(uuid_send(subject), 0), kind) WHERE state = 1 AND over_from IS NOT NULL;

-- the only place where uniqueness across people lives: blind index of an item -> subject. A tag is made under its version's key, and the
-- sealed inner tag (store/index.py) takes a row to the next version without its record being opened.
CREATE TABLE live.claim (
    tag       bytea NOT NULL,
    subject   uuid NOT NULL,
    record    uuid NOT NULL,
    item      integer NOT NULL,
    version   integer NOT NULL,
    exclusive boolean NOT NULL,
    sealed    bytea NOT NULL,
    until     date,                              -- of a partner's row whose record rests: the last day of that; it is not taken in again before
    PRIMARY KEY (tag, subject, record)
);
CREATE INDEX claim_until ON live.claim (until) WHERE until IS NOT NULL;
CREATE UNIQUE INDEX claim_exclusive ON live.claim (tag) WHERE exclusive;
CREATE INDEX claim_of ON live.claim (subject, record, item);
-- the index's versions. No row: the first alone. Two that have not ended: a rotation runs.
CREATE TABLE live.index_version (number integer PRIMARY KEY, begun timestamptz NOT NULL, ended timestamptz);
-- The youngest version when a claim was removed: an old copy of it finds its person until that version's key is gone. Each server's own.
CREATE TABLE live.index_due (version integer NOT NULL);

CREATE TABLE live.tombstone (
    subject uuid NOT NULL,
    record  uuid NOT NULL,
    at      timestamptz NOT NULL,
    fate    text NOT NULL CHECK (fate IN ('rests', 'destroyed')),
    generation integer,                          -- of the person's key that sealed it here last; NULL: any
    backups date,                                -- of an attached record: until when older backups of the application's database may hold it
    PRIMARY KEY (subject, record)
);

-- When a person left. INVARIANT: it only grows: no function changes or removes a row, so a receipt that said it says it for good,
-- also when the person is forgotten and the ledger's bodies of that month are erased.
CREATE TABLE live.departure (subject uuid PRIMARY KEY, at timestamptz NOT NULL);

-- Legal holds, of what lives and of what rests. A record may be under several, and is destroyed only when none is left.
CREATE TABLE live.held (
    subject  uuid NOT NULL,
    record   uuid NOT NULL,
    hold     uuid NOT NULL,
    kind     integer NOT NULL,
    laid     timestamptz NOT NULL,
    released timestamptz,                        -- its release has begun, and goes on until nothing is sealed under it
    said     bytea NOT NULL,                     -- by whom and why: sealed under a key of this hold's own
    n        bigint GENERATED ALWAYS AS IDENTITY,
    PRIMARY KEY (subject, record, hold)
);
CREATE INDEX held_order ON live.held (laid, hold);

CREATE TABLE live.request (
    subject uuid NOT NULL,
    request uuid NOT NULL,
    record  uuid NOT NULL,
    kind    text NOT NULL,
    state   text NOT NULL CHECK (state IN ('open', 'done', 'refused', 'overtaken')),
    items   integer[] NOT NULL,
    opened  timestamptz NOT NULL,
    closed  timestamptz,
    held_by uuid,                                -- the case that froze the record; nobody asked for a correction
    PRIMARY KEY (subject, request)
);

-- what left, and in which version
CREATE TABLE live.disclosure (
    subject    uuid NOT NULL,
    message    uuid NOT NULL,
    record     uuid NOT NULL,
    version    integer NOT NULL,
    space      text NOT NULL,                    -- recipient or processor
    target     integer NOT NULL,
    items      integer[] NOT NULL,
    consent    integer NOT NULL DEFAULT 0,       -- the consent that it rests on
    until_left boolean NOT NULL,
    at         timestamptz NOT NULL,
    PRIMARY KEY (subject, message)
);

-- what is to leave: references, never values
CREATE TABLE live.outbox (
    subject    uuid NOT NULL,
    message    uuid NOT NULL,
    record     uuid NOT NULL,
    topic      text NOT NULL CHECK (topic IN ('provide', 'entrust', 'corrected', 'delete', 'withdrawn')),
    space      text NOT NULL,                    -- recipient, processor or system (the company's own)
    target     integer NOT NULL,
    purpose    integer NOT NULL,
    kind       integer NOT NULL,
    items      integer[] NOT NULL,
    policy     integer NOT NULL,
    demand     uuid,                             -- the approved demand by law that sends it (3.3)
    state      text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sending', 'sent', 'unclear', 'done', 'kept', 'denied')),
    tries      integer NOT NULL DEFAULT 0,
    not_before timestamptz NOT NULL,
    made       timestamptz NOT NULL,
    receipt    text,
    answered   timestamptz,                      -- when the receiver said, signed, that it is done or kept
    PRIMARY KEY (subject, message),
    -- What a recipient gets is provided to it, and judged as that: by consent, demand or request.
    CONSTRAINT outbox_space CHECK (topic NOT IN ('provide', 'entrust') OR (topic = 'provide') = (space = 'recipient'))
);
CREATE INDEX outbox_due ON live.outbox (not_before) WHERE state IN ('waiting', 'sending', 'sent', 'unclear');

-- journals of verbs that touch two databases
CREATE TABLE live.journal (
    subject uuid NOT NULL,
    record  uuid NOT NULL,
    verb    text NOT NULL,
    plan    text NOT NULL,
    at      timestamptz NOT NULL,
    PRIMARY KEY (subject, record)
);

CREATE TABLE live.grant_ (
    number   integer PRIMARY KEY,
    handler  text NOT NULL,
    purposes integer[] NOT NULL,
    keeping  integer[] NOT NULL DEFAULT '{}',    -- the purposes of keeping for which it may consult the archive
    kinds    integer[],                          -- the record kinds that it reaches; NULL: every one
    items    integer[],                          -- the items that it reaches; NULL: every one
    channels integer[],                          -- the channels that it may enter by; NULL: every one
    events   integer[],                          -- the events that it may tell of; NULL: every one
    consents integer[],                          -- the consents that it may give and withdraw; NULL: every one
    given    timestamptz NOT NULL,
    until    timestamptz NOT NULL,
    revoked  timestamptz,
    accepted timestamptz,                        -- when its handler said that they answer for it
    -- INVARIANT: a deputy's grant ends with the one that it stands in for.
    stands_for integer,
    -- INVARIANT: an application's key (its name has a colon) reaches what it names, and nothing unnamed.
    CHECK (strpos(handler, ':') = 0 OR num_nulls(kinds, channels, events, consents) = 0)
);

-- what was destroyed and stands in no certificate yet: written in the transaction that destroys, on its server
CREATE TABLE live.owed (
    entry uuid PRIMARY KEY,
    kind  integer NOT NULL,
    what  text NOT NULL,
    due   date,
    count bigint NOT NULL
);
-- the archive's destructions that a certificate holds. They stay: who read them there before they were let go of must still find them here.
CREATE TABLE live.settled (entry uuid PRIMARY KEY);

CREATE TABLE live.certificate (
    certificate uuid PRIMARY KEY,
    at          timestamptz NOT NULL,
    content     text NOT NULL,
    signature   bytea NOT NULL
);

-- the sweep: the policy moment of the last one, and what each machine's own count of seconds said then
CREATE TABLE live.swept (
    one  boolean PRIMARY KEY DEFAULT true CHECK (one),
    at   timestamptz NOT NULL,
    word integer NOT NULL DEFAULT 0              -- the grant of the officer at whose word it went on, until a sweep has gone through
);
CREATE TABLE live.boot (
    boot    text PRIMARY KEY,
    at      timestamptz NOT NULL,
    seconds double precision NOT NULL
);
-- what a sweep would destroy and that is too much for it alone: it waits for a second person
CREATE TABLE live.going (
    plan     bytea PRIMARY KEY,
    people   bigint NOT NULL,
    total    bigint NOT NULL,
    most     bigint NOT NULL,
    records  uuid[] NOT NULL,
    kinds    integer[] NOT NULL,
    dues     date[] NOT NULL,
    parts    bigint[] NOT NULL,                  -- people of each day
    proposed timestamptz NOT NULL,
    approved timestamptz,
    under    integer,                            -- the approving officer's grant
    until    timestamptz
);

-- One at a time: what is numbered or counted without a gap takes its turn here, for one transaction, and locks no table.
CREATE TABLE live.latch (what text PRIMARY KEY);
CREATE FUNCTION live.latch(p_what text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO live.latch AS l (what) VALUES (p_what) ON CONFLICT (what) DO UPDATE SET what = l.what;
END $$;

-- backup sets: begun before the snapshot is taken, verified when the set has been read back, pruned when its files are gone
CREATE TABLE live.backup (
    number   integer PRIMARY KEY,
    begun    timestamptz NOT NULL,
    verified timestamptz,
    pruned   timestamptz,
    place    text NOT NULL,
    bytes    bigint
);
-- The number that a key waits for: a backup that begins after this look. NULL: no set is kept, and nothing waits.
-- statement backup.after @live: The number of the backup that a key's destruction waits for; NULL where no backup is kept.
CREATE FUNCTION live.backup_after() RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN max(b.number) + 1 FROM live.backup b HAVING bool_or(b.pruned IS NULL);
END $$;
-- statement backup.verified @live: The newest backup that has been read back; a number above all where none is kept, so that nothing waits.
CREATE FUNCTION live.backup_settled() RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN (SELECT CASE WHEN bool_or(b.pruned IS NULL) THEN coalesce(max(b.number) FILTER (WHERE b.verified IS NOT NULL AND b.pruned IS NULL), 0)
                ELSE 2147483647 END FROM live.backup b);
END $$;

-- what the functions share

-- INVARIANT: a step or state that a function does not know is an error, and never taken for another.
CREATE FUNCTION live.expect_word(p_word text, VARIADIC p_known text[]) RETURNS void LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    IF (p_word = ANY (p_known)) IS NOT TRUE THEN RAISE EXCEPTION 'no such step or state: `%`', p_word; END IF;
END $$;

-- Whether live consents meet a condition in conjunctive form; each group ends with 0. NULLs deny.
CREATE FUNCTION live.meets(have integer[], needs integer[]) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE met boolean := false; n integer;
BEGIN
    IF needs IS NULL OR have IS NULL THEN RETURN false; END IF;
    FOREACH n IN ARRAY needs LOOP
        IF n = 0 THEN
            IF NOT met THEN RETURN false; END IF;
            met := false;
        ELSIF n = ANY (have) THEN
            met := true;
        END IF;
    END LOOP;
    RETURN true;
END $$;

-- The copies that the company's own systems hold of records, as the version in force says: each with the items of the record that it holds, and the
-- purposes by consent that it serves.
CREATE FUNCTION live.copies(p_subjects uuid[], p_records uuid[], p_at timestamptz)
RETURNS TABLE (subject uuid, record uuid, kind integer, target integer, items integer[], purposes jsonb) LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
DECLARE declared jsonb := (SELECT v.systems FROM live.policy_version v WHERE v.number = live.version_at(p_at));
BEGIN
    IF declared IS NULL THEN RETURN; END IF;
    RETURN QUERY
    SELECT r.subject, r.record, r.kind::integer, s.number,
           ARRAY(SELECT i.number FROM live.number i WHERE i.space = 'item' AND x.says -> 'items' ? i.name AND i.number = ANY (r.items) ORDER BY 1),
           x.says -> 'purposes'
      FROM unnest(p_subjects, p_records) AS u(subject, record) JOIN live.record r ON r.subject = u.subject AND r.record = u.record
      JOIN live.number k ON k.space = 'record' AND k.number = r.kind
      JOIN jsonb_each(declared) AS x(name, says) ON x.says -> 'records' ? k.name
      JOIN live.number s ON s.space = 'system' AND s.name = x.name;
END $$;
-- INVARIANT: the company's own systems that hold a copy of a record are told in the transaction in which its row goes or its correction ends.
CREATE FUNCTION live.tell_systems(p_subjects uuid[], p_records uuid[], p_topic text, p_changed integer[], p_at timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO live.outbox (subject, message, record, topic, space, target, purpose, kind, items, policy, not_before, made)
    SELECT c.subject, gen_random_uuid(), c.record, p_topic, 'system', c.target, 0, c.kind, w.items, 0, p_at, p_at
      FROM live.copies(p_subjects, p_records, p_at) AS c
      CROSS JOIN LATERAL (SELECT ARRAY(SELECT i FROM unnest(c.items) AS u(i) WHERE p_changed IS NULL OR i = ANY (p_changed)) AS items) AS w
     WHERE p_changed IS NULL OR w.items <> '{}';
END $$;
-- Those that serve a purpose whose consent was taken back are told of it, of each record that they hold a copy of.
CREATE FUNCTION live.tell_withdrawn(p_subject uuid, p_taken integer[], p_at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE records uuid[];
BEGIN
    IF coalesce(p_taken, '{}') = '{}' THEN RETURN; END IF;
    records := ARRAY(SELECT r.record FROM live.record r WHERE r.subject = p_subject);
    INSERT INTO live.outbox (subject, message, record, topic, space, target, purpose, kind, items, policy, not_before, made)
    SELECT c.subject, gen_random_uuid(), c.record, 'withdrawn', 'system', c.target, p.number, c.kind, c.items, 0, p_at, p_at
      FROM live.copies(array_fill(p_subject, ARRAY[cardinality(records)]), records, p_at) AS c
      -- A consent clause of a purpose is `use:PURPOSE:ITEMS` (`policy/identity.py`).
      JOIN live.number n ON n.space = 'consent' AND n.number = ANY (p_taken) AND split_part(n.name, ':', 1) = 'use'
      JOIN live.number p ON p.space = 'purpose' AND p.name = split_part(n.name, ':', 2) AND c.purposes ? split_part(p.name, '#', 1);
END $$;
-- one person's erasure: when each system was told last, and when it answered the last; NULL: it has not answered all
-- statement systems_told @live: What the company's own systems were told of one person's erasure, and when they answered.
CREATE FUNCTION live.systems_told(p_subject uuid) RETURNS TABLE (target integer, told timestamptz, answered timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT o.target, max(o.made), CASE WHEN bool_and(o.answered IS NOT NULL) THEN max(o.answered) END
      FROM live.outbox o WHERE o.subject = p_subject AND o.space = 'system' AND o.topic = 'delete' GROUP BY 1 ORDER BY 1;
END $$;

-- What is new among somebody's consents stands since now; what is taken back stands no more, and begins anew when it is given again.
CREATE FUNCTION live.consents_stand(p_subject uuid, p_consents integer[], p_at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE taken integer[];
BEGIN
    WITH gone AS (DELETE FROM live.consent_since c WHERE c.subject = p_subject AND NOT c.consent = ANY (p_consents) RETURNING c.consent)
    SELECT array_agg(g.consent) INTO taken FROM gone g;
    PERFORM live.tell_withdrawn(p_subject, taken, p_at);
    INSERT INTO live.consent_since SELECT p_subject, u.c, p_at FROM unnest(p_consents) AS u(c) ON CONFLICT DO NOTHING;
END $$;

-- A grant's lock: who acts by it shares it until the end of the transaction, who ends it takes it alone and before any look at it, so that no end of a grant is
-- recorded between a look and the entry of what was done by it.
CREATE FUNCTION live.grant_lock(p_grant integer, p_alone boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF p_alone THEN PERFORM pg_advisory_xact_lock(7345603, p_grant); ELSE PERFORM pg_advisory_xact_lock_shared(7345603, p_grant); END IF;
END $$;
-- Whether a grant runs: it rests while its handler is one for whom the company's provider no longer vouches (`live.unvouched`).
CREATE FUNCTION live.grant_live(p_grant integer, p_at timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM live.grant_lock(p_grant, false);
    RETURN EXISTS (SELECT 1 FROM live.grant_ g WHERE g.number = p_grant AND g.revoked IS NULL AND g.until > p_at AND NOT live.unvouched(g.handler));
END $$;
-- The same for who acts by an entry (ledger.record).
CREATE FUNCTION ledger.grant_live(p_grant integer, p_at timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    RETURN live.grant_live(p_grant, p_at);
END $$;
-- Whether it runs, and reaches what is asked: a record kind, a channel, an event (0: none is asked), consents. What a NULL asks is denied.
-- The same for who may act without one (the house itself, by 0).
CREATE FUNCTION live.grant_acts(p_grant integer, p_at timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    RETURN p_grant IS NOT DISTINCT FROM 0 OR live.grant_live(p_grant, p_at);
END $$;
-- Whether somebody acts by a grant that is over; then that is recorded. Where it is not, nobody ends it before this statement is through.
CREATE FUNCTION live.grant_denied(p_grant integer, p_entry ledger.entry) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    IF live.grant_acts(p_grant, p_entry.at) THEN RETURN false; END IF;
    PERFORM ledger.record(p_entry, {grant});
    RETURN true;
END $$;
CREATE FUNCTION live.grant_reaches(p_grant integer, p_at timestamptz, p_kind integer, p_channel integer, p_event integer, p_consents integer[])
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM live.grant_lock(p_grant, false);
    RETURN EXISTS (SELECT 1 FROM live.grant_ g WHERE g.number = p_grant AND g.revoked IS NULL AND g.until > p_at AND NOT live.unvouched(g.handler)
        AND p_kind IS NOT NULL AND (p_kind = 0 OR g.kinds IS NULL OR p_kind = ANY (g.kinds))
        AND p_channel IS NOT NULL AND (p_channel = 0 OR g.channels IS NULL OR p_channel = ANY (g.channels))
        AND p_event IS NOT NULL AND (p_event = 0 OR g.events IS NULL OR p_event = ANY (g.events))
        AND p_consents IS NOT NULL AND (g.consents IS NULL OR p_consents <@ g.consents));
END $$;
-- Whether it runs, and reaches all that lives of a person.
CREATE FUNCTION live.grant_whole(p_grant integer, p_at timestamptz, p_subject uuid) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM live.grant_lock(p_grant, false);
    RETURN EXISTS (SELECT 1 FROM live.grant_ g WHERE g.number = p_grant AND g.revoked IS NULL AND g.until > p_at AND NOT live.unvouched(g.handler) AND g.items IS NULL
        AND (g.kinds IS NULL OR NOT EXISTS (SELECT 1 FROM live.record r WHERE r.subject = p_subject AND NOT r.kind = ANY (g.kinds))));
END $$;

-- the blind index

CREATE FUNCTION live.index_lock(p_alone boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF p_alone THEN PERFORM pg_advisory_xact_lock(7345606); ELSE PERFORM pg_advisory_xact_lock_shared(7345606); END IF;
END $$;
CREATE FUNCTION live.index_versions() RETURNS integer[] LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT coalesce(array_agg(v.number ORDER BY v.number) FILTER (WHERE v.ended IS NULL), '{1}') FROM live.index_version v);
END $$;
-- Whether these are the versions that claims were made under, in `live.stake`'s form: read without a query.
CREATE FUNCTION live.claimed_under(p_claims json, p_versions integer[]) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN translate(p_claims ->> 'versions', '[]', '{}')::integer[] IS NOT DISTINCT FROM p_versions;
END $$;
CREATE FUNCTION live.index_touch() RETURNS void LANGUAGE plpgsql AS $$
DECLARE youngest integer := (SELECT max(v) FROM unnest(live.index_versions()) AS u(v));
BEGIN
    INSERT INTO live.index_due SELECT youngest WHERE NOT EXISTS (SELECT 1 FROM live.index_due d WHERE d.version = youngest);
END $$;
-- The items that a claim's number stands for: its own, or a name's and a telephone number's (policy/name_and_phone.py).
CREATE FUNCTION live.parts_of(p_item integer) RETURNS integer[] LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN CASE WHEN p_item >> 30 = 1 THEN ARRAY[p_item >> 15 & 32767, p_item & 32767] ELSE ARRAY[p_item] END;
END $$;
-- Claims go, of a person (p_record NULL; what rests stays until its day), of a record (p_items NULL) or of some of its items, and with the next version
-- nobody can ask for them.
CREATE FUNCTION live.unclaim(p_subject uuid, p_record uuid, p_items integer[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE gone uuid[];
BEGIN
    WITH went AS (
        DELETE FROM live.claim
         WHERE subject = p_subject AND CASE WHEN p_record IS NULL THEN until IS NULL ELSE record = p_record END AND (p_items IS NULL OR item = ANY (p_items) OR live.parts_of(item) && p_items)
        RETURNING record, exclusive)
    SELECT array_agg(w.record) FILTER (WHERE w.exclusive) INTO gone FROM went w HAVING count(*) > 0;
    -- In a statement of its own after the rows: a version that begins in between finds them gone, or this finds it begun.
    IF FOUND THEN
        PERFORM live.index_touch();
        IF gone IS NOT NULL THEN PERFORM live.free(array_fill(p_subject, ARRAY[cardinality(gone)]), gone); END IF;
    END IF;
END $$;
-- What a partner supplied (item 2147483646, store/index.py) or was moved in (2147483645) stays claimed while its record rests; its other claims go.
CREATE FUNCTION live.unclaim_resting(p_subject uuid, p_record uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE live.claim SET until = (SELECT max(g.due) FROM live.journal j, json_to_recordset(j.plan::json) AS g(due date)
                                    WHERE j.subject = p_subject AND j.record = p_record)
     WHERE subject = p_subject AND record = p_record AND item IN (2147483645, 2147483646);
    PERFORM live.unclaim(p_subject, p_record, ARRAY(SELECT c.item FROM live.claim c WHERE c.subject = p_subject AND c.record = p_record
                                                       AND c.item NOT IN (2147483645, 2147483646)));
END $$;
-- statement claim.over @live sum: Partners' rows whose records rest no more are known no more.
CREATE FUNCTION live.claims_over(p_today date, p_at timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE gone bigint; subjects uuid[]; records uuid[];
BEGIN
    WITH went AS (DELETE FROM live.claim WHERE until <= p_today AND ledger.day_past(until - 1, p_at) RETURNING subject, record, exclusive)
    SELECT count(*), array_agg(w.subject) FILTER (WHERE w.exclusive), array_agg(w.record) FILTER (WHERE w.exclusive) INTO gone, subjects, records FROM went w;
    IF gone > 0 THEN
        PERFORM live.index_touch();
        PERFORM live.free(subjects, records);
    END IF;
    RETURN gone;
END $$;
-- Claims values for a record. `allowed`: they are its own; `taken`: someone has one of them; `conflict`: the writer does not know the versions that stand.
-- {"versions": [1, 2], "rows": [{"item": 4, "exclusive": true, "tag": "…of 2…", "sealed": "…"}], "asked": ["…of 2…", "…of 1…"]}, bytes as base64:
-- `asked` is there where something is exclusive, under each version.
CREATE FUNCTION live.stake(p_subject uuid, p_record uuid, p_claims json) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE asked bytea; standing integer[]; n integer;
BEGIN
    -- INVARIANT: no version begins between this look and the end of the transaction, so nobody claims under an older version alone.
    PERFORM live.index_lock(false);
    standing := live.index_versions();
    IF NOT live.claimed_under(p_claims, standing) THEN RETURN {conflict}; END IF;
    -- Where people lie on several servers, the house was asked before (`live.take`).
    IF p_claims -> 'refused' IS NOT NULL THEN RETURN (p_claims ->> 'refused')::integer; END IF;
    -- Of older versions there are ever fewer: what nobody holds there now, nobody will. Of the youngest the unique index says the last
    -- word; it is asked first all the same, so that no tag of whoever is refused comes to lie here.
    IF p_claims -> 'asked' IS NOT NULL THEN
        FOR asked IN SELECT decode(t, 'base64') FROM json_array_elements_text(p_claims -> 'asked') AS u(t) LOOP
            IF EXISTS (SELECT 1 FROM live.claim c WHERE c.exclusive AND c.tag = asked AND (c.subject, c.record) <> (p_subject, p_record)) THEN
                RETURN {taken};
            END IF;
        END LOOP;
    END IF;
    INSERT INTO live.claim (tag, subject, record, item, version, exclusive, sealed)
    SELECT decode(r.tag, 'base64'), p_subject, p_record, r.item, standing[cardinality(standing)], r.exclusive, decode(r.sealed, 'base64')
      FROM json_to_recordset(p_claims -> 'rows') AS r(item integer, exclusive boolean, tag text, sealed text)
     ORDER BY 1  -- two that claim the same values never wait for each other
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS n = ROW_COUNT;
    RETURN CASE WHEN n = json_array_length(p_claims -> 'rows') THEN {allowed} ELSE {taken} END;
END $$;

-- Outcomes are those of policy/decide.py, tested in its order. INVARIANT: a NULL denies, so every test of a parameter is one that a NULL fails.
-- How a read ends, by what its person's and its record's locked rows say; `p_reached`: whether its grant runs and reaches so far.
CREATE FUNCTION live.use_outcome(p_policy integer, p_finishes boolean, p_needs integer[], p_reached boolean, p_at timestamptz,
    serving integer, standing smallint, consents integer[], state smallint, over_from timestamptz, frozen uuid) RETURNS integer LANGUAGE plpgsql AS $$
BEGIN
    RETURN CASE
        WHEN serving IS DISTINCT FROM p_policy THEN {other_version}
        WHEN p_reached IS NOT TRUE THEN {grant}
        WHEN standing <> 1 AND p_finishes IS NOT TRUE THEN {left}
        WHEN state <> 1 OR over_from <= p_at THEN {ended}
        WHEN frozen IS NOT NULL THEN {frozen}
        WHEN p_needs IS DISTINCT FROM '{}' AND NOT live.meets(consents, p_needs) THEN {no_consent}
        ELSE {allowed} END;
END $$;
-- What becomes of a read of a record that is not here, or is of another kind.
CREATE FUNCTION live.not_here(p_subject uuid, p_record uuid) RETURNS integer LANGUAGE plpgsql AS $$
BEGIN
    RETURN CASE WHEN EXISTS (SELECT 1 FROM live.tombstone t WHERE t.subject = p_subject AND t.record = p_record AND t.fate = 'rests') THEN {resting} ELSE {gone} END;
END $$;
-- use: subject and record are locked in one join, and the entry is inserted from the locked row.
-- statement use @live: One read: subject and record locked in one join, judged, recorded, returned.
CREATE FUNCTION live.use(
    p_subject uuid, p_record uuid, p_kind integer, p_policy integer, p_items integer[], p_needs integer[],
    p_finishes boolean, p_grant integer, p_entry ledger.entry,
    OUT outcome integer, OUT policy integer, OUT version integer, OUT generation integer, OUT head bytea,
    OUT items integer[], OUT body bytea[], OUT blocker uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE f record; n integer;
BEGIN
    SELECT s.state AS s_state, s.policy AS s_policy, s.consents, r.kind, r.state, r.over_from, r.version, r.generation, r.frozen,
           r.items, r.head, r.body
      INTO f
      FROM live.subject s JOIN live.record r ON r.subject = s.subject
     WHERE s.subject = p_subject AND r.subject = p_subject AND r.record = p_record
       FOR SHARE OF s, r;
    IF NOT FOUND OR f.kind IS DISTINCT FROM p_kind THEN
        outcome := live.not_here(p_subject, p_record);
    ELSE
        policy := f.s_policy;
        outcome := live.use_outcome(p_policy, p_finishes, p_needs, p_grant = 0 OR live.grant_reaches(p_grant, p_entry.at, p_kind, 0, 0, '{}'), p_entry.at,
                                    f.s_policy, f.s_state, f.consents, f.state, f.over_from, f.frozen);
        IF outcome = {allowed} THEN
            version := f.version; generation := f.generation; head := f.head;
            IF f.items = p_items THEN
                items := f.items; body := f.body;
            ELSE
                FOR n IN 1 .. cardinality(f.items) LOOP
                    IF f.items[n] = ANY (p_items) THEN items := items || f.items[n]; body := body || f.body[n]; END IF;
                END LOOP;
            END IF;
        ELSIF outcome = {frozen} THEN
            blocker := f.frozen;
        END IF;
    END IF;
    -- Assigned, not performed, which would be a query.
    outcome := ledger.record(p_entry, outcome, subject => p_subject, record => p_record, version => version, items => coalesce(items, p_items), blocker => blocker);
END $$;

-- Reads together: one statement and one commit, each row locked, judged and recorded as `live.use` does it alone. What reads say alike is said once (`asks`); which
-- of these each is, whose, of which record and by which entry, are arrays' literals, which are read faster than objects.
-- A row that somebody holds longer than a moment must not keep the others waiting: the statement gives up, and each is read by itself.
-- statement use_many @live split: Many reads in one statement and one commit, each locked, judged and recorded by itself.
CREATE FUNCTION live.use_many(p_rows json)
RETURNS TABLE (n integer, outcome integer, policy integer, version integer, generation integer, head bytea, items integer[], body bytea[], blocker uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog SET lock_timeout = '50ms' AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH asked AS MATERIALIZED (
        SELECT a.ask, a.kind, a.policy, a.items, a.needs, a.finishes, a.at, a.fact, decode(a.who, 'base64') AS who,
               a.granted = 0 OR live.grant_reaches(a.granted, a.at, a.kind, 0, 0, '{}') AS reached
          FROM json_to_recordset(p_rows -> 'asks') AS a(ask integer, kind integer, policy integer, items integer[], needs integer[], finishes boolean,
               granted integer, at timestamptz, fact text, who text)
    ), given AS MATERIALIZED (
        SELECT (u.n - 1)::integer AS n, u.subject, u.record, u.entry, a.*
          FROM json_to_record(p_rows) AS r(ask integer[], subjects uuid[], records uuid[], entries uuid[])
               CROSS JOIN LATERAL unnest(r.ask, r.subjects, r.records, r.entries) WITH ORDINALITY AS u(ask, subject, record, entry, n)
               JOIN asked a ON a.ask = u.ask
         ORDER BY u.subject, u.record, u.n
    ), judged AS MATERIALIZED (
        SELECT g.n, g.subject, g.record, g.entry, g.items AS asked, g.at, g.fact, g.who, f.serving, f.version, f.generation, f.head, f.items, f.body, f.frozen,
               CASE WHEN f.kind IS DISTINCT FROM g.kind OR f.kind IS NULL THEN live.not_here(g.subject, g.record)
                    ELSE live.use_outcome(g.policy, g.finishes, g.needs, g.reached, g.at, f.serving, f.standing, f.consents, f.state, f.over_from, f.frozen)
               END AS outcome
          FROM given g LEFT JOIN LATERAL (
              SELECT s.policy AS serving, s.state AS standing, s.consents, r.kind, r.state, r.over_from, r.version, r.generation, r.frozen, r.items, r.head, r.body
                FROM live.subject s JOIN live.record r ON r.subject = s.subject
               WHERE s.subject = g.subject AND r.subject = g.subject AND r.record = g.record FOR SHARE OF s, r) AS f ON true
    ), answered AS MATERIALIZED (
        SELECT j.n, j.subject, j.record, j.entry, j.asked, j.at, j.fact, j.who, j.outcome,
               CASE WHEN j.outcome NOT IN ({gone}, {resting}) THEN j.serving END AS policy, CASE WHEN j.outcome = {frozen} THEN j.frozen END AS blocker,
               a.version, a.generation, a.head, a.items, a.body
          FROM judged j LEFT JOIN LATERAL (
              SELECT j.version, j.generation, j.head, j.items, j.body WHERE j.items = j.asked
              UNION ALL
              SELECT j.version, j.generation, j.head, array_agg(u.item ORDER BY u.o), array_agg(u.body ORDER BY u.o)
                FROM unnest(j.items, j.body) WITH ORDINALITY AS u(item, body, o) WHERE u.item = ANY (j.asked) HAVING j.items <> j.asked) AS a ON j.outcome = {allowed}
    ), noted AS (
        -- A call of ledger.record for each row would cost 4 µs of some 40.
        INSERT INTO ledger.inbox (entry, at, fact, who, subject, record, version, items, outcome, blocker)
        SELECT a.entry, a.at, a.fact, a.who, a.subject, a.record, a.version, coalesce(a.items, a.asked), a.outcome, a.blocker FROM answered a ORDER BY a.n
    )
    SELECT a.n, a.outcome, a.policy, a.version, a.generation, a.head, a.items, a.body, a.blocker FROM answered a ORDER BY a.n;
END $$;

-- Claims a value for a person and no record. `allowed`: it is theirs; `gone`: nobody is here; `taken`: somebody has it; `conflict`: the writer does not know the versions.
-- statement claim.person @live: An account elsewhere signs somebody in here from now on.
CREATE FUNCTION live.claim_person(p_subject uuid, p_claims json) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM 1 FROM live.subject s WHERE s.subject = p_subject AND s.state = 1 FOR SHARE;
    IF NOT FOUND THEN RETURN {gone}; END IF;
    RETURN live.stake(p_subject, '00000000-0000-0000-0000-000000000000', p_claims);
END $$;

-- collect: a subject (when new), its claims, one sealed record and the entry, in one transaction. Whoever comes is served by the version that
-- is in force, whatever the caller still knows.
-- statement collect @live records if done: One sealed record (and its new subject and claims) with its entry.
CREATE FUNCTION live.collect(
    p_subject uuid, p_subject_kind integer, p_new boolean, p_consents integer[], p_record uuid, p_kind integer,
    p_policy integer, p_needs integer[], p_items integer[], p_generation integer, p_head bytea, p_body bytea[],
    p_channel integer, p_source integer, p_party integer, p_over_from timestamptz, p_single boolean, p_claims json,
    p_grant integer, p_entry ledger.entry,
    OUT outcome integer, OUT policy integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE s record;
BEGIN
    outcome := {allowed};
    IF p_new THEN
        policy := live.version_at(p_entry.at);
        IF policy IS DISTINCT FROM p_policy THEN
            outcome := {other_version};
        ELSIF p_grant IS DISTINCT FROM 0 AND NOT live.grant_reaches(p_grant, p_entry.at, p_kind, p_channel, 0, p_consents) THEN
            outcome := {grant};
        ELSIF p_needs IS DISTINCT FROM '{}' AND NOT live.meets(p_consents, p_needs) THEN
            outcome := {no_consent};
        ELSE
            INSERT INTO live.subject (subject, kind, policy, consents, generation, joined)
            VALUES (p_subject, p_subject_kind, p_policy, p_consents, p_generation, p_entry.at)
            ON CONFLICT (subject) DO NOTHING;
            IF NOT FOUND THEN outcome := {conflict};
            ELSIF p_consents <> '{}' THEN PERFORM live.consents_stand(p_subject, p_consents, p_entry.at); END IF;
        END IF;
    ELSE
        -- At most one of a single kind: settled by the lock, since two sharers could both see none.
        IF p_single THEN
            SELECT state, policy, consents, generation, kind INTO s FROM live.subject WHERE subject = p_subject FOR UPDATE;
        ELSE
            SELECT state, policy, consents, generation, kind INTO s FROM live.subject WHERE subject = p_subject FOR SHARE;
        END IF;
        policy := s.policy;
        outcome := CASE
            WHEN s.state IS NULL THEN {gone}
            WHEN s.policy IS DISTINCT FROM p_policy THEN {other_version}
            WHEN p_grant IS DISTINCT FROM 0 AND NOT live.grant_reaches(p_grant, p_entry.at, p_kind, p_channel, 0, '{}') THEN {grant}
            WHEN s.state <> 1 THEN {left}
            WHEN s.kind IS DISTINCT FROM p_subject_kind THEN {gone}
            WHEN s.generation IS DISTINCT FROM p_generation THEN {conflict}
            WHEN p_needs IS DISTINCT FROM '{}' AND NOT live.meets(s.consents, p_needs) THEN {no_consent}
            ELSE {allowed} END;
        -- A condition of its own: within another, whoever collects what is not single would pay for the query's being made ready.
        IF outcome = {allowed} AND p_single THEN
            IF EXISTS (SELECT 1 FROM live.record WHERE subject = p_subject AND kind = p_kind AND state = 1) THEN outcome := {single}; END IF;
        END IF;
    END IF;
    IF outcome = {allowed} AND p_claims IS NOT NULL THEN
        outcome := live.stake(p_subject, p_record, p_claims);
        -- After the claim: whoever waited here for one that was ended for misuse sees what came of it.
        IF outcome = {allowed} AND p_claims -> 'bars' IS NOT NULL THEN
            outcome := live.barred(p_claims -> 'bars');
            -- Nobody has seen them: none is to be freed.
            IF outcome <> {allowed} THEN DELETE FROM live.claim WHERE subject = p_subject AND record = p_record; END IF;
        END IF;
        IF outcome <> {allowed} THEN
            PERFORM live.unclaim(p_subject, p_record, NULL);
            IF p_new THEN DELETE FROM live.subject WHERE subject = p_subject; END IF;
        END IF;
    END IF;
    IF outcome = {allowed} THEN
        INSERT INTO live.record (subject, record, kind, version, generation, policy, channel, source, party, collected, over_from, items, head, body)
        VALUES (p_subject, p_record, p_kind, 1, p_generation, p_policy, p_channel, p_source, p_party, p_entry.at, p_over_from, p_items, p_head, p_body);
    END IF;
    -- Of whoever is refused before they are anybody here, the entry is the verb's: without where they came from.
    IF p_new AND outcome <> {allowed} THEN RETURN; END IF;
    outcome := ledger.record(p_entry, outcome, subject => p_subject, record => p_record, version => CASE WHEN outcome = {allowed} THEN 1 END, items => p_items);
END $$;

-- collect in bulk, for subjects that exist: each row with its own outcome, in their order. What many rows say alike is said once (`p_sorts`), and
-- each row names the number of its sort; a row's body is a bytea[]'s literal, and a `|` parts it from the next one's.
-- statement collect_many @live split: Many sealed records of subjects that exist, each with its own outcome and entry.
CREATE FUNCTION live.collect_many(
    p_sorts json, p_sort integer[], p_subjects uuid[], p_records uuid[], p_generations integer[], p_heads bytea[], p_bodies text, p_entries uuid[],
    p_policy integer, p_at timestamptz, p_who bytea, p_grant integer)
RETURNS TABLE (outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE granted boolean := p_grant IS NOT DISTINCT FROM 0 OR live.grant_live(p_grant, p_at); kinds_ integer[]; channels_ integer[];
BEGIN
    SELECT x.kinds, x.channels INTO kinds_, channels_ FROM live.grant_ x WHERE x.number = p_grant;
    RETURN QUERY
    WITH given AS MATERIALIZED (
        SELECT u.*, k.*
          FROM unnest(p_sort, p_subjects, p_records, p_generations, p_heads, string_to_array(p_bodies, '|'), p_entries)
               WITH ORDINALITY AS u(sort, subject, record, generation, head, body, entry, n)
          JOIN json_to_recordset(p_sorts) AS k(number integer, kind integer, subject_kind integer, needs integer[], items integer[], channel integer,
               source integer, party integer, over_from timestamptz, fact text) ON k.number = u.sort
    ), locked AS MATERIALIZED (
        SELECT s.subject, s.state, s.policy, s.consents, s.generation, s.kind
          FROM live.subject s WHERE s.subject IN (SELECT subject FROM given) ORDER BY s.subject FOR SHARE
    ), judged AS MATERIALIZED (
        SELECT g.*, CASE
            WHEN l.subject IS NULL THEN {gone}
            WHEN l.policy IS DISTINCT FROM p_policy THEN {other_version}
            WHEN NOT granted OR (kinds_ IS NOT NULL AND (g.kind = ANY (kinds_)) IS NOT TRUE)
              OR (channels_ IS NOT NULL AND (g.channel = ANY (channels_)) IS NOT TRUE) THEN {grant}
            WHEN l.state <> 1 THEN {left}
            WHEN l.kind IS DISTINCT FROM g.subject_kind THEN {gone}
            WHEN l.generation IS DISTINCT FROM g.generation THEN {conflict}
            WHEN g.needs IS DISTINCT FROM '{}' AND NOT live.meets(l.consents, g.needs) THEN {no_consent}
            ELSE {allowed} END AS outcome
          FROM given g LEFT JOIN locked l ON l.subject = g.subject
    ), stored AS (
        INSERT INTO live.record (subject, record, kind, version, generation, policy, channel, source, party, collected, over_from, items, head, body)
        SELECT j.subject, j.record, j.kind, 1, j.generation, p_policy, j.channel, j.source, j.party, p_at, j.over_from, j.items, j.head, j.body::bytea[]
          FROM judged j WHERE j.outcome = {allowed}
    ), noted AS (
        -- A call of ledger.record for each row would cost 4 µs of some 100.
        INSERT INTO ledger.inbox (entry, at, fact, who, subject, record, version, items, outcome)
        SELECT j.entry, p_at, j.fact, p_who, j.subject, j.record, CASE WHEN j.outcome = {allowed} THEN 1 END, j.items, j.outcome
          FROM judged j ORDER BY j.n
    )
    SELECT j.outcome FROM judged j ORDER BY j.n;
END $$;

-- Moves that run by an approval, for every server to judge by (decision 25): `import`, `export` or `seal`, and where its case stands. Of one that seals, the
-- record kind: one kind, one move, until nothing is left of it. Of an import, where people lie on several servers, the run that began last: no other takes
-- anything.
CREATE TABLE live.moving (move uuid PRIMARY KEY, what text NOT NULL, state text NOT NULL, kind integer UNIQUE, run uuid);
-- Whether this one runs. INVARIANT: held until the statement commits, so that whoever stops it waits for what it allowed.
CREATE FUNCTION live.move_runs(p_move uuid, p_what text, OUT may boolean) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM live.moving v WHERE v.move = p_move AND v.what = p_what AND v.state = 'running' FOR SHARE;
    may := FOUND;
END $$;
-- A run of an import begins.
-- statement move_run @live everywhere: A run of an import begins: one before it takes nothing any more, on any server.
CREATE FUNCTION live.move_run(p_move uuid, p_run uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.moving v SET run = p_run WHERE v.move = p_move AND v.what = 'import' AND v.state = 'running';
END $$;
-- Moving in: how many rows of a source were judged under an approval, so that whoever goes on after a kill begins behind them.
CREATE TABLE live.move_progress (
    move    uuid NOT NULL,
    source  text NOT NULL,                       -- which file or database, and which table: a digest
    rows    bigint NOT NULL,
    last    bytea,                               -- what the application knows the last of them by: sealed under the key of the approval's case
    PRIMARY KEY (move, source)
);
-- A source was read so far, while its import runs.
-- statement move_read @live: How far a source was read, while its import runs.
CREATE FUNCTION live.move_read(p_move uuid, p_source text, p_rows bigint, p_last bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO live.move_progress SELECT p_move, p_source, p_rows, p_last WHERE live.move_runs(p_move, 'import')
    ON CONFLICT (move, source) DO UPDATE SET rows = excluded.rows, last = excluded.last;
END $$;
-- Who and what of a source is here already, by the tags of its own numbers.
-- statement moved @live merge outcome desc, n: Who and what of a source is here already.
CREATE FUNCTION live.moved(p_versions integer[], p_tags bytea[])
RETURNS TABLE (outcome integer, n integer, subject uuid, kind integer, generation integer, record uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    IF live.index_versions() IS DISTINCT FROM p_versions THEN
        RETURN QUERY SELECT {conflict}, NULL::integer, NULL::uuid, NULL::integer, NULL::integer, NULL::uuid;
        RETURN;
    END IF;
    RETURN QUERY SELECT {allowed}, ((t.o - 1) / cardinality(p_versions))::integer, s.subject, s.kind::integer, s.generation, c.record
                   FROM unnest(p_tags) WITH ORDINALITY AS t(tag, o)
                   JOIN live.claim c ON c.tag = t.tag AND c.item = 2147483645 JOIN live.subject s ON s.subject = c.subject
                  ORDER BY 2;
END $$;
-- Moving in: records that an application held, with the dates that they have there, all in one commit, each row with its own outcome.
-- INVARIANT: while an import that another officer approved runs, by its last run, and no date of it lies ahead.
-- statement move_in @live restricts split rows: Records that an application held, with their own dates, each with its own outcome and entry.
CREATE FUNCTION live.move_in(p_move uuid, p_run uuid, p_rows json, p_policy integer, p_at timestamptz, p_who bytea, p_grant integer)
RETURNS TABLE (n integer, outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE g record; s record; may boolean := live.move_runs(p_move, 'import'); latest boolean; placed boolean; came integer; reached record; granted boolean;
BEGIN
    may := may AND live.version_at(p_at) IS NOT DISTINCT FROM p_policy;
    latest := EXISTS (SELECT 1 FROM live.moving v WHERE v.move = p_move AND v.run IS NOT DISTINCT FROM p_run);
    FOR g IN SELECT * FROM json_to_recordset(p_rows) AS r(n integer, new boolean, subject uuid, subject_kind integer, consents integer[],
            since timestamptz[], record uuid, kind integer, needs integer[], items integer[], generation integer, head text, body text[],
            channel integer, single boolean, claims json, collected timestamptz, ended timestamptz, over_from timestamptz, events jsonb,
            entry uuid, fact text) ORDER BY r.n LOOP
        IF g.collected > p_at OR g.ended > p_at OR g.ended < g.collected OR p_at < ANY (g.since)
           OR EXISTS (SELECT 1 FROM jsonb_each_text(g.events) e WHERE e.value::timestamptz > p_at OR e.value::timestamptz < g.collected) THEN
            RAISE EXCEPTION 'a date that is none';
        END IF;
        -- The grant is locked by its first look: the next row of the same kind, channel and consents gets the same answer.
        IF granted IS NULL OR reached IS DISTINCT FROM ROW(g.kind, g.channel, CASE WHEN g.new THEN g.consents ELSE '{}' END) THEN
            reached := ROW(g.kind, g.channel, CASE WHEN g.new THEN g.consents ELSE '{}' END);
            granted := live.grant_reaches(p_grant, p_at, g.kind, g.channel, 0, CASE WHEN g.new THEN g.consents ELSE '{}' END);
        END IF;
        came := CASE WHEN NOT may THEN {not_approved} WHEN NOT latest THEN {conflict} WHEN granted IS NOT TRUE THEN {grant} ELSE {allowed} END;
        placed := false;
        IF came = {allowed} AND g.new THEN
            IF g.needs <> '{}' AND NOT live.meets(g.consents, g.needs) THEN
                came := {no_consent};
            ELSE
                INSERT INTO live.subject (subject, kind, policy, consents, generation, joined)
                VALUES (g.subject, g.subject_kind, p_policy, g.consents, g.generation, g.collected) ON CONFLICT (subject) DO NOTHING;
                placed := FOUND;
                IF NOT placed THEN came := {conflict}; END IF;
            END IF;
        ELSIF came = {allowed} THEN
            -- At most one of a single kind, as in `live.collect`.
            IF g.single THEN
                SELECT x.state, x.policy, x.consents, x.generation, x.kind INTO s FROM live.subject x WHERE x.subject = g.subject FOR UPDATE;
            ELSE
                SELECT x.state, x.policy, x.consents, x.generation, x.kind INTO s FROM live.subject x WHERE x.subject = g.subject FOR SHARE;
            END IF;
            came := CASE
                WHEN s.state IS NULL THEN {gone}
                WHEN s.state <> 1 THEN {left}
                WHEN s.policy IS DISTINCT FROM p_policy THEN {other_version}
                WHEN s.kind IS DISTINCT FROM g.subject_kind THEN {gone}
                WHEN s.generation IS DISTINCT FROM g.generation THEN {conflict}
                WHEN g.needs <> '{}' AND NOT live.meets(s.consents, g.needs) THEN {no_consent}
                WHEN g.single AND g.ended IS NULL AND EXISTS (SELECT 1 FROM live.record r WHERE r.subject = g.subject AND r.kind = g.kind AND r.state = 1)
                    THEN {single}
                ELSE {allowed} END;
        END IF;
        IF came = {allowed} AND g.claims -> 'bars' IS NOT NULL THEN came := live.barred(g.claims -> 'bars'); END IF;
        IF came = {allowed} THEN
            came := live.stake(g.subject, g.record, g.claims);
            IF came <> {allowed} THEN PERFORM live.unclaim(g.subject, g.record, NULL); END IF;
        END IF;
        IF came <> {allowed} AND placed THEN DELETE FROM live.subject WHERE subject = g.subject; END IF;
        IF came = {allowed} THEN
            INSERT INTO live.record (subject, record, kind, state, version, generation, policy, channel, collected, ended, over_from, events, items, head, body)
            VALUES (g.subject, g.record, g.kind, CASE WHEN g.ended IS NULL THEN 1 ELSE 2 END, 1, g.generation, p_policy, g.channel, g.collected, g.ended,
                g.over_from, g.events, g.items, decode(g.head, 'base64'),
                ARRAY(SELECT decode(b, 'base64') FROM unnest(g.body) WITH ORDINALITY AS t(b, o) ORDER BY o));
            IF g.new THEN
                INSERT INTO live.consent_since SELECT g.subject, c, a FROM unnest(g.consents, g.since) AS t(c, a);
                -- Whoever comes in today was seen today: nobody is dormant by a day of which nothing is known.
                INSERT INTO live.used (subject, at) VALUES (g.subject, p_at);
            END IF;
            IF g.ended IS NOT NULL THEN
                PERFORM live.restrict(p_at, 'ended', jsonb_build_object('subject', g.subject, 'record', g.record));
            END IF;
        END IF;
        -- Of somebody who is refused before they are anybody here nothing is kept.
        INSERT INTO ledger.inbox (entry, at, fact, who, subject, record, version, items, outcome)
        VALUES (g.entry, p_at, g.fact, p_who, CASE WHEN came = {allowed} OR NOT g.new THEN g.subject END,
            CASE WHEN came = {allowed} THEN g.record END, CASE WHEN came = {allowed} THEN 1 END, g.items, came);
        n := g.n; outcome := came;
        RETURN NEXT;
    END LOOP;
END $$;
-- statement move_reached @live: How far a source was read under an approval.
CREATE FUNCTION live.move_reached(p_move uuid, p_source text, OUT rows bigint, OUT last bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    SELECT p.rows, p.last INTO rows, last FROM live.move_progress p WHERE p.move = p_move AND p.source = p_source;
END $$;

-- Moving out: people who are here, page by page, while an approved export runs.
-- statement move_people @live merge subject: People who are here, while an approved export runs.
CREATE FUNCTION live.move_people(p_move uuid, p_after uuid, p_limit integer) RETURNS TABLE (subject uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT s.subject FROM live.subject s
      WHERE s.subject > p_after AND s.state = 1
        AND EXISTS (SELECT 1 FROM live.moving v WHERE v.move = p_move AND v.what = 'export' AND v.state = 'running')
      ORDER BY s.subject LIMIT p_limit;
END $$;
-- All that lives of some people, with their consents; each person's recorded. INVARIANT: while an export that another officer approved runs.
-- statement move_out @live split rows; merge subject: All that lives of some people, each person's recorded.
CREATE FUNCTION live.move_out(p_move uuid, p_rows json, p_at timestamptz, p_grant integer)
RETURNS TABLE (outcome integer, subject uuid, subject_kind integer, consents integer[], since timestamptz[], record uuid, kind integer, version integer,
    generation integer, channel integer, collected timestamptz, ended timestamptz, events jsonb, items integer[], head bytea, body bytea[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE g record; came integer;
BEGIN
    came := CASE WHEN NOT live.move_runs(p_move, 'export') THEN {not_approved} WHEN NOT live.grant_live(p_grant, p_at) THEN {grant} ELSE {allowed} END;
    FOR g IN SELECT * FROM json_to_recordset(p_rows) AS r(subject uuid, entry uuid, fact text, who text) ORDER BY r.subject LOOP
        PERFORM ledger.record(ROW(g.entry, p_at, g.fact, decode(g.who, 'base64'), 0)::ledger.entry, came, subject => g.subject);
        IF came <> {allowed} THEN
            outcome := came;
            RETURN NEXT;
            CONTINUE;
        END IF;
        -- Whoever changes a person holds them; what they left behind is what is read, in a statement of its own.
        PERFORM 1 FROM live.subject s WHERE s.subject = g.subject FOR SHARE;
        RETURN QUERY
        SELECT {allowed}, s.subject, s.kind::integer, s.consents,
               ARRAY(SELECT (SELECT x.at FROM live.consent_since x WHERE x.subject = s.subject AND x.consent = c) FROM unnest(s.consents) AS t(c)),
               r.record, r.kind, r.version, r.generation, r.channel, r.collected, r.ended, r.events, r.items, r.head, r.body
          FROM live.subject s JOIN live.record r ON r.subject = s.subject
         WHERE s.subject = g.subject AND s.state = 1 ORDER BY r.collected, r.record;
    END LOOP;
END $$;

-- Whether nothing has told it to delete what left at this moment.
CREATE FUNCTION live.untold(p_subject uuid, p_record uuid, p_space text, p_target integer, p_at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT NOT EXISTS (SELECT 1 FROM live.outbox o WHERE o.subject = p_subject AND o.record = p_record AND o.topic = 'delete'
                          AND o.space = p_space AND o.target = p_target AND o.made >= p_at)
$$;
-- Whether an event calls a record back from a processor (`recall`): the policy's own text says so. One that pays is no debtor any more (4.6).
CREATE FUNCTION live.recalled(p_policy integer, p_space text, p_target integer, p_events jsonb) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT p_space = 'processor' AND EXISTS (
        SELECT 1 FROM live.policy_version v JOIN live.number n ON n.space = 'processor' AND n.number = p_target
          JOIN live.number e ON e.space = 'event' AND v.processors -> split_part(n.name, '#', 1) -> 'recall' ? e.name
         WHERE v.number = p_policy AND p_events ? e.number::text)
$$;
-- INVARIANT: from that event on nothing of the record leaves for it, and it is told to delete what left.
CREATE FUNCTION live.call_back(p_policy integer, p_subject uuid, p_record uuid, p_events jsonb, p_at timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE d record;
BEGIN
    UPDATE live.outbox SET state = 'denied' WHERE subject = p_subject AND record = p_record AND topic IN ('entrust', 'corrected')
       AND state = 'waiting' AND live.recalled(p_policy, space, target, p_events);
    FOR d IN SELECT DISTINCT ON (x.space, x.target) x.* FROM live.disclosure x
              WHERE x.subject = p_subject AND x.record = p_record AND live.recalled(p_policy, x.space, x.target, p_events)
                AND live.untold(x.subject, x.record, x.space, x.target, x.at) LOOP
        INSERT INTO live.outbox (subject, message, record, topic, space, target, purpose, kind, items, policy, not_before, made)
        VALUES (p_subject, gen_random_uuid(), p_record, 'delete', d.space, d.target, 0, 0, d.items, p_policy, p_at, p_at);
        PERFORM live.restrict(p_at, 'recall', jsonb_build_object('subject', p_subject, 'record', p_record, 'space', d.space, 'target', d.target));
    END LOOP;
END $$;
-- What a processor has had for its time (`for`) is called back: it left before this moment, or (`p_departed`) its person did, and
-- nothing told it so since.
-- statement call_back_in_time @live restricts sum records if answered: A processor is told to delete what it got before this moment, or of whom left before it: its time with it is over.
CREATE FUNCTION live.call_back_in_time(
    p_target integer, p_before timestamptz, p_departed boolean, p_limit integer, p_entry ledger.entry, OUT told integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE d record;
BEGIN
    told := 0;
    -- Two sweeps at once tell it once, and what is on its way is told of too.
    PERFORM live.contract_lock('processor', p_target, true);
    FOR d IN SELECT DISTINCT ON (x.subject, x.record) x.* FROM live.disclosure x
              WHERE x.space = 'processor' AND x.target = p_target AND live.untold(x.subject, x.record, x.space, x.target, x.at)
                AND CASE WHEN p_departed THEN EXISTS (SELECT 1 FROM live.departure e WHERE e.subject = x.subject AND e.at < p_before)
                         ELSE x.at < p_before END
              ORDER BY x.subject, x.record, x.at LIMIT p_limit LOOP
        INSERT INTO live.outbox (subject, message, record, topic, space, target, purpose, kind, items, policy, not_before, made)
        VALUES (d.subject, gen_random_uuid(), d.record, 'delete', d.space, d.target, 0, 0, d.items, 0, p_entry.at, p_entry.at);
        PERFORM live.restrict(p_entry.at, 'recall', jsonb_build_object('subject', d.subject, 'record', d.record, 'space', d.space, 'target', d.target));
        told := told + 1;
    END LOOP;
    IF told = 0 THEN told := NULL; RETURN; END IF;   -- nothing was told, and nothing recorded
    PERFORM ledger.record(p_entry, {allowed});
END $$;
-- an event in a record's life; it may end it
-- statement happen @live restricts: An event in a record's life; it may end it.
CREATE FUNCTION live.happen(
    p_subject uuid, p_record uuid, p_kind integer, p_policy integer, p_event integer, p_ends boolean, p_over_from timestamptz,
    p_finishes boolean, p_grant integer, p_entry ledger.entry, OUT outcome integer, OUT policy integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE f record;
BEGIN
    SELECT s.state AS s_state, s.policy AS s_policy, r.kind, r.state, r.over_from, r.version INTO f
      FROM live.subject s JOIN live.record r ON r.subject = s.subject
     WHERE s.subject = p_subject AND r.subject = p_subject AND r.record = p_record FOR SHARE OF s FOR UPDATE OF r;
    outcome := CASE
        WHEN f.kind IS DISTINCT FROM p_kind OR f.kind IS NULL THEN {gone}
        WHEN f.s_policy IS DISTINCT FROM p_policy THEN {other_version}
        WHEN p_grant IS DISTINCT FROM 0 AND NOT live.grant_reaches(p_grant, p_entry.at, p_kind, 0, p_event, '{}') THEN {grant}
        WHEN f.s_state <> 1 AND p_finishes IS NOT TRUE THEN {left}
        WHEN f.state <> 1 OR f.over_from <= p_entry.at THEN {ended}
        ELSE {allowed} END;
    policy := f.s_policy;
    IF outcome = {allowed} THEN
        UPDATE live.record
           SET events = events || jsonb_build_object(p_event::text, p_entry.at),
               state = CASE WHEN p_ends THEN 2 ELSE state END,
               ended = CASE WHEN p_ends THEN p_entry.at ELSE ended END,
               -- Infinity: from this event on no time ends it.
               over_from = nullif(coalesce(p_over_from, over_from), 'infinity')
         WHERE subject = p_subject AND record = p_record;
        IF p_ends THEN PERFORM live.restrict(p_entry.at, 'ended', jsonb_build_object('subject', p_subject, 'record', p_record)); END IF;
        PERFORM live.call_back(p_policy, p_subject, p_record, jsonb_build_object(p_event::text, p_entry.at), p_entry.at);
    END IF;
    PERFORM ledger.record(p_entry, outcome, subject => p_subject, record => p_record, version => f.version);
END $$;

-- consent given and withdrawn; what lived by a withdrawn consent alone ends, and who holds data by it is told to delete it
-- statement consent @live restricts: Consents given and withdrawn; what lived by a withdrawn one ends, and its holders are told.
CREATE FUNCTION live.consent(
    p_subject uuid, p_policy integer, p_give integer[], p_withdraw integer[], p_kinds integer[], p_kind_needs text[],
    p_grant integer, p_over timestamptz, p_entry ledger.entry,
    OUT outcome integer, OUT policy integer, OUT ended integer, OUT told integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE s record; now_given integer[]; n integer;
BEGIN
    ended := 0; told := 0;
    SELECT state, policy, consents INTO s FROM live.subject WHERE subject = p_subject FOR UPDATE;
    policy := s.policy;
    outcome := CASE WHEN s.state IS NULL THEN {gone} WHEN s.policy IS DISTINCT FROM p_policy THEN {other_version}
                    WHEN p_grant IS DISTINCT FROM 0 AND NOT live.grant_reaches(p_grant, p_entry.at, 0, 0, 0, p_give || p_withdraw) THEN {grant}
                    WHEN s.state <> 1 OR (p_over IS NOT NULL AND EXISTS (SELECT 1 FROM unnest(p_withdraw) AS u(c)
                      WHERE NOT EXISTS (SELECT 1 FROM live.consent_since g WHERE g.subject = p_subject AND g.consent = u.c AND g.at <= p_over)))
                    THEN {left} ELSE {allowed} END;
    IF outcome = {allowed} THEN
        now_given := ARRAY(SELECT c FROM (SELECT unnest(s.consents || p_give) AS c) x
                            WHERE NOT c = ANY (p_withdraw) GROUP BY c ORDER BY c);
        UPDATE live.subject SET consents = now_given WHERE subject = p_subject;
        PERFORM live.consents_stand(p_subject, now_given, p_entry.at);
        IF p_withdraw <> '{}' THEN
            PERFORM live.restrict(p_entry.at, 'withdraw', jsonb_build_object('subject', p_subject, 'consents', p_withdraw));
            FOR i IN 1 .. cardinality(p_kinds) LOOP
                IF NOT live.meets(now_given, p_kind_needs[i]::integer[]) THEN
                    WITH over AS (
                        UPDATE live.record SET state = 2, ended = p_entry.at
                         WHERE subject = p_subject AND kind = p_kinds[i] AND state = 1 RETURNING record),
                         told AS (
                        INSERT INTO live.restriction (at, what, detail)
                        SELECT p_entry.at, 'ended', jsonb_build_object('subject', p_subject, 'record', o.record) FROM over o)
                    SELECT count(*) INTO n FROM over;
                    ended := ended + n;
                END IF;
            END LOOP;
            INSERT INTO live.outbox (subject, message, record, topic, space, target, purpose, kind, items, policy, not_before, made)
            SELECT DISTINCT ON (d.record, d.space, d.target) d.subject, gen_random_uuid(), d.record, 'delete', d.space, d.target, 0, 0,
                   d.items, p_policy, p_entry.at, p_entry.at
              FROM live.disclosure d WHERE d.subject = p_subject AND d.consent = ANY (p_withdraw);
            GET DIAGNOSTICS told = ROW_COUNT;
        END IF;
    END IF;
    PERFORM ledger.record(p_entry, outcome, subject => p_subject);
END $$;

-- Who gave a consent at or before a moment, and when: of those who are here and whose consent stands.
-- statement consent.over @live merge subject: Who gave a consent at or before a moment, by dates alone.
CREATE FUNCTION live.consent_over(p_consent integer, p_before timestamptz, p_after uuid, p_limit integer)
RETURNS TABLE (subject uuid, since timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT c.subject, c.at
      FROM live.consent_since c JOIN live.subject s ON s.subject = c.subject AND s.state = 1 AND c.consent = ANY (s.consents)
     WHERE c.subject > p_after AND c.consent = p_consent AND c.at <= p_before ORDER BY c.subject LIMIT p_limit;
END $$;

-- Whether a processor's contract was ended. It stays so: a new contract is a new processor of the policy.
CREATE FUNCTION live.contract_over(p_space text, p_target integer) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM live.setting WHERE name = 'contract-over:' || p_space || ':' || p_target)
$$;
-- Queueing and sending share it, an end takes it alone, before any row: so what is on its way is told to be deleted, and nothing sets out after.
CREATE FUNCTION live.contract_lock(p_space text, p_target integer, p_alone boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF p_alone THEN PERFORM pg_advisory_xact_lock(7345605, hashtext(p_space || ':' || p_target));
    ELSE PERFORM pg_advisory_xact_lock_shared(7345605, hashtext(p_space || ':' || p_target)); END IF;
END $$;

-- a correction opens: from here on the record is neither used nor provided
-- statement freeze @live restricts: A correction opens: the record is neither used nor provided from here on.
CREATE FUNCTION live.freeze(
    p_subject uuid, p_record uuid, p_kind integer, p_policy integer, p_request uuid, p_items integer[], p_grant integer,
    p_entry ledger.entry, OUT outcome integer, OUT policy integer, OUT blocker uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE f record;
BEGIN
    SELECT s.state AS s_state, s.policy AS s_policy, r.kind, r.state, r.frozen, r.version INTO f
      FROM live.subject s JOIN live.record r ON r.subject = s.subject
     WHERE s.subject = p_subject AND r.subject = p_subject AND r.record = p_record FOR SHARE OF s FOR UPDATE OF r;
    policy := f.s_policy; blocker := f.frozen;
    outcome := CASE
        WHEN f.kind IS DISTINCT FROM p_kind OR f.kind IS NULL THEN {gone}
        WHEN f.s_policy IS DISTINCT FROM p_policy THEN {other_version}
        WHEN p_grant IS DISTINCT FROM 0 AND NOT live.grant_reaches(p_grant, p_entry.at, p_kind, 0, 0, '{}') THEN {grant}
        WHEN f.s_state <> 1 THEN {left}
        WHEN f.state <> 1 THEN {ended}
        WHEN f.frozen IS NOT NULL THEN {frozen}
        ELSE {allowed} END;
    IF outcome = {allowed} THEN
        UPDATE live.record SET frozen = p_request WHERE subject = p_subject AND record = p_record;
        PERFORM live.restrict(p_entry.at, 'freeze', jsonb_build_object('subject', p_subject, 'record', p_record, 'request', p_request, 'items', p_items));
        INSERT INTO live.request (subject, request, record, kind, state, items, opened)
        VALUES (p_subject, p_request, p_record, 'correct', 'open', p_items, p_entry.at);
    END IF;
    PERFORM ledger.record(p_entry, outcome, subject => p_subject, record => p_record, version => f.version, items => p_items, blocker => coalesce(blocker, p_request));
END $$;

-- the whole sealed record, for re-sealing; only while this request freezes it (none: while nothing does), and recorded. `blocker`: what else freezes it
-- statement whole @live records if answered: The whole sealed record, while this request or nothing freezes it, to be sealed anew.
CREATE FUNCTION live.whole(p_subject uuid, p_record uuid, p_request uuid, p_entry ledger.entry,
    OUT kind integer, OUT version integer, OUT generation integer, OUT items integer[], OUT head bytea, OUT body bytea[], OUT blocker uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    SELECT r.kind, r.version, r.generation, r.items, r.head, r.body INTO kind, version, generation, items, head, body
      FROM live.record r WHERE r.subject = p_subject AND r.record = p_record AND r.frozen IS NOT DISTINCT FROM p_request;
    IF FOUND THEN
        PERFORM ledger.record(p_entry, {allowed}, subject => p_subject, record => p_record, version => version, items => items, blocker => p_request);
    ELSE
        SELECT r.frozen INTO blocker FROM live.record r WHERE r.subject = p_subject AND r.record = p_record;
    END IF;
END $$;

-- Whether what left may still be where it went: who was told to delete it is sent nothing more, no corrected value either.
CREATE FUNCTION live.stands(p_consent integer, p_until_left boolean, p_state integer, p_have integer[]) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT (p_consent = 0 OR p_consent = ANY (p_have)) AND NOT (p_until_left AND p_state = 2)
$$;

-- Whether who got something is told of its correction: its ground stands, and no contract's end took it back. The account before, and the deed.
CREATE FUNCTION live.tells(p_consent integer, p_until_left boolean, p_space text, p_target integer, p_state integer, p_have integer[]) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT live.stands(p_consent, p_until_left, p_state, p_have) AND NOT live.contract_over(p_space, p_target)
$$;
-- Whoever got a version that was wrong in these items, up to this one, is told (7.4b). Answers how many are.
CREATE FUNCTION live.tell_corrected(p_subject uuid, p_record uuid, p_version integer, p_changed integer[], p_policy integer, p_at timestamptz) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE told integer;
BEGIN
    INSERT INTO live.outbox (subject, message, record, topic, space, target, purpose, kind, items, policy, not_before, made)
    SELECT p_subject, gen_random_uuid(), p_record, 'corrected', d.space, d.target, 0, d.kind,
           ARRAY(SELECT DISTINCT i FROM unnest(array_agg(d.wrong)) AS u(i) ORDER BY i), p_policy, p_at, p_at
      FROM (SELECT x.space, x.target, r.kind, ARRAY(SELECT i FROM unnest(x.items) AS u(i) WHERE i = ANY (p_changed)) AS wrong
              FROM live.disclosure x JOIN live.subject s ON s.subject = x.subject JOIN live.record r ON r.subject = x.subject AND r.record = x.record
             WHERE x.subject = p_subject AND x.record = p_record AND x.version <= p_version
               AND live.tells(x.consent, x.until_left, x.space, x.target, s.state, s.consents)) AS e
           CROSS JOIN LATERAL unnest(e.wrong) AS w(wrong) CROSS JOIN LATERAL (SELECT e.space, e.target, e.kind, w.wrong) AS d
     GROUP BY d.space, d.target, d.kind;
    GET DIAGNOSTICS told = ROW_COUNT;
    PERFORM live.tell_systems(ARRAY[p_subject], ARRAY[p_record], 'corrected', p_changed, p_at);
    RETURN told;
END $$;
-- the correction ends: a new version; who got a wrong one is told
-- `p_now`: nobody froze the record before; it is asked for and made in this statement, as a request of this number, or (none) as nobody's.
-- statement correct @live: The corrected record as a new version; who got a wrong one is told.
CREATE FUNCTION live.correct(
    p_subject uuid, p_record uuid, p_kind integer, p_policy integer, p_request uuid, p_now boolean, p_version integer, p_generation integer,
    p_changed integer[], p_items integer[], p_head bytea, p_body bytea[], p_claims json,
    p_finishes boolean, p_needs integer[], p_grant integer, p_entry ledger.entry,
    OUT outcome integer, OUT policy integer, OUT version integer, OUT told integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE f record;
BEGIN
    told := 0;
    SELECT s.policy AS s_policy, s.state AS s_state, s.generation AS s_generation, s.consents, r.kind, r.version, r.frozen, r.state, r.items INTO f
      FROM live.subject s JOIN live.record r ON r.subject = s.subject
     WHERE s.subject = p_subject AND r.subject = p_subject AND r.record = p_record FOR SHARE OF s FOR UPDATE OF r;
    policy := f.s_policy;
    outcome := CASE
        WHEN f.kind IS DISTINCT FROM p_kind OR f.kind IS NULL THEN {gone}
        WHEN f.s_policy IS DISTINCT FROM p_policy THEN {other_version}
        WHEN p_grant IS DISTINCT FROM 0 AND NOT live.grant_reaches(p_grant, p_entry.at, p_kind, 0, 0, '{}') THEN {grant}
        WHEN f.s_state <> 1 AND (p_finishes IS NOT TRUE OR p_now IS NOT FALSE) THEN {left}
        -- A record that ended while its correction was open waits for it, and is corrected before it rests.
        WHEN f.state <> 1 AND (f.frozen IS NULL OR p_now IS NOT FALSE) THEN {ended}
        WHEN p_now AND f.frozen IS NOT NULL THEN {frozen}
        WHEN p_now IS NOT TRUE AND (f.frozen IS NULL OR f.frozen IS DISTINCT FROM p_request) THEN {correction}
        -- What a correction adds to the record is collected by it, and asks for the same consents.
        WHEN (p_changed <@ f.items) IS NOT TRUE AND p_needs IS DISTINCT FROM '{}' AND NOT live.meets(f.consents, p_needs) THEN {no_consent}
        WHEN f.version IS DISTINCT FROM p_version OR f.s_generation IS DISTINCT FROM p_generation THEN {conflict}
        ELSE {allowed} END;
    IF outcome = {allowed} AND p_claims IS NULL THEN
        PERFORM live.unclaim(p_subject, p_record, p_changed);
    ELSIF outcome = {allowed} THEN
        -- Before any claim is touched, as whoever makes one does: none who holds a row waits for a version to begin.
        PERFORM live.index_lock(false);
        BEGIN
            PERFORM live.unclaim(p_subject, p_record, p_changed);
            outcome := live.stake(p_subject, p_record, p_claims);
            IF outcome <> {allowed} THEN RAISE unique_violation; END IF;
        EXCEPTION WHEN unique_violation THEN
            -- The old claims stand again with the block, and a tag that someone else was faster with has lain here.
            IF outcome = {taken} THEN PERFORM live.index_touch(); END IF;
        END;
    END IF;
    IF outcome = {allowed} THEN
        version := p_version + 1;
        UPDATE live.record SET version = p_version + 1, generation = p_generation, items = p_items, head = p_head, body = p_body,
               frozen = NULL
         WHERE subject = p_subject AND record = p_record;
        UPDATE live.twin t SET newer = t.newer || p_changed WHERE t.subject = p_subject AND t.record = p_record AND t.cut IS NOT NULL;
        IF p_now AND p_request IS NOT NULL THEN
            INSERT INTO live.request (subject, request, record, kind, state, items, opened)
            VALUES (p_subject, p_request, p_record, 'correct', 'open', p_changed, p_entry.at);
        END IF;
        UPDATE live.request SET state = 'done', closed = p_entry.at WHERE subject = p_subject AND request = p_request;
        PERFORM live.secret_changed(p_subject, p_changed);
        PERFORM live.doubt_stays(p_subject, p_record, p_version, p_changed);
        told := live.tell_corrected(p_subject, p_record, p_version, p_changed, p_policy, p_entry.at);
    END IF;
    PERFORM ledger.record(p_entry, outcome, subject => p_subject, record => p_record, version => version, items => p_changed, blocker => p_request);
END $$;

-- a correction that is refused: the freeze is lifted, the value stays
-- statement refuse_correction @live restricts: The freeze is lifted and the value stays.
CREATE FUNCTION live.refuse_correction(
    p_subject uuid, p_record uuid, p_request uuid, p_kind integer, p_grant integer, p_entry ledger.entry,
    OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF p_grant IS DISTINCT FROM 0 AND NOT live.grant_reaches(p_grant, p_entry.at, p_kind, 0, 0, '{}') THEN
        outcome := {grant};
    ELSE
        UPDATE live.record SET frozen = NULL WHERE subject = p_subject AND record = p_record AND frozen = p_request AND kind = p_kind;
        outcome := CASE WHEN FOUND THEN {allowed} ELSE {correction} END;
    END IF;
    IF outcome = {allowed} THEN
        PERFORM live.restrict(p_entry.at, 'unfreeze', jsonb_build_object('subject', p_subject, 'record', p_record, 'request', p_request));
    END IF;
    UPDATE live.request SET state = 'refused', closed = p_entry.at
     WHERE subject = p_subject AND request = p_request AND state = 'open' AND outcome = {allowed};
    PERFORM ledger.record(p_entry, outcome, subject => p_subject, record => p_record, blocker => p_request);
END $$;

-- A person's leaving, as it is done and as a restore does it again: their consents, names and sessions are over, and who holds
-- their data until then is told to delete it. Answers when they went; NULL: they were neither here nor away.
CREATE FUNCTION live.gone_for_good(p_subject uuid, p_left timestamptz, p_at timestamptz) RETURNS timestamptz LANGUAGE plpgsql AS $$
DECLARE left_ timestamptz;
BEGIN
    PERFORM live.wait_no_longer(p_subject, p_at);
    PERFORM live.tell_withdrawn(p_subject, (SELECT s.consents FROM live.subject s WHERE s.subject = p_subject AND s.state IN (1, 3)), p_at);
    UPDATE live.subject s SET state = 2, consents = '{}', left_at = coalesce(s.left_at, p_left), stale = s.generation, away = NULL,
           until = CASE WHEN s.state = 3 THEN least(s.until, p_at) END
     WHERE s.subject = p_subject AND s.state IN (1, 3) RETURNING s.left_at INTO left_;
    IF NOT FOUND THEN RETURN NULL; END IF;
    PERFORM live.put_back(p_subject);
    PERFORM live.account_over(p_subject);
    INSERT INTO live.departure VALUES (p_subject, left_) ON CONFLICT DO NOTHING;
    -- A name or address that was reserved is free again, and nobody is found by it any more.
    PERFORM live.unclaim(p_subject, NULL, NULL);
    INSERT INTO live.outbox (subject, message, record, topic, space, target, purpose, kind, items, policy, not_before, made)
    SELECT DISTINCT ON (d.record, d.space, d.target) d.subject, gen_random_uuid(), d.record, 'delete', d.space, d.target, 0, 0,
           d.items, 0, p_at, p_at
      FROM live.disclosure d WHERE d.subject = p_subject AND d.until_left;
    RETURN left_;
END $$;

-- leaving hides everything at once, whatever the number of records: one row. Who is away leaves for good, as of when they went.
-- `p_time`: by a pass that was given for that time away (the n-th), and ends no other; NULL: by none.
-- statement leave @live restricts: Everything of a person is hidden at once: one row, however many records.
CREATE FUNCTION live.leave(p_subject uuid, p_time integer, p_grant integer, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE left_ timestamptz;
BEGIN
    IF p_time IS NOT NULL THEN
        PERFORM 1 FROM live.subject s WHERE s.subject = p_subject AND s.state = 3 AND s.times_away = p_time FOR UPDATE;
        IF NOT FOUND THEN
            PERFORM ledger.record(p_entry, {conflict}, subject => p_subject);
            outcome := {conflict};
            RETURN;
        END IF;
    END IF;
    IF p_grant IS DISTINCT FROM 0 AND NOT live.grant_whole(p_grant, p_entry.at, p_subject) THEN
        PERFORM ledger.record(p_entry, {grant}, subject => p_subject);
        outcome := {grant};
        RETURN;
    END IF;
    left_ := live.gone_for_good(p_subject, p_entry.at, p_entry.at);
    IF left_ IS NOT NULL THEN
        outcome := {allowed};
        PERFORM live.restrict(p_entry.at, 'leave', jsonb_build_object('subject', p_subject, 'left', left_));
    ELSE
        SELECT CASE WHEN EXISTS (SELECT 1 FROM live.subject WHERE subject = p_subject) THEN {left} ELSE {gone} END INTO outcome;
    END IF;
    PERFORM ledger.record(p_entry, outcome, subject => p_subject);
END $$;

-- somebody of whom no record is left here has no reason to be known: the same as leaving, and nothing is collected for them in between
-- statement leave_empty @live restricts records if done: A guest of whom no record is left goes too.
CREATE FUNCTION live.leave_empty(p_subject uuid, p_kind integer, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    outcome := {conflict};
    PERFORM 1 FROM live.subject s WHERE s.subject = p_subject AND s.kind = p_kind AND s.state = 1 FOR UPDATE;
    IF FOUND AND NOT EXISTS (SELECT 1 FROM live.record r WHERE r.subject = p_subject) THEN
        outcome := live.leave(p_subject, NULL, 0, p_entry);
    END IF;
END $$;

-- all that is known of a person, without opening it
-- statement subject_of @live: A person's state, consents and serving policy; no personal value.
CREATE FUNCTION live.subject_of(p_subject uuid, OUT kind integer, OUT state integer, OUT policy integer, OUT consents integer[],
    OUT generation integer, OUT joined timestamptz, OUT left_at timestamptz, OUT away text, OUT until timestamptz, OUT times_away integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    SELECT s.kind, s.state, s.policy, s.consents, s.generation, s.joined, s.left_at, s.away, s.until, s.times_away
      FROM live.subject s WHERE s.subject = p_subject INTO kind, state, policy, consents, generation, joined, left_at, away, until, times_away;
END $$;
-- statement generations_of @live merge subject: The generations of people's keys.
CREATE FUNCTION live.generations_of(p_subjects uuid[]) RETURNS TABLE (subject uuid, generation integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT s.subject, s.generation FROM live.subject s WHERE s.subject = ANY (p_subjects) ORDER BY s.subject;
END $$;
-- What time has ended is ended, whenever the sweep comes; `moving`: its way to the archive has begun.
-- statement records_of @live: A person's records, of a kind or one alone, by kind, state and dates; no personal value.
CREATE FUNCTION live.records_of(p_subject uuid, p_kind integer, p_record uuid, p_at timestamptz) RETURNS TABLE (
    record uuid, kind integer, state integer, version integer, generation integer, policy integer, channel integer, source integer,
    collected timestamptz, ended timestamptz, frozen uuid, hold uuid, events jsonb, items integer[], moving boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT r.record, r.kind, r.state + o.over::integer, r.version, r.generation, r.policy, r.channel, r.source, r.collected,
           CASE WHEN o.over THEN r.over_from ELSE r.ended END, r.frozen, r.hold, r.events, r.items,
           r.state = 2 AND EXISTS (SELECT 1 FROM live.journal j WHERE j.subject = r.subject AND j.record = r.record)
      FROM live.record r CROSS JOIN LATERAL (SELECT r.state = 1 AND coalesce(r.over_from <= p_at, false) AS over) AS o
     WHERE r.subject = p_subject AND (p_kind IS NULL OR r.kind = p_kind) AND (p_record IS NULL OR r.record = p_record)
     ORDER BY r.collected, r.record;
END $$;
-- `records_of` with the sealed values: a person looks at their own; the entry is made from the rows that are returned
-- `p_only`: these records alone; null: all. `p_finishes`: who has left looks at what is in progress: records of these kinds alone.
-- statement show @live: A person's own records with their sealed values, recorded; `only`: these alone; `finishes`: of who has left, what is in progress.
CREATE FUNCTION live.show(p_subject uuid, p_only uuid[], p_finishes integer[], p_entry ledger.entry) RETURNS TABLE (
    record uuid, kind integer, state integer, version integer, generation integer, policy integer, channel integer, source integer,
    collected timestamptz, ended timestamptz, frozen uuid, hold uuid, events jsonb, items integer[], moving boolean, head bytea, body bytea[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE here boolean;
BEGIN
    SELECT p_finishes IS NULL AND s.state = 1 OR p_finishes IS NOT NULL AND s.state = 2 INTO here FROM live.subject s WHERE s.subject = p_subject FOR SHARE;
    PERFORM ledger.record(p_entry, CASE WHEN here THEN {allowed} WHEN here IS NULL THEN {gone} ELSE {left} END, subject => p_subject);
    -- INVARIANT: it was put together for a request where the entry says so.
    IF p_only IS NULL AND strpos(p_entry.fact, '"answers"') > 0 THEN
        UPDATE live.asked a SET shown = p_entry.at WHERE a.subject = p_subject AND a.request::text = p_entry.fact::jsonb ->> 'answers' AND a.shown IS NULL;
    END IF;
    -- Who has left sees what is kept, why and until when; the values can no longer be viewed (7.5), but of what is in progress; nor those of what time has ended.
    RETURN QUERY
    SELECT r.record, r.kind, r.state + o.over::integer, r.version, r.generation, r.policy, r.channel, r.source, r.collected,
           CASE WHEN o.over THEN r.over_from ELSE r.ended END, r.frozen, r.hold, r.events, r.items,
           r.state = 2 AND EXISTS (SELECT 1 FROM live.journal j WHERE j.subject = r.subject AND j.record = r.record),
           CASE WHEN o.shown THEN r.head END, CASE WHEN o.shown THEN r.body END
      FROM live.record r CROSS JOIN LATERAL (SELECT r.state = 1 AND coalesce(r.over_from <= p_entry.at, false) AS over) AS t
      CROSS JOIN LATERAL (SELECT t.over, here AND r.state = 1 AND NOT t.over AND r.generation > 0 AS shown) AS o
     WHERE r.subject = p_subject AND (p_only IS NULL OR r.record = ANY (p_only)) AND (p_finishes IS NULL OR here AND o.shown AND r.kind = ANY (p_finishes))
     ORDER BY r.collected, r.record FOR SHARE OF r;
END $$;
-- Whether a record that stands here is counted in the archive: it is on its way, and its parts have arrived (`p_archived`).
CREATE FUNCTION live.is_archived(p_subject uuid, p_record uuid, p_state integer, p_archived uuid[]) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT p_state = 2 AND p_record = ANY (p_archived) AND EXISTS (SELECT 1 FROM live.journal j WHERE j.subject = p_subject AND j.record = p_record)
$$;
-- one page of a person's records, by their numbers: of some kinds (null: all), of these records (null: all), the frozen alone; in the order of
-- `p_order`, then of their own; but what has moved
-- statement page_of @live: One page of a person's records, by their numbers.
CREATE FUNCTION live.page_of(p_subject uuid, p_order integer[], p_kinds integer[], p_records uuid[], p_frozen boolean, p_archived uuid[], p_skip integer, p_limit integer)
    RETURNS TABLE (record uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT r.record FROM live.record r
     WHERE r.subject = p_subject AND (p_kinds IS NULL OR r.kind = ANY (p_kinds)) AND (p_records IS NULL OR r.record = ANY (p_records))
       AND (r.frozen IS NOT NULL OR NOT p_frozen) AND NOT live.is_archived(r.subject, r.record, r.state, p_archived)
     ORDER BY array_position(p_order, r.kind), r.collected, r.record OFFSET p_skip LIMIT p_limit;
END $$;
-- a person's records by kind: all, the frozen, those that `page_of` would list, those that began and those that ended after a moment
-- (null: none), and the first of the kinds in `p_main`
-- statement counted_of @live: How many records a person has, by kind.
CREATE FUNCTION live.counted_of(p_subject uuid, p_records uuid[], p_frozen boolean, p_archived uuid[], p_since timestamptz, p_now timestamptz, p_main integer[])
    RETURNS TABLE (kind integer, records bigint, frozen bigint, listed bigint, begun bigint, ended bigint, first uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT k.kind, k.records, k.frozen, k.listed, k.begun, k.ended, CASE WHEN k.kind = ANY (p_main) THEN
           (SELECT f.record FROM live.record f WHERE f.subject = p_subject AND f.kind = k.kind ORDER BY f.collected, f.record LIMIT 1) END
      FROM (SELECT r.kind, count(*) AS records, count(r.frozen) AS frozen,
                   count(*) FILTER (WHERE (p_records IS NULL OR r.record = ANY (p_records)) AND (r.frozen IS NOT NULL OR NOT p_frozen)) AS listed,
                   count(*) FILTER (WHERE r.collected > p_since) AS begun,
                   count(*) FILTER (WHERE CASE WHEN r.state = 1 AND r.over_from <= p_now THEN r.over_from ELSE r.ended END > p_since) AS ended
              FROM live.record r WHERE r.subject = p_subject AND NOT live.is_archived(r.subject, r.record, r.state, p_archived) GROUP BY r.kind) AS k;
END $$;
-- what went of a person: how many records, and when the last row did
-- statement gone_of @live: What went of a person: how many records, when the last row did, and when they left.
CREATE FUNCTION live.gone_of(p_subject uuid, OUT records bigint, OUT removed timestamptz, OUT left_at timestamptz, OUT attached bigint, OUT backups date, OUT archived boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    SELECT count(*), max(t.at), (SELECT d.at FROM live.departure d WHERE d.subject = p_subject), count(*) FILTER (WHERE t.generation = 0), max(t.backups),
           coalesce(bool_or(t.fate = 'rests'), false)
      FROM (SELECT t.at, t.generation, t.backups, t.fate FROM live.tombstone t WHERE t.subject = p_subject
            UNION ALL SELECT b.at, 0, b.backups, '' FROM live.attached_batch b CROSS JOIN unnest(b.records) WHERE b.subject = p_subject AND b.at IS NOT NULL) AS t
      INTO records, removed, left_at, attached, backups, archived;
END $$;
-- statement destroyed_of @live: What was destroyed of a person's records: when, and how many.
CREATE FUNCTION live.destroyed_of(p_subject uuid) RETURNS TABLE (at timestamptz, records bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT x.at, count(*) FROM (
        SELECT t.at FROM live.tombstone t WHERE t.subject = p_subject AND t.fate = 'destroyed'
        UNION ALL SELECT b.at FROM live.attached_batch b CROSS JOIN unnest(b.records) WHERE b.subject = p_subject AND b.at IS NOT NULL) AS x
     GROUP BY x.at ORDER BY x.at;
END $$;
-- what went in a span of time, page by page, with the generation of the key that sealed it
-- statement gone_between @live merge subject, record: What went in a span of time, page by page.
CREATE FUNCTION live.gone_between(p_from timestamptz, p_to timestamptz, p_after uuid, p_after_record uuid, p_limit integer)
    RETURNS TABLE (subject uuid, record uuid, at timestamptz, generation integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT t.subject, t.record, t.at, t.generation FROM live.tombstone t
     WHERE (t.subject, t.record) > (p_after, p_after_record) AND t.at BETWEEN p_from AND p_to ORDER BY t.subject, t.record LIMIT p_limit;
END $$;
-- `tells`: whoever has it is told of a correction of it (`live.correct`).
-- statement disclosures_of @live: To whom a person's data went, in which version.
CREATE FUNCTION live.disclosures_of(p_subject uuid) RETURNS TABLE (
    message uuid, record uuid, version integer, space text, target integer, items integer[], at timestamptz, state text, receipt text,
    asked timestamptz, deletion text, tells boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT d.message, d.record, d.version, d.space, d.target, d.items, d.at, o.state, o.receipt, z.made, z.state,
           s.subject IS NOT NULL AND live.tells(d.consent, d.until_left, d.space, d.target, s.state, s.consents)
      FROM live.disclosure d LEFT JOIN live.subject s ON s.subject = d.subject LEFT JOIN live.outbox o ON o.subject = d.subject AND o.message = d.message
      LEFT JOIN LATERAL (SELECT x.made, x.state FROM live.outbox x
            WHERE x.subject = d.subject AND x.record = d.record AND x.topic = 'delete' AND x.space = d.space AND x.target = d.target
              AND x.made >= d.at ORDER BY x.made DESC LIMIT 1) z ON true
     WHERE d.subject = p_subject ORDER BY d.at, d.message;
END $$;
-- statement requests_of @live: A person's requests.
CREATE FUNCTION live.requests_of(p_subject uuid) RETURNS TABLE (
    request uuid, record uuid, kind text, state text, items integer[], opened timestamptz, closed timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT q.request, q.record, q.kind, q.state, q.items, q.opened, q.closed FROM live.request q
     WHERE q.subject = p_subject ORDER BY q.opened, q.request;
END $$;
-- people by blind index, of record kinds that the asker may read (0: what a person claims, and no record), those who are away too where they
-- are asked after at the door: versions and claims are of one look, and who asks under other versions is told (`conflict`)
-- statement find @live merge outcome desc: Subjects by blind index.
CREATE FUNCTION live.find(p_versions integer[], p_tags bytea[], p_kinds integer[], p_away boolean)
RETURNS TABLE (outcome integer, subject uuid, kind integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY (SELECT DISTINCT {allowed}, s.subject, s.kind::integer FROM live.claim c JOIN live.subject s ON s.subject = c.subject
      WHERE c.tag = ANY (p_tags) AND (s.state = 1 OR s.state = 3 AND p_away) AND live.index_versions() = p_versions
        AND CASE WHEN c.record = '00000000-0000-0000-0000-000000000000' THEN 0 = ANY (p_kinds)
                 ELSE EXISTS (SELECT 1 FROM live.record r WHERE r.subject = c.subject AND r.record = c.record AND r.kind = ANY (p_kinds)) END)
    UNION ALL SELECT {conflict}, NULL, NULL WHERE live.index_versions() IS DISTINCT FROM p_versions;
END $$;

-- Whether a person has a record of a kind, taken since a moment, that claims a value. Asked under versions that are over it answers no.
-- statement claim.since @live: Whether a person has a record of a kind, taken since a moment, that claims a value.
CREATE FUNCTION live.claimed_since(p_subject uuid, p_kind integer, p_tags bytea[], p_since timestamptz) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM live.claim c JOIN live.record r ON r.subject = c.subject AND r.record = c.record
                    WHERE c.tag = ANY (p_tags) AND c.subject = p_subject AND r.kind = p_kind AND r.collected >= p_since);
END $$;

-- Whether anybody's record, one that rests too, claims a value: `taken`; `allowed` where none does; `conflict` for who asks under other versions.
-- statement claim.held @live most: Whether a record came in by a value already.
CREATE FUNCTION live.claimed(p_versions integer[], p_tags bytea[]) RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN CASE WHEN live.index_versions() IS DISTINCT FROM p_versions THEN {conflict}
                WHEN EXISTS (SELECT 1 FROM live.claim c WHERE c.tag = ANY (p_tags)) THEN {taken} ELSE {allowed} END;
END $$;

-- the blind index's rotation, step by step (jobs/reindex.py): begin, move page by page, end

-- statement index.state @live most versions; any due: The blind index's versions that stand, and whether a claim was removed since the youngest began.
CREATE FUNCTION live.index_state(OUT versions integer[], OUT due boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    versions := live.index_versions();
    due := EXISTS (SELECT 1 FROM live.index_due d WHERE d.version = versions[cardinality(versions)]);
END $$;
-- From here on every claim is made under the new version, asked for under each, and no writer is left who does not know it.
-- statement index.begin @live everywhere records if done: Rotation, step 2: a new version stands beside the old one, and every claim from here on is made under it.
CREATE FUNCTION live.index_begin(p_versions integer[], p_to integer, p_entry ledger.entry, OUT begun boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    PERFORM live.index_lock(true);
    begun := live.index_versions() = p_versions AND p_to > ALL (p_versions);
    IF begun IS NOT TRUE THEN begun := false; RETURN; END IF;
    INSERT INTO live.index_version (number, begun) SELECT n, '-infinity' FROM unnest(p_versions) AS u(n) ON CONFLICT DO NOTHING;
    INSERT INTO live.index_version (number, begun) VALUES (p_to, p_entry.at);
    PERFORM ledger.record(p_entry, {allowed});
END $$;
-- statement index.page @live merge subject, record, item: Claims of the old version, page by page.
CREATE FUNCTION live.index_page(p_to integer, p_after uuid, p_after_record uuid, p_after_item integer, p_limit integer)
RETURNS TABLE (tag bytea, subject uuid, record uuid, item integer, version integer, sealed bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT c.tag, c.subject, c.record, c.item, c.version, c.sealed FROM live.claim c
     WHERE c.version < p_to AND (c.subject, c.record, c.item) > (p_after, p_after_record, p_after_item)
     ORDER BY c.subject, c.record, c.item LIMIT p_limit;
END $$;
-- Takes claims to the next version, in place: whoever removes one at this moment removes it whichever it has. What another holds is left for
-- the next look, so that this waits for nobody.
-- statement index.move @live split subjects, tags, records, new, sealed; sum: Rotation, step 3: claims go to the new version, in place.
CREATE FUNCTION live.index_move(p_to integer, p_tags bytea[], p_subjects uuid[], p_records uuid[], p_new bytea[], p_sealed bytea[],
    OUT moved bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    moved := 0;
    IF p_to <> ALL (live.index_versions()) THEN RETURN; END IF;
    WITH given AS MATERIALIZED (
        SELECT u.tag, u.subject, u.record, u.fresh, u.sealed
          FROM unnest(p_tags, p_subjects, p_records, p_new, p_sealed) AS u(tag, subject, record, fresh, sealed)
    ), mine AS MATERIALIZED (
        SELECT c.tag, c.subject, c.record, g.fresh, g.sealed
          FROM given g JOIN live.claim c ON c.tag = g.tag AND c.subject = g.subject AND c.record = g.record
         WHERE c.version < p_to FOR UPDATE OF c SKIP LOCKED
    )
    UPDATE live.claim c SET tag = m.fresh, version = p_to, sealed = m.sealed
      FROM mine m WHERE c.tag = m.tag AND c.subject = m.subject AND c.record = m.record AND c.version < p_to;
    GET DIAGNOSTICS moved = ROW_COUNT;
END $$;
-- the sealed values that a claim stands for (one, or a name's and a number's), where its inner tag does not open; none where one of them is not there
-- statement index.source @live may record: The one sealed value that a damaged claim stands for.
CREATE FUNCTION live.index_source(p_subject uuid, p_record uuid, p_item integer, p_entry ledger.entry,
    OUT version integer, OUT generation integer, OUT policy integer, OUT head bytea, OUT body bytea[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    PERFORM live.put_back(p_subject);
    -- Only while a rotation runs, of a claim that it has not taken over yet.
    SELECT r.version, r.generation, s.policy, r.head, ARRAY(SELECT r.body[array_position(r.items, i)] FROM unnest(live.parts_of(p_item)) AS u(i))
      INTO version, generation, policy, head, body
      FROM live.record r JOIN live.subject s ON s.subject = r.subject
     WHERE r.subject = p_subject AND r.record = p_record AND EXISTS (SELECT 1 FROM live.claim c
           WHERE c.subject = p_subject AND c.record = p_record AND c.item = p_item AND c.version < (SELECT max(n) FROM unnest(live.index_versions()) AS u(n)))
       AND r.items @> live.parts_of(p_item);
    IF body IS NOT NULL THEN
        PERFORM ledger.record(p_entry, {allowed}, subject => p_subject, record => p_record, version => version, items => live.parts_of(p_item));
    END IF;
END $$;
-- A claim that is made anew from its record, or (p_new NULL) goes: `mended` says which; NULL where it is not there any more.
-- statement index.mend @live records if done: A damaged claim is made anew from its record, or goes.
CREATE FUNCTION live.index_mend(p_to integer, p_tag bytea, p_subject uuid, p_record uuid, p_new bytea, p_sealed bytea,
    p_entry ledger.entry, OUT mended boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF p_to <> ALL (live.index_versions()) THEN RETURN; END IF;
    mended := false;
    IF p_new IS NOT NULL THEN
        BEGIN
            UPDATE live.claim SET tag = p_new, version = p_to, sealed = p_sealed
             WHERE tag = p_tag AND subject = p_subject AND record = p_record AND version < p_to;
            mended := FOUND;
        EXCEPTION WHEN unique_violation THEN
            -- Someone holds the value by a claim that is sound: this one was never it.
            mended := false;
        END;
    END IF;
    IF NOT mended THEN
        DELETE FROM live.claim WHERE tag = p_tag AND subject = p_subject AND record = p_record AND version < p_to;
        IF NOT FOUND THEN mended := NULL; RETURN; END IF;
        PERFORM live.index_touch();
        PERFORM live.free(ARRAY[p_subject], ARRAY[p_record]);
    END IF;
    PERFORM ledger.record(p_entry, CASE WHEN mended THEN {allowed} ELSE {gone} END, subject => p_subject, record => p_record);
END $$;
-- INVARIANT: versions end when no claim is left under them, on any server: whoever ends them has looked at each (`live.index_page`), and none is made
-- under them since the next began, which held everywhere before anybody was answered.
-- statement index.end @live everywhere house may record: Rotation, step 4: no claim is left under the old version.
CREATE FUNCTION live.index_end(p_to integer, p_entry ledger.entry, OUT ended boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    ended := NOT EXISTS (SELECT 1 FROM live.claim c WHERE c.version < p_to);
    IF NOT ended THEN RETURN; END IF;
    UPDATE live.index_version v SET ended = p_entry.at
     WHERE v.number < p_to AND v.ended IS NULL AND EXISTS (SELECT 1 FROM live.index_version t WHERE t.number = p_to);
    IF FOUND THEN PERFORM ledger.record(p_entry, {allowed}); END IF;
END $$;

-- The sweep's inventory: what is over, by event, by time or because its subject left, and under which version each record was given. What the
-- serving version no longer declares is judged by that.
-- Who left, or whose time away is over: a sweep ends it once it may (`live.leave_in_the_end`), and counts what goes by it before.
CREATE FUNCTION live.is_over(p_state integer, p_until timestamptz, p_now timestamptz) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT p_state = 2 OR p_state = 3 AND p_until <= p_now
$$;
-- In four turns, each in the order of an index of its own and none with a row of another's, so that a page costs what it answers: what has ended, what time
-- alone ends, what is of who left, and of whose time away is over.
-- statement inventory @live merge turn, at, subject, record: What is over, by event, by time or because its subject left.
CREATE FUNCTION live.inventory(p_now timestamptz, p_finishing integer[], p_turn integer, p_after timestamptz, p_after_subject uuid, p_after_record uuid,
    p_limit integer)
RETURNS TABLE (turn integer, at timestamptz, subject uuid, record uuid, kind integer, subject_kind integer, state integer, items integer[],
    collected timestamptz, events jsonb, ended timestamptz, frozen boolean, held boolean, policy integer, subject_left timestamptz, given integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE
    -- Where each turn goes on: the one that the page before ended in, behind its last row; those after it, from their beginning.
    moments timestamptz[] := array_fill('-infinity'::timestamptz, ARRAY[4]);
    people uuid[] := array_fill('00000000-0000-0000-0000-000000000000'::uuid, ARRAY[4]);
    records uuid[] := people;
BEGIN
    moments[p_turn] := p_after; people[p_turn] := p_after_subject; records[p_turn] := p_after_record;
    RETURN QUERY SELECT due.turn, due.at, r.subject, r.record, r.kind, s.kind::integer, r.state::integer, r.items, r.collected, r.events, r.ended,
           r.frozen IS NOT NULL AND live.is_over(s.state, s.until, p_now) IS NOT TRUE, r.hold IS NOT NULL, s.policy,
           CASE WHEN live.is_over(s.state, s.until, p_now) THEN coalesce(s.left_at, p_now) END, r.policy
      FROM ((SELECT 1, p_now, x.subject, x.record FROM live.record x
              WHERE p_turn <= 1 AND x.state = 2 AND x.generation > 0 AND (x.subject, x.record) > (people[1], records[1])
              ORDER BY x.subject, x.record LIMIT p_limit)
            UNION ALL
            (SELECT 2, x.over_from, x.subject, x.record FROM live.record x
              WHERE p_turn <= 2 AND x.state = 1 AND x.generation > 0 AND x.over_from <= p_now
                AND (x.over_from, get_byte(uuid_send(x.subject), 0), x.subject, x.record)
                  > (moments[2], get_byte(uuid_send(people[2]), 0), people[2], records[2])
              ORDER BY x.over_from, get_byte(uuid_send(x.subject), 0), x.subject, x.record LIMIT p_limit)
            UNION ALL
            (SELECT 3, p_now, x.subject, x.record FROM live.subject y JOIN live.record x ON x.subject = y.subject
              WHERE p_turn <= 3 AND y.state = 2 AND y.subject >= people[3] AND (x.subject, x.record) > (people[3], records[3])
                AND NOT x.kind = ANY (p_finishing) AND x.state = 1 AND x.generation > 0 AND (x.over_from <= p_now) IS NOT TRUE
              ORDER BY x.subject, x.record LIMIT p_limit)
            UNION ALL
            (SELECT 4, y.until, x.subject, x.record FROM live.subject y JOIN live.record x ON x.subject = y.subject
              WHERE y.state = 3 AND y.until <= p_now AND y.until >= moments[4] AND (y.until, x.subject, x.record) > (moments[4], people[4], records[4])
                AND NOT x.kind = ANY (p_finishing) AND x.state = 1 AND x.generation > 0 AND (x.over_from <= p_now) IS NOT TRUE
              ORDER BY y.until, x.subject, x.record LIMIT p_limit)) AS due(turn, at, subject, record)
     -- Probed by their keys, as in `live.attached_due`: of a person of many rows a plan by statistics joined all to all.
     CROSS JOIN LATERAL (SELECT * FROM live.record x WHERE x.subject = due.subject AND x.record = due.record OFFSET 0) r
     CROSS JOIN LATERAL (SELECT * FROM live.subject x WHERE x.subject = due.subject OFFSET 0) s
     ORDER BY due.turn, due.at, due.subject, due.record LIMIT p_limit;
END $$;

-- the sweep's clock: what is known of the time of its last run; where there was none, of the first policy's adoption
-- statement sweep.before @live: What is known of the last sweep's moment.
CREATE FUNCTION live.swept_before(p_boot text, OUT last timestamptz, OUT ran boolean, OUT word integer, OUT boot_at timestamptz,
    OUT boot_seconds double precision)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    SELECT coalesce(s.at, (SELECT min(v.adopted) FROM live.policy_version v)), s.at IS NOT NULL, coalesce(s.word, 0), b.at, b.seconds
      FROM (VALUES (p_boot)) AS x(boot) LEFT JOIN live.swept s ON true LEFT JOIN live.boot b ON b.boot = x.boot
      INTO last, ran, word, boot_at, boot_seconds;
END $$;
-- A second opinion on the time, where the server is another machine. Nothing is ever judged or recorded by it.
-- statement sweep.server_time @live: The server's own clock, as a second opinion.
CREATE FUNCTION live.server_time() RETURNS timestamptz
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN clock_timestamp();
END $$;
-- INVARIANT: the moment is recorded only by who judged it against the one that stands, or against an earlier one that it agrees with.
-- statement sweep.begin @live records if done: A sweep begins: its moment and its entry.
CREATE FUNCTION live.sweep_begin(p_last timestamptz, p_boot text, p_seconds double precision, p_word integer, p_entry ledger.entry, OUT begun boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE f record;
BEGIN
    PERFORM live.latch('sweep');
    SELECT s.at, s.word INTO f FROM live.swept s;
    begun := coalesce(f.at IS NULL OR (f.at >= p_last AND f.at <= greatest(p_last, p_entry.at)), false);
    IF NOT begun THEN RETURN; END IF;
    -- Within the clocks' usual differences the later moment stands; an officer's word sets it, even back.
    INSERT INTO live.swept (at, word) VALUES (p_entry.at, p_word)
    ON CONFLICT (one) DO UPDATE SET at = CASE WHEN p_word > 0 THEN excluded.at ELSE greatest(live.swept.at, excluded.at) END,
        word = CASE WHEN p_word > 0 THEN p_word ELSE live.swept.word END;
    IF p_boot <> '' THEN
        DELETE FROM live.boot WHERE boot <> p_boot AND abs(extract(epoch FROM p_entry.at - at)) > 86400 * 400;
        INSERT INTO live.boot VALUES (p_boot, p_entry.at, p_seconds)
        ON CONFLICT (boot) DO UPDATE SET at = excluded.at, seconds = excluded.seconds
         WHERE p_word > 0 OR excluded.seconds > live.boot.seconds;
    END IF;
    PERFORM ledger.record(p_entry, {allowed});
END $$;
-- a plan that is too much for a sweep alone is written down; who approves it says yes to these records and days, and to no other
-- statement sweep.propose @live: A sweep that would destroy too much says what, and waits.
CREATE FUNCTION live.propose(p_plan bytea, p_people bigint, p_total bigint, p_most bigint, p_records uuid[], p_kinds integer[], p_dues date[],
    p_parts bigint[], p_entry ledger.entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM live.going g WHERE g.plan <> p_plan AND g.proposed < p_entry.at - INTERVAL '30 days';
    INSERT INTO live.going (plan, people, total, most, records, kinds, dues, parts, proposed)
    VALUES (p_plan, p_people, p_total, p_most, p_records, p_kinds, p_dues, p_parts, p_entry.at)
    ON CONFLICT (plan) DO UPDATE SET proposed = excluded.proposed, total = excluded.total, most = excluded.most;
    PERFORM ledger.record(p_entry, {refused});
END $$;
-- statement sweep.proposed @live: The plans that were written down, without what is in them.
CREATE FUNCTION live.proposed() RETURNS TABLE (plan bytea, people bigint, total bigint, most bigint, records bigint, days bigint,
    proposed timestamptz, until timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT g.plan, g.people, g.total, g.most, cardinality(g.records)::bigint, cardinality(g.dues)::bigint, g.proposed, g.until FROM live.going g
     ORDER BY g.proposed DESC, g.plan;
END $$;
-- statement sweep.approve @live: A second person says yes to one plan.
CREATE FUNCTION live.approve(p_plan bytea, p_grant integer, p_until timestamptz, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE s record;
BEGIN
    s := live.second(p_grant, ARRAY(SELECT live.whose(x.word) FROM live.swept x), 'at once', p_entry.at);
    PERFORM 1 FROM live.going g WHERE g.plan = p_plan FOR UPDATE;
    outcome := CASE
        WHEN NOT FOUND THEN {gone}
        -- Who gave the word for the clock is the first person, and is not the second as well.
        ELSE s.outcome END;
    IF outcome = {allowed} THEN UPDATE live.going SET approved = p_entry.at, under = p_grant, until = p_until WHERE plan = p_plan; END IF;
    IF outcome = {allowed} AND s.alone THEN PERFORM live.went_alone('sweep', encode(p_plan, 'hex'), s.whose, p_entry.at); END IF;
    PERFORM ledger.record(p_entry, outcome);
END $$;
-- what second persons have said yes to, while their yes and their grant stand
-- statement sweep.approved @live: What second persons have said yes to.
CREATE FUNCTION live.approved(p_at timestamptz) RETURNS TABLE (plan bytea, records uuid[], kinds integer[], dues date[], parts bigint[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT g.plan, g.records, g.kinds, g.dues, g.parts FROM live.going g JOIN live.grant_ r ON r.number = g.under
     WHERE g.approved <= p_at AND g.until > p_at AND r.revoked IS NULL AND r.until > p_at ORDER BY g.approved;
END $$;
-- statement sweep.word_kept @live: A sweep at an officer's word has gone through.
CREATE FUNCTION live.word_kept() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.swept SET word = 0 WHERE word > 0;
END $$;

-- INVARIANT: only what is over leaves the live side: by an event, by its subject's leaving, or by a time that is past.
CREATE FUNCTION live.expect_over(p_state integer, p_subject_state integer, p_over_from timestamptz, p_at timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF (p_state = 2 OR p_subject_state = 2 OR ledger.past(p_over_from, p_at)) IS NOT TRUE THEN RAISE EXCEPTION 'before its time'; END IF;
END $$;
-- retiring, step 1 of 4: the record is over and its plan is written down; what is sealed is handed out to be re-sealed
-- statement retire.begin @live records if done: Retiring, step 1: the record is over and its plan is written down.
CREATE FUNCTION live.retire_begin(
    p_subject uuid, p_record uuid, p_kind integer, p_plan text, p_ended timestamptz, p_entry ledger.entry,
    OUT outcome integer, OUT plan text, OUT version integer, OUT generation integer, OUT policy integer, OUT collected timestamptz,
    OUT ended timestamptz, OUT hold uuid, OUT channel integer, OUT source integer, OUT items integer[], OUT head bytea, OUT body bytea[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE f record;
BEGIN
    PERFORM live.put_back(p_subject);
    SELECT s.state AS s_state, r.* INTO f FROM live.subject s JOIN live.record r ON r.subject = s.subject
     WHERE s.subject = p_subject AND r.subject = p_subject AND r.record = p_record FOR SHARE OF s FOR UPDATE OF r;
    IF f.kind IS DISTINCT FROM p_kind OR f.kind IS NULL THEN outcome := {gone}; RETURN; END IF;
    IF f.frozen IS NOT NULL AND f.s_state <> 2 THEN outcome := {frozen}; RETURN; END IF;
    PERFORM live.expect_over(f.state, f.s_state, f.over_from, p_entry.at);
    -- INVARIANT: a hold stops destruction, of any item: one that was laid after the plan was made keeps what the plan would let go.
    IF f.hold IS NOT NULL AND NOT f.items <@ ARRAY(SELECT i::integer FROM json_array_elements(p_plan::json) AS g, json_array_elements_text(g -> 'items') AS i)
       AND NOT EXISTS (SELECT 1 FROM live.journal j WHERE j.subject = p_subject AND j.record = p_record) THEN outcome := {held}; RETURN; END IF;
    outcome := {allowed};
    UPDATE live.record r SET state = 2, ended = coalesce(r.ended, p_ended), frozen = NULL WHERE r.subject = p_subject AND r.record = p_record;
    UPDATE live.request q SET state = 'overtaken', closed = p_entry.at
     WHERE q.subject = p_subject AND q.record = p_record AND q.state = 'open';
    -- The first plan stands: a second process, or a second run, follows it.
    INSERT INTO live.journal (subject, record, verb, plan, at) VALUES (p_subject, p_record, 'retire', p_plan, p_entry.at) ON CONFLICT DO NOTHING;
    SELECT j.plan INTO plan FROM live.journal j WHERE j.subject = p_subject AND j.record = p_record;
    version := f.version; generation := f.generation; policy := f.policy; collected := f.collected;
    ended := coalesce(f.ended, p_ended); hold := f.hold; channel := f.channel; source := f.source; items := f.items; head := f.head; body := f.body;
    PERFORM ledger.record(p_entry, {allowed}, subject => p_subject, record => p_record, version => version, items => items);
END $$;

-- Live records go, each with its subject, and what is kept about them with them: by nothing else (the whole person apart, whose rows go with the person's).
CREATE FUNCTION live.records_gone(p_subjects uuid[], p_records uuid[], p_at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM live.tell_systems(p_subjects, p_records, 'delete', NULL, p_at);
    -- INVARIANT: their last use stays known when the record that told it goes: else whoever gave it after they were told of their dormancy would
    -- be dormant at once.
    INSERT INTO live.used AS d (subject, at)
    SELECT x.subject, max(x.collected) FROM unnest(p_subjects, p_records) AS u(subject, record)
      JOIN live.record x ON x.subject = u.subject AND x.record = u.record
      JOIN live.subject s ON s.subject = u.subject AND s.state <> 2 AND s.joined < x.collected
     GROUP BY x.subject ORDER BY x.subject
        ON CONFLICT (subject) DO UPDATE SET at = greatest(d.at, excluded.at);
    DELETE FROM live.record x USING unnest(p_subjects, p_records) AS u(subject, record) WHERE x.subject = u.subject AND x.record = u.record;
    DELETE FROM live.apart x USING unnest(p_subjects, p_records) AS u(subject, record) WHERE x.subject = u.subject AND x.record = u.record;
    DELETE FROM live.attached x USING unnest(p_subjects, p_records) AS u(subject, record) WHERE x.subject = u.subject AND x.record = u.record;
    PERFORM live.twins_gone(p_subjects, p_records);
    PERFORM live.mail_over(p_subjects, p_records);
    PERFORM live.upload_over(p_subjects, p_records);
END $$;
-- Retiring, step 4 of 4, or destructions that nothing keeps: live rows and their claims go, tombstones stay, each with an entry of its own. Many at once are
-- of one kind and one fate, and no more than 256 (ledger.further). `outcomes` is in the order of what was given; `outcome`: `allowed` where one of them is.
-- statement retire.finish @live restricts split subjects, records; least outcome; place outcomes records if done: Retiring, step 4 (or destroying what nothing keeps): live rows go, tombstones stay.
CREATE FUNCTION live.retire_finish(p_subjects uuid[], p_records uuid[], p_fate text, p_partly boolean, p_entry ledger.entry,
    OUT outcome integer, OUT outcomes integer[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE f record; one integer; mine ledger.entry; subjects uuid[] := '{}'; records uuid[] := '{}';
BEGIN
    PERFORM live.expect_word(p_fate, 'destroyed', 'rests');
    outcome := {gone};
    outcomes := array_fill({gone}, ARRAY[cardinality(p_records)]);
    -- In one order, people first: whoever holds one of them holds nothing that this one has.
    PERFORM 1 FROM live.subject s WHERE s.subject = ANY (p_subjects) ORDER BY s.subject FOR UPDATE;
    FOR f IN SELECT u.n, s.state AS s_state, r.* FROM unnest(p_subjects, p_records) WITH ORDINALITY AS u(subject, record, n)
               JOIN live.subject s ON s.subject = u.subject JOIN live.record r ON r.subject = u.subject AND r.record = u.record AND r.generation > 0
              ORDER BY u.subject, u.record FOR UPDATE OF r LOOP
        PERFORM live.expect_over(f.state, f.s_state, f.over_from, p_entry.at);
        one := CASE
            WHEN p_fate = 'destroyed' AND f.hold IS NOT NULL THEN {held}
            WHEN p_fate = 'destroyed' AND f.frozen IS NOT NULL AND f.s_state <> 2 THEN {frozen}
            WHEN p_fate = 'rests' AND NOT EXISTS (SELECT 1 FROM live.journal j WHERE j.subject = f.subject AND j.record = f.record) THEN {conflict}
            ELSE {allowed} END;
        outcomes[f.n::integer] := one;
        CONTINUE WHEN one <> {allowed};
        outcome := one;
        mine := ledger.further(p_entry, cardinality(records));
        subjects := subjects || f.subject;
        records := records || f.record;
        UPDATE live.subject SET stale = f.generation WHERE subject = f.subject AND stale < f.generation;
        INSERT INTO live.tombstone (subject, record, at, fate, generation) VALUES (f.subject, f.record, p_entry.at, p_fate, f.generation)
        ON CONFLICT DO NOTHING;
        IF p_fate = 'destroyed' OR p_partly THEN
            INSERT INTO live.owed VALUES (mine.entry, f.kind, CASE WHEN p_fate = 'destroyed' THEN 'records' ELSE 'items' END, NULL, 1);
        END IF;
        PERFORM ledger.record(mine, {allowed}, subject => f.subject, record => f.record, version => f.version, items => f.items);
    END LOOP;
    PERFORM live.records_gone(subjects, records, p_entry.at);
    IF p_fate = 'rests' THEN PERFORM live.unclaim_resting(u.subject, u.record) FROM unnest(subjects, records) AS u(subject, record);
    ELSE PERFORM live.unclaim(u.subject, u.record, NULL) FROM unnest(subjects, records) AS u(subject, record); END IF;
    DELETE FROM live.journal j USING unnest(subjects, records) AS u(subject, record) WHERE j.subject = u.subject AND j.record = u.record;
    IF p_fate = 'destroyed' THEN
        PERFORM live.restrict(p_entry.at, 'gone', jsonb_build_object('subject', g.subject, 'records', g.records))
           FROM (SELECT u.subject, array_agg(u.record) AS records FROM unnest(subjects, records) AS u(subject, record) GROUP BY u.subject) AS g;
    END IF;
END $$;

-- A legal hold is laid (p_lay) or released (p_release) on a record, live or resting; it may be under several. `standing` are those that stand
-- after this, the first laid first: `record.hold` is the first, and what rests (`p_rests`: something does) is sealed under one of them.
-- Outcomes: `allowed` it lives, `resting`, `gone`, `held` another hold stands and this one does not, `conflict` it is moving to the archive.
-- statement hold @live restricts records if done: A legal hold on a record, or the release of one.
CREATE FUNCTION live.hold(p_subject uuid, p_record uuid, p_kind integer, p_rests boolean, p_lay uuid, p_release uuid, p_said bytea,
    p_grant integer, p_entry ledger.entry, OUT outcome integer, OUT standing uuid[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE lives boolean; known boolean;
BEGIN
    IF NOT live.grant_acts(p_grant, p_entry.at) THEN
        outcome := {grant};
        PERFORM ledger.record(p_entry, {grant}, subject => p_subject, record => p_record);
        RETURN;
    END IF;
    -- INVARIANT: the record's row, or its tombstone, is held until the end: two that hold and release at once are one after the other.
    PERFORM 1 FROM live.record r WHERE r.subject = p_subject AND r.record = p_record FOR UPDATE;
    lives := FOUND;
    IF NOT lives THEN
        PERFORM 1 FROM live.tombstone t WHERE t.subject = p_subject AND t.record = p_record AND t.fate = 'rests' FOR UPDATE;
        IF NOT FOUND OR p_rests IS NOT TRUE THEN outcome := {gone}; RETURN; END IF;
    END IF;
    IF EXISTS (SELECT 1 FROM live.journal j WHERE j.subject = p_subject AND j.record = p_record) THEN outcome := {conflict}; RETURN; END IF;
    outcome := CASE WHEN lives THEN {allowed} ELSE {resting} END;
    IF p_lay IS NOT NULL THEN
        INSERT INTO live.held (subject, record, hold, kind, laid, said) VALUES (p_subject, p_record, p_lay, p_kind, p_entry.at, p_said) ON CONFLICT DO NOTHING;
    ELSE
        UPDATE live.held h SET released = coalesce(h.released, p_entry.at) WHERE h.subject = p_subject AND h.record = p_record AND h.hold = p_release;
        known := FOUND;
    END IF;
    standing := ARRAY(SELECT h.hold FROM live.held h WHERE h.subject = p_subject AND h.record = p_record AND h.released IS NULL ORDER BY h.n);
    -- A hold is released by its own number. A second release of what nothing holds finds nothing to do.
    IF known IS FALSE AND standing <> '{}' THEN outcome := {held}; RETURN; END IF;
    UPDATE live.record r SET hold = standing[1] WHERE r.subject = p_subject AND r.record = p_record AND r.hold IS DISTINCT FROM standing[1];
    PERFORM live.restrict(p_entry.at, 'hold', jsonb_build_object('subject', p_subject, 'record', p_record, 'kind', p_kind, 'laid', p_lay, 'released', p_release));
    PERFORM ledger.record(p_entry, {allowed}, subject => p_subject, record => p_record, blocker => coalesce(p_lay, p_release));
END $$;
-- A release has come to its end: nothing is sealed under it any more, and it is not listed.
-- statement hold.over @live: A release has come to its end.
CREATE FUNCTION live.hold_over(p_subject uuid, p_record uuid, p_hold uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM live.held h WHERE h.subject = p_subject AND h.record = p_record AND h.hold = p_hold AND h.released IS NOT NULL;
END $$;
-- The holds that stand, or whose release has not come to its end, the newest first; and those of one record.
-- statement hold.all @live merge laid desc, hold desc: The legal holds that stand, the newest first.
CREATE FUNCTION live.holds(p_before timestamptz, p_before_hold uuid, p_limit integer)
RETURNS TABLE (subject uuid, record uuid, hold uuid, kind integer, laid timestamptz, released timestamptz, said bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT h.subject, h.record, h.hold, h.kind, h.laid, h.released, h.said FROM live.held h
     WHERE (h.laid, h.hold) < (p_before, p_before_hold) ORDER BY h.laid DESC, h.hold DESC LIMIT p_limit;
END $$;
-- statement hold.of @live: The legal holds on a person's records.
CREATE FUNCTION live.holds_of(p_subject uuid)
RETURNS TABLE (subject uuid, record uuid, hold uuid, kind integer, laid timestamptz, released timestamptz, said bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT h.subject, h.record, h.hold, h.kind, h.laid, h.released, h.said FROM live.held h WHERE h.subject = p_subject ORDER BY h.n;
END $$;

-- A person whose records were destroyed gets a new key: survivors are re-sealed under the next generation. INVARIANT: only while the person's
-- row says that the key is stale, and recorded each time that survivors are handed out.
-- statement stale @live merge subject: People something of whose was destroyed: they are due a new key.
CREATE FUNCTION live.stale(p_after uuid, p_limit integer) RETURNS TABLE (subject uuid, generation integer, state integer, kind integer, records bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT s.subject, s.generation, s.state::integer, s.kind::integer, (SELECT count(*) FROM live.record r WHERE r.subject = s.subject)
      FROM live.subject s WHERE s.stale > 0 AND s.subject > p_after ORDER BY s.subject LIMIT p_limit;
END $$;
-- `p_generations`: the next one of each. Answers which one stands; of whoever is gone, nothing.
-- statement rekey.next @live split subjects, generations: People's next key generations take effect for every write.
CREATE FUNCTION live.next_generation(p_subjects uuid[], p_generations integer[]) RETURNS TABLE (subject uuid, generation integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    PERFORM 1 FROM live.subject s WHERE s.subject = ANY (p_subjects) ORDER BY s.subject FOR UPDATE;
    UPDATE live.subject s SET generation = u.generation FROM unnest(p_subjects, p_generations) AS u(subject, generation)
     WHERE s.subject = u.subject AND s.generation = u.generation - 1 AND s.stale > 0;
    RETURN QUERY SELECT s.subject, s.generation FROM live.subject s WHERE s.subject = ANY (p_subjects) ORDER BY s.subject;
END $$;
CREATE FUNCTION live.renewing(p_subject uuid, p_generation integer) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM live.subject s WHERE s.subject = p_subject AND s.generation = p_generation AND s.stale > 0)
$$;
-- Of no more than 256 people (ledger.further), each with an entry of their own; nothing of whom another renewal has gone past.
-- statement rekey.older @live split subjects, generations records if answered: Survivors that are still sealed under an older key.
CREATE FUNCTION live.older(p_subjects uuid[], p_generations integer[], p_entry ledger.entry) RETURNS TABLE (
    record uuid, subject uuid, version integer, generation integer, items integer[], head bytea, body bytea[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE g record; k integer := 0;
BEGIN
    FOR g IN SELECT u.subject, u.generation FROM unnest(p_subjects, p_generations) AS u(subject, generation) ORDER BY u.subject LOOP
        CONTINUE WHEN live.renewing(g.subject, g.generation) IS NOT TRUE;
        PERFORM live.put_back(g.subject);
        RETURN QUERY SELECT r.record, r.subject, r.version, r.generation, r.items, r.head, r.body FROM live.record r
         WHERE r.subject = g.subject AND r.generation BETWEEN 1 AND g.generation - 1 LIMIT 1000;
        CONTINUE WHEN NOT FOUND;
        PERFORM ledger.record(ledger.further(p_entry, k), {allowed}, subject => g.subject);
        k := k + 1;
    END LOOP;
END $$;
-- Answers of whom nothing is left under an older key. INVARIANT: of nobody else may the older keys go, also where another renewal has gone past this one.
-- statement rekey.reseal @live split subjects, generations; split rows: Survivors under the new keys; nothing of their values changes.
CREATE FUNCTION live.reseal(p_subjects uuid[], p_generations integer[], p_rows json) RETURNS TABLE (subject uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    PERFORM 1 FROM live.subject s WHERE s.subject = ANY (p_subjects) ORDER BY s.subject FOR UPDATE;
    -- INVARIANT: what was set apart meanwhile is no older sealing beside the new one.
    PERFORM live.put_back(u.subject) FROM unnest(p_subjects) AS u(subject);
    UPDATE live.record r SET generation = u.generation, head = decode(g.head, 'base64'),
           body = ARRAY(SELECT decode(b, 'base64') FROM unnest(g.body) WITH ORDINALITY AS t(b, o) ORDER BY o)
      FROM json_to_recordset(p_rows) AS g(subject uuid, record uuid, version integer, under integer, head text, body text[])
      JOIN unnest(p_subjects, p_generations) AS u(subject, generation) ON u.subject = g.subject
     WHERE r.subject = g.subject AND r.record = g.record AND r.version = g.version AND r.generation = g.under AND g.under < u.generation
       AND live.renewing(u.subject, u.generation);
    RETURN QUERY SELECT u.subject FROM unnest(p_subjects, p_generations) AS u(subject, generation)
     WHERE NOT EXISTS (SELECT 1 FROM live.record r WHERE r.subject = u.subject AND r.generation BETWEEN 1 AND u.generation - 1);
END $$;
-- INVARIANT: a subject is fresh only when no record is sealed under an older key; destroyed keys are asked for after this. Of no more than 256 people.
-- statement rekey.fresh @live split subjects, generations; any done; union fresh records if done: No survivor is left under an older key.
CREATE FUNCTION live.fresh(p_subjects uuid[], p_generations integer[], p_entry ledger.entry, OUT done boolean, OUT fresh uuid[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM 1 FROM live.subject s WHERE s.subject = ANY (p_subjects) ORDER BY s.subject FOR UPDATE;
    -- What was destroyed under this very key meanwhile asks for yet another; and a renewal that has gone past this one is not over with it.
    fresh := ARRAY(SELECT s.subject FROM unnest(p_subjects, p_generations) AS u(subject, generation) JOIN live.subject s ON s.subject = u.subject
                    WHERE s.stale < u.generation AND s.generation <= u.generation
                      AND NOT EXISTS (SELECT 1 FROM live.record r WHERE r.subject = u.subject AND r.generation BETWEEN 1 AND u.generation - 1)
                    ORDER BY s.subject);
    done := fresh <> '{}';
    UPDATE live.subject s SET stale = 0 WHERE s.subject = ANY (fresh) AND s.stale > 0;
    -- A twin is made again of its row; under the key that goes now it opens no more.
    DELETE FROM live.twin t USING unnest(p_subjects, p_generations) AS u(subject, generation)
     WHERE t.subject = u.subject AND u.subject = ANY (fresh) AND t.cut IS NULL AND t.generation < u.generation;
    PERFORM ledger.record(ledger.further(p_entry, u.n - 1), {allowed}, subject => u.subject) FROM unnest(fresh) WITH ORDINALITY AS u(subject, n);
END $$;
-- What was handed over stays listed while anything of a person rests (`p_rests`): to whom, when, which items, in which version, and what was answered.
CREATE FUNCTION live.handed_over_gone(p_subject uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM live.demand_part WHERE subject = p_subject;
    DELETE FROM live.telling_line WHERE subject = p_subject;
    DELETE FROM live.disclosure WHERE subject = p_subject;
    DELETE FROM live.outbox WHERE subject = p_subject;
END $$;
-- The last trace of a person who left: when no record, no message and no request of theirs remains, and no processor has anything of theirs that it is still to be told to delete.
-- statement forget @live records if done: A person who left goes from the live database, but for the list of what was handed over while anything of them rests.
CREATE FUNCTION live.forget(p_subject uuid, p_rests boolean, p_entry ledger.entry, OUT done boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM 1 FROM live.subject WHERE subject = p_subject AND state = 2 FOR UPDATE;
    done := FOUND AND NOT EXISTS (SELECT 1 FROM live.record WHERE subject = p_subject)
        AND NOT EXISTS (SELECT 1 FROM live.outbox WHERE subject = p_subject AND state IN ('waiting', 'sending', 'sent', 'unclear'))
        AND NOT EXISTS (SELECT 1 FROM live.disclosure x WHERE x.subject = p_subject AND x.space = 'processor' AND live.untold(x.subject, x.record, x.space, x.target, x.at));
    IF done THEN
        DELETE FROM live.request WHERE subject = p_subject;
        IF p_rests IS NOT TRUE THEN PERFORM live.handed_over_gone(p_subject); END IF;
        DELETE FROM live.subject WHERE subject = p_subject;
        PERFORM live.account_over(p_subject);
        PERFORM ledger.record(p_entry, {allowed}, subject => p_subject);
    END IF;
END $$;
-- statement handed_over.rests @live merge subject: People of whom the list of what was handed over is all that is left here.
CREATE FUNCTION live.handed_over_rests(p_after uuid, p_limit integer) RETURNS TABLE (subject uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT DISTINCT o.subject FROM live.outbox o WHERE o.subject > p_after
       AND NOT EXISTS (SELECT 1 FROM live.subject s WHERE s.subject = o.subject) ORDER BY o.subject LIMIT p_limit;
END $$;
-- statement handed_over.forget @live records if done: Nothing of a person rests any more: the list of what was handed over goes, and their number with it.
CREATE FUNCTION live.handed_over_forget(p_subject uuid, p_entry ledger.entry, OUT done boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    done := NOT EXISTS (SELECT 1 FROM live.subject s WHERE s.subject = p_subject) AND EXISTS (SELECT 1 FROM live.outbox o WHERE o.subject = p_subject);
    IF done THEN
        PERFORM live.handed_over_gone(p_subject);
        PERFORM ledger.record(p_entry, {allowed}, subject => p_subject);
    END IF;
END $$;
-- statement shells @live merge subject: People who left and of whom no record remains.
CREATE FUNCTION live.shells(p_after uuid, p_limit integer) RETURNS TABLE (subject uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    -- Whose messages wait to be answered is none yet.
    RETURN QUERY SELECT s.subject FROM live.subject s WHERE s.state = 2 AND s.stale = 0 AND s.subject > p_after
       AND NOT EXISTS (SELECT 1 FROM live.record r WHERE r.subject = s.subject)
       AND NOT EXISTS (SELECT 1 FROM live.outbox o WHERE o.subject = s.subject AND o.state IN ('waiting', 'sending', 'sent', 'unclear'))
       AND NOT EXISTS (SELECT 1 FROM live.disclosure x WHERE x.subject = s.subject AND x.space = 'processor' AND live.untold(x.subject, x.record, x.space, x.target, x.at))
     ORDER BY s.subject LIMIT p_limit;
END $$;

-- of these people, those of whom no row is left here: nothing of theirs can come to rest any more
-- statement without_row @live split subjects: Of these people, those of whom no row is left.
CREATE FUNCTION live.without_row(p_subjects uuid[]) RETURNS TABLE (subject uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT u.s FROM unnest(p_subjects) AS u(s) WHERE NOT EXISTS (SELECT 1 FROM live.subject x WHERE x.subject = u.s);
END $$;

-- Lines of a log beside the ring, in their order.
CREATE FUNCTION live.replay_lines(p_rows json, p_at timestamptz) RETURNS bigint LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE r record; gone uuid[]; withdrawn integer[]; done bigint := 0;
BEGIN
    FOR r IN SELECT g.n, g.at, g.what, (g.detail ->> 'subject')::uuid AS subject, (g.detail ->> 'record')::uuid AS record,
                    (g.detail ->> 'request')::uuid AS request, g.detail
               FROM json_to_recordset(p_rows) AS g(n bigint, at timestamptz, what text, detail jsonb)
              ORDER BY g.n LOOP
        done := done + 1;
        CASE r.what
        WHEN 'leave' THEN
            INSERT INTO live.departure VALUES (r.subject, coalesce((r.detail ->> 'left')::timestamptz, r.at)) ON CONFLICT DO NOTHING;
            PERFORM live.gone_for_good(r.subject, coalesce((r.detail ->> 'left')::timestamptz, r.at), p_at);
        WHEN 'away' THEN
            IF live.away(r.subject, r.detail ->> 'why', (r.detail ->> 'until')::timestamptz, r.at) AND r.detail ->> 'why' = 'dormant' THEN
                PERFORM live.set_apart(r.subject, ARRAY(SELECT jsonb_array_elements_text(r.detail -> 'finishing')::integer));
            END IF;
        WHEN 'back' THEN
            -- INVARIANT: without this a backup of the time they were away would end in their leaving.
            PERFORM live.back(r.subject, p_at);
        WHEN 'bar' THEN
            PERFORM live.bar_put(r.detail, r.at);
            -- It stood: what waits for that in an older database would outlive its being lifted.
            DELETE FROM live.bar_due WHERE tag = decode(r.detail ->> 'tag', 'base64');
        WHEN 'unbar' THEN
            DELETE FROM live.bar WHERE number = r.detail ->> 'number';
        WHEN 'gone' THEN
            gone := ARRAY(SELECT g::uuid FROM jsonb_array_elements_text(r.detail -> 'records') AS g);
            UPDATE live.subject s SET stale = x.generation FROM live.record x
             WHERE s.subject = r.subject AND x.subject = r.subject AND x.record = ANY (gone) AND s.stale < x.generation;
            PERFORM live.records_gone(array_fill(r.subject, ARRAY[cardinality(gone)]), gone, p_at);
            PERFORM live.unclaim(r.subject, g, NULL) FROM unnest(gone) AS u(g);
            DELETE FROM live.journal WHERE subject = r.subject AND record = ANY (gone);
            -- INVARIANT: of attached records it is known again that they were erased by statement, and until when older backups hold them.
            INSERT INTO live.tombstone (subject, record, at, fate, generation, backups)
            SELECT r.subject, g, r.at, 'destroyed', (r.detail ->> 'generation')::integer, (r.detail ->> 'backups')::date FROM unnest(gone) AS u(g)
            ON CONFLICT (subject, record) DO UPDATE SET fate = 'destroyed';
        WHEN 'batch' THEN
            gone := ARRAY(SELECT g::uuid FROM jsonb_array_elements_text(r.detail -> 'records') AS g);
            DELETE FROM live.attached_batch b WHERE b.subject = r.subject AND b.at IS NULL AND b.records && gone;
            INSERT INTO live.attached_batch VALUES (r.subject, (r.detail ->> 'batch')::uuid, 0, (r.detail ->> 'kind')::integer, '{}', gone, r.at, (r.detail ->> 'backups')::date)
            ON CONFLICT DO NOTHING;
            IF FOUND THEN PERFORM live.tell_systems_of_batch(r.subject, (r.detail ->> 'kind')::integer, gone, NULL, p_at); END IF;
        WHEN 'ended' THEN
            UPDATE live.record SET state = 2, ended = r.at WHERE subject = r.subject AND record = r.record AND state = 1;
        WHEN 'withdraw' THEN
            withdrawn := ARRAY(SELECT c::integer FROM jsonb_array_elements_text(r.detail -> 'consents') AS c);
            UPDATE live.subject s SET consents = ARRAY(SELECT c FROM unnest(s.consents) AS u(c) WHERE NOT c = ANY (withdrawn) ORDER BY c)
             WHERE s.subject = r.subject;
            DELETE FROM live.consent_since c WHERE c.subject = r.subject AND c.consent = ANY (withdrawn);
            PERFORM live.tell_withdrawn(r.subject, withdrawn, p_at);
            INSERT INTO live.outbox (subject, message, record, topic, space, target, purpose, kind, items, policy, not_before, made)
            SELECT DISTINCT ON (d.record, d.space, d.target) d.subject, gen_random_uuid(), d.record, 'delete', d.space, d.target, 0, 0,
                   d.items, 0, p_at, p_at
              FROM live.disclosure d WHERE d.subject = r.subject AND d.consent = ANY (withdrawn);
        WHEN 'recall' THEN
            INSERT INTO live.outbox (subject, message, record, topic, space, target, purpose, kind, items, policy, not_before, made)
            SELECT d.subject, gen_random_uuid(), d.record, 'delete', d.space, d.target, 0, 0, d.items, 0, p_at, p_at
              FROM live.disclosure d WHERE d.subject = r.subject AND d.record = r.record AND d.space = r.detail ->> 'space'
               AND d.target = (r.detail ->> 'target')::integer ORDER BY d.at LIMIT 1;
        WHEN 'freeze' THEN
            UPDATE live.record SET frozen = r.request WHERE subject = r.subject AND record = r.record AND frozen IS NULL AND state = 1;
            IF FOUND THEN
                INSERT INTO live.request (subject, request, record, kind, state, items, opened)
                VALUES (r.subject, r.request, r.record, 'correct', 'open',
                        ARRAY(SELECT jsonb_array_elements_text(r.detail -> 'items')::integer), r.at) ON CONFLICT DO NOTHING;
            END IF;
        WHEN 'unfreeze' THEN
            UPDATE live.record SET frozen = NULL WHERE subject = r.subject AND record = r.record AND frozen = r.request;
            UPDATE live.request SET state = 'refused', closed = r.at WHERE subject = r.subject AND request = r.request AND state = 'open';
        WHEN 'hold' THEN
            IF r.detail ->> 'laid' IS NOT NULL THEN
                -- Why it was laid is lost with the backup; the ledger has it.
                INSERT INTO live.held (subject, record, hold, kind, laid, said)
                VALUES (r.subject, r.record, (r.detail ->> 'laid')::uuid, (r.detail ->> 'kind')::integer, r.at, '') ON CONFLICT DO NOTHING;
            ELSE
                UPDATE live.held SET released = r.at
                 WHERE subject = r.subject AND record = r.record AND hold = (r.detail ->> 'released')::uuid AND released IS NULL;
            END IF;
            UPDATE live.record SET hold = (SELECT h.hold FROM live.held h WHERE h.subject = r.subject AND h.record = r.record
                                              AND h.released IS NULL ORDER BY h.n LIMIT 1)
             WHERE subject = r.subject AND record = r.record;
        WHEN 'case' THEN
            PERFORM live.case_again(r.detail);
        WHEN 'transfer' THEN
            UPDATE live.person_case SET state = r.detail ->> 'state', closed = r.at WHERE subject = r.subject AND id = r.request AND closed IS NULL;
        WHEN 'unlink' THEN
            UPDATE live.guardian SET ended = r.at
             WHERE subject = r.subject AND guardian = (r.detail ->> 'guardian')::uuid AND linked <= r.at AND ended IS NULL;
        WHEN 'demand' THEN
            UPDATE live.demand SET state = r.detail ->> 'state', closed = r.at
             WHERE demand = (r.detail ->> 'demand')::uuid AND state IN ('draft', 'asked', 'approved');
        WHEN 'secret' THEN
            -- Why, and from which day it may be told, is lost with the backup: it stays secret until an officer enters a day.
            INSERT INTO live.demand_secret (demand, said, by, at) VALUES ((r.detail ->> 'demand')::uuid, '', 'restore', r.at) ON CONFLICT DO NOTHING;
        WHEN 'release' THEN
            UPDATE live.release SET state = r.detail ->> 'state' WHERE release = (r.detail ->> 'release')::uuid AND state = 'asked';
        WHEN 'asking' THEN
            UPDATE live.consent_request SET ended = r.at WHERE request = (r.detail ->> 'request')::uuid AND ended IS NULL;
        WHEN 'paper' THEN
            -- What was shredded is gone, whatever an older register says.
            UPDATE live.paper SET state = 'destroyed', method = r.detail ->> 'method', destroyed = (r.detail ->> 'day')::date
             WHERE paper = (r.detail ->> 'paper')::uuid AND state = 'kept';
            DELETE FROM live.paper_of WHERE paper = (r.detail ->> 'paper')::uuid;
        WHEN 'partner-key' THEN
            UPDATE live.partner_key SET ended = r.at
             WHERE partner = r.detail ->> 'partner' AND number = (r.detail ->> 'number')::uuid AND ended IS NULL;
        WHEN 'revoke' THEN
            UPDATE live.grant_ SET revoked = r.at WHERE number = (r.detail ->> 'grant')::integer AND revoked IS NULL;
        WHEN 'pause' THEN
            PERFORM live.pause_grants(r.detail ->> 'actor', r.at, r.detail ->> 'rule', (r.detail ->> 'seen')::integer, (r.detail ->> 'most')::integer,
                                      false);
        WHEN 'announce' THEN
            -- A file that was announced after the backup may be opened, and takes effect on its day.
            INSERT INTO live.promised VALUES (decode(r.detail ->> 'digest', 'hex'), (r.detail ->> 'announced')::date, (r.detail ->> 'effective')::timestamptz)
            ON CONFLICT (digest) DO UPDATE SET announced = excluded.announced, effective = excluded.effective;
        WHEN 'unannounce' THEN
            DELETE FROM live.promised WHERE digest = decode(r.detail ->> 'digest', 'hex');
            DELETE FROM live.in_force i USING live.policy_version v WHERE v.number = i.version AND NOT i.switched
               AND v.digest = decode(r.detail ->> 'digest', 'hex');
            UPDATE live.publication p SET state = 'withdrawn', withdrawn = r.at, circular = '' FROM live.policy_version v
             WHERE v.number = p.version AND v.digest = decode(r.detail ->> 'digest', 'hex') AND p.state IN ('announcing', 'announced');
        WHEN 'contract' THEN
            INSERT INTO live.setting VALUES ('contract-over:' || (r.detail ->> 'space') || ':' || (r.detail ->> 'target'), r.at::text)
            ON CONFLICT DO NOTHING;
            UPDATE live.outbox SET state = 'denied' WHERE space = r.detail ->> 'space' AND target = (r.detail ->> 'target')::integer
               AND topic IN ('provide', 'entrust', 'corrected') AND state IN ('waiting', 'sending');
        WHEN 'elsewhere' THEN
            NULL;  -- It is of a person, and was put back where they lie (live.replay_people).
        END CASE;
    END LOOP;
    RETURN done;
END $$;
-- Puts back what an older database does not know: the log beside the ring. A second replay changes nothing.
-- statement keys/restrictions.replay.{database} @live house may record: Restrictions that an older database does not know, put back from beside the ring.
CREATE FUNCTION live.replay(p_rows json, p_last bigint, p_entry ledger.entry) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE done bigint;
BEGIN
    PERFORM ledger.expect_whole(p_rows, (SELECT b.last FROM live.beside b FOR UPDATE), p_last);
    done := live.replay_lines(p_rows, p_entry.at);
    -- What was taken for the log before the backup and is in it goes with its numbers.
    UPDATE live.beside SET last = p_last WHERE last < p_last;
    IF FOUND THEN
        DELETE FROM live.restriction WHERE n <= p_last;
        PERFORM ledger.record(p_entry, {allowed});
    END IF;
    RETURN done;
END $$;
-- Where people lie on several servers: what restricts those who lie here, whichever server's log has it. They may have moved since.
-- statement restore.replay_people @live house: After a restore: what restricts people who lie here, from beside the ring, whichever server's log has it.
CREATE FUNCTION live.replay_people(p_run uuid, p_rows json, p_entry ledger.entry) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM ledger.expect_restore(p_run);
    PERFORM ledger.record(p_entry, {allowed}, blocker => p_run);
    RETURN live.replay_lines(p_rows, p_entry.at);
END $$;

-- after a restore, in its run: under which keys each person's records are sealed
-- statement restore.people @live merge subject: After a restore: under which keys each person's records are sealed, page by page.
CREATE FUNCTION live.sealed_under(p_run uuid, p_after uuid, p_limit integer) RETURNS TABLE (subject uuid, generation integer, generations integer[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM ledger.expect_restore(p_run);
    RETURN QUERY SELECT s.subject, s.generation,
           ARRAY(SELECT DISTINCT r.generation FROM live.record r WHERE r.subject = s.subject ORDER BY r.generation)
      FROM live.subject s WHERE s.subject > p_after ORDER BY s.subject LIMIT p_limit;
END $$;
-- of these keys, those that a record is sealed under
-- statement rekey.sealing @live split subjects, generations: Of these people's keys, those that a record is sealed under.
CREATE FUNCTION live.sealing(p_subjects uuid[], p_generations integer[]) RETURNS TABLE (subject uuid, generation integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT u.subject, u.generation FROM unnest(p_subjects, p_generations) AS u(subject, generation)
     WHERE EXISTS (SELECT 1 FROM live.record r WHERE r.subject = u.subject AND r.generation = u.generation);
END $$;
-- What no key opens any more was destroyed, whatever a backup still holds of it; and whose key is gone goes on with a newer one.
-- statement restore.drop_records @live split subjects, generations; split renewed, to; sum may record: After a restore: records that no key opens go, and their people go on with a newer key.
CREATE FUNCTION live.drop_sealed(p_run uuid, p_subjects uuid[], p_generations integer[], p_renewed uuid[], p_to integer[], p_entry ledger.entry,
    OUT gone bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM ledger.expect_restore(p_run);
    PERFORM live.unclaim(r.subject, r.record, NULL) FROM unnest(p_subjects, p_generations) AS u(subject, generation)
       JOIN live.record r ON r.subject = u.subject AND r.generation = u.generation;
    WITH found AS MATERIALIZED (
        SELECT r.subject, r.record FROM live.record r JOIN unnest(p_subjects, p_generations) AS u(subject, generation)
            ON r.subject = u.subject AND r.generation = u.generation),
    dropped AS MATERIALIZED (SELECT f.subject, f.record, live.records_gone(ARRAY[f.subject], ARRAY[f.record], p_entry.at) FROM found f),
    plans AS (DELETE FROM live.journal j USING dropped d WHERE j.subject = d.subject AND j.record = d.record),
    stones AS (INSERT INTO live.tombstone (subject, record, at, fate) SELECT d.subject, d.record, p_entry.at, 'destroyed' FROM dropped d ON CONFLICT DO NOTHING)
    SELECT count(ledger.record(ledger.further(p_entry, d.n), {allowed}, subject => d.subject, record => d.record, blocker => p_run)) INTO gone
      FROM (SELECT x.*, row_number() OVER () - 1 AS n FROM dropped x) AS d;
    -- Every older key goes with the next renewal: what it sealed in the time that is lost may have been destroyed.
    UPDATE live.subject s SET generation = u.generation, stale = u.generation - 1 FROM unnest(p_renewed, p_to) AS u(subject, generation)
     WHERE s.subject = u.subject AND s.generation < u.generation;
END $$;
-- statement restore.frozen @live sum: After a restore: how many records wait for a correction.
CREATE FUNCTION live.frozen_count() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN (SELECT count(*) FROM live.record r WHERE r.frozen IS NOT NULL);
END $$;

-- the outbox

-- INVARIANT: what goes to a recipient by law is sent by a demand that an officer approved, and by nothing else (3.3): exactly this record with
-- these items, under the number that was fixed for it. Whether a recipient is one by law says the policy's own text, not the caller (a recipient is
-- registered by its name and its first label: what stands before `#` is its name in the file).
CREATE FUNCTION live.demanded(p_demand uuid, p_policy integer, p_subject uuid, p_record uuid, p_topic text, p_target integer, p_purpose integer,
    p_items integer[], p_message uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF p_demand IS NULL THEN
        RETURN p_topic <> 'provide' OR NOT EXISTS (
            SELECT 1 FROM live.policy_version v JOIN live.number n ON n.space = 'recipient' AND n.number = p_target
             WHERE v.number = p_policy AND v.recipients -> split_part(n.name, '#', 1) ->> 'under' = 'law');
    END IF;
    RETURN EXISTS (
        SELECT 1 FROM live.demand d JOIN live.demand_part p ON p.demand = d.demand
         WHERE d.demand = p_demand AND d.state = 'approved' AND d.recipient = p_target AND d.purpose = p_purpose
           AND p.subject = p_subject AND p.record = p_record AND p.message = p_message AND p.items = p_items
           AND p_topic = 'provide');
END $$;
-- INVARIANT: to a recipient that gets data by its person's own request alone (PIPA §35-2) goes what that request names, under the number that its
-- filing fixed, once its person is confirmed and while it is neither refused nor taken back. Which recipient is one says the policy's own text. (What
-- is corrected of it later, `corrected` tells whoever got the wrong one.)
CREATE FUNCTION live.requested(p_policy integer, p_subject uuid, p_record uuid, p_topic text, p_target integer, p_purpose integer, p_items integer[],
    p_message uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN p_topic <> 'provide' OR NOT EXISTS (
            SELECT 1 FROM live.policy_version v JOIN live.number n ON n.space = 'recipient' AND n.number = p_target
             WHERE v.number = p_policy AND v.recipients -> split_part(n.name, '#', 1) ->> 'under' = 'request')
        OR EXISTS (
            SELECT 1 FROM live.transfer t JOIN live.request_case a ON a.subject = t.subject AND a.request = t.request
             WHERE t.subject = p_subject AND t.message = p_message AND t.record = p_record AND t.target = p_target AND t.purpose = p_purpose
               AND t.items = p_items AND a.kind = 'portability' AND a.state IN ('open', 'postponed', 'answered', 'done'));
END $$;
-- Whether a receiver is of some brands alone (`brands`), and the record came in by none of their doors: the policy's own text says so.
CREATE FUNCTION live.of_another_brand(p_policy integer, p_space text, p_target integer, p_channel integer) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
DECLARE mine boolean;
BEGIN
    SELECT bool_or(coalesce(b.value -> 'channels' ? c.name, false)) INTO mine
      FROM live.policy_version v JOIN live.number n ON n.space = p_space AND n.number = p_target
           LEFT JOIN live.number c ON c.space = 'channel' AND c.number = p_channel,
           jsonb_each(v.brands) b
     WHERE v.number = p_policy AND b.value -> (p_space || 's') ? split_part(n.name, '#', 1);
    RETURN NOT coalesce(mine, true);
END $$;
-- INVARIANT: the other party of an order gets what it needs once the order was placed and paid (3.6), before that nothing, and of another's order
-- nothing ever. Whether a recipient is one says the policy's own text; whose order it is and whether it was paid, the locked row.
-- What an event called back from a processor goes to it no more. Outcomes: 44 another's order, 43 not paid.
CREATE FUNCTION live.dealt(p_policy integer, p_topic text, p_space text, p_target integer, p_channel integer, p_party integer, p_events jsonb)
RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT CASE
        -- INVARIANT: who works for some brands alone gets what came in by their doors alone, whatever else it may get.
        WHEN p_topic <> 'corrected' AND live.of_another_brand(p_policy, p_space, p_target, p_channel) THEN {other_brand}
        WHEN p_topic = 'entrust' AND live.recalled(p_policy, 'processor', p_target, p_events) THEN {ended}
        WHEN p_topic <> 'provide' OR NOT EXISTS (
            SELECT 1 FROM live.policy_version v JOIN live.number n ON n.space = 'recipient' AND n.number = p_target
             WHERE v.number = p_policy AND v.recipients -> split_part(n.name, '#', 1) ->> 'under' = 'counterparty') THEN {allowed}
        WHEN p_party IS DISTINCT FROM p_target THEN {not_its_order}
        WHEN EXISTS (SELECT 1 FROM live.number e WHERE e.space = 'event' AND e.name = 'paid' AND p_events ? e.number::text) THEN {allowed}
        ELSE {not_paid} END
$$;
-- A page asks it before the act; the act, once it has locked the rows; and whoever sends it, again.
-- statement may_leave @live: Whether something of a record may leave to a receiver now; nothing is queued.
CREATE FUNCTION live.may_leave(
    p_subject uuid, p_record uuid, p_kind integer, p_policy integer, p_items integer[], p_needs integer[], p_finishes boolean, p_grant integer,
    p_message uuid, p_topic text, p_space text, p_target integer, p_purpose integer, p_demand uuid,
    p_at timestamptz, OUT outcome integer, OUT policy integer, OUT blocker uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE f record;
BEGIN
    SELECT s.state AS s_state, s.policy AS s_policy, s.consents, r.kind, r.state, r.over_from, r.frozen, r.events, r.party, r.channel INTO f
      FROM live.subject s JOIN live.record r ON r.subject = s.subject
     WHERE s.subject = p_subject AND r.subject = p_subject AND r.record = p_record;
    policy := f.s_policy;
    outcome := CASE
        WHEN f.kind IS DISTINCT FROM p_kind OR f.kind IS NULL THEN live.not_here(p_subject, p_record)
        WHEN f.s_policy IS DISTINCT FROM p_policy THEN {other_version}
        WHEN p_grant IS DISTINCT FROM 0 AND NOT live.grant_reaches(p_grant, p_at, p_kind, 0, 0, '{}') THEN {grant}
        WHEN live.contract_over(p_space, p_target) THEN {contract_over}
        WHEN NOT live.demanded(p_demand, p_policy, p_subject, p_record, p_topic, p_target, p_purpose, p_items, p_message) THEN {no_demand}
        WHEN NOT live.requested(p_policy, p_subject, p_record, p_topic, p_target, p_purpose, p_items, p_message) THEN {no_request}
        WHEN f.s_state <> 1 AND p_finishes IS NOT TRUE THEN {left}
        WHEN f.state <> 1 OR f.over_from <= p_at THEN {ended}
        WHEN f.frozen IS NOT NULL THEN {frozen}
        WHEN p_needs IS DISTINCT FROM '{}' AND NOT live.meets(f.consents, p_needs) THEN {no_consent}
        ELSE live.dealt(p_policy, p_topic, p_space, p_target, f.channel, f.party, f.events) END;
    blocker := f.frozen;
END $$;
-- statement authorise @live: A provision or entrustment is decided and queued by reference; no value moves.
CREATE FUNCTION live.authorise(
    p_subject uuid, p_record uuid, p_kind integer, p_policy integer, p_items integer[], p_needs integer[], p_finishes boolean, p_grant integer,
    p_message uuid, p_topic text, p_space text, p_target integer, p_purpose integer, p_demand uuid,
    p_entry ledger.entry, OUT outcome integer, OUT policy integer, OUT blocker uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE f record; queued boolean; told integer[] := p_items;
BEGIN
    -- What was corrected, or is to be deleted, is told by what was done, and queued by nobody.
    PERFORM live.expect_word(p_topic, 'provide', 'entrust');
    PERFORM live.contract_lock(p_space, p_target, false);
    SELECT r.version, r.items INTO f FROM live.subject s JOIN live.record r ON r.subject = s.subject
     WHERE s.subject = p_subject AND r.subject = p_subject AND r.record = p_record FOR SHARE OF s, r;
    SELECT x.outcome, x.policy, x.blocker INTO outcome, policy, blocker
      FROM live.may_leave(p_subject, p_record, p_kind, p_policy, p_items, p_needs, p_finishes, p_grant, p_message, p_topic, p_space, p_target, p_purpose, p_demand, p_entry.at) x;
    -- What its person asked to have sent, and was denied as it was to leave, is queued again under its own number: the receiver knows it by that.
    IF outcome = {allowed} THEN
        UPDATE live.outbox o SET state = 'waiting', tries = 0, policy = p_policy, not_before = p_entry.at, made = p_entry.at
         WHERE o.subject = p_subject AND o.message = p_message AND o.state = 'denied'
           AND EXISTS (SELECT 1 FROM live.transfer t WHERE t.subject = p_subject AND t.message = p_message);
        queued := FOUND;
    END IF;
    IF outcome = {allowed} AND NOT queued THEN
        INSERT INTO live.outbox (subject, message, record, topic, space, target, purpose, kind, items, policy, demand, not_before, made)
        VALUES (p_subject, p_message, p_record, p_topic, p_space, p_target, p_purpose, p_kind, p_items, p_policy, p_demand, p_entry.at, p_entry.at);
    END IF;
    -- What may leave is what the record holds of what was asked for; a refusal says what was asked.
    IF outcome = {allowed} THEN told := ARRAY(SELECT i FROM unnest(p_items) AS u(i) WHERE i = ANY (f.items)); END IF;
    PERFORM ledger.record(p_entry, outcome, subject => p_subject, record => p_record, version => f.version, items => told, blocker => coalesce(blocker, p_message));
END $$;
-- Who the other party of an order is, said afterwards of one that named none, by whoever may provide to it. INVARIANT: a party that is named stays.
-- statement name_party @live: Who the other party of an order is, said afterwards.
CREATE FUNCTION live.name_party(
    p_subject uuid, p_record uuid, p_kind integer, p_policy integer, p_items integer[], p_needs integer[], p_finishes boolean, p_grant integer,
    p_message uuid, p_topic text, p_space text, p_target integer, p_purpose integer, p_demand uuid,
    p_entry ledger.entry, OUT outcome integer, OUT policy integer, OUT blocker uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE named boolean;
BEGIN
    PERFORM live.expect_word(p_topic, 'provide');
    PERFORM 1 FROM live.subject s WHERE s.subject = p_subject FOR SHARE;
    UPDATE live.record r SET party = p_target WHERE r.subject = p_subject AND r.record = p_record AND r.party = 0
       AND EXISTS (SELECT 1 FROM live.policy_version v JOIN live.number n ON n.space = 'recipient' AND n.number = p_target
                    WHERE v.number = p_policy AND v.recipients -> split_part(n.name, '#', 1) ->> 'under' = 'counterparty');
    named := FOUND;
    SELECT CASE WHEN x.outcome = {not_paid} THEN {allowed}
                WHEN x.outcome = {allowed} AND NOT EXISTS (SELECT 1 FROM live.record r WHERE r.subject = p_subject AND r.record = p_record AND r.party = p_target)
                THEN {not_its_order} ELSE x.outcome END, x.policy, x.blocker INTO outcome, policy, blocker
      FROM live.may_leave(p_subject, p_record, p_kind, p_policy, p_items, p_needs, p_finishes, p_grant, p_message, p_topic, p_space, p_target, p_purpose, p_demand, p_entry.at) x;
    IF outcome <> {allowed} AND named THEN
        UPDATE live.record r SET party = 0 WHERE r.subject = p_subject AND r.record = p_record;
    END IF;
    PERFORM ledger.record(p_entry, outcome, subject => p_subject, record => p_record, items => p_items, blocker => blocker);
END $$;

-- statement outbox_due @live merge not_before, message: Messages whose time has come.
CREATE FUNCTION live.outbox_due(p_at timestamptz, p_after timestamptz, p_after_message uuid, p_limit integer) RETURNS TABLE (
    subject uuid, message uuid, record uuid, topic text, space text, target integer, purpose integer, kind integer, items integer[],
    policy integer, demand uuid, state text, tries integer, not_before timestamptz, key text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT o.subject, o.message, o.record, o.topic, o.space, o.target, o.purpose, o.kind, o.items, o.policy, o.demand, o.state, o.tries, o.not_before, a.key
      FROM live.outbox o LEFT JOIN live.attached a ON a.subject = o.subject AND a.record = o.record
     WHERE o.state IN ('waiting', 'sending', 'sent', 'unclear') AND o.not_before <= p_at
       AND (p_after IS NULL OR (o.not_before, o.message) > (p_after, p_after_message)) ORDER BY o.not_before, o.message LIMIT p_limit;
END $$;

-- at the moment of sending: judged again, locked, and the version that leaves is on disk before it does
-- statement dispatch @live records if done: At the moment of sending: judged again, locked, and the version that leaves recorded.
CREATE FUNCTION live.dispatch(
    p_subject uuid, p_message uuid, p_policy integer, p_items integer[], p_needs integer[], p_finishes boolean, p_consent integer,
    p_until_left boolean, p_retry timestamptz, p_entry ledger.entry,
    OUT outcome integer, OUT policy integer, OUT version integer, OUT generation integer, OUT head bytea, OUT items integer[], OUT body bytea[],
    OUT waits boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE o record; f record; ground record; cut_ integer[];
BEGIN
    waits := true;
    PERFORM live.contract_lock(x.space, x.target, false) FROM live.outbox x WHERE x.subject = p_subject AND x.message = p_message;
    -- INVARIANT: whoever needs a person, a record and its messages locks them in this order, so that none waits for another in a circle.
    SELECT x.record, x.topic, x.space, x.target, x.purpose, x.kind, x.items, x.demand INTO o
      FROM live.outbox x WHERE x.subject = p_subject AND x.message = p_message;
    SELECT s.state AS s_state, s.until, s.policy AS s_policy, s.consents, r.version, r.generation, r.items, r.head, r.body INTO f
      FROM live.subject s JOIN live.record r ON r.subject = s.subject
     WHERE s.subject = p_subject AND r.subject = p_subject AND r.record = o.record FOR SHARE OF s, r;
    -- Another sender took it, or it is finished.
    PERFORM 1 FROM live.outbox x WHERE x.subject = p_subject AND x.message = p_message AND x.state IN ('waiting', 'sending')
        AND x.not_before <= p_entry.at FOR UPDATE;
    IF NOT FOUND THEN outcome := {conflict}; RETURN; END IF;
    policy := f.s_policy;
    -- INVARIANT: nothing leaves but what was queued; and of a corrected value, what stands disclosed to that receiver.
    cut_ := ARRAY(SELECT u.i FROM unnest(p_items) AS u(i) WHERE u.i = ANY (o.items) AND (o.topic <> 'corrected' OR EXISTS (
        SELECT 1 FROM live.disclosure d WHERE d.subject = p_subject AND d.record = o.record AND d.space = o.space AND d.target = o.target
           AND d.message <> p_message AND u.i = ANY (d.items) AND live.stands(d.consent, d.until_left, f.s_state, f.consents))));
    outcome := (SELECT x.outcome FROM live.may_leave(p_subject, o.record, o.kind, p_policy, p_items, p_needs, p_finishes, 0, p_message, o.topic,
        o.space, o.target, o.purpose, o.demand, p_entry.at) x);
    IF outcome = {other_version} THEN RETURN; END IF;
    SELECT p_consent AS consent, p_until_left AS until_left INTO ground;
    IF outcome = {allowed} AND o.topic = 'corrected' THEN
        -- A corrected value stands on the ground of what left before it, and falls with it.
        SELECT d.consent, d.until_left INTO ground FROM live.disclosure d
         WHERE d.subject = p_subject AND d.record = o.record AND d.space = o.space AND d.target = o.target
           AND d.message <> p_message AND d.items && cut_
           AND live.stands(d.consent, d.until_left, f.s_state, f.consents) ORDER BY d.at DESC, d.message LIMIT 1;
        IF NOT FOUND THEN outcome := {no_consent}; END IF;
    END IF;
    IF outcome = {allowed} THEN
        version := f.version; generation := f.generation; head := f.head;
        SELECT array_agg(t.i ORDER BY t.n), array_agg(f.body[t.n] ORDER BY t.n) INTO items, body
          FROM unnest(f.items) WITH ORDINALITY AS t(i, n) WHERE t.i = ANY (cut_);
        UPDATE live.outbox SET state = 'sending', tries = tries + 1, not_before = p_retry WHERE subject = p_subject AND message = p_message;
        INSERT INTO live.disclosure (subject, message, record, version, space, target, items, consent, until_left, at)
        VALUES (p_subject, p_message, o.record, version, o.space, o.target, coalesce(items, '{}'), ground.consent, ground.until_left, p_entry.at)
        ON CONFLICT (subject, message) DO UPDATE SET version = excluded.version, items = excluded.items, at = excluded.at;
    ELSIF outcome = {frozen} THEN
        UPDATE live.outbox SET not_before = p_retry WHERE subject = p_subject AND message = p_message;
    ELSIF outcome = {left} AND f.s_state = 3 AND f.until > p_entry.at THEN
        -- They may come back: until then it waits (`live.wait_no_longer`).
        UPDATE live.outbox SET not_before = f.until WHERE subject = p_subject AND message = p_message;
    ELSE
        UPDATE live.outbox SET state = 'denied' WHERE subject = p_subject AND message = p_message;
        waits := false;
    END IF;
    PERFORM ledger.record(p_entry, outcome, subject => p_subject, record => o.record, version => version, items => coalesce(items, p_items), blocker => p_message);
END $$;

-- a message without values (delete): taken for sending, once nothing that it is to delete can still be on its way
-- statement take_message @live: A message without values is taken for sending.
CREATE FUNCTION live.take_message(p_subject uuid, p_message uuid, p_at timestamptz, p_retry timestamptz, OUT taken boolean, OUT asked timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.outbox o SET state = 'sending', tries = tries + 1, not_before = p_retry
     WHERE o.subject = p_subject AND o.message = p_message AND o.state IN ('waiting', 'sending', 'sent', 'unclear') AND o.not_before <= p_at
       -- Whoever took it may hold it for half a minute and send it for ten seconds (`jobs/outbox.py`).
       AND NOT EXISTS (SELECT 1 FROM live.outbox x JOIN live.disclosure d ON d.subject = x.subject AND d.message = x.message
                        WHERE x.subject = p_subject AND x.record = o.record AND x.space = o.space AND x.target = o.target
                          AND x.state = 'sending' AND d.at > p_at - interval '1 minute');
    taken := FOUND;
    asked := (SELECT o.made FROM live.outbox o WHERE o.subject = p_subject AND o.message = p_message);
END $$;

-- statement receipt @live: What the receiver answered.
CREATE FUNCTION live.receipt(p_subject uuid, p_message uuid, p_state text, p_receipt text, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
    PERFORM live.expect_word(p_state, 'done', 'kept', 'sent', 'unclear');
    UPDATE live.outbox SET state = p_state, receipt = p_receipt, answered = CASE WHEN p_state IN ('done', 'kept') THEN p_entry.at END
     WHERE subject = p_subject AND message = p_message AND state = 'sending'
    RETURNING record, coalesce((SELECT d.items FROM live.disclosure d WHERE d.subject = p_subject AND d.message = p_message), items) AS items INTO o;
    outcome := CASE WHEN o.record IS NULL THEN {conflict} ELSE {allowed} END;
    -- What arrived is what left, not what was asked for.
    PERFORM ledger.record(p_entry, outcome, subject => p_subject, record => o.record, items => o.items, blocker => p_message);
END $$;

-- a processor's contract ends: it is told to delete everything that it was entrusted with and has not confirmed
-- statement end_contract @live restricts everywhere house: A processor is told to delete everything it was entrusted with.
CREATE FUNCTION live.end_contract(p_space text, p_target integer, p_entry ledger.entry, OUT outcome integer, OUT told bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    outcome := {allowed};
    PERFORM live.contract_lock(p_space, p_target, true);
    INSERT INTO live.setting VALUES ('contract-over:' || p_space || ':' || p_target, p_entry.at::text) ON CONFLICT DO NOTHING;
    IF FOUND THEN PERFORM live.restrict(p_entry.at, 'contract', jsonb_build_object('space', p_space, 'target', p_target)); END IF;
    told := live.contract_recall(p_space, p_target, p_entry.at);
    PERFORM ledger.record(p_entry, {allowed});
END $$;
-- What one whose contract has ended was given here it is told to delete, once, and nothing waits for it any more.
-- statement contract.recall @live sum: The same of what it was given on another server, once the end holds there.
CREATE FUNCTION live.contract_recall(p_space text, p_target integer, p_at timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE told bigint := 0;
BEGIN
    IF NOT live.contract_over(p_space, p_target) THEN RETURN told; END IF;
    INSERT INTO live.outbox (subject, message, record, topic, space, target, purpose, kind, items, policy, not_before, made)
    SELECT DISTINCT ON (d.subject, d.record) d.subject, gen_random_uuid(), d.record, 'delete', d.space, d.target, 0, 0, d.items, 0, p_at, p_at
      FROM live.disclosure d
     WHERE d.space = p_space AND d.target = p_target
       AND NOT EXISTS (SELECT 1 FROM live.outbox o WHERE o.subject = d.subject AND o.record = d.record AND o.topic = 'delete'
                          AND o.space = d.space AND o.target = d.target AND o.made >= d.at);
    GET DIAGNOSTICS told = ROW_COUNT;
    -- What waits to be sent to it no longer leaves. What was taken for sending may be on its way: its receipt, or its next try, ends it.
    UPDATE live.outbox SET state = 'denied'
     WHERE space = p_space AND target = p_target AND topic IN ('provide', 'entrust', 'corrected') AND state = 'waiting';
    RETURN told;
END $$;

-- statement outbox_states @live sum messages; merge space, target, topic, state: How many messages are in which state, by receiver.
CREATE FUNCTION live.outbox_states() RETURNS TABLE (space text, target integer, topic text, state text, messages bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT o.space, o.target, o.topic, o.state, count(*) FROM live.outbox o GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4;
END $$;

-- who was told to delete how much on which day, and how that stands; no name
-- statement deletions @live sum messages; merge space, target, asked, state: Who was told to delete how much, and how that stands; no name.
CREATE FUNCTION live.deletions(p_zone text) RETURNS TABLE (space text, target integer, asked date, state text, messages bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT o.space, o.target, (o.made AT TIME ZONE p_zone)::date, o.state, count(*) FROM live.outbox o
     WHERE o.topic = 'delete' AND o.space <> 'system'
     GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4;
END $$;

-- Statistics: what a closed month counted, once. Whoever asks again gets this answer, so that nobody compares two of them (2.3, 3.5).

CREATE TABLE live.statistic (
    purpose integer NOT NULL,
    kind    integer NOT NULL,
    month   date NOT NULL,
    counted timestamptz NOT NULL,
    smallest integer NOT NULL,                   -- the smallest group that came out, and what numbers are rounded down to
    back    integer NOT NULL,                    -- how many groups were kept back: no release says so
    cells   jsonb NOT NULL,                      -- [kind of person, channel, how often (1; 2: to four times; 5: more), people]
    by_item jsonb,                               -- [item, value, people]; NULL: not counted by an item
    PRIMARY KEY (purpose, kind, month)
);
-- INVARIANT: a group below the smallest is kept back, and with it a second one to hide behind; what comes out is rounded down to multiples of the smallest. A
-- cell ends with its people.
CREATE FUNCTION live.coarse(p_cells jsonb, p_least integer, OUT back integer, OUT cells jsonb)
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    WITH cell AS (SELECT x.c, (x.c ->> -1)::bigint AS n FROM jsonb_array_elements(p_cells) AS x(c)),
    ranked AS (
        SELECT c.*, count(*) FILTER (WHERE c.n < p_least) OVER () AS small, row_number() OVER w AS rank,
               coalesce(sum(c.n) OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
          FROM cell c WINDOW w AS (ORDER BY c.n, c.c)),
    judged AS (SELECT r.*, r.small > 0 AND (r.n < p_least OR r.rank <= 2 OR r.before < p_least) AS hidden FROM ranked r)
    SELECT count(*) FILTER (WHERE j.hidden),
           coalesce(jsonb_agg(jsonb_set(j.c, '{-1}', to_jsonb(j.n / p_least * p_least)) ORDER BY j.c) FILTER (WHERE NOT j.hidden), '[]')
      INTO back, cells FROM judged j;
END $$;
-- Who is here by month, kind and channel, and how often; who refused the purpose is not counted.
-- `p_except`: canaries, who are nobody and are in no count.
CREATE FUNCTION live.statistic_seen(p_zone text, p_kind integer, p_needs integer[], p_except uuid[])
RETURNS TABLE (month date, kind integer, channel integer, often integer, people bigint)
LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT x.month, x.kind::integer, x.channel, greatest(1, 2 * (x.times > 1)::integer, 5 * (x.times >= 5)::integer), count(*) FROM (
        SELECT date_trunc('month', r.collected AT TIME ZONE p_zone)::date AS month, s.kind, r.channel::integer AS channel, r.subject, count(*) AS times
          FROM live.record r JOIN live.subject s ON s.subject = r.subject
         WHERE r.kind = p_kind AND r.state = 1 AND s.state = 1 AND r.frozen IS NULL AND (p_needs = '{}' OR live.meets(s.consents, p_needs))
           AND NOT s.subject = ANY (p_except)
         GROUP BY 1, 2, 3, 4) AS x
     GROUP BY 1, 2, 3, 4;
END $$;
-- What another server than the house's adds: nobody lies on two.
-- statement statistics.part @live split: What another server adds to the counts, before the house suppresses what is small in all.
CREATE FUNCTION live.statistic_part(p_zone text, p_kind integer, p_needs integer[], p_except uuid[], p_grant integer, p_at timestamptz)
RETURNS TABLE (month date, kind integer, channel integer, often integer, people bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    IF p_grant IS DISTINCT FROM 0 AND NOT live.grant_reaches(p_grant, p_at, p_kind, 0, 0, '{}') THEN RETURN; END IF;
    RETURN QUERY SELECT x.* FROM live.statistic_seen(p_zone, p_kind, p_needs, p_except) x;
END $$;
-- Counts the closed months that were never counted. `p_others`: what other servers add, as `live.statistic_seen` answers it.
CREATE FUNCTION live.statistic_close(p_zone text, p_purpose integer, p_kind integer, p_needs integer[], p_least integer, p_open date, p_except uuid[],
    p_others json, p_at timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    WITH seen AS (
        SELECT y.month, y.kind, y.channel, y.often, sum(y.people)::bigint AS people FROM (
            SELECT x.* FROM live.statistic_seen(p_zone, p_kind, p_needs, p_except) x
            UNION ALL SELECT o.* FROM json_to_recordset(p_others) AS o(month date, kind integer, channel integer, often integer, people bigint)) AS y
         GROUP BY 1, 2, 3, 4),
    missing AS (
        SELECT m AS month FROM generate_series(least((SELECT min(x.month) FROM seen x), p_open - interval '1 month')::timestamp,
            p_open - interval '1 month', interval '1 month') AS m
         WHERE NOT EXISTS (SELECT 1 FROM live.statistic t WHERE t.purpose = p_purpose AND t.kind = p_kind AND t.month = m)),
    cell AS (
        SELECT x.month, jsonb_build_array(x.kind, x.channel, x.often, x.people) AS c FROM seen x),
    told AS (
        SELECT m.month, coalesce(jsonb_agg(c.c) FILTER (WHERE c.c IS NOT NULL), '[]') AS cells FROM missing m LEFT JOIN cell c USING (month) GROUP BY m.month)
    INSERT INTO live.statistic (purpose, kind, month, counted, smallest, back, cells)
    SELECT p_purpose, p_kind, t.month, p_at, p_least, o.back, o.cells FROM told t, live.coarse(t.cells, p_least) o
    ON CONFLICT DO NOTHING;
END $$;
-- statement statistics @live house: Counts of people, small groups suppressed in the database.
CREATE FUNCTION live.statistics(p_zone text, p_purpose integer, p_kind integer, p_needs integer[], p_least integer, p_open date, p_except uuid[],
    p_others json, p_grant integer, p_entry ledger.entry)
RETURNS TABLE (outcome integer, month date, counted timestamptz, smallest integer, back integer, cells jsonb, by_item jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE found_ integer := CASE WHEN p_grant IS DISTINCT FROM 0 AND NOT live.grant_reaches(p_grant, p_entry.at, p_kind, 0, 0, '{}') THEN {grant} ELSE {allowed} END;
BEGIN
    PERFORM ledger.record(p_entry, found_);
    IF found_ <> {allowed} THEN
        RETURN QUERY SELECT found_, NULL::date, NULL::timestamptz, 0, 0, NULL::jsonb, NULL::jsonb;
        RETURN;
    END IF;
    PERFORM live.statistic_close(p_zone, p_purpose, p_kind, p_needs, greatest(p_least, 2), p_open, p_except, p_others, p_entry.at);
    RETURN QUERY SELECT {allowed}, t.month, t.counted, t.smallest, t.back, t.cells, t.by_item FROM live.statistic t WHERE t.purpose = p_purpose AND t.kind = p_kind
     ORDER BY t.month;
END $$;
-- What has counted a month already, and whether by an item too.
-- statement statistics.closed @live: Which purposes and kinds have counted a month, and whether by an item too.
CREATE FUNCTION live.statistics_closed(p_month date) RETURNS TABLE (purpose integer, kind integer, by_item boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT t.purpose, t.kind, t.by_item IS NOT NULL FROM live.statistic t WHERE t.month = p_month;
END $$;
-- Keeps how many people had each value of an item, once: made coarse item by item. `p_counts`: for each item [item, value, people].
-- statement statistics.by_item @live: How many people had each value of an item in a month, small groups suppressed in the database.
CREATE FUNCTION live.statistic_by_item(p_purpose integer, p_kind integer, p_month date, p_counts jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.statistic t
       SET by_item = (SELECT coalesce(jsonb_agg(kept.c ORDER BY kept.c), '[]')
                        FROM jsonb_array_elements(p_counts) AS item(counts), live.coarse(item.counts, t.smallest) o, jsonb_array_elements(o.cells) AS kept(c))
     WHERE t.purpose = p_purpose AND t.kind = p_kind AND t.month = p_month AND t.by_item IS NULL;
END $$;

-- handlers' grants

-- A grant is given to who is in the register, works there and has signed (`live.handler_may`), or to an application.
-- Outcome `same_person`: an officer gives it to themself while another, who has a grant that runs, could.
-- statement grant_give @live everywhere: A handler may name these purposes until then.
CREATE FUNCTION live.grant_give(p_handler text, p_purposes integer[], p_kinds integer[], p_items integer[], p_channels integer[],
    p_events integer[], p_consents integer[], p_keeping integer[], p_until timestamptz, p_grant integer, p_entry ledger.entry,
    OUT number integer, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    -- The giver's own grant first, then the handler, as who removes one takes them; then the turn: grants are numbered without a gap.
    outcome := CASE WHEN live.grant_acts(p_grant, p_entry.at) THEN {allowed} ELSE {grant} END;
    PERFORM 1 FROM live.handler h WHERE h.handler = p_handler FOR SHARE;
    PERFORM live.latch('grant');
    IF outcome = {allowed} THEN outcome := live.handler_may(p_handler); END IF;
    IF outcome = {allowed} AND live.whose(p_grant) = p_handler AND EXISTS (
        SELECT 1 FROM live.handler o JOIN live.grant_ g ON g.handler = o.handler AND g.revoked IS NULL AND g.until > p_entry.at
         WHERE o.handler <> p_handler AND o.kind = 'officer' AND live.handler_may(o.handler) = {allowed}) THEN outcome := live.same_person(p_handler, ARRAY[p_handler], 'never', p_entry.at); END IF;
    IF outcome = {allowed} THEN
        SELECT coalesce(max(g.number), 0) + 1 INTO number FROM live.grant_ g;
        INSERT INTO live.grant_ (number, handler, purposes, kinds, items, channels, events, consents, keeping, given, until)
        VALUES (number, p_handler, p_purposes, p_kinds, p_items, p_channels, p_events, p_consents, p_keeping, p_entry.at, p_until);
    END IF;
    PERFORM ledger.record(p_entry, outcome);
END $$;
CREATE FUNCTION live.grant_end(p_number integer, p_at timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE done boolean;
BEGIN
    PERFORM live.grant_lock(p_number, true);
    UPDATE live.grant_ SET revoked = p_at WHERE number = p_number AND revoked IS NULL;
    done := FOUND;
    IF done THEN
        PERFORM live.restrict(p_at, 'revoke', jsonb_build_object('grant', p_number));
        PERFORM live.grant_end(g.number, p_at) FROM live.grant_ g WHERE g.stands_for = p_number AND g.revoked IS NULL;
    END IF;
    RETURN done;
END $$;
-- statement grant_revoke @live restricts everywhere: A grant ends at once.
CREATE FUNCTION live.grant_revoke(p_number integer, p_grant integer, p_entry ledger.entry,
    OUT done boolean, OUT ends timestamptz, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    -- The lower number first: two that revoke each other are one after the other.
    IF p_grant < p_number THEN outcome := CASE WHEN live.grant_acts(p_grant, p_entry.at) THEN {allowed} ELSE {grant} END; END IF;
    PERFORM live.grant_lock(p_number, true);
    outcome := coalesce(outcome, CASE WHEN live.grant_acts(p_grant, p_entry.at) THEN {allowed} ELSE {grant} END);
    IF outcome <> {allowed} THEN
        PERFORM ledger.record(p_entry, outcome);
        RETURN;
    END IF;
    -- An officer's grant that somebody else revokes ends in a day: nobody is left alone by surprise.
    UPDATE live.grant_ g SET until = least(g.until, p_entry.at + interval '1 day')
      FROM live.handler h WHERE g.number = p_number AND g.revoked IS NULL AND g.until > p_entry.at AND h.handler = g.handler AND h.kind = 'officer'
       AND h."left" IS NULL AND live.whose(p_grant) IS DISTINCT FROM g.handler
    RETURNING g.until INTO ends;
    done := ends IS NOT NULL OR live.grant_end(p_number, p_entry.at);
    PERFORM ledger.record(p_entry, CASE WHEN done THEN {allowed} ELSE {gone} END);
END $$;
-- the same as a statement of its own: for an act whose statement does not look at the grant, before it and (for a read) after it
-- statement grant_stands @live: Whether a grant runs; waits for a revocation that is being made.
CREATE FUNCTION live.grant_stands(p_grant integer, p_at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN live.grant_live(p_grant, p_at);
END $$;
-- statement grants_of @live: A handler's grants.
CREATE FUNCTION live.grants_of(p_handler text) RETURNS TABLE (
    number integer, purposes integer[], kinds integer[], items integer[], channels integer[], events integer[], consents integer[],
    keeping integer[], until timestamptz, revoked timestamptz, who text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY SELECT g.number, g.purposes, g.kinds, g.items, g.channels, g.events, g.consents, g.keeping, g.until, g.revoked,
           (SELECT h.kind FROM live.handler h WHERE h.handler = p_handler)
      FROM live.grant_ g WHERE g.handler = p_handler AND strpos(g.handler, ':') = 0 ORDER BY g.number;
END $$;

-- policy versions and numbers

-- statement policies @live: Every version ever adopted.
CREATE FUNCTION live.policies() RETURNS TABLE (number integer, digest bytea, text text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT v.number, v.digest, v.text FROM live.policy_version v ORDER BY v.number;
END $$;
-- statement numbers @live: The registry of permanent numbers.
CREATE FUNCTION live.numbers() RETURNS TABLE (space text, name text, number integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT n.space, n.name, n.number FROM live.number n ORDER BY n.space, n.number;
END $$;

-- settings: whether this is a demo, and its clock, which only moves forward and only there

-- statement setting_of @live: One setting of the database itself (demo, demo-clock).
CREATE FUNCTION live.setting_of(p_name text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN (SELECT value FROM live.setting WHERE name = p_name);
END $$;
-- statement make_demo @live house: Marks an empty database as a demo whose clock can be moved.
CREATE FUNCTION live.make_demo(p_start timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    -- Only an empty database that its owner marked can become a demo.
    IF NOT EXISTS (SELECT 1 FROM ledger.demo) OR EXISTS (SELECT 1 FROM live.subject) OR EXISTS (SELECT 1 FROM live.setting WHERE name = 'demo')
       OR EXISTS (SELECT 1 FROM live.policy_version) THEN RETURN false; END IF;
    INSERT INTO live.setting VALUES ('demo', 'yes'), ('demo-clock', to_char(p_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'));
    RETURN true;
END $$;
-- statement move_clock @live: Moves a demo's clock forward.
CREATE FUNCTION live.move_clock(p_to timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE stood text;
BEGIN
    SELECT c.value INTO stood FROM live.setting c JOIN live.setting d ON d.name = 'demo' AND d.value = 'yes' WHERE c.name = 'demo-clock' FOR UPDATE OF c;
    IF (stood::timestamptz <= p_to) IS NOT TRUE THEN RETURN false; END IF;
    UPDATE live.setting SET value = to_char(p_to AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"') WHERE name = 'demo-clock';
    RETURN true;
END $$;

-- backups of live and archive: a number is given before anything is read, so that what was committed before it stands in that set

-- INVARIANT: numbers only grow. Answers the highest one given where the wanted one is not above it, and then begins nothing.
-- statement backup/set.begin @live may record: A backup gets its number before anything is read: what was committed before stands in it.
CREATE FUNCTION live.backup_begin(p_number integer, p_place text, p_entry ledger.entry, OUT taken integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM live.latch('backup');
    SELECT max(b.number) INTO taken FROM live.backup b HAVING max(b.number) >= p_number;
    IF taken IS NOT NULL THEN RETURN; END IF;
    INSERT INTO live.backup (number, begun, place) VALUES (p_number, p_entry.at, p_place);
    PERFORM ledger.record(p_entry, {allowed});
END $$;
-- statement backup/set.verified @live records if done: It was read back.
CREATE FUNCTION live.backup_verified(p_number integer, p_bytes bigint, p_entry ledger.entry, OUT done boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.backup SET verified = p_entry.at, bytes = p_bytes WHERE number = p_number AND verified IS NULL;
    done := FOUND;
    IF done THEN PERFORM ledger.record(p_entry, {allowed}); END IF;
END $$;
-- A set that an older database, put back, knows nothing of is told of when it goes, too.
-- statement backup/set.pruned @live records if done: It goes.
CREATE FUNCTION live.backup_pruned(p_number integer, p_begun timestamptz, p_place text, p_entry ledger.entry, OUT done boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM live.latch('backup');
    INSERT INTO live.backup AS b (number, begun, pruned, place) VALUES (p_number, p_begun, p_entry.at, p_place)
    ON CONFLICT (number) DO UPDATE SET pruned = p_entry.at WHERE b.pruned IS NULL;
    done := FOUND;
    IF done THEN PERFORM ledger.record(p_entry, {allowed}); END IF;
END $$;
-- statement backup/sets @live: Every backup that was begun, and what became of it.
CREATE FUNCTION live.backups() RETURNS TABLE (number integer, begun timestamptz, verified timestamptz, pruned timestamptz, place text, bytes bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT b.number, b.begun, b.verified, b.pruned, b.place, b.bytes FROM live.backup b ORDER BY b.number;
END $$;

-- A certificate takes what is owed in the same transaction. Where another process certified some of it, none is made.
-- statement certify @live house records if done: A destruction certificate, signed; it takes what is owed.
CREATE FUNCTION live.certify(p_certificate uuid, p_content text, p_signature bytea, p_here uuid[], p_there uuid[], p_entry ledger.entry, OUT made boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM live.latch('certificate');
    made := (SELECT count(*) FROM live.owed WHERE entry = ANY (p_here)) = cardinality(p_here)
        AND NOT EXISTS (SELECT 1 FROM live.settled WHERE entry = ANY (p_there));
    IF NOT made THEN RETURN; END IF;
    DELETE FROM live.owed WHERE entry = ANY (p_here);
    INSERT INTO live.settled SELECT e FROM unnest(p_there) AS u(e);
    INSERT INTO live.certificate VALUES (p_certificate, p_entry.at, p_content, p_signature);
    PERFORM ledger.record(p_entry, {allowed}, blocker => p_certificate);
END $$;
-- statement owed @live merge kind, entry: Destructions on the live side that stand in no certificate yet.
CREATE FUNCTION live.owed() RETURNS TABLE (entry uuid, kind integer, what text, due date, count bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT o.entry, o.kind, o.what, o.due, o.count FROM live.owed o ORDER BY o.kind, o.entry;
END $$;
-- On another server than the house's: a certificate holds them.
-- statement owed.settle @live each: A certificate holds those of another server than the house's.
CREATE FUNCTION live.owed_settle(p_entries uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM live.owed o WHERE o.entry = ANY (p_entries);
END $$;
-- statement unsettled @live: Which of the destructions of the archive, and of other servers, stand in no certificate yet.
CREATE FUNCTION live.unsettled(p_entries uuid[]) RETURNS TABLE (entry uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT u.e FROM unnest(p_entries) AS u(e) WHERE NOT EXISTS (SELECT 1 FROM live.settled s WHERE s.entry = u.e);
END $$;
-- statement certificates @live: Every destruction certificate.
CREATE FUNCTION live.certificates() RETURNS TABLE (certificate uuid, at timestamptz, content text, signature bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT c.certificate, c.at, c.content, c.signature FROM live.certificate c ORDER BY c.at, c.certificate;
END $$;

-- The first certificate after a destruction has it.
-- statement certificates_of @live: The destruction certificate that has what was destroyed at each of these moments.
CREATE FUNCTION live.certificates_of(p_moments timestamptz[]) RETURNS TABLE (at timestamptz, certificate uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT m.at, (SELECT c.certificate FROM live.certificate c WHERE c.at >= m.at ORDER BY c.at, c.certificate LIMIT 1)
      FROM unnest(p_moments) WITH ORDINALITY AS m(at, n) ORDER BY m.n;
END $$;

-- statement counts @live sum records; merge kind, state: How many records live, by kind and state.
CREATE FUNCTION live.counts() RETURNS TABLE (kind integer, state integer, records bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT r.kind, r.state::integer, count(*) FROM live.record r GROUP BY 1, 2 ORDER BY 1, 2;
END $$;
-- statement people @live sum people; merge kind, state: How many people are here, by kind and state.
CREATE FUNCTION live.people() RETURNS TABLE (kind integer, state integer, people bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT s.kind::integer, s.state::integer, count(*) FROM live.subject s GROUP BY 1, 2 ORDER BY 1, 2;
END $$;
-- statement people.up_to @live sum: How many people are here, counted no further than asked.
CREATE FUNCTION live.people_up_to(p_most bigint) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN (SELECT count(*) FROM (SELECT 1 FROM live.subject LIMIT p_most) AS s);
END $$;


REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
GRANT USAGE ON SCHEMA live TO jikim_live;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA live TO jikim_live;
GRANT EXECUTE ON FUNCTION live.forget(uuid, boolean, ledger.entry), live.handed_over_rests(uuid, integer), live.handed_over_forget(uuid, ledger.entry),
    live.may_leave(uuid, uuid, integer, integer, integer[], integer[], boolean, integer, uuid, text, text, integer, integer, uuid, timestamptz),
    live.name_party(uuid, uuid, integer, integer, integer[], integer[], boolean, integer, uuid, text, text, integer, integer, uuid, ledger.entry), live.show(uuid, uuid[], integer[], ledger.entry),
    live.records_of(uuid, integer, uuid, timestamptz), live.page_of(uuid, integer[], integer[], uuid[], boolean, uuid[], integer, integer),
    live.counted_of(uuid, uuid[], boolean, uuid[], timestamptz, timestamptz, integer[]), live.gone_of(uuid), live.destroyed_of(uuid),
    live.certificates_of(timestamptz[]), live.lies_cut_off(), live.lies_clear(), live.lies_over() TO jikim_live;
REVOKE EXECUTE ON FUNCTION live.copies(uuid[], uuid[], timestamptz), live.is_archived(uuid, uuid, integer, uuid[]), live.tell_systems(uuid[], uuid[], text, integer[], timestamptz),
    live.tell_withdrawn(uuid, integer[], timestamptz), live.is_over(integer, timestamptz, timestamptz), live.consents_stand(uuid, integer[], timestamptz), live.call_back(integer, uuid, uuid, jsonb, timestamptz), live.restrict(timestamptz, text, jsonb), live.expect_word(text, text[]) FROM jikim_live;
REVOKE EXECUTE ON FUNCTION live.mover_works(), live.tables_of_people(), live.not_here(uuid, uuid), live.use_outcome(integer, boolean, integer[], boolean, timestamptz, integer, smallint, integer[], smallint,
    timestamptz, uuid) FROM jikim_live;
REVOKE EXECUTE ON FUNCTION live.parts_of(integer), live.grant_lock(integer, boolean), live.index_lock(boolean), live.index_touch(), live.unclaim(uuid, uuid, integer[]), live.handed_over_gone(uuid),
    live.unclaim_resting(uuid, uuid), live.statistic_close(text, integer, integer, integer[], integer, date, uuid[], json, timestamptz), live.statistic_seen(text, integer, integer[], uuid[]), live.coarse(jsonb, integer),
    live.stake(uuid, uuid, json), live.move_runs(uuid, text), live.latch(text), live.records_gone(uuid[], uuid[], timestamptz), live.tell_corrected(uuid, uuid, integer, integer[], integer, timestamptz), live.gone_for_good(uuid, timestamptz, timestamptz), live.replay_lines(json, timestamptz) FROM jikim_live;
