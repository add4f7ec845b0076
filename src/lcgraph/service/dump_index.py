"""The list of dumps, for programs and as a page."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from lcgraph.service.documents import HTML, LICENCE, chosen_from, conditional
from lcgraph.service.json_documents import JSON, json_document
from lcgraph.service.markup import Markup, element, page
from lcgraph.service.mementos import memento_headers
from lcgraph.service.negotiation import language
from lcgraph.store.dump_files import SUMS
from lcgraph.store.dumps import WHOLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from lcgraph.service.dump_writing import Files

MEDIA_TYPES: Final = {
    ".nq": "application/n-quads",
    ".ttl": "text/turtle",
    ".gz": "application/gzip",
    "": "text/plain",
}
"""The media types of dumps, by the end of their names."""
_WHAT: Final[Mapping[str, Mapping[str, str]]] = {
    "lcgraph.nq": {"th": "ทุกกราฟ พร้อมชื่อกราฟ", "en": "every graph, by its name"},
    "lcgraph.ttl": {
        "th": "สิ่งที่เผยแพร่ แต่ละข้อความหนึ่งครั้ง",
        "en": "what is published, each statement once",
    },
    "catalogue": {"th": "บัญชีระเบียน", "en": "the catalogue of records"},
    "derived": {"th": "ข้อแนะนำ", "en": "recommendations"},
    "inferred-owl": {"th": "สิ่งที่อนุมานได้จากออนโทโลยี", "en": "what follows from the ontology"},
    "ontology": {"th": "ออนโทโลยี", "en": "the ontology"},
    "other": {"th": "กราฟที่ผู้ดูแลเพิ่ม", "en": "graphs that administrators added"},
    "quality": {"th": "ผลการตรวจข้อมูล", "en": "what checks of the data found"},
    "records": {"th": "ระเบียนทุกเวอร์ชัน", "en": "every version of every record"},
    "reference": {"th": "แนวคิดและข้อมูลอ้างอิง", "en": "concepts and reference data"},
    "shapes": {"th": "เกณฑ์ตรวจ", "en": "the shapes that data are checked by"},
    "sources": {"th": "แหล่งข้อมูลและข้อความที่ยกมา", "en": "sources and quoted passages"},
    SUMS: {"th": "ค่าตรวจสอบไฟล์", "en": "checksums of the files"},
}
_PATIENCE: Final = 0.5
"""Seconds that the list waits for the files to be written, as those of a small graph are."""
_PACKED: Final = {"th": " (gzip)", "en": " (gzip)"}
_TEXTS: Final = {
    "title": {"th": "ดาวน์โหลดกราฟ", "en": "Downloads of the graph"},
    "other": {"th": "English", "en": "ภาษาไทย"},
    "version": {"th": "เวอร์ชันข้อมูล", "en": "Data version"},
    "licence": {"th": "สัญญาอนุญาต CC BY 4.0", "en": "Licence: CC BY 4.0"},
    "file": {"th": "ไฟล์", "en": "File"},
    "what": {"th": "เนื้อหา", "en": "Content"},
    "bytes": {"th": "ไบต์", "en": "Bytes"},
    "modified": {"th": "วันเวลา", "en": "Date"},
    "sha256": {"th": "SHA-256", "en": "SHA-256"},
    "incomplete": {
        "th": "ไฟล์ที่แสดง … กำลังเขียนอยู่ ดาวน์โหลดได้ทันที ขนาดและค่าตรวจสอบจะแสดงเมื่อเขียนเสร็จ",
        "en": "Files with … are being written. They can be downloaded meanwhile; size and checksum "
        "appear here once they are there.",
    },
}
_STYLE: Final = """
:root{color-scheme:light dark}
body{font:1rem/1.6 system-ui,"Noto Sans Thai","Leelawadee UI",Thonburi,sans-serif;
max-width:60rem;margin:0 auto;padding:1rem}
h1{line-height:1.3}
div{overflow-x:auto}
table{border-collapse:collapse}
th,td{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;border-top:1px solid #8886}
td:nth-child(3){text-align:right;font-variant-numeric:tabular-nums}
code{font-size:.8rem;overflow-wrap:anywhere}
"""


async def dump_index(request: Request, files: Files) -> Response:
    """Answer with the list of the dumps of a version.

    Args:
        request: The request; :func:`lcgraph.service.history.graph_at` has seen it.
        files: The dumps.

    Returns:
        A JSON document, or a page for those who like HTML better.

    Raises:
        Problem: ``wrong-parameter`` for an unknown ``format``, or ``not-acceptable``.
    """
    media_type = chosen_from(request, {"json": JSON, "html": HTML})
    await files.completed(_PATIENCE)
    document = await _listed(request, files)
    headers = memento_headers(request)
    if media_type == JSON:
        made = json_document(request, document, files.version, headers)
    else:
        spoken = language(request)
        more = {
            **headers,
            "Content-Language": spoken,
            "Vary": "Accept, Accept-Language",
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
        }
        body = _page(request, document, spoken).encode()
        made = conditional(request, body, HTML, files.version, more)
    if not document["complete"]:
        # There will be more to say of the same version.
        del made.headers["ETag"]
        made.headers["Cache-Control"] = "no-store"
    return made


async def _listed(request: Request, files: Files) -> dict[str, Any]:
    publications = await request.app.state.graph.publications()
    published = next(
        (each.published for each in publications if each.version == files.version), None
    )
    date = None if published is None else f"{published:%Y-%m-%dT%H:%M:%SZ}"
    written = dict(files.written)
    at = f"?at={files.version}" if "at" in request.query_params else ""
    return {
        "data_version": files.version,
        "license": LICENCE,
        "complete": set(files.names) <= set(written),
        "files": [
            {
                "name": name,
                "url": f"{request.base_url}dumps/{name}{at}",
                "content": _described(name),
                "media_type": MEDIA_TYPES[PurePath(name).suffix],
                "bytes": written[name].bytes if name in written else None,
                "sha256": written[name].sha256 if name in written else None,
                "modified": date,
            }
            for name in sorted(files.names, key=_place)
        ],
    }


def _place(name: str) -> tuple[bool, bool, str]:
    """Put the whole graph first, then the layers, then the sums."""
    return name == SUMS, not name.startswith(f"{WHOLE}."), name


def _described(name: str) -> dict[str, str]:
    plain = name.removesuffix(".gz")
    packed = _PACKED if plain != name else {"th": "", "en": ""}
    told = _WHAT.get(plain) or _WHAT.get(PurePath(plain).stem, {})
    return {tag: text + packed[tag] for tag, text in told.items()}


def _page(request: Request, document: dict[str, Any], spoken: str) -> Markup:
    other = "en" if spoken == "th" else "th"
    in_other = str(request.url.include_query_params(lang=other))
    columns = ("file", "what", "bytes", "modified", "sha256")
    heads = [element("th", _TEXTS[name][spoken], scope="col") for name in columns]
    rows = [
        element(
            "tr",
            element("td", element("a", each["name"], href=each["url"])),
            element("td", each["content"].get(spoken, "")),
            element("td", "…" if each["bytes"] is None else f"{each['bytes']:,}"),
            element("td", each["modified"] or ""),
            element("td", element("code", each["sha256"] or "…")),
        )
        for each in document["files"]
    ]
    table = element("table", element("thead", element("tr", *heads)), element("tbody", *rows))
    title = _TEXTS["title"][spoken]
    return page(
        spoken,
        title,
        _STYLE,
        element("p", element("a", _TEXTS["other"][spoken], href=in_other, lang=other)),
        element("h1", title),
        element(
            "p",
            f"{_TEXTS['version'][spoken]} {document['data_version']} · ",
            element("a", _TEXTS["licence"][spoken], href=LICENCE),
        ),
        *(() if document["complete"] else (element("p", _TEXTS["incomplete"][spoken]),)),
        element("div", table),
    )
