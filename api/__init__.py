"""The doors: HTTP, web pages, command line, intake of registers. They translate, and stop; no SQL, no rules."""
