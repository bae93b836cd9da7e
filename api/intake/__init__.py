"""How facts come in: registers, files that people write and read."""
