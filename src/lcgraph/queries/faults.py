"""What is wrong with a query file."""

from __future__ import annotations


class QueryFileFault(ValueError):
    """A query file that cannot be part of the library.

    Attributes:
        file: The name of the file.
        key: The key of its header that is wrong, such as ``parameters.city.example``, or a part
            of its text, such as ``MINUS``.
        problem: What is wrong and what to do.
    """

    def __init__(self, file: str, key: str, problem: str) -> None:
        """Say what is wrong.

        Args:
            file: The name of the file.
            key: The key or the part of the text that is wrong.
            problem: What is wrong and what to do.
        """
        super().__init__(f"{file}: {key}: {problem}")
        self.file = file
        self.key = key
        self.problem = problem
