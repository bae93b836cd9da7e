"""The log read again against what it says of itself (docs/adr/0035)."""
