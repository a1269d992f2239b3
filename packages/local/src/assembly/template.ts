import type { JsonObject, Template } from '@apigwv2-integrations/core/engine';

/** One CloudFormation template with all that its surroundings say about it. */
export interface TemplateFile extends Template {
  readonly stack: string;
  readonly stackName: string;
  readonly file: string;
  /** The folder of the (nested) cloud assembly that holds it. */
  readonly assembly: string;
  /** Nothing outside of this folder is read. */
  readonly root: string;
  /** Path of each file asset from the assembly's folder, by its hash, by the key under which it is uploaded, by the parameter that names its bucket. */
  readonly assets: ReadonlyMap<string, string>;
  readonly body: JsonObject;
  readonly constructPaths: ReadonlyMap<string, string>;
}

/** All templates under the path that was asked for. */
export interface Assembly {
  /** The path as it was given. */
  readonly source: string;
  readonly kind: 'assembly' | 'template';
  readonly templates: readonly TemplateFile[];
}
