import type { ApiInArn } from '../../authorizers/arn';
import { BodyTooLarge } from '../../gateway/body';
import { firstHeader } from '../../gateway/header';
import type { GatewayResponse, IncomingRequest } from '../../gateway/message';
import { newRequestId } from '../../gateway/request-context';
import { decodePath, parseQuery, splitTarget } from '../../gateway/request-target';
import type { ConnectionRegistry, ManagedConnection } from '../route-run';
import { type CallerOptions, refuseCaller } from './caller';
import { forbidden, type ManagementError, managementError } from './refusals';

/** Largest message that a POST sends. */
const MAX_MESSAGE_BYTES = 128 * 1024;

const METHODS = ['POST', 'GET', 'DELETE'];

/** Form of connection IDs, such as `L0SM9cOFvHcCIhw=`. */
const CONNECTION_ID = /^[\w-]{8,30}={1,2}$/;

/** The API whose connections are managed, and who may do so. */
export interface ManagementApiOptions extends CallerOptions {
  readonly api: ApiInArn;
  /** Names of the stages that are served. */
  readonly stages: readonly string[];
  readonly connections: ConnectionRegistry;
  /** The only stage, which then has no name in the path, as behind a custom domain. @default the path begins with the stage */
  readonly stage?: string;
}

/** A response with what is logged about it. */
export interface ManagementAnswer {
  readonly requestId: string;
  readonly response: GatewayResponse;
  /** Why the request was refused. */
  readonly reason?: string;
}

/** A connection in the path of a request. */
interface ConnectionPath {
  readonly stage: string;
  readonly connectionId: string;
}

/**
 * Sends messages to connections, describes them and closes them, at `/<stage>/@connections/<connection ID>`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
 */
export class ManagementApi {
  public constructor(private readonly options: ManagementApiOptions) {}

  /** The same API for other connections. */
  public over(connections: ConnectionRegistry): ManagementApi {
    return new ManagementApi({ ...this.options, connections });
  }

  /** Whether a request target is one of the management API. */
  public handles(target: string): boolean {
    return this.parse(target) !== undefined;
  }

  /** Answers a request whose target it handles. Never rejects unless the client disconnects. */
  public async respond(request: IncomingRequest): Promise<ManagementAnswer> {
    const requestId = newRequestId();
    const answer = await this.answer(request);
    const { response, reason } = 'response' in answer ? answer : { response: answer, reason: undefined };
    return { requestId, response: { ...response, headers: [['x-amzn-requestid', requestId], ...response.headers] }, reason };
  }

  private async answer(request: IncomingRequest): Promise<GatewayResponse | ManagementError> {
    const path = this.parse(request.target);
    const origin = firstHeader(request.headers, 'origin');
    if (path === undefined || !this.options.stages.includes(path.stage)) {
      return forbidden(`its path does not begin with a stage of the API: expected /${this.options.stages.join(' or /')}`);
    }
    if (origin !== undefined) {
      return forbidden(`it has the Origin ${origin}, and pages in browsers may not manage connections`);
    }
    if (!METHODS.includes(request.method)) {
      return forbidden(`its method is ${request.method}, expected ${METHODS.join(', ')}`);
    }
    try {
      return (await this.refuse(request, path)) ?? (await this.manage(request, path));
    } catch (error) {
      if (error instanceof BodyTooLarge) {
        return managementError(413, 'PayloadTooLargeException', { message: 'Payload Too Large' }, error.message);
      }
      throw error;
    }
  }

  private refuse(request: IncomingRequest, { stage }: ConnectionPath): Promise<ManagementError | undefined> {
    const { rawPath, rawQuery } = splitTarget(request.target);
    const { method, headers, body } = request;
    const signed = { method, path: rawPath, query: parseQuery(rawQuery), headers, body: () => body.read(MAX_MESSAGE_BYTES) };
    return refuseCaller(signed, { api: this.options.api, stage, method }, this.options);
  }

  private async manage({ method, body }: IncomingRequest, path: ConnectionPath): Promise<GatewayResponse | ManagementError> {
    const { stage, connectionId } = path;
    if (!CONNECTION_ID.test(connectionId)) {
      const message = `Invalid connectionId: ${connectionId}`;
      return managementError(400, 'BadRequestException', { message }, message);
    }
    const connection = this.options.connections.find(stage, connectionId);
    const gone = managementError(410, 'GoneException', undefined, `the connection ${connectionId} is closed, or never existed`);
    if (connection === undefined) {
      return gone;
    }
    switch (method) {
      case 'POST':
        return (await connection.post((await body.read(MAX_MESSAGE_BYTES)).toString())) ? NO_CONTENT.posted : gone;
      case 'GET':
        return { statusCode: 200, headers: [['content-type', 'application/json']], body: JSON.stringify(describe(connection)) };
      default:
        connection.disconnect();
        return NO_CONTENT.deleted;
    }
  }

  /** The connection in a target; undefined for a target of something else. */
  private parse(target: string): ConnectionPath | undefined {
    const { rawPath } = splitTarget(target);
    const [, ...segments] = rawPath.split('/');
    const [stage, name, id, ...rest] = (this.options.stage === undefined ? segments : [this.options.stage, ...segments]).map(decodePath);
    return name === '@connections' ? { stage: stage ?? '', connectionId: [id, ...rest].join('/') } : undefined;
  }
}

const NO_CONTENT = {
  posted: { statusCode: 200, headers: [], body: '' },
  deleted: { statusCode: 204, headers: [], body: '' },
} as const;

function describe({ details: { connectedAt, sourceIp, userAgent }, lastActiveAt }: ManagedConnection): object {
  return { connectedAt, identity: { sourceIp, userAgent }, lastActiveAt };
}
