import { type JsonPath, parseExpression } from '@apigwv2-integrations/core/engine';
import { firstHeader } from '../gateway/header';
import type { Field } from '../gateway/message';

/** A message, parsed once, and only if an expression reads a field of it. */
export class MessageBody {
  private parsed?: { readonly value: unknown };

  public constructor(public readonly text: string | undefined) {}

  /** Undefined for text that is not JSON. */
  public get json(): unknown {
    this.parsed ??= { value: parse(this.text) };
    return this.parsed.value;
  }
}

function parse(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a selection expression can read. */
export interface SelectionInput {
  readonly body: MessageBody;
  /** Only expressions of integration responses can read it. */
  readonly response?: { readonly statusCode: number; readonly headers: readonly Field[] };
}

type Selection = (input: SelectionInput) => string;

/** An escaped dollar sign, or a variable with or without braces. */
const SPECIAL = /\\\$|\$\{([^}]*)\}|\$([A-Za-z][\w.[\]'"-]*)/g;
const CATCH_ALL = '$default';

/**
 * Compiles a selection expression. Variables without a value, and those that the expression cannot read, become empty text.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-selection-expressions.html
 */
export function compileSelection(expression: string): Selection {
  // Some guides write it without the backslash.
  if (expression === CATCH_ALL) {
    return () => CATCH_ALL;
  }
  const parts: Selection[] = [];
  let at = 0;
  const addText = (text: string): void => {
    if (text !== '') {
      parts.push(() => text);
    }
  };
  for (const match of expression.matchAll(SPECIAL)) {
    addText(expression.slice(at, match.index));
    const variable = match[1] ?? match[2];
    if (variable === undefined) {
      addText('$');
    } else {
      parts.push(compileVariable(variable));
    }
    at = match.index + match[0].length;
  }
  addText(expression.slice(at));
  return (input) => parts.map((part) => part(input)).join('');
}

/** Messages never reach these routes, whatever the selection expression returns. */
const LIFECYCLE_ROUTES: ReadonlySet<string> = new Set(['$connect', '$disconnect']);

/** The value of the route selection expression for a message, and the key of the route that it selects. */
export interface MessageSelection {
  readonly value: string;
  /** Undefined if no route matches, and there is no `$default` route. */
  readonly key?: string;
}

/** The routes of an API, and the expression that selects one of them. */
export interface SelectableRoutes {
  readonly routes: readonly { readonly key: string }[];
  readonly routeSelectionExpression: string;
}

/** Compiles the selection of the routes of an API. */
export function compileRouteSelection({ routes, routeSelectionExpression }: SelectableRoutes): (text: string) => MessageSelection {
  const keys = new Set(routes.map(({ key }) => key));
  const select = compileSelection(routeSelectionExpression);
  const fallback = keys.has(CATCH_ALL) ? CATCH_ALL : undefined;
  return (text) => {
    const value = select({ body: new MessageBody(text) });
    return { value, key: keys.has(value) && !LIFECYCLE_ROUTES.has(value) ? value : fallback };
  };
}

const HEADER = /^integration\.response\.(multivalue)?header\.(.+)$/;

function compileVariable(variable: string): Selection {
  if (variable === 'integration.response.statuscode') {
    return ({ response }) => (response === undefined ? '' : String(response.statusCode));
  }
  const [, multiple, name] = HEADER.exec(variable) ?? [];
  if (name !== undefined) {
    const lower = name.toLowerCase();
    return ({ response: { headers } = { headers: [] } }) =>
      multiple === undefined
        ? (firstHeader(headers, lower) ?? '')
        : headers
            .filter(([each]) => each.toLowerCase() === lower)
            .map(([, value]) => value)
            .join(',');
  }
  const [part] = parseExpression(`\${${variable}}`).parts;
  if (part?.kind !== 'variable' || part.variable.source !== 'request.body') {
    return () => '';
  }
  const { path } = part.variable;
  return ({ body }) => (path === undefined ? (body.text ?? '') : valueText(valueAt(body.json, path)));
}

function valueAt(root: unknown, { steps }: JsonPath): unknown {
  let value = root;
  for (const step of steps) {
    if (step.kind === 'name') {
      const isNamed = typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, step.name);
      value = isNamed ? (value as Record<string, unknown>)[step.name] : undefined;
    } else {
      value = step.kind === 'index' && Array.isArray(value) ? value.at(step.index) : undefined;
    }
  }
  return value;
}

const MAX_PRINTED_DEPTH = 64;

/** Prints a value as the service does: a list as `[a, b]`, and null as empty text. */
function valueText(value: unknown, depth = 0): string {
  if (value === undefined || value === null || depth > MAX_PRINTED_DEPTH) {
    return '';
  }
  if (Array.isArray(value)) {
    return `[${value.map((item) => valueText(item, depth + 1)).join(', ')}]`;
  }
  if (typeof value === 'object') {
    return `{${Object.entries(value)
      .map(([name, item]) => `${name}=${valueText(item, depth + 1)}`)
      .join(', ')}}`;
  }
  return String(value);
}
