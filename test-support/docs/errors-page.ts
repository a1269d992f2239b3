import { RULES, ruleId } from '@apigwv2-integrations/core/engine';
import { withSection } from './section';

/** docs/errors.md. Its table of rules is generated from the catalogue. */
export function errorsPage(): string {
  const rows = [...RULES]
    .sort((a, b) => a.code.localeCompare(b.code))
    .map(
      ({ code, severity, summary }) =>
        `| [\`${code}\`](rules.md#${ruleId(code).replace('@apigwv2-integrations/', '')}) | ${severity} | ${summary} |`,
    );
  return withSection('docs/errors.md', 'rules', ['| code | severity | description |', '| --- | --- | --- |', ...rows]);
}
