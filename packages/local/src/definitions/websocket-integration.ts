import {
  asObject,
  calledFunction,
  invokedFunction,
  isVelocityFault,
  member,
  parseVelocity,
  type Resource,
  type ResourceLocation,
  type VelocityTemplate,
  WEBSOCKET_TIMEOUT,
  wholeReference,
} from '@apigwv2-integrations/core/engine';
import type { Unserved } from '../diagnostics/diagnostics';
import { namesStageVariable } from '../template/stage-variables';
import { type FunctionPlan, type Functions, functionsByStage, type NoFunction } from './function';
import { isUrl, readPrivateTarget, readTimeout, type TargetPlan } from './integration';
import { type MappingPair, requestPairs } from './mapping';
import type { StagePlan } from './stage';
import { LocalTextResolver, type PlanContext } from './text-resolvers';

/** The target of an integration of a WebSocket API, resolved for this machine. */
export type WebSocketTargetPlan =
  | { readonly kind: 'lambda'; readonly function: FunctionPlan }
  /** A function that is named by stage variables, by stage name. */
  | { readonly kind: 'lambda-by-stage'; readonly functions: ReadonlyMap<string, FunctionPlan | NoFunction> }
  /** The URL contains `{name}` and `${stageVariables.name}` as written. */
  | { readonly kind: 'url'; readonly url: string; readonly method: string }
  /** Without a URL, requests go to the path `/`. */
  | (Extract<TargetPlan, { kind: 'private' }> & { readonly url?: string })
  | ServiceActionPlan
  | { readonly kind: 'mock' };

/** A call of an AWS service: `arn:aws:apigateway:<region>:<service>:<action or path>`. */
export interface ServiceActionPlan {
  readonly kind: 'action';
  /** As in the URI, such as `sqs`, `states` or `dynamodb`. */
  readonly serviceName: string;
  readonly region: string;
  readonly method: string;
  /** Such as `PutItem`. Undefined for a URI with a path. */
  readonly action?: string;
  /** Path, or `/`, and query string. Contains `{name}` and `${stageVariables.name}` as written. */
  readonly path: string;
}

/** A request or response template, or the reason why it cannot be evaluated. */
export type TemplatePlan = VelocityTemplate | { readonly fault: string };

/** Templates, and the expression that selects one of them. */
export interface TemplatesPlan {
  /** @default the only template, or the one with the key `$default` or `application/json` */
  readonly selection?: string;
  readonly templates: ReadonlyMap<string, TemplatePlan>;
}

export type ContentHandling = 'CONVERT_TO_BINARY' | 'CONVERT_TO_TEXT';

/** How responses of a backend become messages to the client. */
export interface IntegrationResponsePlan extends TemplatesPlan {
  /** `$default`, or a regular expression between slashes. */
  readonly key: string;
  readonly contentHandling?: ContentHandling;
}

/** What becomes of a message without a template. */
export type PassthroughBehavior = 'WHEN_NO_MATCH' | 'WHEN_NO_TEMPLATES' | 'NEVER';

const TYPES = ['AWS_PROXY', 'AWS', 'HTTP_PROXY', 'HTTP', 'MOCK'] as const;
export type WebSocketIntegrationType = (typeof TYPES)[number];

/** An integration of a WebSocket API, with all values resolved for this machine. */
export interface WebSocketIntegrationPlan {
  readonly kind: 'served';
  /** Last step of its construct path, else its logical id. */
  readonly name: string;
  readonly location: ResourceLocation;
  readonly type: WebSocketIntegrationType;
  readonly target: WebSocketTargetPlan;
  readonly timeoutMillis: number;
  /** Destinations such as `integration.request.header.x`, and their sources. */
  readonly requestParameters: readonly MappingPair[];
  readonly requestTemplates: TemplatesPlan;
  readonly passthrough: PassthroughBehavior;
  readonly contentHandling?: ContentHandling;
  readonly responses: readonly IntegrationResponsePlan[];
}

/** Reads integrations of WebSocket APIs. Routes with the same integration share its plan. */
export class WebSocketIntegrations {
  private readonly plans = new Map<string, WebSocketIntegrationPlan | Unserved>();
  private responses?: ReadonlyMap<string, readonly Resource[]>;

