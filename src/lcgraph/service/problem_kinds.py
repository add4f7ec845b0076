"""Whatever can go wrong, in one table, in Thai and English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Kind:
    """A kind of problem.

    Attributes:
        status: The HTTP status.
        title: What kind of problem it is, by language tag.
        advice: What to do about it, by language tag.
        advice_plain: The same for a plain store, which has fewer addresses; None if it is the same.
    """

    status: int
    title: Mapping[str, str]
    advice: Mapping[str, str]
    advice_plain: Mapping[str, str] | None = None


KINDS: Final[Mapping[str, Kind]] = {
    "malformed-query": Kind(
        400,
        {"th": "ข้อความสอบถามไม่ถูกต้อง", "en": "The query is malformed"},
        {
            "th": "แก้ไขข้อความตามตำแหน่งที่ระบุ ตัวอย่างอยู่ที่ /queries",
            "en": "Mend the text at the place named; /queries has examples.",
        },
        {"th": "แก้ไขข้อความตามตำแหน่งที่ระบุ", "en": "Mend the text at the place named."},
    ),
    "malformed-request": Kind(
        400,
        {"th": "คำขอไม่ถูกต้อง", "en": "The request is malformed"},
        {
            "th": "ตรวจพารามิเตอร์และเนื้อหาของคำขอ รูปแบบอยู่ที่ /docs",
            "en": "Check the parameters and the body; /docs has their forms.",
        },
    ),
    "wrong-parameter": Kind(
        400,
        {"th": "ค่าพารามิเตอร์ไม่ถูกต้อง", "en": "A parameter is wrong"},
        {
            "th": "ใช้ค่าตามตัวอย่างที่ให้ไว้",
            "en": "Use a value of the form of the example given.",
        },
    ),
    "malformed-content": Kind(
        400,
        {"th": "อ่านเนื้อหาไม่ได้", "en": "The content cannot be read"},
        {
            "th": "แก้ไขเนื้อหาตามตำแหน่งที่ระบุใน detail",
            "en": "Mend the content at the place that 'detail' names.",
        },
    ),
    "wrong-shapes": Kind(
        422,
        {"th": "ใช้ shapes เหล่านี้ไม่ได้", "en": "These shapes cannot be used"},
        {
            "th": "แก้ไข shapes ตามที่ระบุใน detail",
            "en": "Mend the shapes as 'detail' says.",
        },
    ),
    "not-authorized": Kind(
        401,
        {"th": "ต้องมีโทเค็นของผู้ดูแล", "en": "An administrator's token is needed"},
        {
            "th": "ส่งส่วนหัว Authorization: Bearer โทเค็นสร้างด้วยคำสั่ง lcgraph token new",
            "en": "Send 'Authorization: Bearer' with a token of 'lcgraph token new'.",
        },
    ),
    "not-permitted": Kind(
        403,
        {"th": "โทเค็นนี้ใช้ไม่ได้", "en": "This token does not allow it"},
        {
            "th": "ใช้โทเค็นที่ยังไม่ถูกยกเลิก ดูรายการด้วยคำสั่ง lcgraph token list",
            "en": "Use a token that was not revoked; 'lcgraph token list' lists them.",
        },
    ),
    "service-refused": Kind(
        403,
        {"th": "ไม่อนุญาตให้ถามบริการอื่น", "en": "Other services are not asked from here"},
        {
            "th": "ผู้ดูแลอนุญาตได้ด้วย lcgraph serve --allow-service URL",
            "en": "The operator may allow one with 'lcgraph serve --allow-service URL'.",
        },
    ),
    "update-refused": Kind(
        403,
        {"th": "แก้ไขกราฟด้วยวิธีนี้ไม่ได้", "en": "The graph cannot be changed this way"},
        {
            "th": "เผยแพร่ระเบียนด้วย POST /records หรือคำสั่ง lcgraph load ขณะหยุดบริการ "
            "ซึ่งตรวจและเก็บประวัติให้",
            "en": "Publish records with POST /records, or with 'lcgraph load' while the service is "
            "stopped: both check them and keep history.",
        },
    ),
    "not-found": Kind(
        404,
        {"th": "ไม่พบสิ่งที่ขอ", "en": "There is no such thing here"},
        {
            "th": "ดูรายการที่ /cities และ /queries",
            "en": "See /cities and /queries for what there is.",
        },
        {"th": "ดูกราฟที่มีได้ที่ /sparql", "en": "/sparql describes which graphs there are."},
    ),
    "no-such-version": Kind(
        404,
        {"th": "ไม่มีเวอร์ชันของกราฟที่ขอ", "en": "There is no such version of the graph"},
        {
            "th": "ดูเวอร์ชันและเวลาเผยแพร่ได้ที่ /history",
            "en": "See /history for the versions and when they were published.",
        },
    ),
    "history-unavailable": Kind(
        404,
        {"th": "ไม่มีประวัติของกราฟ", "en": "The history of the graph is not there"},
        {
            "th": "ถามโดยไม่ระบุ at เพื่อใช้ข้อมูลปัจจุบัน",
            "en": "Ask without 'at' for what is published now.",
        },
    ),
    "gone": Kind(
        410,
        {"th": "สิ่งที่ขอถูกถอนออกแล้ว", "en": "What was asked for has been withdrawn"},
        {
            "th": "ดูระเบียนที่เผยแพร่อยู่ได้ที่ /cities",
            "en": "See /cities for the records that are published.",
        },
    ),
    "method-not-allowed": Kind(
        405,
        {"th": "ใช้วิธีนี้กับที่อยู่นี้ไม่ได้", "en": "This method is not possible here"},
        {"th": "ใช้วิธีที่ระบุในส่วนหัว Allow", "en": "Use a method that the Allow header names."},
    ),
    "not-acceptable": Kind(
        406,
        {"th": "ไม่มีรูปแบบที่ร้องขอ", "en": "None of the formats asked for can be given"},
        {
            "th": "ขอรูปแบบที่ระบุไว้ใน supported",
            "en": "Ask for one of the formats listed under 'supported'.",
        },
    ),
    "request-unfinished": Kind(
        408,
        {"th": "คำขอส่งมาไม่ครบ", "en": "The request did not arrive as a whole"},
        {
            "th": "ส่งคำขอใหม่ทั้งหมด โดยไม่หยุดส่งนานเกินจำนวนวินาทีใน limit",
            "en": "Send all of it anew, without a pause longer than 'limit' says, in seconds.",
        },
    ),
    "record-conflict": Kind(
        409,
        {
            "th": "ระเบียนจะแก้ไขหรือลบล้างสิ่งที่เผยแพร่แล้ว",
            "en": "The record would change or undo what is published",
        },
        {
            "th": "ทำตามที่ระบุใน detail ไม่มีอะไรถูกบันทึก",
            "en": "Do as 'detail' says; nothing was stored.",
        },
    ),
    "precondition-failed": Kind(
        412,
        {
            "th": "สิ่งที่จะแก้ไขไม่เป็นตามเงื่อนไขในส่วนหัว",
            "en": "What is to be changed is not as the headers demand",
        },
        {
            "th": "ขอกราฟอีกครั้ง แล้วส่งใหม่โดยใช้ ETag ที่ได้ใน If-Match",
            "en": "Get the graph again, then send the change with its ETag in If-Match.",
        },
    ),
    "too-large": Kind(
        413,
        {"th": "เนื้อหายาวเกินไป", "en": "The body is too long"},
        {"th": "แบ่งเนื้อหาเป็นส่วนที่เล็กลง", "en": "Send smaller parts."},
    ),
    "address-too-long": Kind(
        414,
        {"th": "ที่อยู่ยาวเกินไป", "en": "The address is too long"},
        {"th": "ส่งข้อความสอบถามด้วย POST", "en": "Send the query with POST."},
    ),
    "headers-too-large": Kind(
        431,
        {"th": "ส่วนหัวของคำขอยาวเกินไป", "en": "The headers of the request are too long"},
        {
            "th": "ส่งส่วนหัวให้สั้นกว่าที่ระบุใน limit (ไบต์)",
            "en": "Send less than 'limit' says, in bytes.",
        },
    ),
    "unsupported-media-type": Kind(
        415,
        {"th": "ไม่รองรับรูปแบบของเนื้อหา", "en": "The body has a format that is not read here"},
        {
            "th": "ส่งเนื้อหาในรูปแบบที่ระบุไว้ใน supported",
            "en": "Send one of the formats listed under 'supported'.",
        },
    ),
    "unsupported-coding": Kind(
        415,
        {"th": "ไม่รองรับการบีบอัดของเนื้อหา", "en": "The body is compressed, which is not read here"},
        {
            "th": "ส่งเนื้อหาโดยไม่บีบอัด และไม่ใส่ส่วนหัว Content-Encoding",
            "en": "Send the body as it is, without the header Content-Encoding.",
        },
    ),
    "no-such-range": Kind(
        416,
        {"th": "ไฟล์ไม่มีส่วนที่ขอ", "en": "The file has no such part"},
        {
            "th": "ขอส่วนที่อยู่ภายในความยาวของไฟล์ตามส่วนหัว Content-Range",
            "en": "Ask for a part within the length that Content-Range states.",
        },
    ),
    "record-refused": Kind(
        422,
        {"th": "เผยแพร่ระเบียนนี้ไม่ได้", "en": "The record cannot be published"},
        {
            "th": "แก้ไขตามที่ระบุใน reasons แล้วส่งใหม่ ไม่มีอะไรถูกบันทึก",
            "en": "Mend what 'reasons' names and send it again; nothing was stored.",
        },
    ),
    "answer-too-long": Kind(
        422,
        {"th": "คำตอบยาวเกินกำหนด", "en": "The answer is longer than allowed"},
        {
            "th": "ขอทีละส่วนด้วย LIMIT และ OFFSET หรือดาวน์โหลดทั้งกราฟที่ /dumps",
            "en": "Ask for parts with LIMIT and OFFSET, or take the whole graph from /dumps.",
        },
        {"th": "ขอทีละส่วนด้วย LIMIT และ OFFSET", "en": "Ask for parts with LIMIT and OFFSET."},
    ),
    "query-too-complex": Kind(
        422,
        {"th": "ข้อความสอบถามซับซ้อนเกินไป", "en": "The query is too complex"},
        {
            "th": "ลดการซ้อนวงเล็บ หรือแบ่งเป็นข้อความสอบถามที่สั้นลงหลายข้อความ",
            "en": "Nest it less deeply, or divide it into several shorter queries.",
        },
    ),
    "budget-spent": Kind(
        429,
        {"th": "ใช้เวลาสอบถามครบกำหนดแล้ว", "en": "The time for queries is used up"},
        {
            "th": "รอตามส่วนหัว Retry-After ระหว่างนี้ข้อความสอบถามที่ตอบได้เร็วยังใช้ได้",
            "en": "Wait as Retry-After says; quick queries are still answered meanwhile.",
        },
    ),
    "query-fault": Kind(
        500,
        {"th": "ประมวลผลข้อความสอบถามนี้ไม่ได้", "en": "The query cannot be evaluated"},
        {"th": "อ่านสาเหตุใน detail", "en": "See 'detail' for the reason."},
    ),
    "deadline-exceeded": Kind(
        504,
        {"th": "ใช้เวลาเกินกำหนด", "en": "It took longer than allowed"},
        {
            "th": "จำกัดข้อมูลให้แคบลง เช่น ระบุเมืองหรือปัจจัย ใช้ LIMIT หรือใช้ MINUS แทน NOT EXISTS",
            "en": "Narrow it down: name a city or a factor, use LIMIT, or MINUS for NOT EXISTS.",
        },
    ),
    "memory-exceeded": Kind(
        503,
        {"th": "ใช้หน่วยความจำเกินกำหนด", "en": "It took more memory than allowed"},
        {
            "th": "จำกัดข้อมูลให้แคบลง เลี่ยงการเรียงหรือจับคู่ข้อมูลทั้งหมด",
            "en": "Narrow it down: avoid sorting or pairing everything.",
        },
    ),
    "overloaded": Kind(
        503,
        {"th": "มีข้อความสอบถามรออยู่มากเกินไป", "en": "Too many queries are waiting"},
        {
            "th": "ลองใหม่ตามเวลาในส่วนหัว Retry-After",
            "en": "Try again after the time that Retry-After states.",
        },
    ),
    "restarting": Kind(
        503,
        {"th": "ส่วนที่หาคำตอบกำลังเริ่มใหม่", "en": "What finds answers is being started anew"},
        {
            "th": "ลองใหม่ตามเวลาในส่วนหัว Retry-After",
            "en": "Try again after the time that Retry-After states.",
        },
    ),
    "store-unreachable": Kind(
        503,
        {"th": "ติดต่อคลังข้อมูลไม่ได้", "en": "The store cannot be reached"},
        {"th": "ลองใหม่ภายหลัง หรือแจ้งผู้ดูแล", "en": "Try again later, or tell the operator."},
    ),
    "internal-error": Kind(
        500,
        {"th": "เกิดข้อผิดพลาดภายในบริการ", "en": "Something went wrong inside the service"},
        {"th": "ลองใหม่ภายหลัง หรือแจ้งผู้ดูแล", "en": "Try again later, or tell the operator."},
    ),
}
