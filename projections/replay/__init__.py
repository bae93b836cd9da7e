"""The slow, obvious answers, from the facts alone: what every read model is held against (docs/adr/0010)."""
