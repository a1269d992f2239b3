import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { RolePlan, RoleStatement } from '../../src/definitions/role';
import { EnvironmentCredentials } from '../../src/functions/environment-credentials';
import { createHttpServer } from '../../src/gateway/http-server';
import { ManagementApi, type ManagementApiOptions } from '../../src/websocket-api/management/management-api';
import type { ConnectionDetails, ConnectionRegistry, ManagedConnection } from '../../src/websocket-api/route-run';
import { fn } from '../functions/support';

export const API = { id: 'abcdefghij', name: 'Chat', region: 'us-east-1', accountId: '123456789012' };
export const CONNECTION = 'L0SM9cOFvHcCIhw=';
export const MANAGE = 'execute-api:ManageConnections';
export const ARN = 'arn:aws:execute-api:us-east-1:123456789012:abcdefghij';

/** A role whose policies are all known. */
export const role = (...statements: readonly Partial<RoleStatement>[]): RolePlan => ({
  name: 'chat-role',
  isComplete: true,
  statements: statements.map((each) => ({ effect: 'Allow', actions: names(MANAGE), resources: names('*'), hasCondition: false, ...each })),
});

export const names = (...patterns: readonly string[]) => ({ patterns, isNegated: false });

/** A connection that remembers what happens to it. */
export class FakeConnection implements ManagedConnection {
  public readonly received: string[] = [];
  public isOpen = true;
  public readonly lastActiveAt = new Date(Date.UTC(2026, 10, 30, 20, 10, 33, 236));
  public readonly details: ConnectionDetails = {
    connectionId: CONNECTION,
    connectedAt: new Date(Date.UTC(2026, 10, 30, 20, 10, 30)),
    api: API,
    stage: { name: 'live', variables: {} },
    domainName: 'localhost',
    sourceIp: '127.0.0.1',
    userAgent: 'test',
    caller: { kind: 'none' },
  };

  public async post(data: string): Promise<boolean> {
    this.received.push(data);
    return this.isOpen;
  }

  public disconnect(): void {
    this.isOpen = false;
  }
}

/** The management API of one connection on a port, and credentials of functions. */
export async function managed(options: Partial<ManagementApiOptions> = {}) {
  const connection = new FakeConnection();
  const connections: ConnectionRegistry = {
    find: (stage, id) => (stage === 'live' && id === CONNECTION && connection.isOpen ? connection : undefined),
  };
  const credentials = new EnvironmentCredentials();
  const reasons: (string | undefined)[] = [];
  const api = new ManagementApi({
    api: API,
    stages: ['live', 'other'],
    connections,
    credentials,
    iamKeys: {},
    givenKeys: new Set(),
    ...options,
  });
  const server = createHttpServer(async (request) => {
    if (!api.handles(request.target)) {
      return { statusCode: 418, headers: [], body: '' };
    }
    const { response, reason } = await api.respond(request);
    reasons.push(reason);
    return response;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issue = (plan?: RolePlan) => credentials.issue(fn({ name: 'chat', role: plan }));
  return { connection, credentials, host, issue, reasons };
}
