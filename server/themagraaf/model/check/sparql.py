"""Parses the SPARQL that queries of a model are written in, to the algebra that rdflib gives.

rdflib's own parser takes 25 to 70 milliseconds a query, and a model has a hundred. This one
knows less: what it can't read, rdflib is asked to judge. A test holds that both give the same.
"""

from collections.abc import Callable

from rdflib import RDF, BNode, URIRef, Variable
from rdflib.paths import AlternativePath, InvPath, MulPath, Path, SequencePath
from rdflib.plugins.sparql.parserutils import CompValue

from themagraaf.model.check.expression import ExpressionParser, UnreadError

Triple = tuple[object, object, object]


def read_query(text: str) -> CompValue:
    """Return the algebra of a SELECT, CONSTRUCT or ASK.

    Raises:
        UnreadError: rdflib must be asked.
    """
    return _Parser(text).query()


class _Parser(ExpressionParser):
    def query(self) -> CompValue:
        while self.word("PREFIX"):
            name, iri = self.take("name"), self.take("iri")
            self.prefixes[name.rstrip(":")] = iri[1:-1]
        if self.word("SELECT"):
            found = self._select()
            pattern = CompValue("SelectQuery", p=found, PV=_project(found)["PV"])
        elif self.word("CONSTRUCT"):
            self.need("{")
            template = self._triples("}")
            self.need("}")
            self.word("WHERE")
            inner = self.group()
            found = CompValue("Project", p=self._modified(inner), PV=[])
            pattern = CompValue("ConstructQuery", p=found, template=template)
        else:
            raise UnreadError("neither SELECT nor CONSTRUCT")
        if self.kind != "end":
            raise UnreadError(f"more after the end: {self.text!r}")
        return pattern

    def group(self) -> CompValue:
        """Read from `{` to `}`."""
        self.need("{")
        if self.word("SELECT"):
            found = CompValue("ToMultiSet", p=self._select())
            self.need("}")
            return found
        pattern, filters = CompValue("BGP", triples=[]), []
        while not self.mark("}"):
            if self.word("FILTER"):
                filters.append(self.constraint())
            else:
                pattern = self._element(pattern)
            self.mark(".")
        if filters:
            pattern = CompValue("Filter", expr=CompValue("Expr", items=filters), p=pattern)
        return pattern

    def _element(self, before: CompValue) -> CompValue:
        if self.word("OPTIONAL"):
            inner = self.group()
            if inner.name == "Filter":
                return CompValue("LeftJoin", p1=before, p2=inner["p"], expr=inner["expr"])
            return CompValue("LeftJoin", p1=before, p2=inner, expr=None)
        if self.word("MINUS"):
            return CompValue("Minus", p1=before, p2=self.group())
        if self.word("BIND"):
            self.need("(")
            expression = self.expression()
            self.need_word("AS")
            variable = Variable(self.take("var")[1:])
            self.need(")")
            return CompValue("Extend", p=before, expr=expression, var=variable)
        if self.word("VALUES"):
            return _join(before, CompValue("ToMultiSet", p=self._values()))
        if self.word("GRAPH"):
            term = self.term()
            return _join(before, CompValue("Graph", term=term, p=self.group()))
        if self.text == "{":
            found = self.group()
            while self.word("UNION"):
                found = CompValue("Union", p1=found, p2=self.group())
            return _join(before, found)
        block = CompValue("BGP", triples=self._triples("}", one=True))
        if before.name == "BGP":
            return CompValue("BGP", triples=before["triples"] + block["triples"])
        if before.name == "Join" and before["p2"].name == "BGP":
            joined = CompValue("BGP", triples=before["p2"]["triples"] + block["triples"])
            return CompValue("Join", p1=before["p1"], p2=joined)
        return _join(before, block)

    def _values(self) -> CompValue:
        many = self.mark("(")
        names = []
        while self.kind == "var":
            names.append(Variable(self.take("var")[1:]))
        if many:
            self.need(")")
        self.need("{")
        rows = []
        while not self.mark("}"):
            if many:
                self.need("(")
            terms = [None if self.word("UNDEF") else self.term() for _ in names]
            if many:
                self.need(")")
            pairs = zip(names, terms, strict=True)
            rows.append({name: term for name, term in pairs if term is not None})
        return CompValue("values", res=rows)

    def _select(self) -> CompValue:
        distinct = self.word("DISTINCT") or self.word("REDUCED")
        names: list[Variable] = []
        made: list[tuple[object, Variable]] = []
        while self.kind == "var" or self.text == "(":
            if self.kind == "var":
                names.append(Variable(self.take("var")[1:]))
                continue
            self.need("(")
            expression = self.expression()
            self.need_word("AS")
            names.append(Variable(self.take("var")[1:]))
            self.need(")")
            made.append((expression, names[-1]))
        if not names:
            raise UnreadError("a SELECT that names no variables")
        self.word("WHERE")
        pattern = self._modified(self.group(), made, names)
        return CompValue("Distinct", p=pattern) if distinct else pattern

    def _modified(
        self,
        pattern: CompValue,
        made: list[tuple[object, Variable]] | None = None,
        names: list[Variable] | None = None,
    ) -> CompValue:
        """Read what follows a WHERE, and lay it around the pattern."""
        grouped: list[object] = []
        if self.word("GROUP"):
            self.need_word("BY")
            while self.kind in {"var", "iri", "name"} or self.text == "(" or self.is_function():
                grouped.append(self._group_condition())
        having = []
        if self.word("HAVING"):
            while self.text == "(" or self.is_function():
                having.append(self.constraint())
        if grouped or having or any(_aggregates(item) for item, _ in made or ()):
            pattern = CompValue("Group", p=pattern, expr=grouped or None)
            pattern = CompValue("AggregateJoin", p=pattern, A=[])
        for expression, variable in made or ():
            pattern = CompValue("Extend", p=pattern, expr=expression, var=variable)
        if having:
            pattern = CompValue("Filter", p=pattern, expr=CompValue("Expr", items=having))
        if self.word("ORDER"):
            self.need_word("BY")
            while self.kind == "var" or self.text == "(" or self.is_function("ASC", "DESC"):
                self.word("ASC") or self.word("DESC")
                self.constraint()
        if names is not None:
            pattern = CompValue("Project", p=pattern, PV=names)
        return self._slice(pattern)

    def _slice(self, pattern: CompValue) -> CompValue:
        given: dict[str, int] = {}
        for _ in range(2):
            for word in ("LIMIT", "OFFSET"):
                if self.word(word):
                    given[word] = int(self.take("number"))
        if not given:
            return pattern
        return CompValue(
            "Slice", p=pattern, start=given.get("OFFSET", 0), length=given.get("LIMIT")
        )

    def _group_condition(self) -> object:
        if not self.mark("("):
            return self.constraint()
        expression = self.expression()
        if self.word("AS"):
            self.take("var")
        self.need(")")
        return expression

    def _triples(self, end: str, one: bool = False) -> list[Triple]:
        """Read triples up to `end`; with `one`, those of one subject."""
        found: list[Triple] = []
        while self.text != end:
            self._properties(self._subject(found), found)
            if one or not self.mark("."):
                break
        return found

    def _subject(self, found: list[Triple]) -> object:
        if not self.mark("["):
            return self.term()
        node = BNode()
        if not self.mark("]"):
            self._properties(node, found)
            self.need("]")
        return node

    def _properties(self, subject: object, found: list[Triple]) -> None:
        while True:
            predicate = Variable(self.take("var")[1:]) if self.kind == "var" else self._path()
            while True:
                value = self._subject(found)
                found.append((subject, predicate, value))
                if not self.mark(","):
                    break
            while self.mark(";"):
                pass
            if self.text in {".", "}", "]"} or self.kind == "end" or self._ends():
                return

    def _ends(self) -> bool:
        words = {"FILTER", "OPTIONAL", "MINUS", "BIND", "VALUES", "GRAPH", "UNION"}
        return self.kind == "word" and self.text.upper() in words

    def _path(self) -> Path | URIRef:
        return self._several(
            "|", lambda: self._several("/", self._step, SequencePath), AlternativePath
        )

    def _several(
        self,
        mark: str,
        read: Callable[[], Path | URIRef],
        make: type[SequencePath] | type[AlternativePath],
    ) -> Path | URIRef:
        items = [read()]
        while self.mark(mark):
            items.append(read())
        return items[0] if len(items) == 1 else make(*items)

    def _step(self) -> Path | URIRef:
        if self.mark("^"):
            return InvPath(self._step())
        if self.mark("("):
            step = self._path()
            self.need(")")
        elif self.kind == "word" and self.text == "a":
            self.take("word")
            return RDF.type
        else:
            step = self.iri()
        for mark in ("*", "+", "?"):
            if self.mark(mark):
                return MulPath(step, mark)
        return step


def _join(left: CompValue, right: CompValue) -> CompValue:
    if left.name == "BGP" and not left["triples"]:
        return right
    return CompValue("Join", p1=left, p2=right)


def _project(node: CompValue) -> CompValue:
    while node.name != "Project":
        node = node["p"]
    return node


def _aggregates(expression: object) -> bool:
    if not isinstance(expression, CompValue):
        return False
    if expression.name == "Aggregate":
        return True
    return any(_aggregates(item) for item in expression["items"])
