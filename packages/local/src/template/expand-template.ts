import type { TemplateFile, TextPosition } from '@apigwv2-integrations/core/assembly';
import { asObject, isObject, type JsonObject, member, type TemplatePart } from '@apigwv2-integrations/core/engine';
import type { NotExpanded } from './not-expanded';
import { importDocument, type Place } from './openapi/import-document';
import { expandSam, isSam } from './sam/expand-sam';

/** A template with what transforms and imports make of it. */
export interface ExpandedTemplate extends TemplateFile, Expansion {}

/** What transforms and imports make of a template. */
export interface Expansion {
  readonly body: JsonObject;
  readonly parts?: ReadonlyMap<string, TemplatePart>;
  readonly isPartial?: boolean;
  /** What is not read as it is deployed. */
  readonly notes: readonly NotExpanded[];
  /** Line and column of a property of a resource. @param property such as `Properties/RouteKey` */
  locate(logicalId: string, property?: string): TextPosition | undefined;
}

/** The part of a template file that is expanded. */
export type TemplateText = Pick<TemplateFile, 'body' | 'assembly' | 'position'>;

/** Returns a template in which the files that it includes are replaced by their content, and adds notes for those that cannot be read. */
export type IncludeFiles = (body: JsonObject, notes: NotExpanded[]) => JsonObject;

/**
 * Expands a template: files that it includes, resources of SAM, and OpenAPI documents of APIs. A template without any of these
 * stays as it is.
 *
 * @param include reads the files; a page in a browser has none
 */
export function expandTemplate<T extends TemplateText>(template: T, include: IncludeFiles = (body) => body): T & Expansion {
  const notes: NotExpanded[] = [];
  const included = mayInclude(template.body) ? include(template.body, notes) : template.body;
  const sam = isSam(included) ? expandSam(included, isBuilt(template)) : undefined;
  notes.push(...(sam?.notes ?? []));
  const imported = importDocuments(sam?.body ?? included, sam?.operations ?? new Map(), notes);
  const places = sam?.places ?? new Map<string, Place>();
  return {
    ...template,
    body: imported.body,
    parts: imported.parts,
    isPartial: notes.length > 0 ? true : undefined,
    notes,
    locate: (logicalId, property) => locate(template, places, logicalId, property),
  };
}

/** `sam build` writes a template and the code of its functions into this folder. */
function isBuilt({ assembly }: TemplateText): boolean {
  return /(?:^|[\\/])\.aws-sam[\\/]build(?:[\\/]|$)/.test(assembly);
}

/** Whether a resource of a template names an OpenAPI document, or the template has a transform. */
function mayInclude(body: JsonObject): boolean {
  return Object.values(asObject(member(body, 'Resources'))).some((resource) => {
    const type = member(resource, 'Type');
    return (
      type === 'AWS::ApiGatewayV2::Api' ||
      type === 'AWS::Serverless::HttpApi' ||
      (isObject(resource) && Object.hasOwn(resource, 'Fn::Transform'))
    );
  });
}

interface Imported {
  readonly body: JsonObject;
  readonly parts?: ReadonlyMap<string, TemplatePart>;
}

/** Imports the documents of all HTTP APIs of a template. */
export function importDocuments(
  body: JsonObject,
  operations: ReadonlyMap<string, ReadonlyMap<string, Place>>,
  notes: NotExpanded[],
): Imported {
  const resources = asObject(member(body, 'Resources'));
  if (!Object.values(resources).some((resource) => documentOf(resource) !== undefined)) {
    return { body };
  }
  const expanded = new Map<string, unknown>();
  const parts = new Map<string, TemplatePart>();
  const conditions = new Map(Object.entries(asObject(member(body, 'Conditions'))));
  for (const [logicalId, resource] of Object.entries(resources)) {
    const document = documentOf(resource);
    if (document === undefined) {
      expanded.set(logicalId, resource);
      continue;
    }
    const places = operations.get(logicalId);
    const property = places === undefined ? 'Properties/Body' : 'Properties/DefinitionBody';
    const imported = importDocument(document, { api: logicalId, property, placeOf: (path) => places?.get(path) });
    const { Body: _body, ...written } = asObject(member(resource, 'Properties'));
    expanded.set(logicalId, { ...asObject(resource), Properties: { ...imported.properties, ...written } });
    const condition = member(resource, 'Condition');
    for (const [id, part] of Object.entries(imported.resources)) {
      expanded.set(
        id,
        condition === undefined || member(part, 'Condition') !== undefined ? part : { ...asObject(part), Condition: condition },
      );
    }
    for (const [id, part] of imported.parts) {
      parts.set(id, part);
    }
    for (const [name, definition] of Object.entries(imported.conditions)) {
      conditions.set(name, definition);
    }
    notes.push(...imported.notes);
  }
  return { body: { ...body, Conditions: Object.fromEntries(conditions), Resources: Object.fromEntries(expanded) }, parts };
}

/** The OpenAPI document of an HTTP API; undefined for other resources, and for a document without paths. */
function documentOf(resource: unknown): JsonObject | undefined {
  const document = member(resource, 'Type') === 'AWS::ApiGatewayV2::Api' ? member(resource, 'Properties', 'Body') : undefined;
  return isObject(document) && isObject(member(document, 'paths')) ? document : undefined;
}

/** A part is written in its API, and what SAM adds in the resource from which it is made. */
function locate(template: TemplateText, places: ReadonlyMap<string, Place>, logicalId: string, property = ''): TextPosition | undefined {
  const place = places.get(logicalId) ?? { logicalId, property };
  const steps = place.property.split('/').filter((step) => step !== '');
  return template.position?.(['Resources', place.logicalId, ...steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))]);
}
