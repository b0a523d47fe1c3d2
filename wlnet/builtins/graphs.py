"""Graph[{v1, ...}, {e1, ...}]: networks of vertices and edges, as expressions.

A graph is kept in its plain form, vertices first; rules become DirectedEdge, and ``<->`` is UndirectedEdge.
Styles and layouts are options that stay where they are; drawing a graph is not there yet.
"""

from __future__ import annotations

import numpy as np

from ..arrays import array_of, list_of
from ..expr import TRUE, Expr, Integer, Node, S, is_head, is_rule
from ..kernel.builtin import builtin, symbol
from ..problem import Template

NOT_GRAPH = Template("graph", "`1` is not a graph.")
NOT_EDGE = Template("edge", "`1` is not an edge: a -> b or a <-> b was expected.")
NO_MATRIX = Template("matsq", "`1` is not a square matrix of whole numbers.")
EDGES = (S.DirectedEdge, S.UndirectedEdge)

symbol("DirectedEdge", "DirectedEdge[a, b] is an edge of a graph from a to b.")
symbol("UndirectedEdge", "UndirectedEdge[a, b] is an edge of a graph between a and b.")
for _name in (
    "VertexLabels",
    "VertexStyle",
    "VertexSize",
    "VertexCoordinates",
    "EdgeStyle",
    "EdgeWeight",
    "GraphLayout",
):
    symbol(_name, f"{_name} is an option of Graph.")


def _edge(node: Node, directed: bool | None) -> Expr:
    if type(node) is Expr and len(node.args) == 2:
        if node.head in EDGES and directed is None:
            return node
        if node.head in EDGES or is_rule(node):
            flat = directed is False or (node.head is S.TwoWayRule and directed is not True)
            return Expr(S.UndirectedEdge if flat else S.DirectedEdge, node.args)
        if node.head is S.TwoWayRule:
            return Expr(S.DirectedEdge if directed else S.UndirectedEdge, node.args)
    raise NOT_EDGE(node)


def _is_edge(node: Node) -> bool:
    return is_rule(node) or (type(node) is Expr and node.head in (*EDGES, S.TwoWayRule))


@builtin("Graph[parts__]")
def graph(k, parts: tuple[Node, ...]):
    """Graph[{a -> b, b <-> c, ...}] is a network; Graph[{v1, v2, ...}, edges] has these vertices.

    DirectedEdges -> False makes all edges two-way.

    >> EdgeList[Graph[{1 -> 2, 2 -> 3}]]
    {DirectedEdge[1, 2], DirectedEdge[2, 3]}
    """
    lists = [part for part in parts if is_head(part, S.List)][:2]
    rest = tuple(part for part in parts if not is_head(part, S.List))
    if not lists or not all(map(is_rule, rest)):
        raise NOT_GRAPH(Expr(S.Graph, parts))
    asked = [rule.args[1] for rule in rest if rule.args[0] is S.DirectedEdges]
    directed = None if not asked else asked[0] is TRUE
    edges = Expr(S.List, tuple(_edge(edge, directed) for edge in lists[-1].args))
    named = lists[0].args if len(lists) == 2 else ()
    vertices = dict.fromkeys((*named, *(end for edge in edges.args for end in edge.args)))
    made = Expr(
        S.Graph,
        (Expr(S.List, tuple(vertices)), edges, *(r for r in rest if r.args[0] is not S.DirectedEdges)),
    )
    return None if made.args == parts else made


def _graph(node: Node) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """The vertices and the edges."""
    if not is_head(node, S.Graph) or len(node.args) < 2 or not is_head(node.args[1], S.List):
        raise NOT_GRAPH(node)
    return tuple(node.args[0].args), tuple(node.args[1].args)


def made_graph(vertices: list[Node], edges: list[Node]) -> Node:
    return Expr(S.Graph, (Expr(S.List, tuple(vertices)), Expr(S.List, tuple(edges))))


@builtin("GraphQ[x_]")
def graph_q(k, x: Node):
    """GraphQ[x] is True if x is a graph.

    >> GraphQ /@ {Graph[{1 -> 2}], 5}
    {True, False}
    """
    return is_head(x, S.Graph) and len(x.args) > 1 and all(is_head(part, S.List) for part in x.args[:2])


@builtin("VertexList[g_]")
def vertex_list(k, g: Node):
    """VertexList[graph] is the list of its vertices.

    >> VertexList[Graph[{a -> b, b -> c}]]
    {a, b, c}
    """
    return list(_graph(g)[0])


@builtin("EdgeList[g_]")
def edge_list(k, g: Node):
    """EdgeList[graph] is the list of its edges.

    >> EdgeList[Graph[{a -> b}]]
    {DirectedEdge[a, b]}
    """
    return list(_graph(g)[1])


@builtin("VertexCount[g_]")
def vertex_count(k, g: Node):
    """VertexCount[graph] is the number of its vertices.

    >> VertexCount[Graph[{a -> b, b -> c}]]
    3
    """
    return len(_graph(g)[0])


