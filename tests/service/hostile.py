"""Queries that take all they can get, forty of them, no two alike."""

from __future__ import annotations

_NUMBERS = " ".join(str(number) for number in range(20_000))
_WORD = "a" * 2000


def hostile_queries() -> list[str]:
    """Return the queries, kinds mixed."""
    kinds = [
        [f"SELECT * {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != {n}) }}" for n in range(6)],
        [f"SELECT (COUNT(*) AS ?n{n}) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }}" for n in range(7)],
        [
            "SELECT * { ?a ?b ?c . ?d ?e ?f } "
            f"ORDER BY SHA512(CONCAT(STR(?a), STR(?f), '{n}')) DESC(?c)"
            for n in range(7)
        ],
        [
            f"SELECT * {{ ?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(STR(?c), '{_WORD}', STR(?f)), "
            f"'(a+)+({n}|b)$')) }}"
            for n in range(5)
        ],
        [f"SELECT * {{ ?a (!<urn:{n}>|!<urn:x>)* ?b . ?b (!<urn:{n}>)* ?c }}" for n in range(5)],
        [
            f"SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{ {_NUMBERS} {n} }} "
            f"VALUES ?b {{ {_NUMBERS} }} FILTER(?a * ?b = -1) }}"
            for n in range(5)
        ],
        [
            "SELECT (COUNT(*) AS ?n) { ?a " + "/".join(["(!<urn:x>|^!<urn:x>)"] * 12) + f" ?b{n} }}"
            for n in range(5)
        ],
    ]
    mixed = [kind[n] for n in range(7) for kind in kinds if n < len(kind)]
    assert len(set(mixed)) == 40
    return mixed
