import { defineRules, problem } from '../problem';
import { at, type Finding } from '../template/finding';
import { asText, isIntrinsic } from '../template/json';
import type { Resource } from '../template/resource';
import { SOURCES_OF_RULES as AWS } from './sources';

/** Models of WebSocket APIs. */
export const MODEL_RULES = defineRules({
  ModelNameInvalid: {
    severity: 'warning',
    summary: 'The name of a model contains characters other than letters and digits.',
    source: AWS.modelApis,
    evidence: 'documented',
  },
  ModelSchemaTooLong: {
    severity: 'warning',
    summary: 'The schema of a model has more than 32,768 characters.',
    source: AWS.modelApis,
    evidence: 'documented',
  },
});

const MAX_SCHEMA_CHARACTERS = 32_768;

/** Checks the name and the schema of a model. */
export function checkModel(model: Resource): Finding[] {
  const name = model.text('Name');
  const length = lengthOf(model.raw('Schema'));
  return [
    ...(name === undefined || /^[A-Za-z0-9]*$/.test(name)
      ? []
      : at(model, 'Name', [
          problem(
            MODEL_RULES.ModelNameInvalid,
            name,
            `${JSON.stringify(name)} is not a valid name for a model`,
            'use only letters and digits',
          ),
        ])),
    ...(length > MAX_SCHEMA_CHARACTERS
      ? at(model, 'Schema', [
          problem(
            MODEL_RULES.ModelSchemaTooLong,
            undefined,
            `the schema has more than the ${MAX_SCHEMA_CHARACTERS} characters that the service accepts`,
            'shorten it, for example by removing descriptions',
          ),
        ])
      : []),
  ];
}

/** The minimum number of characters of a schema, without recursion; values that CloudFormation fills in do not count. */
function lengthOf(schema: unknown): number {
  let length = 0;
  const left: unknown[] = [schema];
  while (left.length > 0) {
    const value = left.pop();
    if (Array.isArray(value)) {
      for (const entry of value) {
        left.push(entry);
      }
    } else if (typeof value === 'object' && value !== null && !isIntrinsic(value)) {
      for (const [key, entry] of Object.entries(value)) {
        length += key.length;
        left.push(entry);
      }
    } else {
      length += asText(value)?.length ?? 0;
    }
  }
  return length;
}
