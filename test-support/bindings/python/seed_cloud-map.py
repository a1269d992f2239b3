"""The page's Cloud Map example."""

import aws_cdk.aws_ec2 as ec2
from support.seed import run_example

run_example("cloud-map", lambda stack: {"ec2": ec2})
