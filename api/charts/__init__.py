"""Charts by a kept grammar: pure functions from answers to Vega-Lite, the table behind each, and SVG made here."""
