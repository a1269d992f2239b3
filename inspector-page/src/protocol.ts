import type { ServerEvents } from '../../packages/local/src/inspector/protocol';

export type * from '../../packages/local/src/explain/explanation';
export type * from '../../packages/local/src/inspector/protocol';

/** An event of the stream, with its name. */
export type InspectorEvent = {
  readonly [Name in keyof ServerEvents]: { readonly event: Name; readonly data: ServerEvents[Name] };
}[keyof ServerEvents];
