import { asObject, asText, type JsonObject, member } from '@apigwv2-integrations/core/engine';
import { type Expansion, executeApiArn, invokePermission, referredId, type WrittenResource } from './expansion';
import { IMPLICIT_API, type SamHttpApi } from './http-api';
import { ANY_METHOD, DEFAULT_PATH } from './http-api-document';

/** The function that an event invokes, or its alias. */
export interface InvokedFunction {
  readonly logicalId: string;
  /** As a permission names it. */
  readonly name: unknown;
  /** Its ARN within `Fn::Sub`. */
  readonly uri: string;
}

/** An event of a function. */
interface FunctionEvent {
  readonly name: string;
  readonly properties: JsonObject;
  readonly source: WrittenResource;
}

/** The resource that an event of another type adds, and the service that it permits to invoke the function. */
const OTHER_EVENTS: Readonly<Record<string, { readonly type?: string; readonly principal?: string }>> = {
  AlexaSkill: { principal: 'alexa-appkit.amazon.com' },
  CloudWatchEvent: { type: 'AWS::Events::Rule', principal: 'events.amazonaws.com' },
  CloudWatchLogs: { type: 'AWS::Logs::SubscriptionFilter', principal: 'logs.amazonaws.com' },
  Cognito: { principal: 'cognito-idp.amazonaws.com' },
  DocumentDB: { type: 'AWS::Lambda::EventSourceMapping' },
  DynamoDB: { type: 'AWS::Lambda::EventSourceMapping' },
  EventBridgeRule: { type: 'AWS::Events::Rule', principal: 'events.amazonaws.com' },
  IoTRule: { type: 'AWS::IoT::TopicRule', principal: 'iot.amazonaws.com' },
  Kinesis: { type: 'AWS::Lambda::EventSourceMapping' },
  MQ: { type: 'AWS::Lambda::EventSourceMapping' },
  MSK: { type: 'AWS::Lambda::EventSourceMapping' },
  S3: { principal: 's3.amazonaws.com' },
  SNS: { type: 'AWS::SNS::Subscription', principal: 'sns.amazonaws.com' },
  SQS: { type: 'AWS::Lambda::EventSourceMapping' },
  Schedule: { type: 'AWS::Events::Rule', principal: 'events.amazonaws.com' },
  ScheduleV2: { type: 'AWS::Scheduler::Schedule' },
  SelfManagedKafka: { type: 'AWS::Lambda::EventSourceMapping' },
};

/** Adds what SAM makes of the events of a function: operations of HTTP APIs, and permissions to invoke it. */
export function addEvents(
  source: WrittenResource,
  invoked: InvokedFunction,
  apis: ReadonlyMap<string, SamHttpApi>,
  expansion: Expansion,
): void {
  for (const [name, event] of Object.entries(asObject(member(source.properties, 'Events')))) {
    const type = asText(member(event, 'Type')) ?? '';
    const found = { name, properties: asObject(member(event, 'Properties')), source };
    if (type === 'HttpApi') {
      addHttpApiEvent(found, invoked, apis, expansion);
    } else if (Object.hasOwn(OTHER_EVENTS, type)) {
      addOtherEvent(found, type, invoked, expansion);
    } else {
      expansion.note(source, type === 'Api' ? `its event ${name}, which adds a REST API` : `its event ${name} of the type ${type}`);
    }
  }
}

function addHttpApiEvent(
  event: FunctionEvent,
  invoked: InvokedFunction,
  apis: ReadonlyMap<string, SamHttpApi>,
  expansion: Expansion,
): void {
  const { name, properties, source } = event;
  const apiId = referredId(member(properties, 'ApiId') ?? { Ref: IMPLICIT_API });
  const api = apis.get(apiId ?? '');
  const property = `Properties/Events/${name}`;
  if (api === undefined) {
    if (expansion.mayBeResource(apiId)) {
      expansion.note(source, `its event ${name}, whose ApiId is no AWS::Serverless::HttpApi of the template`);
    } else {
      expansion.problems.push({
        code: 'EventApiMissing',
        logicalId: source.logicalId,
        property: `${property}/Properties/ApiId`,
        message: `the ApiId of the event ${name} is ${JSON.stringify(member(properties, 'ApiId'))}, which is no AWS::Serverless::HttpApi of the template, so that SAM refuses the template`,
        remedy: `${refersTo(apis)}, or remove ApiId to use the implicit API`,
      });
    }
    return;
  }
  const { path, method } = routeOf(properties);
  if (api.document?.hasDefaultRouteTo(invoked.logicalId) !== true || path === DEFAULT_PATH) {
    const permission = invokePermission(invoked.name, sourceArn(member(properties, 'ApiId') ?? { Ref: IMPLICIT_API }, path, method));
    expansion.add(`${source.logicalId}${name}Permission`, 'AWS::Lambda::Permission', permission, { source, property });
  }
  const condition = asText(member(source.body, 'Condition'));
  const uri = {
    'Fn::Sub': `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/${invoked.uri}/invocations`,
  };
  const added = api.document?.add({
    path,
    method,
    uri,
    condition,
    timeoutInMillis: member(properties, 'TimeoutInMillis'),
    payloadFormatVersion: member(properties, 'PayloadFormatVersion'),
    security: api.securityOf(member(properties, 'Auth')),
  });
  if (added !== undefined) {
    api.places.set(added, { logicalId: source.logicalId, property });
  }
}

/** The remedy for an `ApiId` that refers to no API. */
function refersTo(apis: ReadonlyMap<string, SamHttpApi>): string {
  const ids = [...apis.keys()].filter((id) => id !== IMPLICIT_API);
  return ids.length === 0 ? 'add the API' : `write !Ref ${ids.join(' or !Ref ')}`;
}

/** A route of an event: `$default` if it names neither path nor method. */
export function routeOf(properties: JsonObject): { readonly path: string; readonly method: string } {
  const [path, method] = [asText(member(properties, 'Path')), asText(member(properties, 'Method'))];
  if (path === undefined && method === undefined) {
    return { path: DEFAULT_PATH, method: ANY_METHOD };
  }
  const lower = (method ?? 'any').toLowerCase();
  return { path: path ?? DEFAULT_PATH, method: lower === 'any' ? ANY_METHOD : lower };
}

/** Path variables are `*` in the ARN, and the path of the default route is left out. */
function sourceArn(api: unknown, path: string, method: string): unknown {
  const plain = path === DEFAULT_PATH ? '' : path.replace(/^(.+)\/$/, '$1').replace(/\{(?:[A-Za-z0-9._-]+|proxy\+)\}/g, '*');
  const isAny = method === ANY_METHOD;
  const route = isAny && plain === `/${DEFAULT_PATH}` ? plain : `/${isAny ? '*' : method.toUpperCase()}${plain}`;
  return executeApiArn(api, `\${__Stage__}${route}`, { __Stage__: '*' });
}

function addOtherEvent({ name, source }: FunctionEvent, type: string, invoked: InvokedFunction, expansion: Expansion): void {
  const added = OTHER_EVENTS[type];
  const id = `${source.logicalId}${name}`;
  const origin = { source, property: `Properties/Events/${name}` };
  if (added?.type !== undefined) {
    expansion.add(id, added.type, {}, origin);
  }
  if (added?.principal !== undefined) {
    const permission = { Action: 'lambda:InvokeFunction', FunctionName: invoked.name, Principal: added.principal };
    expansion.add(`${id}Permission`, 'AWS::Lambda::Permission', permission, origin);
  }
}
