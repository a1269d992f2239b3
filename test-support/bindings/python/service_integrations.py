"""AWS service integrations in Python: every package, its options, and one written in Python on core's base."""

import json

import aws_cdk.aws_apigatewayv2 as apigwv2
import aws_cdk.aws_appconfig as appconfig
import aws_cdk.aws_events as events
import aws_cdk.aws_kinesis as kinesis
import aws_cdk.aws_sqs as sqs
import aws_cdk.aws_stepfunctions as sfn
from apigwv2_integrations_app_config import HttpAppConfigIntegration
from apigwv2_integrations_core import (
    HttpServiceIntegrationBase,
    HttpServiceTarget,
    MappingEvaluator,
    MappingValue,
    ParameterMapping,
)
from apigwv2_integrations_eventbridge import HttpEventBridgeIntegration
from apigwv2_integrations_kinesis import HttpKinesisIntegration
from apigwv2_integrations_sqs import HttpSqsIntegration, SqsMessageAttribute
from apigwv2_integrations_step_functions import HttpStepFunctionsIntegration
from aws_cdk import App, Duration, Stack
from aws_cdk.assertions import Match, Template


class AuditIntegration(HttpServiceIntegrationBase):
    """Puts the body on a bus, under a fixed name."""

    def __init__(self, id: str, bus: events.IEventBus, **options) -> None:
        super().__init__(id, **options)
        self._bus = bus

    def _bind_service(self, options) -> HttpServiceTarget:
        return HttpServiceTarget(
            subtype=apigwv2.HttpIntegrationSubtype.EVENTBRIDGE_PUT_EVENTS,
            resource_arns=[self._bus.event_bus_arn],
            resource_parameters=ParameterMapping().custom("EventBusName", self._bus.event_bus_name),
            default_parameters=ParameterMapping().custom("Detail", "$request.body"),
            parameters=ParameterMapping().custom("Source", "shop").custom("DetailType", "audit"),
        )


stack = Stack(App(), "Services")
api = apigwv2.HttpApi(stack, "Api")
body = MappingValue.whole_request_body()
bus = events.EventBus(stack, "Bus")
machine = sfn.StateMachine(
    stack,
    "Machine",
    state_machine_type=sfn.StateMachineType.EXPRESS,
    definition_body=sfn.DefinitionBody.from_chainable(sfn.Pass(stack, "Start")),
)
application = appconfig.Application(stack, "Application")
flags = appconfig.HostedConfiguration(
    stack, "Flags", application=application, content=appconfig.ConfigurationContent.from_inline_json("{}")
)

integrations = {
    "sqs": HttpSqsIntegration(
        "Sqs",
        queue=sqs.Queue(stack, "Queue", encryption=sqs.QueueEncryption.KMS),
        message_body=body,
        delay=Duration.minutes(1),
        message_attributes={"kind": SqsMessageAttribute.text(MappingValue.request_header("x-kind"))},
    ),
    "fifo": HttpSqsIntegration(
        "Fifo",
        queue=sqs.Queue.from_queue_arn(stack, "Fifo", "arn:aws:sqs:eu-west-1:111111111111:orders.fifo"),
        message_group_id=MappingValue.request_header("customer"),
        message_deduplication_id=MappingValue.request_body("id"),
        shared_role=True,
    ),
    "eventbridge": HttpEventBridgeIntegration(
        "EventBridge", event_bus_ref=bus.event_bus_ref, detail=body, source=MappingValue.text("shop"), shared_role=True
    ),
    "sync": HttpStepFunctionsIntegration(
        "Sync",
        state_machine=machine,
        subtype=apigwv2.HttpIntegrationSubtype.STEPFUNCTIONS_START_SYNC_EXECUTION,
        input=body,
    ),
    "kinesis": HttpKinesisIntegration(
        "Kinesis", stream=kinesis.Stream(stack, "Stream"), partition_key=MappingValue.request_header("device")
    ),
    "app-config": HttpAppConfigIntegration(
        "AppConfig",
        environment=application.add_environment("Environment"),
        configuration_profile_id=flags.configuration_profile_id,
    ),
    "own": AuditIntegration("Own", bus, region="us-east-1", source_account_condition=True),
}
for name, integration in integrations.items():
    api.add_routes(path=f"/{name}", methods=[apigwv2.HttpMethod.POST], integration=integration)

template = Template.from_stack(stack)


def has_parameters(subtype: str, parameters: dict) -> None:
    template.has_resource_properties(
        "AWS::ApiGatewayV2::Integration", {"IntegrationSubtype": subtype, "RequestParameters": parameters}
    )


attributes = '{"kind":{"DataType":"String","StringValue":"${request.header.x-kind}"}}'
has_parameters("SQS-SendMessage", {"MessageBody": "$request.body", "DelaySeconds": "60", "MessageAttributes": attributes})
has_parameters("SQS-SendMessage", {"MessageGroupId": "$request.header.customer", "MessageDeduplicationId": "$request.body.id"})
has_parameters("EventBridge-PutEvents", {"Detail": "$request.body", "DetailType": "$request.body.DetailType", "Source": "shop"})
has_parameters("StepFunctions-StartSyncExecution", {"Input": "$request.body"})
has_parameters("Kinesis-PutRecord", {"Data": "$request.body", "PartitionKey": "$request.header.device"})
has_parameters("AppConfig-GetConfiguration", {"ClientId": "$context.identity.sourceIp"})
has_parameters("EventBridge-PutEvents", {"DetailType": "audit", "Source": "shop", "Region": "us-east-1"})
shared = {"Fn::GetAtt": [Match.string_like_regexp("^ApiServiceRole"), "Arn"]}
assert len(template.find_resources("AWS::ApiGatewayV2::Integration", {"Properties": {"CredentialsArn": shared}})) == 2
template.has_resource_properties(
    "AWS::IAM::Role",
    {
        "AssumeRolePolicyDocument": {
            "Statement": [{"Condition": {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}}]
        }
    },
)

mapping = ParameterMapping().custom("QueueUrl", "https://sqs.example.com/q").custom("MessageBody", "$request.body.order")
call = MappingEvaluator.service(
    apigwv2.HttpIntegrationSubtype.SQS_SEND_MESSAGE,
    mapping.custom("MessageGroupId", "$request.header.customer"),
    body=json.dumps({"order": {"id": 7}}),
)
assert json.loads(call.parameters["MessageBody"]) == {"id": 7}, call.parameters
assert call.unresolved == ["MessageGroupId"], call.unresolved

try:
    fifo = sqs.Queue(stack, "Refused", fifo=True)
    api.add_routes(path="/refused", integration=HttpSqsIntegration("Refused", queue=fifo))
except RuntimeError as error:
    for code in ("[FifoGroupMissing]", "[FifoDeduplicationMissing]"):
        assert code in str(error), f"the message lacks {code}:\n{error}"
else:
    raise AssertionError("a message without a group was accepted for a FIFO queue")
