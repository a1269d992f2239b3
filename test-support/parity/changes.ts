import { isDeepStrictEqual } from 'node:util';
import type { Templates } from '../synthesize';
import type { Twins } from './twins';

/** A difference between the two results. */
export interface Change {
  /** The location: file, section, logical ID and property path, joined by slashes; `error` if one of the two threw an error. */
  readonly at: string;
  /** The type of the resource that differs, if it is in a resource. */
  readonly resourceType?: string;
  readonly cdk: unknown;
  readonly ours: unknown;
}

/** All differences between two sets of templates, or between two errors. */
export function changesBetween({ cdk, ours }: Twins): Change[] {
  if ('error' in cdk || 'error' in ours) {
    const [before, after] = [cdk, ours].map((outcome) => ('error' in outcome ? outcome.error : undefined));
    return before === after ? [] : [{ at: 'error', cdk: before, ours: after }];
  }
  return walk('', cdk.templates, ours.templates).map((change) => ({
    ...change,
    resourceType: typeAt(change.at, cdk.templates) ?? typeAt(change.at, ours.templates),
  }));
}

function walk(at: string, cdk: unknown, ours: unknown): Change[] {
  if (isDeepStrictEqual(cdk, ours)) {
    return [];
  }
  if (isRecord(cdk) && isRecord(ours)) {
    const keys = new Set([...Object.keys(cdk), ...Object.keys(ours)]);
    return [...keys].flatMap((key) => walk(at === '' ? key : `${at}/${key}`, cdk[key], ours[key]));
  }
  return [{ at, cdk, ours }];
}

function typeAt(at: string, templates: Templates): string | undefined {
  // A file name may contain slashes.
  const file = Object.keys(templates).find((name) => at.startsWith(`${name}/`)) ?? '';
  const [section, logicalId] = at.slice(file.length + 1).split('/');
  return section === 'Resources' ? templates[file]?.Resources?.[logicalId]?.Type : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
