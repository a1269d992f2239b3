import { ruleId } from '@apigwv2-integrations/core/engine';
import type { FileFinding } from './check-files';

/** Versions of aws-cdk-lib that do not hand the app to plugins print nothing of a plugin that succeeds. */
export function printWarnings(findings: readonly FileFinding[]): void {
  for (const { code, message, remedy, logicalId, property, constructPath, templatePath } of findings) {
    const place = constructPath === undefined ? `${templatePath}, ${logicalId}` : `/${constructPath}`;
    console.error(`[Warning at ${place}] ${message}: ${remedy} (${property}) [ack: ${ruleId(code)}]`);
  }
}
