import { Lazy, Token } from 'aws-cdk-lib';
import {
  type CfnIntegration,
  CfnIntegrationResponse,
  type IWebSocketApi,
  type WebSocketIntegrationType,
  type WebSocketRouteIntegrationBindOptions,
  type WebSocketRouteIntegrationConfig,
} from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import { applyCommonOptions, timeoutOfL2 } from '../binding/common-options';
import { checkWebSocketIntegration, checkWebSocketIntegrationOnRoute } from '../engine/integration';
import { fromEngine } from '../problems/from-engine';
import type { IntegrationProblem } from '../problems/integration-problem';
import { checkAtSynth } from '../problems/report';
import { isProxy, mayReadStageVariables, stageVariablesOf, unsetVariables, webSocketFacts } from './facts';
import { choiceProblems, proxyProblems, responseProblems } from './option-checks';
import { responseNeededProblems } from './response-needed';
import { declareParameters } from './route-parameters';
import type { WebSocketIntegrationResponse, WebSocketNonProxyIntegrationOptions } from './websocket-integration-options';
import type { WebSocketIntegrationTarget } from './websocket-integration-target';
import type { WebSocketParameterMapping } from './websocket-parameter-mapping';

/** The target and the options of one integration: their checks and their template properties. */
export class WebSocketBinding {
  public constructor(
    private readonly target: WebSocketIntegrationTarget,
    private readonly options: WebSocketNonProxyIntegrationOptions,
  ) {}

  /** Problems that do not depend on the route. */
  public problems(): IntegrationProblem[] {
    const { problems = [] } = this.target;
    // A backend's template with an invalid reference has a syntax error too.
    const isReported = problems.some(({ code }) => code === 'TemplateReferenceInvalid');
    return [
      ...choiceProblems(this.target, this.options),
      ...checkWebSocketIntegration(this.facts)
        .filter(({ code }) => !(isReported && code === 'TemplateSyntaxInvalid'))
        .map(fromEngine),
      ...clashes(this.target.requestParameters, this.options.parameterMapping),
      ...responseProblems(this.options),
      ...proxyProblems(this.target.kind, this.options),
      ...problems,
    ];
  }

  /** Problems on a route. A route key that contains a token is unknown. */
  public problemsOnRoute({ route }: WebSocketRouteIntegrationBindOptions): IntegrationProblem[] {
    return Token.isUnresolved(route.routeKey) ? [] : checkWebSocketIntegrationOnRoute(this.facts, route.routeKey).map(fromEngine);
  }

  /** The configuration for the CDK's integration construct. */
  public get config(): WebSocketRouteIntegrationConfig {
    const { kind, uri, method, credentialsRole } = this.target;
    const { contentHandling, requestTemplates, templateSelectionExpression, passthroughBehavior, timeout } = this.options;
    return {
      // The CDK's enumeration lacks HTTP and HTTP_PROXY, but its construct accepts any string.
      type: kind as string as WebSocketIntegrationType,
      uri,
      method,
      credentialsRole,
      contentHandling,
      requestParameters: this.parameters,
      requestTemplates,
      templateSelectionExpression,
      passthroughBehavior,
      timeout: timeoutOfL2(timeout),
    };
  }

  /** Sets on the resource what the CDK's integration construct lacks or refuses, and adds checks at synthesis. */
  public applyTo(resource: CfnIntegration, { scope, route }: WebSocketRouteIntegrationBindOptions): void {
    applyCommonOptions(resource, this.options);
    for (const [index, response] of (this.options.integrationResponses ?? []).entries()) {
      addResponse(resource, response, index);
    }
    if (this.target.requestParameters !== undefined && this.options.parameterMapping !== undefined) {
      resource.requestParameters = Lazy.any({ produce: () => this.parameters });
    }
    if (this.parameters !== undefined || this.options.requestTemplates !== undefined) {
      checkAtSynth(scope, resource, () => this.problems());
    }
    if (mayReadStageVariables(this.options)) {
      checkAtSynth(scope, resource, () => this.stageVariableProblems(route.webSocketApi));
    }
    checkAtSynth(scope, resource, () => unsetVariables(this.target, this.parameters ?? {}).map(fromEngine));
  }

  /** Declares on a `$connect` route which parameters the integration reads. */
  public declareParameters({ scope, route }: WebSocketRouteIntegrationBindOptions): void {
    if (this.parameters !== undefined && route.routeKey === '$connect') {
      declareParameters(
        scope,
        () => Object.values(this.parameters ?? {}),
        () => this.options.parameterMapping?.requiredSources ?? [],
      );
    }
  }

  /** Registers the checks of a route that are possible only at synthesis. */
  public checkRouteAtSynth(resource: CfnIntegration, options: WebSocketRouteIntegrationBindOptions): void {
    const { integrationResponses = [] } = this.options;
    if (this.parameters !== undefined) {
      checkAtSynth(options.scope, resource, () => this.problemsOnRoute(options));
    }
    if (!isProxy(this.target.kind)) {
      checkAtSynth(options.scope, resource, () => responseNeededProblems(resource, options, integrationResponses.length > 0));
    }
  }

  /** Known only when the app is complete: stages are usually created behind routes. */
  private stageVariableProblems(api: IWebSocketApi): IntegrationProblem[] {
    const facts = webSocketFacts(this.target, this.options, {}, stageVariablesOf(api));
    return checkWebSocketIntegration(facts)
      .filter(({ code }) => code === 'TemplateStageVariableUnset')
      .map(fromEngine);
  }

  private get parameters() {
    return mergedParameters(this.target.requestParameters, this.options.parameterMapping);
  }

  private get facts() {
    return webSocketFacts(this.target, this.options, this.parameters ?? {});
  }
}

type Parameters = { [destination: string]: string };

/**
 * The request parameters of the backend and of the user. If only one of the two is set, returns that object, because the
 * CDK keeps it and includes entries that are added to it later.
 */
export function mergedParameters(own: Parameters | undefined, mapping: WebSocketParameterMapping | undefined): Parameters | undefined {
  return own === undefined || mapping === undefined ? (own ?? mapping?.mappings) : { ...own, ...mapping.mappings };
}

/** Errors for destinations that both set from different sources. */
export function clashes(own: Parameters = {}, mapping: WebSocketParameterMapping | undefined): IntegrationProblem[] {
  return Object.entries(mapping?.mappings ?? {})
    .filter(([destination, source]) => Object.hasOwn(own, destination) && own[destination] !== source)
    .map(([destination, source]) => ({
      code: 'MappingClash',
      value: source,
      message: `parameterMapping sets ${destination} to ${source}, and requestParameters to ${own[destination]}`,
      remedy: 'set it in only one of the two',
    }));
}

function addResponse(resource: CfnIntegration, response: WebSocketIntegrationResponse, index: number): void {
  const { key = '$default', contentHandling, responseTemplates, responseParameters, templateSelectionExpression } = response;
  // The key in the ID keeps the logical ID when the order of responses changes.
  new CfnIntegrationResponse(resource.node.scope as Construct, `Response-${Token.isUnresolved(key) ? index : key}`, {
    apiId: resource.apiId,
    integrationId: resource.ref,
    integrationResponseKey: key,
    contentHandlingStrategy: contentHandling,
    responseTemplates,
    responseParameters,
    templateSelectionExpression,
  });
}
