import type { ValidateFunction } from 'ajv';
import type AjvDraft04 from 'ajv-draft-04';
import type { ModelPlan, RequestModelsPlan } from '../../definitions/websocket-model';
import { loadDependency } from '../../load-dependency';
import type { RouteRun } from '../route-run';
import { compileSelection, MessageBody } from '../selection-expression';
import type { Failed } from './backend';

/** Validates the message of a run; undefined if it is valid. */
export type ModelValidation = (run: RouteRun) => Promise<Failed | undefined>;

const CATCH_ALL = '$default';

/**
 * Compiles the validation of a route's messages.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-request-validation.html
 */
export function compileModels({ selection, models }: RequestModelsPlan): ModelValidation {
  const select = compileSelection(selection);
  const validators = new Map<ModelPlan, ValidateFunction | string>();
  return async ({ eventType, body: text }) => {
    if (eventType !== 'MESSAGE') {
      return undefined;
    }
    const body = new MessageBody(text);
    const key = select({ body });
    const model = models.get(key) ?? models.get(CATCH_ALL);
    if (model === undefined) {
      return invalid(`no model has the key ${JSON.stringify(key)} that ${selection} selects, and there is none for ${CATCH_ALL}`);
    }
    const validate = validators.get(model) ?? (await compileSchema(model));
    validators.set(model, validate);
    if (typeof validate === 'string') {
      return invalid(validate);
    }
    if (body.json === undefined) {
      return invalid(`the message is not JSON, as the model ${model.name} requires`);
    }
    const problem = problemIn(body.json, validate);
    return problem === undefined ? undefined : invalid(`the message does not match the model ${model.name}: ${problem}`);
  };
}

/** What a schema says against a value. */
function problemIn(value: unknown, validate: ValidateFunction): string | undefined {
  try {
    const [error] = validate(value) ? [] : (validate.errors ?? []);
    return error && `${error.instancePath || 'the message'} ${error.message ?? 'is invalid'}`;
  } catch (error) {
    // A schema that refers to itself is validated recursively, and a message can be nested more deeply than the stack allows.
    return `it cannot be validated: ${(error as Error).message}`;
  }
}

/** Loads ajv on first use: apps without models start faster without it. */
async function compileSchema({ name, schema }: ModelPlan): Promise<ValidateFunction | string> {
  const Ajv = loadDependency<typeof AjvDraft04>('ajv-draft-04');
  const { $schema: _dialect, ...rules } = schema;
  try {
    // Formats are optional in draft 4, and it is not known which of them the service checks.
    return new Ajv({ strict: false, validateFormats: false, logger: false }).compile(rules);
  } catch (error) {
    return `the schema of the model ${name} is invalid: ${(error as Error).message}`;
  }
}

function invalid(reason: string): Failed {
  return { kind: 'failed', message: 'Bad request body', statusCode: 400, reason };
}
