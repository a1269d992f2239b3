import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IntegrationProblem } from '../problems/integration-problem';

/**
 * The kinds of integration that a WebSocket API has.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-requests.html
 */
export enum WebSocketIntegrationKind {
  /** An action of an AWS service, with templates for request and response. */
  AWS = 'AWS',
  /** A Lambda function, which gets an event and gives the answer. */
  AWS_PROXY = 'AWS_PROXY',
  /** An HTTP endpoint, with templates for request and response. */
  HTTP = 'HTTP',
  /** An HTTP endpoint that gets the message as it is, and gives the answer. */
  HTTP_PROXY = 'HTTP_PROXY',
  /** No backend: API Gateway answers by itself. */
  MOCK = 'MOCK',
}

/** What only the backend knows: everything of an integration but the common options. */
export interface WebSocketIntegrationTarget {
  /** The kind of integration. */
  readonly kind: WebSocketIntegrationKind;

  /** Where requests go: the URI of a function or of an AWS action, a URL, or `""` for a mock. */
  readonly uri: string;

  /**
   * The HTTP method with which the backend is called.
   *
   * @default - none, required for everything but functions and mocks
   */
  readonly method?: string;

  /**
   * With whose rights the backend is called.
   *
   * @default - the backend's own resource policy decides
   */
  readonly credentialsRole?: IRole;

  /**
   * Request parameters as the service writes them, beside those of the option `parameterMapping`.
   *
   * @default - none
   */
  readonly requestParameters?: { [destination: string]: string };

  /**
   * What is wrong with the backend on whichever route: told with everything else, in one error.
   *
   * @default - nothing
   */
  readonly problems?: IntegrationProblem[];
}
