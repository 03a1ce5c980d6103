-- The key store: wrapped keys by name. Destroying a row here, and then the ring it is wrapped under, is erasure.
-- Spaces: person (subject ‖ generation), archive (subject), day (kind ‖ due day), hold, ledger-month, index, signing.

CREATE SCHEMA keys;
CREATE SCHEMA ledger;

CREATE TABLE keys.key (
    space   text NOT NULL,
    name    bytea NOT NULL,
    ring    integer NOT NULL,
    wrapped bytea NOT NULL,
    PRIMARY KEY (space, name)
);
-- INVARIANT: a destroyed name never gets a key again.
CREATE TABLE keys.destroyed (space text NOT NULL, name bytea NOT NULL, at timestamptz NOT NULL, PRIMARY KEY (space, name));

CREATE TABLE ledger.inbox (
    seq     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entry   uuid NOT NULL,
    at      timestamptz NOT NULL,
    fact    text NOT NULL,
    who     bytea NOT NULL,
    subject uuid,
    record  uuid,
    version integer,
    items   integer[],
    outcome smallint NOT NULL,
    blocker uuid
);

-- INVARIANT: making a key and destroying its name exclude each other, so that no key is made from a look that is older than the destruction.
-- A name stands for 256 locks, so that many keys at once take few.
CREATE FUNCTION keys.name_lock(p_name bytea, p_alone boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF p_alone THEN PERFORM pg_advisory_xact_lock(7345604, hashtext(encode(p_name, 'hex')) & 255);
    ELSE PERFORM pg_advisory_xact_lock_shared(7345604, hashtext(encode(p_name, 'hex')) & 255); END IF;
END $$;

-- The key that stands is the key: two that come at once get the same one. No row: it was destroyed.
CREATE FUNCTION keys.put(p_space text, p_name bytea, p_ring integer, p_wrapped bytea) RETURNS TABLE (ring integer, wrapped bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    PERFORM keys.name_lock(p_name, false);
    INSERT INTO keys.key (space, name, ring, wrapped)
    SELECT p_space, p_name, p_ring, p_wrapped
     WHERE NOT EXISTS (SELECT FROM keys.destroyed d WHERE d.space = p_space AND d.name = p_name)
    ON CONFLICT (space, name) DO NOTHING;
    RETURN QUERY SELECT k.ring, k.wrapped FROM keys.key k WHERE k.space = p_space AND k.name = p_name;
END $$;
CREATE FUNCTION keys.put_many(p_space text, p_names bytea[], p_ring integer, p_wrapped bytea[], OUT made bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM keys.name_lock(x.name, false)
       FROM (SELECT min(u.name) AS name FROM unnest(p_names) AS u(name) GROUP BY hashtext(encode(u.name, 'hex')) & 255
              ORDER BY hashtext(encode(u.name, 'hex')) & 255) AS x;
    WITH put AS (
        INSERT INTO keys.key (space, name, ring, wrapped)
        SELECT p_space, u.name, p_ring, u.wrapped FROM unnest(p_names, p_wrapped) AS u(name, wrapped)
         WHERE NOT EXISTS (SELECT FROM keys.destroyed d WHERE d.space = p_space AND d.name = u.name)
        ON CONFLICT (space, name) DO NOTHING RETURNING 1)
    SELECT count(*) INTO made FROM put;
END $$;
CREATE FUNCTION keys.get(p_space text, p_name bytea) RETURNS TABLE (ring integer, wrapped bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT k.ring, k.wrapped FROM keys.key k WHERE k.space = p_space AND k.name = p_name
$$;
CREATE FUNCTION keys.get_many(p_space text, p_names bytea[]) RETURNS TABLE (name bytea, ring integer, wrapped bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT k.name, k.ring, k.wrapped FROM keys.key k WHERE k.space = p_space AND k.name = ANY (p_names)
$$;
CREATE FUNCTION keys.destroy(p_space text, p_name bytea, p_subject uuid, p_entry uuid, p_at timestamptz, p_fact text, p_who bytea, OUT gone boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    PERFORM keys.name_lock(p_name, true);
    DELETE FROM keys.key WHERE space = p_space AND name = p_name;
    gone := FOUND;
    INSERT INTO keys.destroyed VALUES (p_space, p_name, p_at) ON CONFLICT DO NOTHING;
    IF gone OR FOUND THEN
        INSERT INTO ledger.inbox (entry, at, fact, who, subject, outcome) VALUES (p_entry, p_at, p_fact, p_who, p_subject, 0);
    END IF;
END $$;
-- a person's keys of older generations
CREATE FUNCTION keys.names(p_space text, p_prefix bytea) RETURNS TABLE (name bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT k.name FROM keys.key k WHERE k.space = p_space AND k.name >= p_prefix AND k.name < p_prefix || '\xffffffffff'::bytea ORDER BY k.name
$$;
-- the names of one space, page by page
CREATE FUNCTION keys.page(p_space text, p_after bytea, p_limit integer) RETURNS TABLE (name bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT k.name FROM keys.key k WHERE k.space = p_space AND k.name > p_after ORDER BY k.name LIMIT p_limit
$$;
CREATE FUNCTION ledger.waiting(p_limit integer) RETURNS SETOF ledger.inbox
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT * FROM ledger.inbox i ORDER BY i.seq LIMIT p_limit
$$;
CREATE FUNCTION ledger.remove(p_entries uuid[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$ DELETE FROM ledger.inbox WHERE entry = ANY (p_entries) $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA keys, ledger FROM PUBLIC;
GRANT USAGE ON SCHEMA keys, ledger TO jikim_keys;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA keys, ledger TO jikim_keys;
