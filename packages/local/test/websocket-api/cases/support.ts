import type { GatewayOptions, LogEntry, WebSocketClient } from '../../../src/index';
import { type Chat, chatTemplate, routeResponse, wsIntegration, wsRoute } from '../app';
import { response } from '../integrations/support';
import type { Opened, Way } from '../ways';

/** A WebSocket API whose two-way route `$default` has the integration of a case. */
export interface Case {
  readonly integration: object;
  /** Integration responses, by key. @default one with the key $default that passes on the answer */
  readonly responses?: Readonly<Record<string, object>>;
  /** Whether `$connect` has the integration, too. @default false */
  readonly connects?: boolean;
  readonly chat?: Chat;
  readonly options?: GatewayOptions;
}

export interface Played extends Opened {
  readonly log: readonly LogEntry[];
  connected(): Promise<WebSocketClient>;
  /** Sends a message on a new connection, and returns the next frame. */
  ask(message: string): Promise<string>;
}

/** Opens the API of a case. */
export async function play(
  { open }: Way,
  { integration, responses = { $default: {} }, connects, chat = {}, options }: Case,
): Promise<Played> {
  const found = Object.entries(responses).map(([key, properties], index) => [`Response${index}`, response(key, properties)]);
  const path = chatTemplate({
    source: 'throw new Error("not to be called");',
    twoWay: ['$default'],
    routes: connects === true ? ['$connect'] : [],
    ...chat,
    integration: { IntegrationUri: '', ...integration },
    more: { ...Object.fromEntries(found), ...chat.more },
  });
  const log: LogEntry[] = [];
  const opened = await open(path, { ...options, log: (entry) => log.push(entry) });
  const connected = () => opened.connect();
  return {
    ...opened,
    log,
    connected,
    async ask(message) {
      const client = await connected();
      client.send(message);
      return client.next();
    },
  };
}

/** A second integration on a two-way route. */
export const also = (key: string, integration: object) => ({
  Also: wsIntegration(integration),
  AlsoRoute: wsRoute(key, 'Also'),
  AlsoAnswer: routeResponse('AlsoRoute'),
});

/** An error frame as the service writes it. */
export const errorFrame = (text: string) =>
  new RegExp(`^\\{"message": "${text}", "connectionId":"[\\w-]{15}=", "requestId":"[\\w-]{15}="\\}$`);

/** Requests templates that one expression selects. */
export const templates = (selection: string | undefined, RequestTemplates: Readonly<Record<string, string>>) => ({
  TemplateSelectionExpression: selection,
  RequestTemplates,
});

export const answers = (selection: string | undefined, ResponseTemplates: Readonly<Record<string, string>>) => ({
  TemplateSelectionExpression: selection,
  ResponseTemplates,
});
