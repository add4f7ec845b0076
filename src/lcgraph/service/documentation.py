"""The pages and documents that say how the service is asked: /openapi.json and /docs.

The page is written by the server, with neither a script nor anything from another host.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse

from lcgraph.service.documents import HTML, chosen_from, conditional
from lcgraph.service.json_documents import json_document
from lcgraph.service.markup import Markup, element, page
from lcgraph.service.negotiation import language
from lcgraph.service.openapi import Description

if TYPE_CHECKING:
    from collections.abc import Iterator

router = APIRouter(tags=["Service"])

_METHODS: Final = ("get", "post", "put", "delete", "patch")
_TEXTS: Final = {
    "title": {"th": "วิธีเรียกใช้บริการ lcgraph", "en": "How to ask lcgraph"},
    "other": {"th": "English", "en": "ภาษาไทย"},
    "contents": {"th": "สารบัญ", "en": "Contents"},
    "machine": {"th": "คำอธิบายสำหรับโปรแกรม (OpenAPI)", "en": "For programs (OpenAPI)"},
    "parameters": {"th": "พารามิเตอร์", "en": "Parameters"},
    "needed": {"th": "ต้องระบุ", "en": "needed"},
    "default": {"th": "ค่าปริยาย", "en": "default"},
    "such as": {"th": "เช่น", "en": "such as"},
    "try": {"th": "ลองเรียก", "en": "Try it"},
    "call": {"th": "เรียกจากบรรทัดคำสั่ง", "en": "From the command line"},
    "formats": {"th": "รูปแบบของคำตอบ", "en": "Formats of the answer"},
    "page": {"th": "หน้าของแบบสอบถาม พร้อมคำตอบ", "en": "Page of the query, with an answer"},
}
_STYLE: Final = """
:root{color-scheme:light dark}
body{font:1rem/1.6 system-ui,"Noto Sans Thai","Leelawadee UI",Thonburi,sans-serif;
max-width:52rem;margin:0 auto;padding:1rem}
h1,h2,h3{line-height:1.3}
summary{cursor:pointer;padding:.5rem 0}
summary code{overflow-wrap:anywhere}
details{border-top:1px solid #8886}
details>:not(summary){margin-left:1rem}
pre{overflow-x:auto;padding:.5rem;background:#8882;max-height:20rem}
dt{margin-top:.5rem}
dd{margin:0 0 0 1rem;overflow-wrap:anywhere}
a{overflow-wrap:anywhere}
.method{font-weight:bold;margin-right:.5rem}
"""


@router.get("/openapi.json")
async def openapi(request: Request) -> Response:
    """Describe the service for programs, in OpenAPI.

    คำอธิบายของบริการสำหรับโปรแกรม ตามข้อกำหนด OpenAPI 3.1
    """
    description: Description = request.app.state.description
    version, document = await description.document(request)
    return await run_in_threadpool(json_document, request, document, version)


@router.get("/docs", response_class=HTMLResponse)
async def documentation(request: Request) -> Response:
    """Describe the service for people, with calls to try.

    คำอธิบายของบริการสำหรับผู้อ่าน พร้อมตัวอย่างที่กดเรียกได้
    """
    description: Description = request.app.state.description
    chosen_from(request, {"html": HTML})
    version, document = await description.document(request)
    spoken = language(request)
    base = str(request.base_url).rstrip("/")
    content = await run_in_threadpool(_page, document, spoken, base)
    headers = {
        "Content-Language": spoken,
        "Vary": "Accept, Accept-Language",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    }
    return conditional(request, content.encode(), HTML, version, headers)


def _page(document: dict[str, Any], spoken: str, base: str) -> str:
    other = "en" if spoken == "th" else "th"
    groups = _by_tag(document)
    described = {tag["name"]: tag.get("description", "") for tag in document.get("tags", ())}
    names = {tag: " ".join(in_language(described.get(tag) or tag, spoken)) for tag in groups}
    contents = [
        element("li", element("a", names[tag], href=f"#{_anchor(tag)}"), f" ({len(operations)})")
        for tag, operations in groups.items()
    ]
    sections = [
        element(
            "section",
            element("h2", names[tag], id=_anchor(tag)),
            *(_operation(path, method, each, spoken, base) for path, method, each in operations),
        )
        for tag, operations in groups.items()
    ]
    title = _TEXTS["title"][spoken]
    return page(
        spoken,
        title,
        _STYLE,
        element("p", element("a", _TEXTS["other"][spoken], href=f"?lang={other}", lang=other)),
        element("h1", title),
        *(element("p", t) for t in in_language(document["info"]["description"], spoken)),
        element("p", element("a", _TEXTS["machine"][spoken], href=f"{base}/openapi.json")),
        element("nav", element("h2", _TEXTS["contents"][spoken]), element("ul", *contents)),
        element("main", *sections),
    )


def _by_tag(document: dict[str, Any]) -> dict[str, list[tuple[str, str, dict[str, Any]]]]:
    groups: dict[str, list[tuple[str, str, dict[str, Any]]]] = {}
    for path, item in document["paths"].items():
        for method in _METHODS:
            if method in item:
                tag = item[method].get("tags", ["Service"])[0]
                groups.setdefault(tag, []).append((path, method, item[method]))
    return groups


def _operation(path: str, method: str, operation: dict[str, Any], spoken: str, base: str) -> Markup:
    texts = _prose(operation, spoken)
    heading = element(
        "summary",
        element("code", element("span", method.upper(), class_="method"), path),
        element("br"),
        texts[0] if texts else operation.get("summary", ""),
    )
    return element(
        "details",
        heading,
        *(element("p", text) for text in texts[1:]),
        *_parameters(operation, spoken),
        *_try(path, method, operation, spoken, base),
        *_answer(operation, spoken, base),
        id=operation.get("operationId", ""),
    )


def _prose(operation: dict[str, Any], spoken: str) -> list[str]:
    described = operation.get("description", "")
    return in_language(f"{operation.get('summary', '')}\n\n{described}", spoken)


def _parameters(operation: dict[str, Any], spoken: str) -> Iterator[Markup]:
    parameters = operation.get("parameters", ())
    if not parameters:
        return
    yield element("h3", _TEXTS["parameters"][spoken])
    entries: list[Markup] = []
    for each in parameters:
        schema = each.get("schema", {})
        entries.append(element("dt", element("code", each["name"]), _notes(each, schema, spoken)))
        texts = in_language(each.get("description", ""), spoken)
        example = example_of(each)
        if example is not None:
            texts.append(f"{_TEXTS['such as'][spoken]} {example}")
        entries.append(element("dd", " ".join(texts)))
    yield element("dl", *entries)


def _notes(parameter: dict[str, Any], schema: dict[str, Any], spoken: str) -> str:
    notes = [_TEXTS["needed"][spoken]] if parameter.get("required") else []
    if "enum" in schema:
        notes.append(" | ".join(map(str, schema["enum"])))
    elif "type" in schema:
        least, most = schema.get("minimum", ""), schema.get("maximum", "")
        bounds = f" {least}…{most}" if least != "" or most != "" else ""
        notes.append(f"{schema['type']}{bounds}")
    if "default" in schema:
        notes.append(f"{_TEXTS['default'][spoken]} {schema['default']}")
    return f" ({', '.join(notes)})" if notes else ""


def _try(
    path: str, method: str, operation: dict[str, Any], spoken: str, base: str
) -> Iterator[Markup]:
    address = call_of(path, operation, base)
    if address is None:
        return
    # Which graphs there are is up to those who put them there.
    if method == "get" and not path.startswith("/rdf-graphs"):
        link = element("a", address, href=address)
        yield element("p", f"{_TEXTS['try'][spoken]}: ", link)
        return
    command = f"curl -X {method.upper()} '{address}'" + _body_of_call(operation)
    yield element("p", f"{_TEXTS['call'][spoken]}:")
    yield element("pre", command)


def _body_of_call(operation: dict[str, Any]) -> str:
    content = operation.get("requestBody", {}).get("content", {})
    for media_type, described in content.items():
        if "example" not in described:
            continue
        example = described["example"]
        if media_type == "multipart/form-data":
            return "".join(f" -F {name}=@{name}.ttl" for name in example)
        text = example if isinstance(example, str) else json.dumps(example, ensure_ascii=False)
        quoted = text.replace("'", "'\\''")
        return f" -H 'Content-Type: {media_type}' --data-binary '{quoted}'"
    return ""


def _answer(operation: dict[str, Any], spoken: str, base: str) -> Iterator[Markup]:
    if "externalDocs" in operation:
        path = operation["externalDocs"]["url"]
        address = f"{base}/{path}{'&' if '?' in path else '?'}lang={spoken}"
        yield element("p", element("a", _TEXTS["page"][spoken], href=address))
    content = operation.get("responses", {}).get("200", {}).get("content", {})
    if not content:
        return
    formats: list[Markup | str] = []
    for media_type, described in content.items():
        formats += [", ", _format(media_type, described, base)]
    yield element("p", f"{_TEXTS['formats'][spoken]}: ", *formats[1:])


def _format(media_type: str, described: dict[str, Any], base: str) -> Markup | str:
    """Name a format, with a link to an answer in it where the description has one."""
    for example in described.get("examples", {}).values():
        return element("a", media_type, href=f"{base}/{example['externalValue']}")
    return media_type


def call_of(path: str, operation: dict[str, Any], base: str) -> str | None:
    """Write the address of a call with examples.

    Args:
        path: A path of the description.
        operation: What it says of a method.
        base: The address of the service, without a slash at its end.

    Returns:
        The address with the example of each parameter that is needed or has named examples; None
        if one that is needed has none.
    """
    fields: dict[str, str] = {}
    for parameter in operation.get("parameters", ()):
        if not parameter.get("required") and "examples" not in parameter:
            continue
        example = example_of(parameter)
        if example is None:
            return None
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", quote(str(example), safe=""))
        elif parameter["in"] == "query":
            fields[parameter["name"]] = str(example)
    return base + path + (f"?{urlencode(fields)}" if fields else "")


def example_of(parameter: dict[str, Any]) -> Any:
    """Find the example of a parameter.

    Args:
        parameter: What an OpenAPI description says of it.

    Returns:
        The example, wherever it is given; None if there is none.
    """
    if "example" in parameter:
        return parameter["example"]
    for example in parameter.get("examples", {}).values():
        return example.get("value")
    return next(iter(parameter.get("schema", {}).get("examples", ())), None)


def in_language(text: str, spoken: str) -> list[str]:
    """Take the parts of a text that are in a language.

    Args:
        text: Paragraphs, or sentences with `` · `` between them, each in Thai or in English.
        spoken: ``th`` or ``en``.

    Returns:
        The parts in that language; every part if none is.
    """
    parts = [part.strip() for paragraph in text.split("\n\n") for part in paragraph.split(" · ")]
    parts = [part for part in parts if part]
    found = [part for part in parts if _is_thai(part) == (spoken == "th")]
    return found or parts


def _is_thai(text: str) -> bool:
    return any("\u0e00" <= character <= "\u0e7f" for character in text)


def _anchor(tag: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in tag.lower())
