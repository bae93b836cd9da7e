"""HTTP under /v1, one file for each question."""
