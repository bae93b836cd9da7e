"""The same view in another form: JSON as /v1 returns it, and tables as CSV and Parquet (docs/adr/0050)."""
