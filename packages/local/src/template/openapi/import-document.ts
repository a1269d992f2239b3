import {
  asArray,
  asObject,
  asText,
  isIntrinsic,
  isObject,
  type JsonObject,
  member,
  type TemplatePart,
} from '@apigwv2-integrations/core/engine';
import type { NotExpanded } from '../not-expanded';
import { ALWAYS, conditionOf, type Guard, sidesOf, under } from './guard';
import { integrationMember, integrationProperties } from './integration';
import { requirementOf, type SchemeAuthorizer, schemeAuthorizers } from './security';

/** What API Gateway makes from an OpenAPI document. */
export interface ImportedApi {
  /** Properties of the API. */
  readonly properties: JsonObject;
  /** Routes, integrations and authorizers, by their logical ID in the expanded template. */
  readonly resources: JsonObject;
  readonly parts: ReadonlyMap<string, TemplatePart>;
  /** Conditions that the resources need beside those of the template. */
  readonly conditions: JsonObject;
  readonly notes: readonly NotExpanded[];
}

/** Where a member of a document is written: a resource and a path in it. */
export interface Place {
  readonly logicalId: string;
  readonly property: string;
}

/** What is known of a document that is imported. */
export interface DocumentSource {
  /** The logical ID of the API. */
  readonly api: string;
  /** The property of the API that contains the document, such as `Properties/Body`. */
  readonly property: string;
  /** Where an operation is written that is not part of the document's text, by its path in the document. */
  placeOf?(path: string): Place | undefined;
}

const METHODS: ReadonlyMap<string, string> = new Map([
  ...['get', 'put', 'post', 'delete', 'options', 'head', 'patch'].map((method) => [method, method.toUpperCase()] as const),
  ['x-amazon-apigateway-any-method', 'ANY'],
]);
const INTEGRATION = 'x-amazon-apigateway-integration';
const MAX_REFERENCES = 16;

/**
 * Imports an OpenAPI document as API Gateway does for an HTTP API: each operation becomes a route, and its extensions become
 * an integration and an authorizer.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-open-api.html
 */
export function importDocument(document: JsonObject, source: DocumentSource): ImportedApi {
  return new Import(document, source).run();
}

/** An operation of a document, with all that it was found under. */
interface Operation {
  readonly value: JsonObject;
  readonly guard: Guard;
  /** `GET /books`, `ANY /books` or `$default`. */
  readonly key: string;
  readonly id: string;
  /** Path of the operation in the document. */
  readonly path: string;
}

class Import {
  private readonly resources: Record<string, unknown> = {};
  private readonly parts = new Map<string, TemplatePart>();
  private readonly conditions: Record<string, unknown> = {};
  private readonly notes: NotExpanded[] = [];
  private readonly authorizers: ReadonlyMap<string, SchemeAuthorizer>;

  public constructor(
    private readonly document: JsonObject,
    private readonly source: DocumentSource,
  ) {
    this.authorizers = schemeAuthorizers(document);
  }

  public run(): ImportedApi {
    for (const { name, properties } of this.authorizers.values()) {
      if (properties !== undefined) {
        this.addAuthorizer(name, properties);
      }
    }
    const operations = this.operations();
    for (const operation of operations) {
      this.addRoute(operation);
    }
    const { resources, parts, conditions, notes } = this;
    return { properties: apiProperties(this.document), resources, parts, conditions, notes };
  }

  private operations(): readonly Operation[] {
    return Object.entries(asObject(member(this.document, 'paths'))).flatMap(([path, item]) =>
      sidesOf(item, ALWAYS).flatMap((side) => this.operationsOf(path, this.dereference(side.value), side.guard)),
    );
  }

  private operationsOf(path: string, item: unknown, guard: Guard): readonly Operation[] {
    return Object.entries(asObject(item)).flatMap(([name, written]) => {
      const method = METHODS.get(name.toLowerCase());
      return method === undefined ? [] : sidesOf(written, guard).map((side, index) => this.operation(path, name, method, side, index));
    });
  }

  private operation(path: string, name: string, method: string, side: { value: unknown; guard: Guard }, index: number): Operation {
    const isDefault = member(side.value, 'isDefaultRoute') === true || (method === 'ANY' && /^\/?\$default$/.test(path));
    return {
      value: asObject(side.value),
      guard: side.guard,
      key: isDefault ? '$default' : `${method} ${path}`,
      id: `${isDefault ? '/$default' : `/${method}${path}`}${index === 0 ? '' : `/${index}`}`,
      path: `paths/${documentPointer(path)}/${name}`,
    };
  }

  private addRoute(operation: Operation): void {
    const { value, key, id, path } = operation;
    const integration = this.addIntegration(operation);
    const route = {
      ApiId: { Ref: this.source.api },
      RouteKey: key,
      ...(integration === undefined ? {} : { Target: { 'Fn::Join': ['/', ['integrations', { Ref: integration }]] } }),
      ...(member(value, 'operationId') === undefined ? {} : { OperationName: member(value, 'operationId') }),
      ...this.authorization(operation),
    };
    this.add(`Route${id}`, key, 'Route', route, operation.guard, (property) =>
      this.placeOf(path, /^Authoriz/.test(property) && member(value, 'security') !== undefined ? '/security' : ''),
    );
  }

