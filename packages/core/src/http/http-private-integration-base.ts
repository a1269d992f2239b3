import {
  HttpConnectionType,
  HttpIntegrationType,
  HttpMethod,
  type HttpRouteIntegrationBindOptions,
  PayloadFormatVersion,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { MappingValue } from '../mapping/mapping-value';
import { ParameterMapping } from '../mapping/parameter-mapping';
import type { IntegrationProblem } from '../problems/integration-problem';
import { checkAtSynth } from '../problems/report';
import { HttpIntegrationBase } from './http-integration-base';
import type { HttpIntegrationTarget } from './http-integration-target';
import type { HttpPrivateBackend } from './http-private-backend';
import type { HttpPrivateIntegrationOptions } from './http-private-integration-options';
import { allowFromLink, groupProblems, takesSecurityGroup } from './link-security-group';
import { checkPrivateOptions } from './private-checks';

/**
 * The base of every private HTTP API integration: owns the VPC link, and lets it in where the backend says so.
 *
 * A private backend of your own extends it and tells in `bindBackend` what only it knows. `checkBackend`,
 * `checkBackendAtSynth`, `checkRoute` and `authorizeRoute` do nothing here: override them as you need, without super.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html
 */
export abstract class HttpPrivateIntegrationBase extends HttpIntegrationBase {
  /** The HTTP method of requests to the backend, unless the option `method` is set. A subclass may change it. */
  protected httpMethod: HttpMethod = HttpMethod.ANY;

  /** The payload format version of the integration. A subclass may change it. */
  protected payloadFormatVersion: PayloadFormatVersion = PayloadFormatVersion.VERSION_1_0;

  /** The type of the integration. A subclass may change it. */
  protected integrationType: HttpIntegrationType = HttpIntegrationType.HTTP_PROXY;

  /** The type of the connection to the backend. A subclass may change it. */
  protected connectionType: HttpConnectionType = HttpConnectionType.VPC_LINK;

  private readonly privateOptions: HttpPrivateIntegrationOptions;

  /**
   * @param id of the integration's construct, which becomes a child of the first route that uses it
   * @param options that every private HTTP API integration takes
   */
  public constructor(id: string, options: HttpPrivateIntegrationOptions = {}) {
    super(id, options);
    this.privateOptions = options;
  }

  /**
   * Tells where requests go and who lets the link in. Called once, for the first route that uses the integration.
   *
   * @param options the route, and the scope for constructs that the backend needs
   */
  protected abstract bindBackend(options: HttpRouteIntegrationBindOptions): HttpPrivateBackend;

  /** What is wrong with the backend on whichever route. Called once, after `bindBackend`. */
  protected checkBackend(_options: HttpRouteIntegrationBindOptions): IntegrationProblem[] {
    return [];
  }

  /**
   * What is wrong with the backend once the app is complete, such as security groups that it never got. Called
   * when the app is synthesized, with the first route.
   */
  protected checkBackendAtSynth(_options: HttpRouteIntegrationBindOptions): IntegrationProblem[] {
    return [];
  }

  /** Makes the link, or takes the one of the API and VPC, and lets it in: override `bindBackend` instead. */
  protected bindTarget(options: HttpRouteIntegrationBindOptions): HttpIntegrationTarget {
    const backend = this.bindBackend(options);
    const { vpcLink, vpc = backend.vpc, method, secureServerName } = this.privateOptions;
    const link = vpcLink ?? (vpc && options.route.httpApi.addVpcLink({ vpc }));
    const peers = backend.allowFromLink ?? [];
    if (link !== undefined && takesSecurityGroup(link)) {
      allowFromLink(link, peers);
    }
    checkAtSynth(options.scope, options.scope, () => [...groupProblems(link, peers), ...this.checkBackendAtSynth(options)]);
    return {
      type: this.integrationType,
      uri: backend.uri,
      method: method ?? this.httpMethod,
      payloadFormatVersion: this.payloadFormatVersion,
      connectionType: this.connectionType,
      connectionId: link?.vpcLinkId,
      secureServerName,
      parameterMapping: this.forwarding(),
      problems: [...checkPrivateOptions(this.privateOptions, backend), ...this.checkBackend(options)],
    };
  }

  private forwarding(): ParameterMapping | undefined {
    const { hostHeader, stripStage } = this.privateOptions;
    const mapping = new ParameterMapping();
    if (hostHeader !== undefined) {
      mapping.overwriteHeader('Host', MappingValue.custom(hostHeader));
    }
    if (stripStage) {
      mapping.overwritePath(MappingValue.requestPath());
    }
    return Object.keys(mapping.mappings).length === 0 ? undefined : mapping;
  }
}
