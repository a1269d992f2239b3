import {
  CONTEXT_VARIABLES,
  contextVariable,
  isWebSocketLogVariable,
  OTHER_LOG_VARIABLES,
  WEBSOCKET_LOG_VARIABLES,
} from '../names/context-variables';
import { suggest } from '../names/suggest';
import { defineRules, type Problem, problem } from '../problem';
import type { Protocol } from '../template/api';
import { at, type Finding } from '../template/finding';
import { asText, member } from '../template/json';
import type { Resource } from '../template/resource';
import { SOURCES_OF_RULES as AWS } from './sources';

/** The access log of a stage. */
export const ACCESS_LOG_RULES = defineRules({
  AccessLogVariableNotSupported: {
    severity: 'error',
    summary: 'The format of an access log contains a context variable that is misspelled, or that this kind of API does not support.',
    source: AWS.logVariablesRefused,
    evidence: 'reported',
  },
  AccessLogVariableUnknown: {
    severity: 'warning',
    summary: 'The format of an access log contains a context variable that is not documented for this kind of API.',
    source: AWS.contextVariables,
    evidence: 'derived',
  },
  AccessLogFormatNotOneLine: {
    severity: 'error',
    summary: 'The format of an access log contains a line break before its end.',
    source: AWS.logLineRefused,
    evidence: 'reported',
  },
  AccessLogRequestIdMissing: {
    severity: 'error',
    summary: 'The format of an access log contains neither $context.requestId nor $context.extendedRequestId.',
    source: AWS.logRequestIdRequired,
    evidence: 'reported',
  },
  AccessLogFormatTooLong: {
    severity: 'warning',
    summary: 'The format of an access log has more than 3 KB.',
    source: AWS.limits,
    evidence: 'documented',
  },
  AccessLogDestinationInvalid: {
    severity: 'error',
    summary: 'The destination of an access log is not the ARN of a log group, or, in a WebSocket API, of a delivery stream.',
    source: AWS.cfnAccessLogSettings,
    evidence: 'documented',
  },
  AccessLogSettingsIncomplete: {
    severity: 'warning',
    summary: 'An access log has a format but no destination, or a destination but no format.',
    source: AWS.cfnAccessLogSettings,
    evidence: 'documented',
  },
});

const MAX_FORMAT_BYTES = 3 * 1024;
const VARIABLE = /\$context\.([A-Za-z0-9_.]+)/g;
const LOG_GROUP = /^arn:[^:]*:logs:[^:]*:[^:]*:log-group:/;
const DELIVERY_STREAM = /^arn:[^:]*:firehose:[^:]*:[^:]*:deliverystream\//;
/** No real format has as many faulty variables: one finding lists no more. */
const MAX_LISTED_VARIABLES = 10;
/** Variables of other kinds of APIs that the CDK's default format has, in stages that are deployed. */
const IN_CDK_FORMAT = ['httpMethod', 'protocol', 'resourcePath', 'responseLength'];

/** Checks where a stage logs requests, and what. */
export function checkAccessLog(stage: Resource, protocol: Protocol | undefined): Finding[] {
  const settings = stage.object('AccessLogSettings');
  if (settings === undefined) {
    return [];
  }
  const [format, destination] = [member(settings, 'Format'), member(settings, 'DestinationArn')];
  const findings = [
    ...at(stage, 'AccessLogSettings/Format', checkFormat(asText(format), protocol)),
    ...at(stage, 'AccessLogSettings/DestinationArn', checkDestinationArn(asText(destination), protocol)),
  ];
  if ((format === undefined) !== (destination === undefined)) {
    const absent = format === undefined ? 'Format' : 'DestinationArn';
    const message = `the AccessLogSettings have no ${absent}, so nothing is logged`;
    findings.push(
      ...at(stage, 'AccessLogSettings', [problem(ACCESS_LOG_RULES.AccessLogSettingsIncomplete, undefined, message, `add ${absent}`)]),
    );
  }
  return findings;
}

