"""The query library: what its files say, and how a query is asked with what a caller gives."""

from __future__ import annotations

from lcgraph.queries.description import describe
from lcgraph.queries.faults import QueryFileFault
from lcgraph.queries.header import parse_query
from lcgraph.queries.library import Library
from lcgraph.queries.names import key_of, named
from lcgraph.queries.parameters import Bound, WrongParameter, bind
from lcgraph.queries.results import Cell, Table, table_of, without_columns
from lcgraph.queries.stored import Form, Parameter, ParameterType, StoredQuery

__all__ = [
    "Bound",
    "Cell",
    "Form",
    "Library",
    "Parameter",
    "ParameterType",
    "QueryFileFault",
    "StoredQuery",
    "Table",
    "WrongParameter",
    "bind",
    "describe",
    "key_of",
    "named",
    "parse_query",
    "table_of",
    "without_columns",
]
