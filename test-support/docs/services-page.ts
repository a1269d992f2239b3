import {
  type Evidence,
  KEY_ACTIONS_EVIDENCE,
  SERVICE_SUBTYPES,
  type ServiceParameter,
  type ServiceSubtype,
} from '@apigwv2-integrations/core/engine';
import { withSection } from './section';

const EVIDENCE: Record<Evidence, string> = {
  documented: 'documented',
  reported: 'reported',
  derived: 'derived',
  unverified: '**not verified**',
};

/** docs/service-integrations.md. Its tables are generated from the data of the engine. */
export function servicesPage(): string {
  return withSection('docs/service-integrations.md', 'table', [...overview(), '', ...SERVICE_SUBTYPES.flatMap(section), ...doubts()]);
}

function overview(): string[] {
  return [
    '| subtype | required parameters | permission | payload format version |',
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
    '| parameter | required | description | value | evidence |',
    '| --- | --- | --- | --- | --- |',
    ...parameters.map(
      (parameter) =>
        `| \`${parameter.name}\` | ${parameter.required ? 'yes' : '-'} | ${parameter.purpose} | ${form(parameter)} | ${EVIDENCE[parameter.evidence]} |`,
    ),
    '',
    `- **Permission**: \`${permission.action}\` on ${permission.resources.map((arn) => `\`${arn}\``).join(', ')} (${EVIDENCE[permission.evidence]})`,
    ...(keyActions.length === 0
      ? []
      : [
          `- **Permission on the key of an encrypted resource**: ${keyActions.map((action) => `\`${action}\``).join(' and ')} (${EVIDENCE[KEY_ACTIONS_EVIDENCE]})`,
        ]),
    `- **Response**: ${answer.text} (${EVIDENCE[answer.evidence]})`,
    ...notes.map(({ text, evidence }) => `- ${text} (${EVIDENCE[evidence]})`),
    '',
  ];
}

const TYPES: Record<ServiceParameter['type'], string> = {
  text: 'string',
  integer: 'integer',
  json: 'JSON object',
  list: 'JSON array',
  time: 'timestamp',
  data: 'bytes, as a string',
  arn: 'ARN',
  url: 'URL',
  region: 'region',
};

function form({ type, range, maxLength, refusesLiteralObject }: ServiceParameter): string {
  const limits = [
    range && `from ${range[0]} to ${range[1]}`,
    maxLength && `of at most ${maxLength} characters`,
    refusesLiteralObject && 'that contains a variable',
  ];
  return [TYPES[type], ...limits].filter(Boolean).join(' ');
}

/** Lists all unverified facts in one place. */
function doubts(): string[] {
  const doubtful = SERVICE_SUBTYPES.flatMap(({ subtype, parameters, permission, keyActions, answer, notes }) => [
    ...parameters
      .filter(({ evidence, name }) => evidence === 'unverified' && name !== 'Region')
      .map(({ name }) => `\`${subtype}\`: the format of \`${name}\``),
    ...(permission.evidence === 'unverified' ? [`\`${subtype}\`: the permission`] : []),
    ...(keyActions.length > 0 ? [`\`${subtype}\`: the permission on the key`] : []),
    ...(answer.evidence === 'unverified' ? [`\`${subtype}\`: the response`] : []),
    ...notes.filter(({ evidence }) => evidence === 'unverified').map(({ text }) => `\`${subtype}\`: ${text}`),
  ]);
  return [
    '### Unverified facts',
    '',
    'AWS documents which parameters exist and which are required. The following facts are based only on experience:',
    '',
    '- every subtype: `Region` is the name of a region, and the service is called in that region',
    ...doubtful.map((text) => `- ${text}`),
    '',
  ];
}

const names = (parameters: readonly ServiceParameter[]): string => parameters.map(({ name }) => `\`${name}\``).join(', ');
