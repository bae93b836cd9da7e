"""Tampering trials: what is done to a database behind the back of Khronika, and that it is found."""
