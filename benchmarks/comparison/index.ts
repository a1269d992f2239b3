import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { installRivals } from '../gateway/subjects';
import { writeSection } from '../harness/report';
import { ACCESS_CASES } from './access-cases';
import { BACKEND_CASES } from './backend-cases';
import { type Case, type Gateway, type Outcome, play } from './case';
import { type Fixtures, startFixtures } from './fixtures';
import { startLocal } from './gateways/local';
import { startMiniStack } from './gateways/ministack';
import { startServerlessOffline } from './gateways/serverless-offline';
import { HTTP_CASES } from './http-cases';
import { type Played, report } from './report';
import { WEBSOCKET_CASES } from './websocket-cases';

/**
 * Plays one app through the local gateway and through others that run on this machine, and compares what they do with
 * documented and recorded behaviors of the service.
 *
 * Usage: npm run bench -- comparison [--only apigwv2-local,MiniStack] [--case mapping] [--write]
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    case: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
  },
  strict: false,
});

const CASES: readonly Case[] = [...HTTP_CASES, ...ACCESS_CASES, ...BACKEND_CASES, ...WEBSOCKET_CASES];
const START: Readonly<Record<Gateway['name'], (folder: string, fixtures: Fixtures) => Promise<Gateway>>> = {
  'apigwv2-local': startLocal,
  'serverless-offline': startServerlessOffline,
  MiniStack: startMiniStack,
};

async function main(): Promise<void> {
  const names = (values.only === undefined ? Object.keys(START) : String(values.only).split(',')) as Gateway['name'][];
  const cases = CASES.filter(({ group, title }) => `${group} ${title}`.includes(String(values.case)));
  if (values.write && (values.only !== undefined || values.case !== '')) {
    throw new Error('only a complete run can be written to the page');
  }
  installRivals();
  const folder = mkdtempSync(join(tmpdir(), 'comparison-'));
  const fixtures = await startFixtures();
  try {
    const played: Played[] = [];
    for (const name of names) {
      played.push(await playAll(name, cases, join(folder, name), fixtures));
    }
    const lines = [
      `Run on ${today()}: ${played.map(({ name, version }) => `${name} ${version}`).join('; ')}.`,
      '',
      ...report(cases, played),
    ];
    console.log(lines.join('\n'));
    if (values.write) {
      writeSection('gateways', lines, 'comparison');
    }
  } finally {
    fixtures.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function playAll(name: Gateway['name'], cases: readonly Case[], folder: string, fixtures: Fixtures): Promise<Played> {
  mkdirSync(folder);
  const gateway = await START[name](folder, fixtures);
  try {
    const outcomes: Outcome[] = [];
    for (const each of cases) {
      const outcome = await play(each, gateway, fixtures);
      process.stderr.write(`${name}: ${each.title}: ${outcome.kind}${outcome.kind === 'wrong' ? `: ${outcome.seen}` : ''}\n`);
      outcomes.push(outcome);
    }
    return { name, version: gateway.version, outcomes };
  } finally {
    await gateway.stop();
  }
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

void main();
