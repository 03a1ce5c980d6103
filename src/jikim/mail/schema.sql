-- Mail that waits to be sent: references, never values. What a letter needs beside an address is sealed under the person's key.
-- All of it goes with its record, and with its person.

CREATE TABLE live.mail (
    subject    uuid NOT NULL REFERENCES live.subject (subject) ON DELETE CASCADE,
    mail       uuid NOT NULL,
    record     uuid NOT NULL,                    -- whose e-mail it goes to
    kind       text NOT NULL,                    -- that record's kind
    letter     text NOT NULL,
    language   text NOT NULL,
    facts      bytea NOT NULL,
    generation integer NOT NULL,                 -- of the key that seals the facts
    state      text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'dead')),
    tries      integer NOT NULL DEFAULT 0,
    not_before timestamptz NOT NULL,
    made       timestamptz NOT NULL,
    why        text NOT NULL DEFAULT '',         -- why it is dead: a code, never an address
    PRIMARY KEY (subject, mail)
);
CREATE INDEX mail_due ON live.mail (not_before) WHERE state = 'waiting';
CREATE INDEX mail_dead ON live.mail (made) WHERE state = 'dead';

-- An address that a server said it does not know (8.1): it stands beside the version of the record that held it.
CREATE TABLE live.doubt (
    subject uuid NOT NULL REFERENCES live.subject (subject) ON DELETE CASCADE,
    record  uuid NOT NULL,
    version integer NOT NULL,
    at      timestamptz NOT NULL,
    returned integer NOT NULL DEFAULT 0,         -- the item to whose address a mail came back: none is sent there until it is corrected, or its person says that it is right
    PRIMARY KEY (subject, record)
);

-- Nothing is mailed to an address from which mail came back.
CREATE FUNCTION live.mail_stopped(p_subject uuid, p_record uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM live.doubt d JOIN live.record r ON r.subject = d.subject AND r.record = d.record AND r.version = d.version
                    WHERE d.subject = p_subject AND d.record = p_record AND d.returned > 0);
