"""The append-only log: how facts are kept, ordered and proven. The only room that names the event store."""
