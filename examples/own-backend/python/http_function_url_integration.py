"""The backend of ../src in Python: a custom class that uses only the public API of core."""

from apigwv2_integrations_core import (
    HttpIntegrationBase,
    HttpIntegrationTarget,
    IntegrationProblem,
    ProblemSeverity,
)
from aws_cdk.aws_apigatewayv2 import (
    HttpIntegrationType,
    HttpMethod,
    PayloadFormatVersion,
)
from aws_cdk.aws_lambda import FunctionUrlAuthType, IFunctionUrl


class HttpFunctionUrlIntegration(HttpIntegrationBase):
    """Forwards requests from an HTTP API route to a function's own URL."""

    def __init__(self, id: str, function_url: IFunctionUrl, *, path_variable: str = "proxy", **options) -> None:
        """
        :param path_variable: The greedy path variable of the routes, whose value becomes the path of the function URL.
        :param options: The options of every HTTP API integration.
        """
        super().__init__(id, **options)
        self._function_url = function_url
        self._path_variable = path_variable

    def _bind_target(self, options) -> HttpIntegrationTarget:
        return HttpIntegrationTarget(
            type=HttpIntegrationType.HTTP_PROXY,
            uri=f"{self._function_url.url}{{{self._path_variable}}}",
            method=HttpMethod.ANY,
            payload_format_version=PayloadFormatVersion.VERSION_1_0,
        )

    def _check_route(self, options) -> list[IntegrationProblem]:
        problems = []
        if self._function_url.auth_type == FunctionUrlAuthType.AWS_IAM:
            problems.append(
                IntegrationProblem(
                    code="FunctionUrlNotPublic",
                    message="the function URL wants requests signed with IAM credentials, which API Gateway does not send",
                    remedy="use FunctionUrlAuthType.NONE, or invoke the function with HttpLambdaIntegration",
                )
            )
        path = options.route.path
        if path is None or not path.endswith(f"{{{self._path_variable}+}}"):
            problems.append(
                IntegrationProblem(
                    code="FunctionUrlPathMissing",
                    severity=ProblemSeverity.WARNING,
                    value=path,
                    message=f"the route {path or '$default'} has no {{{self._path_variable}+}}, "
                    "so that every request arrives at the root of the function URL",
                    remedy=f"end the route's path with {{{self._path_variable}+}}",
                )
            )
        return problems
