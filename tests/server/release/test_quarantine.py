"""Records that a shape refuses: kept out, one by one, with what was wrong; nothing is lost."""

import csv
import json
from datetime import datetime
from pathlib import Path

from tests.server.release.folders import (
    BASIS,
    Uitval,
    copy_demo,
    publish_in,
    read_quarantine,
    replace_in,
    shapes_of,
    values,
)
from themagraaf.model.model import Model
from themagraaf.release.current import Release

VROEG = ["Melding-afgehandeldOp-gemeldOp", "Melding-doorlooptijdDagen"]
ONMOGELIJK = ["Zaak-doorlooptijdDagen", "Zaak-startdatum-einddatum"]
Faults = dict[tuple[str, str], list[str]]


def read_json(deliveries: Path, name: str) -> list[dict[str, str]]:
    text = (deliveries / "leveringen/meldingen" / name).read_text("utf-8")
    records: list[dict[str, str]] = json.loads(text)
    return records


def read_csv(deliveries: Path, name: str) -> list[dict[str, str]]:
    path = next((deliveries / "leveringen").rglob(name))
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def is_moment(said: str) -> bool:
    try:
        datetime.fromisoformat(said)
    except ValueError:
        return False
    return True


def planted_meldingen(deliveries: Path) -> Faults:
    """Find by plain reading the reports that are wrong on purpose."""
    resolved = read_json(deliveries, "resolved.json")
    early = {m["id"] for m in resolved if m["resolved_date"] < m["created_at"][:10]}
    faults: Faults = {}
    for name in ("all_meldingen.json", "resolved.json"):
        for place, melding in enumerate(read_json(deliveries, name)):
            if not melding["id"]:
                faults[name, f"/{place}"] = ["sleutel"]
            elif melding["id"] in early:
                faults[name, f"/{place}"] = VROEG
            elif not is_moment(melding["created_at"]):
                faults[name, f"/{place}"] = ["Melding-gemeldOp"]
    return faults


def planted_rows(deliveries: Path) -> Faults:
    """Find by plain reading the rows that are wrong on purpose; the header is row 1."""
    faults: Faults = {}
    for place, stap in enumerate(read_csv(deliveries, "receipt.csv"), start=2):
        if stap["case:channel"] == "Fax":
            faults["receipt.csv", f"row={place}"] = ["Zaak-kanaal"]
        elif stap["case:enddate"] and stap["case:enddate"] < stap["case:startdate"]:
            faults["receipt.csv", f"row={place}"] = ONMOGELIJK
    for place, gebied in enumerate(read_csv(deliveries, "WijkenEnBuurten.csv"), start=2):
        if not gebied["Title"]:
            faults["WijkenEnBuurten.csv", f"row={place}"] = ["Gebied-label"]
    for place, cijfer in enumerate(read_csv(deliveries, "gemeente_2023.csv"), start=2):
        if cijfer["Regiokenmerken"] == "GM9990":
            faults["gemeente_2023.csv", f"row={place}"] = ["Bijstandscijfer-gebied"]
    return faults


def found_in(release: Release) -> Faults:
    return {(one["bestand"], one["positie"]): shapes_of(one) for one in read_quarantine(release)}


def named(uitval: list[Uitval], bestand: str) -> Faults:
    return {(o["bestand"], o["positie"]): shapes_of(o) for o in uitval if o["bestand"] == bestand}


def test_exactly_what_the_demo_plants_is_kept_out(small: Release, deliveries: Path) -> None:
    planted = planted_meldingen(deliveries) | planted_rows(deliveries)

    assert found_in(small) == planted
    assert len(planted) == 25


def test_records_in_are_those_published_and_those_kept_out(
    small: Release, deliveries: Path
) -> None:
    registraties = small.manifest["registraties"]
    kept_out = [uitval["registratie"] for uitval in read_quarantine(small)]
    categorieen = (deliveries / "leveringen/meldingen/categories.json").read_text("utf-8")

    assert registraties["vergunningen"]["records"] == len(read_csv(deliveries, "receipt.csv"))
    assert registraties["meldingen"]["records"] == len(json.loads(categorieen)) + sum(
        len(read_json(deliveries, name))
        for name in ("all_meldingen.json", "resolved.json", "areas.json")
    )
    for naam, counted in registraties.items():
        assert counted["records"] == counted["gepubliceerd"] + counted["quarantaine"]
        assert counted["quarantaine"] == kept_out.count(naam)


def test_each_record_kept_out_says_what_it_held_and_why_in_both_languages(
    small: Release, deliveries: Path
) -> None:
    records = read_json(deliveries, "all_meldingen.json")

    for uitval in read_quarantine(small):
        for reden in uitval["redenen"]:
            assert reden["nl"].endswith(".") and reden["en"].endswith(".")
            assert reden["nl"] != reden["en"]
            assert reden["shape"].startswith("https://w3id.org/themagraaf/shape/")
        if uitval["bestand"] == "all_meldingen.json":
            assert uitval["bron"] == records[int(uitval["positie"][1:])]


def test_a_reason_names_the_value_at_fault(small: Release) -> None:
    said = {reden["waarde"] for one in read_quarantine(small) for reden in one["redenen"]}

    assert said >= {
        "31-06-2026 25:10",
        "eind juni, zie e-mail",
        "https://w3id.org/themagraaf/code/kanaal/Fax",
        f"{BASIS}/id/gebied/GM9990",
    }


