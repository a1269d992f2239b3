import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { main as apigwv2Local } from '@apigwv2-integrations/local';
import { API_EXAMPLES } from '../../test-support/rules/api-examples';
import { AUTHORIZER_EXAMPLES } from '../../test-support/rules/authorizer-examples';
import { EXPRESSION_EXAMPLES } from '../../test-support/rules/expression-examples';
import { INTEGRATION_EXAMPLES } from '../../test-support/rules/integration-examples';
import { MAPPING_EXAMPLES } from '../../test-support/rules/mapping-examples';
import type { RuleExample, RuleExamples } from '../../test-support/rules/resources';
import { RESPONSE_EXAMPLES } from '../../test-support/rules/response-examples';
import { RIGHTS_EXAMPLES } from '../../test-support/rules/rights-examples';
import { ROUTE_EXAMPLES } from '../../test-support/rules/route-examples';
import { SERVICE_EXAMPLES } from '../../test-support/rules/service-examples';
import { STAGE_EXAMPLES } from '../../test-support/rules/stage-examples';
import { WEBSOCKET_EXAMPLES } from '../../test-support/rules/websocket-examples';
import { installMiniStack, VENV } from '../gateway/ministack';
import { installRivals } from '../gateway/subjects';
import { RIVALS } from '../harness/install';
import { table, writeSection } from '../harness/report';
import { GENERAL_FAULTS } from './general-faults';

/**
 * How many faults the checks and other tools find. Each fault is a template with it and the same template without it. A
 * tool finds the fault if it reports something about the first that it does not report about the second.
 *
 * Usage: npm run bench -- faults [--write]
 */
const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } }, strict: false });

const OWN_GROUPS: Readonly<Record<string, RuleExamples>> = {
  'APIs and their stages': { ...API_EXAMPLES, ...STAGE_EXAMPLES },
  routes: ROUTE_EXAMPLES,
  authorizers: AUTHORIZER_EXAMPLES,
  integrations: INTEGRATION_EXAMPLES,
  'mappings and their expressions': { ...MAPPING_EXAMPLES, ...EXPRESSION_EXAMPLES, ...RESPONSE_EXAMPLES },
  'AWS service integrations': SERVICE_EXAMPLES,
  'permissions and roles': RIGHTS_EXAMPLES,
  'WebSocket APIs': WEBSOCKET_EXAMPLES,
};
const GENERAL = 'faults outside API Gateway, and good practice';
const TOOLS = ['checks', 'cfn-lint', 'CDK', 'cdk-nag'] as const;
type Tool = (typeof TOOLS)[number];

interface Fault {
  readonly group: string;
  readonly name: string;
  readonly example: RuleExample;
  readonly bad: string;
  readonly good: string;
}

/** What each tool reports, by file. */
type Findings = Readonly<Record<string, Readonly<Partial<Record<Tool, readonly string[]>>>>>;

async function main(): Promise<void> {
  installRivals();
  installMiniStack();
  const folder = mkdtempSync(join(tmpdir(), 'faults-'));
  try {
    const faults = writeFaults(folder);
    const files = faults.flatMap(({ bad, good }) => [bad, good]);
    process.stderr.write(`${faults.length} faults\n`);
    const own = await checks(files);
    process.stderr.write('checks\n');
    const cdk = cdkTools(files);
    process.stderr.write('cdk\n');
    const lint = cfnLint(files);
    const findings: Findings = Object.fromEntries(files.map((file) => [file, { ...cdk[file], 'cfn-lint': lint[file], checks: own[file] }]));
    const lines = report(faults, findings);
    console.log(lines.join('\n'));
    if (values.write) {
      writeSection('faults', lines, 'comparison');
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeFaults(folder: string): Fault[] {
  const groups: Readonly<Record<string, Readonly<Record<string, RuleExample | undefined>>>> = { ...OWN_GROUPS, [GENERAL]: GENERAL_FAULTS };
  let count = 0;
  return Object.entries(groups).flatMap(([group, examples]) =>
    Object.entries(examples).flatMap(([name, example]) => {
      if (example === undefined) {
        return [];
      }
      count += 1;
      const [bad = '', good = ''] = (['bad', 'good'] as const).map((kind) => {
        const file = join(folder, `${count}-${kind}.template.json`);
        writeFileSync(file, JSON.stringify({ Resources: example[kind] }));
        return file;
      });
      return [{ group, name, example, bad, good }];
    }),
  );
}

function cfnLint(files: readonly string[]): Record<string, string[]> {
  const { stdout, stderr } = spawnSync(join(VENV, 'bin/cfn-lint'), ['--format', 'json', '--', ...files], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (!stdout.trim().startsWith('[')) {
    throw new Error(`cfn-lint failed: ${stderr}`);
  }
  const found = JSON.parse(stdout) as { readonly Filename: string; readonly Rule: { readonly Id: string }; readonly Message: string }[];
  const byFile: Record<string, string[]> = Object.fromEntries(files.map((file) => [file, []]));
  for (const { Filename, Rule, Message } of found) {
    byFile[Filename]?.push(`${Rule.Id} ${Message}`);
  }
  return byFile;
}

function cdkTools(files: readonly string[]): Findings {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(__dirname, 'cdk-checks.mjs'), ...files], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, CDK_VALIDATION: 'false' },
  });
  if (status !== 0) {
    throw new Error(`cdk-checks.mjs failed: ${stderr}`);
  }
  return JSON.parse(stdout) as Findings;
}

