import { asArray, asObject, asText, isIntrinsic, isObject, type JsonObject, member, type Place } from '@apigwv2-integrations/core/engine';
import { addDomain } from './domain';
import { attributesOf, defined, type Expansion, executeApiArn, invokePermission, pick, type WrittenResource } from './expansion';
import { HttpApiDocument } from './http-api-document';
import { hashOf } from './logical-id';

/** The logical ID of the API that SAM adds for events that name none. */
export const IMPLICIT_API = 'ServerlessHttpApi';
const TAG = 'httpapi:createdBy';
const DEFAULT_STAGE = '$default';
const STAGE_PROPERTIES = ['AccessLogSettings', 'DefaultRouteSettings', 'StageVariables'];
const CORS_MEMBERS = ['AllowOrigins', 'AllowHeaders', 'AllowMethods', 'ExposeHeaders', 'MaxAge', 'AllowCredentials'];

/** An HTTP API of SAM while its events are read. */
export class SamHttpApi {
  /** Undefined if the document is in S3, or in a file that is not read. */
  public readonly document?: HttpApiDocument;
  /** Where operations are written that events add, by their path in the document. */
  public readonly places = new Map<string, Place>();
  private readonly routeSettings: Record<string, unknown>;

  public constructor(public readonly source: WrittenResource) {
    const written = member(source.properties, 'DefinitionBody');
    const uri = member(source.properties, 'DefinitionUri');
    if (isObject(written) ? isObject(member(written, 'paths')) : uri === undefined) {
      this.document = new HttpApiDocument(isObject(written) ? written : undefined);
    }
    this.routeSettings = { ...asObject(member(source.properties, 'RouteSettings')) };
  }

  public get auth(): JsonObject {
    return asObject(member(this.source.properties, 'Auth'));
  }

  public addRouteSettings(route: string, settings: unknown): void {
    this.routeSettings[route] = isObject(settings) ? { ...asObject(this.routeSettings[route]), ...settings } : settings;
  }

  /** What an event requires: its authorizer with its scopes. */
  public securityOf(auth: unknown): readonly unknown[] | undefined {
    const name = asText(member(auth, 'Authorizer')) ?? asText(member(this.auth, 'DefaultAuthorizer'));
    if (!isObject(auth) || name === undefined) {
      return undefined;
    }
    const own = asArray(member(auth, 'AuthorizationScopes'));
    const scopes = own.length > 0 ? own : asArray(member(this.auth, 'Authorizers', name, 'AuthorizationScopes'));
    return [{ [name]: name === 'NONE' || name === 'AWS_IAM' ? [] : scopes }];
  }

  /**
   * Adds what SAM makes of the API: the API with its document, its stage, permissions of authorizers, and its custom domain.
   *
   * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-httpapi.html
   */
  public expand(expansion: Expansion): void {
    const { source, document } = this;
    const { logicalId, properties } = source;
    const value = (name: string) => member(properties, name);
    if (document === undefined) {
      expansion.add(
        logicalId,
        'AWS::ApiGatewayV2::Api',
        value('DefinitionBody') === undefined
          ? { BodyS3Location: s3Location(value('DefinitionUri')) }
          : { Body: value('DefinitionBody'), FailOnWarnings: value('FailOnWarnings') || undefined },
        { source, more: attributesOf(source) },
      );
    } else {
      this.completeDocument(document, expansion);
      const api = { Body: document.body, FailOnWarnings: value('FailOnWarnings') || undefined };
      expansion.add(logicalId, 'AWS::ApiGatewayV2::Api', api, { source, more: attributesOf(source) });
      this.addAuthorizerPermissions(expansion);
    }
    const stageName = value('StageName') ?? DEFAULT_STAGE;
    const stageId = stageLogicalId(logicalId, stageName);
    addDomain(value('Domain'), { source, stageId, tag: TAG }, expansion);
    const stage = {
      ApiId: { Ref: logicalId },
      StageName: stageName,
      AutoDeploy: true,
      ...pick(source, STAGE_PROPERTIES),
      RouteSettings: Object.keys(this.routeSettings).length === 0 ? undefined : this.routeSettings,
      Tags: { ...asObject(value('Tags')), [TAG]: 'SAM' },
    };
    expansion.add(stageId, 'AWS::ApiGatewayV2::Stage', stage, { source });
    expansion.names.set(`${logicalId}.Stage`, stageId);
  }

  private completeDocument(document: HttpApiDocument, expansion: Expansion): void {
    const value = (name: string) => member(this.source.properties, name);
    const cors = expansion.withDefaults(value('CorsConfiguration'));
    if (cors !== undefined && cors !== false) {
      document.setCors(corsOf(cors));
    }
    const authorizers = schemesOf(this.auth);
    if (Object.keys(authorizers).length > 0) {
      document.addSecuritySchemes(authorizers);
    }
    const fallback = asText(member(this.auth, 'DefaultAuthorizer'));
    if (fallback !== undefined) {
      document.requireByDefault([{ [fallback]: asArray(member(this.auth, 'Authorizers', fallback, 'AuthorizationScopes')) }]);
    }
    document.addTags({ ...asObject(value('Tags')), [TAG]: 'SAM' });
    if (value('DisableExecuteApiEndpoint') !== undefined) {
      document.disableEndpoint(value('DisableExecuteApiEndpoint'));
    }
    if (value('Name') !== undefined) {
      document.setInfo('title', value('Name'));
    }
    if (value('Description') !== undefined) {
      document.setInfo('description', value('Description'));
    }
  }

