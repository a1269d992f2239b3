import { titleProblem } from '../pull-request-title';
import { packagesOnDisk } from './packages-on-disk';

/** Usage: PULL_REQUEST_TITLE='fix(lambda): ...' npm run title */
const title = process.env.PULL_REQUEST_TITLE;
if (title === undefined) {
  throw new Error('PULL_REQUEST_TITLE is not set: set it to the title to check');
}
const problem = titleProblem(
  title,
  packagesOnDisk().map(({ folder }) => folder.split('/')[1]),
);
console.log(problem ?? `"${title}" is a conventional commit with a valid scope`);
process.exitCode = problem === undefined ? 0 : 1;
