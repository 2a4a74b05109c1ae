"""Queries and graphs that hypothesis makes: small, and with all that may go wrong in a plan."""

from collections.abc import Callable
from dataclasses import dataclass, field

from hypothesis import strategies as st

PROLOGUE = "PREFIX : <https://example.org/>\n"
NAMES = tuple("?a ?b ?c ?d ?e".split())
PROPERTIES = (":p", ":q", ":r")
NODES = (":x", ":y", ":z", "1", "2", '"t"')
PATHS = (":p/:q", "^:p", ":p/^:q", ":p|:r", ":p*", "^(:p/:q)", "(:q|^:r)/:p", ":p?")

Draw = Callable[[st.SearchStrategy[str]], str]
names = st.sampled_from(NAMES)


@dataclass
class _Maker:
    """Makes one query; a variable that an expression makes is a new one."""

    draw: st.DrawFn
    made: list[str] = field(default_factory=list)

    def one(self, *choices: str) -> str:
        return self.draw(st.sampled_from(choices))

    def number(self, most: int, least: int = 0) -> int:
        return self.draw(st.integers(least, most))

    def name(self) -> str:
        return self.one(*NAMES, *self.made[-2:])

    def new(self) -> str:
        self.made.append(f"?m{len(self.made)}")
        return self.made[-1]

    def triples(self) -> str:
        def subject() -> str:
            return self.one(*NAMES, self.name(), ":x", "[]")

        def value() -> str:
            return self.one(*NAMES, self.name(), *NODES, "[ :q ?e ]", "[]")

        def predicate() -> str:
            often = PROPERTIES * 6
            return self.one(*often, *PATHS, self.name())

        return " ".join(
            f"{subject()} {predicate()} {value()} ; {predicate()} {value()} ."
            for _ in range(self.number(3, 1))
        )

    def expression(self) -> str:
        return self.one(
            f"{self.name()} + 1",
            f"STR({self.name()})",
            f"COALESCE({self.name()}, {self.name()})",
            f"COALESCE(STR({self.name()}), 1)",
            f"IF(BOUND({self.name()}), {self.name()}, 1)",
            f"{self.name()}",
            "1",
        )

    def filter(self, depth: int) -> str:
        inner = self.one("(", "(", "NOT EXISTS", "EXISTS", "both")
        if inner == "(":
            return f"FILTER ({self.condition()})"
        group = f"{{ {self.triples()} {self.one('', f'FILTER ({self.condition()})')} }}"
        if depth and self.number(5) == 0:
            group = self.group(depth - 1)
        if inner == "both":
            return f"FILTER ({self.condition()} || NOT EXISTS {group})"
        return f"FILTER {inner} {group}"

    def condition(self) -> str:
        return self.one(
            f"{self.name()} = {self.name()}",
            f"{self.name()} != {self.one(*NODES)}",
            f"BOUND({self.name()})",
            f"!BOUND({self.name()})",
            f"{self.name()} > 1",
            f"{self.name()} + 1 > {self.name()} || {self.name()} = {self.name()}",
        )

    def values(self) -> str:
        one, other = self.draw(st.permutations(NAMES))[:2]
        rows = " ".join(
            f"({self.one(*NODES, 'UNDEF')} {self.one(*NODES)})" for _ in range(self.number(3, 1))
        )
        return f"VALUES ({one} {other}) {{ {rows} }}"

    def select(self, depth: int) -> str:
        group = self.group(depth)
        given = list(self.draw(st.permutations(NAMES))[: self.number(4, 1)])
        kind = self.number(5)
        if kind == 0:
            made = self.new()
            head = f"{' '.join(given)} (COUNT({self.one('*', *NAMES)}) AS {made})"
            return f"{{ SELECT {head} WHERE {group} GROUP BY {' '.join(given)} }}"
        if kind == 1:
            given.append(f"({self.expression()} AS {self.new()})")
        distinct = self.one("", "", "DISTINCT ")
        return f"{{ SELECT {distinct}{' '.join(given)} WHERE {group} }}"

    def element(self, depth: int) -> str:
        kind = self.number(11 if depth else 3)
        if kind <= 2:
            return self.triples()
        if kind == 3:
            return self.filter(depth)
        if kind == 10:
            return self.values()
        if kind == 11:
            return f"GRAPH {self.one('?a', ':g', self.name())} {{ {self.triples()} }}"
        if kind == 4:
            return f"OPTIONAL {self.group(depth - 1)}"
        if kind == 5:
            return f"MINUS {self.group(depth - 1)}"
        if kind == 6:
            return f"BIND ({self.expression()} AS {self.new()})"
        if kind == 7:
            return f"{self.group(depth - 1)} UNION {self.group(depth - 1)}"
        if kind == 8:
            return self.group(depth - 1)
        return self.select(depth - 1)

    def group(self, depth: int) -> str:
        elements = [self.element(depth) for _ in range(self.number(3, 1))]
        return f"{{ {' '.join(elements)} }}"


@st.composite
def queries(draw: st.DrawFn) -> str:
    """Return a SELECT of all variables, or a count of some."""
    maker = _Maker(draw)
    group = maker.group(2)
    given = " ".join([*NAMES, *maker.made])
    if maker.number(4) == 0:
        return f"{PROLOGUE}SELECT ?a (COUNT(?b) AS ?n) WHERE {group} GROUP BY ?a ORDER BY ?a"
    return f"{PROLOGUE}SELECT {given}\nWHERE {group}"


graphs = st.sets(
    st.tuples(
        st.sampled_from((":x", ":y", ":z")), st.sampled_from(PROPERTIES), st.sampled_from(NODES)
    ),
    max_size=24,
).map(lambda triples: PROLOGUE + "".join(f"{' '.join(triple)} .\n" for triple in sorted(triples)))
