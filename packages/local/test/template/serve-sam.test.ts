import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { LocalGateway } from '../../src/index';
import { files } from '../support';

const SAM = `
Transform: AWS::Serverless-2016-10-31
Globals:
  Function: { Runtime: nodejs22.x, Handler: app.handler, Environment: { Variables: { TABLE: !Ref Table } } }
Resources:
  Table: { Type: AWS::Serverless::SimpleTable }
  Books:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Events:
        Get: { Type: HttpApi, Properties: { Path: "/books/{id}", Method: get } }
  Typed:
    Type: AWS::Serverless::Function
    Metadata: { BuildMethod: esbuild }
    Properties:
      CodeUri: src/
      Events:
        Get: { Type: HttpApi, Properties: { Path: /typed, Method: get } }
`;
const HANDLER =
  'exports.handler = async (event) => ({ statusCode: 200, body: event.routeKey + " " + event.pathParameters.id + " " + typeof process.env.TABLE });';

async function load(path: string, options = {}): Promise<LocalGateway> {
  const gateway = await LocalGateway.load(path, options);
  onTestFinished(() => gateway.close());
  return gateway;
}

test('serves the functions of a SAM template from their folders', async () => {
  const root = files({ 'template.yaml': SAM, 'src/app.js': HANDLER });
  const gateway = await load(join(root, 'template.yaml'), { strictPermissions: true });

  const answer = await gateway.inject({ method: 'GET', path: '/books/7' });
  expect([answer.statusCode, String(answer.body)]).toEqual([200, 'GET /books/{id} 7 string']);
});

test('says that a function needs a build', async () => {
  const root = files({ 'template.yaml': SAM, 'src/app.js': HANDLER });
  const gateway = await load(join(root, 'template.yaml'));

  expect((await gateway.inject({ method: 'GET', path: '/typed' })).statusCode).toBe(501);
  expect(gateway.diagnostics.map(({ text }) => text)).toContain(
    'Typed cannot run here: its code, src/, is built with esbuild: run sam build, and pass .aws-sam/build/template.yaml',
  );
});

test('reads code outside of the folder of the template only if it is allowed', async () => {
  const root = files({ 'app/template.yaml': SAM.replaceAll('src/', '../src/'), 'src/app.js': HANDLER });
  const path = join(root, 'app/template.yaml');

  expect((await (await load(path)).inject({ method: 'GET', path: '/books/7' })).statusCode).toBe(501);
  expect((await (await load(path, { allowedPaths: [join(root, 'src')] })).inject({ method: 'GET', path: '/books/7' })).statusCode).toBe(
    200,
  );
});

test('shows where in the template a part is that is not served', async () => {
  const root = files({ 'template.yaml': `${SAM}  Rest: { Type: AWS::Serverless::Api, Properties: {} }\n`, 'src/app.js': HANDLER });
  const { diagnostics } = await load(join(root, 'template.yaml'));

  expect(diagnostics).toContainEqual(
    expect.objectContaining({
      text: 'SAM resource not served: a resource of the type AWS::Serverless::Api',
      sourceLocation: `${join(root, 'template.yaml')}:${SAM.split('\n').length}`,
    }),
  );
});
