"""Expressions as texts and texts as expressions: ToString, ToExpression, templates."""

from __future__ import annotations

import re
from collections.abc import Callable

from ..expr import FAILED, FALSE, NULL, TRUE, Expr, Integer, Node, S, String, is_head
from ..kernel.association import entry, is_association
from ..kernel.builtin import builtin, symbol
from ..kernel.contexts import resolved, shortened
from ..problem import Template
from ..syntax.characters import named_character
from ..syntax.display_forms import FORMULAS
from ..syntax.error import WolframSyntaxError
from ..syntax.line_breaks import CONTINUED, TYPED, broken
from ..syntax.parse import read
from ..syntax.write import full_form, input_form, output_form
from .displaying import displayed
from .page_width import width_of
from .string_search import over_strings

BAD_SYNTAX = Template("sntx", "Invalid syntax at `1`")
INCOMPLETE = Template("sntxi", "Incomplete expression; more input is needed: `1`")
NO_FORM = Template("fmtval", "`1` is not a valid format type.")
NO_SLOT = Template("slot", "The template has a slot `1`, for which there is no value.")

FORMS: dict[Node, Callable[[Node], str]] = {
    S.OutputForm: output_form,
    S.InputForm: input_form,
    S.FullForm: full_form,
    S.StandardForm: input_form,
    S.TextForm: output_form,
}

_ASCII = (String("ASCII"), String("PrintableASCII"))
_TYPED = frozenset({S.InputForm, S.FullForm})
symbol("StringForm", "StringForm[text, a, b, ...] prints text with `1`, `2`, ... or `` replaced by a, b, ...")
symbol("CharacterEncoding", "CharacterEncoding is an option for how characters are written as bytes.")
symbol("PageWidth", "PageWidth is an option for the length of lines.")
symbol("NumberMarks", "NumberMarks is an option for whether precision is shown in numbers.")


@builtin("ToString[expr_, form_]")
def to_string(
    k,
    expr: Node,
    form: Node = S.OutputForm,
    *,
    CharacterEncoding: Node = S.Automatic,
    PageWidth: Node = S.DirectedInfinity(Integer(1)),
    NumberMarks: Node = S.Automatic,
):
    """ToString[expr] gives the text that expr is printed as; ToString[expr, InputForm] what one would type.

    >> {ToString[x^2 + "a"], ToString["a", InputForm], ToString[a + b, FullForm]}
    {"a + x^2", "\\"a\\"", "Plus[a, b]"}
    """
    while type(expr) is Expr and expr.head in FORMS and len(expr.args) == 1 and form is S.OutputForm:
        form, expr = expr.head, expr.args[0]
        if form is S.OutputForm:
            break
    if form in FORMULAS:
        return FORMULAS[form](shortened(k, expr))
    if form not in FORMS:
        raise NO_FORM(form)
    shown = displayed(k, expr, form)
    if form is S.InputForm and NumberMarks in (TRUE, FALSE):
        text = input_form(shown, NumberMarks is TRUE)
    else:
        text = FORMS[form](shown)
    if CharacterEncoding in _ASCII:
        text = "".join(char if char.isascii() else named_character(char) for char in text)
    width = width_of(PageWidth)
    return broken(text, width, TYPED if form in _TYPED else CONTINUED, 1) if width else text


@builtin("TextString[expr_]")
def text_string(k, expr: Node):
    """TextString[expr] gives a text of expr for people to read.

    >> TextString[{1, "a", 2.5}]
    "{1, a, 2.5}"
    """
    return output_form(expr)


@builtin("ToExpression[text_, form_, head_]")
def to_expression(k, text: Node, form: Node = S.InputForm, head: Node | None = None):
    """ToExpression[text] gives the value of the expression that text is; ToExpression[text, form, h] h of it.

    >> {ToExpression["1 + 1"], ToExpression["1 + 1", InputForm, Hold]}
    {2, Hold[1 + 1]}
    """
    if is_head(text, S.List):
        return Expr(S.List, tuple([to_expression(k, item, form, head) for item in text.args]))
    if type(text) is not String:
        return text if head is None else Expr(head, (text,))
    return _expression(k, text.value, head)


def _expression(k, text: str, head: Node | None) -> Node:
    value: Node = NULL
    try:
        for node in read(text):
            node = resolved(k, node)
            value = k.evaluate(node if head is None else Expr(head, (node,)))
    except WolframSyntaxError as error:
        k.message(S.ToExpression, (INCOMPLETE if error.incomplete else BAD_SYNTAX)(str(error)))
        return FAILED
    return value


@builtin("SyntaxQ[text_String]")
def syntax_q(k, text: str):
    """SyntaxQ[text] gives True if text can be read as an expression.

    >> {SyntaxQ["1 + 1"], SyntaxQ["1 + "]}
    {True, False}
    """
    try:
        for _ in read(text):
            pass
    except WolframSyntaxError:
        return FALSE
    return TRUE


# ---- templates ----

_SLOT = re.compile(r"<\*(.*?)\*>|`([^`]*)`", re.DOTALL)


@builtin("StringTemplate[text_String][args___]")
def apply_string_template(k, text: str, args: tuple[Node, ...]):
    """StringTemplate[text] is a text with slots; applied to values, `1`, `2` or `name` in it stand for them.

    <* expr *> in it stands for the value of an expression, in which #name and #n are the slots.

    >> {StringTemplate["`1` + `2`"][a, b], StringTemplate["Dear `name`"][<|"name" -> "Ann"|>]}
    {"a + b", "Dear Ann"}
    """
    return _filled(k, text, args)


@builtin("TemplateApply[template_, args_]")
def template_apply(k, template: Node, args: Node = S.List()):
    """TemplateApply[template, args] fills args into a text with slots: a list, or an association of names.

    >> TemplateApply["`a` is `b`", <|"a" -> "x", "b" -> 5|>]
    "x is 5"
    """
    if is_head(template, S.StringTemplate) and len(template.args) == 1:
        template = template.args[0]
    values = args.args if is_head(args, S.List) else (args,)
    return over_strings(template, lambda t: String(_filled(k, t, values)), S.TemplateApply(template, args))


def _filled(k, text: str, values: tuple[Node, ...]) -> str:
    """The text with its slots filled."""
    named = values[0] if len(values) == 1 and is_association(values[0]) else None
    count = 0

    def value(name: str) -> Node | None:
        if named is not None and (found := entry(named, String(name))) is not None:
            return found
        if named is not None and name.isdigit():
            return entry(named, Integer(int(name)))
        place = int(name) - 1 if name.isdigit() else -1
        return values[place] if 0 <= place < len(values) else None

    def fill(found: re.Match[str]) -> str:
        nonlocal count
        if found[1] is not None:
            body = _expression(k, found[1], S.Function)
            return output_form(k.evaluate(Expr(body, values)))
        name = found[2]
        if not name:
            count += 1
            name = str(count)
        result = value(name)
        if result is None:
            k.message(S.TemplateApply, NO_SLOT(name))
            return ""
        return output_form(result)

    return _SLOT.sub(fill, text)
