import { CONFIG_FLAG, type Flag } from '../../packages/local/src/cli/command';
import { serve } from '../../packages/local/src/cli/serve';
import { withSection } from './section';

/** The page of the command line, with the flags of `serve` as its help has them. */
export function commandLinePage(): string {
  const rows = [...serve.flags, CONFIG_FLAG].map((flag) => `| ${namesOf(flag)} | ${cell(descriptionOf(flag)).replaceAll('<', '\\<')} |`);
  return withSection('docs/local/command-line.md', 'serve-flags', ['| flag | what it does |', '| --- | --- |', ...rows]);
}

function namesOf({ name, short, value }: Flag): string {
  const long = `\`${cell(value === undefined ? `--${name}` : `--${name} ${value}`)}\``;
  return short === undefined ? long : `\`-${short}\`, ${long}`;
}

function descriptionOf({ description, repeatable, choices }: Flag): string {
  const values = choices === undefined ? '' : `; one of ${choices.join(', ')}`;
  return `${description}${values}${repeatable === true ? '. Can be repeated' : ''}`;
}

/** Markdown takes a vertical bar for the end of a cell, and angle brackets outside of code for HTML. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
