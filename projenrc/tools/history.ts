import { execFileSync } from 'node:child_process';

export const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8' }).trim();

/** The tag of a package's last release that HEAD builds on, such as `@apigwv2-integrations/core@1.2.0`. */
export function lastTagOf(name: string): string | undefined {
  const [tag] = git('tag', '--list', `${name}@*`, '--merged', 'HEAD', '--sort=-creatordate', '--sort=-version:refname').split('\n');
  return tag === '' ? undefined : tag;
}

export const versionIn = (tag: string): string => tag.slice(tag.lastIndexOf('@') + 1);

/** Whether a commit message declares a breaking change, as conventional commits define it. */
export function isBreaking(message: string): boolean {
  return /^\w+(\([^)]*\))?!:/.test(message) || /^BREAKING[ -]CHANGE:/m.test(message);
}

/** Whether a commit to a folder since a tag declares a breaking change. */
export function breaksSince(tag: string, folder: string): boolean {
  return git('log', '--format=%B%x00', `${tag}..HEAD`, '--', folder)
    .split('\0')
    .some((message) => isBreaking(message.trim()));
}
