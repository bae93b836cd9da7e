"""The vocabulary and its rules: what can be said. Pure: no input or output, no clock, no framework."""
