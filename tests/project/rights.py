"""The table of rights as data. Columns: anonymous link member host ex other facilitator admin nobody.

`in` is the way to the sign-in page. A POST is sent empty, so that 200 or 400 means "may, but said nothing".
"""

ROWS: dict[str, dict[str, str]] = {}
