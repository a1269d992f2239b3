"""Through jsii only an error's message arrives: it must name the code, the value and the remedy."""

import aws_cdk.aws_apigatewayv2 as apigwv2
from apigwv2_integrations_url import HttpUrlIntegration
from aws_cdk import App, Stack

stack = Stack(App(), "Errors")
api = apigwv2.HttpApi(stack, "Api")

try:
    api.add_routes(path="/books", integration=HttpUrlIntegration("Books", "ftp://x"))
except RuntimeError as error:
    message = str(error)
else:
    raise AssertionError("ftp://x was taken for a URL of a public HTTP endpoint")

for part in ("[UrlInvalid]", '"ftp://x"', "pass a URL with scheme and host, such as https://", '"Books"', "/books", "Errors/Api"):
    assert part in message, f"the message lacks {part}:\n{message}"
