"""NumericArray: arrays of machine numbers as values, and what the functions of lists make of them."""

from __future__ import annotations

import numpy as np

from ..arrays import TYPES, NumericArray, array_of, list_of
from ..expr import Node, S, Value, boolean
from ..kernel.builtin import builtin
from ..problem import Template

NO_TYPE = Template("type", "`1` is not a type of NumericArray; these are: `2`.")
NO_ARRAY = Template("arr", "`1` is not a full array of numbers.")


@builtin("NumericArray[array_, type_]")
def numeric_array(k, array: Node, type: str = ""):
    """NumericArray[list, "type"] is an array of machine numbers: "Real32", "Real64", "Integer8" and so on.

    Without a type, reals are "Real64" and integers the smallest type that holds them all.

    >> Normal[NumericArray[{{1, 2}, {3, 4}}, "Real32"]]
    {{1., 2.}, {3., 4.}}
    """
    numbers = array_of(array)
    if numbers is None:
        raise NO_ARRAY(array)
    if type and type not in TYPES:
        raise NO_TYPE(type, ", ".join(TYPES))
    return NumericArray(numbers.astype(TYPES[type] if type else _smallest(numbers)))


def _smallest(numbers: np.ndarray) -> np.dtype:
    if numbers.dtype.kind != "i" or not numbers.size:
        return numbers.dtype
    return np.promote_types(np.min_scalar_type(numbers.min()), np.min_scalar_type(numbers.max()))


@builtin("NumericArrayQ[expr_]")
def numeric_array_q(k, expr: Node):
    """NumericArrayQ[expr] gives True for a NumericArray.

    >> NumericArrayQ[{1, 2}]
    False
    """
    return boolean(isinstance(expr, Value) and isinstance(expr.value, NumericArray))


@builtin("NumericArrayType[array_]")
def numeric_array_type(k, array: NumericArray):
    """NumericArrayType[array] gives the type of its numbers.

    >> NumericArrayType[NumericArray[{1, 2}, "Integer16"]]
    "Integer16"
    """
    return array.type_name


@builtin("Normal[array_]")
def normal_array(k, array: NumericArray):
    """Normal[array] gives the numbers of a NumericArray as lists.

    >> Normal[NumericArray[{1.5}, "Real64"]]
    {1.5}
    """
    return list_of(array.array)


@builtin("Dimensions[array_]")
def dimensions_of_array(k, array: NumericArray):
    """Dimensions[array] gives the dimensions of a NumericArray.

    >> Dimensions[NumericArray[{{1, 2, 3}}, "Real32"]]
    {1, 3}
    """
    return list(array.array.shape)


@builtin("Length[array_]")
def length_of_array(k, array: NumericArray):
    """Length[array] gives the first dimension of a NumericArray.

    >> Length[NumericArray[{1, 2, 3}, "Real32"]]
    3
    """
    return len(array.array)


@builtin("ArrayDepth[array_]")
def depth_of_array(k, array: NumericArray):
    """ArrayDepth[array] gives the number of dimensions.

    >> ArrayDepth[NumericArray[{{1}}, "Real32"]]
    2
    """
    return array.array.ndim


@builtin("Part[array_, steps__]")
def part_of_array(k, array: NumericArray, steps: tuple[Node, ...]):
    """array[[i, ...]] gives a part of a NumericArray: a number, or a NumericArray of fewer dimensions.

    >> NumericArray[{{1, 2}, {3, 4}}, "Real64"][[2, 1]]
    3.
    """
    part = k.evaluate(S.Part(list_of(array.array), *steps))
    numbers = array_of(part)
    if numbers is None or not numbers.ndim:
        return part
    return NumericArray(numbers.astype(array.array.dtype))


@builtin("Total[array_]")
def total_of_array(k, array: NumericArray):
    """Total[array] adds up the first dimension of a NumericArray.

    >> Total[NumericArray[{1, 2, 3}, "Real64"]]
    6.
    """
    total = array.array.sum(axis=0)
    return NumericArray(total) if total.ndim else list_of(total)
