"""The objects of the register of addresses and buildings as XML, in the elements of Kadaster."""

from dataclasses import dataclass
from datetime import date

from themagraaf.demo.gemeente import VOORBEELDSTAD
from themagraaf.demo.huishouden import Adres

_HOEKEN = {wijk.code: wijk.hoek for wijk in VOORBEELDSTAD.wijken}
# Metres a degree at this latitude, from the origin of the national grid; good to some metres.
_ORIGIN = (5.38720621, 52.15517440)
_ORIGIN_RD = (155_000.0, 463_000.0)
_METRES_A_DEGREE = (67_600.0, 111_260.0)
_PANDEN_A_ROW = 80
_PAND_APART_M = 17.0
_SIZE_M = 9.0


@dataclass(frozen=True, slots=True)
class Voorkomen:
    """One state of an object, and from when to when it held; `einde` is empty while it does."""

    nummer: int
    begin: str
    einde: str
    status: str


def locate(adres: Adres) -> tuple[float, float]:
    """Return the south-west corner of a home's building in metres of the national grid."""
    row, column = divmod(int(adres.pand[6:]) % (_PANDEN_A_ROW * 90), _PANDEN_A_ROW)
    lng, lat = _HOEKEN[adres.wijk]
    x = _ORIGIN_RD[0] + (lng - _ORIGIN[0]) * _METRES_A_DEGREE[0] + column * _PAND_APART_M
    y = _ORIGIN_RD[1] + (lat - _ORIGIN[1]) * _METRES_A_DEGREE[1] + row * _PAND_APART_M
    return round(x, 3), round(y, 3)


def describe_woonplaats(code: str, naam: str, voorkomen: Voorkomen) -> str:
    """Return a town with a square for its outline."""
    outline = _square(f"WPL_{code}_1", 146_000.0, 521_000.0, 9_000.0, 2)
    return (
        "<Objecten:Woonplaats>"
        f'<Objecten:identificatie domein="NL.IMBAG.Woonplaats">{code}</Objecten:identificatie>'
        f"<Objecten:naam>{naam}</Objecten:naam>"
        f"<Objecten:geometrie><Objecten:vlak>{outline}</Objecten:vlak></Objecten:geometrie>"
        f"{_state(voorkomen)}{_history(voorkomen)}</Objecten:Woonplaats>"
    )


def describe_openbare_ruimte(adres: Adres, voorkomen: Voorkomen) -> str:
    """Return the street of an address."""
    return (
        "<Objecten:OpenbareRuimte>"
        '<Objecten:identificatie domein="NL.IMBAG.Openbareruimte">'
        f"{adres.openbareruimte}</Objecten:identificatie>"
        f"<Objecten:naam>{adres.straat}</Objecten:naam><Objecten:type>Weg</Objecten:type>"
        f"{_state(voorkomen)}<Objecten:ligtIn>"
        f'<Objecten-ref:WoonplaatsRef domein="NL.IMBAG.Woonplaats">{adres.woonplaats}'
        f"</Objecten-ref:WoonplaatsRef></Objecten:ligtIn>{_history(voorkomen)}"
        "</Objecten:OpenbareRuimte>"
    )


def describe_nummeraanduiding(adres: Adres, voorkomen: Voorkomen, identificatie: str) -> str:
    """Return the number of an address; an empty `identificatie` is left out."""
    letter = adres.huisletter and f"<Objecten:huisletter>{adres.huisletter}</Objecten:huisletter>"
    addition = adres.toevoeging and (
        f"<Objecten:huisnummertoevoeging>{adres.toevoeging}</Objecten:huisnummertoevoeging>"
    )
    return (
        f"<Objecten:Nummeraanduiding>{_key('Nummeraanduiding', identificatie)}"
        f"<Objecten:huisnummer>{adres.huisnummer}</Objecten:huisnummer>{letter}{addition}"
        f"<Objecten:postcode>{adres.postcode}</Objecten:postcode>"
        "<Objecten:typeAdresseerbaarObject>Verblijfsobject</Objecten:typeAdresseerbaarObject>"
        f"{_state(voorkomen)}{_history(voorkomen)}<Objecten:ligtAan>"
        '<Objecten-ref:OpenbareRuimteRef domein="NL.IMBAG.Openbareruimte">'
        f"{adres.openbareruimte}</Objecten-ref:OpenbareRuimteRef></Objecten:ligtAan>"
        "</Objecten:Nummeraanduiding>"
    )


