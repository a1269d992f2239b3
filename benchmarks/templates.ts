import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { findProblems } from '../packages/local/src/find-problems';

/**
 * The time of `check` for a template in YAML, as a ratio to the time that the YAML library takes to parse it: at most 3.
 *
 * Usage: npm run bench -- templates [routes]
 */
const ROUTES = Number(process.argv[2] ?? 10_000);
const MAX_RATIO = 3;
if (!(ROUTES > 0)) {
  throw new Error(`the number of routes is ${process.argv[2]}: pass a number, such as 10000`);
}

const resources: Record<string, object> = {
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'books', ProtocolType: 'HTTP' } },
};
for (let index = 0; index < ROUTES; index++) {
  const [ApiId, name] = [{ Ref: 'Api' }, `Integration${index}`];
  resources[`Route${index}`] = {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: { ApiId, RouteKey: `GET /books${index}/{id}`, Target: { 'Fn::Join': ['/', ['integrations', { Ref: name }]] } },
  };
  resources[name] = {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId,
      IntegrationType: 'HTTP_PROXY',
      IntegrationMethod: 'GET',
      IntegrationUri: `https://books.example.com/${index}`,
      PayloadFormatVersion: '1.0',
    },
  };
}

const folder = mkdtempSync(join(tmpdir(), 'templates-'));
try {
  // Without anchors: the library takes quadratic time to resolve aliases.
  const text = stringify({ Resources: resources }, { aliasDuplicateObjects: false });
  const file = join(folder, 'template.yaml');
  writeFileSync(file, text);
  // The library compares each key of a map with all others by default, which takes quadratic time.
  const parsed = millis(() => parse(text, { uniqueKeys: false }));
  const checked = millis(() => findProblems(file));
  const ratio = checked / parsed;
  console.log(`check of ${ROUTES} routes in YAML: ${ratio.toFixed(2)} times the YAML library without its comparison of keys`);
  process.exitCode = ratio > MAX_RATIO ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true });
}

/** The best of three runs. */
function millis(run: () => unknown): number {
  const times = [1, 2, 3].map(() => {
    const started = performance.now();
    run();
    return performance.now() - started;
  });
  return Math.min(...times);
}