  /** @returns the logical ID of the integration; undefined without one */
  private addIntegration({ value, guard, key, id, path }: Operation): string | undefined {
    const written = member(value, INTEGRATION);
    const reference = asText(member(written, '$ref'));
    const extension = this.dereference(written);
    if (!isObject(extension)) {
      return undefined;
    }
    const name = reference === undefined ? `Integration${id}` : `Integration/${reference.split('/').at(-1)}`;
    const logicalId = `${this.source.api}/${name}`;
    if (!Object.hasOwn(this.resources, logicalId)) {
      const place = reference === undefined ? `${path}/${INTEGRATION}` : reference.replace(/^#\//, '');
      const properties = { ApiId: { Ref: this.source.api }, ...integrationProperties(asObject(under(guard, extension))) };
      const title = reference === undefined ? key : (reference.split('/').at(-1) ?? key);
      this.add(name, title, 'Integration', properties, reference === undefined ? guard : ALWAYS, (property) => {
        const inner = integrationMember(property);
        return reference === undefined
          ? this.placeOf(path, `/${INTEGRATION}${inner === '' ? '' : `/${inner}`}`)
          : { logicalId: this.source.api, property: `${this.source.property}/${place}${inner === '' ? '' : `/${inner}`}` };
      });
    }
    return logicalId;
  }

  private addAuthorizer(name: string, properties: JsonObject): void {
    const id = `Authorizer/${encodeURIComponent(name)}`;
    const place = `components/securitySchemes/${name}/x-amazon-apigateway-authorizer`;
    this.add(id, name, 'Authorizer', { ApiId: { Ref: this.source.api }, Name: name, ...properties }, ALWAYS, () => ({
      logicalId: this.source.api,
      property: `${this.source.property}/${place}`,
    }));
  }

  private authorization({ value, key }: Operation): JsonObject {
    const requirement = requirementOf(value, this.document);
    const authorizer = requirement && this.authorizers.get(requirement.scheme);
    if (requirement === undefined || requirement.scheme === 'NONE') {
      return { AuthorizationType: 'NONE' };
    }
    if (authorizer === undefined) {
      this.notes.push(this.note(`the security scheme ${requirement.scheme} of ${key} has no authorizer, so that the route is open to all`));
      return { AuthorizationType: 'NONE' };
    }
    return {
      AuthorizationType: authorizer.type,
      ...(authorizer.properties === undefined
        ? {}
        : { AuthorizerId: { Ref: `${this.source.api}/Authorizer/${encodeURIComponent(authorizer.name)}` } }),
      ...(requirement.scopes.length === 0 ? {} : { AuthorizationScopes: requirement.scopes }),
    };
  }

  private add(id: string, name: string, type: string, properties: JsonObject, guard: Guard, locate: (property: string) => Place): void {
    const condition = conditionOf(guard);
    if (condition?.definition !== undefined) {
      this.conditions[condition.name] = condition.definition;
    }
    const logicalId = `${this.source.api}/${id}`;
    this.resources[logicalId] = {
      Type: `AWS::ApiGatewayV2::${type}`,
      ...(condition === undefined ? {} : { Condition: condition.name }),
      Properties: properties,
    };
    this.parts.set(logicalId, { name, logicalId: this.source.api, locate: (property) => locate(property.replace(/^Properties\//, '')) });
  }

  private placeOf(path: string, inner: string): Place {
    return this.source.placeOf?.(path) ?? { logicalId: this.source.api, property: `${this.source.property}/${path}${inner}` };
  }

  private note(reason: string): NotExpanded {
    return { logicalId: this.source.api, kind: 'OpenAPI document', reason };
  }

  /** Follows `$ref` within the document. */
  private dereference(value: unknown): unknown {
    let current = value;
    for (let step = 0; step < MAX_REFERENCES; step++) {
      const reference = asText(member(current, '$ref'));
      if (reference === undefined) {
        return current;
      }
      if (!reference.startsWith('#/')) {
        this.notes.push(this.note(`the reference ${reference} leads out of the document`));
        return undefined;
      }
      const names = reference.slice(2).split('/').map(decodePointer);
      current = member(this.document, ...names);
    }
    return undefined;
  }
}

export function documentPointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function decodePointer(name: string): string {
  return decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~');
}

const CORS: Readonly<Record<string, string>> = {
  allowCredentials: 'AllowCredentials',
  allowHeaders: 'AllowHeaders',
  allowMethods: 'AllowMethods',
  allowOrigins: 'AllowOrigins',
  exposeHeaders: 'ExposeHeaders',
  maxAge: 'MaxAge',
};

function apiProperties(document: JsonObject): JsonObject {
  const properties: Record<string, unknown> = { ProtocolType: 'HTTP' };
  const info: Readonly<Record<string, string>> = { title: 'Name', description: 'Description', version: 'Version' };
  for (const [name, property] of Object.entries(info)) {
    const value = member(document, 'info', name);
    if (value !== undefined) {
      properties[property] = value;
    }
  }
  const cors = member(document, 'x-amazon-apigateway-cors');
  if (isObject(cors)) {
    properties.CorsConfiguration = corsOf(cors);
  }
  const servers = member(document, 'servers');
  for (const server of Array.isArray(servers) ? servers : []) {
    const disabled = member(server, 'x-amazon-apigateway-endpoint-configuration', 'disableExecuteApiEndpoint');
    if (disabled !== undefined) {
      properties.DisableExecuteApiEndpoint = disabled;
    }
  }
  return properties;
}

function corsOf(cors: unknown): unknown {
  const [condition, yes, no] = asArray(member(cors, 'Fn::If'));
  if (condition !== undefined) {
    return { 'Fn::If': [condition, corsOf(yes), corsOf(no)] };
  }
  if (!isObject(cors) || isIntrinsic(cors)) {
    return cors;
  }
  return Object.fromEntries(Object.entries(cors).map(([name, value]) => [CORS[name] ?? name, value]));
}
