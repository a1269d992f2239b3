import {
  ALWAYS,
  asArray,
  asObject,
  asText,
  encodeName,
  isObject,
  type JsonObject,
  member,
  sidesOf,
} from '@apigwv2-integrations/core/engine';
import { defined } from './expansion';

export const ANY_METHOD = 'x-amazon-apigateway-any-method';
export const DEFAULT_PATH = '$default';
const INTEGRATION = 'x-amazon-apigateway-integration';

type Mutable = Record<string, unknown>;

/** An operation that an event of a function adds. */
export interface EventOperation {
  readonly path: string;
  /** In lower case, or `x-amazon-apigateway-any-method`. */
  readonly method: string;
  readonly uri: unknown;
  readonly timeoutInMillis: unknown;
  readonly payloadFormatVersion: unknown;
  readonly security?: readonly unknown[];
  /** The condition of the function. */
  readonly condition?: string;
}

/** The OpenAPI document of a SAM API, to which the events of functions add operations. */
export class HttpApiDocument {
  private readonly document: Mutable;
  private readonly paths: Mutable;

  /** @param written as in `DefinitionBody`. @default an empty document */
  public constructor(written?: JsonObject) {
    this.document = structuredClone(
      written ?? { openapi: '3.0.1', info: { version: '1.0', title: { Ref: 'AWS::StackName' } }, paths: {} },
    ) as Mutable;
    this.paths = asObject(this.document.paths) as Mutable;
    this.document.paths = this.paths;
  }

  /** Whether an operation has an integration under all conditions. */
  public has(path: string, method: string): boolean {
    const operations = this.operations(path, method);
    return operations.length > 0 && operations.every((operation) => isObject(member(operation, INTEGRATION)));
  }

  /** Whether the default route invokes a function with a certain logical ID. */
  public hasDefaultRouteTo(fn: string): boolean {
    const uris = this.operations(DEFAULT_PATH, ANY_METHOD).map((operation) => member(operation, INTEGRATION, 'uri'));
    const subs = uris.flatMap((uri) => sidesOf(uri, ALWAYS).map(({ value }) => asText(member(value, 'Fn::Sub')) ?? ''));
    return subs.length > 0 && subs.every((sub) => sub.includes(`\${${fn}.Arn}`));
  }

  /** @returns the path of the operation in the document if it is new */
  public add({ path, method, uri, timeoutInMillis, payloadFormatVersion, security, condition }: EventOperation): string | undefined {
    const isNew = !this.has(path, method);
    if (isNew) {
      this.addOperation(path, method, uri, condition);
    }
    for (const operation of this.operations(path, method)) {
      const integration = member(operation, INTEGRATION);
      if (isObject(integration)) {
        Object.assign(integration, defined({ timeoutInMillis, payloadFormatVersion }));
        Object.assign(
          operation as Mutable,
          security === undefined ? {} : { security: [...asArray(member(operation, 'security')), ...security] },
        );
      }
    }
    return isNew ? `paths/${encodeName(path)}/${method}` : undefined;
  }

  private addOperation(path: string, method: string, uri: unknown, condition: string | undefined): void {
    this.paths[path] ??= {};
    for (const { value } of sidesOf(this.paths[path], ALWAYS)) {
      const item = value as Mutable;
      const operation = {
        ...asObject(item[method]),
        [INTEGRATION]: { type: 'aws_proxy', httpMethod: 'POST', payloadFormatVersion: '2.0', uri },
        ...(path === DEFAULT_PATH && method === ANY_METHOD ? { isDefaultRoute: true } : {}),
        responses: {},
      };
      item[method] = condition === undefined ? operation : { 'Fn::If': [condition, operation, { Ref: 'AWS::NoValue' }] };
    }
  }

  /** Requires an authorizer for all operations that say nothing else. `OPTIONS` stays open, for preflight requests. */
  public requireByDefault(security: readonly unknown[]): void {
    for (const [path, item] of Object.entries(this.paths)) {
      for (const { value } of sidesOf(item, ALWAYS)) {
        for (const method of Object.keys(asObject(value)).filter((name) => name !== 'parameters' && name.toLowerCase() !== 'options')) {
          for (const operation of this.operations(path, method)) {
            if (isObject(member(operation, INTEGRATION)) && asArray(member(operation, 'security')).length === 0) {
              (operation as Mutable).security = security;
            }
          }
        }
      }
    }
  }

  public addSecuritySchemes(schemes: JsonObject): void {
    const components = asObject(this.document.components);
    this.document.components = { ...components, securitySchemes: { ...asObject(components.securitySchemes), ...schemes } };
  }

  public setCors(cors: JsonObject): void {
    this.document['x-amazon-apigateway-cors'] = { ...asObject(this.document['x-amazon-apigateway-cors']), ...cors };
  }

  public setInfo(name: 'title' | 'description', value: unknown): void {
    this.document.info = { ...asObject(this.document.info), [name]: value };
  }

  public disableEndpoint(value: unknown): void {
    const name = 'x-amazon-apigateway-endpoint-configuration';
    const servers = asArray(this.document.servers);
    this.document.servers = (servers.length === 0 ? [{}] : servers).map((server) => ({
      ...asObject(server),
      [name]: { ...asObject(member(server, name)), disableExecuteApiEndpoint: value },
    }));
  }

  public addTags(tags: JsonObject): void {
    const earlier = asArray(this.document.tags).filter((tag) => !Object.hasOwn(tags, asText(member(tag, 'name')) ?? ''));
    this.document.tags = [...earlier, ...Object.entries(tags).map(([name, value]) => ({ name, 'x-amazon-apigateway-tag-value': value }))];
  }

  public get body(): JsonObject {
    return this.document;
  }

  private operations(path: string, method: string): readonly unknown[] {
    const items = sidesOf(this.paths[path], ALWAYS).map(({ value }) => member(value, method));
    return items.some((item) => item === undefined) ? [] : items.flatMap((item) => sidesOf(item, ALWAYS).map(({ value }) => value));
  }
}
