/** What is tried in the playground. */
export type Mode = 'request' | 'response' | 'parameters' | 'selection' | 'request-template' | 'response-template' | 'template';

/** The language of a text in an editor. */
export type Language = 'json' | 'velocity' | 'yaml' | 'text';

/** How a mode is shown. */
export interface ModeDescription {
  readonly title: string;
  readonly group: 'HTTP API' | 'WebSocket API' | 'Whole template';
  /** The label of the editor, and the language of its text. */
  readonly source: string;
  readonly language: Language;
  /** The label of the sample. @default - the mode has no sample */
  readonly sample?: string;
  /** What a text has to be, in a sentence. */
  readonly hint: string;
}

export const MODES: Readonly<Record<Mode, ModeDescription>> = {
  request: {
    title: 'Request mapping',
    group: 'HTTP API',
    source: 'Parameter mapping',
    language: 'json',
    sample: 'Sample request',
    hint: 'A JSON object of keys such as append:header.x-user and expressions such as $request.header.user.',
  },
  response: {
    title: 'Response mapping',
    group: 'HTTP API',
    source: 'Mapping for the status code of the sample',
    language: 'json',
    sample: 'Sample response of the backend',
    hint: 'A JSON object of keys such as overwrite:statuscode and expressions such as $response.header.age.',
  },
  parameters: {
    title: 'Request parameters',
    group: 'WebSocket API',
    source: 'Request parameters',
    language: 'json',
    sample: 'Sample message or handshake',
    hint: 'A JSON object of destinations such as integration.request.header.x-user and sources such as route.request.body.user.',
  },
  selection: {
    title: 'Route selection',
    group: 'WebSocket API',
    source: 'Route selection expression',
    language: 'text',
    sample: 'Sample message and route keys',
    hint: 'An expression such as $request.body.action, whose value is the key of a route.',
  },
  'request-template': {
    title: 'Request template',
    group: 'WebSocket API',
    source: 'Velocity template of the request',
    language: 'velocity',
    sample: 'Sample message',
    hint: 'A Velocity template, which prints the request to the backend.',
  },
  'response-template': {
    title: 'Response template',
    group: 'WebSocket API',
    source: 'Velocity template of the response',
    language: 'velocity',
    sample: 'Sample response of the backend',
    hint: 'A Velocity template, which prints the message to the client.',
  },
  template: {
    title: 'CloudFormation, SAM or OpenAPI',
    group: 'Whole template',
    source: 'Template in YAML or JSON',
    language: 'yaml',
    hint: 'A template of CloudFormation or SAM, or an OpenAPI document.',
  },
};

export const MODE_NAMES = Object.keys(MODES) as readonly Mode[];

/** What a user has typed. */
export interface PlaygroundState {
  readonly mode: Mode;
  readonly source: string;
  /** In JSON. Empty for a mode without a sample. */
  readonly sample: string;
}

export function isMode(value: unknown): value is Mode {
  return typeof value === 'string' && Object.hasOwn(MODES, value);
}
