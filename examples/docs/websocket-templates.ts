import { WebSocketEvaluator } from '@apigwv2-integrations/core';

export const save = `{
  "TableName": "Messages",
  "Item": {
    "id": {"S": "$context.connectionId"},
    "text": {"S": "$util.escapeJavaScript($input.path('$.text')).replaceAll("\\\\'","'")"}
    #if($input.path('$.room') != ""),
    "room": {"S": "$util.escapeJavaScript($input.path('$.room')).replaceAll("\\\\'","'")"}
    #end
  }
}`;

export const answer = `#if($input.path('$.token') == $stageVariables.token){"statusCode": 200}#{else}{"statusCode": 403}#end`;

export function saved(): object {
  const request = WebSocketEvaluator.request(save, {
    body: '{"text": "say \\"hi\\""}',
    context: { connectionId: 'L0SM9cOFvHcCIhw=' },
  });
  return { item: JSON.parse(request.body).Item, missing: request.missing };
}

export function selected(): string | undefined {
  const chosen = WebSocketEvaluator.request(answer, {
    body: '{"token": "wrong"}',
    stageVariables: { token: 'right' },
    integrationResponseKeys: ['/2\\d\\d/', '$default'],
  });
  return chosen.integrationResponseKey;
}
