"""Velocity templates of WebSocket APIs in Python: evaluated as plain data."""

import json

from apigwv2_integrations_core import WebSocketEvaluator


def renders_a_message() -> None:
    template = '{"id": "$context.connectionId", "ttl": #set($ttl = $context.requestTimeEpoch + 60)$ttl, "text": $input.json("$.text")}'
    rendered = WebSocketEvaluator.request(
        template,
        body='{"text": "say \\"hi\\""}',
        context={"connectionId": "abc=", "requestTimeEpoch": 1700000000000},
    )
    assert json.loads(rendered.body) == {"id": "abc=", "ttl": 1700000000060, "text": 'say "hi"'}, rendered.body
    assert rendered.missing == [], rendered.missing


def selects_an_integration_response() -> None:
    rendered = WebSocketEvaluator.request('{"statusCode": 403, "a": "$gone"}', integration_response_keys=["/2\\d\\d/", "$default"])
    assert rendered.integration_response_key == "$default", rendered.integration_response_key
    assert rendered.missing == ["$gone"], rendered.missing
    assert WebSocketEvaluator.response("ok", status_code=200, integration_response_keys=["/200/"]).integration_response_key == "/200/"


def reports_what_does_not_parse() -> None:
    try:
        WebSocketEvaluator.request("#if($input.body)")
    except RuntimeError as error:
        assert "[TemplateSyntaxInvalid]" in str(error), str(error)
    else:
        raise AssertionError("a template without #end was rendered")


renders_a_message()
selects_an_integration_response()
reports_what_does_not_parse()
