"""The checks plugin in an app that keeps the CDK's own classes: what the service would refuse ends the synthesis."""

import aws_cdk.aws_apigatewayv2 as apigwv2
from apigwv2_integrations_checks import ApiGatewayV2Checks
from aws_cdk import App, Stack, Validations
from aws_cdk.aws_apigatewayv2_integrations import HttpUrlIntegration


def app_with(mapping: apigwv2.ParameterMapping) -> App:
    app = App()
    Validations.of(app).add_plugins(ApiGatewayV2Checks())
    stack = Stack(app, "Checks")
    integration = HttpUrlIntegration("Books", "https://books.example.com", parameter_mapping=mapping)
    apigwv2.HttpApi(stack, "Api").add_routes(path="/books", integration=integration)
    return app


app_with(apigwv2.ParameterMapping().remove_header("x-debug")).synth()

try:
    app_with(apigwv2.ParameterMapping().append_header("x", apigwv2.MappingValue.custom("$request.heder.x"))).synth()
except RuntimeError as error:
    assert "alidation" in str(error), str(error)
else:
    raise AssertionError("a source that does not exist was taken")
