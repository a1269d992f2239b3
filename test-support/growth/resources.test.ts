import { HttpLambdaIntegration } from '@apigwv2-integrations/lambda';
import { Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { expect, test } from 'vitest';
import { handlerIn } from '../functions';
import { synthesize, type Template } from '../synthesize';

const ROUTES = 300;
/** The number of routes whose permissions fit into the policy of one function. */
const ROUTES_A_FUNCTION = 40;

function templateOf(integrationOf: (stack: Stack, route: number) => HttpLambdaIntegration): Template {
  const templates = synthesize(
    (app) => {
      const stack = new Stack(app, 'Stack');
      const api = new HttpApi(stack, 'Api');
      for (let route = 0; route < ROUTES; route++) {
        api.addRoutes({ path: `/books/${route}/{id}`, methods: [HttpMethod.GET], integration: integrationOf(stack, route) });
      }
    },
    { context: { '@aws-cdk/core:stackResourceLimit': 0 } },
  );
  return templates['Stack.template.json'];
}

test('sharing one integration and one permission takes a third of the resources and 0.29 of the template size', () => {
  let shared: HttpLambdaIntegration | undefined;
  const one = templateOf((stack) => {
    shared ??= new HttpLambdaIntegration('Integration', handlerIn(stack), { scopePermissionToRoute: false });
    return shared;
  });
  const each = templateOf((stack, route) => {
    const handler = handlerIn(stack, `Handler${Math.floor(route / ROUTES_A_FUNCTION)}`);
    return new HttpLambdaIntegration('Integration', handler);
  });
  const counts = [one, each].map(({ Resources = {} }) => Object.keys(Resources).length);
  const bytes = [one, each].map((template) => JSON.stringify(template).length);

  expect(counts[0] / ROUTES).toBeLessThan(1.03);
  expect(counts[0] / counts[1]).toBeLessThan(0.34);
  expect(bytes[0] / bytes[1]).toBeLessThanOrEqual(0.29);
});
