"""The stack that every language has."""

import json
import sys
from pathlib import Path

from aws_cdk import App, Stack
from aws_cdk.assertions import Template

sys.path.append(str(Path(__file__).parents[3] / "examples" / "languages" / "python"))
from shop import build  # noqa: E402

stack = Stack(App(), "Seed")
build(stack)
with open(sys.argv[1], "w", encoding="utf-8") as file:
    json.dump(Template.from_stack(stack).to_json(), file)
