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
    PRIMARY KEY (subject, record)
);

CREATE FUNCTION live.mail_queue(p_subject uuid, p_mail uuid, p_record uuid, p_kind text, p_letter text, p_language text, p_facts bytea,
    p_generation integer, p_at timestamptz, OUT queued boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO live.mail (subject, mail, record, kind, letter, language, facts, generation, not_before, made)
    SELECT p_subject, p_mail, p_record, p_kind, p_letter, p_language, p_facts, p_generation, p_at, p_at
      FROM live.record r WHERE r.subject = p_subject AND r.record = p_record FOR KEY SHARE;
    queued := FOUND;
END $$;

CREATE FUNCTION live.mail_due(p_at timestamptz, p_limit integer)
RETURNS TABLE (subject uuid, mail uuid, record uuid, kind text, letter text, language text, facts bytea, generation integer, tries integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT m.subject, m.mail, m.record, m.kind, m.letter, m.language, m.facts, m.generation, m.tries FROM live.mail m
     WHERE m.state = 'waiting' AND m.not_before <= p_at ORDER BY m.not_before, m.mail LIMIT p_limit
$$;

-- Whoever takes a mail has it until p_until; who is killed with it leaves it to the next.
CREATE FUNCTION live.mail_take(p_subject uuid, p_mail uuid, p_tries integer, p_until timestamptz, OUT taken boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.mail m SET tries = p_tries + 1, not_before = p_until
     WHERE m.subject = p_subject AND m.mail = p_mail AND m.state = 'waiting' AND m.tries = p_tries;
    taken := FOUND;
END $$;

-- Not now (a correction is open, or it is night): that was no try.
CREATE FUNCTION live.mail_later(p_subject uuid, p_mail uuid, p_until timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
    UPDATE live.mail SET not_before = p_until, tries = greatest(tries - 1, 0) WHERE subject = p_subject AND mail = p_mail AND state = 'waiting'
$$;

-- It may not leave any more; the ledger has the refusal.
CREATE FUNCTION live.mail_drop(p_subject uuid, p_mail uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DELETE FROM live.mail WHERE subject = p_subject AND mail = p_mail
$$;

CREATE FUNCTION live.mail_sent(p_subject uuid, p_mail uuid, p_record uuid, p_entry ledger.entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM live.mail WHERE subject = p_subject AND mail = p_mail;
    DELETE FROM live.doubt WHERE subject = p_subject AND record = p_record;
    PERFORM ledger.record(p_entry, {allowed}, subject => p_subject, record => p_record);
END $$;

-- It will never be taken. Where the server knows no such address, the version of the record that holds it is in doubt.
CREATE FUNCTION live.mail_die(p_subject uuid, p_mail uuid, p_record uuid, p_why text, p_doubt integer, p_entry ledger.entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.mail SET state = 'dead', why = p_why WHERE subject = p_subject AND mail = p_mail AND state = 'waiting';
    IF NOT FOUND THEN RETURN; END IF;
    IF p_doubt > 0 THEN
        INSERT INTO live.doubt AS d (subject, record, version, at) VALUES (p_subject, p_record, p_doubt, p_entry.at)
        ON CONFLICT (subject, record) DO UPDATE SET version = excluded.version, at = excluded.at WHERE d.version < excluded.version;
    END IF;
    PERFORM ledger.record(p_entry, {allowed}, subject => p_subject, record => p_record);
END $$;

CREATE FUNCTION live.mail_dead_ones(p_limit integer)
RETURNS TABLE (subject uuid, mail uuid, kind text, letter text, made timestamptz, tries integer, why text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT m.subject, m.mail, m.kind, m.letter, m.made, m.tries, m.why FROM live.mail m WHERE m.state = 'dead' ORDER BY m.made DESC LIMIT p_limit
$$;
CREATE FUNCTION live.mail_again(p_subject uuid, p_mail uuid, p_at timestamptz, OUT again boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE live.mail SET state = 'waiting', why = '', tries = 0, not_before = p_at WHERE subject = p_subject AND mail = p_mail AND state = 'dead';
    again := FOUND;
END $$;
CREATE FUNCTION live.mail_counts(OUT waiting bigint, OUT dead bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT count(*) FILTER (WHERE m.state = 'waiting'), count(*) FILTER (WHERE m.state = 'dead') FROM live.mail m
$$;

-- A doubt ends when its record is corrected: another version holds another address.
CREATE FUNCTION live.doubtful_of(p_subject uuid) RETURNS TABLE (record uuid, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT d.record, d.at FROM live.doubt d JOIN live.record r ON r.subject = d.subject AND r.record = d.record AND r.version = d.version
     WHERE d.subject = p_subject ORDER BY d.at, d.record
$$;

-- What is about a record goes with it.
CREATE FUNCTION live.mail_over() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM live.mail m USING gone g WHERE m.subject = g.subject AND m.record = g.record;
    DELETE FROM live.doubt d USING gone g WHERE d.subject = g.subject AND d.record = g.record;
    RETURN NULL;
END $$;
CREATE TRIGGER mail_record_gone AFTER DELETE ON live.record REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION live.mail_over();

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
GRANT EXECUTE ON FUNCTION live.mail_queue(uuid, uuid, uuid, text, text, text, bytea, integer, timestamptz),
    live.mail_due(timestamptz, integer), live.mail_take(uuid, uuid, integer, timestamptz), live.mail_later(uuid, uuid, timestamptz),
    live.mail_drop(uuid, uuid), live.mail_sent(uuid, uuid, uuid, ledger.entry),
    live.mail_die(uuid, uuid, uuid, text, integer, ledger.entry), live.mail_dead_ones(integer),
    live.mail_again(uuid, uuid, timestamptz), live.mail_counts(), live.doubtful_of(uuid) TO jikim_live;
