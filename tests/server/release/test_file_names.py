"""A delivered file may be called anything."""

from pathlib import Path

from themagraaf.demo import write_deliveries
from themagraaf.model.model import Model

from .folders import copy_demo, publish_in, replace_in

FROM_A_DESCRIBED_FILE = """PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX tg: <https://w3id.org/themagraaf/def/>
ASK {
  ?gebied a tg:Gemeente ; prov:wasDerivedFrom ?rij .
  ?bestand a tg:Bestand .
  FILTER (STRSTARTS(STR(?rij), CONCAT(STR(?bestand), "#")))
}"""


def test_a_record_leads_to_its_file_also_when_the_name_has_spaces(
    model: Model, tmp_path: Path
) -> None:
    demo = write_deliveries(tmp_path / "demo", inwoners=300).parent
    config = copy_demo(demo, tmp_path, "gebieden")
    replace_in(config, "WijkenEnBuurten.csv", "wijken (één) 100%.csv")
    folder = tmp_path / "leveringen" / "gebieden"
    (folder / "WijkenEnBuurten.csv").rename(folder / "wijken (één) 100%.csv")

    release = publish_in(model, config, tmp_path / "data")

    assert release.store("intern").ask(FROM_A_DESCRIBED_FILE)
    assert release.manifest["registraties"]["gebieden"]["gepubliceerd"] > 0
