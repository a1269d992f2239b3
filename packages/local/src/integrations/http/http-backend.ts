import type { Readable } from 'node:stream';
import type { IntegrationPlan } from '../../definitions/integration';
import type { MappingPair } from '../../definitions/mapping';
import type { RoutePlan } from '../../definitions/route';
import type { Backend, Outcome } from '../../gateway/backend';
import { BodyTooLarge } from '../../gateway/body';
import { firstHeader } from '../../gateway/header';
import type { RequestBody } from '../../gateway/message';
import { traceId } from '../../gateway/request-context';
import type { MappedRequest, RoutedRequest } from '../../gateway/routed-request';
import { compileRequestMapping } from '../../http-api/mapping/request-mapping';
import { type Connections, sharedConnections } from './connections';
import { type Egress, type Locate, toPrivate, toUrl, type Upstream } from './destination';
import { exchange } from './exchange';
import { requestHeaders } from './headers';

/** What an HTTP backend needs besides its integration. */
export interface HttpBackendOptions extends Egress {
  readonly route: RoutePlan;
  /** @default connections of the process */
  readonly connections?: Connections;
}

/** A request body up to this size is read before it is sent. */
const MAX_BUFFERED_BODY_BYTES = 16 * 1024;

/** Forwards requests to a URL, or to the target of a private integration. */
export function httpBackend(integration: IntegrationPlan, options: HttpBackendOptions): Backend {
  const { target, timeoutMillis } = integration;
  if (target.kind !== 'url' && target.kind !== 'private') {
    throw new TypeError(`integration ${integration.name} calls no URL`);
  }
  const { connections = sharedConnections } = options;
  const locate: Locate = target.kind === 'url' ? toUrl(target, options.route, integration, options) : toPrivate(target, options);
  const hostMapped = integration.requestMapping.some(writesHost);
  const { readsBody } = compileRequestMapping(integration.requestMapping);

  return {
    async call(routed, mapped): Promise<Outcome> {
      const destination = locate(routed, mapped);
      if ('reason' in destination) {
        return { kind: 'failure', ...destination };
      }
      const { upstream, path } = destination;
      const { request } = routed;
      try {
        const body = request.body.isEmpty ? null : await content(request.body, readsBody);
        return await exchange({
          pool: connections.to(upstream),
          shown: upstream.shown,
          servername: upstream.tlsName,
          method: target.method === 'ANY' ? request.method : target.method,
          path,
          headers: headersOf(routed, mapped, upstream, hostMapped),
          body,
          clientMethod: request.method,
          timeoutMillis,
          signal: () => request.signal,
        });
      } catch (error) {
        return bodyFailure(error as Error);
      }
    },
  };
}

function headersOf(routed: RoutedRequest, { headers }: MappedRequest, { host }: Upstream, hostMapped: boolean): string[] {
  const { body, sourceIp, headers: received } = routed.request;
  // The service removes a verified signature, of which a mapping can send a copy in another header.
  const sent = routed.caller.kind === 'iam' ? headers.filter(([name]) => name.toLowerCase() !== 'authorization') : headers;
  return requestHeaders(sent, {
    host,
    hostMapped,
    clientHost: firstHeader(received, 'host') ?? '',
    sourceIp,
    length: lengthOf(body),
    traceId: () => traceId(routed),
  });
}

/** A body that a mapping has read is in memory already. */
function content(body: RequestBody, isRead: boolean): Promise<Buffer> | Readable {
  return isRead || (body.length !== undefined && body.length <= MAX_BUFFERED_BODY_BYTES) ? body.read() : body.stream();
}

/** The failure for a request body that cannot be read. */
function bodyFailure(error: Error): Outcome {
  return { kind: 'failure', statusCode: error instanceof BodyTooLarge ? 413 : 503, reason: error.message };
}

function lengthOf({ isEmpty, length }: RequestBody): number | undefined {
  return isEmpty ? undefined : length;
}

function writesHost([destination]: MappingPair): boolean {
  return /^(?:append|overwrite):header\.host$/i.test(destination);
}
