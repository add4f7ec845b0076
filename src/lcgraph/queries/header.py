"""The header of a query file: YAML behind ``#+`` at the head of the SPARQL text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

import yaml

from lcgraph.queries.clauses import select_clauses
from lcgraph.queries.faults import QueryFileFault
from lcgraph.queries.lint import check
from lcgraph.queries.names import KEYED_CLASSES
from lcgraph.queries.parameters import WrongParameter, term_of
from lcgraph.queries.stored import LAYERS, Form, Parameter, ParameterType, StoredQuery
from lcgraph.store.tokens import Kind, tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_T = TypeVar("_T")
_MARK: Final = "#+"
_LONGEST_HEADER: Final = 20_000
_LANGUAGES: Final = ("th", "en")
_KEYS: Final = {
    "name": True,
    "summary": True,
    "description": False,
    "tags": True,
    "answers": False,
    "layers": True,
    "parameters": False,
    "columns": False,
}
_PARAMETER_KEYS: Final = {
    "type": True,
    "class": False,
    "scheme": False,
    "default": False,
    "optional": False,
    "min": False,
    "max": False,
    "max_length": False,
    "example": True,
    "description": True,
}
_ONLY_FOR: Final = {
    "class": ParameterType.IRI,
    "scheme": ParameterType.IRI,
    "min": ParameterType.INTEGER,
    "max": ParameterType.INTEGER,
    "max_length": ParameterType.STRING,
}


class _Loader(yaml.SafeLoader):
    """YAML without tags, references and double keys."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("references (*) are not used in headers")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.YAMLError(f"the key {key} stands twice")
        return super().construct_mapping(node, deep=deep)


def parse_query(file: str, text: str) -> StoredQuery:
    """Read a query file.

    Args:
        file: What to call the file in errors.
        text: The file: lines that begin with ``#+`` and hold YAML, then a SPARQL 1.1 query.

    Returns:
        The query with everything that its header says.

    Raises:
        QueryFileFault: If the header does not follow the schema, if it and the query disagree,
            or if a parameter would not reach every place of the query where it is used.
    """
    return _Reading(file, text).query()


