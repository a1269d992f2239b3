import { RULES, ruleId } from '@apigwv2-integrations/core/engine';
import type { PolicyViolation } from 'aws-cdk-lib';
import type { FileFinding } from './check-files';

const sources: Readonly<Record<string, string>> = Object.fromEntries(RULES.map(({ code, source }) => [code, source]));

/**
 * Converts findings to the CDK's violations: one for each rule and message, with all resources that have it. One for each
 * rule would lose the values in the messages.
 */
export function violationsOf(findings: readonly FileFinding[]): PolicyViolation[] {
  const groups = new Map<string, [FileFinding, ...FileFinding[]]>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.code, finding.severity, finding.message, finding.remedy]);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [finding]);
    } else {
      group.push(finding);
    }
  }
  return [...groups.values()].map((group) => violationOf(group));
}

function violationOf(group: readonly [FileFinding, ...FileFinding[]]): PolicyViolation {
  const [{ code, severity, message, remedy, excerpt, expression }] = group;
  const details = [excerpt, expression && `from ${expression}`].filter((line) => line !== undefined);
  return {
    ruleName: ruleId(code),
    description: [message, ...details].join('\n'),
    fix: remedy,
    severity,
    ruleMetadata: { code, source: sources[code] },
    violatingResources: group.map(({ logicalId, property, templatePath }) => ({
      resourceLogicalId: logicalId,
      templatePath,
      locations: [property],
    })),
  };
}
