"""Addresses of pages, one of each kind."""

from __future__ import annotations

PAGES = (
    "/",
    "/doc/city/th-chiang-rai",
    "/doc/city/th-tak",
    "/doc/finding/th-chiang-rai-6-2",
    "/doc/source/onec-2026",
    "/concept",
    "/concept/theme",
    "/ontology",
    "/query",
    "/query/factors-cell?city=th-yala&factor=flexibility",
    "/sparql",
    "/sparql?example=cities/leads-and-partners",
    "/sparql?query=DESCRIBE%20<https://w3id.org/lcgraph/id/city/th-yala>",
    "/cities",
    "/queries",
    "/queries/themes",
    "/record/th-yala-v1",
    "/conformance",
    "/doc/nothing-of-the-kind",
)
