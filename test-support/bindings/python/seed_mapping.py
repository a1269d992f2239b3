"""The page's mapping example."""

import aws_cdk.aws_ec2 as ec2
import aws_cdk.aws_elasticloadbalancingv2 as elbv2
from support.seed import run_example


def given(stack):
    return {"lb": elbv2.ApplicationLoadBalancer(stack, "lb", vpc=ec2.Vpc(stack, "VPC"))}


run_example("mapping", given)