  constructor(
    private readonly functions: Functions,
    private readonly context: PlanContext,
  ) {}

  /** The integration, or the reason why it is not served. */
  read(integration: Resource, stages: readonly StagePlan[]): WebSocketIntegrationPlan | Unserved {
    const plan = this.plans.get(integration.key) ?? this.readPlan(integration, stages);
    this.plans.set(integration.key, plan);
    return plan;
  }

  private readPlan(integration: Resource, stages: readonly StagePlan[]): WebSocketIntegrationPlan | Unserved {
    const { context } = this;
    const { local, diagnostics } = context;
    const { location } = integration;
    const text = (name: string) => local.property(integration, [name]);
    const type = TYPES.find((each) => each === text('IntegrationType'));
    if (type === undefined) {
      return diagnostics.unsupported(
        location,
        `the service refuses its type, ${text('IntegrationType') || 'which is missing'}: write one of ${TYPES.join(', ')}`,
      );
    }
    const target = this.readTarget(integration, type, stages);
    if (target.kind === 'unserved') {
      return target;
    }
    const texts = new LocalTextResolver(context, location, `the integration ${integration.path ?? integration.logicalId}`);
    const readTemplates = (resource: Resource, property: string) => templatesOf(resource, property, context);
    return {
      kind: 'served',
      name: integration.shortName,
      location,
      type,
      target,
      timeoutMillis: readTimeout(text('TimeoutInMillis'), (reason) => diagnostics.add(location, reason), WEBSOCKET_TIMEOUT.max),
      requestParameters: requestPairs(integration, texts),
      requestTemplates: readTemplates(integration, 'RequestTemplates'),
      passthrough: passthroughOf(text('PassthroughBehavior')),
      contentHandling: contentHandlingOf(text('ContentHandlingStrategy')),
      responses: this.responsesOf(integration).map((response) => ({
        key: local.property(response, ['IntegrationResponseKey']),
        contentHandling: contentHandlingOf(local.property(response, ['ContentHandlingStrategy'])),
        ...readTemplates(response, 'ResponseTemplates'),
      })),
    };
  }

  private readTarget(integration: Resource, type: WebSocketIntegrationType, stages: readonly StagePlan[]): WebSocketTargetPlan | Unserved {
    switch (type) {
      case 'MOCK':
        return { kind: 'mock' };
      case 'AWS':
      case 'AWS_PROXY':
        return this.readFunction(integration, stages) ?? readAction(integration, type, this.context);
      case 'HTTP':
      case 'HTTP_PROXY':
        return readHttpTarget(integration, this.context);
    }
  }

  /** The function of a Lambda integration; undefined for other integrations. */
  private readFunction(integration: Resource, stages: readonly StagePlan[]): WebSocketTargetPlan | Unserved | undefined {
    const { functions, context } = this;
    const { template, location } = integration;
    const { local } = context;
    const called = calledFunction(integration, template, local.resolver);
    if (called === undefined) {
      return undefined;
    }
    const invoked = local.text(invokedFunction(integration, template, local.resolver) ?? []);
    if (namesStageVariable(invoked)) {
      return { kind: 'lambda-by-stage', functions: functionsByStage(invoked, stages, integration, location, functions, context) };
    }
    const fn = functions.plan(called, location);
    return 'kind' in fn ? fn : { kind: 'lambda', function: fn };
  }

  private responsesOf({ key }: Resource): readonly Resource[] {
    this.responses ??= this.groupResponses();
    return this.responses.get(key) ?? [];
  }

  private groupResponses(): ReadonlyMap<string, readonly Resource[]> {
    const { resolver } = this.context.local;
    const groups = new Map<string, Resource[]>();
    for (const response of resolver.resources.all('AWS::ApiGatewayV2::IntegrationResponse')) {
      const integration = wholeReference(resolver.property(response, 'IntegrationId'))?.resource.key ?? '';
      const group = groups.get(integration) ?? [];
      group.push(response);
      groups.set(integration, group);
      if (member(response.properties, 'ResponseParameters') !== undefined) {
        this.context.diagnostics.add(response.location, 'its ResponseParameters have no effect here: messages have no headers');
      }
    }
    return groups;
  }
}

