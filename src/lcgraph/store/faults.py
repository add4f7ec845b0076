"""What can go wrong with a store on disk, each with what to do about it."""

from __future__ import annotations


class StoreFault(Exception):
    """A store cannot be used as asked.

    Attributes:
        messages: What happened and what to do, by language tag (``th``, ``en``).
    """

    def __init__(self, th: str, en: str) -> None:
        """Keep the two sentences.

        Args:
            th: What happened and what to do, in Thai.
            en: The same in English.
        """
        super().__init__(en)
        self.messages = {"th": th, "en": en}


class StoreBusy(StoreFault):
    """Another process has the store open."""

    def __init__(self, path: str) -> None:
        """Name the store.

        Args:
            path: The folder of the store.
        """
        super().__init__(
            f"คลังข้อมูล {path} กำลังถูกใช้โดยบริการหรือโปรแกรมอื่น หากจะอ่านให้ใช้ที่อยู่ HTTP ของบริการนั้น "
            "หากจะเผยแพร่ให้ส่งระเบียนไปที่ POST /records ของบริการนั้น หรือหยุดบริการ เผยแพร่ แล้วเปิดใหม่",
            f"The store {path} is in use by a service or another program. To read, ask that "
            "service over HTTP; to publish, send the record to its POST /records, or stop it, "
            "publish, and start it again.",
        )


class StoreMissing(StoreFault):
    """There is no store in the folder."""

    def __init__(self, path: str) -> None:
        """Name the folder.

        Args:
            path: The folder that was expected to hold a store.
        """
        super().__init__(
            f"ไม่พบคลังข้อมูลใน {path} ให้สร้างด้วยคำสั่ง lcgraph load",
            f"There is no store in {path}: make one with 'lcgraph load'.",
        )


class StoreDamaged(StoreFault):
    """The folder holds something that cannot be opened as a store."""

    def __init__(self, path: str, reason: str) -> None:
        """Name the folder and the engine's reason.

        Args:
            path: The folder of the store.
            reason: What the engine said.
        """
        super().__init__(
            f"เปิดคลังข้อมูล {path} ไม่ได้ ({reason}) ให้ย้ายโฟลเดอร์นี้ออกแล้วสร้างใหม่ด้วยคำสั่ง lcgraph load",
            f"The store {path} cannot be opened ({reason}): move the folder away "
            "and make a new one with 'lcgraph load'.",
        )


class HistoryIncomplete(StoreFault):
    """What leads back to an earlier version is missing or damaged."""

    def __init__(self, path: str, version: int) -> None:
        """Name the folder and the version.

        Args:
            path: The folder of the history.
            version: The data version that could not be reached or gone back from.
        """
        super().__init__(
            f"ประวัติใน {path} ไม่ครบที่เวอร์ชัน {version} ให้นำไฟล์จากข้อมูลสำรองกลับมา "
            "ข้อมูลปัจจุบันไม่ได้รับผลกระทบ",
            f"The history in {path} is incomplete at version {version}: restore the file from a "
            "backup. What is published now is not affected.",
        )
        self.version = version


class HistoryLeftServer(HistoryIncomplete):
    """What a server keeps of its history does not lead back from what it holds."""

    def __init__(self, url: str, version: int) -> None:
        """Name the server and the version.

        Args:
            url: The server.
            version: The data version that could not be reached or gone back from.
        """
        StoreFault.__init__(
            self,
            f"ประวัติที่ {url} ย้อนจากเวอร์ชัน {version} ไม่ได้ "
            "เพราะข้อมูลบนเซิร์ฟเวอร์ถูกแก้ไขโดยตรงหรือประวัติบางส่วนหายไป "
            "ให้แก้ข้อมูลกลับหรือนำข้อมูลสำรองกลับมา ข้อมูลปัจจุบันไม่ได้รับผลกระทบ",
            f"The history at {url} does not lead back from version {version}: data were changed on "
            "the server itself, or a part of the history is gone. Undo that change or restore a "
            "backup. What is published now is not affected.",
        )
        self.version = version


class RemoteUnreachable(StoreFault):
    """A SPARQL server gives no answer."""

    def __init__(self, url: str, reason: str) -> None:
        """Name the server and what happened.

        Args:
            url: Where it was asked.
            reason: Why there is no answer.
        """
        super().__init__(
            f"ติดต่อเซิร์ฟเวอร์ SPARQL ที่ {url} ไม่ได้ ({reason}) ให้ตรวจว่าเซิร์ฟเวอร์ทำงานอยู่และที่อยู่ถูกต้อง",
            f"The SPARQL server at {url} does not answer ({reason}): see that it runs and that "
            "the address is right.",
        )