@builtin("EdgeCount[g_]")
def edge_count(k, g: Node):
    """EdgeCount[graph] is the number of its edges.

    >> EdgeCount[Graph[{a -> b, b -> c}]]
    2
    """
    return len(_graph(g)[1])


def matrix(g: Node) -> np.ndarray:
    """How many edges go from the vertex of the row to that of the column."""
    vertices, edges = _graph(g)
    places = {vertex: i for i, vertex in enumerate(vertices)}
    found = np.zeros((len(vertices),) * 2, np.int64)
    for edge in edges:
        a, b = (places[end] for end in edge.args[:2])
        found[a, b] += 1
        if edge.head is S.UndirectedEdge and a != b:
            found[b, a] += 1
    return found


@builtin("AdjacencyMatrix[g_]")
def adjacency_matrix(k, g: Node):
    """AdjacencyMatrix[graph] is the matrix of the numbers of edges between vertices, as a sparse array.

    >> Normal[AdjacencyMatrix[Graph[{1 -> 2, 2 <-> 3}]]]
    {{0, 1, 0}, {0, 0, 1}, {0, 1, 0}}
    """
    return S.SparseArray(list_of(matrix(g)))


@builtin("AdjacencyGraph[vertices_, m_]")
def adjacency_graph_of(k, vertices: Node, m: Node):
    """AdjacencyGraph[{v1, v2, ...}, matrix] is the graph with an edge where the matrix has 1; its edges have
    no direction if the matrix is symmetric.

    >> EdgeList[AdjacencyGraph[{a, b}, {{0, 1}, {1, 0}}]]
    {UndirectedEdge[a, b]}
    """
    array = array_of(k.evaluate(S.Normal(m)))
    names = list(vertices.args)
    if array is None or array.ndim != 2 or array.shape != (len(names),) * 2 or array.dtype.kind not in "iu":
        raise NO_MATRIX(m)
    flat, edges = bool((array == array.T).all()), []
    for i, j in np.argwhere(array).tolist():
        if not flat or j >= i:
            edges += [Expr(EDGES[flat], (names[i], names[j]))] * int(array[i, j])
    return made_graph(names, edges)


@builtin("AdjacencyGraph[m_]")
def adjacency_graph(k, m: Node):
    """AdjacencyGraph[matrix] is the graph of the vertices 1, 2, ... with that matrix.

    >> EdgeList[AdjacencyGraph[{{0, 1}, {0, 0}}]]
    {DirectedEdge[1, 2]}
    """
    array = array_of(k.evaluate(S.Normal(m)))
    if array is None or array.ndim != 2:
        raise NO_MATRIX(m)
    return S.AdjacencyGraph(list_of(np.arange(1, len(array) + 1)), m)


@builtin("CompleteGraph[n_]")
def complete_graph(k, n: int):
    """CompleteGraph[n] is the graph with an edge between any two of n vertices.

    >> EdgeCount[CompleteGraph[5]]
    10
    """
    if n < 0:
        return None
    names: list[Node] = [Integer(i + 1) for i in range(n)]
    pairs = [S.UndirectedEdge(names[i], names[j]) for i in range(n) for j in range(i + 1, n)]
    return made_graph(names, list(pairs))


@builtin("VertexDegree[g_]")
def vertex_degree(k, g: Node):
    """VertexDegree[graph] is the list of the numbers of edges at its vertices, a loop counted twice.

    >> VertexDegree[Graph[{1 -> 2, 2 -> 3}]]
    {1, 2, 1}
    """
    vertices, edges = _graph(g)
    ends = [end for edge in edges for end in edge.args[:2]]
    return [ends.count(vertex) for vertex in vertices]


@builtin("SimpleGraphQ[g_]")
def simple_graph_q(k, g: Node):
    """SimpleGraphQ[graph] is True if no edge is there twice and none goes back to its own vertex.

    >> SimpleGraphQ /@ {Graph[{1 -> 2}], Graph[{1 -> 1}]}
    {True, False}
    """
    found = matrix(g) if graph_q(k, g) else None
    return found is not None and not np.diag(found).any() and bool((found <= 1).all())


@builtin("ConnectedComponents[g_]")
def connected_components(k, g: Node):
    """ConnectedComponents[graph] is the list of the vertices that can be reached from each other, the largest
    group first; directions of edges count.

    >> ConnectedComponents[Graph[{1 <-> 2, 3 <-> 4, 4 <-> 5}]]
    {{3, 4, 5}, {1, 2}}
    """
    vertices = _graph(g)[0]
    reach = (matrix(g) > 0) | np.eye(len(vertices), dtype=bool)
    for _ in range(max(len(vertices), 1).bit_length()):
        reach = (reach.astype(np.float32) @ reach.astype(np.float32)) > 0
    both, groups, left = reach & reach.T, [], set(range(len(vertices)))
    for i in range(len(vertices)):
        if i in left:
            members = np.flatnonzero(both[i]).tolist()
            left -= set(members)
            groups.append([vertices[j] for j in members])
    return sorted(groups, key=len, reverse=True)
