"""The page's WebSocket example."""

import aws_cdk.aws_lambda as lambda_
from support.seed import run_example


def given(stack):
    function = lambda_.Function(
        stack,
        "MessageHandler",
        runtime=lambda_.Runtime.NODEJS_22_X,
        handler="index.handler",
        code=lambda_.Code.from_inline("exports.handler = async () => ({ statusCode: 200 });"),
    )
    return {"message_handler": function}


run_example("websocket", given)
