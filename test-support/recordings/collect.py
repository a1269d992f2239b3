"""Prints as JSON each template of localstack/airspeed with its variables and the output that AWS recorded for it.

Usage: collect.py <checkout of localstack/airspeed>

Runs the module of its tests with stand-ins for what it imports, so that it calls neither AWS nor another package.
"""

import inspect
import json
import sys
import types
from pathlib import Path

MODULES = [
    "airspeed",
    "requests",
    "six",
    "localstack",
    "localstack.testing",
    "localstack.testing.aws",
    "localstack.testing.aws.util",
    "localstack.testing.config",
    "localstack.testing.pytest",
    "localstack.testing.pytest.fixtures",
    "localstack.utils",
    "localstack.utils.archives",
    "localstack.utils.files",
    "localstack.utils.http",
    "localstack.utils.run",
    "localstack.utils.strings",
    "localstack.utils.sync",
]


def stand_in(name, **members):
    module = types.ModuleType(name)
    module.__getattr__ = lambda _: lambda *args, **kwargs: None
    for key, value in members.items():
        setattr(module, key, value)
    sys.modules[name] = module


def decorator(*args, **kwargs):
    return args[0] if len(args) == 1 and callable(args[0]) and not kwargs else lambda decorated: decorated


class Marks:
    def __getattr__(self, _):
        return decorator


def main(checkout):
    stand_in("pytest", mark=Marks(), fixture=decorator)
    for name in MODULES:
        stand_in(name)
    sys.modules["localstack.testing.pytest"].fixtures = types.SimpleNamespace()
    module = {"__name__": "recordings"}
    source = checkout / "tests/test_templating.py"
    exec(compile(source.read_text(), str(source), "exec"), module)
    snapshots = json.loads((checkout / "tests/test_templating.snapshot.json").read_text())
    print(json.dumps(list(recordings(module["TestTemplating"], snapshots))))


def recordings(tests, snapshots):
    for name, test in inspect.getmembers(tests, inspect.isfunction):
        recorded = snapshots.get(f"tests/test_templating.py::TestTemplating::{name}", {}).get("recorded-content", {})
        rendered = []

        def render(template, context=None, skip_cli=False, ignore_whitespaces=False):
            rendered.append((f"render-result-{len(rendered) + 1}", template, context or {}, ignore_whitespaces))

        def render_on_aws(template, context=None, snapshot_key=None, ignore_whitespaces=False):
            rendered.append((snapshot_key or "render-result", template, context or {}, ignore_whitespaces))

        fixtures = {"test_render": render, "test_render_on_aws": render_on_aws, "test_render_locally": lambda *args, **kwargs: None}
        arguments = [fixtures.get(parameter) for parameter in list(inspect.signature(test).parameters)[1:]]
        try:
            test(tests(), *arguments)
        except Exception:
            pass  # A test of airspeed itself, which uses the stand-ins. What it recorded before is kept.
        for key, template, variables, ignores_white_space in rendered:
            if key in recorded:
                yield {
                    "name": f"{name} {key}",
                    "template": template,
                    "variables": list(variables),
                    "body": json.dumps(variables),
                    "ignoresWhiteSpace": ignores_white_space,
                    "output": recorded[key],
                }


main(Path(sys.argv[1]))
