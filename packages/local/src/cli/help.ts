import type { Command } from './command';

/** What `apigwv2-local --help` prints. */
export function help(commands: readonly Command[]): string {
  return [
    'apigwv2-local: API Gateway v2 routes of a synthesized CDK app, on your machine',
    '',
    'Usage',
    ...commands.map(({ usage }) => `  ${usage}`),
    '',
    'Commands',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(8)} ${summary}`),
    '',
    'Options',
    '  --json   print JSON for other programs',
    '  --help   show this help',
    '  --version',
    '',
    ...commands.flatMap(({ name, options = [] }) =>
      options.length === 0 ? [] : [`Options of ${name}`, ...options.flatMap(([flag, meaning]) => [`  ${flag}`, `      ${meaning}`]), ''],
    ),
    'Colours follow the terminal; NO_COLOR=1 turns them off, FORCE_COLOR=1 on.',
    '',
  ].join('\n');
}
