"""What follows from each kind of axiom about properties, by which rule, and what just does not."""

from __future__ import annotations

from tests.inference.worlds import Case

PROPERTY_AXIOMS = {
    "subPropertyOf": Case(
        "lcg:lead rdfs:subPropertyOf lcg:participant .",
        ":p lcg:lead :o .",
        ":p lcg:participant :o .",
        ("prp-spo1",),
        ":p lcg:partner :o .",
    ),
    "subPropertyOf between data properties": Case(
        "lcg:isoCode rdfs:subPropertyOf lcg:code .",
        ':p lcg:isoCode "TH" .',
        ':p lcg:code "TH" .',
        ("prp-spo1",),
        ':p lcg:name "TH" .',
    ),
    "equivalentProperty, forwards": Case(
        "lcg:near owl:equivalentProperty lcg:close .",
        ":a lcg:near :b .",
        ":a lcg:close :b .",
        ("prp-eqp1",),
        ":a lcg:far :b .",
    ),
    "equivalentProperty, backwards": Case(
        "lcg:near owl:equivalentProperty lcg:close .",
        ":a lcg:close :b .",
        ":a lcg:near :b .",
        ("prp-eqp2",),
        ":a lcg:far :b .",
    ),
    "inverseOf, forwards": Case(
        "lcg:mentors owl:inverseOf lcg:mentoredBy .",
        ":a lcg:mentors :b .",
        ":b lcg:mentoredBy :a .",
        ("prp-inv1",),
        ":a lcg:advises :b .",
    ),
    "inverseOf, backwards": Case(
        "lcg:mentors owl:inverseOf lcg:mentoredBy .",
        ":a lcg:mentoredBy :b .",
        ":b lcg:mentors :a .",
        ("prp-inv2",),
        ":a lcg:advises :b .",
    ),
    "propertyChainAxiom of one": Case(
        "lcg:leads owl:propertyChainAxiom ( lcg:lead ) .",
        ":a lcg:lead :b .",
        ":a lcg:leads :b .",
        ("prp-spo2",),
        ":a lcg:partner :b .",
    ),
    "propertyChainAxiom of two (O2)": Case(
        "lcg:leadOrganization owl:propertyChainAxiom ( lcg:hasParticipation lcg:lead ) .",
        ":c lcg:hasParticipation :p . :p lcg:lead :o .",
        ":c lcg:leadOrganization :o .",
        ("prp-spo2",),
        ":c lcg:hasParticipation :p . :q lcg:lead :o . :p lcg:partner :o .",
    ),
    "propertyChainAxiom of three (O4)": Case(
        """lcg:limitedIn owl:propertyChainAxiom
             ( lcg:hasObservation lcg:hasLimitation lcg:within ) .""",
        ":c lcg:hasObservation :o . :o lcg:hasLimitation :f . :f lcg:within theme:t .",
        ":c lcg:limitedIn theme:t .",
        ("prp-spo2",),
        ":c lcg:hasObservation :o . :o lcg:hasStrength :f . :f lcg:within theme:t .",
    ),
    "propertyChainAxiom of four that turns back": Case(
        """lcg:peer owl:propertyChainAxiom
             ( lcg:has lcg:on [ owl:inverseOf lcg:on ] [ owl:inverseOf lcg:has ] ) .""",
        ":a lcg:has :x . :x lcg:on theme:t . :b lcg:has :y . :y lcg:on theme:t .",
        ":a lcg:peer :b .",
        ("prp-spo2",),
        ":a lcg:has :x . :x lcg:off theme:t .",
        also=":b lcg:peer :a . :a lcg:peer :a . :b lcg:peer :b .",
    ),
    "propertyChainAxiom with one property twice": Case(
        "lcg:grandparent owl:propertyChainAxiom ( lcg:parent lcg:parent ) .",
        ":a lcg:parent :b . :b lcg:parent :c .",
        ":a lcg:grandparent :c .",
        ("prp-spo2",),
        ":a lcg:parent :b . :c lcg:parent :b .",
    ),
    "TransitiveProperty": Case(
        "lcg:within a owl:TransitiveProperty .",
        ":a lcg:within :b . :b lcg:within :c .",
        ":a lcg:within :c .",
        ("prp-trp",),
        ":a lcg:within :b . :c lcg:within :b .",
    ),
    "TransitiveProperty of another vocabulary (O5)": Case(
        "skos:broaderTransitive a owl:TransitiveProperty .",
        "theme:a skos:broaderTransitive theme:b . theme:b skos:broaderTransitive theme:c .",
        "theme:a skos:broaderTransitive theme:c .",
        ("prp-trp",),
        "theme:a skos:broader theme:b . theme:b skos:broader theme:c .",
    ),
    "SymmetricProperty": Case(
        "lcg:twin a owl:SymmetricProperty .",
        ":a lcg:twin :b .",
        ":b lcg:twin :a .",
        ("prp-symp",),
        ":a lcg:near :b .",
    ),
    "domain": Case(
        "lcg:lead rdfs:domain lcg:Participation .",
        ":p lcg:lead :o .",
        ":p a lcg:Participation .",
        ("prp-dom",),
        ":p lcg:partner :o .",
    ),
    "range": Case(
        "lcg:lead rdfs:range org:Organization .",
        ":p lcg:lead :o .",
        ":o a org:Organization .",
        ("prp-rng",),
        ":p lcg:partner :o .",
    ),
    "FunctionalProperty": Case(
        "lcg:primary a owl:FunctionalProperty .",
        ":a lcg:primary :b , :c .",
        ":b owl:sameAs :c .",
        ("prp-fp",),
        ":a lcg:primary :b . :d lcg:primary :c .",
        also=":c owl:sameAs :b .",
    ),
    "InverseFunctionalProperty": Case(
        "lcg:seatOf a owl:InverseFunctionalProperty .",
        ":a lcg:seatOf :c . :b lcg:seatOf :c .",
        ":a owl:sameAs :b .",
        ("prp-ifp",),
        ":a lcg:seatOf :c , :d .",
        also=":b owl:sameAs :a .",
    ),
    "hasKey (O13)": Case(
        "lcg:AdministrativeUnit owl:hasKey ( lcg:isoCode ) .",
        """:a a lcg:AdministrativeUnit ; lcg:isoCode "TH-57" .
           :b a lcg:AdministrativeUnit ; lcg:isoCode "TH-57" .""",
        ":a owl:sameAs :b .",
        ("prp-key",),
        """:a a lcg:AdministrativeUnit ; lcg:isoCode "TH-57" .
           :b a lcg:AdministrativeUnit ; lcg:isoCode "TH-58" .
           :c lcg:isoCode "TH-57" . :d a lcg:AdministrativeUnit .""",
        also=":b owl:sameAs :a .",
    ),
    "hasKey of two": Case(
        "lcg:Street owl:hasKey ( lcg:city lcg:name ) .",
        """:a a lcg:Street ; lcg:city :c ; lcg:name "x" .
           :b a lcg:Street ; lcg:city :c ; lcg:name "x" .""",
        ":a owl:sameAs :b .",
        ("prp-key",),
        """:a a lcg:Street ; lcg:city :c ; lcg:name "x" .
           :b a lcg:Street ; lcg:city :c ; lcg:name "y" .
           :d a lcg:Street ; lcg:city :e ; lcg:name "x" .""",
        also=":b owl:sameAs :a .",
    ),
}
