-- Jikim: what PUBLIC, which is every role of a server, loses in one of its databases.
--
-- A superuser runs it in each database that takes connections, template1 first: what is made from it later is as shut.
--   psql -v ON_ERROR_STOP=1 -f privileges.sql "dbname=template1"

DO $$
DECLARE f record;
BEGIN
    -- Connecting, temporary tables, and objects in the schema that all have.
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    REVOKE CREATE ON SCHEMA public FROM PUBLIC;
    -- Functions by which a role that reads nothing holds others up, or fills the disk: advisory locks, notifications, large
    -- objects, and messages in the write-ahead log. The functions of ours that lock run as their owner.
    FOR f IN SELECT p.oid::regprocedure AS signature, p.proname ~ '^pg_(try_)?advisory_' AS locks FROM pg_catalog.pg_proc p
              WHERE p.pronamespace = 'pg_catalog'::regnamespace
                AND (p.proname ~ '^(pg_(try_)?advisory_|lo_)' OR p.proname IN ('pg_notify', 'loread', 'lowrite', 'pg_logical_emit_message')) LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f.signature);
        IF f.locks THEN EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO jikim_owner', f.signature); END IF;
    END LOOP;
END $$;
