"""What the answers look like, for the OpenAPI document and for those who read it."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, JsonValue, PlainSerializer, WithJsonSchema

from themagraaf.model.terms import Label


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


Getal = Annotated[
    Decimal, PlainSerializer(_number, return_type=int | float), WithJsonSchema({"type": "number"})
]


class Tekst(BaseModel):
    """Eén tekst in twee talen."""

    nl: str
    en: str

    @classmethod
    def of(cls, label: Label) -> "Tekst":
        """Return a label as it goes over the line."""
        return cls(nl=label.nl, en=label.en)


class Thema(BaseModel):
    """Een thema en de vraag van een inwoner waar het mee begint."""

    id: str
    iri: str
    titel: Tekst
    definitie: Tekst
    bewonersvraag: Tekst
    kpis: list[str] = Field(description="De ids van de KPI's van het thema.")


class Themas(BaseModel):
    """Alle thema's van de huidige release."""

    release: str
    themas: list[Thema]


class OpzoekingKort(BaseModel):
    """Een opzoeking: een query met een naam, waar een aanroeper parameters bij geeft."""

    id: str
    titel: Tekst
    omschrijving: Tekst
    audience: str = Field(description="openbaar, of intern: dan is een token nodig.")
    parameters: list["OpzoekParameter"]
    query: str


class OpzoekParameter(BaseModel):
    """Een parameter van een opzoeking."""

    naam: str
    soort: str = Field(description="iri, code, datum, getal of tekst.")
    omschrijving: Tekst
    verplicht: bool
    standaard: str | None
    keuze: list[str] = Field(description="De enige waarden die voldoen; leeg: alle van de soort.")
    meer: bool = Field(description="Of hij vaker mag worden gegeven.")


class Opzoekingen(BaseModel):
    """Alle opzoekingen van de huidige release."""

    release: str
    opzoekingen: list[OpzoekingKort]


class Norm(BaseModel):
    """Waar een KPI aan wordt gehouden, in zijn eenheid, en wie dat besloot."""

    waarde: Getal
    soort: str = Field(description="wet, raad (raadsbesluit) of eigen (eigen keuze).")
    bron: Tekst


class Dimensie(BaseModel):
    """Een dimensie van een KPI: waarop te filteren en uit te splitsen is."""

    naam: str
    optelbaar: bool = Field(description="Of cijfers over deze dimensie op te tellen zijn.")
    niveaus: list[str] = Field(description="De niveaus die `per` na een dubbele punt neemt.")


class KpiKort(BaseModel):
    """Een KPI: wat hij meet en hoe hij ervoor staat."""

    id: str
    thema: str
    titel: Tekst
    definitie: Tekst
    maat: str
    eenheid: str
    factor: Getal
    decimalen: int
    richting: str
    norm: Norm | None
    zonderNorm: Tekst | None = Field(description="Waarom er geen norm is.")  # noqa: N815  (camelCase)
    soort: str = Field(description="stroom: over een periode; stand: op een dag.")
    publicatie: str = Field(
        description="De regel voor kleine aantallen: codelijst publicatieregel."
    )
    vergelijkbaarheid: Tekst = Field(description="Waarmee het cijfer te vergelijken is.")
    niveaus: list[str]
    eigenaar: str
    registraties: list[str]
    kanttekening: Tekst | None
    status: str = Field(description="`ok`, of waarom de KPI in deze release geen cijfers heeft.")
    melding: str | None = Field(description="Wat er ontbreekt, waar de status niet `ok` is.")
    peildatum: str | None


class Kpi(KpiKort):
    """Een KPI met zijn dimensies en de query waar hij op rust."""

    release: str
    dimensies: list[Dimensie]
    query: str = Field(description="De SPARQL die tellers en noemers geeft.")


class Kpis(BaseModel):
    """De KPI's van de huidige release."""

    release: str
    kpis: list[KpiKort]


