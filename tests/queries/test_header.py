from __future__ import annotations

import pytest

from lcgraph.queries import Form, ParameterType, QueryFileFault, parse_query
from tests.queries.files import CITY, HEADER, LANG, NUMBER, THING, file, query

ASK = "ASK { ?s ?p ?o }"


def test_a_header_is_read_whole() -> None:
    text = file(
        "SELECT ?city ?cityLabel ?count { ?city e:count ?count ; rdfs:label ?cityLabel ."
        " ?city e:like ?_city_iri FILTER(?count > ?_n_integer && LANG(?cityLabel) = ?_lang) }",
        CITY,
        LANG,
        NUMBER,
        columns="city count",
        header=HEADER + "#+ description: {th: รายละเอียด, en: More}\n#+ answers: [CQ01, CQ02]\n",
    )

    found = parse_query("one.rq", text)

    assert (found.name, found.folder, found.form) == ("tests/one", "tests", Form.SELECT)
    assert found.iri.value == "https://w3id.org/lcgraph/query/tests-one"
    assert found.summary == {"th": "คำถาม", "en": "A question"}
    assert found.description == {"th": "รายละเอียด", "en": "More"}
    assert (found.tags, found.answers, found.layers) == (
        ("tests",),
        ("CQ01", "CQ02"),
        ("asserted",),
    )
    assert found.variables == ("city", "cityLabel", "count")
    assert list(found.columns) == ["city", "count"]
    assert [(p.name, p.variable, p.type) for p in found.parameters] == [
        ("city", "_city_iri", ParameterType.IRI),
        ("lang", "_lang", ParameterType.LANGUAGE),
        ("n", "_n_integer", ParameterType.INTEGER),
    ]
    city, lang, number = found.parameters
    assert (city.class_name, city.example, city.default) == ("lcg:LearningCity", "th-yala", None)
    assert (lang.default, lang.optional) == ("th", False)
    assert (number.minimum, number.maximum) == (1, 9)
    assert found.text == text


@pytest.mark.parametrize(
    ("layers", "expected"),
    [("[asserted, catalogue]", ()), ("[asserted, inferred, derived]", ("inferred", "derived"))],
)
def test_layers_beyond_the_published_view_are_told_apart(
    layers: str, expected: tuple[str, ...]
) -> None:
    text = file(ASK, header=HEADER.replace("[asserted]", layers))

    assert tuple(map(str, parse_query("one.rq", text).store_layers)) == expected


