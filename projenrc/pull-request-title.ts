/** The types of conventional commits that this repository accepts. */
const TYPES = ['build', 'chore', 'ci', 'docs', 'feat', 'fix', 'perf', 'refactor', 'revert', 'style', 'test'];

/** Scopes that are not the name of a package. */
export const REPOSITORY_SCOPES = ['deps', 'ci', 'docs', 'release', 'repo', 'test'];

/** Checks the title of a pull request, which becomes a commit message.
 *
 * @param scopes the packages' short names
 * @returns the problem and its remedy, or undefined if the title is valid
 */
export function titleProblem(title: string, scopes: readonly string[]): string | undefined {
  const known = [...scopes, ...REPOSITORY_SCOPES];
  const [, type, scope, subject] = /^([a-z]+)(?:\(([^()]*)\))?!?: (.*)$/.exec(title) ?? [];
  if (type === undefined) {
    return `"${title}" is not a conventional commit: write type(scope): subject, such as fix(${scopes[0]}): keep the timeout`;
  }
  if (!TYPES.includes(type)) {
    return `"${type}" is not a valid type: use one of ${TYPES.join(', ')}`;
  }
  if (scope === undefined || !known.includes(scope)) {
    return `"${scope ?? ''}" is not a valid scope: use one of ${known.join(', ')}`;
  }
  return subject.trim() === '' ? `"${title}" has no subject: describe the change` : undefined;
}
