"""Mappings in Python: evaluated as plain data, composed, and in CloudFormation's shape in the template."""

import aws_cdk.aws_apigatewayv2 as apigwv2
from apigwv2_integrations_core import (
    ContextVariable,
    MappingEvaluator,
    MappingValue,
    ParameterMapping,
    ResponseMappingValue,
    ResponseParameterMapping,
)
from apigwv2_integrations_url import HttpUrlIntegration
from aws_cdk import App, Stack
from aws_cdk.assertions import Template

request_mapping = (
    ParameterMapping()
    .append_header("header2", apigwv2.MappingValue.request_header("header1"))
    .remove_header("header1")
    .overwrite_header("x-request", MappingValue.context(ContextVariable.REQUEST_ID))
    .overwrite_path(MappingValue.join("/v2", MappingValue.request_path()))
)
response_mapping = (
    ResponseParameterMapping()
    .remove_header(200, "server")
    .overwrite_status_code(404, "403")
    .append_header(404, "x-code", ResponseMappingValue.body("error.code"))
)


def evaluates() -> None:
    request = MappingEvaluator.request(
        request_mapping,
        path="/books/42",
        headers={"Header1": "first"},
        context={"requestId": "r-1"},
    )
    assert request.path == "/v2/books/42", request.path
    assert request.headers == {"header2": "first", "x-request": "r-1"}, request.headers

    response = MappingEvaluator.response(response_mapping, status_code=404, headers={"a": "b"}, body='{"error":{"code":"E7"}}')
    assert response.status_code == 403, response.status_code
    assert response.headers == {"a": "b", "x-code": "E7"}, response.headers


def evaluates_the_mapping_of_the_cdk() -> None:
    mapping = apigwv2.ParameterMapping().overwrite_query_string("q", apigwv2.MappingValue.request_path_param("id"))
    assert MappingEvaluator.request(mapping, path_variables={"id": "42"}).query_string == {"q": "42"}


def refuses_what_the_service_refuses() -> None:
    try:
        MappingEvaluator.request(ParameterMapping().custom("append:header.Via", "$request.heder.x"))
    except RuntimeError as error:
        for part in ("[HeaderReserved]", "[SourceUnknown]", "did you mean $request.header.x?"):
            assert part in str(error), str(error)
    else:
        raise AssertionError("a reserved header was mapped")


def reaches_the_template() -> None:
    stack = Stack(App(), "Mapping")
    integration = HttpUrlIntegration(
        "Books",
        "https://books.example.com",
        parameter_mapping=request_mapping.merge(ParameterMapping().remove_query_string("debug")),
        response_parameter_mapping=response_mapping,
    )
    apigwv2.HttpApi(stack, "Api").add_routes(path="/books", integration=integration)
    Template.from_stack(stack).has_resource_properties(
        "AWS::ApiGatewayV2::Integration",
        {
            "RequestParameters": {
                "append:header.header2": "$request.header.header1",
                "overwrite:path": "/v2${request.path}",
                "remove:querystring.debug": "",
            },
            "ResponseParameters": {
                "200": {"ResponseParameters": [{"Destination": "remove:header.server", "Source": "''"}]},
                "404": {
                    "ResponseParameters": [
                        {"Destination": "overwrite:statuscode", "Source": "403"},
                        {"Destination": "append:header.x-code", "Source": "$response.body.error.code"},
                    ]
                },
            },
        },
    )


evaluates()
evaluates_the_mapping_of_the_cdk()
refuses_what_the_service_refuses()
reaches_the_template()
