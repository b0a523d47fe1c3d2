"""FunctionLayer of any function gives a layer or a message, and never an error of ours."""

from __future__ import annotations

import pytest

from wlnet.expr import Expr, Node, S, Symbol, Value
from wlnet.nets.net import Net
from wlnet.session import Session
from wlnet.syntax.parse import parse

FUNCTIONS = r"""{
Total[#, "a"]&, Total[#,1,2,3]&, Map[#]&, Map[Sin,#,"a"]&, Map[Sin,#,{0}]&, Part[#,"a"]&, #[[0]]&,
#[[5]]&, #[[1;;9]]&, Norm[#,"x"]&, Norm[#,1,2]&, ArrayPad[#]&, ArrayPad[#,"a"]&, Lookup[#,"a"]&,
Lookup[#]&, Take[#]&, Take[#,"a"]&, Take[#,{}]&, Drop[#,{1}]&, Reverse[#,"a"]&, Reverse[#,0]&,
Fold[Plus,#]&, Fold[Plus,0,#,1]&, FoldList[Plus,#]&, Nest[Sin,#,-1]&, Nest[Sin,#,"a"]&, Nest[Sin,#,0]&,
Table[#]&, Table[#,{i,#}]&, Table[#,{i}]&, Table[#,3]&, Table[i,{i,Length[#]}]&, Sum[#,{i,0}]&,
Array[#&,"a"]&, Array[Sin,#]&, Join[#]&, Join[#,"a"]&, Join[#,1]&, Append[#]&, Append[#,"a"]&,
Partition[#,0]&, Partition[#,"a"]&, Transpose[#,{1,1}]&, Transpose[#,{2}]&, Flatten[#,"a"]&,
ArrayReshape[#,{5}]&, ArrayReshape[#,"a"]&, Dot[#,"a"]&, Dot[#]&, #.#.#&, If[#>0,1]&, If[#]&,
If[True,#]&, If[False,#]&, Which[#>0]&, Clip[#,{1}]&, Clip[#,3]&, Log[#,#,#]&, Max[#,"a"]&, Max[]&[#]&,
With[{x},#]&, With[{x=1},#+x]&, With[3,#]&, Module[{x},x=#;x+1]&, Module[{x},x+#]&, (#;#+1)&, {#,"a"}&,
{#,{#}}&, {}&, <|1->#|>&, <|"a"->"b"|>&, <|"a"->#,"b"->{#,#}|>&, <|"Input"->#|>&, "ELU"[#]&, "foo"[#]&,
LinearLayer[2][#,3]&, LinearLayer[foo][#]&, CatenateLayer[][{#}]&, CatenateLayer[][#]&,
DotLayer[][{#,#}]&, ThreadingLayer[#1+#2&][{#,#,#}]&, NetArray["a"]+#&, #+{1,2,3,4}&, #+{{1},{2,3}}&,
#+{"a"}&, Sort[#,Less]&, Ordering[#,0]&, Dimensions[#,"a"]&, Length[#,2]&, Length[]+#&, Keys[#]&,
Apply[f,#]&, Apply[Plus,#,{1}]&, MapThread[Plus,#]&, MapThread[Plus,{#,#},0]&, MapThread[f,{#,#}]&,
#[1]&, #["a"]["b"]&, #1[[#2]]&, ##&, Plus[##]&, #0[#]&, Function[x,Function[x,x^2][x]],
Function[{x,y},x], Function[x,y], Function[Null,#^2,Listable], Sin[#,#]&, Sin[]&[#]&, Sin[#]["a"]&, I
#&, # + Infinity &, #^I &, x #&, Quantity[3,"Meters"] #&, Tr[#]&, Accumulate[#,2]&, Catenate[{#,#},2]&,
MapApply[f,#]&, Normalize[#,f]&, Normalize[#,1,2]&, Identity[#]&, N[#]&, N[#,3]&, Normal[#]&,
First[#,3]&, First[{#,1}]&, Most[{#,1}]&, Reverse[{#,1}]&, Last[<|"a"->#|>]&, Association["a"->#]&,
Extract[#,"a"]&, Extract[#,{1,1}]&, NestList[LinearLayer[2],#,2]&,
FoldList[LinearLayer[2][#2]&,{0,0},#]&, Map[LinearLayer[2],#]&, Map[LinearLayer[2],{#,#}]&,
EuclideanDistance[#]&, CosineDistance[#,{1,2}]&, UnitStep[#,#]&, Quotient[#]&, Total[{#,#}]&,
Total[{{#,#}}]&, Mean[{#,#}]&, Total[]+#&, Piecewise[#]&, Piecewise[{{1,#>0}}]&, Piecewise[{1,2}]+#&,
Inequality[0,Less,#,Less,1]&, Boole[#>0]&, !(#>0)&, #>0&, Xor[#>0,True]&, Throw[#]&, Return[#]&,
Print[#]&, #//Print&, DeleteFile[#]&, Set[x,#]&, x=#&, Increment[#]&, StringJoin[#]&
}"""
TYPES = ("", '"Input" -> {2, 2}', '"Input" -> "Real"', '"Input" -> {"Varying", 2}')


@pytest.fixture(scope="module")
def session() -> Session:
    made = Session(debug=True)  # an error of ours comes through
    made.kernel.write = made.kernel.report = lambda text: None  # type: ignore[assignment]
    return made


@pytest.mark.parametrize("type_", TYPES)
def test_a_function_gives_a_layer_that_is_read_back_or_fails_with_a_message(
    session: Session, type_: str
) -> None:
    options = (parse(type_),) if type_ else ()
    made = 0
    for function in parse(FUNCTIONS).args:
        layer: Node = session.kernel.evaluate(Expr(S.FunctionLayer, (function, *options)))
        if layer is Symbol("$Failed"):
            continue
        assert isinstance(layer, Value) and isinstance(layer.value, Net), function
        assert session.kernel.evaluate(S.ToExpression(S.ToString(layer, S.InputForm))) == layer, function
        made += 1
    assert made > 20
