import type { Variable } from './expression';
import type { SyntaxFault } from './fault';
import { parseJsonPath } from './json-path';

/** The sources that the service knows, as they are written in front of a name. */
export const SOURCES = [
  'request.header',
  'request.querystring',
  'request.path',
  'request.body',
  'response.header',
  'response.body',
  'context',
  'stageVariables',
] as const;

const NAMESPACE = /^(?:(request|response)\.([A-Za-z]+)|([A-Za-z]+))(?=[.[]|$)/;

/**
 * Reads a variable as it is written between braces.
 *
 * @param offset of the text in the value, which the places of faults count from
 */
export function parseVariable(text: string, offset: number): { variable: Variable; faults: SyntaxFault[] } {
  const source = NAMESPACE.exec(text)?.[0];
  const rest = text.slice(source?.length ?? 0);
  const missing = (): SyntaxFault[] => [{ kind: 'name-missing', start: offset, end: offset + text.length }];
  switch (source) {
    case 'request.body':
    case 'response.body': {
      if (rest === '') {
        return { variable: { source }, faults: [] };
      }
      const { path, fault } = parseJsonPath(rest);
      const at = offset + source.length;
      return { variable: { source, path }, faults: fault ? [{ kind: fault.kind, start: at + fault.start, end: at + fault.end }] : [] };
    }
    case 'request.path':
      if (rest === '') {
        return { variable: { source }, faults: [] };
      }
      break;
    case 'request.header':
    case 'request.querystring':
    case 'response.header':
    case 'context':
    case 'stageVariables':
      break;
    default:
      return { variable: { source: 'unknown', text }, faults: [] };
  }
  if (!rest.startsWith('.') || rest.length === 1) {
    return { variable: { source: 'unknown', text }, faults: missing() };
  }
  return { variable: { source, name: rest.slice(1) }, faults: [] };
}
