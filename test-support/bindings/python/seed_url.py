"""The page's URL example."""

from support.seed import run_example

run_example("url")
