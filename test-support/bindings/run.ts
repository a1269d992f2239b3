import type { Language } from './language';
import { python } from './python';

/**
 * Runs every program against the built distributions of the packages.
 *
 * Usage: npm run test:bindings [-- language ...]
 */
const LANGUAGES: Language[] = [python];

const wanted = process.argv.slice(2);
let passed = 0;
let failed = 0;

for (const language of LANGUAGES.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  for (const program of prepared(language)) {
    attempt(program.name, () => program.run());
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

function prepared(language: Language) {
  const started = Date.now();
  try {
    const programs = language.prepare();
    console.log(`ready   ${language.name} in ${since(started)}`);
    return programs;
  } catch (error) {
    failed += 1;
    console.log(`failed  ${language.name} could not be prepared\n${messageOf(error)}`);
    return [];
  }
}

function attempt(name: string, run: () => void): void {
  const started = Date.now();
  try {
    run();
    passed += 1;
    console.log(`passed  ${name} in ${since(started)}`);
  } catch (error) {
    failed += 1;
    console.log(`failed  ${name} in ${since(started)}\n${messageOf(error)}`);
  }
}

function since(started: number): string {
  return `${((Date.now() - started) / 1000).toFixed(1)} s`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