def describe_verblijfsobject(
    adres: Adres, voorkomen: Voorkomen, identificatie: str, oppervlakte: int, doelen: str
) -> str:
    """Return a home; `doelen` are its purposes, one word each."""
    x, y = locate(adres)
    purposes = "".join(
        f"<Objecten:gebruiksdoel>{doel}</Objecten:gebruiksdoel>" for doel in doelen.split()
    )
    return (
        "<Objecten:Verblijfsobject><Objecten:heeftAlsHoofdadres>"
        '<Objecten-ref:NummeraanduidingRef domein="NL.IMBAG.Nummeraanduiding">'
        f"{adres.nummeraanduiding}</Objecten-ref:NummeraanduidingRef>"
        f"</Objecten:heeftAlsHoofdadres>{_history(voorkomen)}"
        f"{_key('Verblijfsobject', identificatie)}<Objecten:geometrie><Objecten:punt>"
        '<gml:Point srsName="urn:ogc:def:crs:EPSG::28992" srsDimension="3"'
        f' gml:id="VBO_{adres.vbo}_{voorkomen.nummer}"><gml:pos>'
        f"{x + _SIZE_M / 2:.3f} {y + _SIZE_M / 2:.3f} 0.0</gml:pos></gml:Point>"
        f"</Objecten:punt></Objecten:geometrie>{purposes}"
        f"<Objecten:oppervlakte>{oppervlakte}</Objecten:oppervlakte>{_state(voorkomen)}"
        '<Objecten:maaktDeelUitVan><Objecten-ref:PandRef domein="NL.IMBAG.Pand">'
        f"{adres.pand}</Objecten-ref:PandRef></Objecten:maaktDeelUitVan>"
        "</Objecten:Verblijfsobject>"
    )


def describe_pand(adres: Adres, voorkomen: Voorkomen, identificatie: str) -> str:
    """Return the building of an address with a square for its outline."""
    x, y = locate(adres)
    outline = _square(f"PND_{adres.pand}_{voorkomen.nummer}", x, y, _SIZE_M, 3)
    return (
        f"<Objecten:Pand>{_key('Pand', identificatie)}"
        f"<Objecten:geometrie>{outline}</Objecten:geometrie>"
        f"<Objecten:oorspronkelijkBouwjaar>{adres.bouwjaar}</Objecten:oorspronkelijkBouwjaar>"
        f"{_state(voorkomen)}{_history(voorkomen)}</Objecten:Pand>"
    )


def _key(soort: str, identificatie: str) -> str:
    if not identificatie:
        return ""
    return (
        f'<Objecten:identificatie domein="NL.IMBAG.{soort}">{identificatie}'
        "</Objecten:identificatie>"
    )


def _state(voorkomen: Voorkomen) -> str:
    return (
        f"<Objecten:status>{voorkomen.status}</Objecten:status>"
        "<Objecten:geconstateerd>N</Objecten:geconstateerd>"
        f"<Objecten:documentdatum>{voorkomen.begin}</Objecten:documentdatum>"
        f"<Objecten:documentnummer>BAG/{voorkomen.begin}</Objecten:documentnummer>"
    )


def _history(voorkomen: Voorkomen) -> str:
    begin, einde = voorkomen.begin, voorkomen.einde
    end = einde and f"<Historie:eindGeldigheid>{einde}</Historie:eindGeldigheid>"
    closed = einde and f"<Historie:eindRegistratie>{einde}T10:00:00.000</Historie:eindRegistratie>"
    closed_lv = einde and (
        f"<Historie:tijdstipEindRegistratieLV>{einde}T10:30:00.000"
        "</Historie:tijdstipEindRegistratieLV>"
    )
    return (
        "<Objecten:voorkomen><Historie:Voorkomen>"
        f"<Historie:voorkomenidentificatie>{voorkomen.nummer}</Historie:voorkomenidentificatie>"
        f"<Historie:beginGeldigheid>{begin}</Historie:beginGeldigheid>{end}"
        f"<Historie:tijdstipRegistratie>{begin}T10:00:00.000</Historie:tijdstipRegistratie>{closed}"
        "<Historie:BeschikbaarLV><Historie:tijdstipRegistratieLV>"
        f"{begin}T10:30:00.000</Historie:tijdstipRegistratieLV>{closed_lv}"
        "</Historie:BeschikbaarLV></Historie:Voorkomen></Objecten:voorkomen>"
    )


def _square(name: str, x: float, y: float, size: float, dimensions: int) -> str:
    height = " 0.0" if dimensions == 3 else ""
    corners = ((x, y), (x + size, y), (x + size, y + size), (x, y + size), (x, y))
    points = " ".join(f"{east:.3f} {north:.3f}{height}" for east, north in corners)
    return (
        f'<gml:Polygon srsName="urn:ogc:def:crs:EPSG::28992" srsDimension="{dimensions}"'
        f' gml:id="{name}"><gml:exterior><gml:LinearRing><gml:posList count="5">{points}'
        "</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>"
    )


def format_dag(ordinal: int) -> str:
    """Write the day with this ordinal as ISO 8601 does."""
    return date.fromordinal(ordinal).isoformat()
