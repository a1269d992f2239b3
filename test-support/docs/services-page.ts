import {
  KEY_ACTIONS_TRUST,
  SERVICE_SUBTYPES,
  type ServiceParameter,
  type ServiceSubtype,
  type Trust,
} from '@apigwv2-integrations/core/engine';
import { withSection } from './section';

const TRUST: Record<Trust, string> = {
  documented: 'documented',
  reported: 'reported',
  derived: 'derived',
  memory: '**not verified**',
};

/** docs/service-integrations.md, whose tables are those of the engine. */
export function servicesPage(): string {
  return withSection('docs/service-integrations.md', 'table', [...overview(), '', ...SERVICE_SUBTYPES.flatMap(section), ...doubts()]);
}

function overview(): string[] {
  return [
    '| subtype | required parameters | the role may | payload version |',
    '| --- | --- | --- | --- |',
    ...SERVICE_SUBTYPES.map(
      ({ subtype, parameters, permission, payloadVersion }) =>
        `| [\`${subtype}\`](#${subtype.toLowerCase()}) | ${names(parameters.filter(({ required }) => required))} | \`${permission.action}\` | ${payloadVersion} |`,
    ),
  ];
}

function section(row: ServiceSubtype): string[] {
  const { subtype, service, parameters, permission, keyActions, answer, notes } = row;
  return [
    `### ${subtype}`,
    '',
    `Package [\`${service}\`](${service}.md).`,
    '',
    '| parameter | required | what it is for | a value is | known |',
    '| --- | --- | --- | --- | --- |',
    ...parameters.map(
      (parameter) =>
        `| \`${parameter.name}\` | ${parameter.required ? 'yes' : '-'} | ${parameter.purpose} | ${form(parameter)} | ${TRUST[parameter.trust]} |`,
    ),
    '',
    `- **The role may** \`${permission.action}\` on ${permission.resources.map((arn) => `\`${arn}\``).join(', ')} (${TRUST[permission.trust]})`,
    ...(keyActions.length === 0
      ? []
      : [
          `- **On the key of an encrypted resource** ${keyActions.map((action) => `\`${action}\``).join(' and ')} (${TRUST[KEY_ACTIONS_TRUST]})`,
        ]),
    `- **The client gets** ${answer.text} (${TRUST[answer.trust]})`,
    ...notes.map(({ text, trust }) => `- ${text} (${TRUST[trust]})`),
    '',
  ];
}

const TYPES: Record<ServiceParameter['type'], string> = {
  text: 'text',
  integer: 'a whole number',
  json: 'a JSON object',
  list: 'a JSON array',
  time: 'a time',
  data: 'bytes, as text',
  arn: 'an ARN',
  url: 'a URL',
  region: 'a region',
};

function form({ type, range, maxLength, refusesLiteralObject }: ServiceParameter): string {
  const limits = [
    range && `from ${range[0]} to ${range[1]}`,
    maxLength && `of ${maxLength} characters at most`,
    refusesLiteralObject && 'with a variable in it',
  ];
  return [TYPES[type], ...limits].filter(Boolean).join(' ');
}

/** What rests on memory alone, in one place. */
function doubts(): string[] {
  const doubtful = SERVICE_SUBTYPES.flatMap(({ subtype, parameters, permission, keyActions, answer, notes }) => [
    ...parameters
      .filter(({ trust, name }) => trust === 'memory' && name !== 'Region')
      .map(({ name }) => `\`${subtype}\`: the form of \`${name}\``),
    ...(permission.trust === 'memory' ? [`\`${subtype}\`: what the role needs`] : []),
    ...(keyActions.length > 0 ? [`\`${subtype}\`: the rights on the key`] : []),
    ...(answer.trust === 'memory' ? [`\`${subtype}\`: what the client gets`] : []),
    ...notes.filter(({ trust }) => trust === 'memory').map(({ text }) => `\`${subtype}\`: ${text}`),
  ]);
  return [
    '### What is not verified',
    '',
    'That each parameter exists is documented, and which are required. These facts are known from experience alone:',
    '',
    '- every subtype: that `Region` takes the name of a region, and calls the service there',
    ...doubtful.map((text) => `- ${text}`),
    '',
  ];
}

const names = (parameters: readonly ServiceParameter[]): string => parameters.map(({ name }) => `\`${name}\``).join(', ');