class RemoteTimeout(RemoteUnreachable):
    """A SPARQL server has not answered in time."""


class RemoteRefused(StoreFault):
    """A SPARQL server wants other credentials."""

    def __init__(self, url: str, status: int) -> None:
        """Name the server and its answer.

        Args:
            url: Where it was asked.
            status: The HTTP status.
        """
        super().__init__(
            f"เซิร์ฟเวอร์ SPARQL ที่ {url} ปฏิเสธ ({status}) ให้ตั้ง LCGRAPH_REMOTE_USER กับ "
            "LCGRAPH_REMOTE_PASSWORD หรือ LCGRAPH_REMOTE_TOKEN และให้สิทธิ์เขียนแก่ผู้ใช้นั้น",
            f"The SPARQL server at {url} refuses ({status}): set LCGRAPH_REMOTE_USER and "
            "LCGRAPH_REMOTE_PASSWORD, or LCGRAPH_REMOTE_TOKEN, and let that user write.",
        )


class RemoteFault(StoreFault):
    """A SPARQL server cannot do what it was asked, or answers something else."""

    def __init__(self, url: str, reason: str, status: int | None = None) -> None:
        """Name the server and what it said.

        Args:
            url: Where it was asked.
            reason: What went wrong.
            status: The HTTP status, where the server said what went wrong.
        """
        said = reason if status is None else f"{status}: {reason}"
        super().__init__(
            f"เซิร์ฟเวอร์ SPARQL ที่ {url} ทำตามคำขอไม่ได้ ({said}) "
            "ข้อจำกัดของแต่ละเซิร์ฟเวอร์อยู่ใน docs/remote-engines.md",
            f"The SPARQL server at {url} cannot do this ({said}): docs/remote-engines.md says "
            "what each server can.",
        )
        self.reason = reason
        self.status = status


class RemoteDeadlock(RemoteFault):
    """A SPARQL server has given a request up since it and another waited for each other."""


class RemoteNonsense(RemoteFault):
    """A SPARQL server says that it succeeded, but what it answers is no answer."""

    def __init__(self, url: str, reason: str) -> None:
        """Name the server and what is wrong with its answer.

        Args:
            url: Where it was asked.
            reason: What is wrong.
        """
        super().__init__(url, reason)
        self.messages = {
            "th": f"คำตอบของ {url} ไม่เป็นไปตาม SPARQL 1.1 ({reason}) "
            "ให้ตรวจว่าเป็นที่อยู่สอบถามของเซิร์ฟเวอร์ ไม่ใช่ของหน้าเว็บหรือหน้าเข้าสู่ระบบ",
            "en": f"{url} does not answer as SPARQL 1.1 has it ({reason}): see that it is where "
            "the server takes queries, and no web page or login page.",
        }
        self.args = (self.messages["en"],)


class RemoteMoved(RemoteFault):
    """A SPARQL server sends whoever asks it elsewhere."""

    def __init__(self, url: str, status: int, location: str) -> None:
        """Name the server and where it points to.

        Args:
            url: Where it was asked.
            status: The HTTP status.
            location: Where it points to; empty if it does not say.
        """
        super().__init__(url, location, status)
        self.messages = {
            "th": f"{url} ส่งต่อไปที่ {location or '?'} ({status}) lcgraph ไม่ตามไป "
            "เพราะชื่อและรหัสผ่านจะไปถึงที่อื่นด้วย หากเป็นเซิร์ฟเวอร์เดียวกัน "
            "ให้ใช้ที่อยู่นั้นใน --remote หรือ LCGRAPH_REMOTE หากเป็นหน้าเข้าสู่ระบบ ให้อนุญาต lcgraph ที่นั่น",
            "en": f"{url} redirects to {location or '?'} ({status}). lcgraph does not follow, as "
            "name and password would go there too. If it is the same server, give that address "
            "as --remote or LCGRAPH_REMOTE; if it is a login page, let lcgraph pass there.",
        }
        self.args = (self.messages["en"],)


class RemoteTooLong(RemoteFault):
    """An answer is longer than may be kept."""


class StoreChanged(StoreFault):
    """Another process published at the same time, so nothing was written."""

    def __init__(self, url: str, version: int) -> None:
        """Name the server and the version that was to be changed.

        Args:
            url: Where the publication was sent.
            version: The data version that the publication was made for.
        """
        super().__init__(
            f"ข้อมูลที่ {url} ไม่ใช่เวอร์ชัน {version} แล้ว เพราะมีการเผยแพร่อื่นเข้ามาก่อน "
            "จึงไม่ได้เขียนอะไร ให้เผยแพร่อีกครั้ง",
            f"{url} is no longer at data version {version}, as another publication came first; "
            "nothing was written: publish again.",
        )
