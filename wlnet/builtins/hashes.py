"""Checksums of texts, bytes and files."""

from __future__ import annotations

import base64
import hashlib
import zlib

from ..expr import FAILED, ByteArray, Node, String
from ..kernel.builtin import builtin
from ..problem import Template
from ..syntax.write import full_form
from .files import NOT_FOUND, FileName

NO_TYPE = Template("hashtype", "`1` is not a type of checksums that is known here; these are: `2`.")
NO_FORM = Template("hashform", "`1` is not a form of checksums; these are: `2`.")

TYPES = {
    "MD5": "md5",
    "SHA": "sha1",
    "SHA1": "sha1",
    "SHA224": "sha224",
    "SHA256": "sha256",
    "SHA384": "sha384",
    "SHA512": "sha512",
    "SHA3-256": "sha3_256",
    "SHA3-512": "sha3_512",
}
CHECKSUMS = {"CRC32": zlib.crc32, "Adler32": zlib.adler32}
FORMS = {
    "Integer": lambda digest: int.from_bytes(digest, "big"),
    "DecimalString": lambda digest: str(int.from_bytes(digest, "big")),
    "HexString": bytes.hex,
    "Base64Encoding": lambda digest: base64.b64encode(digest).decode("ascii"),
    "ByteArray": ByteArray,
}


def _digest(data: bytes, kind: str) -> bytes:
    if kind in CHECKSUMS:
        return CHECKSUMS[kind](data).to_bytes(4, "big")
    if kind not in TYPES:
        raise NO_TYPE(kind, ", ".join((*TYPES, *CHECKSUMS)))
    return hashlib.new(TYPES[kind], data, usedforsecurity=False).digest()


def _shown(digest: bytes, form: str) -> object:
    if form not in FORMS:
        raise NO_FORM(form, ", ".join(FORMS))
    return FORMS[form](digest)


@builtin("Hash[expr_, kind_, form_]")
def hash_(k, expr: Node, kind: str = "SHA256", form: str = "Integer"):
    """Hash[expr, "SHA256"] gives a checksum of a text, of bytes, or of what expr is in FullForm.

    A third argument says how it is written: "HexString", "Base64Encoding", "ByteArray".

    >> Hash["abc", "MD5", "HexString"]
    "900150983cd24fb0d6963f7d28e17f72"
    """
    text = expr.value if type(expr) is String else full_form(expr)
    data = expr.value if type(expr) is ByteArray else text.encode("utf-8", "surrogatepass")
    return _shown(_digest(data, kind), form)


@builtin("FileHash[file_, kind_, form_]", failure=FAILED)
def file_hash(k, file: FileName, kind: str = "MD5", form: str = "Integer"):
    """FileHash[file, "SHA256"] gives a checksum of what is in a file.

    >> f = CreateFile[]; Export[f, "abc", "Text"]; FileHash[f, "CRC32"]
    891568578
    """
    if not file.path.is_file():
        raise NOT_FOUND(file.text)
    return _shown(_digest(file.path.read_bytes(), kind), form)
