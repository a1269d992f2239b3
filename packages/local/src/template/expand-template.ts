import type { TemplateFile, TextPosition } from '@apigwv2-integrations/core/assembly';
import {
  asObject,
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
import { expandSam, isSam } from './sam/expand-sam';

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
  /** Line and column of a property of a resource. @param property such as `Properties/RouteKey` */
  locate(logicalId: string, property?: string): PositionInFile | undefined;
}

/** The part of a template file that is expanded. */
export type TemplateText = Pick<TemplateFile, 'body' | 'assembly' | 'position'>;

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
  const places = sam?.places ?? new Map<string, Place>();
  const written = { ...template, body: sam?.body ?? included, leftOut, isPartial: leftOut.length > 0 ? true : undefined };
  const readFile = files?.readFile.bind(files);
  return {
    ...withDocuments(written, { operations: sam?.operations, readFile }),
    locate: (logicalId, property = '') => {
      const place = places.get(logicalId) ?? { logicalId, property };
      return files?.locate(place.logicalId, place.property) ?? locate(template, place);
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

/** A part is written in its API, and what SAM adds in the resource from which it is made. */
function locate(template: TemplateText, { logicalId, property }: Place): TextPosition | undefined {
  const steps = property.split('/').filter((step) => step !== '');
  return template.position?.(['Resources', logicalId, ...steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))]);
}
