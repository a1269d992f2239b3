import type { Template } from '../assembly/template';
import { asObject, isObject, type JsonObject, member } from '../json';

const MAX_VALUE_DEPTH = 100;
const NOTHING = Symbol('AWS::NoValue');

/** Whether a condition of the template holds; undefined for one that is not there. */
export type Holds = (condition: string) => boolean | undefined;

/** The template as its conditions leave it: without what they leave out, and with one side of each `Fn::If`. */
export function applyConditions(template: Template, holds: Holds): Template {
  const { body } = template;
  const parts = ['Resources', 'Outputs'].map((part) => [part, settleMembers(asObject(member(body, part)), holds)] as const);
  return { ...template, body: Object.fromEntries([...Object.entries(body), ...parts]) };
}

function settleMembers(members: JsonObject, holds: Holds): JsonObject {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, entry]) => {
      const condition = member(entry, 'Condition');
      const isLeftOut = typeof condition === 'string' && holds(condition) === false;
      const settled = isLeftOut ? NOTHING : settleValue(entry, holds, 0);
      return settled === NOTHING ? [] : [[name, settled]];
    }),
  );
}

function settleValue(value: unknown, holds: Holds, depth: number): unknown {
  if (depth > MAX_VALUE_DEPTH || typeof value !== 'object' || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown) => settleValue(item, holds, depth + 1)).filter((item) => item !== NOTHING);
  }
  return isObject(value) ? settleObject(value, holds, depth) : value;
}

function settleObject(value: JsonObject, holds: Holds, depth: number): unknown {
  if (member(value, 'Ref') === 'AWS::NoValue') {
    return NOTHING;
  }
  const branches = member(value, 'Fn::If');
  const [condition, yes, no]: unknown[] = Array.isArray(branches) ? branches : [];
  const isTrue = typeof condition === 'string' ? holds(condition) : undefined;
  if (isTrue !== undefined) {
    return settleValue(isTrue ? yes : no, holds, depth + 1);
  }
  const entries = Object.entries(value).map(([name, inner]) => [name, settleValue(inner, holds, depth + 1)] as const);
  return Object.fromEntries(entries.filter(([, inner]) => inner !== NOTHING));
}
