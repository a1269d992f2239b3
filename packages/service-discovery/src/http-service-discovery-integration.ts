import { type HttpPrivateBackend, HttpPrivateIntegrationBase, type IntegrationProblem } from '@apigwv2-integrations/core';
import type { HttpRouteIntegrationBindOptions } from 'aws-cdk-lib/aws-apigatewayv2';
import type { aws_servicediscovery } from 'aws-cdk-lib/interfaces';
import type { HttpServiceDiscoveryIntegrationProps } from './http-service-discovery-integration-props';
import { checkAttributes, withAttributes } from './instance-attributes';
import { checkLinkPeer, checkLinkPeerGroups, linkPeersOf } from './link-peers';
import { checkService } from './service-checks';

/**
 * Forwards requests from an HTTP API route to the instances of a Cloud Map service, through a VPC link.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html
 */
export class HttpServiceDiscoveryIntegration extends HttpPrivateIntegrationBase {
  private readonly service: aws_servicediscovery.IServiceRef;
  private readonly props: HttpServiceDiscoveryIntegrationProps;

  /**
   * Binding the integration to a route throws `VpcLinkMissing` if neither `vpcLink` nor `vpc` is set, and may report
   * the warning `CloudMapRecordUnsupported`.
   *
   * @param id The construct ID of the integration.
   * @param service The Cloud Map service, defined in the app or imported.
   * @param props The options.
   */
  public constructor(id: string, service: aws_servicediscovery.IServiceRef, props: HttpServiceDiscoveryIntegrationProps = {}) {
    super(id, props);
    this.service = service;
    this.props = props;
  }

  protected requiredArguments(): { [name: string]: unknown } {
    return { service: this.service };
  }

  protected bindBackend(_options: HttpRouteIntegrationBindOptions): HttpPrivateBackend {
    return {
      uri: withAttributes(this.service.serviceRef.serviceArn, this.props.instanceAttributes),
      construct: this.service,
      allowFromLink: linkPeersOf(this.props),
    };
  }

  protected checkBackend(_options: HttpRouteIntegrationBindOptions): IntegrationProblem[] {
    return [...checkAttributes(this.props.instanceAttributes), ...checkLinkPeer(this.props), ...checkService(this.service)];
  }

  protected checkBackendAtSynth(_options: HttpRouteIntegrationBindOptions): IntegrationProblem[] {
    return checkLinkPeerGroups(this.props);
  }
}
