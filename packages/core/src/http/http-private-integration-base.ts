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
 * The base class of all private HTTP API integrations. Creates or uses a VPC link, and allows its traffic to the peers
 * that the backend returns.
 *
 * To write your own private backend, extend this class and implement `bindBackend`. `checkBackend`,
 * `checkBackendAtSynth`, `checkRoute` and `authorizeRoute` do nothing by default; you need not call `super` when you
 * override them.
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
   * @param id The construct ID of the integration, under the first route that uses it, or with `stableId` under the API.
   * @param options The options that all private HTTP API integrations share.
   */
  public constructor(id: string, options: HttpPrivateIntegrationOptions = {}) {
    super(id, options);
    this.privateOptions = options;
  }

  /**
   * Returns the target of requests, and the peers that allow traffic from the link. Called once, for the first route
   * that uses the integration.
   *
   * @param options The route, and the scope for constructs that the backend creates.
   */
  protected abstract bindBackend(options: HttpRouteIntegrationBindOptions): HttpPrivateBackend;

  /** Returns the problems of the backend that do not depend on the route. Called once, after `bindBackend`. */
  protected checkBackend(_options: HttpRouteIntegrationBindOptions): IntegrationProblem[] {
    return [];
  }

  /**
   * Returns the problems of the backend that are known only when the app is complete, such as missing security groups.
   * Called at synthesis, with the first route.
   */
  protected checkBackendAtSynth(_options: HttpRouteIntegrationBindOptions): IntegrationProblem[] {
    return [];
  }

  /** Creates the VPC link, or reuses that of the API and VPC. Override `bindBackend` instead. */
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
