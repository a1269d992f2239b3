import {
  asArray,
  asObject,
  asText,
  isObject,
  type JsonObject,
  type LeftOutPart,
  member,
  type Place,
} from '@apigwv2-integrations/core/engine';
import type { TemplateProblem } from '../problem';
import { expandConnectors } from './connectors';
import { routeOf } from './events';
import { attributesOf, Expansion, isSamType, referredId, type WrittenResource } from './expansion';
import { expandFunction, expandLayer, expandStateMachine, expandTable } from './function';
import { withGlobals } from './globals';
import { IMPLICIT_API, SamHttpApi } from './http-api';
import { ANY_METHOD } from './http-api-document';
import { expandWebSocketApi } from './websocket-api';

const TRANSFORM = 'AWS::Serverless-2016-10-31';
const HTTP_API = 'AWS::Serverless::HttpApi';
const FUNCTION = 'AWS::Serverless::Function';

/** A template after the SAM transform. */
export interface ExpandedSam {
  readonly body: JsonObject;
  /** Where resources are written that SAM adds, by logical ID. */
  readonly places: ReadonlyMap<string, Place>;
  /** Where operations are written that events add, by API and their path in its document. */
  readonly operations: ReadonlyMap<string, ReadonlyMap<string, Place>>;
  readonly notes: readonly LeftOutPart[];
  readonly problems: readonly TemplateProblem[];
}

/** Whether a template needs the SAM transform. */
export function isSam(body: JsonObject): boolean {
  return transformsOf(body).includes(TRANSFORM) || Object.values(asObject(member(body, 'Resources'))).some(isSamType);
}

/**
 * Expands the resources of the AWS Serverless Application Model as its transform does, as far as they concern HTTP APIs,
 * WebSocket APIs and their functions.
 *
 * @param isBuilt whether `sam build` wrote the template
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification.html
 */
export function expandSam(body: JsonObject, isBuilt: boolean): ExpandedSam {
  const expansion = new Expansion(body, isBuilt);
  if (!transformsOf(body).includes(TRANSFORM)) {
    expansion.notes.push({ kind: 'template', reason: `AWS::Serverless resources, which need the transform ${TRANSFORM}` });
  }
  const written = asObject(member(body, 'Resources'));
  const withImplicit = addImplicitApi(written, expansion);
  const resources = Object.entries(withGlobals(withImplicit, member(body, 'Globals'))).map(([logicalId, resource]) => ({
    logicalId,
    type: asText(member(resource, 'Type')) ?? '',
    properties: asObject(member(resource, 'Properties')),
    body: asObject(resource),
  }));
  const apis = new Map(resources.filter(({ type }) => type === HTTP_API).map((source) => [source.logicalId, new SamHttpApi(source)]));
  addRouteSettings(resources, apis);
  for (const source of resources) {
    if (source.type === FUNCTION) {
      expandFunction(source, apis, expansion);
    }
  }
  for (const source of resources) {
    expandOther(source, apis, expansion);
  }
  expandConnectors(resources, expansion);
  const { Globals: _globals, ...rest } = body;
  const conditions = { ...asObject(member(body, 'Conditions')), ...expansion.conditions };
  const expanded = {
    ...rest,
    Transform: transformsLeft(body),
    ...(Object.keys(conditions).length === 0 ? {} : { Conditions: conditions }),
    // The resources of the template keep their order.
    Resources: inOrder(Object.keys(written), expansion.resources),
  };
  return {
    body: withNames(expanded, expansion.names) as JsonObject,
    places: expansion.places,
    operations: new Map([...apis].map(([id, { places }]) => [id, places])),
    notes: expansion.notes,
    problems: expansion.problems,
  };
}

function transformsOf(body: JsonObject): readonly unknown[] {
  return [member(body, 'Transform')].flat();
}

function transformsLeft(body: JsonObject): unknown {
  const left = transformsOf(body).filter((name) => name !== TRANSFORM);
  return left.length === 0 ? undefined : left;
}