function checkFormat(format: string | undefined, protocol: Protocol | undefined): Problem[] {
  if (format === undefined) {
    return [];
  }
  const bytes = new TextEncoder().encode(format).length;
  if (bytes > MAX_FORMAT_BYTES) {
    const message = `the format of the access log has ${bytes} bytes, but the quota is ${MAX_FORMAT_BYTES}`;
    return [problem(ACCESS_LOG_RULES.AccessLogFormatTooLong, format, message, 'log fewer variables')];
  }
  const names = Array.from(format.matchAll(VARIABLE), ([, name]) => name.replace(/\.+$/, ''));
  const problems = checkVariables([...new Set(names)], protocol);
  if (!names.includes('requestId') && !names.includes('extendedRequestId')) {
    const message =
      'the format of the access log contains neither $context.requestId nor $context.extendedRequestId; the service requires one of them';
    problems.push(problem(ACCESS_LOG_RULES.AccessLogRequestIdMissing, format, message, 'add $context.requestId'));
  }
  if (/[\r\n]/.test(format.trimEnd())) {
    const message =
      'the format of the access log contains a line break: the service responds with "Access Log format must be single line, new line character is allowed only at end of the format"';
    problems.push(problem(ACCESS_LOG_RULES.AccessLogFormatNotOneLine, format, message, 'write the format on a single line'));
  }
  return problems;
}

function checkVariables(names: readonly string[], protocol: Protocol | undefined): Problem[] {
  if (protocol === undefined) {
    return [];
  }
  const documented = protocol === 'HTTP' ? CONTEXT_VARIABLES : WEBSOCKET_LOG_VARIABLES;
  const isDocumented = (name: string) => (protocol === 'HTTP' ? contextVariable(name) !== 'unknown' : isWebSocketLogVariable(name));
  const others = [...OTHER_LOG_VARIABLES, ...(protocol === 'HTTP' ? WEBSOCKET_LOG_VARIABLES : CONTEXT_VARIABLES)];
  const refused: string[] = [];
  const unknown: string[] = [];
  for (const name of names.filter((candidate) => !isDocumented(candidate) || REFUSED[protocol].includes(candidate))) {
    const certain = others.includes(name) || REFUSED[protocol].includes(name) || suggest(name, documented) !== undefined;
    (certain && !IN_CDK_FORMAT.includes(name) ? refused : unknown).push(name);
  }
  return [
    ...(refused.length === 0
      ? []
      : [
          problem(
            ACCESS_LOG_RULES.AccessLogVariableNotSupported,
            refused[0],
            `the service responds with "The following context variables are not supported: [${listed(refused)}]"`,
            remedyFor(refused, documented),
          ),
        ]),
    ...(unknown.length === 0
      ? []
      : [
          problem(
            ACCESS_LOG_RULES.AccessLogVariableUnknown,
            unknown[0],
            `${listed(unknown)} ${unknown.length === 1 ? 'is' : 'are'} not documented for the access logs of ${protocol === 'HTTP' ? 'HTTP' : 'WebSocket'} APIs`,
            'check the name: a variable without a value is logged as -',
          ),
        ]),
  ];
}

/** Documented, but refused by the service since. */
const REFUSED: Readonly<Record<Protocol, readonly string[]>> = { HTTP: ['identity.cognitoIdentityId'], WEBSOCKET: ['authorizer', 'error'] };

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MAX_LISTED_VARIABLES).map((name) => `$context.${name}`);
  return `${shown.join(', ')}${names.length > MAX_LISTED_VARIABLES ? ', ...' : ''}`;
}

function remedyFor(names: readonly string[], documented: readonly string[]): string {
  const corrections = names.slice(0, MAX_LISTED_VARIABLES).flatMap((name) => {
    const suggestion = suggest(name, documented);
    return suggestion === undefined || suggestion === name ? [] : [`$context.${suggestion}`];
  });
  return corrections.length === 0 ? 'remove them' : `did you mean ${corrections.join(', ')}? Remove those that do not exist`;
}

function checkDestinationArn(arn: string | undefined, protocol: Protocol | undefined): Problem[] {
  if (arn === undefined || LOG_GROUP.test(arn) || (protocol !== 'HTTP' && DELIVERY_STREAM.test(arn))) {
    return [];
  }
  const kinds = protocol === 'HTTP' ? 'a log group' : 'a log group or a delivery stream';
  const message = `${JSON.stringify(arn)} is not the ARN of ${kinds}`;
  return [problem(ACCESS_LOG_RULES.AccessLogDestinationInvalid, arn, message, 'pass arn:aws:logs:REGION:ACCOUNT:log-group:NAME')];
}