def test_nothing_that_only_a_refused_record_said_is_in_a_store(
    small: Release, deliveries: Path
) -> None:
    meldingen = {str(one["bron"].get("id")) for one in read_quarantine(small)} - {"None"}
    zaken = {str(one["bron"].get("case:concept:name")) for one in read_quarantine(small)}
    iris = {f"{BASIS}/id/melding/{key}" for key in meldingen}
    iris |= {f"{BASIS}/id/melding/{key}/geometrie" for key in meldingen}
    iris |= {f"{BASIS}/id/zaak/{key}" for key in zaken - {"None"}}
    iris |= {f"{BASIS}/id/gebied/BU99010699"}

    for audience in ("openbaar", "intern"):
        listed = " ".join(f"<{iri}>" for iri in iris)
        query = f"""SELECT ?s WHERE {{ VALUES ?iri {{ {listed} }}
            {{ ?iri ?p ?o BIND (?iri AS ?s) }} UNION {{ ?s ?p ?iri }} }}"""
        assert values(small, query, audience) == []
    assert len(iris) == 5 * 2 + 3 + 1


def test_no_refused_record_is_named_as_a_source(small: Release) -> None:
    kept_out = {
        f"{one['registratie']}/{one['levering']}/{one['bestand']}#{one['positie']}"
        for one in read_quarantine(small)
    }

    sources = values(
        small,
        "PREFIX prov: <http://www.w3.org/ns/prov#>"
        " SELECT DISTINCT ?bron { ?iets prov:wasDerivedFrom ?bron }",
    )

    named = {bron.removeprefix(f"{BASIS}/id/levering/") for (bron,) in sources}
    assert not named & kept_out
    assert "vergunningen/2026-08-31/receipt.csv#row=2" in named


def test_the_good_records_beside_the_bad_ones_are_all_there(
    small: Release, deliveries: Path
) -> None:
    refused = planted_meldingen(deliveries)
    good = {
        melding["id"]
        for place, melding in enumerate(read_json(deliveries, "all_meldingen.json"))
        if ("all_meldingen.json", f"/{place}") not in refused
    }

    found = values(
        small,
        "PREFIX tg: <https://w3id.org/themagraaf/def/> PREFIX dct: <http://purl.org/dc/terms/>"
        " SELECT ?id { ?melding a tg:MeldingOpenbareRuimte ; dct:identifier ?id }",
    )

    assert sorted(key for (key,) in found) == sorted(good)


def test_what_other_records_say_too_stays_when_one_is_kept_out(
    model: Model, deliveries: Path, tmp_path: Path
) -> None:
    config = copy_demo(deliveries, tmp_path, "gebieden", "vergunningen")
    receipt = tmp_path / "leveringen/vergunningen/receipt.csv"
    first = read_csv(deliveries, "receipt.csv")[0]
    replace_in(receipt, first["time:timestamp"], "gisteren")

    release = publish_in(model, config, tmp_path / "data")

    zaak = f"<{BASIS}/id/zaak/{first['case:concept:name']}>"
    stap = f"<{BASIS}/id/processtap/{first['concept:instance']}>"
    prefix = "PREFIX tg: <https://w3id.org/themagraaf/def/>"
    steps = values(release, f"{prefix} SELECT ?stap {{ ?stap tg:zaak {zaak} }}")
    starts = values(release, f"{prefix} SELECT ?op {{ {zaak} tg:startdatum ?op }}")
    assert starts == [[first["case:startdate"][:10]]]
    assert len(steps) == 5 and [stap[1:-1]] not in steps
    assert values(release, f"SELECT ?p {{ {stap} ?p ?o }}") == []
    assert found_in(release)["receipt.csv", "row=2"] == ["Processtap-voltooidOp"]


def test_what_refers_to_a_refused_record_is_refused_next_with_a_reason_of_its_own(
    model: Model, deliveries: Path, tmp_path: Path
) -> None:
    config = copy_demo(deliveries, tmp_path, "gebieden", "bijstand")
    areas = tmp_path / "leveringen/gebieden/WijkenEnBuurten.csv"
    replace_in(areas, '"GM9902    ","Proefdorp"', '"GM9902    ",""')

    release = publish_in(model, config, tmp_path / "data")

    # The gemeente has no name; its two wijken lie nowhere then; and nowhere lie their buurten.
    uitval = read_quarantine(release)
    label, ligt_in = ["Gebied-label"], ["Gebied-ligtIn"]
    assert named(uitval, "WijkenEnBuurten.csv") == {
        ("WijkenEnBuurten.csv", "row=9"): label,
        **{("WijkenEnBuurten.csv", f"row={row}"): ligt_in for row in range(10, 16)},
        ("WijkenEnBuurten.csv", "row=50"): label,
    }
    assert named(uitval, "data.csv") == {("data.csv", "row=3"): label}
    assert [shapes_of(one) for one in uitval if one["registratie"] == "bijstand"] == [
        ["Bijstandscijfer-gebied"]
    ] * (2 + 9)  # the gemeente that is gone, and three ages in three years
    assert release.manifest["bevindingen"]["Violation"] == 1 + 6 + 1 + 11


def test_an_element_that_is_no_record_is_kept_out_and_stops_nothing(
    model: Model, deliveries: Path, tmp_path: Path
) -> None:
    config = copy_demo(deliveries, tmp_path, "gebieden", "meldingen")
    meldingen = tmp_path / "leveringen/meldingen/all_meldingen.json"
    before = json.loads(meldingen.read_text("utf-8"))
    meldingen.write_text(json.dumps(["geen melding", *before]), encoding="utf-8")

    release = publish_in(model, config, tmp_path / "data")

    refused = [one for one in read_quarantine(release) if one["positie"] == "/0"]
    counted = release.manifest["registraties"]["meldingen"]
    assert [one["bestand"] for one in refused] == ["all_meldingen.json"]
    assert len(refused[0]["redenen"]) == 1
    assert counted["quarantaine"] == len(planted_meldingen(deliveries)) + 1
    assert counted["records"] == counted["gepubliceerd"] + counted["quarantaine"]
