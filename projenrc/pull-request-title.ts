/** The allowed types of commits, and those that cause a release. */
const TYPES = ['build', 'chore', 'ci', 'docs', 'feat', 'fix', 'perf', 'refactor', 'revert', 'style', 'test'];

/** Scopes for changes to the repository itself. */
export const REPOSITORY_SCOPES = ['deps', 'ci', 'docs', 'release', 'repo', 'test'];

/**
 * Checks the title of a pull request, which becomes a commit message.
 *
 * @param scopes The short names of the packages.
 * @returns What to change, or undefined if the title is valid.
 */
export function titleProblem(title: string, scopes: readonly string[]): string | undefined {
  const known = [...scopes, ...REPOSITORY_SCOPES];
  const [, type, scope, subject] = /^([a-z]+)(?:\(([^()]*)\))?!?: (.*)$/.exec(title) ?? [];
  if (type === undefined) {
    return `"${title}" is no conventional commit: write type(scope): subject, such as fix(${scopes[0]}): keep the timeout`;
  }
  if (!TYPES.includes(type)) {
    return `"${type}" is no known type: use one of ${TYPES.join(', ')}`;
  }
  if (scope === undefined || !known.includes(scope)) {
    return `"${scope ?? ''}" is not a known scope: use one of ${known.join(', ')}`;
  }
  return subject.trim() === '' ? `"${title}" has no subject: say what changes` : undefined;
}