class _Reading:
    def __init__(self, file: str, text: str) -> None:
        self._file = file
        self._text = text

    def query(self) -> StoredQuery:
        header = self._header()
        self._keys(header, _KEYS, "")
        tokens = tokens_of(self._text)
        words = [token.text for token in tokens if token.kind is Kind.WORD]
        form = next((word for word in words if word in {*Form, "DESCRIBE"}), "nothing")
        if form not in {*Form}:
            raise self._fault("text", f"{form} where SELECT, ASK or CONSTRUCT is expected")
        clauses = select_clauses(tokens)
        query = StoredQuery(
            name=self._string(header, "name"),
            text=self._text,
            form=Form(form),
            summary=self._texts(header, "summary"),
            description=self._texts(header, "description") if "description" in header else {},
            tags=self._strings(header, "tags"),
            answers=self._strings(header, "answers"),
            layers=self._strings(header, "layers"),
            parameters=self._parameters(header),
            columns=self._columns(header),
            variables=clauses[0].projected if form == Form.SELECT else (),
        )
        for layer in query.layers:
            if layer not in LAYERS:
                raise self._fault("layers", f"{layer} is none of {', '.join(LAYERS)}")
        self._check_columns(query)
        check(self._file, query, tokens)
        return query

    def _fault(self, key: str, problem: str) -> QueryFileFault:
        return QueryFileFault(self._file, key, problem)

    def _header(self) -> dict[str, Any]:
        lines = []
        for line in self._text.splitlines():
            if not line.startswith(_MARK):
                break
            lines.append(line.removeprefix(_MARK).removeprefix(" "))
        written = "\n".join(lines)
        if not lines:
            raise self._fault("header", f"the file must begin with lines marked {_MARK}")
        if len(written) > _LONGEST_HEADER:
            raise self._fault("header", f"longer than {_LONGEST_HEADER} characters")
        try:
            # The loader is PyYAML's safe one, made stricter.
            header = yaml.load(written, Loader=_Loader)  # noqa: S506
        except (yaml.YAMLError, RecursionError) as fault:
            raise self._fault("header", f"not YAML: {' '.join(str(fault).split())}") from fault
        if not isinstance(header, dict):
            raise self._fault("header", "must be a YAML mapping of keys to values")
        return header

    def _keys(self, found: dict[str, Any], allowed: dict[str, bool], where: str) -> None:
        for key in found:
            if key not in allowed:
                raise self._fault(f"{where}{key}", f"unknown; known are {', '.join(allowed)}")
        for key, needed in allowed.items():
            if needed and key not in found:
                raise self._fault(f"{where}{key}", "missing")

    def _string(self, found: dict[str, Any], key: str, where: str = "") -> str:
        value = found[key]
        if not isinstance(value, str) or not value.strip():
            raise self._fault(f"{where}{key}", "must be a string that is not empty")
        return value.strip()

    def _strings(self, found: dict[str, Any], key: str) -> tuple[str, ...]:
        values = found.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise self._fault(key, "must be a list of strings")
        if len(set(values)) < len(values):
            raise self._fault(key, "names something twice")
        return tuple(values)

    def _texts(self, found: dict[str, Any], key: str, where: str = "") -> dict[str, str]:
        value = found[key]
        if not isinstance(value, dict) or set(value) != set(_LANGUAGES):
            raise self._fault(f"{where}{key}", "must have exactly the languages th and en")
        return {
            language: self._string(value, language, f"{where}{key}.") for language in _LANGUAGES
        }

    def _mapping(self, found: dict[str, Any], key: str) -> dict[str, Any]:
        value = found.get(key, {})
        if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
            raise self._fault(key, "must be a mapping of names")
        return value

    def _columns(self, header: dict[str, Any]) -> dict[str, dict[str, str]]:
        columns = self._mapping(header, "columns")
        return {name: self._texts(columns, name, "columns.") for name in columns}

    def _check_columns(self, query: StoredQuery) -> None:
        shown = [name for name in query.variables if not _names_another(name, query.variables)]
        for name in shown:
            if name not in query.columns:
                raise self._fault(f"columns.{name}", "the query shows it, but it has no heading")
        for name in query.columns:
            if name not in shown:
                raise self._fault(f"columns.{name}", "has a heading, but the query shows it not")

    def _parameters(self, header: dict[str, Any]) -> tuple[Parameter, ...]:
        written = self._mapping(header, "parameters")
        return tuple(self._parameter(name, value) for name, value in written.items())

    def _parameter(self, name: str, written: object) -> Parameter:
        where = f"parameters.{name}."
        if not name.isidentifier() or not name.isascii() or name.startswith("_"):
            raise self._fault(where[:-1], "must be a name of letters, digits and _")
        if not isinstance(written, dict):
            raise self._fault(where[:-1], "must be a mapping")
        self._keys(written, _PARAMETER_KEYS, where)
        if written["type"] not in {*ParameterType}:
            raise self._fault(f"{where}type", f"must be one of {', '.join(ParameterType)}")
        type_ = ParameterType(written["type"])
        for key, owner in _ONLY_FOR.items():
            if key in written and owner is not type_:
                raise self._fault(f"{where}{key}", f"only for parameters of type {owner}")
        optional = self._value(written, "optional", bool, where) or False
        parameter = Parameter(
            name=name,
            variable=_variable(name, type_, optional=optional),
            type=type_,
            example=str(written["example"]),
            description=self._texts(written, "description", where),
            class_name=self._class(written, where),
            scheme=self._value(written, "scheme", str, where),
            default=str(written["default"]) if "default" in written else None,
            optional=optional,
            minimum=self._value(written, "min", int, where),
            maximum=self._value(written, "max", int, where),
            max_length=self._value(written, "max_length", int, where),
        )
        self._check_values(parameter, where)
        return parameter

    def _value(self, written: dict[str, Any], key: str, kind: type[_T], where: str) -> _T | None:
        value = written.get(key)
        if value is not None and type(value) is not kind:
            raise self._fault(f"{where}{key}", f"must be of type {kind.__name__}")
        return value

    def _class(self, written: dict[str, Any], where: str) -> str | None:
        name = self._value(written, "class", str, where)
        if name == "skos:Concept" and "scheme" in written:
            return name
        if "scheme" in written:
            raise self._fault(f"{where}scheme", "needs class: skos:Concept")
        if name is not None and name not in KEYED_CLASSES:
            known = ", ".join((*KEYED_CLASSES, "skos:Concept (with scheme)"))
            raise self._fault(f"{where}class", f"must be one of {known}")
        return name

    def _check_values(self, parameter: Parameter, where: str) -> None:
        if parameter.optional and parameter.default is not None:
            raise self._fault(f"{where}default", "an optional parameter has none")
        values: Iterable[tuple[str, str | None]] = (
            ("example", parameter.example),
            ("default", parameter.default),
        )
        for key, value in values:
            wrong = None if value is None else term_of(parameter, value)
            if isinstance(wrong, WrongParameter):
                raise self._fault(where + key, wrong.problem["en"])


def _variable(name: str, type_: ParameterType, *, optional: bool) -> str:
    marked = ("__" if optional else "_") + name
    if type_ in {ParameterType.LANGUAGE, ParameterType.STRING}:
        return marked
    return f"{marked}_{type_}"


def _names_another(variable: str, variables: Iterable[str]) -> bool:
    return variable.endswith("Label") and variable.removesuffix("Label") in set(variables)
