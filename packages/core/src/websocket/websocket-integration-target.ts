import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IntegrationProblem } from '../problems/integration-problem';
import type { WebSocketIntegrationKind } from './websocket-integration-kind';

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
