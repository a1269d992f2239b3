import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findProblems, loadApis } from '../../src/index';
import { parseTemplate } from '../../src/template/parse-template';
import { api, files, integration, run } from '../support';

const TEXT = `{
  "Resources": {
    "A\\"b\\\\": {"Type": "X", "List": [1, -2.5e3, {"c": [true]}, "]}", null]},
\t"B": { "Empty": {}, "None": [] , "Text" : "a \\\\\\" }",
      "Name": "b" }
  },
  "Twice": 1,
  "Twice": {"x": 2}
}
`;

describe('positions in JSON', () => {
  const { position } = parseTemplate(TEXT, 'a.json');

  test.each([
    [[], { line: 1, column: 1 }],
    [['Resources'], { line: 2, column: 3 }],
    [['Resources', 'A"b\\'], { line: 3, column: 5 }],
    [['Resources', 'A"b\\', 'List', '2', 'c', '0'], { line: 3, column: 56 }],
    [['Resources', 'A"b\\', 'List', '4'], { line: 3, column: 70 }],
    [['Resources', 'B'], { line: 4, column: 2 }],
    [['Resources', 'B', 'Text'], { line: 4, column: 35 }],
    [['Resources', 'B', 'Name'], { line: 5, column: 7 }],
    [['Resources', 'B', 'Gone', 'x'], { line: 4, column: 2 }],
    [['Twice', 'x'], { line: 8, column: 13 }],
  ])('of %j', (path, expected) => {
    expect(position(path)).toEqual(expected);
  });

  test('of many members take linear time', () => {
    const resources = Object.fromEntries(
      Array.from({ length: 5_000 }, (_, index) => [`R${index}`, { Type: 'X', Properties: { Name: `"}${index}`, List: [1, 2, 3] } }]),
    );
    const { position: find } = parseTemplate(JSON.stringify({ Resources: resources }, undefined, 1), 'a.json');
    const started = performance.now();
    const lines = Object.keys(resources).map((id) => find(['Resources', id, 'Properties', 'List', '2'])?.line);

    expect(lines.at(-1)).toBe(3 + 4_999 * 11 + 7);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe('findings in a template in JSON', () => {
  const text = JSON.stringify({ Resources: { Api: api(), Int: integration({ TimeoutInMillis: 1 }) } }, undefined, 2);
  const line = text.split('\n').findIndex((each) => each.includes('TimeoutInMillis')) + 1;
  const templateFile = () => join(files({ 'app.json': text }), 'app.json');

  test('have a line and a column', () => {
    const file = templateFile();
    expect(findProblems(file).findings).toMatchObject([
      { code: 'TimeoutOutOfRange', sourceLocation: `${file}:${line}`, position: { file, line, column: 9 } },
    ]);
  });

  test('have them in every format', () => {
    const file = templateFile();
    const environment = { GITHUB_WORKSPACE: join(file, '..') };
    const [result] = JSON.parse(run(['check', file, '--format', 'sarif'], environment).out).runs[0].results;

    expect(run(['check', file]).out).toContain(`app/Int (${file}:${line}) Properties/TimeoutInMillis`);
    expect(result.locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'app.json', uriBaseId: '%SRCROOT%' },
      region: { startLine: line, startColumn: 9 },
    });
    expect(run(['check', file, '--format', 'github'], environment).out).toContain(`::error file=app.json,line=${line},col=9,title=`);
  });
});

test.each([
  ['an end that comes too early', '{\n  "Resources": {', /a\.json:2:17 is not valid JSON/],
  ['a comma before the end', '{\n  "Resources": {\n    "A": 1,\n  }}', /a\.json(?::4:3)? is not valid JSON/],
])('%s of JSON is refused', (_, text, message) => {
  const root = files({ 'a.json': text });
  expect(() => loadApis(join(root, 'a.json'))).toThrow(message);
});
