import type {
  AuthorizerEntry,
  ConnectEntry,
  DisconnectEntry,
  FunctionEntry,
  LogEntry,
  MappedParts,
  MessageEntry,
  ReloadEntry,
  ReloadedRoute,
  RequestEntry,
} from '../gateway/log-entry';
import { type Line, printLine, type Style, span } from './line';
import { line } from './table';

/** How log entries are rendered. */
export interface EntryOptions {
  readonly color: boolean;
  /** Whether decisions of authorizers are shown. @default false */
  readonly verbose?: boolean;
}

/** Renders a log entry as text. */
export function renderEntry(entry: LogEntry, { color, verbose = false }: EntryOptions): string {
  let printed = '';
  for (const each of entry.kind === 'authorizer' && !verbose ? [] : linesOf(entry)) {
    printed += `${printLine(each, color)}\n`;
  }
  return printed;
}

/** What takes the place of log entries that were dropped. */
export function renderDropped(count: number): string {
  return `    ${count} log entries are not shown: the output was not read in time\n`;
}

const SPACE = span(' ');

function linesOf(entry: LogEntry): readonly Line[] {
  switch (entry.kind) {
    case 'request':
      return requestLines(entry);
    case 'authorizer':
      return [authorizerLine(entry)];
    case 'function':
      return functionLines(entry);
    case 'invocation':
      // The line of the request says how it ended.
      return [];
    case 'connect':
      return connectLines(entry);
    case 'message':
      return messageLines(entry);
    case 'disconnect':
      return disconnectLines(entry);
    case 'abort':
      return [line('    ', span(entry.requestId, 'magenta'), ` aborted: ${entry.reason}`)];
    case 'reload':
      return reloadLines(entry);
  }
}

function requestLines({ method, path, route, integration, status, millis, reason, mapping }: RequestEntry): readonly Line[] {
  const destination = route === undefined ? '' : integration === undefined ? `${route} ` : `${route} -> ${integration} `;
  const head = [
    span(String(status), styleOf(status)),
    SPACE,
    span(method.padEnd(6), 'bold'),
    span(` ${path} `),
    span(destination + duration(millis), 'dim'),
  ];
  if (reason === undefined && mapping === undefined) {
    return [head];
  }
  return [head, ...reasonLines(reason), ...(mapping === undefined ? [] : changes(mapping.before, mapping.after))];
}

/** `101 CONNECT /dev $connect -> Join 14 ms dB8eBdzcIAMCJpQ=` */
function connectLines({ path, connectionId, status, millis, reason, ...entry }: ConnectEntry): readonly Line[] {
  const head = line(span(String(status), status === 101 ? 'green' : styleOf(status)), ' ', span('CONNECT', 'bold'), ` ${path} `);
  return [[...head, ...tail(entry, millis, connectionId)], ...reasonLines(reason)];
}

/** `ok  MESSAGE 24 bytes, answered send -> Send 3.2 ms dB8eBdzcIAMCJpQ=` */
function messageLines({ bytes, answer, error, connectionId, millis, reason, ...entry }: MessageEntry): readonly Line[] {
  const status = error === undefined ? span('ok ', 'green') : span('err', 'red');
  const answered = answer === 'response' ? ', answered' : error === undefined ? '' : `, ${error}`;
  const head = line(status, ' ', span('MESSAGE', 'bold'), ` ${bytes} bytes${answered} `);
  return [[...head, ...tail(entry, millis, connectionId)], ...reasonLines(reason)];
}

/** `1000 DISCONNECT by the client $disconnect -> Leave 2.1 ms dB8eBdzcIAMCJpQ=` */
function disconnectLines({ statusCode, closeReason, closedBy, connectionId, millis, reason, ...entry }: DisconnectEntry): readonly Line[] {
  const why = closeReason === '' ? '' : ` (${closeReason})`;
  const head = line(span(String(statusCode), statusCode === 1000 ? 'green' : 'yellow'), ' ', span('DISCONNECT', 'bold'));
  return [[...head, span(` by the ${closedBy}${why} `), ...tail(entry, millis, connectionId)], ...reasonLines(reason)];
}

function tail({ route, integration }: Pick<RequestEntry, 'route' | 'integration'>, millis: number, connectionId: string): Line {
  const destination = route === undefined ? '' : integration === undefined ? `${route} ` : `${route} -> ${integration} `;
  return [span(`${destination}${duration(millis)} `, 'dim'), span(connectionId, 'magenta')];
}

