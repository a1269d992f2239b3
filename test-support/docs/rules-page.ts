import { kebab, RULES, type Rule, ruleId } from '@apigwv2-integrations/core/engine';
import { exampleOf } from '../rules/examples';
import type { Resources } from '../rules/resources';

const EVIDENCE: Record<Rule['evidence'], string> = {
  documented: 'documented by AWS',
  reported: 'users reported that AWS rejects it',
  derived: 'derived from AWS documentation, not verified against AWS',
  unverified: 'based on experience, not verified against AWS',
};

const MAX_RESOURCES = 3;
const MAX_ENTRIES = 9;
const MAX_TEXT_CHARACTERS = 100;

/** docs/rules.md, generated from the catalogue. Tests run its examples. */
export function rulesPage(): string {
  return [
    '# Rules',
    '',
    'The rules for API Gateway v2 resources. The integrations of these packages apply them when they are bound, the plugin',
    '`ApiGatewayV2Checks` applies them to any CDK app, and `apigwv2-local check` applies them to any template.',
    '`npm run docs` generates this page from the rules in `packages/core/src/engine/rules` and from the examples in',
    '`test-support/rules`, which are run as tests.',
    '',
    'An **error** is based on AWS documentation, or on a reported rejection by AWS; it makes synthesis fail. Everything else is',
    'a **warning**, which is printed and which you can acknowledge. The ID of a warning is `@apigwv2-integrations/`, followed',
    'by the name of its section on this page. [errors.md](errors.md) describes how to acknowledge a warning and how to lower an',
    'error. Intrinsic functions of literals, mappings and the defaults of parameters are resolved first. Values that',
    'CloudFormation determines at deployment, such as a `Ref` to a resource, are not checked.',
    '',
    'The examples show only the differences between the invalid and the valid template. Resources and properties that are equal',
    'in both are omitted, and long strings and lists are shortened.',
    '',
    '| rule | severity | description |',
    '| --- | --- | --- |',
    ...RULES.map(({ code, severity, summary }) => `| [\`${kebab(code)}\`](#${kebab(code)}) | ${severity} | ${summary} |`),
    '',
    ...RULES.map(section),
  ].join('\n');
}

function section({ code, severity, summary, source, evidence }: Rule): string {
  const { bad, good } = exampleOf(code);
  return [
    `## ${kebab(code)}`,
    '',
    summary,
    '',
    `- **Code** \`${code}\`, id \`${ruleId(code)}\``,
    `- **Severity** ${severity}`,
    `- **Source** <${source}> (${EVIDENCE[evidence]})`,
    '',
    'Invalid:',
    '',
    ...block(differing(bad, good)),
    '',
    'Valid:',
    '',
    ...block(differing(good, bad)),
    '',
  ].join('\n');
}

/** The resources and properties in which one example differs from the other, or all resources if their number matters. */
function differing(one: Resources, other: Resources): [string, unknown][] {
  const entries = Object.entries(one).filter(([name, body]) => isNew(body, other[name]));
  const many = Object.keys(one).length > MAX_ENTRIES;
  return many || entries.length === 0
    ? Object.entries(one).filter(([name]) => name !== 'Api')
    : entries.map(([name, { Type, Properties, DependsOn }]) => {
        const properties = Object.entries(Properties).filter(([key, value]) => isNew(value, other[name]?.Properties[key]));
        const shown = properties.length === 0 ? Properties : Object.fromEntries(properties);
        return [name, { Type, ...(DependsOn === undefined ? {} : { DependsOn }), Properties: shown }];
      });
}

const isNew = (value: unknown, other: unknown): boolean => JSON.stringify(value) !== JSON.stringify(other);

function block(resources: [string, unknown][]): string[] {
  const shown = resources.slice(0, MAX_RESOURCES);
  const left = resources.length - shown.length;
  return [
    '```yaml',
    'Resources:',
    ...yaml(Object.fromEntries(shown), '  '),
    ...(left > 0 ? [`  # and ${left} more like this`] : []),
    '```',
  ];
}

/** Renders the subset of YAML that the examples need. Strings are quoted as in JSON, which is valid YAML. */
function yaml(value: object, indent: string): string[] {
  const entries = Object.entries(value);
  const lines = entries.slice(0, MAX_ENTRIES).flatMap(([key, child]) => {
    if (Array.isArray(value)) {
      return isBranch(child) ? [`${indent}- ${yaml(child, `${indent}  `).join('\n').trimStart()}`] : [`${indent}- ${scalar(child)}`];
    }
    const name = `${/^[A-Za-z]\w*$/.test(key) ? key : JSON.stringify(key)}:`;
    return isBranch(child) ? [`${indent}${name}`, ...yaml(child, `${indent}  `)] : [`${indent}${name} ${scalar(child)}`];
  });
  const left = entries.length - MAX_ENTRIES;
  return left > 0 ? [...lines, `${indent}# and ${left} more like this`] : lines;
}

function isBranch(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !isReference(value) && Object.keys(value).length > 0;
}

/** References are rendered on one line. */
const isReference = (value: object): boolean => Object.keys(value).every((key) => key === 'Ref' || key.startsWith('Fn::'));

function scalar(value: unknown): string {
  const cut = typeof value === 'string' && value.length > MAX_TEXT_CHARACTERS;
  return cut ? `${JSON.stringify(`${value.slice(0, 20)}…`)} # ${value.length} characters` : JSON.stringify(value);
}
