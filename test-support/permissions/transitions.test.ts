import { Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { describe, expect, test } from 'vitest';
import { handlerIn } from '../functions';
import { synthesize } from '../synthesize';
import { bytesOf, deploy, LIMIT, type Policies, tooLargeBetween } from './policies';
import { addRoutes, type Protocol, protocols } from './protocols';

/** The policy after deploying an app with a number of routes per API, and with other permissions. */
function policies({ create }: Protocol, routes: readonly number[], others: number, prefix = ''): Policies {
  const templates = synthesize((app) => {
    const stack = new Stack(app, 'Stack');
    const handler = handlerIn(stack);
    for (const [index, count] of routes.entries()) {
      addRoutes(create(stack, `Api${index}`), count, handler, { prefix });
    }
    for (let index = 0; index < others; index++) {
      const principal = new ServicePrincipal('s3.amazonaws.com');
      handler.addPermission(`Other${index}`, { principal, sourceArn: `arn:aws:s3:::bucket-of-some-length-${index}` });
    }
  });
  return deploy(templates);
}

/** CI tests every number of routes and every length of names; elsewhere, steps between them save 15 s. */
const STEP = process.env.CI ? 1 : 6;
const upTo = (count: number) => Array.from({ length: count + 1 }, (_, index) => index).filter((index) => index % STEP === count % STEP);

/** All pairs of states in both directions, because CloudFormation creates new statements before it deletes old ones. */
function tooLargeAmong(states: readonly Policies[]): string[] {
  return states.flatMap((before, from) =>
    states.flatMap((after, to) => tooLargeBetween(before, after).map((problem) => `from ${from} to ${to}: ${problem}`)),
  );
}

describe.each(protocols)('from any number of routes of a $protocol API to any other', (protocol) => {
  test.each([
    [0, 52],
    [54, 10],
  ])('all statements fit into the policy, beside %i other permissions', (others, most) => {
    const states = upTo(most).map((count) => policies(protocol, [count], others));
    const counts = states.map((state) => Object.keys(Object.values(state)[0] ?? {}).length);

    expect(tooLargeAmong(states)).toEqual([]);
    // Permissions change from one per route to one for all routes once, and never back.
    expect(counts).toEqual(counts.map((count, index) => (count === others + upTo(most)[index] ? count : others + 1)));
    expect(counts.at(-1)).toBe(others + 1);
  });

  // Each further character adds about a hundred bytes to fifty statements, so that a few lengths cover every remainder.
  test.each(upTo(6))('all statements fit at the largest number that remains unfolded, with names longer by %i', (longer) => {
    const at = (count: number) => policies(protocol, [count], 0, 'x'.repeat(longer));
    const statementsOf = (state: Policies) => Object.values(Object.values(state)[0]);
    let [most, folded] = [30, 60];
    while (folded - most > 1) {
      const middle = Math.floor((most + folded) / 2);
      [most, folded] = statementsOf(at(middle)).length === middle ? [middle, folded] : [most, middle];
    }
    const [last, first] = [at(most), at(folded)];

    const [another] = statementsOf(last).slice(-1);

    expect(statementsOf(first)).toHaveLength(1);
    expect(tooLargeBetween(last, first)).toEqual([]);
    expect(tooLargeBetween(first, last)).toEqual([]);
    // With one more route, the permission for the whole API might not fit beside them if its ID has the maximum length.
    const id = JSON.parse(statementsOf(first)[0]).Sid;
    expect(bytesOf([...statementsOf(last), another, ...statementsOf(first)]) + 100 - id.length).toBeGreaterThan(LIMIT);
  });

  test('all statements of two APIs fit if both get more routes, or both fewer', () => {
    const steps = [1, 2, 16, 21, 30];
    const states = steps.flatMap((one) => steps.map((two) => ({ one, two, state: policies(protocol, [one, two], 4) })));
    const grown = states.flatMap((few) => states.filter(({ one, two }) => one >= few.one && two >= few.two).map((many) => [few, many]));

    expect(grown.length).toBeGreaterThan(states.length);
    expect(grown.flatMap(([few, many]) => tooLargeBetween(few.state, many.state))).toEqual([]);
  });
});

test('the simulation detects a policy that is too large', () => {
  const [http] = protocols;
  const state = (names: string) =>
    deploy(
      synthesize((app) => {
        const stack = new Stack(app, 'Stack');
        const { route } = http.create(stack, 'Api');
        for (let index = 0; index < 30; index++) {
          route(`${names}${index}`, handlerIn(stack));
        }
      }),
    );

  expect(tooLargeBetween(state('a'), state('a'))).toEqual([]);
  expect(tooLargeBetween(state('a'), state('b'))).toEqual([expect.stringMatching(/60 statements, 2\d{4} bytes/)]);
});
