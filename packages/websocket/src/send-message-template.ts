import { Token } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { WebSocketSqsIntegrationProps } from './websocket-sqs-integration-props';

/** The form that the queue's query API takes. */
export function sendMessageTemplate({ fifo }: IQueue, props: WebSocketSqsIntegrationProps): string {
  const fields = {
    Action: 'SendMessage',
    MessageBody: props.messageBody ?? '$input.body',
    'MessageAttribute.1.Name': 'connectionId',
    'MessageAttribute.1.Value.DataType': 'String',
    'MessageAttribute.1.Value.StringValue': '$context.connectionId',
    MessageGroupId: props.messageGroupId ?? (fifo ? '$context.connectionId' : undefined),
    MessageDeduplicationId: props.messageDeduplicationId ?? (fifo ? '$context.requestId' : undefined),
  };
  return Object.entries(fields)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encoded(value)}`]))
    .join('&');
}

function encoded(value: string): string {
  if (Token.isUnresolved(value)) {
    return value;
  }
  return value.startsWith('$') ? `$util.urlEncode(${value})` : encodeURIComponent(value);
}
