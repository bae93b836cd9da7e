"""How the record goes out: what a reader may see, in formats that tools of others read (docs/adr/0047)."""
