import { defineRules, type Problem, problem } from '../problem';
import { at, type Finding } from '../template/finding';
import { asText, entriesOf } from '../template/json';
import type { Resource } from '../template/resource';
import { SOURCES_OF_RULES as AWS } from './sources';

/** Names and variables of stages. */
export const STAGE_RULES = defineRules({
  StageNameInvalid: {
    severity: 'warning',
    summary: 'The name of a stage contains characters other than letters, digits, hyphens and underscores.',
    source: AWS.knownIssues,
    evidence: 'derived',
  },
  StageVariableNameInvalid: {
    severity: 'error',
    summary: 'The name of a stage variable is not 1 to 64 letters, digits and underscores.',
    source: AWS.modelStages,
    evidence: 'documented',
  },
  StageVariableValueInvalid: {
    severity: 'error',
    summary: 'The value of a stage variable contains a character that the service does not accept.',
    source: AWS.modelStages,
    evidence: 'documented',
  },
  StageVariableValueTooLong: {
    severity: 'warning',
    summary: 'The value of a stage variable has more than 512 characters; the service model and the quotas disagree about the limit.',
    source: AWS.httpQuotas,
    evidence: 'derived',
  },
  StageVariablesOverQuota: {
    severity: 'warning',
    summary: 'A stage has more than 100 stage variables.',
    source: AWS.httpQuotas,
    evidence: 'documented',
  },
});

const MAX_STAGE_VARIABLES = 100;
const MAX_VARIABLE_NAME_CHARACTERS = 64;
const MAX_VARIABLE_VALUE_CHARACTERS = 512;

/** Checks the characters of a stage name. */
export function checkStageName(stage: Resource): Finding[] {
  const name = stage.text('StageName');
  return name === undefined || name === '' || name === '$default' || /^[A-Za-z0-9_-]+$/.test(name)
    ? []
    : at(stage, 'StageName', [
        problem(
          STAGE_RULES.StageNameInvalid,
          name,
          `${JSON.stringify(name)} is not a valid name for a stage`,
          'use letters, digits, hyphens and underscores, or $default in an HTTP API',
        ),
      ]);
}

/** Checks the number, the names and the values of stage variables. */
export function checkStageVariables(stage: Resource): Finding[] {
  const variables = entriesOf(stage.object('StageVariables'));
  return [
    ...(variables.length > MAX_STAGE_VARIABLES
      ? at(stage, 'StageVariables', [
          problem(
            STAGE_RULES.StageVariablesOverQuota,
            String(variables.length),
            `the stage has ${variables.length} variables, but the quota is ${MAX_STAGE_VARIABLES}`,
            'store the other values where the backend can read them, such as in AWS AppConfig',
          ),
        ])
      : []),
    ...variables.flatMap(([name, value]) =>
      at(stage, `StageVariables/${name}`, [...checkName(name), ...checkValue(name, asText(value) ?? '')]),
    ),
  ];
}

function checkName(name: string): Problem[] {
  return /^\w+$/.test(name) && name.length <= MAX_VARIABLE_NAME_CHARACTERS
    ? []
    : [
        problem(
          STAGE_RULES.StageVariableNameInvalid,
          name,
          `${JSON.stringify(name)} is not a valid name for a stage variable`,
          `use letters, digits and underscores, at most ${MAX_VARIABLE_NAME_CHARACTERS} characters`,
        ),
      ];
}

/** An empty value is not checked, because the documented pattern and the documented length contradict each other. */
function checkValue(name: string, value: string): Problem[] {
  return [
    ...(/^[A-Za-z0-9\-._~:/?#&=,]*$/.test(value)
      ? []
      : [
          problem(
            STAGE_RULES.StageVariableValueInvalid,
            value,
            `the stage variable ${name} contains a character that the service does not accept`,
            'use letters, digits and -._~:/?#&=, only; percent signs are not allowed',
          ),
        ]),
    ...(value.length <= MAX_VARIABLE_VALUE_CHARACTERS
      ? []
      : [
          problem(
            STAGE_RULES.StageVariableValueTooLong,
            value,
            `the stage variable ${name} has ${value.length} characters, but the quota is ${MAX_VARIABLE_VALUE_CHARACTERS}`,
            'shorten it, or store the value where the backend can read it',
          ),
        ]),
  ];
}
