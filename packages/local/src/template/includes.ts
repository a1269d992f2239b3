import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathInside, readText } from '@apigwv2-integrations/core/assembly';
import { asObject, asString, isObject, type JsonObject, type LeftOutPart, member } from '@apigwv2-integrations/core/engine';
import { parseTemplate } from './parse-template';

/** Where the files of a template may be. */
export interface IncludeScope {
  readonly root: string;
  /** The folder of the template. */
  readonly assembly: string;
  readonly allowedPaths?: readonly string[];
}

const MAX_INCLUDES = 1_000;

/** Reads the local files that a template includes. */
export class Includes {
  private readonly files = new Map<string, unknown>();
  private count = 0;

  public constructor(
    private readonly scope: IncludeScope,
    private readonly notes: LeftOutPart[],
  ) {}

  /** A template in which each `AWS::Include` of a local file and each `DefinitionUri` of one is replaced by the file's content. */
  public resolve(body: JsonObject): JsonObject {
    const resources = asObject(member(body, 'Resources'));
    const expanded = mapValues(resources, (resource, logicalId) => this.withDefinition(this.expand(resource, logicalId), logicalId));
    return expanded === resources ? body : { ...body, Resources: expanded };
  }

  /** A value that includes nothing stays the same object. */
  private expand(value: unknown, logicalId: string): unknown {
    if (Array.isArray(value)) {
      const items = value.map((item: unknown) => this.expand(item, logicalId));
      return items.some((item, index) => item !== value[index]) ? items : value;
    }
    if (!isObject(value)) {
      return value;
    }
    const transform = member(value, 'Fn::Transform');
    const location = member(transform, 'Name') === 'AWS::Include' ? localPath(member(transform, 'Parameters', 'Location')) : undefined;
    const content = location === undefined ? undefined : this.read(location, logicalId);
    if (content !== undefined) {
      const { 'Fn::Transform': _transform, ...siblings } = value;
      return Object.keys(siblings).length === 0 ? content : { ...asObject(content), ...asObject(this.expand(siblings, logicalId)) };
    }
    return mapValues(value, (inner) => this.expand(inner, logicalId));
  }

  /** SAM uploads the file that the `DefinitionUri` of an API names. */
  private withDefinition(resource: unknown, logicalId: string): unknown {
    const location = localPath(member(resource, 'Properties', 'DefinitionUri'));
    const content =
      location === undefined || member(resource, 'Type') !== 'AWS::Serverless::HttpApi' ? undefined : this.read(location, logicalId);
    if (content === undefined) {
      return resource;
    }
    const { DefinitionUri: _uri, ...properties } = asObject(member(resource, 'Properties'));
    return { ...asObject(resource), Properties: { ...properties, DefinitionBody: content } };
  }

  private read(location: string, logicalId: string): unknown {
    const { root, assembly, allowedPaths } = this.scope;
    const note = (reason: string): undefined => {
      this.notes.push({ logicalId, kind: 'included file', reason });
    };
    if (!existsSync(resolve(assembly, location))) {
      return note(`there is no ${location}`);
    }
    if (++this.count > MAX_INCLUDES) {
      return note(`the template includes more than ${MAX_INCLUDES} files`);
    }
    let file: string;
    try {
      file = pathInside(root, assembly, location, allowedPaths);
    } catch {
      return note(`${location} lies outside of the folder of the template: allow its folder with --allow-path`);
    }
    if (!this.files.has(file)) {
      this.files.set(file, parseTemplate(readText(file), file).body);
    }
    return this.files.get(file);
  }
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
