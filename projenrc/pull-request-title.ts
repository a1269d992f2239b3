/** What a commit to this repository may be, and those that are a reason for a release. */
const TYPES = ['build', 'chore', 'ci', 'docs', 'feat', 'fix', 'perf', 'refactor', 'revert', 'style', 'test'];

/** Scopes beside the packages: what belongs to the repository. */
export const REPOSITORY_SCOPES = ['deps', 'ci', 'docs', 'release', 'repo', 'test'];

/**
 * Says what is wrong with the title of a pull request, which becomes the message of a commit.
 *
 * @param scopes the packages' short names
 * @returns what to change, or undefined if the title is right
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
    return `"${scope ?? ''}" is no known scope: use one of ${known.join(', ')}`;
  }
  return subject.trim() === '' ? `"${title}" has no subject: say what changes` : undefined;
}