  /** SAM permits an API to invoke its authorizers only on request. */
  private addAuthorizerPermissions(expansion: Expansion): void {
    const { source } = this;
    for (const [name, authorizer] of Object.entries(asObject(member(this.auth, 'Authorizers')))) {
      const fn = member(authorizer, 'FunctionArn');
      if (fn !== undefined && member(authorizer, 'EnableFunctionDefaultPermissions') === true) {
        const permission = invokePermission(fn, executeApiArn({ Ref: source.logicalId }, 'authorizers/*'));
        const property = `Properties/Auth/Authorizers/${name}`;
        expansion.add(`${source.logicalId}${name}AuthorizerPermission`, 'AWS::Lambda::Permission', permission, { source, property });
      }
    }
  }
}

function stageLogicalId(api: string, stageName: unknown): string {
  const name = asText(stageName) ?? '';
  if (name === DEFAULT_STAGE) {
    return `${api}ApiGatewayDefaultStage`;
  }
  return /^[\p{L}\p{N}]+$/u.test(name) ? `${api}${name}Stage` : `${api}Stage${hashOf(name)}`;
}

/** `true` allows all origins. SAM puts an intrinsic function in the place of the whole configuration, also for `AllowOrigins`. */
function corsOf(cors: unknown): JsonObject {
  if (cors === true || !isObject(cors)) {
    return { allowOrigins: cors === true ? ['*'] : cors };
  }
  const computed = isIntrinsic(cors) ? cors : member(cors, 'AllowOrigins');
  if (isObject(computed) && isIntrinsic(computed)) {
    return asObject(JSON.parse(CORS_MEMBERS.reduce((text, name) => text.replaceAll(name, lowerFirst(name)), JSON.stringify(computed))));
  }
  const members = CORS_MEMBERS.flatMap((name) => {
    const value = member(cors, name);
    const isLeftOut = value === undefined || (name === 'AllowCredentials' && value !== true);
    return isLeftOut ? [] : [[lowerFirst(name), value] as const];
  });
  return Object.fromEntries(members);
}

function lowerFirst(name: string): string {
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}

/** The security schemes of the authorizers of an API. */
function schemesOf(auth: JsonObject): JsonObject {
  const schemes: Record<string, unknown> = {};
  if (member(auth, 'EnableIamAuthorizer') === true) {
    schemes.AWS_IAM = { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' };
  }
  for (const [name, authorizer] of Object.entries(asObject(member(auth, 'Authorizers')))) {
    schemes[name] = schemeOf(asObject(authorizer));
  }
  return schemes;
}

function schemeOf(authorizer: JsonObject): JsonObject {
  const value = (...names: string[]) => member(authorizer, ...names);
  const jwt = value('JwtConfiguration');
  if (isObject(jwt)) {
    const jwtConfiguration = Object.fromEntries(Object.entries(jwt).map(([name, each]) => [name.toLowerCase(), each]));
    return {
      type: 'oauth2',
      'x-amazon-apigateway-authorizer': defined({ type: 'jwt', jwtConfiguration, identitySource: value('IdentitySource') }),
    };
  }
  const role = value('FunctionInvokeRole');
  const arn = 'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${__FunctionArn__}/invocations';
  return {
    type: 'apiKey',
    name: 'Unused',
    in: 'header',
    'x-amazon-apigateway-authorizer': defined({
      type: 'request',
      authorizerUri: { 'Fn::Sub': [arn, { __FunctionArn__: value('FunctionArn') }] },
      authorizerCredentials: role === 'NONE' ? undefined : role,
      authorizerResultTtlInSeconds: value('Identity', 'ReauthorizeEvery'),
      identitySource: value('Identity') === undefined ? undefined : identitySourcesOf(asObject(value('Identity'))),
      authorizerPayloadFormatVersion: value('AuthorizerPayloadFormatVersion'),
      enableSimpleResponses: value('EnableSimpleResponses') || undefined,
    }),
  };
}

const SOURCES = [
  ['Headers', '$request.header.'],
  ['QueryStrings', '$request.querystring.'],
  ['StageVariables', '$stageVariables.'],
  ['Context', '$context.'],
] as const;

function identitySourcesOf(identity: JsonObject): readonly string[] {
  return SOURCES.flatMap(([name, prefix]) => asArray(member(identity, name)).map((each) => `${prefix}${asText(each) ?? ''}`));
}

/** `s3://bucket/key`, or a map with `Bucket` and `Key`. */
function s3Location(uri: unknown): unknown {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/([^?]+)/.exec(asText(uri) ?? '') ?? [];
  return bucket === undefined ? uri : { Bucket: bucket, Key: key };
}
