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

/** What only the backend knows: everything of an integration but the common options. */
export interface HttpIntegrationTarget {
  /** The kind of integration. */
  readonly type: HttpIntegrationType;

  /** The payload format: `VERSION_1_0` for everything but Lambda functions. */
  readonly payloadFormatVersion: PayloadFormatVersion;

  /**
   * Where requests go: a function's ARN, a URL, the ARN of a listener or of a Cloud Map service.
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
   * The HTTP method with which the backend is called.
   *
   * @default - none, required for `HttpIntegrationType.HTTP_PROXY`
   */
  readonly method?: HttpMethod;

  /**
   * The VPC link's id.
   *
   * @default - none
   */
  readonly connectionId?: string;

  /**
   * How the backend is reached.
   *
   * @default HttpConnectionType.INTERNET
   */
  readonly connectionType?: HttpConnectionType;

  /**
   * The name on the certificate of a private backend, which turns HTTPS on.
   *
   * @default - plain HTTP
   */
  readonly secureServerName?: string;

  /**
   * With whose rights the backend is called.
   *
   * @default - the backend's own resource policy decides
   */
  readonly credentials?: IntegrationCredentials;

  /**
   * What the backend itself maps, beside what the caller's `parameterMapping` does.
   *
   * Neither mapping is written to. Where both write the same, it is an error, `MappingClash`.
   *
   * @default - nothing
   */
  readonly parameterMapping?: ParameterMapping;

  /**
   * What is wrong with the backend on whichever route: told with everything else, in one error.
   *
   * @default - nothing
   */
  readonly problems?: IntegrationProblem[];

  /**
   * What the backend maps wherever the caller's `parameterMapping` has no entry of the same key.
   *
   * @default - nothing
   */
  readonly defaultParameterMapping?: ParameterMapping;

  /**
   * What is known of the resource that a service with a `subtype` is called for, for checks.
   *
   * @default - nothing
   */
  readonly resourceFacts?: HttpServiceResourceFacts;
}

/** What is known of the resource that a service integration calls. What is left out is unknown, and not judged. */
export interface HttpServiceResourceFacts {
  /**
   * Whether a queue is a FIFO queue.
   *
   * @default - unknown
   */
  readonly fifo?: boolean;

  /**
   * Whether a FIFO queue knows by a message's body that it has it already.
   *
   * @default - unknown
   */
  readonly contentBasedDeduplication?: boolean;

  /**
   * Whether a state machine is an EXPRESS one.
   *
   * @default - unknown
   */
  readonly express?: boolean;
}
