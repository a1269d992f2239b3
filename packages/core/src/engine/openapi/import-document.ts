import {
  checkBasePathMode,
  checkBasePaths,
  checkDocumentMembers,
  checkImportVersion,
  checkOpenApiVersion,
  checkReferences,
  type ImportSettings,
} from '../rules/openapi-documents';
import { checkExtensionMembers, checkExtensions, type DocumentProblem } from '../rules/openapi-extensions';
import {
  checkAuthorizerType,
  checkDefaultPath,
  checkPathItem,
  checkPathParameters,
  checkSecurity,
  OPEN_SCHEME,
  withoutIntegration,
} from '../rules/openapi-operations';
import { asText, isIntrinsic, isObject, type JsonObject, member } from '../template/json';
import type { LeftOutPart, PlacedProblem, TemplatePart } from '../template/template';
import { apiProperties, CORS, ENDPOINT } from './api-properties';
import { BASE_PATH_MODES, basePathsOf, routePrefix } from './base-path';
import { childOf, type DocumentSource, type DocumentValue, encodeName, OpenApiDocument, type Place } from './document';
import { ALWAYS, conditionOf, type Guard, sidesOf, under } from './guard';
import { integrationMember, integrationProperties } from './integration';
import { AUTHORIZER_EXTENSION, requirementsIn, type SecurityScheme, securitySchemes } from './security';

/** What API Gateway makes from an OpenAPI document. */
export interface ImportedApi {
  /** Properties of the API; undefined for a document from which the service imports nothing. */
  readonly properties?: JsonObject;
  /** Routes, integrations and authorizers, by their logical ID in the expanded template. */
  readonly resources: JsonObject;
  readonly parts: ReadonlyMap<string, TemplatePart>;
  /** Conditions that the resources need beside those of the template. */
  readonly conditions: JsonObject;
  readonly problems: readonly PlacedProblem[];
  /** What is not read. */
  readonly leftOut: readonly LeftOutPart[];
}

const METHODS: ReadonlyMap<string, string> = new Map([
  ...['get', 'put', 'post', 'delete', 'options', 'head', 'patch'].map((method) => [method, method.toUpperCase()] as const),
  ['x-amazon-apigateway-any-method', 'ANY'],
]);
const METHOD_NAMES = [...METHODS.keys()];
const INTEGRATION = 'x-amazon-apigateway-integration';
const INTEGRATIONS = 'components/x-amazon-apigateway-integrations/';

/**
 * Imports an OpenAPI document as API Gateway does for an HTTP API: each operation becomes a route, and its extensions become
 * an integration and an authorizer.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-open-api.html
 */
export function importDocument(content: JsonObject, source: DocumentSource, settings: ImportSettings = {}): ImportedApi {
  return new Import(new OpenApiDocument(content, source), source, settings).run();
}

/** An operation of a document, with all that it was found under. */
interface Operation {
  readonly at: DocumentValue;
  readonly guard: Guard;
  /** `GET /books`, `ANY /books` or `$default`. */
  readonly key: string;
  /** Unique in the document. */
  readonly id: string;
  /** The operation in the document, before references are followed. */
  readonly path: string;
}

class Import {
  private readonly resources: Record<string, unknown> = {};
  private readonly parts = new Map<string, TemplatePart>();
  private readonly conditions: Record<string, unknown> = {};
  private readonly problems: PlacedProblem[] = [];
  private readonly ids = new Set<string>();
  private schemes: ReadonlyMap<string, SecurityScheme> = new Map();
  private prefix = '';

  public constructor(
    private readonly document: OpenApiDocument,
    private readonly source: DocumentSource,
    private readonly settings: ImportSettings,
  ) {}

  public run(): ImportedApi {
    const { document } = this;
    const root = document.at();
    const version = checkOpenApiVersion(root, childOf(root, 'openapi'), childOf(root, 'swagger'));
    this.report(version);
    if (version.length > 0) {
      return this.result(undefined);
    }
    this.checkRoot(root);
    this.schemes = securitySchemes(document);
    for (const scheme of this.schemes.values()) {
      this.addScheme(scheme);
    }
    this.readBasePath();
    for (const operation of this.operations()) {
      this.addRoute(operation);
    }
    this.report(checkReferences(document.broken.values(), document.otherFiles));
    return this.result(apiProperties(document));
  }

