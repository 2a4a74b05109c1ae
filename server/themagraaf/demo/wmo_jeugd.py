"""The registration of help under the Wmo and the Jeugdwet: a SQL database, and claims in CSV."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar

from themagraaf.demo.bederf import Bederf
from themagraaf.demo.declaraties import REGELS, REKENINGEN, Declaraties
from themagraaf.demo.hulptraject import (
    GANGEN,
    Gang,
    Hulp,
    Traject,
    draw_overgekomen,
    draw_terugkeer,
    draw_traject,
)
from themagraaf.demo.registratie import Leveringsregel
from themagraaf.demo.wereld import Huishouden, Persoon, Wereld
from themagraaf.demo.wmo_tabellen import FOUTEN, KOLOMMEN, TABELLEN, Database, Rij, soorten, spoil
from themagraaf.demo.zorgaanbod import AANBIEDERS, JEUGDWET, PRODUCTEN, WMO

DATABASE = "wmo_jeugd.sqlite"
_SHARE_OVERGEKOMEN = {WMO: 0.55, JEUGDWET: 0.4}
_SHARE_SECOND = {WMO: 0.15, JEUGDWET: 0.45}
_VOLWASSEN = 18
# Until when under the Jeugdwet help may begin, in days of life.
_JEUGD_DAYS = 6570
_SOORTEN = {table: soorten(table) for table in FOUTEN}


class WmoJeugd:
    """Who asked for help, what was decided, and what was given and claimed since 2023."""

    naam: ClassVar[str] = "wmo-jeugd"

    def __init__(self, folder: Path, wereld: Wereld, bederf: Bederf) -> None:
        self._wereld = wereld
        self._bederf = bederf
        self._rng = wereld.rng(self.naam)
        self._begin = wereld.begin.toordinal()
        self._last = wereld.peildatum.toordinal()
        self._database = Database(folder / DATABASE)
        self._declaraties = Declaraties(folder, wereld.begin, wereld.peildatum, bederf)
        self._numbers = dict.fromkeys(TABELLEN, 0)
        self._add_aanbod()

    def add(self, huishouden: Huishouden) -> None:
        """Write the help of one household, if it has any."""
        trekken = huishouden.trekken
        if "wmo" not in trekken and "jeugd" not in trekken:
            return
        alive = [item for item in huishouden.personen if item.overleden is None]
        adults = [item for item in alive if not item.is_kind]
        if "wmo" in trekken:
            oldest_first = sorted(adults, key=lambda item: item.geboortedatum)
            for persoon in self._choose(oldest_first, WMO):
                self._add_persoon(persoon, None, GANGEN[WMO])
        if "jeugd" in trekken:
            children = [item for item in alive if item.is_kind and self._may_begin(item)]
            for persoon in self._choose(children, JEUGDWET):
                self._add_persoon(persoon, adults[0] if adults else None, GANGEN[JEUGDWET])

    def close(self) -> Sequence[Leveringsregel]:
        """End the database and the files."""
        self._database.close()
        self._declaraties.close()
        bestanden = {"declaraties": REKENINGEN, "declaratieregels": REGELS}
        return [Leveringsregel(self.naam, self._wereld.peildatum, bestanden, DATABASE)]

    def _add_aanbod(self) -> None:
        for aanbieder in AANBIEDERS:
            code = f"L{aanbieder.nummer:02}"
            row: Rij = [aanbieder.nummer, aanbieder.agb, code, aanbieder.naam, aanbieder.soort]
            self._database.add("LEVERANCIER", row)
        found = {(product.soort, product.wet): None for product in PRODUCTEN}
        for number, (soort, wet) in enumerate(found, start=1):
            name = soort.replace("-", " ")
            self._database.add("VOORZIENINGSOORT", [number, soort, name, wet])
        for product in PRODUCTEN:
            row = [product.nummer, product.soort, product.naam, product.code, product.wet]
            self._database.add("VOORZIENING", row)

    def _choose(self, personen: Sequence[Persoon], wet: str) -> Sequence[Persoon]:
        second = self._rng.random() < _SHARE_SECOND[wet]
        return personen[: 2 if second else 1]

    def _may_begin(self, child: Persoon) -> bool:
        return child.geboortedatum.toordinal() + _JEUGD_DAYS > self._begin

    def _add_persoon(self, persoon: Persoon, gezagsdrager: Persoon | None, gang: Gang) -> None:
        rng = self._rng
        here = max(self._begin, persoon.gevestigd.toordinal())
        born = persoon.geboortedatum.toordinal()
        latest = self._last if gezagsdrager is None else min(self._last, born + _JEUGD_DAYS)
        if latest < here:
            return
        client = self._add_client(persoon, gezagsdrager)
        overgekomen = rng.random() < _SHARE_OVERGEKOMEN[gang.wet] and here == self._begin
        day: int | None = here + int(rng.random() * (latest - here + 1))
        if overgekomen:
            age = (self._begin - born) // 365
            traject = draw_overgekomen(rng, gang, self._begin, age, self._last)
            self._add_traject(client, traject)
            day = draw_terugkeer(rng, gang, traject, latest)
        while day is not None:
            traject = draw_traject(rng, gang, day, (day - born) // 365, self._last)
            self._add_traject(client, traject)
            day = draw_terugkeer(rng, gang, traject, latest)

    def _add_client(self, persoon: Persoon, gezagsdrager: Persoon | None) -> int:
        bsn = None if gezagsdrager is None else gezagsdrager.bsn
        known = None if gezagsdrager is None else "JA"
        number = self._next("CLIENT")
        self._write("CLIENT", [number, f"C{number}", persoon.bsn, known, bsn])
        return number

    def _add_traject(self, client: int, traject: Traject) -> None:
        melding = self._add_melding(client, traject)
        if traject.aangevraagd is None and not traject.hulp:
            return
        beschikking = None if traject.besloten is None else self._next("BESCHIKKING")
        if traject.aangevraagd is not None:
            number = self._next("AOM_AANVRAAGWMOJEUGD")
            start, besloten = _iso(traject.aangevraagd), _iso(traject.besloten)
            self._write(
                "AOM_AANVRAAGWMOJEUGD",
                [number, client, traject.wet, melding, start, besloten, beschikking],
            )
        if beschikking is None:
            return
        code = "TOEKENNING" if traject.hulp else "AFWIJZING"
        row: Rij = [beschikking, client, traject.wet, code, _iso(traject.besloten)]
        self._write("BESCHIKKING", row)
        for hulp in traject.hulp:
            self._add_hulp(client, beschikking, traject.wet, hulp)

    def _add_melding(self, client: int, traject: Traject) -> int | None:
        if traject.gemeld is None:
            return None
        number = self._next("AOMMELDINGWMOJEUGD")
        stopped = traject.onderzocht is not None and traject.aangevraagd is None
        reden = "eigen oplossing" if stopped else None
        gemeld, onderzocht = _iso(traject.gemeld), _iso(traject.onderzocht)
        self._write(
            "AOMMELDINGWMOJEUGD",
            [number, client, traject.wet, traject.aanmelder, gemeld, onderzocht, reden],
        )
        return number

    def _add_hulp(self, client: int, beschikking: int, wet: str, hulp: Hulp) -> None:
        number = self._next("BESCHIKTE_VOORZIENING")
        product = hulp.product
        vorm = "PGB" if hulp.pgb else "ZIN"
        begin, einde = _iso(hulp.begin), _iso(hulp.einde)
        row: Rij = [number, client, wet, beschikking, product.nummer, product.soort, vorm]
        row += [product.eenheid, begin, einde, _iso(hulp.gepland), hulp.reden]
        self._write("BESCHIKTE_VOORZIENING", row)
        if hulp.toegewezen is None:
            return
        toewijzing = self._next("TOEWIJZING")
        row = [toewijzing, client, wet, f"{toewijzing:09}", number, hulp.aanbieder]
        self._write("TOEWIJZING", [*row, product.soort, _iso(hulp.toegewezen), begin, einde])
        if hulp.geleverd is None:
            return
        reden = None if hulp.gestopt is None else hulp.reden
        row = [self._next("LEVERING"), client, wet, toewijzing, product.soort]
        self._write("LEVERING", [*row, _iso(hulp.geleverd), _iso(hulp.gestopt), reden])
        days = (hulp.geleverd, min(hulp.einde, self._last))
        self._declaraties.add(
            client, toewijzing, wet, product.soort, hulp.aanbieder, days, hulp.prijs_cent
        )

    def _next(self, table: str) -> int:
        self._numbers[table] += 1
        return self._numbers[table]

    def _write(self, table: str, row: Rij) -> None:
        soort = self._bederf.kies(f"{self.naam}/{table}", _SOORTEN[table])
        if soort is not None:
            number = self._numbers[table]
            verboden = spoil(table, row, soort, number)
            if verboden is not None:
                positie = f"tabel={table}&{KOLOMMEN[table][0]}={number}"
                self._bederf.noteer(
                    self.naam, self._wereld.peildatum, DATABASE, positie, soort, verboden
                )
        self._database.add(table, row)


def _iso(day: int | None) -> str | None:
    return None if day is None else date.fromordinal(day).isoformat()
