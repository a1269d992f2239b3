import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IntegrationProblem } from '../problems/integration-problem';

/**
 * The integration types of WebSocket APIs.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-requests.html
 */
export enum WebSocketIntegrationKind {
  /** An action of an AWS service, with templates for the request and the response. */
  AWS = 'AWS',
  /** A Lambda function, which receives an event and returns the response. */
  AWS_PROXY = 'AWS_PROXY',
  /** An HTTP endpoint, with templates for the request and the response. */
  HTTP = 'HTTP',
  /** An HTTP endpoint that receives the unchanged message and returns the response. */
  HTTP_PROXY = 'HTTP_PROXY',
  /** No backend. API Gateway returns the response. */
  MOCK = 'MOCK',
}

/** The properties of an integration that its backend determines. */
export interface WebSocketIntegrationTarget {
  /** The integration type. */
  readonly kind: WebSocketIntegrationKind;

  /** The URI of the backend: the URI of a function or of an AWS action, a URL, or `""` for a mock. */
  readonly uri: string;

  /**
   * The HTTP method of requests to the backend.
   *
   * @default - none, required except for functions and mocks
   */
  readonly method?: string;

  /**
   * The role that API Gateway assumes to call the backend.
   *
   * @default - none; the resource policy of the backend must allow the call
   */
  readonly credentialsRole?: IRole;

  /**
   * Request parameters in API Gateway's own syntax, in addition to those of the option `parameterMapping`.
   *
   * @default - none
   */
  readonly requestParameters?: { [destination: string]: string };

  /**
   * Problems of the backend that do not depend on the route. They are reported together with all others.
   *
   * @default - none
   */
  readonly problems?: IntegrationProblem[];
}
