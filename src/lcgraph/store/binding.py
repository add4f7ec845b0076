"""Terms for the variables of a query that travels as text.

A SPARQL server takes no terms beside the text, so a term is bound by a ``VALUES`` block
(SPARQL 1.1 Query, section 10) at the head of each group that names its variable. The groups are
found among the tokens of the query, never by searching its text, and what is put in is a term in
N-Triples syntax: no value can end the block that holds it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from lcgraph.store.tokens import Kind, Token, closing, tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from lcgraph.store.interface import Term


def bound(text: str, substitutions: Mapping[str, Term]) -> str:
    """Give variables of a query their terms.

    Args:
        text: A query.
        substitutions: Variable, without the question mark, to IRI or literal.

    Returns:
        The query with a ``VALUES`` block in its outermost group, and in each inner group and
        sub-select that names a variable which has a term.

    Raises:
        ValueError: If a term is neither an IRI nor a literal.
        SyntaxError: If the query has no group to bind in.
    """
    if not substitutions:
        return text
    terms = {name: _written(term) for name, term in substitutions.items()}
    tokens = tokens_of(text)
    opening = _outermost(tokens)
    if opening is None:
        return _described(text, tokens, terms)
    named = _named_in_groups(tokens, opening, set(terms))
    pieces: list[str] = []
    done = 0
    for index in sorted(named):
        at = tokens[index].end
        pieces += [text[done:at], _block({name: terms[name] for name in sorted(named[index])})]
        done = at
    written = "".join(pieces) + text[done:]
    if tokens[opening - 1].text == "WHERE" and tokens[opening - 2].text == "CONSTRUCT":
        # The short form cannot hold VALUES: its template is its pattern.
        template = text[tokens[opening].start : tokens[closing(tokens, opening)].end]
        where = tokens[opening - 1].start
        return f"{written[:where]}{template} {written[where:]}"
    return written


def among(text: str, name: str, terms: Iterable[Term]) -> str:
    """Let a variable of a query have one of several terms.

    Args:
        text: A query.
        name: The variable, without the question mark.
        terms: IRIs or literals.

    Returns:
        The query with a ``VALUES`` block in each group and sub-select that names the variable; a
        group after ``EXISTS`` has it from the group around it. No other group gets one: it would
        only repeat its solutions.

    Raises:
        ValueError: If a term is neither an IRI nor a literal.
        SyntaxError: If the query has no group to bind in.
    """
    block = f" VALUES ?{name} {{ {' '.join(_written(term) for term in terms)} }} "
    tokens = tokens_of(text)
    opening = _outermost(tokens)
    if opening is None:
        raise SyntaxError("expected a group in braces")
    groups = {
        group
        for group, token in _innermost_groups(tokens, opening, closing(tokens, opening))
        if token.text == f"?{name}" and tokens[group - 1].text != "EXISTS"
    }
    pieces: list[str] = []
    done = 0
    for index in sorted(groups):
        at = tokens[index].end
        pieces += [text[done:at], block]
        done = at
    return "".join(pieces) + text[done:]


def with_base(text: str, base: str | None) -> str:
    """Say what relative IRIs of a query are resolved against, where it does not say so itself.

    Args:
        text: A query.
        base: An IRI, or None to leave it to the server.

    Returns:
        The query after ``BASE``; a ``BASE`` of its own comes later and wins.

    Raises:
        ValueError: If the base is not an IRI.
    """
    return text if base is None else f"BASE {NamedNode(base)} {text}"


def _written(term: Term) -> str:
    if not isinstance(term, NamedNode | Literal):
        raise ValueError(f"only an IRI or a literal can be given to a variable, not {term}")
    return str(term)


def _block(terms: Mapping[str, str]) -> str:
    variables = " ".join(f"?{name}" for name in terms)
    return f" VALUES ( {variables} ) {{ ( {' '.join(terms.values())} ) }} "


def _outermost(tokens: Sequence[Token]) -> int | None:
    """Find the brace that opens the WHERE of the query itself."""
    for index, token in enumerate(tokens):
        if token.text != "{" or token.kind is not Kind.OTHER:
            continue
        if index and tokens[index - 1].text == "CONSTRUCT":
            after = closing(tokens, index) + 1
            return next((i for i in range(after, len(tokens)) if tokens[i].text == "{"), None)
        return index
    return None


def _described(text: str, tokens: Sequence[Token], terms: Mapping[str, str]) -> str:
    if any(token.text == "DESCRIBE" for token in tokens):
        return f"{text}\nWHERE {{{_block(terms)}}}"
    raise SyntaxError("expected a group in braces")


def _named_in_groups(
    tokens: Sequence[Token], outermost: int, names: set[str]
) -> dict[int, set[str]]:
    """Find, for each group, the variables that it names itself, not in groups within it."""
    named: dict[int, set[str]] = {outermost: set(names)}
    last = closing(tokens, outermost)
    for group, token in _innermost_groups(tokens, outermost, last):
        if token.kind is Kind.VARIABLE and token.text[1:] in names:
            named.setdefault(group, set()).add(token.text[1:])
    return named


def _innermost_groups(
    tokens: Sequence[Token], first: int, last: int
) -> Iterator[tuple[int, Token]]:
    open_groups: list[int] = []
    for index in range(first, last + 1):
        token = tokens[index]
        if token.kind is Kind.OTHER and token.text == "{":
            if tokens[index + 1].text == "SELECT":
                # What a sub-select names outside its group is bound inside it.
                open_groups.append(_where_of(tokens, index))
            else:
                open_groups.append(index)
        elif token.kind is Kind.OTHER and token.text == "}":
            open_groups.pop()
        elif open_groups:
            yield open_groups[-1], token


def _where_of(tokens: Sequence[Token], subselect: int) -> int:
    depth = 0
    for index in range(subselect + 1, len(tokens)):
        if tokens[index].kind is not Kind.OTHER:
            continue
        depth += (tokens[index].text == "(") - (tokens[index].text == ")")
        if tokens[index].text == "{" and not depth:
            return index
    return subselect
