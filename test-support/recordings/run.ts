import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { evaluateVelocity, isVelocityFault, parseVelocity } from '@apigwv2-integrations/core/engine';
import { command } from '../command';

/** A template with its output on AWS. */
interface Recording {
  readonly name: string;
  readonly template: string;
  /** The names of its variables, which are members of the body. */
  readonly variables: readonly string[];
  /** JSON. */
  readonly body: string;
  readonly ignoresWhiteSpace: boolean;
  /** The recorder parsed output that is JSON. */
  readonly output: unknown;
}

/** The service differs from Velocity 1.7 in details, so that no engine has to agree with all of the recordings. */
const MIN_EQUAL = 190;

/** Compares the Velocity engine with what AWS recorded. Usage: run.ts <checkout of localstack/airspeed> */
function main([checkout]: readonly string[]): void {
  const folder = resolve(checkout ?? '');
  if (checkout === undefined || !existsSync(join(folder, 'tests/test_templating.snapshot.json'))) {
    throw new Error('the recordings need a checkout: git clone https://github.com/localstack/airspeed, and pass its path');
  }
  const recordings: readonly Recording[] = JSON.parse(command('python3', [join(__dirname, 'collect.py'), folder]));
  const different = recordings
    .map((recording) => [recording, outputOf(recording)] as const)
    .filter(([recording, text]) => !equals(recording, text));
  for (const [{ name, template, output }, text] of different) {
    console.log(`${name}: ${JSON.stringify({ template, recorded: output, evaluated: text }, undefined, 2)}`);
  }
  const equal = recordings.length - different.length;
  console.log(`${equal} of ${recordings.length} renderings are equal`);
  console.log(equal >= MIN_EQUAL ? '1 passed, 0 failed' : '0 passed, 1 failed');
  process.exitCode = equal >= MIN_EQUAL ? 0 : 1;
}

/** The recordings are response templates of a mock integration, which passes the variables on. */
function outputOf({ template, variables, body }: Recording): string {
  const sets = variables.map((name) => `#set($${name} = $bodyJSON.${name})`).join(' ');
  const setUp = '#set($body = $context.requestOverride.path.body)\n#set($bodyJSON = $util.parseJson($body))';
  const parsed = parseVelocity(`${setUp} ${sets}\n${template}`);
  if (isVelocityFault(parsed)) {
    return `syntax error: ${parsed.message}`;
  }
  const { text, failure } = evaluateVelocity(parsed, { context: { requestOverride: { path: { body } } } });
  return failure === undefined ? text : `failure: ${failure.message}`;
}

function equals({ output, ignoresWhiteSpace }: Recording, text: string): boolean {
  if (typeof output === 'string') {
    return (ignoresWhiteSpace ? text.trim().replace(/\s+/g, ' ') : text) === output;
  }
  return text.trim() !== '' && /^[[{"\d]/.test(text.trim()) && JSON.stringify(JSON.parse(text)) === JSON.stringify(output);
}

main(process.argv.slice(2));