class Waarneming(BaseModel):
    """Eén cijfer. Per getoonde dimensie staan er een code en een naam bij."""

    model_config = ConfigDict(extra="allow")

    teller: Getal | None
    noemer: Getal | None
    waarde: Getal | None = Field(description="Afgerond op de decimalen van de KPI.")
    status: str = Field(description="SDMX: A normaal, P voorlopig, M niets te meten, Q geheim.")
    periodeStart: str | None  # noqa: N815  (the names of the API are camelCase)
    periodeEind: str | None  # noqa: N815  (idem)


class Waarnemingen(BaseModel):
    """De cijfers van een KPI, een platte rij met overal dezelfde kolommen."""

    kpi: str
    release: str
    peildatum: str
    eenheid: str
    indeling: int | None = Field(
        description="Het jaar van de indeling in wijken en buurten die de cijfers gebruiken."
    )
    norm: Norm | None
    waarnemingen: list[Waarneming]


class DuurInDagen(BaseModel):
    """Hele kalenderdagen: de middelste, en wat acht van de tien niet overschrijden."""

    aantal: int
    mediaan: float
    p80: int


class DienstBeschrijving(BaseModel):
    """Wat de gemeente voor de inwoner doet, en wat daarvoor nodig is."""

    id: str
    titel: Tekst
    beschrijving: Tekst
    uplNaam: str  # noqa: N815  (the names of the API are camelCase)
    upl: str
    nodig: dict[str, list[str]] = Field(description="Per taal wat een inwoner bij de hand heeft.")


class KlantreisStap(BaseModel):
    """Een stap: wat er gebeurt, hoeveel het halen, hoe lang het duurt en wie er uitvalt.

    Aantallen zijn afgerond op vijftallen; onder de acht zijn zij geheim en ontbreken zij.
    """

    id: str
    titel: Tekst
    definitie: Tekst
    dienst: DienstBeschrijving
    termijnDagen: int | None = Field(description="De wettelijke termijn.")  # noqa: N815  (idem)
    termijnBron: Tekst | None  # noqa: N815  (idem)
    bereikt: int | None
    duur: DuurInDagen | None = Field(description="Sinds de vorige stap.")
    vanafBegin: DuurInDagen | None  # noqa: N815  (idem)
    uitgevallen: int | None
    onderweg: int | None
    terugkeerAandeel: float | None = Field(  # noqa: N815  (idem)
        description="Van wie hier eindigde: het deel in procenten dat binnen een jaar terugkwam."
    )
    inWoorden: Tekst | None = Field(  # noqa: N815  (idem)
        description="Hoe lang het echt duurt, in een zin voor de inwoner."
    )


class KlantreisKort(BaseModel):
    """Een klantreis: de vraag van een inwoner waar zij mee begint, en haar thema."""

    id: str
    iri: str
    thema: str
    bewonersvraag: Tekst
    titel: Tekst
    definitie: Tekst
    status: str = Field(description="`ok`, of `geen-cijfers` waar zij niet te meten was.")


class Klantreizen(BaseModel):
    """De klantreizen van de huidige release."""

    release: str
    klantreizen: list[KlantreisKort]


class Klantreis(KlantreisKort):
    """Een klantreis met haar stappen, gemeten aan de records."""

    release: str
    reizen: int | None
    van: str | None = Field(description="De eerste dag waarover de cijfers iets zeggen.")
    peildatum: str | None
    stappen: list[KlantreisStap]


class ReleaseBeschrijving(BaseModel):
    """De huidige release en het manifest: wat erin ging en wat eruit kwam, met hashes."""

    id: str
    manifest: dict[str, JsonValue]


class Gezondheid(BaseModel):
    """De service antwoordt, uit deze release."""

    status: str
    release: str


class Fout(BaseModel):
    """Wat er mis is met één parameter."""

    model_config = ConfigDict(populate_by_name=True)

    waar: str = Field(alias="in")
    name: str
    reason: str


class Probleem(BaseModel):
    """Een fout volgens RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[Fout] | None = None
