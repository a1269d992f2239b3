import { ACTIONS, type Action } from '../../projenrc/components/workflows/actions';
import { withSection } from './section';

/** docs/releasing.md. Its table lists the actions that the workflows use. */
export function releasingPage(): string {
  return withSection('docs/releasing.md', 'actions', [
    '| action | version | pinned to |',
    '| --- | --- | --- |',
    ...Object.values<Action>(ACTIONS).map(
      ({ name, version, commit }) =>
        `| \`${name}\` | ${version} | ${commit === undefined ? `the tag \`${version.split('.')[0]}\`` : `the commit \`${commit.slice(0, 12)}\``} |`,
    ),
  ]);
}
