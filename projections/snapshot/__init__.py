"""A read-only SQLite file of readable tables: what of the record may be shown, at one log size (docs/snapshot.md)."""
