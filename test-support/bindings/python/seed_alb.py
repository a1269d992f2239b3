"""The page's Application Load Balancer example."""

import aws_cdk.aws_ec2 as ec2
import aws_cdk.aws_elasticloadbalancingv2 as elbv2
from support.seed import run_example

run_example("alb", lambda stack: {"ec2": ec2, "elbv2": elbv2})
