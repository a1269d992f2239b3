import type { HttpMethod, IVpcLink } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { HttpIntegrationOptions } from './http-integration-options';

/** The options that every private HTTP API integration takes. */
export interface HttpPrivateIntegrationOptions extends HttpIntegrationOptions {
  /**
   * The VPC link through which the backend is called.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vpc-links.html
   * @default - a link in the backend's VPC, which all integrations of the API in that VPC share
   */
  readonly vpcLink?: IVpcLink;

  /**
   * The VPC for the link, for a backend that does not know its own: an imported listener, or a Cloud Map service.
   *
   * Beside a `vpcLink` of another VPC, it is a warning: `VpcUnused`.
   *
   * @default - the backend's own; an error, `VpcLinkMissing`, if that is unknown and there is no `vpcLink`
   */
  readonly vpc?: IVpc;

  /**
   * The HTTP method with which the backend is called. `HttpMethod.ANY` passes the client's on.
   *
   * @default HttpMethod.ANY
   */
  readonly method?: HttpMethod;

  /**
   * The name on the backend's certificate, from 1 to 512 characters, which turns HTTPS on.
   *
   * API Gateway checks it, and asks the backend for that certificate (SNI). It leaves the `Host` header as it is.
   * Errors: `SecureServerNameEmpty`, `SecureServerNameTooLong`.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-apigatewayv2-integration-tlsconfig.html
   * @default - plain HTTP
   */
  readonly secureServerName?: string;

  /**
   * The `Host` header that the backend gets, such as `internal.example` or `internal.example:8080`.
   *
   * May name variables as a mapping's value does: `$context.domainName` is the host that the client called.
   * Maps `overwrite:header.Host`. Errors: `HostHeaderInvalid`, and `MappingClash` if `parameterMapping` writes
   * that header, too.
   *
   * @default - API Gateway's choice
   */
  readonly hostHeader?: string;

  /**
   * Whether the stage's name is taken off the path that the backend gets: a client's `/prod/books` is `/books`.
   *
   * The stage `$default` has no segment in the path, and the option then changes nothing. Maps `overwrite:path`
   * to `$request.path`. Error: `MappingClash` if `parameterMapping` writes the path, too.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html
   * @default false
   */
  readonly stripStage?: boolean;
}
