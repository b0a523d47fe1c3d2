"""What readers say of bytes that are not of their format."""

from __future__ import annotations


class Damaged(ValueError):
    """The bytes are damaged, cut off, or of another format; the text says how."""
