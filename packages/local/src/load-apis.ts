import { readApis } from './definitions/view/read-apis';
import type { Api } from './definitions/view/view';
import { loadAssembly, type ReadOptions } from './load-assembly';

/** A template of the assembly. */
export interface TemplateFile {
  readonly stack: string;
  readonly file: string;
}

/** The APIs of an assembly or template. */
export interface LoadedApis {
  /** The path as it was given. */
  readonly source: string;
  readonly kind: 'assembly' | 'template';
  readonly templates: readonly TemplateFile[];
  readonly apis: readonly Api[];
}

/**
 * Reads the API Gateway v2 APIs of a synthesized app.
 *
 * @param path a cloud assembly folder (`cdk.out`), or a CloudFormation or SAM template in JSON or YAML
 */
export function loadApis(path: string, options: ReadOptions = {}): LoadedApis {
  const { source, kind, templates } = loadAssembly(path, options);
  return { source, kind, templates: templates.map(({ stack, file }) => ({ stack, file })), apis: readApis(templates) };
}
