import { kebab, type Resources, RULES, type Rule, ruleId } from '@apigwv2-integrations/core/engine';

const TRUST: Record<Rule['trust'], string> = {
  documented: 'AWS documents it',
  reported: 'a refusal by AWS that its users reported',
  derived: 'follows from what AWS documents, not verified against AWS',
  memory: 'known from experience, not verified against AWS',
};

const MOST_RESOURCES = 3;
const MOST_ENTRIES = 9;
const LONGEST_TEXT = 100;

/** docs/rules.md, from the catalogue whose examples the tests run. */
export function rulesPage(): string {
  return [
    '# Rules',
    '',
    'What is checked in API Gateway v2 resources: by the integrations of this family when they are bound, by the',
    'plugin `ApiGatewayV2Checks` in any CDK app, and by `apigwv2-local check` in any template. This page is written by',
    '`npm run docs` from the catalogue in `packages/core/src/engine/catalogue`, whose examples are run as tests.',
    '',
    'An **error** rests on what AWS documents, or on a refusal that was reported; it fails the synthesis. Everything',
    'else is a **warning**: it is printed, and acknowledged under its id, which is `@apigwv2-integrations/` and the',
    'name of its anchor here. [errors.md](errors.md) tells how, and how an error is lowered. What CloudFormation works out',
    'only when it deploys (`Ref`, `Fn::...`) is not judged.',
    '',
    'An example shows what differs between the bad and the good: resources and properties that are the same in both are',
    'left out, and long texts and lists are cut short.',
    '',
    '| rule | severity | what it tells |',
    '| --- | --- | --- |',
    ...RULES.map(({ code, severity, summary }) => `| [\`${kebab(code)}\`](#${kebab(code)}) | ${severity} | ${summary} |`),
    '',
    ...RULES.map(section),
  ].join('\n');
}

function section({ code, severity, summary, source, trust, bad, good }: Rule): string {
  return [
    `## ${kebab(code)}`,
    '',
    summary,
    '',
    `- **Code** \`${code}\`, id \`${ruleId(code)}\``,
    `- **Severity** ${severity}`,
    `- **Source** <${source}> (${TRUST[trust]})`,
    '',
    'Bad:',
    '',
    ...block(differing(bad, good)),
    '',
    'Good:',
    '',
    ...block(differing(good, bad)),
    '',
  ].join('\n');
}

/** What one side lacks or has otherwise: resources and their properties; all of it where the number counts. */
function differing(one: Resources, other: Resources): [string, unknown][] {
  const entries = Object.entries(one).filter(([name, body]) => isNew(body, other[name]));
  const many = Object.keys(one).length > MOST_ENTRIES;
  return many || entries.length === 0
    ? Object.entries(one).filter(([name]) => name !== 'Api')
    : entries.map(([name, { Type, Properties }]) => {
        const properties = Object.entries(Properties).filter(([key, value]) => isNew(value, other[name]?.Properties[key]));
        return [name, { Type, Properties: properties.length === 0 ? Properties : Object.fromEntries(properties) }];
      });
}

const isNew = (value: unknown, other: unknown): boolean => JSON.stringify(value) !== JSON.stringify(other);

function block(resources: [string, unknown][]): string[] {
  const shown = resources.slice(0, MOST_RESOURCES);
  const left = resources.length - shown.length;
  return [
    '```yaml',
    'Resources:',
    ...yaml(Object.fromEntries(shown), '  '),
    ...(left > 0 ? [`  # and ${left} more of the kind`] : []),
    '```',
  ];
}

/** As much of YAML as the examples need: texts are quoted as in JSON, which is YAML, too. */
function yaml(value: object, indent: string): string[] {
  const entries = Object.entries(value);
  const lines = entries.slice(0, MOST_ENTRIES).flatMap(([key, child]) => {
    if (Array.isArray(value)) {
      return isBranch(child) ? [`${indent}- ${yaml(child, `${indent}  `).join('\n').trimStart()}`] : [`${indent}- ${scalar(child)}`];
    }
    const name = `${/^[A-Za-z]\w*$/.test(key) ? key : JSON.stringify(key)}:`;
    return isBranch(child) ? [`${indent}${name}`, ...yaml(child, `${indent}  `)] : [`${indent}${name} ${scalar(child)}`];
  });
  const left = entries.length - MOST_ENTRIES;
  return left > 0 ? [...lines, `${indent}# and ${left} more of the kind`] : lines;
}

function isBranch(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !isReference(value) && Object.keys(value).length > 0;
}

/** A reference reads best on one line. */
const isReference = (value: object): boolean => Object.keys(value).every((key) => key === 'Ref' || key.startsWith('Fn::'));

function scalar(value: unknown): string {
  const cut = typeof value === 'string' && value.length > LONGEST_TEXT;
  return cut ? `${JSON.stringify(`${value.slice(0, 20)}…`)} # ${value.length} characters` : JSON.stringify(value);
}