function reasonLines(reason: string | undefined): readonly Line[] {
  return reason === undefined ? [] : reason.split('\n').map((each) => line(`    ${each}`));
}

/** `authorizer Users (LAMBDA): allowed, cached, identity ****9f2c, context {"user":"u1"} 3.1 ms` */
function authorizerLine({ authorizer, type, standIn, decision, status, cached, identity, context, millis }: AuthorizerEntry): Line {
  const details = [
    status === undefined ? decision : `${decision} with ${status}`,
    ...(cached === undefined ? [] : [cached ? 'cached' : 'not cached']),
    ...(standIn === true ? ['by a stand-in'] : []),
    ...(identity === undefined || identity.length === 0 ? [] : [`identity ${identity.join(', ')}`]),
    ...(context === undefined ? [] : [`context ${JSON.stringify(context)}`]),
  ];
  return line(
    '    ',
    span(`authorizer ${authorizer} (${type})`, 'magenta'),
    ': ',
    span(details.join(', '), decision === 'allowed' ? 'green' : 'yellow'),
    SPACE,
    span(duration(millis), 'dim'),
  );
}

function functionLines({ function: name, requestId, text }: FunctionEntry): readonly Line[] {
  const source = requestId === undefined ? name : `${name} ${requestId}`;
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((each) => line('    ', span(source, 'magenta'), ' ', each));
}

function changes(before: MappedParts, after: MappedParts): readonly Line[] {
  const old = new Set(parts(before));
  const now = new Set(parts(after));
  const removed = [...old].filter((each) => !now.has(each)).map((each) => line('    ', span(`- ${each}`, 'red')));
  const added = [...now].filter((each) => !old.has(each)).map((each) => line('    ', span(`+ ${each}`, 'green')));
  return removed.length + added.length === 0 ? [line(span('    the mapping changed nothing', 'dim'))] : [...removed, ...added];
}

function parts({ path, query, headers }: MappedParts): readonly string[] {
  return [
    `path ${path}`,
    ...query.map(([name, value]) => `querystring ${name}=${value}`),
    ...headers.map(([name, value]) => `header ${name.toLowerCase()}: ${value}`),
  ];
}

function duration(millis: number): string {
  return millis < 10 ? `${millis.toFixed(1)} ms` : `${Math.round(millis)} ms`;
}

function styleOf(status: number): Style {
  return status < 300 ? 'green' : status < 400 ? 'cyan' : status < 500 ? 'yellow' : 'red';
}

/** How many routes or functions a line names. */
const MAX_NAMED = 5;

/** `reloaded in 41 ms after handler/index.js: functions Books/Handler` */
function reloadLines(entry: ReloadEntry): readonly Line[] {
  const { files = [] } = entry;
  const after = files.length === 0 ? '' : ` ${named('after', files)}`;
  if (entry.result === 'failed') {
    const output = (entry.output ?? '').trimEnd();
    const printed = output === '' ? [] : output.split('\n').map((each) => line(`    ${each}`));
    return [...printed, line(span('not reloaded', 'red'), `${after}: ${entry.error}; the version before stays in service`)];
  }
  const key = ({ route }: ReloadedRoute) => route;
  const move = ({ route, from, target }: ReloadedRoute) => `${route} (${from ?? 'not served'} -> ${target ?? 'not served'})`;
  const parts = [
    named('added API', entry.apisAdded),
    named('removed API', entry.apisRemoved),
    named('added', entry.routesAdded.map(key)),
    named('removed', entry.routesRemoved.map(key)),
    named('moved', entry.routesMoved.map(move)),
    named('functions', entry.functionsReloaded),
  ].filter((each) => each !== '');
  const changed = parts.join(', ') || 'no route and no function has changed';
  const what = entry.recovered === true ? `the last error is gone, ${changed}` : changed;
  return [line(span('reloaded', 'green'), ` in ${duration(entry.millis)}${after}: ${what}`)];
}

function named(what: string, names: readonly string[]): string {
  const more = names.length > MAX_NAMED ? ` and ${names.length - MAX_NAMED} more` : '';
  return names.length === 0 ? '' : `${what} ${names.slice(0, MAX_NAMED).join(', ')}${more}`;
}
