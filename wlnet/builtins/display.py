"""Heads that only say how something looks when it is printed; `syntax.display_forms` writes them."""

from __future__ import annotations

from ..expr import Expr, Node, S
from ..kernel.builtin import Attribute, builtin, symbol
from ..syntax.number_forms import OPTION_NAMES

_FORMS = {
    "TableForm": "TableForm[list] prints the elements of list as the rows of a table.",
    "MatrixForm": "MatrixForm[list] prints list as a matrix.",
    "Grid": "Grid[{{a, b}, {c, d}}] prints elements in rows and columns.",
    "TextGrid": "TextGrid[{{a, b}, {c, d}}] prints elements in rows and columns.",
    "Column": "Column[{a, b, ...}] prints elements below each other.",
    "Row": "Row[{a, b, ...}] prints elements beside each other; Row[list, s] with s between them.",
    "Short": "Short[expr] prints expr on one line, with what is left out counted; Short[expr, n] on n lines.",
    "Shallow": "Shallow[expr, {depth, length}] prints expr without its deep and its many parts.",
    "NumberForm": "NumberForm[expr, n] prints numbers with n digits; {n, f} with f digits behind the point.",
    "DecimalForm": "DecimalForm[expr, n] prints numbers with n digits and no exponents.",
    "ScientificForm": "ScientificForm[expr, n] prints numbers with n digits and an exponent.",
    "EngineeringForm": "EngineeringForm[expr, n] prints numbers with an exponent divisible by 3.",
    "AccountingForm": "AccountingForm[expr, n] prints negative numbers in parentheses.",
    "PaddedForm": "PaddedForm[expr, n] prints numbers with room for n digits; {n, f} has f behind the point.",
    "PercentForm": "PercentForm[expr, n] prints numbers as percentages with n digits.",
    "BaseForm": "BaseForm[expr, n] prints whole numbers in base n.",
    "Framed": "Framed[expr] is expr, displayed in a frame where there are pictures.",
    "Panel": "Panel[expr] is expr, displayed in a panel where there are pictures.",
    "Text": "Text[expr] is expr, displayed as text.",
    "Item": "Item[expr] is an element of a Grid or Column.",
    "Tooltip": "Tooltip[expr, label] is expr, with a label where there are windows.",
}
for _name, _text in _FORMS.items():
    symbol(_name, _text)
for _name in ("TableHeadings", "TableDirections", "TableSpacing", "TableAlignments", "TableDepth"):
    symbol(_name, f"{_name} is an option of TableForm and MatrixForm.")
for _option in OPTION_NAMES:
    symbol(_option.name, f"{_option.name} is an option of NumberForm and its kin.")
symbol("Defer", "Defer[expr] prints expr as it is, not evaluated.", Attribute.HOLD_ALL)
symbol("TeXForm", "TeXForm[expr] prints expr as a formula in TeX.")
symbol("CForm", "CForm[expr] prints expr as an expression of C.")
symbol("FortranForm", "FortranForm[expr] prints expr as an expression of Fortran.")
symbol("Skeleton", "Skeleton[n] stands for n elements that are left out.")


@builtin("SequenceForm[items___]")
def sequence_form(k, items: tuple[Node, ...]):
    """SequenceForm[a, b, ...] prints its arguments beside each other.

    >> ToString[SequenceForm["n = ", 5]]
    "n = 5"
    """
    return Expr(S.Row, (Expr(S.List, items),))
