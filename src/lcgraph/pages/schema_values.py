"""Values of JSON-LD as readers of schema.org expect them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lcgraph.vocabulary import SCHEMA, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Literal, NamedNode


def literal_value(value: Literal) -> Any:
    """Write a literal.

    Args:
        value: The literal.

    Returns:
        A text with its language, a truth value, a whole number, or the text as it stands: a number
        with a fraction would become one of another type in JSON, and lose digits.
    """
    if value.language:
        return {"@language": value.language, "@value": value.value}
    if value.datatype == XSD.boolean and value.value in {"true", "false"}:
        return value.value == "true"
    if value.datatype == XSD.integer and value.value == str(_integer(value.value)):
        return int(value.value)
    return value.value


def _integer(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None


def texts_value(texts: Mapping[str, str]) -> list[dict[str, str]]:
    """Write a text that is there in several languages.

    Args:
        texts: Language tag to text; ``und`` for none.

    Returns:
        One value for each language, by tag.
    """
    return [
        {"@language": tag, "@value": text} if tag != "und" else {"@value": text}
        for tag, text in sorted(texts.items())
    ]


def term_name(term: NamedNode) -> str:
    """Return the name that a term of schema.org has in documents.

    Args:
        term: The term.

    Returns:
        What follows the IRI of schema.org.
    """
    return SCHEMA.local(term)


def one_or_all(values: list[Any]) -> Any:
    """Write the values of a property.

    Args:
        values: The values.

    Returns:
        The only one, or the list.
    """
    return values[0] if len(values) == 1 else values


def all_of(value: Any) -> list[Any]:
    """Read the values of a property.

    Args:
        value: What :func:`one_or_all` wrote.

    Returns:
        The list.
    """
    return value if isinstance(value, list) else [value]


def add_values(node: dict[str, Any], path: tuple[NamedNode, ...], values: Iterable[Any]) -> None:
    """Add values to a thing, each once.

    Args:
        node: The thing.
        path: A property of schema.org; or a property, a class and a property of the node between,
            of which there is one for each thing.
        values: Literals and things; of what is there already the first stays.
    """
    if len(path) > 1:
        step, kind, _ = path
        node = node.setdefault(term_name(step), {"@type": term_name(kind)})
    name = term_name(path[-1])
    new = [*all_of(node.get(name, []))]
    known = {_key(value) for value in new}
    for value in values:
        if (key := _key(value)) not in known:
            known.add(key)
            new.append(value)
    if new:
        # Names are always listed, so that readers find both languages in the same way.
        node[name] = new if name == "name" else one_or_all(new)


def _key(value: Any) -> object:
    if isinstance(value, dict):
        return value.get("@id") or tuple(value.items())
    return type(value), value
