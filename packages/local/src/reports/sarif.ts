import { pathToFileURL } from 'node:url';
import { kebab, RULES, type Rule, ruleId } from '@apigwv2-integrations/core/engine';
import { fingerprintsOf } from '../comparison/compare-findings';
import type { CheckReport, Finding, SuppressedFinding } from '../find-problems';
import { READER_RULES } from '../template/problem';
import { repositoryPath } from './repository-path';

const REPOSITORY = 'https://github.com/apigwv2-integrations/apigwv2-integrations';
const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
/** Stands for the root of the repository, as GitHub's code scanning expects. */
const ROOT = '%SRCROOT%';

/** What SARIF needs besides the report. */
export interface SarifOptions {
  /** The version of this package. */
  readonly version: string;
  /** Paths are relative to this folder. */
  readonly root: string;
}

/** Renders a report as a log in the Static Analysis Results Interchange Format, version 2.1.0. */
export function renderSarif(report: CheckReport, { version, root }: SarifOptions): string {
  const { findings, suppressed, notChecked, staleWarning, comparison } = report;
  const reported = [...findings, ...suppressed.map(({ finding }) => finding)];
  const suppressions = new Map(suppressed.map((each) => [each.finding, each]));
  const fingerprints = fingerprintsOf(reported);
  const codes = [...new Set(reported.map(({ code }) => code))];
  const indices = new Map(codes.map((code, index) => [code, index]));
  const log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'apigwv2-local',
            semanticVersion: version,
            informationUri: REPOSITORY,
            rules: codes.map(describeRule),
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: [
              ...(staleWarning === undefined ? [] : [notification('warning', staleWarning)]),
              ...notChecked.map(({ kind, reason, stack, logicalId }) =>
                notification('note', `${logicalId === undefined ? stack : `${stack}/${logicalId}`}: ${kind} not checked: ${reason}`),
              ),
            ],
          },
        ],
        results: reported.map((finding, index) => ({
          ruleId: finding.rule,
          ruleIndex: indices.get(finding.code),
          level: finding.severity,
          message: { text: messageOf(finding) },
          locations: [locationOf(finding, root)],
          // GitHub identifies an alert by this name.
          partialFingerprints: { primaryLocationLineHash: fingerprints[index] },
          ...suppressionOf(suppressions.get(finding)),
          ...(comparison === undefined ? {} : { baselineState: 'new' }),
          properties: { stack: finding.stack, template: finding.file, logicalId: finding.logicalId, property: finding.property },
        })),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

const RULES_BY_CODE: ReadonlyMap<string, Rule> = new Map([...RULES, ...Object.values(READER_RULES)].map((rule) => [rule.code, rule]));

function describeRule(code: string): object {
  const rule = RULES_BY_CODE.get(code) as Rule;
  const page = Object.hasOwn(READER_RULES, code) ? 'local/command-line.md#check-in-continuous-integration' : `rules.md#${kebab(code)}`;
  const helpUri = `${REPOSITORY}/blob/main/docs/${page}`;
  return {
    id: ruleId(code),
    name: code,
    shortDescription: { text: rule.summary },
    fullDescription: { text: rule.summary },
    helpUri,
    help: { text: `${rule.summary}\n${helpUri}`, markdown: `${rule.summary}\n\n[About this rule](${helpUri})` },
    defaultConfiguration: { level: rule.severity },
    properties: { source: rule.source, evidence: rule.evidence, tags: ['api-gateway'] },
  };
}

function messageOf({ message, excerpt, expression, remedy }: Finding): string {
  const from = expression === undefined ? undefined : `from ${expression}`;
  return [message, excerpt, from, `Remedy: ${remedy}`].filter((line) => line !== undefined).join('\n');
}

function locationOf(finding: Finding, root: string): object {
  const { position, file, constructPath, stack, logicalId } = finding;
  const name = constructPath ?? `${stack}/${logicalId}`;
  return {
    physicalLocation: {
      artifactLocation: artifactLocation(position?.file ?? file, root),
      ...(position === undefined ? {} : { region: { startLine: position.line, startColumn: position.column } }),
    },
    logicalLocations: [{ name: name.split('/').at(-1), fullyQualifiedName: name, kind: 'resource' }],
  };
}

function artifactLocation(file: string, root: string): object {
  const path = repositoryPath(file, root);
  return path === undefined
    ? { uri: pathToFileURL(file).href }
    : { uri: path.split('/').map(encodeURIComponent).join('/'), uriBaseId: ROOT };
}

/** An acknowledgement is in the code of the app; an option of the command is not. */
function suppressionOf(suppressed: SuppressedFinding | undefined): object {
  return suppressed === undefined
    ? {}
    : { suppressions: [{ kind: suppressed.by === 'app' ? 'inSource' : 'external', status: 'accepted', justification: suppressed.reason }] };
}

function notification(level: 'warning' | 'note', text: string): object {
  return { level, message: { text } };
}
