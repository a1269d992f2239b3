import type {
  HttpConnectionType,
  HttpIntegrationSubtype,
  HttpIntegrationType,
  HttpMethod,
  IntegrationCredentials,
  ParameterMapping,
  PayloadFormatVersion,
} from 'aws-cdk-lib/aws-apigatewayv2';
import type { IntegrationProblem } from '../problems/integration-problem';

/** The properties of an integration that its backend determines. */
export interface HttpIntegrationTarget {
  /** The integration type. */
  readonly type: HttpIntegrationType;

  /** The payload format version: `VERSION_1_0` for all backends except Lambda functions. */
  readonly payloadFormatVersion: PayloadFormatVersion;

  /**
   * The URI of the backend: a function's ARN, a URL, or the ARN of a listener or Cloud Map service.
   *
   * @default - none, required without a `subtype`
   */
  readonly uri?: string;

  /**
   * The AWS service and action.
   *
   * @default - none, required without a `uri`
   */
  readonly subtype?: HttpIntegrationSubtype;

  /**
   * The HTTP method of requests to the backend.
   *
   * @default - none, required for `HttpIntegrationType.HTTP_PROXY`
   */
  readonly method?: HttpMethod;

  /**
   * The ID of the VPC link.
   *
   * @default - none
   */
  readonly connectionId?: string;

  /**
   * The type of the network connection to the backend.
   *
   * @default HttpConnectionType.INTERNET
   */
  readonly connectionType?: HttpConnectionType;

  /**
   * The server name in the certificate of a private backend. It enables HTTPS.
   *
   * @default - HTTP
   */
  readonly secureServerName?: string;

  /**
   * The credentials with which API Gateway calls the backend.
   *
   * @default - none; the resource policy of the backend must allow the call
   */
  readonly credentials?: IntegrationCredentials;

  /**
   * A mapping of the backend that is merged with the user's `parameterMapping`.
   *
   * Neither mapping is modified. Error: `MappingClash`, if both have an entry for the same destination.
   *
   * @default - none
   */
  readonly parameterMapping?: ParameterMapping;

  /**
   * Problems of the backend that do not depend on the route. They are reported together with all others.
   *
   * @default - none
   */
  readonly problems?: IntegrationProblem[];

  /**
   * Mapping entries of the backend that the user's `parameterMapping` replaces if it has the same keys.
   *
   * @default - none
   */
  readonly defaultParameterMapping?: ParameterMapping;

  /**
   * Facts about the resource that a service integration calls. Checks use them.
   *
   * @default - none
   */
  readonly resourceFacts?: HttpServiceResourceFacts;
}

/** Facts about the resource that a service integration calls. Facts that are omitted are unknown, and not checked. */
export interface HttpServiceResourceFacts {
  /**
   * Whether the queue is a FIFO queue.
   *
   * @default - unknown
   */
  readonly fifo?: boolean;

  /**
   * Whether the FIFO queue uses content-based deduplication.
   *
   * @default - unknown
   */
  readonly contentBasedDeduplication?: boolean;

  /**
   * Whether the state machine is an Express workflow.
   *
   * @default - unknown
   */
  readonly express?: boolean;
}
