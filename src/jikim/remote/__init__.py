"""The SDK over HTTP: the verbs of `jikim.open`, against a running `jikim serve`. Imports no database."""
