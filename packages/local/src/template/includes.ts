import { existsSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { documentAsset, type ParsedTemplate, pathInside, readText, type TemplateFile } from '@apigwv2-integrations/core/assembly';
import {
  asObject,
  asString,
  type DocumentFile,
  encodeName,
  isObject,
  type JsonObject,
  type LeftOutPart,
  member,
} from '@apigwv2-integrations/core/engine';
import type { IncludedFiles, PositionInFile } from './expand-template';
import { parseTemplate } from './parse-template';

const MAX_INCLUDES = 1_000;

/** Properties of APIs that can name a local file, which SAM uploads, with the property that has the content of the file. */
const DOCUMENTS: Readonly<Record<string, readonly [location: string, content: string]>> = {
  'AWS::ApiGatewayV2::Api': ['BodyS3Location', 'Body'],
  'AWS::Serverless::HttpApi': ['DefinitionUri', 'DefinitionBody'],
};

interface ReadFile extends DocumentFile {
  /** The absolute path. */
  readonly file: string;
  readonly position: ParsedTemplate['position'];
}

/** Reads the local files that a template includes, and those to which its OpenAPI documents refer. */
export class Includes implements IncludedFiles {
  /** By absolute path. */
  private readonly files = new Map<string, ReadFile>();
  /** The files whose content stands in the template, by logical ID and path of the property. */
  private readonly included = new Map<string, ReadFile>();
  private count = 0;

  public constructor(private readonly scope: Pick<TemplateFile, 'allowedPaths' | 'assembly' | 'assets' | 'root'>) {}

  /**
   * A template in which each `AWS::Include` of a local file, and each document of an API in one, is replaced by the content of
   * the file.
   */
  public include(body: JsonObject, leftOut: LeftOutPart[]): JsonObject {
    const resources = asObject(member(body, 'Resources'));
    const expanded = mapValues(resources, (resource, logicalId) =>
      this.withDocument(this.expand(resource, logicalId, logicalId, leftOut), logicalId, leftOut),
    );
    return expanded === resources ? body : { ...body, Resources: expanded };
  }

  public readFile(location: string, from: DocumentFile | undefined, document: string): DocumentFile | string {
    const origin = from === undefined ? this.included.get(document)?.file : this.files.get(resolve(this.scope.assembly, from.name))?.file;
    return this.read(location, origin === undefined ? this.scope.assembly : dirname(origin));
  }

  public locate(logicalId: string, property: string): PositionInFile | undefined {
    const [name = '', pointer] = property.split('#/', 2);
    const file = pointer === undefined ? undefined : this.files.get(resolve(this.scope.assembly, name));
    if (file !== undefined) {
      return inFile(file, pointer);
    }
    const path = `${logicalId}/${property}`;
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
      const included = this.included.get(path.slice(0, end));
      if (included !== undefined) {
        return inFile(included, path.slice(end + 1));
      }
    }
    return undefined;
  }

  /** A value that includes nothing stays the same object. @param path logical ID and property */
  private expand(value: unknown, logicalId: string, path: string, leftOut: LeftOutPart[]): unknown {
    if (Array.isArray(value)) {
      const items = value.map((item: unknown, index) => this.expand(item, logicalId, `${path}/${index}`, leftOut));
      return items.some((item, index) => item !== value[index]) ? items : value;
    }
    if (!isObject(value)) {
      return value;
    }
    const transform = member(value, 'Fn::Transform');
    const location = member(transform, 'Name') === 'AWS::Include' ? localPath(member(transform, 'Parameters', 'Location')) : undefined;
    const file = location === undefined ? undefined : this.readIncluded(location, logicalId, path, leftOut);
    if (file !== undefined) {
      const { 'Fn::Transform': _transform, ...siblings } = value;
      return Object.keys(siblings).length === 0
        ? file.content
        : { ...asObject(file.content), ...asObject(this.expand(siblings, logicalId, path, leftOut)) };
    }
    return mapValues(value, (inner, name) => this.expand(inner, logicalId, `${path}/${encodeName(name)}`, leftOut));
  }

  private withDocument(resource: unknown, logicalId: string, leftOut: LeftOutPart[]): unknown {
    const [from, to] = DOCUMENTS[String(member(resource, 'Type'))] ?? [];
    const properties = asObject(member(resource, 'Properties'));
    const written = from === undefined ? undefined : member(properties, from);
    const location = localPath(written) ?? documentAsset(written, this.scope.assets);
    if (from === undefined || to === undefined || location === undefined) {
      return resource;
    }
    const file = this.readIncluded(location, logicalId, `${logicalId}/Properties/${to}`, leftOut);
    const { [from]: _location, ...others } = properties;
    return file === undefined ? resource : { ...asObject(resource), Properties: { ...others, [to]: file.content } };
  }

  private readIncluded(location: string, logicalId: string, path: string, leftOut: LeftOutPart[]): ReadFile | undefined {
    const file = this.read(location, this.scope.assembly);
    if (typeof file === 'string') {
      leftOut.push({ logicalId, kind: 'included file', reason: file });
      return undefined;
    }
    this.included.set(path, file);
    return file;
  }

  /** @returns the file, or why it is not read */
  private read(location: string, folder: string): ReadFile | string {
    const { root, allowedPaths } = this.scope;
    if (!existsSync(resolve(folder, location))) {
      return `there is no ${location}`;
    }
    if (++this.count > MAX_INCLUDES) {
      return `the template includes more than ${MAX_INCLUDES} files`;
    }
    let file: string;
    try {
      file = resolve(pathInside(root, folder, location, allowedPaths));
    } catch {
      return `${location} lies outside of the folder of the template: allow its folder with --allow-path`;
    }
    const known = this.files.get(file);
    if (known !== undefined) {
      return known;
    }
    const { body, position } = parseTemplate(readText(file), file);
    const read = { file, name: relative(this.scope.assembly, file).replaceAll('\\', '/'), content: body, position };
    this.files.set(file, read);
    return read;
  }
}

function inFile({ file, position }: ReadFile, pointer = ''): PositionInFile | undefined {
  const found = position(
    pointer
      .split('/')
      .filter((step) => step !== '')
      .map(decodeStep),
  );
  return found === undefined ? undefined : { ...found, file };
}

function decodeStep(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** The object itself if all its values stay the same. */
function mapValues(object: JsonObject, map: (value: unknown, name: string) => unknown): JsonObject {
  const changed = new Map<string, unknown>();
  for (const name of Object.keys(object)) {
    const value = map(object[name], name);
    if (value !== object[name]) {
      changed.set(name, value);
    }
  }
  return changed.size === 0
    ? object
    : Object.fromEntries(Object.entries(object).map(([name, value]) => [name, changed.has(name) ? changed.get(name) : value]));
}

/** A path on this machine, in contrast to an object in S3. */
function localPath(location: unknown): string | undefined {
  const path = asString(location);
  return path === undefined || /^[a-z][a-z0-9]+:/i.test(path) ? undefined : path;
}
