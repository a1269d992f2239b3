import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { installOnce, RIVALS } from '../harness/install';
import type { Subject } from './subject';

export const VENV = join(RIVALS, '.venv');
/** The installed command. */
export const MINISTACK = join(VENV, 'bin/ministack');

/** Installs MiniStack and cfn-lint into a virtual environment beside the other tools. */
export function installMiniStack(): void {
  installOnce('requirements.txt', '.venv', () => {
    execFileSync('python3', ['-m', 'venv', VENV], { stdio: 'inherit' });
    execFileSync(join(VENV, 'bin/pip'), ['install', '--quiet', '--requirement', join(RIVALS, 'requirements.txt')], { stdio: 'inherit' });
  });
}

export function miniStackVersion(): string {
  return /ministack==(\S+)/.exec(readFileSync(join(RIVALS, 'requirements.txt'), 'utf8'))?.[1] ?? '';
}

/** MiniStack with the benchmark's function behind an HTTP API, on the loopback. */
export function miniStack<Name extends string>(name: Name, port: number): Subject<Name> {
  return {
    name,
    command: MINISTACK,
    args: [],
    env: { BIND_HOST: '127.0.0.1', GATEWAY_PORT: String(port), SERVICES: 'lambda,apigateway', LOG_LEVEL: 'ERROR' },
    port,
    path: '/_ministack/health',
    connections: 1,
    deploy: () => deploy(`http://127.0.0.1:${port}`),
  };
}

/** Creates function, API, integration, route and stage, as a deployment would; returns the path of the route. */
async function deploy(url: string): Promise<string> {
  const call = async (path: string, body: object): Promise<Record<string, string>> => {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${path.startsWith('/v2/') ? 'apigateway' : 'lambda'}/aws4_request`,
      },
      body: JSON.stringify(body),
    });
    if (!response.ok) {
      throw new Error(`MiniStack answers ${response.status} to ${path}: ${await response.text()}`);
    }
    return (await response.json()) as Record<string, string>;
  };
  const code = zipSync({ 'index.js': readFileSync(join(__dirname, 'app/handler/index.js')) });
  const { FunctionArn } = await call('/2015-03-31/functions', {
    FunctionName: 'books',
    Runtime: 'nodejs22.x',
    Role: 'arn:aws:iam::000000000000:role/any',
    Handler: 'index.handler',
    Code: { ZipFile: Buffer.from(code).toString('base64') },
  });
  const { apiId } = await call('/v2/apis', { name: 'books', protocolType: 'HTTP' });
  const { integrationId } = await call(`/v2/apis/${apiId}/integrations`, {
    integrationType: 'AWS_PROXY',
    integrationUri: FunctionArn,
    payloadFormatVersion: '2.0',
  });
  await call(`/v2/apis/${apiId}/routes`, { routeKey: 'GET /books/{id}', target: `integrations/${integrationId}` });
  await call(`/v2/apis/${apiId}/stages`, { stageName: '$default', autoDeploy: true });
  return `/_aws/execute-api/${apiId}/$default/books/7`;
}
