"""Operators that have attributes, but no meaning until a program gives them one."""

from __future__ import annotations

from ..kernel.builtin import Attribute, symbol

symbol(
    "NonCommutativeMultiply",
    "a ** b ** c is a product whose factors keep their order; it has no value of its own.",
    Attribute.FLAT | Attribute.ONE_IDENTITY,
)