/** An event that names no API adds one. It exists if one of these functions does. */
function addImplicitApi(resources: JsonObject, expansion: Expansion): JsonObject {
  const conditions = new Set<unknown>();
  for (const resource of Object.values(resources)) {
    const events = member(resource, 'Type') === FUNCTION ? Object.values(asObject(member(resource, 'Properties', 'Events'))) : [];
    const isImplicit = (event: unknown) => referredId(member(event, 'Properties', 'ApiId') ?? { Ref: IMPLICIT_API }) === IMPLICIT_API;
    if (events.some((event) => member(event, 'Type') === 'HttpApi' && isImplicit(event))) {
      conditions.add(member(resource, 'Condition'));
    }
  }
  if (conditions.size === 0 || Object.hasOwn(resources, IMPLICIT_API)) {
    return resources;
  }
  const names = [...conditions].filter((condition) => typeof condition === 'string').sort();
  const isAlways = conditions.has(undefined);
  const combined = `${IMPLICIT_API}Condition`;
  if (!isAlways && names.length > 1) {
    expansion.conditions[combined] = { 'Fn::Or': names.map((Condition) => ({ Condition })) };
  }
  const condition = isAlways ? {} : { Condition: names.length > 1 ? combined : names[0] };
  return { ...resources, [IMPLICIT_API]: { Type: HTTP_API, ...condition, Properties: {} } };
}

/** Events can have settings of their route, which belong to the stage. */
function addRouteSettings(resources: readonly WrittenResource[], apis: ReadonlyMap<string, SamHttpApi>): void {
  for (const { type, properties, body } of resources) {
    for (const event of type === FUNCTION ? Object.values(asObject(member(properties, 'Events'))) : []) {
      const settings = member(event, 'Properties', 'RouteSettings');
      const api = apis.get(referredId(member(event, 'Properties', 'ApiId') ?? { Ref: IMPLICIT_API }) ?? '');
      if (member(event, 'Type') === 'HttpApi' && settings !== undefined && api !== undefined) {
        const { path, method } = routeOf(asObject(member(event, 'Properties')));
        const isUnnamed = method === ANY_METHOD && member(event, 'Properties', 'Method') === undefined;
        const condition = member(body, 'Condition');
        api.addRouteSettings(
          isUnnamed ? path : `${method === ANY_METHOD ? 'ANY' : method.toUpperCase()} ${path}`,
          condition === undefined ? settings : { 'Fn::If': [condition, settings, { Ref: 'AWS::NoValue' }] },
        );
      }
    }
  }
}

function expandOther(source: WrittenResource, apis: ReadonlyMap<string, SamHttpApi>, expansion: Expansion): void {
  switch (source.type) {
    case FUNCTION:
    case 'AWS::Serverless::Connector':
      break;
    case HTTP_API:
      apis.get(source.logicalId)?.expand(expansion);
      break;
    case 'AWS::Serverless::WebSocketApi':
      expandWebSocketApi(source, expansion);
      break;
    case 'AWS::Serverless::LayerVersion':
      expandLayer(source, expansion);
      break;
    case 'AWS::Serverless::SimpleTable':
      expandTable(source, expansion);
      break;
    case 'AWS::Serverless::StateMachine':
      expandStateMachine(source, expansion);
      break;
    case 'AWS::Serverless::Application': {
      const { Location, Parameters } = source.properties;
      const properties = { Parameters, TemplateURL: asText(Location) };
      expansion.add(source.logicalId, 'AWS::CloudFormation::Stack', properties, { source, more: attributesOf(source) });
      break;
    }
    default:
      expansion.resources[source.logicalId] = source.body;
      if (source.type.startsWith('AWS::Serverless::')) {
        expansion.note(source, `a resource of the type ${source.type}`);
      }
  }
}

function inOrder(written: readonly string[], resources: JsonObject): JsonObject {
  const first = written.filter((id) => Object.hasOwn(resources, id)).map((id) => [id, resources[id]] as const);
  return { ...Object.fromEntries(first), ...resources };
}

/** Replaces names such as `Api.Stage`, which SAM has beside logical IDs, in `Ref` and `Fn::Sub`. */
function withNames(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (names.size === 0 || typeof value !== 'object' || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown) => withNames(item, names));
  }
  const { Ref: reference, 'Fn::Sub': sub } = value as JsonObject;
  if (typeof reference === 'string') {
    return names.has(reference) ? { Ref: names.get(reference) } : value;
  }
  if (typeof sub === 'string' || (Array.isArray(sub) && typeof sub[0] === 'string')) {
    const [pattern, ...rest] = asArray([sub].flat());
    const filled = String(pattern).replace(/\$\{([\w.]+)\}/g, (written, name: string) =>
      names.has(name) ? `\${${names.get(name)}}` : written,
    );
    return { 'Fn::Sub': rest.length === 0 ? filled : [filled, ...rest.map((item) => withNames(item, names))] };
  }
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withNames(inner, names)])) : value;
}
