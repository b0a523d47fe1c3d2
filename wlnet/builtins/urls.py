"""Addresses of the web: fetching what is there, and writing texts so that they can be part of an address."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from ..expr import FAILED, NONE, Expr, Integer, Node, S, String, is_head, is_rule
from ..kernel.association import pairs_of
from ..kernel.builtin import builtin, symbol
from ..lazy import urllib_request
from ..problem import Template
from ..whole_files import once
from .file_system import system_problem
from .files import FileName

NOT_FETCHED = Template("httperr", "`1` could not be fetched: `2`.")
NO_QUERY = Template("query", "The query `1` is not a list of rules.")
TIMEOUT = 30  # seconds without a byte
SCHEMES = ("http", "https", "ftp", "file")

symbol("URL", 'URL["address"] stands for an address of the web.')


def is_address(text: str) -> bool:
    """Whether a text is an address of the web and no file name."""
    return text.partition("://")[0].lower() in SCHEMES and "://" in text


def fetched(address: str) -> bytes:
    """What is at an address.  Raises a Problem."""
    try:
        request = urllib_request.Request(address, headers={"User-Agent": "wlnet"})
        with urllib_request.urlopen(request, timeout=TIMEOUT) as answer:
            return answer.read()
    except (OSError, ValueError) as error:
        raise NOT_FETCHED(address, str(error)) from None


def address_of(node: Node) -> str | None:
    """The text of an address, or of URL[address]."""
    if is_head(node, S.URL) and len(node.args) == 1:
        node = node.args[0]
    return node.value if type(node) is String else None


@builtin("URLDownload[address_, file_]", failure=FAILED)
@once
def url_download(k, address: Node, file: FileName | None = None):
    """URLDownload[address] fetches what is at an address into a new file, a second argument names one.

    >> f = CreateFile[]; Export[f, "abc", "Text"]; ReadString[First[URLDownload["file://" <> f]]]
    "abc"
    """
    text = address_of(address)
    if text is None:
        return None
    data = fetched(text)
    name = Path(urlsplit(text).path).name or "download"
    path = Path(tempfile.mkdtemp(), name) if file is None else file.path
    try:
        path.write_bytes(data)
    except OSError as error:
        raise system_problem(error, str(path)) from None
    return S.File(String(os.path.abspath(path)))


@builtin("URLRead[address_, element_]", failure=FAILED)
def url_read(k, address: Node, element: Node = String("Body")):
    """URLRead[address, "Body"] gives the text at an address, "BodyByteArray" its bytes.

    >> f = CreateFile[]; Export[f, "abc", "Text"]; URLRead["file://" <> f, "Body"]
    "abc"
    """
    text = address_of(address)
    if text is None:
        return None
    data = fetched(text)
    return data if element == String("BodyByteArray") else data.decode("utf-8", "replace")


@builtin("URLEncode[text_String]")
def url_encode(k, text: str):
    """URLEncode[text] writes a text so that it can be part of an address.

    >> URLEncode["a b&c"]
    "a%20b%26c"
    """
    return quote(text, safe="")


@builtin("URLDecode[text_String]")
def url_decode(k, text: str):
    """URLDecode[text] gives the text that was encoded.

    >> URLDecode["a%20b%26c"]
    "a b&c"
    """
    return unquote(text.replace("+", " "))


@builtin("URLParse[address_, element_]")
def url_parse(k, address: Node, element: Node | None = None):
    """URLParse[address] gives the parts of an address; URLParse[address, "Domain"] one of them.

    >> {URLParse["http://a.b:80/c?x=1", "Port"], URLParse["http://a.b/c?x=1", "Query"]}
    {80, {"x" -> "1"}}
    """
    text = address_of(address)
    if text is None:
        return None
    found = urlsplit(text)
    names: dict[str, Node] = {
        "Scheme": _text(found.scheme),
        "User": _text(found.username),
        "Domain": _text(found.hostname),
        "Port": NONE if found.port is None else Integer(found.port),
        "Path": Expr(S.List, tuple(String(unquote(p)) for p in found.path.split("/"))),
        "Query": Expr(S.List, tuple(S.Rule(String(a), String(b)) for a, b in parse_qsl(found.query, True))),
        "Fragment": _text(found.fragment),
    }
    if element is None:
        return pairs_of([(String(name), value) for name, value in names.items()])
    return names.get(getattr(element, "value", ""))


def _text(value: str | None) -> Node:
    return String(value) if value else NONE


@builtin("URLBuild[parts_, query_]")
def url_build(k, parts: Node, query: Node | None = None):
    """URLBuild[{"http://a.b", "c", "d"}] joins the parts of an address; URLBuild[parts, {"x" -> "1"}] with a
    query.

    >> URLBuild[{"http://a.b", "c d"}, {"x" -> "1 2"}]
    "http://a.b/c%20d?x=1%202"
    """
    items = parts.args if is_head(parts, S.List) else (parts,)
    first, *rest = (k.evaluate(S.ToString(item)).value for item in items)
    made = "/".join([first.rstrip("/") if rest else first, *(quote(part, safe="") for part in rest)])
    if query is None:
        return made
    if not all(map(is_rule, query.args)):
        raise NO_QUERY(query)
    pairs = [(r.args[0], r.args[1]) for r in query.args]
    texts = [tuple(k.evaluate(S.ToString(item)).value for item in pair) for pair in pairs]
    return made + "?" + urlencode(texts, quote_via=quote)
