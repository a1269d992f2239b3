import { AssemblyError, type ParsedTemplate } from '@apigwv2-integrations/core/assembly';
import { parseYaml, YamlError } from './yaml/parse-yaml';

/**
 * Parses a template or an OpenAPI document in JSON or YAML.
 *
 * @param file for messages
 * @throws AssemblyError for text that is neither
 */
export function parseTemplate(text: string, file: string): ParsedTemplate {
  if (/^\s*[[{]/.test(text)) {
    try {
      const body: unknown = JSON.parse(text);
      return { body, position: () => undefined };
    } catch {
      if (/\.json$/i.test(file)) {
        throw new AssemblyError(`${file} is not valid JSON: run cdk synth again, or check what wrote it`);
      }
    }
  }
  try {
    return parseYaml(text);
  } catch (error) {
    if (error instanceof YamlError) {
      const { line, column } = error.position;
      throw new AssemblyError(`${file}:${line}:${column}: ${error.message}`);
    }
    throw error;
  }
}
