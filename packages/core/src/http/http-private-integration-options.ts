import type { HttpMethod, IVpcLink } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { HttpIntegrationOptions } from './http-integration-options';

/** The options that all private HTTP API integrations share. */
export interface HttpPrivateIntegrationOptions extends HttpIntegrationOptions {
  /**
   * The VPC link to the backend.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vpc-links.html
   * @default - a VPC link in the backend's VPC, which all integrations of the API in that VPC share
   */
  readonly vpcLink?: IVpcLink;

  /**
   * The VPC for the link. Set it for backends whose VPC is unknown: an imported listener, or a Cloud Map service.
   *
   * Warning: `VpcUnused`, together with a `vpcLink` of another VPC.
   *
   * @default - the backend's VPC; error `VpcLinkMissing` if that is unknown and `vpcLink` is not set
   */
  readonly vpc?: IVpc;

  /**
   * The HTTP method of requests to the backend. `HttpMethod.ANY` uses the client's method.
   *
   * @default HttpMethod.ANY
   */
  readonly method?: HttpMethod;

  /**
   * The server name in the backend's certificate, from 1 to 512 characters. It enables HTTPS.
   *
   * API Gateway verifies the name, and sends it in the TLS handshake (SNI). The `Host` header does not change.
   * Errors: `SecureServerNameEmpty`, `SecureServerNameTooLong`.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-apigatewayv2-integration-tlsconfig.html
   * @default - HTTP
   */
  readonly secureServerName?: string;

  /**
   * The `Host` header of requests to the backend, such as `internal.example` or `internal.example:8080`.
   *
   * It can contain variables like a mapping value: `$context.domainName` is the host that the client called. The option
   * adds the mapping entry `overwrite:header.Host`. Errors: `HostHeaderInvalid`, and `MappingClash` if
   * `parameterMapping` sets that header too.
   *
   * @default - set by API Gateway
   */
  readonly hostHeader?: string;

  /**
   * Whether to remove the stage name from the path of requests to the backend: `/prod/books` becomes `/books`.
   *
   * The stage `$default` has no path segment, so the option has no effect there. The option adds a mapping entry that
   * overwrites the path with `$request.path`. Error: `MappingClash` if `parameterMapping` sets the path too.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html
   * @default false
   */
  readonly stripStage?: boolean;
}
