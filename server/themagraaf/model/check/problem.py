"""What a check gives: one problem, the rule that it breaks, and what would do."""

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """Every rule that a model is held to, by its id; each is a heading in docs/check.md."""

    UNREADABLE = "unreadable"
    TERM_UNDECLARED = "term-undeclared"
    CONCEPT_UNDECLARED = "concept-undeclared"
    TERM_WITHOUT_LABEL = "term-without-label"
    TERM_WITHOUT_DEFINITION = "term-without-definition"
    TERM_WITHOUT_HOME = "term-without-home"
    TERM_DEPRECATED = "term-deprecated"
    TERM_DEAD = "term-dead"
    CLASS_NOT_FILLED = "class-not-filled"
    CLASS_NOT_GUARDED = "class-not-guarded"
    DATATYPE_DIFFERS = "datatype-differs"
    SHAPE_MALFORMED = "shape-malformed"
    SHAPE_NEVER_RUNS = "shape-never-runs"
    SHAPE_WITHOUT_NAME = "shape-without-name"
    SHAPE_WITHOUT_SEVERITY = "shape-without-severity"
    SHAPE_WITHOUT_MESSAGE = "shape-without-message"
    QUERY_HEADER = "query-header"
    QUERY_SYNTAX = "query-syntax"
    QUERY_COLUMNS = "query-columns"
    QUERY_CARTESIAN = "query-cartesian"
    QUERY_NESTED_LOOP = "query-nested-loop"
    QUERY_FLAT_JOIN = "query-flat-join"
    QUERY_UNBOUND_JOIN = "query-unbound-join"
    QUERY_IDLE_MINUS = "query-idle-minus"
    KPI_THEME = "kpi-theme"
    KPI_REGISTRATION = "kpi-registration"
    KPI_DIMENSION = "kpi-dimension"
    KPI_UNIT = "kpi-unit"
    KPI_NORM = "kpi-norm"
    KPI_OWNER = "kpi-owner"
    KPI_LEVEL = "kpi-level"
    KPI_CASE = "kpi-case"
    PERSONAL_KEY_IN_IRI = "personal-key-in-iri"
    PERSONAL_KEY_AS_VALUE = "personal-key-as-value"
    REGISTRATION_UNDESCRIBED = "registration-undescribed"
    STEP_WITHOUT_SERVICE = "step-without-service"
    STEP_WITHOUT_EVIDENCE = "step-without-evidence"
    STEP_NOT_GIVEN = "step-not-given"
    JOURNEY_WITHOUT_QUERY = "journey-without-query"
    JOURNEY_INCOMPLETE = "journey-incomplete"
    THEME_INCOMPLETE = "theme-incomplete"
    CONCEPT_WITHOUT_LABEL = "concept-without-label"
    CONCEPT_WITHOUT_DEFINITION = "concept-without-definition"
    CONCEPT_LABEL_TWICE = "concept-label-twice"
    CONCEPT_ORPHAN = "concept-orphan"
    TOP_CONCEPT_WITH_BROADER = "top-concept-with-broader"
    SCHEME_WITHOUT_TITLE = "scheme-without-title"
    PROFILE = "profile"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that does not hold: where, by which rule, what was found, what would do."""

    file: str
    line: int  # from 1; 0 where a whole file or folder is meant
    rule: Rule
    found: str
    proposal: str

    @property
    def place(self) -> str:
        """File and line as editors and CI read them; the file alone where no line is meant."""
        return f"{self.file}:{self.line}" if self.line else self.file

    @property
    def said(self) -> str:
        """What was found and what would do, in one line."""
        return f"{self.found}; {self.proposal}"
