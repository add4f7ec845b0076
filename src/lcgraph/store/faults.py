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
            f"คลังข้อมูล {path} กำลังถูกใช้โดยโปรแกรมอื่น ให้หยุดบริการนั้นก่อน หรือใช้ที่อยู่ HTTP ของบริการนั้นแทน",
            f"The store {path} is in use by another process: stop that service first, "
            "or ask it over HTTP instead.",
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
