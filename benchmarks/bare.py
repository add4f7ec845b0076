"""The least service there can be: one route that asks a store on disk.

Called as ``python -m benchmarks.bare STORE PORT``; with ``-`` for the store the route returns
a constant.
"""

from __future__ import annotations

import sys

import pyoxigraph
import uvicorn
from fastapi import FastAPI, Response

_JSON = "application/sparql-results+json"


def application(store: str) -> FastAPI:
    """Build the service.

    Args:
        store: The folder of pyoxigraph's files, or ``-`` for none.
    """
    made = FastAPI()
    if store == "-":

        @made.get("/sparql")
        async def constant() -> Response:
            return Response(b'{"head":{},"boolean":true}', media_type=_JSON)

        return made
    opened = pyoxigraph.Store(store)

    @made.get("/sparql")
    async def answer(query: str) -> Response:
        results = opened.query(query)
        if isinstance(results, pyoxigraph.QueryTriples):
            raise TypeError("a SELECT or ASK query is needed")
        body = results.serialize(format=pyoxigraph.QueryResultsFormat.JSON)
        return Response(body, media_type=_JSON)

    return made


if __name__ == "__main__":
    uvicorn.run(
        application(sys.argv[1]),
        host="127.0.0.1",
        port=int(sys.argv[2]),
        log_level="warning",
        access_log=False,
    )
