-- What the three databases beside the live one have alike.

-- Where the application is, by its own role, and whether another server is linked.
-- statement prove/prove.archive_place @archive: Which database the archive is, by which role.
-- statement prove/prove.ledger_place @ledger: Where the ledger is, by its own role.
-- statement prove/prove.keys_place @keys: Which database the keys are in, by which role.
CREATE FUNCTION {database}.prove_place(OUT place text, OUT role text, OUT links bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
    SELECT current_database()::text, session_user::text, (SELECT count(*) FROM pg_foreign_server) INTO place, role, links;
END $$;
-- There are no grants here: who acts by one is looked up in the live database, before and after.
CREATE FUNCTION ledger.grant_live(p_grant integer, p_at timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    RETURN true;
END $$;
