"""A backend written in Python: its target, the common options and its own checks reach the CDK through core."""

import sys
from pathlib import Path

import aws_cdk.aws_apigatewayv2 as apigwv2
import aws_cdk.aws_lambda as lambda_
from aws_cdk import App, Duration, Stack
from aws_cdk.assertions import Annotations, Match, Template

sys.path.append(str(Path(__file__).parents[3] / "examples" / "own-backend" / "python"))
from http_function_url_integration import HttpFunctionUrlIntegration  # noqa: E402


def function_url(stack: Stack, auth_type: lambda_.FunctionUrlAuthType) -> lambda_.FunctionUrl:
    function = lambda_.Function(
        stack,
        "Books",
        runtime=lambda_.Runtime.NODEJS_22_X,
        handler="index.handler",
        code=lambda_.Code.from_inline("exports.handler = async () => ({ statusCode: 200 });"),
    )
    return function.add_function_url(auth_type=auth_type)


def reaches_the_template() -> None:
    stack = Stack(App(), "Template")
    api = apigwv2.HttpApi(stack, "Api")
    integration = HttpFunctionUrlIntegration(
        "Integration",
        function_url(stack, lambda_.FunctionUrlAuthType.NONE),
        timeout=Duration.seconds(30),
        description="books",
        parameter_mapping=apigwv2.ParameterMapping().remove_header("header1"),
    )
    for path in ("/books/{proxy+}", "/shelves/{proxy+}", "/books"):
        api.add_routes(path=path, methods=[apigwv2.HttpMethod.GET], integration=integration)

    template = Template.from_stack(stack)
    template.resource_count_is("AWS::ApiGatewayV2::Route", 3)
    template.resource_count_is("AWS::ApiGatewayV2::Integration", 1)
    template.has_resource_properties(
        "AWS::ApiGatewayV2::Integration",
        {
            "IntegrationType": "HTTP_PROXY",
            "IntegrationMethod": "ANY",
            "PayloadFormatVersion": "1.0",
            "IntegrationUri": {"Fn::Join": ["", [{"Fn::GetAtt": [Match.any_value(), "FunctionUrl"]}, "{proxy}"]]},
            "TimeoutInMillis": 30000,
            "Description": "books",
            "RequestParameters": {"remove:header.header1": ""},
        },
    )
    Annotations.from_stack(stack).has_warning("*", Match.string_like_regexp(r"\[FunctionUrlPathMissing\] the route /books has no \{proxy\+\}"))


def refuses_what_can_never_work() -> None:
    stack = Stack(App(), "Refused")
    integration = HttpFunctionUrlIntegration("Integration", function_url(stack, lambda_.FunctionUrlAuthType.AWS_IAM))
    try:
        apigwv2.HttpApi(stack, "Api").add_routes(path="/{proxy+}", integration=integration)
    except RuntimeError as error:
        assert "[FunctionUrlNotPublic]" in str(error), str(error)
    else:
        raise AssertionError("a function URL with IAM authorization was accepted")


reaches_the_template()
refuses_what_can_never_work()
