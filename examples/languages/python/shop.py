"""The stack of ../shop.ts in Python."""

from apigwv2_integrations_core import ContextVariable, MappingValue, ParameterMapping, ResponseParameterMapping
from apigwv2_integrations_lambda import HttpLambdaIntegration
from apigwv2_integrations_load_balancer import HttpAlbIntegration
from apigwv2_integrations_url import HttpUrlIntegration
from apigwv2_integrations_websocket import WebSocketLambdaIntegration
from aws_cdk import Duration, Stack
from aws_cdk.aws_apigatewayv2 import HttpApi, HttpMethod, WebSocketApi
from aws_cdk.aws_ec2 import Vpc
from aws_cdk.aws_elasticloadbalancingv2 import ApplicationLoadBalancer, ListenerAction
from aws_cdk.aws_lambda import Code, Function, Runtime


def build(stack: Stack) -> None:
    handler = Function(
        stack,
        "Handler",
        runtime=Runtime.NODEJS_22_X,
        handler="index.handler",
        code=Code.from_inline("exports.handler = async () => ({ statusCode: 200 });"),
    )
    listener = ApplicationLoadBalancer(stack, "Balancer", vpc=Vpc(stack, "Vpc")).add_listener(
        "Listener", port=80, open=False, default_action=ListenerAction.fixed_response(200)
    )

    api = HttpApi(stack, "Api")
    api.add_routes(
        path="/books",
        methods=[HttpMethod.GET, HttpMethod.POST],
        integration=HttpLambdaIntegration("Books", handler, timeout=Duration.seconds(30)),
    )
    api.add_routes(
        path="/docs/{proxy+}",
        integration=HttpUrlIntegration(
            "Docs",
            "https://docs.example.com/{proxy}",
            parameter_mapping=ParameterMapping()
            .append_header("x-request", MappingValue.context(ContextVariable.REQUEST_ID))
            .overwrite_path(MappingValue.join("/v2", MappingValue.request_path()))
            .remove_header("cookie"),
            response_parameter_mapping=ResponseParameterMapping().overwrite_status_code(404, "403"),
        ),
    )
    api.add_routes(
        path="/orders",
        integration=HttpAlbIntegration(
            "Orders", listener, allow_from_link=True, strip_stage=True, host_header="orders.internal.example"
        ),
    )

    chat = WebSocketApi(stack, "Chat")
    chat.add_route("send", integration=WebSocketLambdaIntegration("Send", handler), return_response=True)
