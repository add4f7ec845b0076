"""What follows from each kind of axiom about classes, by which rule, and what just does not."""

from __future__ import annotations

from tests.inference.worlds import Case

CLASS_AXIOMS = {
    "subClassOf": Case(
        "lcg:Strength rdfs:subClassOf lcg:Finding .",
        ":f a lcg:Strength .",
        ":f a lcg:Finding .",
        ("cax-sco",),
        ":f a lcg:Limitation .",
    ),
    "subClassOf a class of another vocabulary": Case(
        "lcg:LearningSpace rdfs:subClassOf schema:Place .",
        ":s a lcg:LearningSpace .",
        ":s a schema:Place .",
        ("cax-sco",),
        ":s a schema:Event .",
    ),
    "equivalentClass, forwards": Case(
        "lcg:Member owl:equivalentClass lcg:Signatory .",
        ":c a lcg:Member .",
        ":c a lcg:Signatory .",
        ("cax-eqc1",),
        ":c a lcg:City .",
    ),
    "equivalentClass, backwards": Case(
        "lcg:Member owl:equivalentClass lcg:Signatory .",
        ":c a lcg:Signatory .",
        ":c a lcg:Member .",
        ("cax-eqc2",),
        ":c lcg:member lcg:Signatory .",
    ),
    "intersectionOf on the left": Case(
        "[] owl:intersectionOf ( lcg:City lcg:Member ) ; rdfs:subClassOf lcg:MemberCity .",
        ":c a lcg:City , lcg:Member .",
        ":c a lcg:MemberCity .",
        ("cax-sco", "cls-int1"),
        ":c a lcg:City . :d a lcg:Member .",
    ),
    "intersectionOf three": Case(
        "[] owl:intersectionOf ( lcg:A lcg:B lcg:C ) ; rdfs:subClassOf lcg:D .",
        ":c a lcg:A , lcg:B , lcg:C .",
        ":c a lcg:D .",
        ("cax-sco", "cls-int1"),
        ":c a lcg:A , lcg:C .",
    ),
    "intersectionOf on the right": Case(
        "lcg:MemberCity rdfs:subClassOf [ owl:intersectionOf ( lcg:City lcg:Member ) ] .",
        ":c a lcg:MemberCity .",
        ":c a lcg:City .",
        ("cls-int2", "cax-sco"),
        ":c a lcg:Other .",
        also=":c a lcg:Member .",
    ),
    "a class that is itself an intersection": Case(
        "lcg:MemberCity owl:intersectionOf ( lcg:City lcg:Member ) .",
        ":c a lcg:City , lcg:Member .",
        ":c a lcg:MemberCity .",
        ("cax-eqc2", "cls-int1"),
        ":c a lcg:City .",
    ),
    "unionOf on the left": Case(
        "[] owl:unionOf ( lcg:Strength lcg:Limitation ) ; rdfs:subClassOf lcg:Finding .",
        ":f a lcg:Limitation .",
        ":f a lcg:Finding .",
        ("cax-sco", "cls-uni"),
        ":f a lcg:Practice .",
    ),
    "hasValue on the left": Case(
        """[] a owl:Restriction ; owl:onProperty lcg:under ; owl:hasValue :gnlc ;
             rdfs:subClassOf lcg:Member .""",
        ":c lcg:under :gnlc .",
        ":c a lcg:Member .",
        ("cax-sco", "cls-hv2"),
        ":c lcg:under :uccn . :gnlc lcg:under :c .",
    ),
    "hasValue on the right": Case(
        """lcg:Member rdfs:subClassOf
             [ a owl:Restriction ; owl:onProperty lcg:under ; owl:hasValue :gnlc ] .""",
        ":c a lcg:Member .",
        ":c lcg:under :gnlc .",
        ("cls-hv1", "cax-sco"),
        ":c a lcg:City .",
    ),
    "hasValue a literal": Case(
        """[] a owl:Restriction ; owl:onProperty lcg:code ; owl:hasValue "TH" ;
             rdfs:subClassOf lcg:Thai .""",
        ':c lcg:code "TH" .',
        ":c a lcg:Thai .",
        ("cax-sco", "cls-hv2"),
        ':c lcg:code "TH"@en .',
    ),
    "equivalentClass of a class with a value (O6)": Case(
        """lcg:Gap owl:equivalentClass [ owl:intersectionOf ( lcg:City
             [ a owl:Restriction ; owl:onProperty lcg:limitedIn ; owl:hasValue theme:t ] ) ] .""",
        ":c a lcg:City ; lcg:limitedIn theme:t .",
        ":c a lcg:Gap .",
        ("cax-eqc2", "cls-int1", "cls-hv2"),
        ":th a lcg:Country ; lcg:limitedIn theme:t . :c a lcg:City ; lcg:limitedIn theme:u .",
    ),
    "someValuesFrom a class": Case(
        """[] a owl:Restriction ; owl:onProperty lcg:partner ; owl:someValuesFrom lcg:University ;
             rdfs:subClassOf lcg:Anchored .""",
        ":c lcg:partner :u . :u a lcg:University .",
        ":c a lcg:Anchored .",
        ("cax-sco", "cls-svf1"),
        ":c lcg:partner :u . :v a lcg:University .",
    ),
    "someValuesFrom owl:Thing (O8)": Case(
        """[] owl:intersectionOf ( lcg:City
             [ a owl:Restriction ; owl:onProperty lcg:limitedIn ; owl:someValuesFrom owl:Thing ] ) ;
             rdfs:subClassOf lcg:Limited .""",
        ":c a lcg:City ; lcg:limitedIn theme:t .",
        ":c a lcg:Limited .",
        ("cax-sco", "cls-int1", "cls-svf2"),
        ":th lcg:limitedIn theme:t . :c a lcg:City .",
    ),
    "someValuesFrom within someValuesFrom": Case(
        """[] a owl:Restriction ; owl:onProperty lcg:p ; owl:someValuesFrom
             [ a owl:Restriction ; owl:onProperty lcg:q ; owl:someValuesFrom lcg:C ] ;
             rdfs:subClassOf lcg:D .""",
        ":a lcg:p :b . :b lcg:q :c . :c a lcg:C .",
        ":a a lcg:D .",
        ("cax-sco", "cls-svf1", "cls-svf1"),
        ":a lcg:p :b . :b lcg:p :c . :c a lcg:C .",
    ),
    "someValuesFrom an inverse": Case(
        """[] a owl:Restriction ; owl:onProperty [ owl:inverseOf lcg:mentors ] ;
             owl:someValuesFrom owl:Thing ; rdfs:subClassOf lcg:Mentored .""",
        ":a lcg:mentors :b .",
        ":b a lcg:Mentored .",
        ("cax-sco", "cls-svf2"),
        ":a lcg:advises :b .",
    ),
    "allValuesFrom on the right": Case(
        """lcg:Team rdfs:subClassOf
             [ a owl:Restriction ; owl:onProperty lcg:member ; owl:allValuesFrom lcg:Person ] .""",
        ":t a lcg:Team ; lcg:member :p .",
        ":p a lcg:Person .",
        ("cls-avf", "cax-sco"),
        ":t lcg:member :p . :u a lcg:Team .",
    ),
}
