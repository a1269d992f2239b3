import {
  type CallingApi,
  InvokePermissions,
  invokedArn,
  isFunction,
  type LambdaFunction,
  lambdaFunction,
  member,
  type ResolvedValue,
  type Resource,
  type ResourceLocation,
  wholeReference,
} from '@apigwv2-integrations/core/engine';
import { parseIdentitySource } from '../authorizers/lambda/identity-sources';
import type { Unserved } from '../diagnostics/diagnostics';
import { deterministicId } from '../template/local-values/deterministic-id';
import { namesStageVariable } from '../template/stage-variables';
import type { FunctionPlan, Functions } from './function';
import { LocalTextResolver, type PlanContext } from './text-resolvers';

/** The authorization of a route. */
export type AuthorizerPlan = { readonly kind: 'none' } | { readonly kind: 'iam' } | JwtAuthorizerPlan | LambdaAuthorizerPlan;

interface NamedAuthorizer {
  readonly name: string;
  readonly location: ResourceLocation;
  /** Whether the option `authorizers` replaces it. */
  readonly standIn?: true;
}

/** A JWT authorizer on a route. */
export interface JwtAuthorizerPlan extends NamedAuthorizer {
  readonly kind: 'jwt';
  readonly issuer: string;
  readonly audience: readonly string[];
  /** Such as `$request.header.Authorization`. */
  readonly identitySources: readonly string[];
  /** The scopes of which a token needs one. If empty, none is needed. */
  readonly scopes: readonly string[];
}

/** A Lambda authorizer. All routes that use it share its plan. */
export interface LambdaAuthorizerPlan extends NamedAuthorizer {
  readonly kind: 'lambda';
  /** The ID that the service would assign, the same on each start. */
  readonly id: string;
  /** Undefined if the option `authorizers` replaces the authorizer. */
  readonly function?: FunctionPlan;
  readonly payloadFormatVersion: '1.0' | '2.0';
  readonly simpleResponses: boolean;
  /** Such as `$request.header.Authorization`, or `route.request.header.Auth` for a WebSocket API. */
  readonly identitySources: readonly string[];
  /** How long a result is cached, in seconds. 0 turns caching off. */
  readonly ttlSeconds: number;
  /** Why API Gateway may not invoke the function. */
  readonly notPermitted?: string;
}

/** The names by which options refer to an authorizer, the most readable first. */
export function authorizerNames({ name, location }: NamedAuthorizer): readonly string[] {
  return [name, ...(location.path === undefined ? [] : [location.path]), location.logicalId];
}

/** How long results are cached if the template does not say so, in seconds. */
const DEFAULT_TTL_SECONDS = 300;
const MAX_TTL_SECONDS = 3600;

/** The API of a route, as far as its authorizer needs it. */
export interface AuthorizedApi extends CallingApi {
  readonly protocol: 'HTTP' | 'WEBSOCKET';
}

/** Reads the authorizers of routes; routes that share a Lambda authorizer share its plan. */
export class Authorizers {
  private readonly lambdas = new Map<string, LambdaAuthorizerPlan | Unserved>();
  private permissions?: InvokePermissions;

  /** @param standIns the names of authorizers that the option `authorizers` replaces */
  public constructor(
    private readonly functions: Functions,
    private readonly context: PlanContext,
    private readonly standIns: ReadonlySet<string>,
  ) {}

  /** The authorization of a route. */
  public read(route: Resource, api: AuthorizedApi): AuthorizerPlan | Unserved {
    const { local, diagnostics } = this.context;
    const type = local.property(route, ['AuthorizationType']) || 'NONE';
    switch (type) {
      case 'NONE':
        return { kind: 'none' };
      case 'AWS_IAM':
        return { kind: 'iam' };
      case 'JWT':
        return this.withAuthorizer(route, (authorizer) => this.readJwt(route, authorizer));
      case 'CUSTOM':
        return this.withAuthorizer(route, (authorizer) => this.lambda(authorizer, api));
      default:
        return diagnostics.unsupported(route.location, `there is no authorization type ${type}: write NONE, JWT, AWS_IAM or CUSTOM`);
    }
  }

  private withAuthorizer(route: Resource, read: (authorizer: Resource) => AuthorizerPlan | Unserved): AuthorizerPlan | Unserved {
    const { local, diagnostics } = this.context;
    const authorizer = wholeReference(local.resolver.property(route, 'AuthorizerId'))?.resource;
    if (authorizer?.type === 'AWS::ApiGatewayV2::Authorizer') {
      return read(authorizer);
    }
    const id = local.property(route, ['AuthorizerId']) || 'none';
    return diagnostics.unsupported(
      route.location,
      `its authorizer, ${id}, is not in the assembly, so every request is refused: add it to the app`,
    );
  }

  private readJwt(route: Resource, authorizer: Resource): AuthorizerPlan | Unserved {
    const { template, location } = authorizer;
    const { texts, name } = this.texts(authorizer);
    const property = (...names: string[]) => member(authorizer.properties, ...names);
    const issuer = texts.text(property('JwtConfiguration', 'Issuer'), template);
    if (issuer === '') {
      return this.context.diagnostics.unsupported(location, 'the authorizer has no issuer: give its JwtConfiguration an Issuer');
    }
    const identitySources = texts.list(property('IdentitySource'), template);
    return {
      kind: 'jwt',
      name,
      location,
      ...this.standIn(name, location),
      issuer,
      audience: texts.list(property('JwtConfiguration', 'Audience'), template),
      identitySources: identitySources.length === 0 ? ['$request.header.Authorization'] : identitySources,
      scopes: new LocalTextResolver(this.context, route.location, 'its scopes').list(
        member(route.properties, 'AuthorizationScopes'),
        route.template,
      ),
    };
  }

