import { type IntegrationProblem, ProblemSeverity, WebSocketContextVariable } from '@apigwv2-integrations/core';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { WebSocketSqsIntegrationProps } from './websocket-sqs-integration-props';
import { WebSocketTemplateValue as Value } from './websocket-template-value';

const CONNECTION = Value.context(WebSocketContextVariable.CONNECTION_ID);
const REQUEST = Value.context(WebSocketContextVariable.REQUEST_ID);
const MESSAGE = Value.message();
/** Routes whose requests have no body. */
const WITHOUT_MESSAGE = ['$connect', '$disconnect'];

/** The form data of the SQS query API. */
export function sendMessageTemplate(queue: IQueue, props: WebSocketSqsIntegrationProps): string {
  return fields(queue, props)
    .map(([name, value]) => `${name}=${value._urlEncoded}`)
    .join('&');
}

/** Problems of the form data, unless the user replaces the template. */
export function sendMessageProblems(queue: IQueue, props: WebSocketSqsIntegrationProps): IntegrationProblem[] {
  return props.requestTemplates === undefined ? fields(queue, props).flatMap(([, value]) => value._problems) : [];
}

/** Warns about a route without a message. SQS rejects empty messages, and on `$connect` this rejects the connection. */
export function sentFrom(
  routeKey: string,
  { messageBody = MESSAGE, requestTemplates }: WebSocketSqsIntegrationProps,
): IntegrationProblem[] {
  return requestTemplates !== undefined || messageBody._urlEncoded !== MESSAGE._urlEncoded || !WITHOUT_MESSAGE.includes(routeKey)
    ? []
    : [
        {
          code: 'MessageEmpty',
          severity: ProblemSeverity.WARNING,
          value: routeKey,
          message: `the route ${routeKey} has no client message to send, and SQS rejects empty messages`,
          remedy: 'pass messageBody, such as WebSocketTemplateValue.context(WebSocketContextVariable.CONNECTION_ID)',
        },
      ];
}

function fields(queue: IQueue, props: WebSocketSqsIntegrationProps): [string, Value][] {
  // Plain JavaScript may pass no queue; binding reports this.
  const fifo = queue?.fifo;
  const all: Record<string, Value | undefined> = {
    Action: Value.text('SendMessage'),
    MessageBody: props.messageBody ?? MESSAGE,
    'MessageAttribute.1.Name': Value.text('connectionId'),
    'MessageAttribute.1.Value.DataType': Value.text('String'),
    'MessageAttribute.1.Value.StringValue': CONNECTION,
    MessageGroupId: props.messageGroupId ?? (fifo ? CONNECTION : undefined),
    MessageDeduplicationId: props.messageDeduplicationId ?? (fifo ? REQUEST : undefined),
  };
  return Object.entries(all).filter((field): field is [string, Value] => field[1] !== undefined);
}
