"""Readings of facts: pure functions from what stands to what was so. Odd histories are reported, never refused."""

RULES_VERSION = 2
"""Raised with any change to how status, dates or recognition are read; part of every basis (docs/adr/0004)."""
