import { Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { describe, expect, test } from 'vitest';
import { handlerIn } from '../functions';
import { synthesize } from '../synthesize';
import { bytesOf, deploy, LIMIT, type Policies, tooLargeBetween } from './policies';
import { addRoutes, type Protocol, protocols } from './protocols';

/** What a policy holds after an app with so many routes on each of its APIs, and other permissions, is deployed. */
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

const upTo = (count: number) => Array.from({ length: count + 1 }, (_, index) => index);

/** All pairs of states, both ways: CloudFormation adds the new statements before it deletes the old ones. */
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
    // From one a route to one for all of them, once, and never back.
    expect(counts).toEqual(counts.map((count, routes) => (count === others + routes ? count : others + 1)));
    expect(counts.at(-1)).toBe(others + 1);
  });

  // Each character more moves what fifty statements need by a hundred bytes and so, in a few steps, by every remainder.
  test.each([0, 1, 2, 3, 4, 5, 6])('all fit where the last fits that may, and no more would, with names longer by %i', (longer) => {
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
    // One route more, and the one for the whole API might not fit beside them, had its id all the length that it may have.
    const id = JSON.parse(statementsOf(first)[0]).Sid;
    expect(bytesOf([...statementsOf(last), another, ...statementsOf(first)]) + 100 - id.length).toBeGreaterThan(LIMIT);
  });

  test('all fit that two APIs have, if both get routes, or both lose some', () => {
    const steps = [1, 2, 16, 21, 30];
    const states = steps.flatMap((one) => steps.map((two) => ({ one, two, state: policies(protocol, [one, two], 4) })));
    const grown = states.flatMap((few) => states.filter(({ one, two }) => one >= few.one && two >= few.two).map((many) => [few, many]));

    expect(grown.length).toBeGreaterThan(states.length);
    expect(grown.flatMap(([few, many]) => tooLargeBetween(few.state, many.state))).toEqual([]);
  });
});

test('the simulation sees what is too large', () => {
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
