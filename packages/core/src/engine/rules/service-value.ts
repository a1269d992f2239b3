import type { Problem } from '../problem';
import type { ServiceParameter } from '../services/service-parameter';
import { problem } from './problem';

/** What a literal of each type looks like; those that are left out may be anything. */
const FORMS: Partial<Record<ServiceParameter['type'], { readonly form: RegExp; readonly what: string }>> = {
  integer: { form: /^-?\d+$/, what: 'a whole number' },
  arn: { form: /^arn:/, what: 'an ARN' },
  url: { form: /^https?:\/\//, what: 'a URL' },
  region: { form: /^[a-z]{2,}(?:-[a-z]+)+-\d+$/, what: 'a region, such as eu-west-1' },
};

/** What is wrong with a parameter's value that names no variable. */
export function checkParameterValue(parameter: ServiceParameter, value: string): Problem[] {
  const { name, type, range, maxLength, refusesLiteralObject } = parameter;
  if (refusesLiteralObject && value.trimStart().startsWith('{')) {
    return [
      problem(
        'ServiceJsonLiteral',
        value,
        `${name}: a JSON object without variables was refused as an invalid source`,
        'send what never varies in the body, or let a value in the object be a variable, as in ${request.header.NAME}',
      ),
    ];
  }
  const expected = FORMS[type];
  if (expected !== undefined && !expected.form.test(value)) {
    return [doubtful(name, value, `is not ${expected.what}`, `pass ${expected.what}, or a variable`)];
  }
  if (range !== undefined && (Number(value) < range[0] || Number(value) > range[1])) {
    return [doubtful(name, value, `is not from ${range[0]} to ${range[1]}`, `pass a number from ${range[0]} to ${range[1]}`)];
  }
  return maxLength !== undefined && value.length > maxLength
    ? [doubtful(name, value, `has ${value.length} characters, and the service takes ${maxLength}`, 'shorten it')]
    : [];
}

function doubtful(name: string, value: string, complaint: string, remedy: string): Problem {
  return problem('ServiceParameterDoubtful', value, `${name}: ${JSON.stringify(value)} ${complaint}`, remedy);
}