const ACTION_URI = /^arn:[^:]*:apigateway:([^:]*):([^:]+):(?:action\/([A-Za-z0-9]+)(.*)|path\/(.*))$/s;

function readAction(integration: Resource, type: WebSocketIntegrationType, context: PlanContext): ServiceActionPlan | Unserved {
  const { diagnostics } = context;
  const texts = new LocalTextResolver(context, integration.location, `the integration ${integration.path ?? integration.logicalId}`);
  const uri = texts.text(member(integration.properties, 'IntegrationUri'), integration.template);
  const [, region = '', host = '', action, rest = '', path = ''] = ACTION_URI.exec(uri) ?? [];
  if (type === 'AWS_PROXY' || host === '') {
    const needed =
      type === 'AWS_PROXY' ? 'the ARN of a function' : 'the ARN of a function, or arn:aws:apigateway:<region>:<service>:action/<action>';
    return diagnostics.unsupported(
      integration.location,
      `its IntegrationUri is ${uri || 'missing'}: an ${type} integration needs ${needed}`,
    );
  }
  return {
    kind: 'action',
    // A service with several hosts, such as `runtime.sagemaker`, signs with its last label.
    serviceName: host.slice(host.lastIndexOf('.') + 1),
    region,
    method: methodOf(integration, context),
    action,
    path: action === undefined ? `/${path.replace(/^\/+/, '')}` : `/${rest === '' ? '' : `?${rest.replace(/^[&?]/, '')}`}`,
  };
}

function readHttpTarget(integration: Resource, context: PlanContext): WebSocketTargetPlan | Unserved {
  const { local, diagnostics } = context;
  const { location, template } = integration;
  const texts = new LocalTextResolver(context, location, `the integration ${integration.path ?? integration.logicalId}`);
  const link = local.resolver.property(integration, 'ConnectionId');
  const uri = local.resolver.property(integration, 'IntegrationUri');
  const method = methodOf(integration, context);
  if (link.length > 0 || local.property(integration, ['ConnectionType']) === 'VPC_LINK') {
    const target = readPrivateTarget(integration, uri, texts);
    const references = [...uri, ...link].flatMap((segment) => (segment.kind === 'reference' ? segment.resource.names : []));
    const text = local.text(uri);
    return {
      ...target,
      method,
      names: [...new Set([...references, ...target.names])],
      ...(isUrl(text) ? { url: text } : {}),
    };
  }
  const url = texts.text(member(integration.properties, 'IntegrationUri'), template);
  return isUrl(url)
    ? { kind: 'url', url, method }
    : diagnostics.unsupported(
        location,
        `its URL is ${url || 'missing'}: an HTTP integration needs one that begins with http:// or https://`,
      );
}

/** Messages have no method of their own, so `ANY` and a missing method become POST. */
function methodOf(integration: Resource, { local }: PlanContext): string {
  const method = local.property(integration, ['IntegrationMethod']);
  return method === '' || method === 'ANY' ? 'POST' : method;
}

function templatesOf(resource: Resource, property: string, context: PlanContext): TemplatesPlan {
  const { local, diagnostics } = context;
  const texts = new LocalTextResolver(context, resource.location, `the templates of ${resource.path ?? resource.logicalId}`);
  const templates = new Map<string, TemplatePlan>();
  for (const [key, value] of Object.entries(asObject(member(resource.properties, property)))) {
    const parsed = parseVelocity(texts.text(value, resource.template));
    if (isVelocityFault(parsed)) {
      const fault = `the template ${JSON.stringify(key)} of its ${property} is invalid: ${parsed.message}: ${parsed.remedy}`;
      diagnostics.add(resource.location, fault);
      templates.set(key, { fault });
    } else {
      templates.set(key, parsed);
    }
  }
  return { selection: local.property(resource, ['TemplateSelectionExpression']) || undefined, templates };
}

function passthroughOf(text: string): PassthroughBehavior {
  return text === 'NEVER' || text === 'WHEN_NO_TEMPLATES' ? text : 'WHEN_NO_MATCH';
}

function contentHandlingOf(text: string): ContentHandling | undefined {
  return text === 'CONVERT_TO_BINARY' || text === 'CONVERT_TO_TEXT' ? text : undefined;
}
