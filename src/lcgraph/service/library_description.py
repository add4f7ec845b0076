"""What a stored query's header says, for the list of queries and for the OpenAPI description."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from lcgraph.queries import Form, Parameter, ParameterType, StoredQuery
from lcgraph.queries.parameters import LONGEST_STRING
from lcgraph.service.history import AT_PARAMETER
from lcgraph.service.library_formats import offered
from lcgraph.vocabulary import BASE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LONGEST_NAME: Final = 2000
_LANGUAGE_PARAMETER: Final = {
    "name": "lang",
    "in": "query",
    "required": False,
    "description": "Language of names, headings and messages; Accept-Language decides without it."
    " · ภาษาของชื่อ หัวตาราง และข้อความ ถ้าไม่ระบุใช้ Accept-Language",
    "schema": {"type": "string", "enum": ["th", "en"]},
    "example": "en",
}


def call_of(query: StoredQuery, given: Mapping[str, Any] | None = None) -> str:
    """Write the address of a call.

    Args:
        query: A stored query.
        given: Values by name of parameter; the examples of those that are needed when None.

    Returns:
        Path and parameters, without a slash at the beginning.
    """
    values = example_of(query) if given is None else given
    return f"queries/{query.name}" + (f"?{urlencode(values)}" if values else "")


def example_of(query: StoredQuery) -> dict[str, str]:
    """Give an example of what a query is asked with.

    Args:
        query: A stored query.

    Returns:
        The example of each parameter that is needed.
    """
    return {p.name: p.example for p in query.parameters if _needed(p)}


def described(query: StoredQuery, base: str) -> dict[str, Any]:
    """Describe a query for the list of queries.

    Args:
        query: A stored query.
        base: The address of the service, with a slash at its end.

    Returns:
        A JSON object.
    """
    return {
        "name": query.name,
        "folder": query.folder,
        "url": f"{base}queries/{query.name}",
        "iri": query.iri.value,
        "form": query.form.value,
        "summary": dict(query.summary),
        "description": dict(query.description),
        "tags": list(query.tags),
        "answers": list(query.answers),
        "layers": list(query.layers),
        "parameters": [
            {
                "name": parameter.name,
                "type": parameter.type.value,
                "description": dict(parameter.description),
                "example": parameter.example,
                "default": parameter.default,
                "required": _needed(parameter),
            }
            for parameter in query.parameters
        ],
        "columns": {name: dict(headings) for name, headings in query.columns.items()},
        "formats": list(offered(query)),
        "example": base + call_of(query),
        "text": query.text,
    }


def operations_of(query: StoredQuery, known: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Describe a query for OpenAPI.

    Nothing is asked for it: an example of an answer is given by the address that answers so, and
    the page of the query shows one.

    Args:
        query: A stored query.
        known: Examples of parameters that only the data know, by name.

    Returns:
        A path item with the operations ``get`` and ``post`` (OpenAPI 3.1, section 4.8.9), whose
        addresses are relative to that of the description (section 4.6).
    """
    example = {**example_of(query), **(known or {})}
    page = query.iri.value.removeprefix(BASE)
    common = {
        "tags": [tag_of(query.folder)],
        "summary": query.summary["en"],
        "description": _description(query),
        "externalDocs": {
            "url": page + (f"?{urlencode(example)}" if example else ""),
            "description": "The query, its text and an answer. · แบบสอบถาม ข้อความ และคำตอบ",
        },
        "responses": {"200": _answers(query, example)},
    }
    format_ = _format_parameter(query)
    identifier = query.name.replace("/", "_").replace("-", "_")
    own = [_parameter(p, known or {}) for p in query.parameters if p.name != "lang"]
    own += [_LANGUAGE_PARAMETER, AT_PARAMETER]
    body = {
        "type": "object",
        "properties": {
            each["name"]: {**each["schema"], "description": each["description"]} for each in own
        },
        "required": [each["name"] for each in own if each["required"]],
        "additionalProperties": False,
    }
    return {
        "get": {
            "operationId": f"get_{identifier}",
            **common,
            "parameters": [*own, format_],
        },
        "post": {
            "operationId": f"post_{identifier}",
            **common,
            "parameters": [format_],
            "requestBody": {
                "required": True,
                "content": {
                    "application/json": {
                        "schema": body,
                        "example": {**example, "lang": "en"},
                    }
                },
            },
        },
    }


