"""Runs an example of the page inside a stack: the page shows the body of a stack's constructor."""

import json
import sys
from pathlib import Path

import aws_cdk.aws_apigatewayv2 as apigwv2
from aws_cdk import App, Stack
from aws_cdk.assertions import Template

EXAMPLES = Path(__file__).parents[4] / "examples" / "seed" / "python"


def run_example(name: str, given=lambda stack: {}) -> None:
    """
    Leaves the stack's template where the runner compares it with the one of the TypeScript example.

    :param name: of the file in examples/seed/python
    :param given: makes what the page takes as given
    """
    stack = Stack(App(), "Seed")
    path = EXAMPLES / f"{name}.py"
    code = compile(path.read_text(encoding="utf-8"), str(path), "exec")
    exec(code, {"self": stack, "apigwv2": apigwv2, **given(stack)})
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        json.dump(Template.from_stack(stack).to_json(), file)
