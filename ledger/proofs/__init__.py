"""What the log proves and signs, as bytes: hashes, notes, proof files. Pure, and strict about what it reads."""
