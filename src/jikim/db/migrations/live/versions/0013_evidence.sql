-- Attestations, plans and taken-in access records.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA live FROM PUBLIC;
