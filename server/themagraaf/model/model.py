"""The whole model, read once: vocabulary, shapes, mappings, relations, KPIs, journeys, look-ups."""

from dataclasses import dataclass

from themagraaf.errors import UnknownError, choices
from themagraaf.model.files import ModelFiles
from themagraaf.model.klantreis import Klantreis, read_klantreizen
from themagraaf.model.kpi import Kpi, read_kpis
from themagraaf.model.opzoeking import Opzoeking, read_opzoekingen
from themagraaf.model.relatie import Relatie, read_relaties
from themagraaf.model.rml import RegistratieMapping
from themagraaf.model.rml_reader import read_mappings
from themagraaf.model.shapes import Shape
from themagraaf.model.shapes_graph import read_shapes
from themagraaf.model.terms import Thema, Vocabulary, read_vocabulary


@dataclass(frozen=True, slots=True)
class Model:
    """What the four folders say, as values."""

    files: ModelFiles
    vocabulary: Vocabulary
    shapes: tuple[Shape, ...]
    mappings: tuple[RegistratieMapping, ...]
    relaties: tuple[Relatie, ...]
    kpis: tuple[Kpi, ...]
    klantreizen: tuple[Klantreis, ...]
    opzoekingen: tuple[Opzoeking, ...]

    def kpi(self, kpi_id: str) -> Kpi:
        """Return a KPI by its id.

        Raises:
            UnknownError: There is no such KPI.
        """
        for kpi in self.kpis:
            if kpi.id == kpi_id:
                return kpi
        known = choices(kpi_id, [kpi.id for kpi in self.kpis], most=20)
        raise UnknownError(f"there is no KPI {kpi_id!r}; {known}")

    def klantreis(self, klantreis_id: str) -> Klantreis:
        """Return a journey by its id.

        Raises:
            UnknownError: There is no such journey.
        """
        for klantreis in self.klantreizen:
            if klantreis.id == klantreis_id:
                return klantreis
        known = choices(klantreis_id, [item.id for item in self.klantreizen], most=20)
        raise UnknownError(f"there is no klantreis {klantreis_id!r}; {known}")

    def opzoeking(self, opzoeking_id: str) -> Opzoeking:
        """Return a look-up by its id.

        Raises:
            UnknownError: There is no such look-up.
        """
        for opzoeking in self.opzoekingen:
            if opzoeking.id == opzoeking_id:
                return opzoeking
        known = choices(opzoeking_id, [item.id for item in self.opzoekingen], most=20)
        raise UnknownError(f"there is no query {opzoeking_id!r}; {known}")

    def thema(self, thema_id: str) -> Thema:
        """Return a theme by its id.

        Raises:
            UnknownError: There is no such theme.
        """
        for thema in self.vocabulary.themas:
            if thema.id == thema_id:
                return thema
        known = choices(thema_id, [thema.id for thema in self.vocabulary.themas])
        raise UnknownError(f"there is no theme {thema_id!r}; {known}")


def read_model(files: ModelFiles) -> Model:
    """Read the four folders.

    Raises:
        ModelError: A file can't be read as what it should be.
    """
    vocabulary = read_vocabulary(files)
    return Model(
        files,
        vocabulary,
        read_shapes(files),
        read_mappings(files),
        read_relaties(files),
        read_kpis(files),
        read_klantreizen(files, vocabulary),
        read_opzoekingen(files, vocabulary),
    )
