"""SQL macros behind the value functions: keys, dates and geometry as text.

`filled` makes nothing of what is empty. What a macro can't read it gives back
as it came.
"""

ELEVEN_TEST = " + ".join(
    f"{weight} * (unicode(d[{place}]) - 48)"
    for place, weight in enumerate((9, 8, 7, 6, 5, 4, 3, 2, -1), start=1)
)

VALUE_MACROS = r"""
CREATE MACRO filled(v) AS nullif(trim(v, ' ' || chr(9) || chr(10) || chr(13) || chr(160)), '');
CREATE MACRO bsn_digits(v) AS CASE
  WHEN regexp_full_match(filled(v), '\d{1,9}') THEN lpad(filled(v), 9, '0')
  WHEN regexp_full_match(filled(v), '\d{4}\.\d\d\.\d{3}|\d{3}\.\d{3}\.\d{3}|\d{3} \d{3} \d{3}')
    THEN replace(replace(filled(v), '.', ''), ' ', '')
  ELSE filled(v) END;
CREATE MACRO eleven_test(d) AS regexp_full_match(d, '\d{9}') AND d <> '000000000'
  AND (SUM) % 11 = 0;
CREATE MACRO passes_eleven(v) AS eleven_test(bsn_digits(v))::VARCHAR;
CREATE MACRO packed(v) AS upper(regexp_replace(filled(v), '[\s\x{A0}]+', '', 'g'));
CREATE MACRO number_of(v) AS coalesce(nullif(ltrim(packed(v), '0'), ''), packed(v));
CREATE MACRO address_key(postcode, huisnummer, letter, toevoeging) AS packed(postcode)
  || '-' || number_of(huisnummer) || '-' || coalesce(packed(letter), '')
  || '-' || coalesce(packed(toevoeging), '');
CREATE MACRO date_of_8(v) AS CASE
  WHEN regexp_full_match(filled(v), '0{8}') THEN NULL
  WHEN regexp_full_match(filled(v), '\d{8}')
    THEN coalesce(strftime(try_strptime(filled(v), '%Y%m%d'), '%Y-%m-%d'), v)
  ELSE CASE WHEN filled(v) IS NOT NULL THEN v END END;
CREATE MACRO first_day_of_8(v) AS date_of_8(regexp_replace(regexp_replace(filled(v),
  '^([12]\d{3})0000$', '\10100'), '^([12]\d{3}(0[1-9]|1[0-2]))00$', '\101'));
CREATE MACRO day_before(v) AS
  coalesce(strftime(TRY(try_cast(local_date(filled(v)) AS DATE) - 1), '%Y-%m-%d'), filled(v));
CREATE MACRO duration_days(v) AS CASE
  WHEN regexp_full_match(filled(v), 'P(\d{1,6}W)?(\d{1,6}D)?') AND length(filled(v)) > 1 THEN (
    7 * coalesce(try_cast(regexp_extract(v, '(\d+)W', 1) AS BIGINT), 0)
    + coalesce(try_cast(regexp_extract(v, '(\d+)D', 1) AS BIGINT), 0))::VARCHAR
  ELSE filled(v) END;
CREATE MACRO dutch_number(v) AS CASE
  WHEN regexp_full_match(filled(v), '[-–]') THEN NULL
  WHEN regexp_full_match(filled(v), '[-+]?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?')
    THEN replace(replace(filled(v), '.', ''), ',', '.')
  ELSE filled(v) END;
CREATE MACRO wkt_kind(g) AS CASE json_extract_string(g, '$.type')
  WHEN 'Point' THEN 'POINT' WHEN 'MultiPoint' THEN 'MULTIPOINT'
  WHEN 'LineString' THEN 'LINESTRING' WHEN 'MultiLineString' THEN 'MULTILINESTRING'
  WHEN 'Polygon' THEN 'POLYGON' WHEN 'MultiPolygon' THEN 'MULTIPOLYGON' END;
CREATE MACRO wkt_numbers(c) AS translate(
  regexp_replace(replace(replace(c, '],', '];'), ',', ' '), '\[([-+.0-9Ee ]+)\]', '\1', 'g'),
  '[];', '(),');
CREATE MACRO wkt_written(kind, c) AS kind
  || CASE WHEN regexp_matches(c, '\[([-+.0-9Ee]+,){2}') THEN ' Z ' ELSE ' ' END
  || CASE kind WHEN 'POINT' THEN '(' || wkt_numbers(c) || ')' ELSE wkt_numbers(c) END;
CREATE MACRO wkt_of(v) AS CASE WHEN json_valid(v) THEN coalesce(wkt_written(
  wkt_kind(v::JSON), nullif(json_extract(v::JSON, '$.coordinates')::VARCHAR, '[]')), v) ELSE v END;
""".replace("SUM", ELEVEN_TEST)
