"""The db room: the embedded server, connections, migrations, and the driver that runs the verbs' statements."""
