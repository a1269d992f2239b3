import { ReferenceCheck, type VelocityProblem, type VelocityUse } from './check-references';
import { jsonShapeFault } from './json-shape';
import { isVelocityFault, parseVelocity } from './parse';
import { UNKNOWN_TEXT, type VelocityNode, type VelocityTemplate } from './tree';

export type { VelocityCode, VelocityProblem, VelocityUse } from './check-references';

/** Returns the problems of a template. Reports only problems that do not depend on `UNKNOWN_TEXT`. */
export function checkVelocity(source: string, use: VelocityUse): VelocityProblem[] {
  const parsed = parseVelocity(source);
  if (isVelocityFault(parsed)) {
    return source.includes(UNKNOWN_TEXT) ? [] : [{ code: 'TemplateSyntaxInvalid', ...parsed }];
  }
  return [...new ReferenceCheck(parsed, use).problems(), ...checkOutput(parsed, use)].sort((a, b) => a.span.start - b.span.start);
}

function checkOutput({ nodes, source }: VelocityTemplate, { prints = 'text' }: VelocityUse): VelocityProblem[] {
  if (prints === 'text') {
    return [];
  }
  const fault = jsonShapeFault(nodes, prints === 'status');
  if (fault !== undefined) {
    const message = `the output of the template can never be valid JSON: ${fault.why}`;
    return [
      { code: 'TemplateNeverJson', message, remedy: 'print a single JSON value, with references in place of values', span: fault.span },
    ];
  }
  const mayPrintStatus = source.includes('statusCode') || source.includes(UNKNOWN_TEXT);
  return prints === 'status' && !mayPrintStatus && printsNoStatus(nodes)
    ? [
        {
          code: 'TemplateStatusMissing',
          message: 'the request template of a mock integration does not print a statusCode',
          remedy: 'print {"statusCode": 200}',
          span: { start: 0, end: source.length },
        },
      ]
    : [];
}

/** Whether the output begins with static text. A reference at the beginning may print everything that is required. */
function printsNoStatus(nodes: readonly VelocityNode[]): boolean {
  const first = nodes.find(({ kind, source = '' }: { kind: string; source?: string }) => kind !== 'set' && source.trim() !== '');
  return first === undefined || first.kind === 'text';
}
