import { Attempts } from '../attempts';
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
  const wanted = process.argv.slice(2);
  const attempts = new Attempts();
  const summary: string[] = [];
  for (const language of LANGUAGES.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    const prepared = await attempts.prepare(language.name, () => language.prepare());
    for (const program of prepared?.programs ?? []) {
      await attempts.run(program.name, () => program.run());
    }
    if (prepared !== undefined) {
      summary.push(`${language.name.padEnd(7)} ${prepared.programs.length} programs against ${prepared.against}`);
    }
  }
  console.log(summary.join('\n'));
  attempts.finish();
}

void main();
