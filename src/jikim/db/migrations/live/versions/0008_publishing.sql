-- Policy versions that are announced.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
