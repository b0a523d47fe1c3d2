"""Packages: BeginPackage, Begin, End, EndPackage, Needs, and the variables that say where one is."""

from __future__ import annotations

import re

from ..expr import FAILED, NULL, Expr, Node, S, String, Symbol
from ..kernel.builtin import builtin, variable
from ..kernel.contexts import GLOBAL, SYSTEM, Contexts, contexts_of
from ..problem import Problem, Template
from .clearing import fits_wildcards
from .file_system import file_on_path
from .files import FileName
from .get_put import BUILT_IN, evaluated_text, file_of_context

BAD_CONTEXT = Template("cxt", '"`1`" is not a context: names, each followed by a grave accent.')
NO_CONTEXT = Template("noctx", "No previous context defined.")
NOT_CREATED = Template("nocont", "Context `1` was not created when Needs was evaluated.")
CANNOT_OPEN = Template("noopen", "Cannot open `1`.")
_CONTEXT = re.compile(r"`?(?:[A-Za-z$][A-Za-z0-9$]*`)+")


def _absolute(contexts: Contexts, name: str) -> str:
    """A context by its full name; one that begins with a grave accent is within the present one."""
    if not _CONTEXT.fullmatch(name):
        raise BAD_CONTEXT(name)
    return contexts.current + name[1:] if name.startswith("`") else name


def _tell(k, contexts: Contexts) -> None:
    """Set $Context, $ContextPath and $Packages to what they are now."""
    k.set_own(Symbol("$Context"), String(contexts.current))
    k.set_own(Symbol("$ContextPath"), _strings(contexts.path))
    k.set_own(Symbol("$Packages"), _strings(contexts.packages))


def _strings(names) -> Node:
    return Expr(S.List, tuple(map(String, names)))


def _context_set(k, value: Node) -> None:
    contexts = contexts_of(k)
    if type(value) is String and value.value != contexts.current and _CONTEXT.fullmatch(value.value):
        contexts.change(value.value, contexts.path)


def _path_set(k, value: Node) -> None:
    contexts = contexts_of(k)
    names = tuple(item.value for item in value.args if type(item) is String)
    if names != contexts.path:
        contexts.change(contexts.current, names)


variable("$Context", "$Context is the context of new symbols.", String(GLOBAL), _context_set)
variable(
    "$ContextPath",
    "$ContextPath is the list of the contexts where symbols are looked for, after $Context.",
    _strings((SYSTEM, GLOBAL)),
    _path_set,
)
variable("$Packages", "$Packages is the list of the contexts of packages.", _strings((GLOBAL, SYSTEM)))


@builtin("BeginPackage[context_String, needed_]")
def begin_package(k, context: str, needed: Node = Expr(S.List)):
    """BeginPackage["Name`"] makes Name` the context of new symbols, and sees only it and System`.

    BeginPackage["Name`", {"Other`"}] needs other packages and sees them too.

    >> {BeginPackage["Tools`"], $Context, $ContextPath}
    {"Tools`", "Tools`", {"Tools`", "System`"}}
    """
    contexts = contexts_of(k)
    name = _absolute(contexts, context)
    others = [item.value for item in needed.args] if needed.head is S.List else [needed.value]  # type: ignore[attr-defined]
    for other in others:
        k.evaluate(S.Needs(String(other)))
    contexts.enter("package", name, (name, *others, SYSTEM))
    if name not in contexts.packages:
        contexts.packages.insert(0, name)
    _tell(k, contexts)
    return name


@builtin("EndPackage[]")
def end_package(k):
    """EndPackage[] ends a package; its context is looked in from now on.

    >> BeginPackage["Tools`"]; EndPackage[]; First[$ContextPath]
    "Tools`"
    """
    contexts = contexts_of(k)
    left = contexts.leave("package")
    if left is None:
        raise NO_CONTEXT()
    contexts.change(contexts.current, (left, *(c for c in contexts.path if c != left)))
    _tell(k, contexts)
    return NULL


@builtin("Begin[context_String]")
def begin(k, context: str):
    """Begin["`Private`"] makes a context within the present one that of new symbols, up to End[].

    >> {Begin["Work`"], End[]}
    {"Work`", "Work`"}
    """
    contexts = contexts_of(k)
    name = _absolute(contexts, context)
    contexts.enter("context", name, contexts.path)
    _tell(k, contexts)
    return name


@builtin("End[]")
def end(k):
    """End[] goes back to the context before Begin and gives the one it leaves.

    >> Begin["Work`"]; End[]
    "Work`"
    """
    contexts = contexts_of(k)
    left = contexts.leave("context")
    if left is None:
        raise NO_CONTEXT()
    _tell(k, contexts)
    return left


@builtin("Needs[context_String, file_]", failure=FAILED)
def needs(k, context: str, file: Node | None = None):
    """Needs["Name`"] reads the package Name` from its file, if that was not done yet, and sees its symbols.

    Needs["Name`", "file"] reads it from this file.

    >> Needs["System`"]
    Null
    """
    contexts = contexts_of(k)
    name = _absolute(contexts, context)
    if name not in contexts.packages and name not in BUILT_IN:
        try:
            _read_package(k, name, file)
        except Problem as problem:  # the file is not there
            k.message(S.Needs, problem)
        if name not in contexts.packages:
            raise NOT_CREATED(name)
    if name not in contexts.path and (name in contexts.packages or name in BUILT_IN):
        contexts.change(contexts.current, (name, *contexts.path))
        _tell(k, contexts)
    return NULL


def _read_package(k, name: str, file: Node | None) -> None:
    if type(file) is String:
        path = file_on_path(k, FileName(file.value))
    else:
        path = file_of_context(k, FileName(name))
    if path is None:
        raise CANNOT_OPEN(name if file is None else file).of("Get")
    evaluated_text(k, path.read_text(encoding="utf-8-sig", errors="replace"), path)


@builtin("Contexts[form_]")
def contexts(k, form: Node = String("*")):
    """Contexts[] is the list of all contexts; Contexts["form"] of those that match a name with wildcards.

    >> Contexts["Sys*"]
    {"System`"}
    """
    if type(form) is not String:
        return None
    known = contexts_of(k)
    full = {name.rpartition("`")[0] + "`" for name in known.names} | {known.current, *known.packages}
    return sorted(name for name in full if fits_wildcards(form.value, name))


@builtin("Developer`ToPackedArray[x_]")
def to_packed_array(k, x: Node):
    """Developer`ToPackedArray[list] is list: how lists of numbers are kept makes no difference here.

    >> Developer`ToPackedArray[{1, 2}]
    {1, 2}
    """
    return x


@builtin("Developer`FromPackedArray[x_]")
def from_packed_array(k, x: Node):
    """Developer`FromPackedArray[list] is list.

    >> Developer`FromPackedArray[{1, 2}]
    {1, 2}
    """
    return x
