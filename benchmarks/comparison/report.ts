import type { Case, Gateway, Outcome } from './case';

/** The outcomes of one gateway, in the order of the cases. */
export interface Played {
  readonly name: Gateway['name'];
  readonly version: string;
  readonly outcomes: readonly Outcome[];
}

/** How many cases of a group came out right, and a table of all cases with their sources. */
export function report(cases: readonly Case[], played: readonly Played[]): string[] {
  const groups = [...new Set(cases.map(({ group }) => group))];
  const count = (outcomes: readonly Outcome[], group?: string) => {
    const own = outcomes.filter((_, index) => group === undefined || cases[index].group === group);
    const right = own.filter(({ kind }) => kind === 'right').length;
    const missing = own.filter(({ kind }) => kind === 'not offered').length;
    return missing === own.length ? 'not offered' : `${right} of ${own.length}`;
  };
  return [
    `| behaviors | ${played.map(({ name }) => name).join(' | ')} |`,
    `| --- |${played.map(() => ' --- |').join('')}`,
    ...groups.map((group) => `| ${group} | ${played.map(({ outcomes }) => count(outcomes, group)).join(' | ')} |`),
    `| **all** | ${played.map(({ outcomes }) => `**${count(outcomes)}**`).join(' | ')} |`,
    '',
    ...groups.flatMap((group) => [`#### ${capitalized(group)}`, '', ...groupTable(cases, played, group), '']),
  ].slice(0, -1);
}

function groupTable(cases: readonly Case[], played: readonly Played[], group: string): string[] {
  return [
    `| behavior | source | ${played.map(({ name }) => name).join(' | ')} |`,
    `| --- | --- |${played.map(() => ' --- |').join('')}`,
    ...cases.flatMap((each, index) =>
      each.group === group
        ? [
            `| ${each.title} | [${each.source.name}](${each.source.url}) | ${played.map(({ outcomes }) => cell(outcomes[index])).join(' | ')} |`,
          ]
        : [],
    ),
  ];
}

function cell(outcome: Outcome): string {
  return outcome.kind === 'wrong'
    ? `no: \`${outcome.seen.replace(/\|/g, '\\|').replace(/`/g, "'")}\``
    : outcome.kind === 'right'
      ? 'yes'
      : '-';
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
