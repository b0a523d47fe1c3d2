(* Graphs as data, and vector calculus. *)

g = Graph[{1 -> 2, 2 -> 3, 3 -> 1, 3 -> 4}];
VerificationTest[VertexList[g], {1, 2, 3, 4}, TestID -> "vertices"]
VerificationTest[EdgeList[g][[-1]], DirectedEdge[3, 4], TestID -> "edges"]
VerificationTest[{VertexCount[g], EdgeCount[g]}, {4, 4}, TestID -> "numbers of them"]
VerificationTest[EdgeList[Graph[{a <-> b}]], {UndirectedEdge[a, b]}, TestID -> "edges without direction"]
VerificationTest[
  EdgeList[Graph[{a -> b}, DirectedEdges -> False]], {UndirectedEdge[a, b]}, TestID -> "DirectedEdges -> False"]
VerificationTest[VertexList[Graph[{c, b, a}, {a -> b}]], {c, b, a}, TestID -> "vertices as given"]
VerificationTest[Graph[VertexList[g], EdgeList[g]] === g, True, TestID -> "a graph is its vertices and edges"]
VerificationTest[
  AdjacencyGraph[VertexList[g], AdjacencyMatrix[g]] === g, True, TestID -> "a graph is its matrix, edges in this order"]
VerificationTest[
  Sort[EdgeList[AdjacencyGraph[AdjacencyMatrix[g]]]] === Sort[EdgeList[g]], True, TestID -> "there and back"]
VerificationTest[VertexDegree[CompleteGraph[4]], {3, 3, 3, 3}, TestID -> "complete"]
VerificationTest[ConnectedComponents[g], {{1, 2, 3}, {4}}, TestID -> "directions count"]
VerificationTest[{GraphQ[g], GraphQ[3]}, {True, False}, TestID -> "GraphQ"]
VerificationTest[Head[VertexList[7]], VertexList, {VertexList::graph}, TestID -> "no graph"]
VerificationTest[Graph[{1, 2}, {5}] // Head, Graph, {Graph::edge}, TestID -> "no edge"]
VerificationTest[SimpleGraphQ[Graph[{1 -> 2, 1 -> 2}]], False, TestID -> "an edge twice"]

VerificationTest[Div[{x^2, y^2, z^2}, {x, y, z}], 2 x + 2 y + 2 z, TestID -> "Div"]
VerificationTest[Laplacian[Sin[x] y, {x, y}], -(y Sin[x]), TestID -> "Laplacian"]
VerificationTest[Curl[Grad[x^2 y z, {x, y, z}], {x, y, z}], {0, 0, 0}, TestID -> "no curl in a gradient"]
VerificationTest[Head[Div[{x}, {x, y}]], Div, {Div::dim}, TestID -> "lengths"]
VerificationTest[IntegerQ[Random[Integer, {1, 6}]], True, TestID -> "Random"]
