import {
  type HttpPrivateBackend,
  HttpPrivateIntegrationBase,
  type IntegrationProblem,
  type LinkPeer,
  ProblemSeverity,
} from '@apigwv2-integrations/core';
import { Token } from 'aws-cdk-lib';
import type { HttpRouteIntegrationBindOptions } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IConnectable, Port } from 'aws-cdk-lib/aws-ec2';
import type { DiscoveryType, DnsRecordType, IService } from 'aws-cdk-lib/aws-servicediscovery';
import type { aws_servicediscovery } from 'aws-cdk-lib/interfaces';
import type { HttpPrivateIntegrationOptions } from './http-private-integration-options';

/** Options of `HttpServiceDiscoveryIntegration`. Set `vpcLink` or `vpc`, because a Cloud Map service does not know its VPC. */
export interface HttpServiceDiscoveryIntegrationProps extends HttpPrivateIntegrationOptions {
  /**
   * Sends requests only to instances of the service that have all of these attributes.
   *
   * The attributes are appended to the service's ARN in URL-encoded form, such as `?color=blue`. Error:
   * `InstanceAttributeNameEmpty`.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html
   * @default - all healthy instances
   */
  readonly instanceAttributes?: { [name: string]: string };

  /**
   * The construct that runs the service's instances, such as an ECS service. A security group is created for the VPC
   * link, and this construct allows its traffic on `allowFromLinkPort`.
   *
   * Turning the option on or off replaces the link, because links are immutable. All integrations of the API in the
   * VPC share the link. Errors: `LinkPortMissing`, and `VpcLinkImported` for an imported link. At synthesis, the
   * warning `LinkNotLetIn` is reported if the construct has no security group to which a rule can be added.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vpc-links.html
   * @default - no rule allows traffic from the link
   */
  readonly allowFromLinkTo?: IConnectable;

  /**
   * The port, or range of ports, on which `allowFromLinkTo` allows traffic from the VPC link.
   *
   * Error: `LinkPeerMissing`, without `allowFromLinkTo`.
   *
   * @default - the default port of `allowFromLinkTo`; error `LinkPortMissing` if it has none
   */
  readonly allowFromLinkPort?: Port;
}

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

type Options = Pick<HttpServiceDiscoveryIntegrationProps, 'allowFromLinkTo' | 'allowFromLinkPort'>;

/** The construct that must allow traffic from the link, or undefined if the link gets no security group. */
function linkPeersOf({ allowFromLinkTo, allowFromLinkPort }: Options): LinkPeer[] | undefined {
  const port = allowFromLinkPort ?? allowFromLinkTo?.connections.defaultPort;
  return allowFromLinkTo === undefined || port === undefined ? undefined : [{ connectable: allowFromLinkTo, port }];
}

/** Problems of the options `allowFromLinkTo` and `allowFromLinkPort`. */
function checkLinkPeer({ allowFromLinkTo, allowFromLinkPort }: Options): IntegrationProblem[] {
  if (allowFromLinkTo === undefined) {
    return allowFromLinkPort === undefined
      ? []
      : [
          {
            code: 'LinkPeerMissing',
            value: String(allowFromLinkPort),
            message: `allowFromLinkPort is ${allowFromLinkPort}, but allowFromLinkTo is not set`,
            remedy: "pass the construct that runs the service's instances as allowFromLinkTo, or remove allowFromLinkPort",
          },
        ];
  }
  return (allowFromLinkPort ?? allowFromLinkTo.connections.defaultPort) === undefined ? [PORT_MISSING] : [];
}

/** Warns if `allowFromLinkTo` has no security groups when the app is complete; until then, some may be added. */
function checkLinkPeerGroups({ allowFromLinkTo }: Options): IntegrationProblem[] {
  return allowFromLinkTo !== undefined && allowFromLinkTo.connections.securityGroups.length === 0 ? [NOT_LET_IN] : [];
}

const PORT_MISSING: IntegrationProblem = {
  code: 'LinkPortMissing',
  message: 'allowFromLinkTo has no default port on which to allow traffic from the VPC link',
  remedy: 'pass the port of the instances as allowFromLinkPort, such as Port.tcp(8080)',
};

const NOT_LET_IN: IntegrationProblem = {
  code: 'LinkNotLetIn',
  severity: ProblemSeverity.WARNING,
  message: 'allowFromLinkTo has no security group, so no rule allows traffic from the VPC link',
  remedy: 'assign a security group to it, or allow the traffic from the link wherever its security groups are managed',
};

/** The ARN of a service, with a query that selects instances by their attributes. */
function withAttributes(arn: string, attributes: { [name: string]: string } = {}): string {
  const query = Object.entries(attributes).map(([name, value]) => `${encoded(name)}=${encoded(value)}`);
  return query.length === 0 ? arn : `${arn}?${query.join('&')}`;
}

/** Problems of the instance attributes. */
function checkAttributes(attributes: { [name: string]: string } = {}): IntegrationProblem[] {
  return '' in attributes
    ? [
        {
          code: 'InstanceAttributeNameEmpty',
          value: attributes[''],
          message: `the instance attribute with the value ${JSON.stringify(attributes[''])} has no name`,
          remedy: "use an attribute name of the service's instances, such as { color: 'blue' }",
        },
      ]
    : [];
}

/** Encodes text for a URL. A token is not encoded, because encoding would destroy it. */
function encoded(text: string): string {
  return Token.isUnresolved(text) ? text : encodeURIComponent(text);
}

/**
 * Warns about services whose instances may lack an address or a port. API Gateway needs both, and gets them with
 * DiscoverInstances, so a service without DNS records can provide both.
 */
function checkService(service: aws_servicediscovery.IServiceRef): IntegrationProblem[] {
  const records = recordsOf(service);
  if (records === undefined || records === 'SRV' || hasIpInstances(service)) {
    return [];
  }
  const { path } = service.node;
  return [
    {
      code: 'CloudMapRecordUnsupported',
      severity: ProblemSeverity.WARNING,
      value: records,
      message:
        records === 'CNAME'
          ? `the instances of the Cloud Map service ${path} are host names (CNAME records), but API Gateway needs the IP address and the port of each`
          : `the Cloud Map service ${path} has ${records} records, for which ECS registers no port, but API Gateway needs one`,
      remedy: 'use DnsRecordType.SRV or ECS Service Connect, or acknowledge this if your instances are registered with address and port',
    },
  ];
}

/** The type of the DNS records, or undefined if the service has none or the type is unknown. */
function recordsOf(service: aws_servicediscovery.IServiceRef): `${DnsRecordType}` | undefined {
  const { dnsRecordType, discoveryType }: { dnsRecordType?: `${DnsRecordType}`; discoveryType?: `${DiscoveryType}` } =
    service as Partial<IService>;
  return discoveryType === 'API' ? undefined : dnsRecordType;
}

/** Whether the app registers instances with `registerIpInstance`; these have an address and a port. */
function hasIpInstances({ node }: aws_servicediscovery.IServiceRef): boolean {
  return node.children.some((child) => 'ipv4' in child && 'port' in child);
}
