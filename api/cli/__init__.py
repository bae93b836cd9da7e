"""The command line, ``khronika``: the same questions, and the doors that write."""
