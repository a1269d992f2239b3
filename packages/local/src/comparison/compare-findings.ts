import { createHash } from 'node:crypto';
import type { Finding } from '../find-problems';

/**
 * What identifies a finding across changes of the app: the rule, the construct and the property. Lines, messages, and the logical
 * IDs of constructs can change.
 *
 * @param hasOneStack whether the name of the stack does not matter
 */
function identityOf({ code, severity, stack, logicalId, constructPath, property }: Finding, hasOneStack: boolean): string {
  const place = constructPath?.replace(/\/(?:Resource|Default)$/, '') ?? `${hasOneStack ? '' : stack}#${logicalId}`;
  return JSON.stringify([code, severity, place, property]);
}

const FINGERPRINT_CHARACTERS = 16;

/** A short text that identifies each finding, in the order of the findings. Findings of one identity are numbered. */
export function fingerprintsOf(findings: readonly Finding[]): readonly string[] {
  const counts = new Map<string, number>();
  return findings.map((finding) => {
    const identity = identityOf(finding, false);
    const count = (counts.get(identity) ?? 0) + 1;
    counts.set(identity, count);
    return `${createHash('sha256').update(identity).digest('hex').slice(0, FINGERPRINT_CHARACTERS)}:${count}`;
  });
}

/**
 * The findings of one app that another one does not have. If a property has more findings of a rule than before, those with a new
 * message are taken.
 */
export function findingsWithout(findings: readonly Finding[], others: readonly Finding[], hasOneStack: boolean): readonly Finding[] {
  const counterparts = new Map<string, string[]>();
  for (const finding of others) {
    const identity = identityOf(finding, hasOneStack);
    counterparts.set(identity, [...(counterparts.get(identity) ?? []), finding.message]);
  }
  const unmatched = findings.filter((finding) => {
    const messages = counterparts.get(identityOf(finding, hasOneStack)) ?? [];
    const index = messages.indexOf(finding.message);
    if (index >= 0) {
      messages.splice(index, 1);
    }
    return index < 0;
  });
  return unmatched.filter((finding) => counterparts.get(identityOf(finding, hasOneStack))?.pop() === undefined);
}
