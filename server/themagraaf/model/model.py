"""The whole model, read once: vocabulary, shapes, mappings, relations, KPIs."""

from dataclasses import dataclass

from themagraaf.errors import UnknownError, choices
from themagraaf.model.files import ModelFiles
from themagraaf.model.kpi import Kpi, read_kpis
from themagraaf.model.relatie import Relatie, read_relaties
from themagraaf.model.rml import RegistratieMapping
from themagraaf.model.rml_reader import read_mappings
from themagraaf.model.shapes import Shape, read_shapes
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
    return Model(
        files,
        read_vocabulary(files),
        read_shapes(files),
        read_mappings(files),
        read_relaties(files),
        read_kpis(files),
    )
