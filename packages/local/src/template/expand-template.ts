import type { DuplicateKey, TemplateFile, TextPosition } from '@apigwv2-integrations/core/assembly';
import {
  asObject,
  asText,
  type DocumentFile,
  isObject,
  type JsonObject,
  type LeftOutPart,
  member,
  type Place,
  type PlacedProblem,
  type TemplatePart,
  withDocuments,
} from '@apigwv2-integrations/core/engine';
import type { TemplateProblem } from './problem';
import { expandSam, isSam } from './sam/expand-sam';
import { IMPLICIT_API } from './sam/http-api';

/** A template with what transforms and imports make of it. */
export interface ExpandedTemplate extends TemplateFile, Expansion {}

/** What transforms and imports make of a template. */
export interface Expansion {
  readonly body: JsonObject;
  readonly parts?: ReadonlyMap<string, TemplatePart>;
  readonly isPartial?: boolean;
  /** What is not read as it is deployed. @default - nothing */
  readonly leftOut?: readonly LeftOutPart[];
  /** What is wrong with OpenAPI documents. @default - nothing is imported from one */
  readonly documentProblems?: readonly PlacedProblem[];
  /** What is wrong in its text, and in its resources of SAM. */
  readonly problems: readonly TemplateProblem[];
  /** Line and column of a property of a resource. @param property such as `Properties/RouteKey` */
  locate(logicalId: string, property?: string): PositionInFile | undefined;
}

/** The part of a template file that is expanded. */
export type TemplateText = Pick<TemplateFile, 'body' | 'assembly' | 'duplicateKeys' | 'position'>;

/** Line and column of a value. */
export interface PositionInFile extends TextPosition {
  /** @default - the file of the template */
  readonly file?: string;
}

/** The files that a template includes, and to which its OpenAPI documents refer. */
export interface IncludedFiles {
  /** A template in which the files that it includes are replaced by their content. @param leftOut receives those that cannot be read */
  include(body: JsonObject, leftOut: LeftOutPart[]): JsonObject;
  /**
   * Reads a file to which an OpenAPI document refers.
   *
   * @param from the file that contains the reference; undefined for the document itself
   * @param document where the document is written, such as `Api/Properties/Body`
   * @returns the file, or why it is not read
   */
  readFile(location: string, from: DocumentFile | undefined, document: string): DocumentFile | string;
  /** Where a property is written, if that is in one of the files. */
  locate(logicalId: string, property: string): PositionInFile | undefined;
}

/**
 * Expands a template: files that it includes, resources of SAM, and OpenAPI documents of APIs. A template without any of these
 * stays as it is.
 *
 * @param files a page in a browser has none
 */
export function expandTemplate<T extends TemplateText>(template: T, files?: IncludedFiles): T & Expansion {
  const leftOut: LeftOutPart[] = [];
  const included = files !== undefined && mayInclude(template.body) ? files.include(template.body, leftOut) : template.body;
  const sam = isSam(included) ? expandSam(included, isBuilt(template)) : undefined;
  leftOut.push(...(sam?.notes ?? []));
  const problems = sam?.problems ?? [];
  const places = sam?.places ?? new Map<string, Place>();
  const written = {
    ...template,
    body: sam?.body ?? included,
    leftOut,
    isPartial: leftOut.length > 0 || problems.length > 0 ? true : undefined,
  };
  const readFile = files?.readFile.bind(files);
  return {
    ...withDocuments(written, { operations: sam?.operations, readFile }),
    problems: [...problems, ...(template.duplicateKeys ?? []).map(duplicateKey)],
    locate: (logicalId, property = '') => {
      const place = places.get(logicalId) ?? { logicalId, property };
      // A stage has the properties of its API.
      const found = place.property === '' ? { ...place, property } : place;
      return files?.locate(found.logicalId, found.property) ?? locate(template, found);
    },
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

function duplicateKey({ path, first, position }: DuplicateKey): TemplateProblem {
  const [logicalId = '', ...property] = path[0] === 'Resources' && path.length > 1 ? path.slice(1) : path;
  return {
    code: 'DuplicateKey',
    logicalId,
    property: property.map(escapeStep).join('/'),
    message: `the key ${path.at(-1)} is written twice, in line ${first.line} and in line ${position.line}; the last value counts`,
    remedy: 'remove one of the two',
    position,
  };
}

function escapeStep(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** A part is written in its API, and what SAM adds in the resource from which it is made; what that has from `Globals` is there. */
function locate({ body, position }: TemplateText, { logicalId, property }: Place): TextPosition | undefined {
  const steps = stepsOf(property);
  const own = ['Resources', logicalId, ...withSlashes(steps, member(body, 'Resources', logicalId))];
  const globals = globalsPath(body, logicalId, steps);
  return position?.(globals !== undefined && member(body, ...own) === undefined ? globals : own);
}

function stepsOf(path: string): readonly string[] {
  return path
    .split('/')
    .filter((step) => step !== '')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Joins the steps of keys that contain slashes, such as those of route settings: `GET /books`. */
function withSlashes(steps: readonly string[], value: unknown): readonly string[] {
  const [first, ...rest] = steps;
  if (first === undefined) {
    return [];
  }
  const ends = Array.from({ length: steps.length }, (_, index) => index + 1);
  const end = ends.find((each) => member(value, steps.slice(0, each).join('/')) !== undefined);
  const key = end === undefined ? first : steps.slice(0, end).join('/');
  return [key, ...(end === undefined ? rest : withSlashes(steps.slice(end), member(value, key)))];
}

/** Where the `Globals` section has a property of a resource; undefined if it does not have it. */
function globalsPath(body: JsonObject, logicalId: string, [attribute, ...steps]: readonly string[]): readonly string[] | undefined {
  const implicit = logicalId === IMPLICIT_API ? 'AWS::Serverless::HttpApi' : undefined;
  const type = asText(member(body, 'Resources', logicalId, 'Type')) ?? implicit ?? '';
  const [, section] = /^AWS::Serverless::(.+)$/.exec(type) ?? [];
  const path = attribute === 'Properties' && section !== undefined ? ['Globals', section, ...steps] : undefined;
  return path === undefined || steps.length === 0 || member(body, ...path) === undefined ? undefined : path;
}
