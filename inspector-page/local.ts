import { runProcess } from '../packages/local/src/cli/run-process';
import { readPage } from '../packages/local/src/inspector/static-files';
import { buildPage } from './build';

/** Runs `apigwv2-local` from its sources. `serve --ui` bundles the page from its sources first, unless it is up to date. */
runProcess(async () => {
  await buildPage();
  return readPage();
});
