import { differences } from '../parity/differences';

/** docs/differences.md, from the data that the parity suite holds the packages to. */
export function differencesPage(): string {
  const rows = differences.map(
    ({ id, classes, option, cdk, ours, reason, cdkVersions }) =>
      `## ${id}\n\n` +
      `- **Where**: ${classes.map((name) => `\`${name}\``).join(', ')}, ${option}\n` +
      `- **The CDK's class** ${cdk}\n` +
      `- **Ours** ${ours}\n` +
      `- **Why**: ${reason}\n` +
      `- **aws-cdk-lib**: \`${cdkVersions}\`\n`,
  );
  return [
    '# Differences from the CDK’s classes',
    '',
    'Change the import, and the template stays the same, logical ids included, but for what is on this page.',
    'It is written by `npm run docs` from `test-support/parity/differences.ts`: a difference that is not listed',
    'there fails the parity suite, and so does one that is listed and does not occur.',
    '',
    ...rows,
  ].join('\n');
}
