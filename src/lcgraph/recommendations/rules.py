"""Derivation rules: CONSTRUCT queries whose headers say what they are, why, and in which words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

import yaml
from pyoxigraph import Literal, NamedNode, Triple

from lcgraph.store import Layer
from lcgraph.vocabulary import DCAT, LCG, RDF, RDFS, RULE, SH, SKOS, XSD

LANGUAGES: Final = ("th", "en")
_MARK: Final = "#+"
_KEYS: Final = frozenset(
    {"id", "name", "version", "summary", "rationale", "kind", "stratum", "reads", "sentences"}
)
_ON_REQUEST: Final = "on_request"
_IDENTIFIER: Final = re.compile(r"R\d{2}")
_ASSERTED: Final = "asserted"
_READABLE: Final = {_ASSERTED, *(layer.value for layer in Layer)}


class Kind(StrEnum):
    """What a rule produces (section 4.3 of the model)."""

    ACTION = "action"
    PEER = "peer"
    DATA_REQUEST = "data-request"
    NOTE = "note"


class InvalidRule(ValueError):
    """A rule whose header is not as it has to be."""

    def __init__(self, rule: str, problem: str) -> None:
        """Say which rule and what to do.

        Args:
            rule: The identifier of the rule, or the beginning of its text.
            problem: What is wrong and what to do about it.
        """
        super().__init__(f"rule {rule}: {problem}")


@dataclass(frozen=True)
class DerivationRule:
    """One rule.

    Attributes:
        identifier: Its identifier, such as ``R07``.
        names: Its name by language tag.
        version: Its version.
        summaries: What it does, by language tag.
        rationales: Why, by language tag.
        kind: What it produces.
        stratum: When it runs: a rule sees what the rules of lower strata derived.
        layers: The layers it reads beside what is published.
        sentences: Case (a modality, a kind of evidence, a reason) to the template of a sentence
            by language tag, with placeholders such as ``{city}``.
        query: The CONSTRUCT query, without the header.
        is_on_request: Whether what it makes is computed when a city is asked about, and not kept.
    """

    identifier: str
    names: Mapping[str, str] = field(hash=False)
    version: str
    summaries: Mapping[str, str] = field(hash=False)
    rationales: Mapping[str, str] = field(hash=False)
    kind: Kind
    stratum: int
    layers: tuple[Layer, ...]
    sentences: Mapping[str, Mapping[str, str]] = field(hash=False)
    query: str
    is_on_request: bool = False

    @property
    def iri(self) -> NamedNode:
        """The IRI of the rule."""
        return RULE[self.identifier]

    def described(self) -> Iterator[Triple]:
        """Describe the rule for the reference data.

        Yields:
            Triples about the rule: names, summary and rationale in both languages, version,
            kind, stratum and the text of the query.
        """
        yield Triple(self.iri, RDF.type, LCG.DerivationRule)
        yield Triple(self.iri, RDF.type, SH.SPARQLConstructExecutable)
        for predicate, texts in (
            (RDFS.label, self.names),
            (SKOS.definition, self.summaries),
            (LCG.rationale, self.rationales),
        ):
            for language, text in texts.items():
                yield Triple(self.iri, predicate, Literal(text, language=language))
        yield Triple(self.iri, DCAT.version, Literal(self.version))
        yield Triple(self.iri, LCG.ruleKind, Literal(self.kind.value))
        yield Triple(self.iri, LCG.stratum, Literal(str(self.stratum), datatype=XSD.integer))
        yield Triple(self.iri, SH.construct, Literal(self.query))


@dataclass(frozen=True)
class RuleSet:
    """Rules in the order they run.

    Attributes:
        rules: The rules, by stratum and then by identifier.
    """

    rules: tuple[DerivationRule, ...]

    @classmethod
    def of(cls, texts: Iterable[str]) -> RuleSet:
        """Read rules.

        Args:
            texts: SPARQL texts with headers, one a rule, in any order.

        Returns:
            The rules, sorted.

        Raises:
            InvalidRule: If a header is incomplete, says too much, or takes a taken identifier.
        """
        rules = sorted(map(rule_of, texts), key=lambda rule: (rule.stratum, rule.identifier))
        seen: set[str] = set()
        for rule in rules:
            if rule.identifier in seen:
                raise InvalidRule(rule.identifier, "the id is taken, give each rule its own")
            seen.add(rule.identifier)
        return cls(tuple(rules))

    def __iter__(self) -> Iterator[DerivationRule]:
        """Go through the rules in the order they run.

        Returns:
            The rules.
        """
        return iter(self.rules)

    def __getitem__(self, identifier: str) -> DerivationRule:
        """Find a rule.

        Args:
            identifier: Its identifier, such as ``R07``.

        Returns:
            The rule.

        Raises:
            KeyError: If there is none.
        """
        for rule in self.rules:
            if rule.identifier == identifier:
                return rule
        raise KeyError(identifier)

    def strata(self) -> list[list[DerivationRule]]:
        """Group the rules.

        Returns:
            The rules of each stratum, the lowest first; rules on request are left out.
        """
        grouped: dict[int, list[DerivationRule]] = {}
        for rule in self.rules:
            if not rule.is_on_request:
                grouped.setdefault(rule.stratum, []).append(rule)
        return [grouped[stratum] for stratum in sorted(grouped)]

    def described(self) -> frozenset[Triple]:
        """Describe the rules for the reference data.

        Returns:
            Triples for ``g:reference``.
        """
        return frozenset(triple for rule in self.rules for triple in rule.described())


def header_of(text: str) -> tuple[dict[str, Any], str]:
    """Part a SPARQL text from its header.

    Args:
        text: A text that begins with ``#+`` lines of YAML.

    Returns:
        What the header says, and the text after it.

    Raises:
        InvalidRule: If the header is missing or not a YAML mapping.
    """
    lines = text.splitlines(keepends=True)
    length = next(
        (at for at, line in enumerate(lines) if not line.startswith(_MARK)),
        len(lines),
    )
    begun = (text.strip().splitlines() or [""])[0][:60]
    written = "".join(line.removeprefix(_MARK).removeprefix(" ") for line in lines[:length])
    try:
        said = yaml.safe_load(written)
    except yaml.YAMLError as fault:
        raise InvalidRule(begun, f"the header is not YAML: {fault}") from fault
    if not isinstance(said, dict):
        raise InvalidRule(begun, "begin the text with `#+ key: value` lines")
    return said, "".join(lines[length:])


def rule_of(text: str) -> DerivationRule:
    """Read one rule.

    Args:
        text: A CONSTRUCT query with its header.

    Returns:
        The rule.

    Raises:
        InvalidRule: If the header lacks a key, has an unknown one, or a value of the wrong form.
    """
    said, query = header_of(text)
    identifier = said.get("id")
    if not isinstance(identifier, str) or not _IDENTIFIER.fullmatch(identifier):
        raise InvalidRule(str(identifier), "give it an id such as R07")
    if missing := sorted(_KEYS - said.keys()):
        raise InvalidRule(identifier, f"add {', '.join(missing)} to the header")
    if unknown := sorted(map(str, said.keys() - _KEYS - {_ON_REQUEST})):
        raise InvalidRule(identifier, f"take {', '.join(unknown)} out of the header")
    if said["kind"] not in list(Kind):
        raise InvalidRule(identifier, f"kind is one of {', '.join(Kind)}")
    if not isinstance(said["stratum"], int) or said["stratum"] < 1:
        raise InvalidRule(identifier, "stratum is a whole number from 1")
    if not isinstance(said.get(_ON_REQUEST, False), bool):
        raise InvalidRule(identifier, f"{_ON_REQUEST} is true or false")
    if not isinstance(said["version"], str) or not said["version"]:
        raise InvalidRule(identifier, "version is a text, put it in quotes")
    if "CONSTRUCT" not in query:
        raise InvalidRule(identifier, "the query is a CONSTRUCT")
    return DerivationRule(
        identifier,
        in_both_languages(identifier, "name", said["name"]),
        said["version"],
        in_both_languages(identifier, "summary", said["summary"]),
        in_both_languages(identifier, "rationale", said["rationale"]),
        Kind(said["kind"]),
        said["stratum"],
        _layers(identifier, said["reads"]),
        sentences_of(identifier, said["sentences"]),
        query,
        said.get(_ON_REQUEST, False),
    )


def sentences_of(owner: str, said: object) -> dict[str, dict[str, str]]:
    """Read the templates of sentences.

    Args:
        owner: Who they belong to, for the message of a fault.
        said: What the header says under ``sentences``.

    Returns:
        Case to template by language tag.

    Raises:
        InvalidRule: If it is not a mapping, or a template lacks a language.
    """
    if not isinstance(said, dict) or not said:
        raise InvalidRule(owner, "sentences is a mapping from a case to texts th and en")
    return {
        str(case): in_both_languages(owner, f"sentences.{case}", texts)
        for case, texts in said.items()
    }


def in_both_languages(owner: str, key: str, said: object) -> dict[str, str]:
    """Read a text in Thai and English.

    Args:
        owner: Who it belongs to, for the message of a fault.
        key: The key it stands under.
        said: What stands there.

    Returns:
        Language tag to text, ``th`` first.

    Raises:
        InvalidRule: If one of the languages is missing, or another is there.
    """
    if not isinstance(said, dict) or set(said) != set(LANGUAGES):
        raise InvalidRule(owner, f"{key} has exactly the languages th and en")
    texts = {language: said[language] for language in LANGUAGES}
    if not all(isinstance(text, str) and text.strip() for text in texts.values()):
        raise InvalidRule(owner, f"{key} needs a text in each language")
    return texts


def _layers(identifier: str, said: object) -> tuple[Layer, ...]:
    if not isinstance(said, list) or _ASSERTED not in said or not set(said) <= _READABLE:
        raise InvalidRule(
            identifier, f"reads is a list of {', '.join(sorted(_READABLE))}, with asserted in it"
        )
    return tuple(layer for layer in Layer if layer.value in said)
