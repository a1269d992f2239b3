import { ParameterMapping } from '@apigwv2-integrations/core';
import { Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { describe, expect, test } from 'vitest';
import { familyExports, httpVariants, integrationClasses, optionProofs, variants } from '../family';
import { resourcesOf, synthesize, type Templates } from '../synthesize';
import { type IntegrationVariant, mappingFor, type Options, type WebSocketVariant } from '../variant';
import { coreProofs } from './core-proofs';
import { optionsOf, ownMembersOf } from './declared-options';
import { type OptionProof, proofFor } from './proof';

const INTEGRATION = 'AWS::ApiGatewayV2::Integration';
const all = await variants();
const classes = await integrationClasses();
const family = await familyExports();
const proofs = { ...coreProofs, ...(await optionProofs()) };

/** An app with one integration of a class on a route, and the other constructs that its options need. */
function templatesWith(variant: IntegrationVariant | WebSocketVariant, options: (stack: Stack) => Options): Templates {
  return synthesize((app) => {
    const stack = new Stack(app, 'Stack');
    if (variant.protocol === 'WEBSOCKET') {
      const integration = variant.create(family, stack, 'Integration', options(stack));
      new apigwv2.WebSocketApi(stack, 'Api').addRoute('send', { integration });
    } else {
      const integration = variant.create(family, stack, 'Integration', options(stack));
      new apigwv2.HttpApi(stack, 'Api').addRoutes({ path: '/books', integration });
    }
  });
}

function expectToArrive(
  variant: IntegrationVariant | WebSocketVariant,
  name: string,
  { options, without, type = INTEGRATION, properties }: OptionProof,
): void {
  const arrived = (templates: Templates) => resourcesOf(templates, type);
  const missing = templatesWith(variant, (stack) => {
    const { [name]: _option, ...beside } = options(stack);
    return without ?? beside;
  });

  expect(arrived(templatesWith(variant, options))).toContainEqual(expect.objectContaining(properties));
  expect(arrived(missing)).not.toContainEqual(expect.objectContaining(properties));
}

/** For an option without a proof, the values of the parity suite, of which at least one must change the template. */
function expectToChangeSomething(variant: IntegrationVariant | WebSocketVariant, name: string): void {
  const values = variant.options[name];
  expect(values, `a proof for ${name}: in proofs, or a list of values in options, of test/variants.ts`).toBeDefined();
  const without = templatesWith(variant, () => ({}));
  const changed = values.filter((value) => JSON.stringify(templatesWith(variant, () => ({ [name]: value }))) !== JSON.stringify(without));

  expect(changed).not.toEqual([]);
}

function expectToChangeNothing(variant: IntegrationVariant | WebSocketVariant, name: string): void {
  const without = templatesWith(variant, () => ({}));
  for (const value of variant.options[name] ?? [true, false]) {
    expect(templatesWith(variant, () => ({ [name]: value }))).toEqual(without);
  }
}

test('every integration class of the repository has a variant', () => {
  expect(Object.keys(classes).length).toBeGreaterThan(0);
  expect(all.map(({ className }) => className).sort()).toEqual(Object.keys(classes).sort());
});

test.each(Object.entries(proofs))('all proofs for %s belong to options that it declares', (name, ofInterface) => {
  expect(ownMembersOf(name)).toEqual(expect.arrayContaining(Object.keys(ofInterface)));
});

describe.each(all)('$className', (variant) => {
  test.each(optionsOf(variant.className))('writes the option $name of $of to the template', ({ name, of }) => {
    const declared = proofs[of]?.[name];
    if (declared === undefined) {
      expectToChangeSomething(variant, name);
      return;
    }
    const proof = proofFor(declared, variant);
    if (proof === undefined) {
      expectToChangeNothing(variant, name);
    } else {
      expectToArrive(variant, name, proof);
    }
  });
});

describe.each(await httpVariants())('$className', (variant) => {
  test('accepts a mapping of the CDK, and does not modify either mapping', () => {
    for (const mapping of [new ParameterMapping(), new apigwv2.ParameterMapping()]) {
      const { mappings } = mappingFor(variant, { 'append:header.a': '$request.header.b' });
      Object.freeze(Object.assign(mapping.mappings, mappings));
      const [{ RequestParameters }] = resourcesOf(
        templatesWith(variant, () => ({ parameterMapping: mapping })),
        INTEGRATION,
      );

      expect(RequestParameters).toMatchObject(mappings);
    }
  });
});