  private result(properties: JsonObject | undefined): ImportedApi {
    const { resources, parts, conditions, problems, document } = this;
    const leftOut = [...document.broken.values()].flatMap(({ reference, reason, isUnread }) =>
      isUnread
        ? [{ logicalId: this.source.api, kind: 'OpenAPI document', reason: `the reference ${reference} is not read: ${reason}` }]
        : [],
    );
    return { properties, resources, parts, conditions, problems, leftOut };
  }

  private checkRoot(root: DocumentValue): void {
    const { document } = this;
    const members = document.entries(root);
    this.report(checkDocumentMembers(members));
    this.report(checkExtensions(members, 'document'));
    this.report(checkImportVersion(childOf(root, 'x-amazon-apigateway-importexport-version')));
    this.report(checkExtensionMembers(document.entries(document.at(CORS)), CORS));
    this.report(checkExtensions(document.entries(document.at('components')), 'components'));
    for (const server of document.items(document.at('servers'))) {
      this.report(checkExtensions(document.entries(server), 'server'));
      this.report(checkExtensionMembers(document.entries(document.member(server, ENDPOINT)), ENDPOINT));
    }
  }

  private addScheme({ name, at, authorizer }: SecurityScheme): void {
    const extension = childOf(at, AUTHORIZER_EXTENSION);
    this.report(checkExtensions(this.document.entries(at), 'security scheme'));
    if (authorizer === undefined) {
      return;
    }
    this.report(checkExtensionMembers(this.document.entries(extension), AUTHORIZER_EXTENSION));
    const type = childOf(extension, 'type');
    this.report(checkAuthorizerType(name, type.value).map((problem) => ({ at: type, problem })));
    const place = this.document.placeOf(extension);
    this.add(`Authorizer/${encodeURIComponent(name)}`, name, 'Authorizer', { Name: name, ...authorizer }, ALWAYS, () => place);
  }

  private readBasePath(): void {
    const { basePath: mode } = this.settings;
    const { api } = this.source;
    this.problems.push(
      ...checkBasePathMode(mode, BASE_PATH_MODES).map((problem) => ({ ...problem, logicalId: api, property: 'Properties/BasePath' })),
    );
    const paths = basePathsOf(this.document);
    const prefix = routePrefix(paths[0]?.text, asText(mode));
    if (prefix !== '') {
      this.report(checkBasePaths(paths));
    }
    this.prefix = prefix;
  }

  private operations(): readonly Operation[] {
    return this.document
      .entries(this.document.at('paths'))
      .flatMap(([path, written]) =>
        sidesOf(written.value, ALWAYS).flatMap(({ value, guard }) =>
          this.operationsOf(path, this.document.follow({ ...written, value }), guard),
        ),
      );
  }

  private operationsOf(path: string, item: DocumentValue, guard: Guard): readonly Operation[] {
    if (path.toLowerCase().startsWith('x-')) {
      return [];
    }
    const members = this.document.entries(item);
    this.report(checkPathItem(path, members, METHOD_NAMES));
    this.report(checkExtensions(members, 'path item'));
    const shared = this.document.items(this.document.member(item, 'parameters'));
    return members.flatMap(([name, written]) => {
      const method = METHODS.get(name.toLowerCase());
      const sides = method === undefined ? [] : sidesOf(written.value, guard);
      return sides.map((side) => {
        const operation = this.operation(path, name, method as string, this.document.follow({ ...written, value: side.value }), side.guard);
        this.checkOperation(path, operation, shared);
        return operation;
      });
    });
  }

  private operation(path: string, name: string, method: string, at: DocumentValue, guard: Guard): Operation {
    const isDefault = member(at.value, 'isDefaultRoute') === true || (method === 'ANY' && /^\/?\$default$/.test(path));
    const written = isDefault ? '/$default' : `/${method}${path}`;
    let id = written;
    for (let count = 1; this.ids.has(id); count++) {
      id = `${written}/${count}`;
    }
    this.ids.add(id);
    const full = this.prefix === '' ? path : `${this.prefix}${path === '/' ? '' : path}`;
    return { at, guard, key: isDefault ? '$default' : `${method} ${full}`, id, path: `paths/${encodeName(path)}/${name}` };
  }

  private checkOperation(path: string, { at, key, path: place }: Operation, shared: readonly DocumentValue[]): void {
    const { document } = this;
    this.report(checkExtensions(document.entries(at), 'operation'));
    this.report(checkPathParameters(path, [...shared, ...document.items(document.member(at, 'parameters'))]));
    if (key === '$default' && this.source.placeOf?.(place) === undefined) {
      this.report(checkDefaultPath(path, this.settings.failOnWarnings).map((problem) => ({ at, problem })));
    }
  }