async function checks(files: readonly string[]): Promise<Record<string, string[]>> {
  const byFile: Record<string, string[]> = {};
  for (const file of files) {
    let out = '';
    const stdout = { write: (text: string) => (out += text) };
    await apigwv2Local(['check', file, '--json'], { stdout, stderr: { write: () => true }, env: {} });
    const { findings } = JSON.parse(out) as { readonly findings: readonly { readonly code: string; readonly message: string }[] };
    byFile[file] = findings.map(({ code, message }) => `${code} ${message}`);
  }
  return byFile;
}

/** What a tool reports about the fault alone, by the first word of its findings. */
function foundBy(tool: Tool, { bad, good }: Fault, findings: Findings): string[] {
  const known = new Set(findings[good]?.[tool]);
  const own = (findings[bad]?.[tool] ?? []).filter((each) => !known.has(each));
  return [...new Set(own.map((each) => (each.startsWith('error: ') ? each : (each.split(' ')[0] ?? ''))))];
}

function report(faults: readonly Fault[], findings: Findings): string[] {
  const rate = (tool: Tool, some: readonly Fault[]) =>
    `${some.filter((fault) => foundBy(tool, fault, findings).length > 0).length} of ${some.length}`;
  const own = faults.filter(({ group }) => group !== GENERAL);
  const rows = Object.keys(OWN_GROUPS).map((group) => [
    group,
    ...TOOLS.map((tool) =>
      rate(
        tool,
        own.filter((fault) => fault.group === group),
      ),
    ),
  ]);
  const heading = ['faults', '`checks`, `check`', 'cfn-lint', 'validator of the CDK', 'cdk-nag'];
  const others = TOOLS.filter((tool) => tool !== 'checks');
  return [
    `Run on ${new Date().toISOString().slice(0, 10)}: ${versions().join(', ')}.`,
    '',
    ...table([
      heading,
      ...rows,
      ['**all rules for API Gateway v2**', ...TOOLS.map((tool) => `**${rate(tool, own)}**`)],
      [
        GENERAL,
        ...TOOLS.map((tool) =>
          rate(
            tool,
            faults.filter(({ group }) => group === GENERAL),
          ),
        ),
      ],
    ]),
    '',
    'Faults of API Gateway that the other tools find:',
    '',
    ...table([
      ['rule', ...heading.slice(2)],
      ...own
        .filter((fault) => others.some((tool) => foundBy(tool, fault, findings).length > 0))
        .map((fault) => [
          `[${kebab(fault.name)}](rules.md#${kebab(fault.name)})`,
          ...others.map((tool) => cell(foundBy(tool, fault, findings))),
        ]),
    ]),
    '',
    'Faults outside API Gateway, and good practice:',
    '',
    ...table([
      ['fault', ...heading.slice(1)],
      ...faults
        .filter(({ group }) => group === GENERAL)
        .map((fault) => [fault.name, ...TOOLS.map((tool) => cell(foundBy(tool, fault, findings)))]),
    ]),
  ];
}

function cell(rules: readonly string[]): string {
  return rules.length === 0 ? '-' : rules.map((each) => (each.startsWith('error: ') ? 'an error of the construct' : each)).join(', ');
}

function kebab(code: string): string {
  return code.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '-').toLowerCase();
}

function versions(): string[] {
  const version = (name: string) => JSON.parse(readFileSync(join(RIVALS, 'node_modules', name, 'package.json'), 'utf8')).version;
  const lint = execFileSync(join(VENV, 'bin/cfn-lint'), ['--version'], { encoding: 'utf8' }).trim();
  return [lint, `cdk-nag ${version('cdk-nag')} (AwsSolutions)`, `aws-cdk-lib ${version('aws-cdk-lib')}`];
}

void main();
