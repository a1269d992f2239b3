import { besideDocument } from '../rules/openapi-documents';
import { asObject, asText, entriesOf, isObject, type JsonObject, member } from '../template/json';
import type { LeftOutPart, PlacedProblem, Template, TemplatePart } from '../template/template';
import type { DocumentFile, Place } from './document';
import { importDocument } from './import-document';

/** How the documents of a template are read. */
export interface ImportOptions {
  /**
   * Where operations are written that the transform of SAM adds, by API and by their path in its document. The documents of
   * these APIs are written in `DefinitionBody`.
   *
   * @default - none
   */
  readonly operations?: ReadonlyMap<string, ReadonlyMap<string, Place>>;
  /**
   * Reads a file to which a document refers.
   *
   * @param from the file that contains the reference; undefined for the document itself
   * @param document where the document is written, such as `Api/Properties/Body`
   * @returns the file, or why it is not read
   * @default - no file is read
   */
  readFile?(location: string, from: DocumentFile | undefined, document: string): DocumentFile | string;
}

/** What is read and written of a template. */
export type TemplateWithDocuments = Pick<Template, 'body' | 'documentProblems' | 'isPartial' | 'leftOut' | 'parts'>;

const API = 'AWS::ApiGatewayV2::Api';
const BESIDE = ['Authorizer', 'Integration', 'Route'];

/**
 * A template in which the OpenAPI documents of HTTP APIs are replaced by the routes, integrations and authorizers that API
 * Gateway makes from them. A template whose documents are imported already stays as it is.
 */
export function withDocuments<T extends TemplateWithDocuments>(
  template: T,
  { operations, readFile }: ImportOptions = {},
): T & Omit<TemplateWithDocuments, 'body'> {
  const documents = template.documentProblems === undefined ? documentsOf(template.body) : new Map<string, JsonObject>();
  if (documents.size === 0) {
    return template;
  }
  const { body } = template;
  const resources = new Map<string, unknown>();
  const parts = new Map<string, TemplatePart>(template.parts);
  const conditions: Record<string, unknown> = { ...asObject(member(body, 'Conditions')) };
  const documentProblems: PlacedProblem[] = [];
  const leftOut: LeftOutPart[] = [...(template.leftOut ?? [])];
  for (const [logicalId, resource] of entriesOf(member(body, 'Resources'))) {
    const document = documents.get(logicalId);
    if (document === undefined) {
      resources.set(logicalId, resource);
      documentProblems.push(...besideDocuments(logicalId, resource, documents));
      continue;
    }
    const { Body: _body, ...written } = asObject(member(resource, 'Properties'));
    const places = operations?.get(logicalId);
    const property = places === undefined ? 'Properties/Body' : 'Properties/DefinitionBody';
    const imported = importDocument(
      document,
      {
        api: logicalId,
        property,
        placeOf: (path) => places?.get(path),
        readFile: (location, from) => readFile?.(location, from, `${logicalId}/${property}`),
      },
      { basePath: written.BasePath, failOnWarnings: written.FailOnWarnings },
    );
    const { properties } = imported;
    resources.set(logicalId, properties === undefined ? resource : { ...asObject(resource), Properties: { ...properties, ...written } });
    for (const [id, part] of Object.entries(imported.resources)) {
      resources.set(id, withCondition(part, member(resource, 'Condition')));
    }
    for (const [id, part] of imported.parts) {
      parts.set(id, part);
    }
    Object.assign(conditions, imported.conditions);
    documentProblems.push(...imported.problems);
    leftOut.push(...imported.leftOut);
  }
  return {
    ...template,
    body: { ...asObject(body), Conditions: conditions, Resources: Object.fromEntries(resources) },
    parts,
    documentProblems,
    leftOut,
    isPartial: leftOut.length > 0 ? true : template.isPartial,
  };
}

/** The documents of the HTTP APIs of a template, by the logical ID of the API. */
function documentsOf(body: unknown): ReadonlyMap<string, JsonObject> {
  const documents = new Map<string, JsonObject>();
  for (const [logicalId, resource] of entriesOf(member(body, 'Resources'))) {
    const document = member(resource, 'Type') === API ? member(resource, 'Properties', 'Body') : undefined;
    if (isObject(document) && isDocument(document)) {
      documents.set(logicalId, document);
    }
  }
  return documents;
}

/** A document that only a deployment knows, as with a transform, has no paths. */
function isDocument(document: JsonObject): boolean {
  return (
    isObject(member(document, 'paths')) ||
    asText(member(document, '$ref')) !== undefined ||
    asText(member(document, 'swagger')) !== undefined
  );
}

function withCondition(part: unknown, condition: unknown): unknown {
  return condition === undefined || member(part, 'Condition') !== undefined ? part : { ...asObject(part), Condition: condition };
}

function besideDocuments(logicalId: string, resource: unknown, documents: ReadonlyMap<string, JsonObject>): PlacedProblem[] {
  const type = BESIDE.find((each) => member(resource, 'Type') === `AWS::ApiGatewayV2::${each}`);
  const api = asText(member(resource, 'Properties', 'ApiId', 'Ref'));
  return type === undefined || api === undefined || !documents.has(api)
    ? []
    : [{ ...besideDocument(type, api), logicalId, property: 'Properties/ApiId' }];
}