  private lambda(authorizer: Resource, api: AuthorizedApi): LambdaAuthorizerPlan | Unserved {
    const plan = this.lambdas.get(authorizer.key) ?? this.readLambda(authorizer, api);
    this.lambdas.set(authorizer.key, plan);
    return plan;
  }

  private readLambda(authorizer: Resource, api: AuthorizedApi): LambdaAuthorizerPlan | Unserved {
    const { local, diagnostics } = this.context;
    const { template, location } = authorizer;
    const { texts, name } = this.texts(authorizer);
    const text = (property: string) => local.property(authorizer, [property]);
    const unsupported = (reason: string) => diagnostics.unsupported(location, `authorizer ${name} cannot run here: ${reason}`);
    if (text('AuthorizerType') !== 'REQUEST') {
      return unsupported(
        `its type is ${text('AuthorizerType') || 'missing'}, and a route with the authorization type CUSTOM needs REQUEST`,
      );
    }
    const identitySources = texts.list(member(authorizer.properties, 'IdentitySource'), template);
    const invalid = identitySources.find((source) => parseIdentitySource(source, api.protocol) === undefined);
    if (invalid !== undefined) {
      const example = api.protocol === 'HTTP' ? '$request.header.Authorization' : 'route.request.header.Authorization';
      return unsupported(`the service rejects its identity source ${invalid}: write one such as ${example}`);
    }
    const format = api.protocol === 'HTTP' ? text('AuthorizerPayloadFormatVersion') : '1.0';
    const simpleResponses = text('EnableSimpleResponses') === 'true';
    if (format !== '1.0' && format !== '2.0') {
      return unsupported(`the service rejects its AuthorizerPayloadFormatVersion, ${format || 'which is missing'}: write 1.0 or 2.0`);
    }
    if (simpleResponses && format === '1.0') {
      return unsupported('simple responses need AuthorizerPayloadFormatVersion 2.0');
    }
    const common = {
      kind: 'lambda',
      id: deterministicId(authorizer.key, 6, 'lower'),
      name,
      location,
      payloadFormatVersion: format,
      simpleResponses,
      identitySources,
      ttlSeconds: api.protocol === 'HTTP' ? ttlOf(text('AuthorizerResultTtlInSeconds')) : 0,
    } as const;
    const standIn = this.standIn(name, location);
    if (standIn.standIn === true) {
      return { ...common, ...standIn };
    }
    const called = this.calledFunction(authorizer);
    if (called === undefined) {
      return unsupported(
        namesStageVariable(text('AuthorizerUri'))
          ? 'its AuthorizerUri contains stage variables, which are not supported'
          : `its AuthorizerUri, ${text('AuthorizerUri') || 'which is missing'}, is not a function`,
      );
    }
    const fn = this.functions.plan(called, location);
    return 'kind' in fn ? fn : { ...common, function: fn, notPermitted: this.whyNotPermitted(authorizer, called, api) };
  }

  private calledFunction(authorizer: Resource): LambdaFunction | undefined {
    const { resolver } = this.context.local;
    const { template } = authorizer;
    const uri = resolver.property(authorizer, 'AuthorizerUri');
    const invoked: ResolvedValue | undefined = invokedArn(uri) ?? (isFunction(uri, template) ? uri : undefined);
    return invoked === undefined || namesStageVariable(this.context.local.text(invoked))
      ? undefined
      : lambdaFunction(invoked, template, template, resolver);
  }

  /** Without credentials of its own, an authorizer needs a permission of its function. */
  private whyNotPermitted(authorizer: Resource, called: LambdaFunction, api: AuthorizedApi): string | undefined {
    const { local, diagnostics } = this.context;
    if (local.property(authorizer, ['AuthorizerCredentialsArn']) !== '') {
      return undefined;
    }
    this.permissions ??= new InvokePermissions(local.resolver);
    if (this.permissions.forAuthorizer(authorizer, called, api).status !== 'missing') {
      return undefined;
    }
    const reason = `no permission allows the API to invoke the authorizer function ${called.name}: add an AWS::Lambda::Permission whose SourceArn ends with /authorizers/ and the ID of the authorizer`;
    diagnostics.add(authorizer.location, `${reason}; until then, its routes answer 500`);
    return reason;
  }

  private texts(authorizer: Resource) {
    const texts = new LocalTextResolver(this.context, authorizer.location, `the authorizer ${authorizer.path ?? authorizer.logicalId}`);
    return { texts, name: texts.text(member(authorizer.properties, 'Name'), authorizer.template) || authorizer.shortName };
  }

  private standIn(name: string, location: ResourceLocation): { readonly standIn?: true } {
    return authorizerNames({ name, location }).some((each) => this.standIns.has(each)) ? { standIn: true } : {};
  }
}

function ttlOf(text: string): number {
  return /^\d+$/.test(text) ? Math.min(Number(text), MAX_TTL_SECONDS) : DEFAULT_TTL_SECONDS;
}
