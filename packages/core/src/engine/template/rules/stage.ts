import type { Problem } from '../engine';
import { at, type Finding, problem } from '../finding';
import { asText, entriesOf } from '../json';
import type { Resource } from '../resource';

const MAX_STAGE_VARIABLES = 100;
const MAX_VARIABLE_NAME_CHARACTERS = 64;
const MAX_VARIABLE_VALUE_CHARACTERS = 512;

/** The name of a stage, its length aside. */
export function checkStageName(stage: Resource): Finding[] {
  const name = stage.text('StageName');
  return name === undefined || name === '' || name === '$default' || /^[A-Za-z0-9_-]+$/.test(name)
    ? []
    : at(stage, 'StageName', [
        problem(
          'StageNameInvalid',
          name,
          `${JSON.stringify(name)} is no name of a stage`,
          'use letters, digits, hyphens and underscores, or $default in an HTTP API',
        ),
      ]);
}

/** The variables of a stage: how many, and what they are called and hold. */
export function checkStageVariables(stage: Resource): Finding[] {
  const variables = entriesOf(stage.object('StageVariables'));
  return [
    ...(variables.length > MAX_STAGE_VARIABLES
      ? at(stage, 'StageVariables', [
          problem(
            'StageVariablesOverQuota',
            String(variables.length),
            `the stage has ${variables.length} variables, and the quota is ${MAX_STAGE_VARIABLES}`,
            'let the backend read the rest from where it is kept, such as AWS AppConfig',
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
          'StageVariableNameInvalid',
          name,
          `${JSON.stringify(name)} is no name of a stage variable`,
          `use letters, digits and underscores, ${MAX_VARIABLE_NAME_CHARACTERS} characters at most`,
        ),
      ];
}

/** An empty value is what the charset's pattern excludes and the length allows: it is left alone. */
function checkValue(name: string, value: string): Problem[] {
  return [
    ...(/^[A-Za-z0-9\-._~:/?#&=,]*$/.test(value)
      ? []
      : [
          problem(
            'StageVariableValueInvalid',
            value,
            `the stage variable ${name} holds a character that the service does not take`,
            'use letters, digits and -._~:/?#&=, alone: a percent sign is none of them',
          ),
        ]),
    ...(value.length <= MAX_VARIABLE_VALUE_CHARACTERS
      ? []
      : [
          problem(
            'StageVariableValueTooLong',
            value,
            `the stage variable ${name} has ${value.length} characters, and the quota is ${MAX_VARIABLE_VALUE_CHARACTERS}`,
            'shorten it, or keep the value where the backend reads it',
          ),
        ]),
  ];
}
