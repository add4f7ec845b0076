"""The rules that keep a parameter from missing a place of its query.

``pyoxigraph`` starts the evaluation with the substituted variables bound, rather than replacing
them in the text (as SEP-0007 has it). What follows from that, and from how its optimiser reads a
variable that stands in no triple pattern, was found by experiment; the tests hold each finding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, Variable

from lcgraph.queries.clauses import select_clauses
from lcgraph.queries.faults import QueryFileFault
from lcgraph.queries.stored import Form
from lcgraph.store import MemoryStore
from lcgraph.store.tokens import Kind, closing, variables_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lcgraph.queries.stored import Parameter, StoredQuery
    from lcgraph.store.tokens import Token

_REFUSED = {
    "SERVICE": "a query of the library asks no other server",
    "FROM": "the layers of the header say which graphs are read",
}
_AGGREGATES = {"AVG", "COUNT", "GROUP_CONCAT", "MAX", "MIN", "SAMPLE", "SUM"}


def check(file: str, query: StoredQuery, tokens: Sequence[Token]) -> None:
    """Refuse a query that would not mean what it says.

    Args:
        file: The name of its file, for the error.
        query: The query.
        tokens: Its tokens.

    Raises:
        QueryFileFault: If a rule is broken; the error says what to write instead.
    """
    for where, problem in _problems(query, tokens):
        raise QueryFileFault(file, where, problem)
    bound = [parameter.variable for parameter in query.parameters]
    try:
        MemoryStore().query(
            query.with_columns_for(bound),
            substitutions={Variable(name): Literal("") for name in bound},
        )
    except (SyntaxError, RuntimeError) as fault:
        problem = f"not a query that can be bound: {' '.join(str(fault).split())}"
        raise QueryFileFault(file, "text", problem) from fault


def _problems(query: StoredQuery, tokens: Sequence[Token]) -> Iterable[tuple[str, str]]:
    parameters = {parameter.variable for parameter in query.parameters}
    yield from _declarations(query.parameters, tokens)
    yield from _words(query, tokens)
    yield from _sub_selects(query, tokens, parameters)
    if parameters:
        yield from _assignments(tokens, parameters)
        yield from _minuses(tokens, parameters)
    yield from _graph_filters(tokens)


def _declarations(
    parameters: Sequence[Parameter], tokens: Sequence[Token]
) -> Iterable[tuple[str, str]]:
    used = {name for name in variables_in(tokens) if name.startswith("_")}
    declared = {parameter.variable: parameter.name for parameter in parameters}
    for variable in sorted(used - set(declared)):
        yield f"?{variable}", "used like a parameter, but the header declares none for it"
    for variable, name in declared.items():
        if variable not in used:
            yield f"parameters.{name}", f"declared, but the query does not use ?{variable}"


def _words(query: StoredQuery, tokens: Sequence[Token]) -> Iterable[tuple[str, str]]:
    for token in tokens:
        if token.kind is Kind.WORD and token.text in _REFUSED:
            yield token.text, _REFUSED[token.text]
        if token.kind is Kind.NAME and "\\" in token.text:
            yield token.text, "rdflib keeps the backslash: write the whole IRI in < and >"
    for clause in select_clauses(tokens):
        if clause.shows_everything:
            yield "SELECT *", "name the columns, so that the header can head them"
    if query.form is Form.SELECT and query.parameters:
        outermost = select_clauses(tokens)[0]
        shown = {token.text for token in tokens[outermost.first : outermost.body]}
        if shown & _AGGREGATES and outermost.grouping_at is None:
            yield "SELECT", "group by something: a parameter is lost where everything is one group"


def _sub_selects(
    query: StoredQuery, tokens: Sequence[Token], parameters: set[str]
) -> Iterable[tuple[str, str]]:
    inner = select_clauses(tokens)[1 if query.form is Form.SELECT else 0 :]
    for clause in inner:
        used = variables_in(tokens[clause.first : clause.last + 1]) & parameters
        for variable in sorted(used - set(clause.projected)):
            yield (
                f"?{variable}",
                "a sub-select that does not show a parameter does not get it: "
                f"add ?{variable} to its SELECT (and to its GROUP BY)",
            )


def _assignments(tokens: Sequence[Token], parameters: set[str]) -> Iterable[tuple[str, str]]:
    for index, token in enumerate(tokens):
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if token.text == "AS" and following and following.text[1:] in parameters:
            yield following.text, "a parameter is given from outside, not computed"
        if token.text == "VALUES":
            listed = _heading_of_values(tokens, index)
            for variable in sorted(variables_in(listed) & parameters):
                yield f"?{variable}", "a parameter is given from outside, not by VALUES"
        if token.text[1:] not in parameters or token.kind is not Kind.VARIABLE or index == 0:
            continue
        if tokens[index - 1].text == "(" and following and following.text == "AS":
            yield token.text, "copied to another variable it may be lost: use it as it is"
        if tokens[index - 1].text == "(" and tokens[index - 2].text == "BOUND":
            yield token.text, "BOUND is not reliable here: write COALESCE(condition, true)"


def _heading_of_values(tokens: Sequence[Token], index: int) -> Sequence[Token]:
    if tokens[index + 1].text == "(":
        return tokens[index + 1 : closing(tokens, index + 1)]
    return tokens[index + 1 : index + 2]


def _minuses(tokens: Sequence[Token], parameters: set[str]) -> Iterable[tuple[str, str]]:
    for index, token in enumerate(tokens):
        if token.kind is Kind.WORD and token.text == "MINUS":
            end = closing(tokens, index + 1)
            inside = variables_in(tokens[index + 1 : end]) - parameters
            outside = variables_in([*tokens[:index], *tokens[end:]])
            if not inside & outside:
                yield (
                    "MINUS",
                    "shares no variable with the rest but the parameters, "
                    "so it would remove everything: share one or use FILTER NOT EXISTS",
                )


def _graph_filters(tokens: Sequence[Token]) -> Iterable[tuple[str, str]]:
    for index, token in enumerate(tokens[:-2]):
        if token.kind is not Kind.WORD or token.text != "GRAPH":
            continue
        graph = tokens[index + 1]
        if graph.kind is not Kind.VARIABLE or tokens[index + 2].text != "{":
            continue
        inside = tokens[index + 2 : closing(tokens, index + 2)]
        for at, word in enumerate(inside):
            if word.text == "FILTER" and graph.text in _condition(inside, at + 1):
                yield graph.text, "filter on the name of a graph outside its GRAPH block"


def _condition(tokens: Sequence[Token], index: int) -> set[str]:
    while index < len(tokens) and tokens[index].text not in {"(", "{"}:
        index += 1
    if index == len(tokens):
        return set()
    return {token.text for token in tokens[index : closing(tokens, index)]}
