import { writeFileSync } from 'node:fs';
import { pages } from './pages';

for (const [path, render] of Object.entries(pages)) {
  writeFileSync(path, render());
  console.log(`wrote ${path}`);
}
