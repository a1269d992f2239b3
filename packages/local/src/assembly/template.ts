import type { JsonObject } from '../json';

/** Where a stack is deployed, as far as the assembly says. */
export interface Environment {
  readonly account?: string;
  readonly region?: string;
}

/** The nested stack resource that deploys a template. */
export interface NestedIn {
  readonly templateId: string;
  readonly logicalId: string;
}

/** One CloudFormation template with all that its surroundings say about it. */
export interface Template {
  /** Tells this template from all others of the assembly. */
  readonly id: string;
  /** The stack as people know it: its display name, or the file's name. */
  readonly stack: string;
  /** The name under which the stack is deployed. */
  readonly stackName: string;
  /** Construct path of the stack, when it is known. */
  readonly path?: string;
  /** Where the file lies. */
  readonly file: string;
  /** The folder of the (nested) cloud assembly that holds it. */
  readonly folder: string;
  /** Nothing outside of this folder is read. */
  readonly root: string;
  /** Path of each file asset from `folder`, by its hash, by the key under which it is uploaded, by the parameter that names its bucket. */
  readonly assets: ReadonlyMap<string, string>;
  readonly environment: Environment;
  readonly body: JsonObject;
  /** Construct path of each resource, by logical id. */
  readonly constructPaths: ReadonlyMap<string, string>;
  readonly nestedIn?: NestedIn;
}

/** All templates under the path that was asked for. */
export interface Assembly {
  /** The path as it was given. */
  readonly source: string;
  readonly kind: 'assembly' | 'template';
  readonly templates: readonly Template[];
}
