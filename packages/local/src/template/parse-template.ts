import { AssemblyError, type ParsedTemplate } from '@apigwv2-integrations/core/assembly';
import { JsonPositions, linesOf, positionIn } from './json-positions';
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
      const positions = new JsonPositions(text);
      return { body, position: (path) => positions.find(path) };
    } catch (error) {
      if (/\.json$/i.test(file)) {
        throw new AssemblyError(`${file}${faultIn(text, error)} is not valid JSON: run cdk synth again, or check what wrote it`);
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

/** `:3:14`, the position that some versions of Node.js state for some faults; else nothing. */
function faultIn(text: string, error: unknown): string {
  const message = (error as Error).message;
  const offset = message.includes('Unexpected end') ? String(text.length) : / position (\d+)/.exec(message)?.[1];
  if (offset === undefined) {
    return '';
  }
  const { line, column } = positionIn(linesOf(text), Number(offset));
  return `:${line}:${column}`;
}