  private addRoute(operation: Operation): void {
    const { at, key, id, path } = operation;
    const integration = this.addIntegration(operation);
    const name = member(at.value, 'operationId');
    const route = {
      RouteKey: key,
      ...(integration === undefined ? {} : { Target: { 'Fn::Join': ['/', ['integrations', { Ref: integration }]] } }),
      ...(name === undefined ? {} : { OperationName: name }),
      ...this.authorization(operation),
    };
    this.add(`Route${id}`, key, 'Route', route, operation.guard, (property) => {
      const isOwn = /^Authoriz/.test(property) && member(at.value, 'security') !== undefined;
      return this.placeOf(path, isOwn ? childOf(at, 'security') : at);
    });
  }

  /** @returns the logical ID of the integration; undefined without one */
  private addIntegration({ at, guard, key, id, path }: Operation): string | undefined {
    const written = childOf(at, INTEGRATION);
    const extension = this.document.follow(written);
    if (!isObject(extension.value)) {
      const isUnknown = isIntrinsic(at.value) || member(written.value, '$ref') !== undefined;
      this.problems.push(...(isUnknown ? [] : [{ ...withoutIntegration(key), ...this.placeOf(path, at) }]));
      return undefined;
    }
    // Operations that refer to one integration share it.
    const shared = extension.path === written.path && extension.file === written.file ? undefined : sharedName(extension);
    const name = shared === undefined ? `Integration${id}` : `Integration/${shared}`;
    const logicalId = `${this.source.api}/${name}`;
    if (!Object.hasOwn(this.resources, logicalId)) {
      this.report(checkExtensionMembers(this.document.entries(extension), INTEGRATION));
      this.report(checkExtensionMembers(this.document.entries(this.document.member(extension, 'tlsConfig')), `${INTEGRATION}.tlsConfig`));
      const properties = integrationProperties(under(guard, extension.value) as JsonObject);
      this.add(name, shared ?? key, 'Integration', properties, shared === undefined ? guard : ALWAYS, (property) => {
        const inner = integrationMember(property);
        const place = inner === '' ? extension : { ...extension, path: `${extension.path}/${inner}` };
        return shared === undefined ? this.placeOf(path, place) : this.document.placeOf(place);
      });
    }
    return logicalId;
  }

  private authorization({ at, key, path }: Operation): JsonObject {
    const own = childOf(at, 'security');
    const security = own.value === undefined ? this.document.at('security') : own;
    const requirements = requirementsIn(security.value);
    this.problems.push(
      ...checkSecurity(key, requirements, this.schemes).map((problem) => ({ ...problem, ...this.placeOf(path, security) })),
    );
    const [first] = requirements;
    const scheme = first === undefined || first.scheme === OPEN_SCHEME ? undefined : this.schemes.get(first.scheme);
    if (first === undefined || scheme?.type === undefined) {
      return { AuthorizationType: 'NONE' };
    }
    return {
      AuthorizationType: scheme.type,
      ...(scheme.authorizer === undefined
        ? {}
        : { AuthorizerId: { Ref: `${this.source.api}/Authorizer/${encodeURIComponent(scheme.name)}` } }),
      ...(first.scopes.length === 0 ? {} : { AuthorizationScopes: first.scopes }),
    };
  }

  private add(id: string, name: string, type: string, properties: JsonObject, guard: Guard, locate: (property: string) => Place): void {
    const condition = conditionOf(guard);
    if (condition?.definition !== undefined) {
      this.conditions[condition.name] = condition.definition;
    }
    const { api } = this.source;
    const logicalId = `${api}/${id}`;
    this.resources[logicalId] = {
      Type: `AWS::ApiGatewayV2::${type}`,
      ...(condition === undefined ? {} : { Condition: condition.name }),
      Properties: { ApiId: { Ref: api }, ...properties },
    };
    this.parts.set(logicalId, { name, logicalId: api, locate: (property) => locate(property.replace(/^Properties\/?/, '')) });
  }

  private placeOf(operation: string, written: DocumentValue): Place {
    return this.source.placeOf?.(operation) ?? this.document.placeOf(written);
  }

  private report(problems: readonly DocumentProblem[]): void {
    this.problems.push(...problems.map(({ at, problem }) => ({ ...problem, ...this.document.placeOf(at) })));
  }
}

/** The name of an integration to which operations refer. */
function sharedName({ path, file }: DocumentValue): string {
  const name = path.startsWith(INTEGRATIONS) ? path.slice(INTEGRATIONS.length) : path;
  return file === undefined ? name : `${file.name}#/${path}`;
}
