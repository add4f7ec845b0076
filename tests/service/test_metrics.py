"""What completeness is measured by: its name, what it is, and what was measured by it."""

from __future__ import annotations

import httpx
import pytest
import rdflib
from rdflib import RDF, RDFS, SKOS

METRICS = {
    "required-checks-met": ("Required checks met", "การตรวจที่จำเป็นซึ่งผ่าน"),
    "recommended-checks-met": ("Recommended checks met", "การตรวจที่แนะนำซึ่งผ่าน"),
    "optional-checks-met": ("Optional checks met", "การตรวจที่เป็นทางเลือกซึ่งผ่าน"),
}
DQV = rdflib.Namespace("http://www.w3.org/ns/dqv#")
USED = """SELECT DISTINCT ?metric WHERE {
  ?measured <http://www.w3.org/ns/dqv#isMeasurementOf> ?metric . }"""


def test_these_are_all_that_the_graph_uses(client: httpx.Client) -> None:
    asked = {"query": USED, "layer": "quality"}
    rows = client.get("/sparql", params=asked).json()["results"]["bindings"]
    assert {row["metric"]["value"].rpartition("/")[2] for row in rows} == set(METRICS)


@pytest.mark.parametrize("name", METRICS)
def test_its_page_has_its_name_its_type_and_what_was_measured(
    client: httpx.Client, name: str
) -> None:
    english, thai = METRICS[name]
    for language, title in (("en", english), ("th", thai)):
        page = client.get(f"/metric/{name}?lang={language}", headers={"accept": "text/html"}).text
        assert title in page[page.index("<h1>") : page.index("<small>")]
    assert '<a href="http://www.w3.org/ns/dqv#Metric">ตัววัดคุณภาพ</a>' in page
    assert "/doc/measurement/th-yala-v1" in page


@pytest.mark.parametrize("name", METRICS)
def test_its_data_say_what_it_is(client: httpx.Client, name: str) -> None:
    answer = client.get(f"/metric/{name}", headers={"accept": "text/turtle"})
    graph = rdflib.Graph().parse(data=answer.text, format="turtle")
    metric = rdflib.URIRef(f"https://w3id.org/lcgraph/metric/{name}")
    assert graph.value(metric, RDF.type) == DQV.Metric
    assert {str(label) for label in graph.objects(metric, RDFS.label)} == set(METRICS[name])
    languages = {
        definition.language
        for definition in graph.objects(metric, SKOS.definition)
        if isinstance(definition, rdflib.Literal)
    }
    assert languages == {"th", "en"}
