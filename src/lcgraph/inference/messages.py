"""What inference says to people, in Thai and in English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Message:
    """One text in both languages of the project.

    Attributes:
        th: The text in Thai.
        en: The text in English.
    """

    th: str
    en: str

    def filled(self, **values: object) -> Message:
        """Put values into the places of a template.

        Args:
            **values: The same values for both languages.

        Returns:
            The text with every ``{name}`` replaced.
        """
        return Message(self.th.format(**values), self.en.format(**values))


IMPORTS: Final = Message(
    th="ระบบไม่ติดตาม owl:imports ให้นำสัจพจน์ที่ต้องใช้มาไว้ในออนโทโลยีนี้เอง",
    en="owl:imports is not followed; state the axioms that are needed in this ontology itself.",
)
OUTSIDE: Final = Message(
    th="{construct} อยู่นอกสัจพจน์ OWL 2 RL ที่ระบบรองรับ ให้เขียนด้วยสัจพจน์ที่รองรับหรือตรวจด้วย SHACL",
    en="{construct} is outside the OWL 2 RL axioms that are supported; "
    "state it with a supported axiom or check it with SHACL.",
)
SUBCLASS_SIDE: Final = Message(
    th="{construct} ใช้ฝั่งคลาสย่อยไม่ได้ใน OWL 2 RL (รวมถึงทั้งสองฝั่งของ owl:equivalentClass)",
    en="{construct} may not stand on the subclass side of an axiom in OWL 2 RL "
    "(nor on either side of owl:equivalentClass).",
)
SUPERCLASS_SIDE: Final = Message(
    th="{construct} ใช้ฝั่งคลาสแม่ไม่ได้ใน OWL 2 RL (รวมถึงทั้งสองฝั่งของ owl:equivalentClass)",
    en="{construct} may not stand on the superclass side of an axiom in OWL 2 RL "
    "(nor on either side of owl:equivalentClass).",
)
MALFORMED: Final = Message(
    th="โครงสร้างของ {construct} ไม่สมบูรณ์หรือผิดรูป ตรวจรายการและคุณสมบัติที่ขาดหรือเกิน",
    en="{construct} is malformed; look for a broken list or a part that is missing or given twice.",
)
UNUSED: Final = Message(
    th="ข้อความนี้ไม่ได้เป็นส่วนหนึ่งของสัจพจน์ใดที่ระบบเข้าใจ",
    en="This statement is part of no axiom that is understood.",
)
RESERVED: Final = Message(
    th="{term} เป็นคำสงวนของ RDF RDFS หรือ OWL จึงตั้งสัจพจน์ให้ไม่ได้",
    en="{term} belongs to the reserved vocabulary of RDF, RDFS or OWL; no axiom may change it.",
)
NOT_SIMPLE: Final = Message(
    th="{term} ถ่ายทอดได้หรือได้มาจากห่วงโซ่คุณสมบัติ OWL 2 DL จึงห้าม {construct} ให้ตรวจด้วย SHACL แทน",
    en="{term} is transitive or follows from a property chain, so OWL 2 DL forbids {construct} "
    "on it; check it with SHACL instead.",
)
RECURSIVE: Final = Message(
    th="ห่วงโซ่คุณสมบัตินี้วนกลับมาที่ {term} เอง ให้ใช้คุณสมบัติแม่แยกต่างหาก",
    en="This property chain leads back to {term} itself; use a separate super-property.",
)
AXIOM_IN_DATA: Final = Message(
    th="ข้อมูลมีสัจพจน์ปนอยู่ สัจพจน์ต้องอยู่ในออนโทโลยีเท่านั้น",
    en="The data state an axiom; axioms belong to the ontology only.",
)
ANONYMOUS_TYPE: Final = Message(
    th="ข้อมูลใช้คลาสที่ไม่มีชื่อเป็นประเภท ให้ตั้งชื่อคลาสในออนโทโลยี",
    en="The data use a class without a name as a type; name the class in the ontology.",
)
EQUAL_LITERAL: Final = Message(
    th="ข้อมูลระบุว่าสิ่งหนึ่งเหมือนกับค่าตัวอักษร (owl:sameAs) ให้ใช้คุณสมบัติที่มีค่าแทน",
    en="The data say that a thing is the same as a literal (owl:sameAs); "
    "use a property with that value.",
)
EQUAL_VOCABULARY: Final = Message(
    th="ทำให้ {term} ซึ่งเป็นคลาสหรือคุณสมบัติเหมือนกับสิ่งอื่นด้วย owl:sameAs "
    "ให้ใช้ owl:equivalentClass หรือ owl:equivalentProperty ในออนโทโลยี",
    en="Makes {term}, a class or property, the same as another thing (owl:sameAs); "
    "use owl:equivalentClass or owl:equivalentProperty in the ontology.",
)

CONTRADICTIONS: Final = {
    "cax-dw": Message(
        th="“{x}” เป็นทั้ง “{a}” และ “{b}” ซึ่งเป็นพร้อมกันไม่ได้",
        en="“{x}” is both “{a}” and “{b}”, which exclude each other.",
    ),
    "prp-irp": Message(
        th="“{x}” มีความสัมพันธ์ “{p}” กับตัวเองไม่ได้",
        en="“{x}” cannot be related to itself by “{p}”.",
    ),
    "prp-asyp": Message(
        th="ความสัมพันธ์ “{p}” ระหว่าง “{x}” กับ “{y}” เป็นจริงทั้งสองทิศทางไม่ได้",
        en="“{p}” cannot hold in both directions between “{x}” and “{y}”.",
    ),
    "prp-pdw": Message(
        th="“{p}” และ “{q}” เชื่อม “{x}” กับ “{y}” พร้อมกันไม่ได้",
        en="“{p}” and “{q}” cannot both relate “{x}” to “{y}”.",
    ),
    "prp-npa1": Message(
        th="ออนโทโลยีระบุว่า “{x}” ไม่มีความสัมพันธ์ “{p}” กับ “{y}”",
        en="The ontology says that “{x}” is not related by “{p}” to “{y}”.",
    ),
    "cls-com": Message(
        th="ข้อความที่ระบุเกี่ยวกับ “{x}” ขัดกับสัจพจน์ {axiom}",
        en="What is stated of “{x}” goes against the axiom {axiom}.",
    ),
    "cls-nothing2": Message(
        th="“{x}” ถูกจัดเข้าในคลาสที่มีสมาชิกไม่ได้",
        en="“{x}” falls into a class that can have no members.",
    ),
    "eq-diff1": Message(
        th="“{x}” และ “{y}” ต้องเป็นสิ่งเดียวกันตามข้อมูล แต่ระบุไว้ว่าต่างกัน",
        en="“{x}” and “{y}” would have to be one thing, but they are declared different.",
    ),
    "prp-fp": Message(
        th="“{s}” มี “{p}” ได้ค่าเดียว แต่ข้อมูลให้ไว้ทั้ง “{x}” และ “{y}”",
        en="“{s}” can have only one “{p}”, but “{x}” and “{y}” are both given.",
    ),
    "dt-not-type": Message(
        th="“{x}” ไม่ใช่ค่าที่ถูกต้องของชนิดข้อมูล {datatype}",
        en="“{x}” is not a valid value of the datatype {datatype}.",
    ),
}
"""One sentence for each rule that concludes *false*; `contradictions` fills in the names."""
