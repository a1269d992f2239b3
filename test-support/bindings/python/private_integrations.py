"""Private integrations let their VPC link in, and a private backend written in Python has the same link and options."""

import aws_cdk.aws_apigatewayv2 as apigwv2
import aws_cdk.aws_ec2 as ec2
import aws_cdk.aws_elasticloadbalancingv2 as elbv2
import aws_cdk.aws_servicediscovery as servicediscovery
from apigwv2_integrations_core import (
    HttpPrivateBackend,
    HttpPrivateIntegrationBase,
    IntegrationProblem,
    LinkPeer,
    ProblemSeverity,
)
from apigwv2_integrations_load_balancer import HttpAlbIntegration
from apigwv2_integrations_service_discovery import HttpServiceDiscoveryIntegration
from aws_cdk import App, Stack
from aws_cdk.assertions import Annotations, Match, Template


class OwnPrivateIntegration(HttpPrivateIntegrationBase):
    """Calls a listener, and passes the base the security group that allows the link."""

    def __init__(self, id: str, listener: elbv2.IApplicationListener, group: ec2.SecurityGroup, **options) -> None:
        super().__init__(id, **options)
        self._listener = listener
        self._group = group

    def _bind_backend(self, options) -> HttpPrivateBackend:
        return HttpPrivateBackend(
            uri=self._listener.listener_arn,
            construct=self._listener,
            allow_from_link=[LinkPeer(connectable=self._group, port=ec2.Port.tcp(9090))],
        )

    def _check_backend_at_synth(self, options) -> list[IntegrationProblem]:
        return [IntegrationProblem(code="OwnDoubt", message="m", remedy="r", severity=ProblemSeverity.WARNING)]

    def _authorize_route(self, options) -> None:
        """Without super, and the link is let in all the same."""


stack = Stack(App(), "Private")
vpc = ec2.Vpc(stack, "Vpc")
api = apigwv2.HttpApi(stack, "Api")
group = ec2.SecurityGroup(stack, "Instances", vpc=vpc)
listener = elbv2.ApplicationLoadBalancer(stack, "Balancer", vpc=vpc).add_listener(
    "Listener", port=80, open=False, default_action=elbv2.ListenerAction.fixed_response(200)
)
service = servicediscovery.HttpNamespace(stack, "Namespace", name="books").create_service("Service")

api.add_routes(
    path="/alb",
    integration=HttpAlbIntegration(
        "Alb",
        listener,
        allow_from_link=True,
        host_header="internal.example",
        strip_stage=True,
        parameter_mapping=apigwv2.ParameterMapping().remove_header("header1"),
    ),
)
api.add_routes(
    path="/cloud-map",
    integration=HttpServiceDiscoveryIntegration(
        "CloudMap",
        service,
        vpc=vpc,
        allow_from_link_to=group,
        allow_from_link_port=ec2.Port.tcp(8080),
        instance_attributes={"color": "blue"},
    ),
)
api.add_routes(path="/own", integration=OwnPrivateIntegration("Own", listener, group, vpc=vpc))

template = Template.from_stack(stack)
template.resource_count_is("AWS::ApiGatewayV2::VpcLink", 1)
template.resource_count_is("AWS::EC2::SecurityGroupIngress", 3)
Annotations.from_stack(stack).has_warning("*", Match.string_like_regexp(r"\[OwnDoubt\]"))
for port in (80, 8080, 9090):
    template.has_resource_properties(
        "AWS::EC2::SecurityGroupIngress",
        {
            "FromPort": port,
            "SourceSecurityGroupId": {"Fn::GetAtt": [Match.string_like_regexp("LinkSecurityGroup"), "GroupId"]},
        },
    )
template.has_resource_properties(
    "AWS::ApiGatewayV2::Integration",
    {
        "RequestParameters": {
            "remove:header.header1": "",
            "overwrite:header.Host": "internal.example",
            "overwrite:path": "$request.path",
        }
    },
)
template.has_resource_properties(
    "AWS::ApiGatewayV2::Integration",
    {"IntegrationUri": {"Fn::Join": ["", [{"Fn::GetAtt": [Match.any_value(), "Arn"]}, "?color=blue"]]}},
)

try:
    api.add_routes(path="/none", integration=HttpServiceDiscoveryIntegration("None", service, secure_server_name=""))
except RuntimeError as error:
    for code in ("[VpcLinkMissing]", "[SecureServerNameEmpty]"):
        assert code in str(error), f"the message lacks {code}:\n{error}"
else:
    raise AssertionError("a Cloud Map service without link and VPC was accepted")
