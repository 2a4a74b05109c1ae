"""The ground that compiled mappings stand on: quoting, macros, the calendar of working days."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

import duckdb

from themagraaf.mapping.macros import VALUE_MACROS
from themagraaf.sql import text

FIRST_YEAR, LAST_YEAR = 1970, 2100

# Characters beyond ASCII that an IRI may hold: RFC 3987, ucschar.
UCSCHAR = r"\x{A0}-\x{D7FF}\x{F900}-\x{FDCF}\x{FDF0}-\x{FFEF}" + "".join(
    rf"\x{{{plane:X}{'1' if plane == 14 else '0'}000}}-\x{{{plane:X}FFFD}}"
    for plane in range(1, 15)
)
# What may stand unescaped in an IRI segment (iunreserved), and what anywhere in an IRI.
UNRESERVED = f"[A-Za-z0-9._~{UCSCHAR}-]"
LEGAL = f"[!#-;=?-Z_a-z~{UCSCHAR}]"
# What may stand anywhere in an IRI, and says nothing of what stands around it.
SIMPLE = "[!#$&-;=?-Z_a-z~]"

MACROS = (
    r"""
CREATE MACRO encoded(v, kept) AS array_to_string(list_transform(regexp_extract_all(v, '(?s).'),
  lambda c: CASE WHEN regexp_full_match(c, kept) THEN c ELSE url_encode(c) END), '');
CREATE MACRO iri_safe(v) AS CASE
  WHEN strlen(v) = length(v) THEN url_encode(v)
  WHEN regexp_full_match(v, 'UNRESERVED*') THEN v ELSE encoded(v, 'UNRESERVED') END;
CREATE MACRO stray_percent(v) AS
  regexp_matches(v, '%([^0-9A-Fa-f]|[0-9A-Fa-f][^0-9A-Fa-f]|[0-9A-Fa-f]?$)');
CREATE MACRO iri_legal(v) AS CASE
  WHEN stray_percent(v) THEN encoded(replace(v, '%', '%25'), 'LEGAL')
  WHEN regexp_full_match(v, 'LEGAL*') THEN v ELSE encoded(v, 'LEGAL') END;
CREATE MACRO iri_of_any(v, basis) AS list_transform([v], lambda x: '<' || iri_legal(
  CASE WHEN regexp_matches(x, '^[A-Za-z][A-Za-z0-9+.-]*:') THEN x ELSE basis || x END) || '>')[1];
CREATE MACRO iri_of(v, basis) AS CASE
  WHEN regexp_full_match(v, '[A-Za-z][A-Za-z0-9+.-]*:SIMPLE*') THEN '<' || v || '>'
  WHEN regexp_full_match(v, '[A-Za-z0-9._~/-]*') THEN '<' || basis || v || '>'
  ELSE iri_of_any(v, basis) END;
CREATE MACRO has_marks(v) AS
  contains(v, '"') OR contains(v, '\') OR contains(v, chr(10)) OR contains(v, chr(13));
CREATE MACRO escaped(v) AS CASE WHEN has_marks(v) THEN replace(replace(replace(replace(
    v, '\', '\\'), '"', '\"'), chr(10), '\n'), chr(13), '\r') ELSE v END;
CREATE MACRO local_moment(v) AS try_cast(v AS TIMESTAMPTZ);
CREATE MACRO local_date(v) AS coalesce(strftime(local_moment(v), '%Y-%m-%d'), v);
CREATE MACRO offset_minutes(t) AS
  date_diff('minute', timezone('UTC', t), timezone('Europe/Amsterdam', t));
CREATE MACRO local_time(v) AS coalesce(
  rtrim(rtrim(strftime(local_moment(v), '%Y-%m-%dT%H:%M:%S.%f'), '0'), '.')
    || printf('+%02d:%02d', offset_minutes(local_moment(v)) // 60,
              offset_minutes(local_moment(v)) % 60), v);
""".replace("UNRESERVED", UNRESERVED)
    .replace("LEGAL", LEGAL)
    .replace("SIMPLE", SIMPLE)
)


def connect(spill: Path, memory_limit_mb: int) -> duckdb.DuckDBPyConnection:
    """Open the workspace of one build, with the macros and the calendar in it.

    It is in memory, and what does not fit there is on disk, in the folder `spill`. A statement
    has one thread, so that rows come in order without being held for it; statements of several
    cursors run side by side.
    """
    connection = duckdb.connect(":memory:")
    spill.mkdir()
    settings = {
        # A build fetches nothing from elsewhere: what the engine lacks is done here, slower.
        "autoinstall_known_extensions": "false",
        "temp_directory": text(str(spill)),
        "memory_limit": f"'{memory_limit_mb}MB'",
        "threads": "1",
        "preserve_insertion_order": "false",
        "TimeZone": "'Europe/Amsterdam'",
    }
    for name, value in settings.items():
        connection.execute(f"SET GLOBAL {name} = {value}")
    connection.execute(MACROS + VALUE_MACROS)
    days = ", ".join(f"DATE '{day}'" for day in holidays(FIRST_YEAR, LAST_YEAR))
    connection.execute(f"""
        CREATE TABLE werkdag AS
        SELECT dag, werkt, sum(werkt::INTEGER) OVER (ORDER BY dag) AS nummer FROM (
          SELECT dag::DATE AS dag, isodow(dag) < 6 AND dag::DATE NOT IN ({days}) AS werkt
          FROM range(
            DATE '{FIRST_YEAR}-01-01', DATE '{LAST_YEAR + 1}-01-01', INTERVAL 1 DAY) t(dag))
    """)
    return connection


def lacks_room(error: duckdb.Error) -> bool:
    """Say whether the engine stopped for want of room on disk or in memory."""
    return isinstance(
        error, duckdb.IOException | duckdb.OutOfMemoryException
    ) or "Could not write file" in str(error)


def holidays(first: int, last: int) -> Iterator[date]:
    """Give the days that the Algemene termijnenwet, article 3, counts as holidays."""
    for year in range(first, last + 1):
        easter = _easter(year)
        koningsdag = date(year, 4, 27)
        yield date(year, 1, 1)
        yield easter - timedelta(days=2)  # Goede Vrijdag, made equal by the second paragraph
        yield easter + timedelta(days=1)
        yield koningsdag - timedelta(days=koningsdag.weekday() == 6)
        yield date(year, 5, 5)
        yield easter + timedelta(days=39)
        yield easter + timedelta(days=50)
        yield date(year, 12, 25)
        yield date(year, 12, 26)


def load_codes(
    connection: duckdb.DuckDBPyConnection, codes: Mapping[str, Mapping[str, str]]
) -> None:
    """Make the code lists known to the workspace: list, notation and concept."""
    connection.execute("CREATE TABLE code (lijst VARCHAR, notatie VARCHAR, concept VARCHAR)")
    rows = [(name, *pair) for name, members in codes.items() for pair in members.items()]
    if rows:
        connection.executemany("INSERT INTO code VALUES (?, ?, ?)", sorted(rows))


def _easter(year: int) -> date:
    """Return Easter Sunday by the Gregorian computus of Butcher."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
