import { type IntegrationProblem, ProblemSeverity, WebSocketContextVariable } from '@apigwv2-integrations/core';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { WebSocketSqsIntegrationProps } from './websocket-sqs-integration-props';
import { WebSocketTemplateValue as Value } from './websocket-template-value';

const CONNECTION = Value.context(WebSocketContextVariable.CONNECTION_ID);
const REQUEST = Value.context(WebSocketContextVariable.REQUEST_ID);
const MESSAGE = Value.message();
/** The requests of these have no body. */
const WITHOUT_MESSAGE = ['$connect', '$disconnect'];

/** The form that the queue's query API takes. */
export function sendMessageTemplate(queue: IQueue, props: WebSocketSqsIntegrationProps): string {
  return fields(queue, props)
    .map(([name, value]) => `${name}=${value._urlEncoded}`)
    .join('&');
}

/** What is wrong with the form, unless the user gives a template instead. */
export function sendMessageProblems(queue: IQueue, props: WebSocketSqsIntegrationProps): IntegrationProblem[] {
  return props.requestTemplates === undefined ? fields(queue, props).flatMap(([, value]) => value._problems) : [];
}

/** What is doubtful about a route: the queue takes no empty message, and on `$connect` its refusal is one of the client. */
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
          message: `the route ${routeKey} has no message of the client to send, and the queue refuses an empty one`,
          remedy: 'pass messageBody, such as WebSocketTemplateValue.context(WebSocketContextVariable.CONNECTION_ID)',
        },
      ];
}

function fields(queue: IQueue, props: WebSocketSqsIntegrationProps): [string, Value][] {
  // Binding tells where JavaScript passes no queue.
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
