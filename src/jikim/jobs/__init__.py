"""The jobs room: what the clock does. Each job may be killed anywhere and run again, in any number of processes."""
