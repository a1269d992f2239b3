import { StepRunner } from '../step-runner';
import { dotnet } from './dotnet';
import { go } from './go';
import { java } from './java';
import type { Language } from './language';
import { python } from './python';

/**
 * Runs every program against the built distributions of the packages.
 *
 * Usage: npm run test:bindings [-- language ...]
 */
const LANGUAGES: Language[] = [python, java, go, dotnet];

async function main(): Promise<void> {
  const selected = process.argv.slice(2);
  const steps = new StepRunner();
  const summary: string[] = [];
  for (const language of LANGUAGES.filter(({ name }) => selected.length === 0 || selected.includes(name))) {
    const prepared = await steps.prepare(language.name, () => language.prepare());
    for (const program of prepared?.programs ?? []) {
      await steps.run(program.name, () => program.run());
    }
    if (prepared !== undefined) {
      summary.push(`${language.name.padEnd(7)} ${prepared.programs.length} programs against ${prepared.against}`);
    }
  }
  console.log(summary.join('\n'));
  steps.finish();
}

void main();