END $$;
-- One that bears the number of a request is the one by which that reaches its person; the one before it was given up. Where it would only wait, what was
-- asked for is not given.
-- statement mail.queue @live: A mail waits, as a reference.
CREATE FUNCTION live.mail_queue(p_subject uuid, p_mail uuid, p_record uuid, p_kind text, p_letter text, p_language text, p_facts bytea,
    p_generation integer, p_at timestamptz, OUT queued boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO live.mail (subject, mail, record, kind, letter, language, facts, generation, not_before, made)
    SELECT p_subject, p_mail, p_record, p_kind, p_letter, p_language, p_facts, p_generation, p_at, p_at
      FROM live.record r WHERE r.subject = p_subject AND r.record = p_record FOR KEY SHARE
    ON CONFLICT ON CONSTRAINT mail_pkey DO UPDATE SET record = excluded.record, kind = excluded.kind, language = excluded.language, facts = excluded.facts,
        generation = excluded.generation, state = 'waiting', tries = 0, not_before = excluded.not_before, made = excluded.made, why = '';
    queued := FOUND;
    UPDATE live.asked a SET mailed = p_record WHERE queued AND a.subject = p_subject AND a.request = p_mail;
    IF FOUND AND live.mail_stopped(p_subject, p_record) THEN PERFORM live.asked_reopen(p_subject, p_mail, p_at); END IF;
END $$;

-- statement mail.due @live each: The mails whose time has come.
CREATE FUNCTION live.mail_due(p_at timestamptz, p_limit integer)
RETURNS TABLE (subject uuid, mail uuid, record uuid, kind text, letter text, language text, facts bytea, generation integer, tries integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT m.subject, m.mail, m.record, m.kind, m.letter, m.language, m.facts, m.generation, m.tries FROM live.mail m
     WHERE m.state = 'waiting' AND m.not_before <= p_at
       AND NOT live.mail_stopped(m.subject, m.record) ORDER BY m.not_before, m.mail LIMIT p_limit;
END $$;

-- Whoever takes a mail has it until p_until; who is killed with it leaves it to the next.
-- statement mail.take @live: One mail is taken by one process.
CREATE FUNCTION live.mail_take(p_subject uuid, p_mail uuid, p_tries integer, p_until timestamptz, OUT taken boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.mail m SET tries = p_tries + 1, not_before = p_until
     WHERE m.subject = p_subject AND m.mail = p_mail AND m.state = 'waiting' AND m.tries = p_tries;
    taken := FOUND;
END $$;

-- Not now (a correction is open, or it is night): that was no try.
-- statement mail.later @live: A mail may not leave now, but later.
CREATE FUNCTION live.mail_later(p_subject uuid, p_mail uuid, p_until timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.mail SET not_before = p_until, tries = greatest(tries - 1, 0) WHERE subject = p_subject AND mail = p_mail AND state = 'waiting';
END $$;

-- It may not leave any more; the ledger has the refusal.
-- statement mail.drop @live: A mail may not leave any more.
CREATE FUNCTION live.mail_drop(p_subject uuid, p_mail uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM live.mail WHERE subject = p_subject AND mail = p_mail;
END $$;

-- statement mail.sent @live: A mail was taken by its server; recorded.
CREATE FUNCTION live.mail_sent(p_subject uuid, p_mail uuid, p_record uuid, p_entry ledger.entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM live.mail WHERE subject = p_subject AND mail = p_mail;
    DELETE FROM live.doubt WHERE subject = p_subject AND record = p_record AND returned = 0;
    PERFORM ledger.record(p_entry, {allowed}, subject => p_subject, record => p_record);
END $$;

-- It will never be taken. Where the server knows no such address, the version of the record that holds it is in doubt.
-- statement mail.die @live may record: A mail will never be taken; recorded, and its address is in doubt where the server knows none such.
CREATE FUNCTION live.mail_die(p_subject uuid, p_mail uuid, p_record uuid, p_why text, p_doubt integer, p_entry ledger.entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.mail SET state = 'dead', why = p_why WHERE subject = p_subject AND mail = p_mail AND state = 'waiting';
    IF NOT FOUND THEN RETURN; END IF;
    IF p_doubt > 0 THEN
        INSERT INTO live.doubt AS d (subject, record, version, at) VALUES (p_subject, p_record, p_doubt, p_entry.at)
        ON CONFLICT (subject, record) DO UPDATE SET version = excluded.version, at = excluded.at WHERE d.version < excluded.version;
    END IF;
    PERFORM live.asked_reopen(p_subject, p_mail, p_entry.at);
    PERFORM ledger.record(p_entry, {allowed}, subject => p_subject, record => p_record);
END $$;

-- statement mail.dead @live merge made desc, mail: The mails that were given up.
CREATE FUNCTION live.mail_dead_ones(p_limit integer)
RETURNS TABLE (subject uuid, mail uuid, kind text, letter text, made timestamptz, tries integer, why text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT m.subject, m.mail, m.kind, m.letter, m.made, m.tries, m.why FROM live.mail m WHERE m.state = 'dead' ORDER BY m.made DESC LIMIT p_limit;
END $$;
-- statement mail.again @live: A mail that was given up is tried again.
CREATE FUNCTION live.mail_again(p_subject uuid, p_mail uuid, p_at timestamptz, OUT again boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.mail SET state = 'waiting', why = '', tries = 0, not_before = p_at WHERE subject = p_subject AND mail = p_mail AND state = 'dead';
    again := FOUND;
END $$;
-- statement mail.counts @live sum: How many mails wait, and how many were given up.
CREATE FUNCTION live.mail_counts(OUT waiting bigint, OUT dead bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    SELECT count(*) FILTER (WHERE m.state = 'waiting'), count(*) FILTER (WHERE m.state = 'dead') FROM live.mail m INTO waiting, dead;
END $$;

-- A doubt ends when its record is corrected: another version holds another address.
-- statement mail.doubtful @live: The records of a person whose e-mail address is in doubt.
CREATE FUNCTION live.doubtful_of(p_subject uuid) RETURNS TABLE (record uuid, at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT d.record, d.at FROM live.doubt d JOIN live.record r ON r.subject = d.subject AND r.record = d.record AND r.version = d.version
     WHERE d.subject = p_subject ORDER BY d.at, d.record;
END $$;

-- A mail came back for good, from the address that a record has still: it is in doubt, and so is the same address in the person's other records. The one by
-- which a request reaches its person bears the request's number in place of the record's, and opens it again.
-- statement mail.returned @live records if answered: A mail came back for good: the address that it went to is in doubt.
CREATE FUNCTION live.mail_returned(p_subject uuid, p_low uuid, p_high uuid, p_version integer, p_items integer[], p_entry ledger.entry,
    OUT returned boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE v_record uuid; v_request uuid;
BEGIN
    SELECT a.request, a.mailed INTO v_request, v_record FROM live.asked a WHERE a.subject = p_subject AND a.request BETWEEN p_low AND p_high;
    SELECT r.record INTO v_record FROM live.record r
     WHERE r.subject = p_subject AND (r.record = v_record OR r.record BETWEEN p_low AND p_high) AND r.version % 65536 = p_version FOR SHARE;
    returned := v_record IS NOT NULL;
    IF NOT live.asked_reopen(p_subject, v_request, p_entry.at) AND NOT returned THEN RETURN; END IF;
    INSERT INTO live.doubt AS d (subject, record, version, at, returned)
    SELECT r.subject, r.record, r.version, p_entry.at, i.item FROM live.record r CROSS JOIN LATERAL (
        SELECT max(item) AS item FROM unnest(p_items) AS u(item) WHERE item = ANY (r.items)) AS i
     WHERE r.subject = p_subject AND i.item IS NOT NULL AND (r.record = v_record OR r.record IN (
        SELECT o.record FROM live.claim c JOIN live.claim o ON o.subject = c.subject AND o.tag = c.tag
         WHERE c.subject = p_subject AND c.record = v_record AND c.item = ANY (p_items)))
    ON CONFLICT (subject, record) DO UPDATE SET version = excluded.version, at = excluded.at, returned = excluded.returned WHERE d.version <= excluded.version;
    PERFORM ledger.record(p_entry, {allowed}, subject => p_subject, record => v_record, blocker => v_request);
END $$;
-- statement mail.answers @live: Whether a mail is the one by which a request reaches its person.
CREATE FUNCTION live.mail_answers(p_subject uuid, p_mail uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM live.asked a WHERE a.subject = p_subject AND a.request = p_mail);
END $$;
-- statement mail.trusted @live: Its person says that the address of a record is right.
CREATE FUNCTION live.mail_trusted(p_subject uuid, p_record uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM live.doubt WHERE subject = p_subject AND record = p_record;
END $$;

-- A correction of something else leaves the address as it is.
CREATE FUNCTION live.doubt_stays(p_subject uuid, p_record uuid, p_version integer, p_changed integer[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE live.doubt d SET version = p_version + 1
     WHERE d.subject = p_subject AND d.record = p_record AND d.version = p_version AND d.returned > 0 AND d.returned <> ALL (p_changed);
END $$;

-- What is about a record goes with it (`live.records_gone`).
CREATE FUNCTION live.mail_over(p_subjects uuid[], p_records uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM live.mail m USING unnest(p_subjects, p_records) AS u(subject, record) WHERE m.subject = u.subject AND m.record = u.record;
    DELETE FROM live.doubt d USING unnest(p_subjects, p_records) AS u(subject, record) WHERE d.subject = u.subject AND d.record = u.record;
END $$;

-- How far something that goes to everybody here got: a letter, or a change of versions. Each server's own.
CREATE TABLE live.walked (
    what  text PRIMARY KEY,
    after uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    done  bigint NOT NULL DEFAULT 0,
    over  boolean NOT NULL DEFAULT false
);
-- How far it is, and nobody else goes on with it meanwhile.
CREATE FUNCTION live.walk(p_what text) RETURNS live.walked LANGUAGE plpgsql AS $$
DECLARE w live.walked;
BEGIN
    INSERT INTO live.walked (what) VALUES (p_what) ON CONFLICT DO NOTHING;
    SELECT * INTO w FROM live.walked x WHERE x.what = p_what FOR UPDATE;
    RETURN w;
END $$;
-- It went on to somebody (NULL: to nobody further). Answers what it has done in all.
CREATE FUNCTION live.walk_on(p_what text, p_to uuid, p_done bigint, p_over boolean) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE total bigint;
BEGIN
    UPDATE live.walked w SET after = coalesce(p_to, w.after), done = w.done + p_done, over = p_over WHERE w.what = p_what RETURNING w.done INTO total;
    RETURN total;
END $$;
-- A letter to everybody here, or to whoever has a consent, a page at a time: the mails of a page and how far it got are one act, so nobody is written
-- to twice. `mailed` by this page, `total` by all.
CREATE FUNCTION live.letter_page(p_what text, p_consent integer, p_letter text, p_language text, p_facts bytea, p_kinds integer[], p_names text[],
    p_limit integer, p_at timestamptz, OUT mailed bigint, OUT total bigint, OUT over boolean) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE w live.walked := live.walk(p_what); last uuid; n integer;
BEGIN
    mailed := 0; total := w.done; over := w.over;
    IF over THEN RETURN; END IF;
    WITH page AS MATERIALIZED (
        SELECT s.subject, s.state, s.consents FROM live.subject s WHERE s.subject > w.after ORDER BY s.subject LIMIT p_limit FOR KEY SHARE),
    queued AS (
        INSERT INTO live.mail (subject, mail, record, kind, letter, language, facts, generation, not_before, made)
        SELECT g.subject, gen_random_uuid(), r.record, p_names[array_position(p_kinds, r.kind)], p_letter, p_language, p_facts, 0, p_at, p_at
          FROM page g, LATERAL (
            SELECT x.record, x.kind FROM live.record x WHERE x.subject = g.subject AND x.state = 1 AND x.kind = ANY (p_kinds)
             ORDER BY array_position(p_kinds, x.kind), x.collected DESC LIMIT 1) AS r
         WHERE g.state = 1 AND (p_consent IS NULL OR p_consent = ANY (g.consents))
        RETURNING 1)
    SELECT (SELECT g.subject FROM page g ORDER BY g.subject DESC LIMIT 1), (SELECT count(*) FROM page), (SELECT count(*) FROM queued) INTO last, n, mailed;
    over := n < p_limit;
    total := live.walk_on(p_what, last, mailed, over);
END $$;

-- An advertisement to everybody who agreed to its purpose. It names nobody, and the same words go to all.
-- INVARIANT: who wrote it does not release it; without a release no mail of it is there.
CREATE TABLE live.campaign (
    campaign    uuid PRIMARY KEY,
    purpose     integer NOT NULL,
    consent     integer NOT NULL,                -- whoever has it is written to, and nobody else
    language    text NOT NULL,
    facts       text NOT NULL,                   -- what the letter takes, as JSON
    state       text NOT NULL CHECK (state IN ('written', 'going', 'gone', 'stopped')),
    writer      text NOT NULL,
    written     timestamptz NOT NULL,
    releaser    text CHECK (releaser IS DISTINCT FROM writer),
    released    timestamptz,
    mailed      bigint NOT NULL DEFAULT 0,
    CHECK (state NOT IN ('going', 'gone') OR releaser IS NOT NULL)
);
-- statement campaign.write @live: An advertisement is written.
CREATE FUNCTION live.campaign_write(p_campaign uuid, p_purpose integer, p_consent integer, p_language text, p_facts text, p_entry ledger.entry)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO live.campaign (campaign, purpose, consent, language, facts, state, writer, written)
    VALUES (p_campaign, p_purpose, p_consent, p_language, p_facts, 'written', live.whose(p_entry.under), p_entry.at);
    PERFORM ledger.record(p_entry, {allowed});
END $$;
-- Released by another hand, or stopped: what waits of it leaves no more (`live.campaign_drop`).
-- statement campaign.step @live: It is released by another hand, or stopped.
CREATE FUNCTION live.campaign_step(p_campaign uuid, p_step text, p_entry ledger.entry, OUT outcome integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE f record; by_ text := live.whose(p_entry.under); same integer;
BEGIN
    PERFORM live.expect_word(p_step, 'release', 'stop');
    SELECT c.state, c.writer INTO f FROM live.campaign c WHERE c.campaign = p_campaign FOR UPDATE;
    same := live.same_person(by_, ARRAY[f.writer], 'never', p_entry.at);
    outcome := CASE WHEN f.state IS NULL THEN {gone}
                    WHEN by_ IS NULL THEN {grant}
                    WHEN p_step = 'release' AND same <> {allowed} THEN same
                    WHEN p_step = 'release' AND f.state <> 'written' THEN {conflict}
                    WHEN f.state NOT IN ('written', 'going', 'gone') THEN {conflict} ELSE {allowed} END;
    IF outcome = {allowed} AND p_step = 'release' THEN
        UPDATE live.campaign SET state = 'going', releaser = by_, released = p_entry.at WHERE campaign = p_campaign;
    ELSIF outcome = {allowed} THEN
        UPDATE live.campaign SET state = 'stopped' WHERE campaign = p_campaign;
    END IF;
    PERFORM ledger.record(p_entry, outcome);
END $$;
-- statement campaign.drop @live each: What waits of one that was stopped leaves no more.
CREATE FUNCTION live.campaign_drop(p_letter text, p_facts bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM live.mail m WHERE m.letter = p_letter AND m.facts = p_facts;
END $$;
-- Everybody who has the consent, a page at a time.
-- statement campaign.mail @live sum mailed, total; all over: Its mails are queued, a page of people at a time on each server.
CREATE FUNCTION live.campaign_mail(p_campaign uuid, p_consent integer, p_letter text, p_language text, p_facts bytea, p_kinds integer[], p_names text[],
    p_limit integer, p_at timestamptz, OUT mailed bigint, OUT total bigint, OUT over boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    SELECT x.mailed, x.total, x.over INTO mailed, total, over
      FROM live.letter_page('campaign:' || p_campaign, p_consent, p_letter, p_language, p_facts, p_kinds, p_names, p_limit, p_at) x;
END $$;
-- How far it is on all servers. False: it was stopped meanwhile.
-- statement campaign.went @live: How far it is; or it was stopped meanwhile.
CREATE FUNCTION live.campaign_went(p_campaign uuid, p_mailed bigint, p_over boolean) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.campaign c SET mailed = greatest(c.mailed, p_mailed), state = CASE WHEN p_over THEN 'gone' ELSE c.state END
     WHERE c.campaign = p_campaign AND c.state IN ('going', 'gone');
    RETURN FOUND;
END $$;
-- statement campaign.reach @live sum: How many agreed to a purpose and can be written to.
CREATE FUNCTION live.campaign_reach(p_consent integer, p_kinds integer[]) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN count(*) FROM live.subject s WHERE s.state = 1 AND p_consent = ANY (s.consents)
       AND EXISTS (SELECT 1 FROM live.record x WHERE x.subject = s.subject AND x.state = 1 AND x.kind = ANY (p_kinds));
END $$;
-- statement campaign.list @live: The advertisements, the newest first.
CREATE FUNCTION live.campaigns(p_limit integer)
RETURNS TABLE (campaign uuid, purpose integer, consent integer, language text, facts text, state text, writer text, written timestamptz, releaser text,
    released timestamptz, mailed bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT c.campaign, c.purpose, c.consent, c.language, c.facts, c.state, c.writer, c.written, c.releaser, c.released, c.mailed
      FROM live.campaign c ORDER BY c.written DESC, c.campaign LIMIT p_limit;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
GRANT EXECUTE ON FUNCTION live.mail_queue(uuid, uuid, uuid, text, text, text, bytea, integer, timestamptz),
    live.mail_due(timestamptz, integer), live.mail_take(uuid, uuid, integer, timestamptz), live.mail_later(uuid, uuid, timestamptz),
    live.mail_drop(uuid, uuid), live.mail_sent(uuid, uuid, uuid, ledger.entry),
    live.mail_die(uuid, uuid, uuid, text, integer, ledger.entry), live.mail_dead_ones(integer),
    live.mail_again(uuid, uuid, timestamptz), live.mail_counts(), live.doubtful_of(uuid),
    live.mail_returned(uuid, uuid, uuid, integer, integer[], ledger.entry), live.mail_answers(uuid, uuid), live.mail_trusted(uuid, uuid),
    live.campaign_write(uuid, integer, integer, text, text, ledger.entry), live.campaign_step(uuid, text, ledger.entry),
    live.campaign_drop(text, bytea), live.campaign_mail(uuid, integer, text, text, bytea, integer[], text[], integer, timestamptz),
    live.campaign_went(uuid, bigint, boolean), live.campaign_reach(integer, integer[]),
    live.campaigns(integer) TO jikim_live;
