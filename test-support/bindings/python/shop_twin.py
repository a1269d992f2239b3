"""The stack that every language has: its template in the file that the argument names, or without one, a CDK app."""

import json
import sys
from pathlib import Path

from aws_cdk import App, Stack
from aws_cdk.assertions import Template

sys.path.append(str(Path(__file__).parents[3] / "examples" / "languages" / "python"))
from shop import build  # noqa: E402

app = App()
stack = Stack(app, "Seed")
build(stack)
if len(sys.argv) == 1:
    app.synth()
else:
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        json.dump(Template.from_stack(stack).to_json(), file)