def tag_of(folder: str) -> str:
    """Name the group of a folder's queries in OpenAPI.

    Args:
        folder: A folder of the library.

    Returns:
        The name of the tag.
    """
    return f"Queries: {folder}"


def _description(query: StoredQuery) -> str:
    named = {
        "th": f"ตอบคำถาม {', '.join(query.answers)}",
        "en": f"Answers {', '.join(query.answers)}.",
    }
    parts: Iterable[str] = (
        query.summary["th"],
        query.description.get("en", ""),
        query.description.get("th", ""),
        *((named["en"], named["th"]) if query.answers else ()),
    )
    return "\n\n".join(part for part in parts if part)


def _needed(parameter: Parameter) -> bool:
    return parameter.default is None and not parameter.optional


def _parameter(parameter: Parameter, known: Mapping[str, str]) -> dict[str, Any]:
    schema, example = _schema(parameter)
    return {
        "name": parameter.name,
        "in": "query",
        "required": _needed(parameter),
        "description": f"{parameter.description['en']} · {parameter.description['th']}",
        "schema": schema,
        "example": known.get(parameter.name, example),
    }


def _schema(parameter: Parameter) -> tuple[dict[str, Any], Any]:
    if parameter.type is ParameterType.INTEGER:
        bounds = {"minimum": parameter.minimum, "maximum": parameter.maximum}
        schema = {"type": "integer", **{k: v for k, v in bounds.items() if v is not None}}
        if parameter.default is not None:
            schema["default"] = int(parameter.default)
        return schema, int(parameter.example)
    schema = {"type": "string"}
    if parameter.type is ParameterType.LANGUAGE:
        schema["enum"] = ["th", "en"]
    elif parameter.type is ParameterType.STRING:
        schema |= {"minLength": 1, "maxLength": parameter.max_length or LONGEST_STRING}
        schema["pattern"] = r"\S"
    else:
        schema |= {"minLength": 1, "maxLength": _LONGEST_NAME}
        kind = parameter.class_name or "any thing"
        if parameter.scheme is not None:
            kind += f" of the scheme {parameter.scheme}"
        schema["x-names"] = kind
    if parameter.default is not None:
        schema["default"] = parameter.default
    return schema, parameter.example


def _format_parameter(query: StoredQuery) -> dict[str, Any]:
    formats = list(offered(query))
    return {
        "name": "format",
        "in": "query",
        "required": False,
        "description": "The format of the answer; Accept decides without it."
        " · รูปแบบของคำตอบ ถ้าไม่ระบุใช้ Accept",
        "schema": {"type": "string", "enum": formats},
        "example": "table" if query.form is Form.SELECT else formats[0],
    }


def _answers(query: StoredQuery, example: Mapping[str, str]) -> dict[str, Any]:
    answers = {
        media_type: {
            "examples": {
                "answer": {"externalValue": call_of(query, {**example, "format": short})},
            }
        }
        for short, media_type in offered(query).items()
    }
    return {
        "description": "The answer. · คำตอบ",
        "headers": {
            "Lcgraph-Data-Version": {
                "description": "The data version it was given from. · เวอร์ชันข้อมูลของคำตอบ",
                "schema": {"type": "integer"},
            }
        },
        "content": {**answers, **{alias: {} for alias in _aliases(query) if alias not in answers}},
    }


def _aliases(query: StoredQuery) -> tuple[str, ...]:
    return () if query.form is Form.CONSTRUCT else ("application/json", "application/xml")
