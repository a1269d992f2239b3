import type { LambdaFunction } from './lambda-function';
import type { Permission } from './permission';
import type { SourceArn } from './source-arn';

/** An AWS::Lambda::Permission that names API Gateway. */
export interface Statement {
  readonly name: string;
  readonly sourceArn: string;
  readonly source: SourceArn;
}

/** What was found out about a route's calls. */
export interface Findings {
  readonly routeKey: string;
  readonly called: LambdaFunction;
  readonly calls: readonly { readonly stage: string; readonly method: string }[];
  /** `<stage>/<method>` of the calls that are surely allowed. */
  readonly covered: ReadonlySet<string>;
  readonly sure: readonly Statement[];
  readonly maybe: readonly Statement[];
}

/** The findings in a few words. */
export function summarize(findings: Findings): Permission {
  const { sure, maybe, called } = findings;
  if (sure.length > 0) {
    const limits = limitsOf(findings);
    const breadths = [...new Set(sure.map((statement) => breadth(statement.source, findings.routeKey)))];
    const summary = [breadths.join(', '), ...(limits === '' ? [] : [`(${limits} only)`])].join(' ');
    return { status: limits === '' ? 'allowed' : 'partial', summary, grants: sure.map(grant) };
  }
  if (maybe.length > 0) {
    return { status: 'unknown', summary: 'unknown until deployed', grants: maybe.map(grant) };
  }
  return called.inAssembly
    ? { status: 'missing', summary: 'none found', grants: [] }
    : { status: 'unknown', summary: 'unknown', grants: [] };
}

function grant({ name, sourceArn }: Statement): { name: string; sourceArn: string } {
  return { name, sourceArn };
}

/** How much more than the route a source lets through. */
function breadth(source: SourceArn, routeKey: string): string {
  if (source.isForAnyApi) {
    return 'any API';
  }
  const { tail } = source;
  if (/^[*/]*\*$/.test(tail)) {
    return 'any route';
  }
  const path = routeKey.replace(/^[A-Z]+ (?=\/)/, '');
  const exact = path === routeKey ? path : `/${routeKey.replace(' ', '')}`;
  if (tail.endsWith(exact)) {
    return 'this route';
  }
  return tail.endsWith(path) ? 'this path' : `routes ${tail}`;
}

/** The stages, or the methods, to which the permissions are limited; empty when there is no such limit. */
function limitsOf({ calls, covered }: Findings): string {
  const stages = [...new Set(calls.map(({ stage }) => stage))];
  const methods = [...new Set(calls.map(({ method }) => method))];
  const isCovered = (stage: string, method: string) => covered.has(`${stage}/${method}`);
  // A statement for ANY, or one for each method, lets an ANY route through.
  const full = stages.filter(
    (stage) => isCovered(stage, 'ANY') || methods.filter((method) => method !== 'ANY').every((method) => isCovered(stage, method)),
  );
  if (full.length === stages.length) {
    return '';
  }
  if (full.length > 0) {
    return `stage ${full.join(', ')}`;
  }
  const some = calls.filter(({ stage, method }) => isCovered(stage, method));
  return `method ${[...new Set(some.map(({ method }) => method))].join(', ')}`;
}
