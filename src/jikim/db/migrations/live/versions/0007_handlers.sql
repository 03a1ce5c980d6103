-- The people of the office.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
