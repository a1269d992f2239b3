import { parseDestination, parseExpression, printDestination, printVariable, type Variable } from '@apigwv2-integrations/core/engine';
import { type Call, call, type Expression, text } from './program';

type Pair = readonly [key: string, expression: string];

/** The method of a mapping for each destination. */
const METHODS: Readonly<Record<string, string>> = { header: 'Header', querystring: 'QueryString', path: 'Path', statuscode: 'StatusCode' };

/** The calls of `ParameterMapping` that make a request mapping. The result has exactly these keys and expressions. */
export function requestCalls(pairs: readonly Pair[]): readonly Call[] {
  return pairs.map(([key, expression]) => {
    const method = methodOf(key, expression, 'querystring');
    if (method === undefined) {
      return { method: 'custom', args: [text(key), text(expression)] };
    }
    const { verb, location, name } = method;
    const args = name === undefined ? [] : [text(name)];
    return { method: verb + METHODS[location], args: verb === 'remove' ? args : [...args, factoryCall(expression, REQUEST)] };
  });
}

/** The calls of `ResponseParameterMapping` that make a response mapping for a status code. */
export function responseCalls(statusCode: number, pairs: readonly Pair[]): readonly Call[] {
  const status: Expression = { kind: 'number', value: statusCode };
  return pairs.map(([key, expression]) => {
    const method = methodOf(key, expression, 'statuscode');
    if (method === undefined) {
      return { method: 'custom', args: [status, text(key), text(expression)] };
    }
    const { verb, location, name } = method;
    const args = [status, ...(name === undefined ? [] : [text(name)])];
    if (location === 'statuscode') {
      return { method: verb + METHODS[location], args: [...args, text(expression)] };
    }
    return { method: verb + METHODS[location], args: verb === 'remove' ? args : [...args, factoryCall(expression, RESPONSE)] };
  });
}

/** A value that a method for removals writes by itself. */
const NO_VALUE = ['', "''"];

/** What a method says about a key; undefined for a key that only `custom` can write. */
function methodOf(key: string, expression: string, own: 'querystring' | 'statuscode') {
  const destination = parseDestination(key);
  if (destination === undefined || printDestination(destination) !== key) {
    return undefined;
  }
  const { action, location, name } = destination;
  const isNamed = location === 'header' || location === 'querystring';
  const isKnown =
    isNamed && (location === 'header' || own === 'querystring')
      ? name !== undefined && ['append', 'overwrite', 'remove'].includes(action)
      : name === undefined && action === 'overwrite' && location === (own === 'querystring' ? 'path' : 'statuscode');
  return isKnown && (action !== 'remove' || NO_VALUE.includes(expression)) ? { verb: action, location, name } : undefined;
}

/** The class that makes values, and its factories. */
interface Factories {
  readonly owner: 'MappingValue' | 'ResponseMappingValue';
  /** Undefined for a variable that only `custom` can write. */
  variable(variable: Variable): Expression | undefined;
}

const REQUEST: Factories = {
  owner: 'MappingValue',
  variable(variable) {
    const make = (method: string, ...args: string[]) => call('MappingValue', method, ...args.map(text));
    switch (variable.source) {
      case 'request.header':
        return make('requestHeader', variable.name);
      case 'request.querystring':
        return make('requestQueryString', variable.name);
      case 'request.path':
        return variable.name === undefined ? make('requestPath') : make('requestPathParam', variable.name);
      case 'request.body':
        return variable.path === undefined ? make('wholeRequestBody') : field(variable.path.text, (path) => make('requestBody', path));
      case 'context': {
        const [, claim] = /^authorizer\.claims\.(.+)$/s.exec(variable.name) ?? [];
        return claim === undefined ? make('contextVariable', variable.name) : make('authorizerClaim', claim);
      }
      case 'stageVariables':
        return make('stageVariable', variable.name);
      default:
        return undefined;
    }
  },
};

const RESPONSE: Factories = {
  owner: 'ResponseMappingValue',
  variable(variable) {
    const make = (method: string, ...args: Expression[]) => call('ResponseMappingValue', method, ...args);
    switch (variable.source) {
      case 'response.header':
        return make('header', text(variable.name));
      case 'response.body':
        return variable.path === undefined ? make('body') : field(variable.path.text, (path) => make('body', text(path)));
      case 'context':
        return make('context', call('ContextVariable', 'of', text(variable.name)));
      case 'stageVariables':
        return make('stageVariable', text(variable.name));
      default:
        return undefined;
    }
  },
};

/** The methods for the body add the first dot. */
function field(path: string, make: (path: string) => Expression): Expression | undefined {
  return path.startsWith('.') ? make(path.slice(1)) : undefined;
}

/** A value that comes to exactly this expression. */
function factoryCall(expression: string, { owner, variable }: Factories): Expression {
  const custom = call(owner, 'custom', text(expression));
  const { parts, faults } = parseExpression(expression);
  const [first] = parts;
  if (first === undefined || faults.length > 0) {
    return custom;
  }
  if (parts.length === 1) {
    if (first.kind === 'text') {
      return call(owner, 'text', text(first.text));
    }
    return (first.form === 'bare' ? exactly(first.variable, variable) : undefined) ?? custom;
  }
  const joined = parts.map((part) => {
    if (part.kind === 'text') {
      return text(part.text);
    }
    return part.form === 'braced' ? exactly(part.variable, variable) : undefined;
  });
  return joined.includes(undefined) ? custom : call(owner, 'join', ...(joined as Expression[]));
}

function exactly(variable: Variable, make: Factories['variable']): Expression | undefined {
  // In braces, a name may contain characters at which the same variable without braces ends.
  const [part, ...others] = parseExpression(`$${printVariable(variable)}`).parts;
  const isSame = others.length === 0 && part?.kind === 'variable' && printVariable(part.variable) === printVariable(variable);
  return isSame ? make(variable) : undefined;
}

/** The calls of `WebSocketParameterMapping` that make the request parameters of a WebSocket API. */
export function parameterCalls(pairs: readonly Pair[]): readonly Call[] {
  return pairs.map(([destination, source]) => {
    const [, location = '', name] = /^integration\.request\.(header|querystring|path)\.(.+)$/s.exec(destination) ?? [];
    return name === undefined
      ? { method: 'custom', args: [text(destination), text(source)] }
      : {
          method: { header: 'header', querystring: 'queryString', path: 'pathVariable' }[location] ?? 'custom',
          args: [text(name), sourceOf(source)],
        };
  });
}

const WEBSOCKET_FACTORIES: Readonly<Record<string, string>> = {
  'route.request.body.': 'requestBody',
  'route.request.header.': 'requestHeader',
  'route.request.querystring.': 'requestQueryString',
  'route.request.multivalueheader.': 'requestMultiValueHeader',
  'route.request.multivaluequerystring.': 'requestMultiValueQueryString',
  'stageVariables.': 'stageVariable',
};

function sourceOf(source: string): Expression {
  const make = (method: string, argument: Expression) => call('WebSocketMappingValue', method, argument);
  const [, fixed] = /^'([^']*)'$/s.exec(source) ?? [];
  if (fixed !== undefined) {
    return make('text', text(fixed));
  }
  const [, variable] = /^context\.(.+)$/s.exec(source) ?? [];
  if (variable !== undefined) {
    return make('context', call('WebSocketContextVariable', 'of', text(variable)));
  }
  const found = Object.entries(WEBSOCKET_FACTORIES).find(([prefix]) => source.startsWith(prefix) && source.length > prefix.length);
  return found === undefined ? make('custom', text(source)) : make(found[1], text(source.slice(found[0].length)));
}
