"""Dumps of the whole graph and of its layers, made once a data version."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Request, Response
from fastapi import Path as PathParameter
from fastapi.concurrency import run_in_threadpool
from starlette.responses import FileResponse

from lcgraph.service.documents import LICENCE, is_current
from lcgraph.service.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lcgraph.service.graph import PublishedGraph

router = APIRouter(tags=["Dumps"])

SUMS: Final = "SHA256SUMS"
_MEDIA_TYPES: Final = {
    ".nq": "application/n-quads",
    ".ttl": "text/turtle",
    ".gz": "application/gzip",
    "": "text/plain",
}
_WHOLE: Final = ("lcgraph.nq", "lcgraph.ttl")
_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The file.", "content": {media: {} for media in _MEDIA_TYPES.values()}}
}


@router.get("/dumps/{name}", responses=_RESPONSES, response_class=Response)
async def dump(
    request: Request,
    name: Annotated[
        str,
        PathParameter(description="The name of a file. · ชื่อไฟล์", examples=["lcgraph.nq.gz", SUMS]),
    ],
) -> Response:
    """Download the graph: `lcgraph.nq` with its named graphs, `lcgraph.ttl` as published.

    Both may be followed by `.gz`; each layer is a file of its own, such as `ontology.ttl`;
    `SHA256SUMS` lists all files.

    ดาวน์โหลดกราฟ `lcgraph.nq` มีกราฟที่มีชื่อครบ `lcgraph.ttl` มีเฉพาะที่เผยแพร่ เติม `.gz` ได้ทั้งสองไฟล์
    แต่ละชั้นข้อมูลเป็นไฟล์แยก เช่น `ontology.ttl` และ `SHA256SUMS` แสดงรายการไฟล์ทั้งหมด
    """
    files = await Dumps.of(request).current()
    if name not in files.digests:
        raise Problem(
            "not-found",
            {"th": f"ไม่มีไฟล์ {name[:80]}", "en": f"There is no file {name[:80]}."},
            {"supported": sorted(files.digests)},
        )
    path = files.folder / name
    etag = f'"{files.version}-{files.digests[name][:24]}"'
    headers = {
        "ETag": etag,
        "Cache-Control": "no-cache",
        "Lcgraph-Data-Version": str(files.version),
        "Link": f'<{LICENCE}>; rel="license"',
    }
    if is_current(request, etag):
        return Response(status_code=304, headers=headers)
    return FileResponse(path, media_type=_MEDIA_TYPES[path.suffix], headers=headers)


@dataclass(frozen=True)
class Files:
    """The dumps of one data version.

    Attributes:
        version: The data version.
        folder: Where the files are.
        digests: SHA-256 in hexadecimal by name of file.
    """

    version: int
    folder: Path
    digests: Mapping[str, str]


class Dumps:
    """The dumps of the current data version; those of the one before are kept for downloads."""

    def __init__(self, graph: PublishedGraph) -> None:
        """Begin without any.

        Args:
            graph: The graph to write.
        """
        self._graph = graph
        self._lock = asyncio.Lock()
        # Goes with the object, at the latest when the process ends.
        self._folder = tempfile.TemporaryDirectory(prefix="lcgraph-dumps-")
        self._kept: list[Files] = []

    @classmethod
    def of(cls, request: Request) -> Dumps:
        """Return the dumps that the application of a request keeps.

        Args:
            request: The request.

        Returns:
            The same object for each request.
        """
        state = request.app.state
        if getattr(state, "dumps", None) is None:
            state.dumps = cls(state.graph)
        kept: Dumps = state.dumps
        return kept

    async def current(self) -> Files:
        """Write the graph as it is, unless that is done.

        Returns:
            The files.
        """
        async with self._lock:
            if not self._kept or self._kept[-1].version != self._graph.version:
                version = self._graph.version
                folder = Path(self._folder.name) / str(version)
                digests = await run_in_threadpool(self._written, folder)
                self._kept.append(Files(version, folder, digests))
                for outdated in self._kept[:-2]:
                    await run_in_threadpool(shutil.rmtree, outdated.folder, ignore_errors=True)
                del self._kept[:-2]
            return self._kept[-1]

    def _written(self, folder: Path) -> dict[str, str]:
        folder.mkdir(exist_ok=True)
        self._graph.write_dumps(folder)
        for name in _WHOLE:
            _compress(folder / name)
        digests = {path.name: _digest(path) for path in sorted(folder.iterdir())}
        sums = "".join(f"{digest}  {name}\n" for name, digest in digests.items())
        (folder / SUMS).write_text(sums, encoding="utf-8")
        return {**digests, SUMS: _digest(folder / SUMS)}


def _compress(path: Path) -> None:
    # Without a time the same graph gives the same file.
    with (
        path.open("rb") as plain,
        path.with_name(path.name + ".gz").open("wb") as output,
        gzip.GzipFile(filename="", mode="wb", fileobj=output, mtime=0) as compressed,
    ):
        shutil.copyfileobj(plain, compressed)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
