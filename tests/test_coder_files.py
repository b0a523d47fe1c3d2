"""Every coder survives files: alone, as WXF, and at a port of a net, as a net file and as InputForm."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_coders import TEXTS

from wlnet.expr import TRUE
from wlnet.session import Session


@pytest.fixture(scope="module")
def session() -> Session:
    made = Session(debug=True)
    made.kernel.report = lambda text: pytest.fail(str(text))  # type: ignore[assignment, method-assign]
    return made


@pytest.mark.parametrize("text", TEXTS)
def test_a_coder_is_read_back_from_wxf(session: Session, text: str) -> None:
    assert session.evaluate(f"BinaryDeserialize[BinarySerialize[{text}]] === {text}") is TRUE


@pytest.mark.parametrize("text", TEXTS)
def test_a_net_is_read_back_with_its_coder(session: Session, text: str, tmp_path: Path) -> None:
    port = "Input" if "NetEncoder" in text else "Output"
    session.evaluate(f'net = NetChain[{{ElementwiseLayer[Tanh]}}, "{port}" -> {text}]')
    file = tmp_path / "net.wlnet"
    assert session.evaluate(f'Export["{file.as_posix()}", net]; Import["{file.as_posix()}"] === net') is TRUE
    assert session.evaluate("ToExpression[ToString[net, InputForm]] === net") is TRUE
    assert session.evaluate(f'NetExtract[net, "{port}"] === {text}') is TRUE


@pytest.mark.parametrize("text", TEXTS)
def test_a_coder_tells_what_it_is(session: Session, text: str) -> None:
    found = session.evaluate(f'With[{{c = {text}}}, Information[c, "Type"] === Information[c]["Type"]]')
    assert found is TRUE
