"""Bring the catalogs up to what pages say: ``make messages``. What is new stands there without a translation."""

from tests.catalogs.messages import TRANSLATED, renewed, write

for code in TRANSLATED:
    write(code, renewed(code))
