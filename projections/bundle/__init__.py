"""Bundles: a folder that answers for itself, and the program in it that checks it (docs/bundle-format.md)."""
