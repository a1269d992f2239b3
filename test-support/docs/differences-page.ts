import { differences } from '../parity/differences';

/** docs/differences.md, generated from the data that the parity suite checks. */
export function differencesPage(): string {
  const rows = differences.map(
    ({ id, classes, option, cdk, ours, reason, cdkVersions }) =>
      `## ${id}\n\n` +
      `- **Classes**: ${classes.map((name) => `\`${name}\``).join(', ')}\n` +
      `- **Condition**: ${option}\n` +
      `- **CDK class**: ${cdk}\n` +
      `- **Our class**: ${ours}\n` +
      `- **Reason**: ${reason}\n` +
      `- **aws-cdk-lib**: \`${cdkVersions}\`\n`,
  );
  return [
    '# Differences from the CDK’s classes',
    '',
    'If you only change the import, the template stays the same, including the logical IDs, except for these differences.',
    '`npm run docs` generates this page from `test-support/parity/differences.ts`. The parity suite fails if there is a',
    'difference that is not listed, or if a listed difference does not occur.',
    '',
    'In addition, our classes report warnings about settings that are probably mistakes, where the CDK’s classes report',
    'nothing. They do not change the template, but `cdk synth --strict` fails if there are any. [errors.md](errors.md) lists',
    'them and shows [how to acknowledge a warning](errors.md#acknowledge-a-warning).',
    '',
    ...rows,
  ].join('\n');
}
