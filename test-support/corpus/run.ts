import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asObject, type JsonObject } from '@apigwv2-integrations/core/engine';
import { parseTemplate } from '../../packages/local/src/template/parse-template';
import { isSam } from '../../packages/local/src/template/sam/expand-sam';
import { REPOSITORY } from '../repository';
import { StepRunner } from '../step-runner';
import { compareWithSam, type Difference, packaged } from './compare';
import { describe, readFolder } from './read-folder';
import { TEMPLATES } from './templates';
import { installTranslator, translate } from './translator';

/**
 * Compares the expansion of SAM templates with that of aws-sam-translator, and reads the templates of the corpus.
 *
 * Usage: npm run test:corpus [-- folder], which reads all templates of the folder
 */
const CORPUS = join(REPOSITORY, '../shared/corpus');
const MIN_COMPARED_TEMPLATES = 60;

/** Errors of the corpus that are true: a role that API Gateway cannot assume, and inline code without its handler. */
const TRUE_ERRORS = [
  /^cdk\/sc-wssqs-\S+ \[HandlerNotFound\] \S+: its handler \w+\.handler must be in index/,
  /^sam\/http_api_with_auth_updated\.yaml \[RoleNotAssumable\] MyApi:/,
  /^sam\/http_api_with_auth_updated\.yaml \[HandlerNotFound\] MyAuthFn:/,
];

async function main(): Promise<void> {
  const [folder] = process.argv.slice(2);
  const steps = new StepRunner();
  if (folder !== undefined) {
    await steps.run(`read ${folder}`, () => read(folder, []));
    return steps.finish();
  }
  const version = await steps.prepare('aws-sam-translator', installTranslator);
  if (version !== undefined) {
    await compareAll(version, steps);
  }
  if (existsSync(CORPUS)) {
    await steps.run('read the corpus', () => read(CORPUS, TRUE_ERRORS));
  } else {
    console.log(`there is no ${CORPUS}: only the templates of this repository are compared`);
  }
  steps.finish();
}

interface SamTemplate {
  readonly name: string;
  readonly body: JsonObject;
}

async function compareAll(version: string, steps: StepRunner): Promise<void> {
  const templates = [...corpusTemplates(), ...Object.entries(TEMPLATES).map(([name, body]) => ({ name, body: asObject(body) }))];
  const prepared = templates.map(({ name, body }) => ({ name, body: packaged(body) }));
  const results = translate(prepared.map(({ body }) => body));
  const counts = new Map<string, number>();
  let compared = 0;
  for (const [index, { name, body }] of prepared.entries()) {
    const { body: translated, refused } = results[index] ?? {};
    if (translated === undefined) {
      console.log(`refused by SAM: ${name}: ${refused}`);
      continue;
    }
    await steps.run(`compare ${name}`, () => {
      const { differences, counts: found } = compareWithSam(body, translated);
      for (const [type, number] of found) {
        counts.set(type, (counts.get(type) ?? 0) + number);
      }
      if (differences.length > 0) {
        throw new Error(differences.map(shown).join('\n'));
      }
      compared += 1;
    });
  }
  console.log(`${compared} templates as aws-sam-translator ${version} makes them:`);
  console.log(
    [...counts]
      .sort()
      .map(([type, number]) => `  ${String(number).padStart(4)}  ${type}`)
      .join('\n'),
  );
  await steps.run(`at least ${MIN_COMPARED_TEMPLATES} templates`, () => {
    if (existsSync(CORPUS) && compared < MIN_COMPARED_TEMPLATES) {
      throw new Error(`only ${compared} templates were compared`);
    }
  });
}

function corpusTemplates(): readonly SamTemplate[] {
  const folder = join(CORPUS, 'sam');
  const files = existsSync(folder) ? readdirSync(folder).sort() : [];
  return files.flatMap((file) => {
    const { body } = parseTemplate(readFileSync(join(folder, file), 'utf8'), file);
    return isSam(asObject(body)) ? [{ name: file, body: asObject(body) }] : [];
  });
}

function shown({ logicalId, ours = 'nothing', theirs = 'nothing' }: Difference): string {
  return `  ${logicalId}\n    ours   ${ours}\n    theirs ${theirs}`;
}

function read(folder: string, trueErrors: readonly RegExp[]): void {
  const summary = readFolder(folder);
  console.log(describe(summary));
  const wrong = trueErrors.length === 0 ? [] : summary.errors.filter((error) => !trueErrors.some((pattern) => pattern.test(error)));
  if (summary.failures.length > 0 || wrong.length > 0) {
    throw new Error([...summary.failures, ...wrong.map((error) => `this error is no fault of the template: ${error}`)].join('\n'));
  }
}

void main();