@pytest.mark.parametrize(
    ("body", "form", "variables"),
    [
        (ASK, Form.ASK, ()),
        ("CONSTRUCT { ?s e:p ?o } WHERE { { SELECT ?s ?o { ?s ?p ?o } } }", Form.CONSTRUCT, ()),
        ("SELECT DISTINCT ?o (COUNT(?s) AS ?n) { ?s ?p ?o } GROUP BY ?o", Form.SELECT, ("o", "n")),
    ],
    ids=["ask", "construct", "select"],
)
def test_form_and_variables_come_from_the_text(
    body: str, form: Form, variables: tuple[str, ...]
) -> None:
    found = query(body, columns=" ".join(variables))

    assert (found.form, found.variables) == (form, variables)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (ASK, "header"),
        ("#+ just words\n" + ASK, "header"),
        ("#+ name: [\n" + ASK, "header"),
        ("#+ name: a\n#+ name: b\n" + ASK, "header"),
        ("#+ name: &x a\n#+ tags: [*x]\n" + ASK, "header"),
        ("#+ name: !!python/object:os.system a\n" + ASK, "header"),
        ("#+ " + "[" * 3000 + "\n" + ASK, "header"),
        ("#+ " + "x" * 30000 + "\n" + ASK, "header"),
        (file(ASK, header=HEADER + "#+ sumary: x\n"), "sumary"),
        (file(ASK, header=HEADER.replace("#+ tags: [tests]\n", "")), "tags"),
        (file(ASK, header=HEADER.replace("th: คำถาม, ", "")), "summary"),
        (file(ASK, header=HEADER.replace("th: คำถาม", "th: ''")), "summary.th"),
        (file(ASK, header=HEADER.replace("en: A question", "en: Q, fr: Q")), "summary"),
        (file(ASK, header=HEADER.replace("[tests]", "tests")), "tags"),
        (file(ASK, header=HEADER.replace("[asserted]", "[guessed]")), "layers"),
        (file(ASK, header=HEADER.replace("[asserted]", "[asserted, asserted]")), "layers"),
        (file(ASK, header=HEADER.replace("tests/one", "7")), "name"),
        (file("DESCRIBE ?s { ?s ?p ?o }"), "text"),
        (file("INSERT DATA { e:a e:b e:c }"), "text"),
        (file("ASK { ?s ?p }"), "text"),
        (file("ASK { ?s nowhere:p ?o }"), "text"),
        (file("SELECT ?s { ?s ?p ?o }"), "columns.s"),
        (file("SELECT ?s { ?s ?p ?o }", columns="s o"), "columns.o"),
        (file("SELECT * { ?s ?p ?o }"), "SELECT *"),
    ],
)
def test_a_faulty_header_names_the_file_and_the_key(text: str, key: str) -> None:
    with pytest.raises(QueryFileFault) as fault:
        parse_query("here/one.rq", text)

    assert (fault.value.file, fault.value.key) == ("here/one.rq", key)
    assert str(fault.value).startswith(f"here/one.rq: {key}: ")


@pytest.mark.parametrize(
    ("parameter", "key"),
    [
        ("thing: {type: uri, example: a, description: {th: ก, en: a}}", "parameters.thing.type"),
        ("thing: {type: iri, example: city:x}", "parameters.thing.description"),
        ("thing: {type: iri, description: {th: ก, en: a}}", "parameters.thing.example"),
        (THING.replace("en: a", "fr: a"), "parameters.thing.description"),
        (THING.replace("example", "class: lcg:Unheard, example"), "parameters.thing.class"),
        (THING.replace("example", "scheme: sector, example"), "parameters.thing.scheme"),
        (THING.replace("example", "min: 1, example"), "parameters.thing.min"),
        (THING.replace("example", "optional: maybe, example"), "parameters.thing.optional"),
        (THING.replace("city:th-yala", "th-yala"), "parameters.thing.example"),
        (THING.replace("example", "default: 'a b', example"), "parameters.thing.default"),
        (
            THING.replace("example", "optional: true, default: city:x, example"),
            "parameters.thing.default",
        ),
        ("thing: iri", "parameters.thing"),
        ("two words: {type: iri}", "parameters.two words"),
    ],
)
def test_a_faulty_parameter_names_its_key(parameter: str, key: str) -> None:
    with pytest.raises(QueryFileFault) as fault:
        query("ASK { ?_thing_iri ?p ?o }", parameter)

    assert fault.value.key == key


@pytest.mark.parametrize(
    ("body", "parameters", "key"),
    [
        ("ASK { ?_thing_iri ?p ?o }", (), "?_thing_iri"),
        ("ASK { ?s ?p ?o } # ?_thing_iri", (THING,), "parameters.thing"),
        ('ASK { ?s ?p "?_thing_iri" }', (THING,), "parameters.thing"),
        ("ASK { ?_thing_iri ?p ?_other }", (THING,), "?_other"),
    ],
    ids=["undeclared", "only in a comment", "only in a string", "one of two undeclared"],
)
def test_parameters_and_variables_must_agree(
    body: str, parameters: tuple[str, ...], key: str
) -> None:
    with pytest.raises(QueryFileFault) as fault:
        query(body, *parameters)

    assert fault.value.key == key


def test_an_optional_parameter_has_two_underscores() -> None:
    optional = THING.replace("example", "optional: true, example")

    assert query("ASK { ?__thing_iri ?p ?o }", optional).parameters[0].variable == "__thing_iri"
