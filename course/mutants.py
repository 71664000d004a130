"""Small mistakes in a right answer, one at a time: the checks should notice every one.

A constant grows, an operator becomes its neighbor, two arguments change places, a call is dropped.
"""

import ast
from collections.abc import Iterator
from copy import deepcopy

NEIGHBORS = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.Pow: ast.Mult,
    ast.MatMult: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Lt: ast.Gt,
    ast.Gt: ast.Lt,
    ast.LtE: ast.Gt,
    ast.GtE: ast.Lt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}


def mutants(code: str) -> Iterator[tuple[str, str]]:
    """Each mutant of the code as (name, code); the name is `line 7: fan_in -> fan_out`."""
    tree = ast.parse(code)
    for number, node in enumerate(ast.walk(tree)):
        for new in changes(node):
            name = f"line {node.lineno}: {ast.unparse(node)} -> {ast.unparse(new)}"
            yield name, ast.unparse(replaced(tree, number, new))


def changes(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Constant(value=bool()):
            yield ast.Constant(not node.value)
        case ast.Constant(value=int() | float()):
            yield ast.Constant(node.value * 2 + 1)
        case ast.BinOp(left, operator, right) if type(operator) in NEIGHBORS:
            yield ast.BinOp(left, NEIGHBORS[type(operator)](), right)
        case ast.Compare(left, [operator], right) if type(operator) in NEIGHBORS:
            yield ast.Compare(left, [NEIGHBORS[type(operator)]()], right)
        case ast.UnaryOp(ast.USub(), operand):
            yield operand
        case ast.Call(function, [first, second, *rest], keywords):
            yield ast.Call(function, [second, first, *rest], keywords)
        case ast.Call(_, [only], _):
            yield only


def replaced(tree: ast.AST, number: int, new: ast.AST) -> ast.AST:
    """A copy of the tree with another node in the place of its node of that number."""
    copy = deepcopy(tree)
    old = list(ast.walk(copy))[number]
    for parent in ast.walk(copy):
        for field, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, field, new)
            elif isinstance(value, list):
                value[:] = [new if item is old else item for item in value]
    return ast.fix_missing_locations(copy)
