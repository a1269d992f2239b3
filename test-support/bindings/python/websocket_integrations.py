"""WebSocket integrations that the CDK has no class for, with values, mappings and responses of the family's own."""

import aws_cdk.aws_apigatewayv2 as apigwv2
import aws_cdk.aws_dynamodb as dynamodb
import aws_cdk.aws_sqs as sqs
from apigwv2_integrations_core import (
    WebSocketContextVariable,
    WebSocketIntegrationResponse,
    WebSocketMappingValue,
    WebSocketParameterMapping,
)
from apigwv2_integrations_websocket import (
    WebSocketDynamoDbAttribute,
    WebSocketDynamoDbPutItemIntegration,
    WebSocketHttpIntegration,
    WebSocketSqsIntegration,
    WebSocketTemplateValue,
)
from aws_cdk import App, Stack
from aws_cdk.assertions import Match, Template

stack = Stack(App(), "Chat")
api = apigwv2.WebSocketApi(stack, "Api")
queue = sqs.Queue(stack, "Queue", fifo=True)
table = dynamodb.Table(
    stack, "Table", partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING)
)

api.add_route(
    "order",
    integration=WebSocketSqsIntegration(
        "Order",
        queue,
        message_body=WebSocketTemplateValue.body("$['first order']"),
        message_group_id=WebSocketTemplateValue.text("room #1"),
    ),
)
api.add_route(
    "$connect",
    integration=WebSocketDynamoDbPutItemIntegration(
        "Join",
        table,
        item={
            "id": WebSocketDynamoDbAttribute.context(WebSocketContextVariable.CONNECTION_ID),
            "price": WebSocketDynamoDbAttribute.text("$5"),
        },
    ),
)
api.add_route(
    "price",
    integration=WebSocketHttpIntegration(
        "Price",
        "https://prices.example.com/quote",
        proxy=False,
        parameter_mapping=WebSocketParameterMapping().header("x-item", WebSocketMappingValue.request_body("item")),
        integration_responses=[
            WebSocketIntegrationResponse(key="$default"),
            WebSocketIntegrationResponse(key=r"/4\d\d/", response_templates={"$default": "{}"}),
        ],
    ),
    return_response=True,
)

template = Template.from_stack(stack)
template.resource_count_is("AWS::ApiGatewayV2::IntegrationResponse", 4)
template.has_resource_properties(
    "AWS::ApiGatewayV2::Integration",
    {
        "IntegrationType": "AWS",
        "RequestTemplates": {
            "$default": Match.string_like_regexp(
                r"""MessageBody=\$util\.urlEncode\(\$input\.json\("\$\['first order'\]"\)\)&.*MessageGroupId=room%20%231"""
            )
        },
    },
)
template.has_resource_properties(
    "AWS::ApiGatewayV2::Integration",
    {
        "RequestTemplates": {
            "$default": {"Fn::Join": ["", Match.array_with([Match.string_like_regexp(r'"price": \{"S": "\\u00245"\}')])]}
        }
    },
)
template.has_resource_properties(
    "AWS::ApiGatewayV2::Integration",
    {
        "IntegrationType": "HTTP",
        "RequestParameters": {"integration.request.header.x-item": "route.request.body.item"},
    },
)
