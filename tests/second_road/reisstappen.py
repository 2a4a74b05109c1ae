"""The steps that residents took, read from the deliveries: the rows of each journey.

A reader gives a row for each step and resident. What the ledger forbids is left out.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise

from tests.second_road.hulp import Hulp, of_wet
from tests.second_road.inwoners import GEMEENTE, read_bag, text
from tests.second_road.meldingen import NEDERLAND, read_meldingen
from tests.second_road.reizen import Rij
from tests.second_road.schulden import Schulden
from tests.second_road.stad import Stad, read_csv
from tests.second_road.tabellen import Tabellen
from tests.second_road.verblijven import read_dag, read_rijen, read_verblijven
from tests.second_road.zaken import Zaak, read_zaken

HALF_JAAR = timedelta(days=183)
GESTART = "Bouw gestart"
KLAAR = {"Pand in gebruik", "Pand in gebruik (niet ingemeten)"}
Stap = tuple[str, str, date | str | None]


def steps(bewoners: Mapping[str, Collection[str]], taken: Iterable[Stap]) -> Iterator[Rij]:
    """Give the steps that have a day and belong to a journey, for each of its residents."""
    for reis, stap, on in taken:
        if on and reis in bewoners:
            datum = on if isinstance(on, date) else date.fromisoformat(on)
            for bewoner in bewoners[reis] or {""}:
                yield Rij(reis, bewoner, stap, datum)


def hulp_thuis(stad: Stad) -> Iterator[Rij]:
    """From a report to help under the Wmo."""
    return _ondersteuning(Hulp(stad), "WMO")


def hulp_voor_mijn_kind(stad: Stad) -> Iterator[Rij]:
    """From a report to help under the Jeugdwet."""
    return _ondersteuning(Hulp(stad), "JEUGDWET")


def _ondersteuning(hulp: Hulp, wet: str) -> Iterator[Rij]:
    bsn = {key: row["BURGERSERVICENUMMER"] or "" for key, row in hulp.clienten.items()}
    meldingen = {str(row["AANVRAAGOFMELDING_ID"]): row for row in of_wet(hulp.meldingen, wet)}
    given = {
        row["BESCHIKKING_ID"]: row["DATUMAFGIFTE"]
        for row in hulp.table("BESCHIKKING", "BESCHIKKING_ID")
    }
    taken: list[Stap] = [(key, "hulp", begin) for key, begin in hulp.first_levering.items()]
    for key, row in meldingen.items():
        taken += [
            (key, "melding", row["DATUMAANMAAK"]),
            (key, "onderzoek", row["DATUMAFHANDELING"]),
        ]
    for row in hulp.aanvragen:
        key = row["VOLGT_OP_AOMMELDINGWMOJEUGD_ID"] or ""
        taken += [
            (key, "aanvraag", row["DATUMSTARTAANVRAAG"]),
            (key, "besluit", given.get(row["LEIDT_TOT_BESCHIKKING_ID"])),
        ]
    bewoners = {key: {bsn.get(row["HEEFT_CLIENT_ID"] or "", "")} for key, row in meldingen.items()}
    return steps(bewoners, taken)


def uitkering_aanvragen(stad: Stad) -> Iterator[Rij]:
    """From an application for a benefit to the end of that benefit."""
    tabellen = Tabellen(stad, "participatie")
    aanvragen = {row["aanvraagnummer"]: row for row in tabellen.csv("aanvragen.csv")}
    helped: defaultdict[str, list[str]] = defaultdict(list)
    for row in tabellen.csv("reintegratie.csv"):
        if row["bsn"]:
            helped[row["bsn"]].append(row["datumStart"])
    taken: list[Stap] = []
    for key, row in aanvragen.items():
        taken += [(key, "aanvraag", row["aanvraagdatum"]), (key, "besluit", row["besluitdatum"])]
    for row in tabellen.csv("uitkeringen.csv"):
        key, einde = row["aanvraagnummer"], row["einddatum"]
        taken.append((key, "einde", einde))
        if beslist := aanvragen.get(key, {}).get("besluitdatum"):
            taken += [
                (key, "hulp-naar-werk", begin)
                for begin in helped[row["bsn"]]
                if beslist <= begin <= (einde or begin)
            ]
    return steps({key: {row["bsn"]} for key, row in aanvragen.items()}, taken)


def uit_de_schulden(stad: Stad) -> Iterator[Rij]:
    """From asking for debt relief to what was agreed being done; deliveries about one are one."""
    bewoners: dict[str, set[str]] = {}
    taken: list[Stap] = []
    for number, hulp in enumerate(Schulden(stad).hulp):
        key, asked = str(number), hulp.first("aanmelding", "startdatum")
        if not asked:
            continue
        bewoners[key] = {bsn for traject in hulp.trajecten for bsn in traject.clienten}
        done = hulp.last("uitstroom", "datum", "reden")[1] == "Afgerond"
        taken += [
            (key, "aanmelding", asked),
            (key, "gesprek", hulp.first("intake", "startdatum")),
            (key, "toelating", hulp.toegelaten),
            (key, "oplossing", hulp.last("oplossing", "startdatum", "soort")[0]),
            (key, "afgerond", hulp.einde if done else None),
        ]
    return steps(bewoners, taken)


def betalingsachterstand(stad: Stad) -> Iterator[Rij]:
    """From the message of a creditor to asking for debt relief within half a year."""
    schulden = Schulden(stad)
    bewoners: dict[str, set[str]] = {
        key: set() for key, zaak in schulden.zaken.items() if zaak["matchingsdatum"]
    }
    asked: defaultdict[str, list[date]] = defaultdict(list)
    for traject in schulden.trajecten:
        if moment := traject.day("aanmelding", "startdatum"):
            for bsn in traject.clienten:
                asked[bsn].append(date.fromisoformat(moment))
    taken: list[Stap] = []
    for row in schulden.signalen:
        key, bsn = row["zaaknummer"], row["burgerservicenummer"]
        taken.append((key, "signaal", row["signaaldatum"]))
        if key not in bewoners or not bsn:
            continue
        bewoners[key].add(bsn)
        if opgepakt := schulden.zaken[key]["datum_opgepakt"]:
            since = date.fromisoformat(opgepakt)
            taken += [
                (key, "schuldhulp", day) for day in asked[bsn] if since <= day <= since + HALF_JAAR
            ]
    taken += [(key, "opgepakt", zaak["datum_opgepakt"]) for key, zaak in schulden.zaken.items()]
    for row in schulden.rows("contactpogingen"):
        if row["bereikt"] == "true":
            taken.append((row["zaaknummer"], "contact", row["datum"]))
    return steps(bewoners, taken)


def niet_naar_school(stad: Stad) -> Iterator[Rij]:
    """From the report of absence to its close."""
    meldingen = Tabellen(stad, "leerplicht").csv("verzuimmeldingen.csv")
    taken: list[Stap] = []
    for row in meldingen:
        key = row["meldingnummer"]
        taken += [
            (key, "melding", row["meldmoment"][:10]),
            (key, "gesprek", row["datumGesprek"]),
            (key, "afsluiting", row["datumAfgehandeld"]),
        ]
    return steps({row["meldingnummer"]: {row["bsn"]} for row in meldingen}, taken)


def iets_melden(stad: Stad) -> Iterator[Rij]:
    """From a report on public space to its resolution; who reported is not known."""
    taken: list[Stap] = []
    for melding in read_meldingen(stad):
        taken += [
            (melding.id, "melding", melding.moment.date()),
            (melding.id, "afgehandeld", melding.klaar),
        ]
    return steps({reis: () for reis, _, _ in taken}, taken)


def belasting_niet_betalen(stad: Stad) -> Iterator[Rij]:
    """From asking for remission to the decision."""
    zaken = _of_type(stad, "kwijtschelding")
    taken = list(_start_and_end(zaken, "aanvraag", "besluit"))
    taken += [
        (zaak.url, "in-behandeling", datum)
        for zaak in zaken
        for volgnummer, datum in zaak.statussen
        if volgnummer == 2
    ]
    return steps({zaak.url: {zaak.bewoner} for zaak in zaken}, taken)


def bezwaar_maken(stad: Stad) -> Iterator[Rij]:
    """From an objection to the decision on it."""
    zaken = _of_type(stad, "bezwaar")
    taken = _start_and_end(zaken, "bezwaar", "beslissing")
    return steps({zaak.url: {zaak.bewoner} for zaak in zaken}, taken)


def vergunning_aanvragen(stad: Stad) -> Iterator[Rij]:
    """From asking for a permit to the decision: cases, and those of the event log."""
    zaken = _of_type(stad, "omgevingsvergunning")
    bewoners = {zaak.url: {zaak.bewoner} for zaak in zaken}
    taken = list(_start_and_end(zaken, "aanvraag", "besluit"))
    for row in read_csv(stad, "vergunningen", "receipt.csv"):
        key = row["case:concept:name"]
        bewoners[key] = {""}
        for stap, moment in (
            ("aanvraag", row["case:startdate"]),
            ("besluit", row["case:enddate"]),
        ):
            if moment:
                on = datetime.fromisoformat(moment).astimezone(NEDERLAND).date()
                taken.append((key, stap, on))
    return steps(bewoners, taken)


def _of_type(stad: Stad, zaaktype: str) -> list[Zaak]:
    return [zaak for zaak in read_zaken(stad) if zaak.zaaktype == zaaktype]


def _start_and_end(zaken: Iterable[Zaak], start: str, einde: str) -> Iterator[Stap]:
    for zaak in zaken:
        yield zaak.url, start, zaak.start
        yield zaak.url, einde, zaak.einde


def verhuizen(stad: Stad) -> Iterator[Rij]:
    """From the last day at one address in the gemeente to the next being recorded."""
    stays: defaultdict[str, dict[int, dict[str, str]]] = defaultdict(dict)
    for bsn, plaats, rij in read_rijen(stad):
        if rij["08.09.10"] and rij["08.84.10"] != "O":
            stays[bsn][plaats] = rij
    bewoners: dict[str, set[str]] = {}
    taken: list[Stap] = []
    for bsn, found in stays.items():
        for newer, older in pairwise(sorted(found)):
            rij = found[newer]
            if {rij["08.09.10"], found[older]["08.09.10"]} != {GEMEENTE[2:]}:
                continue
            key, arrived = f"{bsn}/{newer}", read_dag(rij["08.10.30"])
            bewoners[key] = {bsn}
            taken += [
                (key, "vertrek", arrived - timedelta(days=1)),
                (key, "aankomst", arrived),
                (key, "verwerkt", read_dag(rij["08.86.10"]) if rij["08.86.10"] else None),
            ]
    return steps(bewoners, taken)


def nieuwe_woning(stad: Stad) -> Iterator[Rij]:
    """From the start of building to the first resident; a journey of a building."""
    began: dict[str, str] = {}
    used: list[tuple[str, str]] = []
    for element in read_bag(stad, "PND"):
        key, day = text(element, "identificatie"), text(element, "beginGeldigheid")
        if text(element, "status") == GESTART:
            began[key] = min(day, began.get(key, day))
        elif text(element, "status") in KLAAR:
            used.append((key, day))
    panden = {
        text(element, "identificatie"): {
            item.text or "" for item in element.iterfind(".//{*}PandRef")
        }
        for element in read_bag(stad, "VBO")
        if not text(element, "eindGeldigheid")
    }
    lived = [
        (pand, stay.begin.isoformat())
        for stay in read_verblijven(stad)
        for pand in panden.get(stay.woning, ())
    ]
    taken: list[Stap] = [(key, "start", day) for key, day in began.items()]
    for stap, found in (("klaar", used), ("bewoond", lived)):
        taken += [(key, stap, day) for key, day in found if key in began and day >= began[key]]
    return steps(dict.fromkeys(began, ()), taken)
