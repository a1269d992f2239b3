import { MappingValue } from '@apigwv2-integrations/core';
import { HttpIntegrationSubtype, ParameterMapping } from 'aws-cdk-lib/aws-apigatewayv2';
import { DefinitionBody, Pass, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { once } from 'test-support/once';
import { arrives, type OptionProofs } from 'test-support/options/proof';
import type { IntegrationVariant } from 'test-support/variant';
import { expect } from 'vitest';

const STOP = HttpIntegrationSubtype.STEPFUNCTIONS_STOP_EXECUTION;
const ExecutionArn = '$request.querystring.executionArn';
const StateMachineArn = 'arn:aws:states:eu-west-1:111111111111:stateMachine:orders';

/** A state machine, made once a scope and type. */
export function machineIn(scope: Construct, stateMachineType = StateMachineType.EXPRESS): StateMachine {
  const id = `${stateMachineType}Machine`;
  return once(
    scope,
    id,
    () =>
      new StateMachine(scope, id, {
        stateMachineType,
        definitionBody: DefinitionBody.fromChainable(new Pass(scope, `${id}Start`)),
      }),
  );
}

export const variants: IntegrationVariant[] = [
  {
    className: 'HttpStepFunctionsIntegration',
    inCdk: true,
    lacksInCdk: ['timeout'],
    create: (integrations, scope, id, options = {}) => {
      const stops = options.subtype === STOP;
      return new integrations.HttpStepFunctionsIntegration(id, {
        stateMachine: machineIn(scope, stops ? StateMachineType.STANDARD : StateMachineType.EXPRESS),
        ...options,
        // The CDK's default cannot work.
        parameterMapping:
          options.parameterMapping ??
          (stops && options.executionArn === undefined ? new ParameterMapping().custom('ExecutionArn', ExecutionArn) : undefined),
      });
    },
    parameters: ({ subtype }): Record<string, string> =>
      subtype === STOP ? { ExecutionArn } : { StateMachineArn, Input: '$request.body' },
    options: {
      subtype: [HttpIntegrationSubtype.STEPFUNCTIONS_START_EXECUTION, HttpIntegrationSubtype.STEPFUNCTIONS_START_SYNC_EXECUTION, STOP],
    },
  },
];

const stopped = (name: string, parameter: string) => ({
  [name]: {
    options: (stack: Construct) => ({
      stateMachine: machineIn(stack, StateMachineType.STANDARD),
      subtype: STOP,
      executionArn: MappingValue.requestHeader('arn'),
      [name]: MappingValue.requestHeader('x'),
    }),
    without: {},
    properties: { RequestParameters: expect.objectContaining({ [parameter]: '$request.header.x' }) },
  },
});

export const proofs: OptionProofs = {
  HttpStepFunctionsIntegrationProps: {
    stateMachine: {
      options: (stack) => ({ stateMachine: machineIn(stack, StateMachineType.STANDARD) }),
      properties: { RequestParameters: expect.objectContaining({ StateMachineArn: { Ref: expect.stringMatching(/^STANDARD/) } }) },
    },
    ...arrives('input', MappingValue.requestHeader('x'), { RequestParameters: expect.objectContaining({ Input: '$request.header.x' }) }),
    ...arrives('executionName', MappingValue.requestHeader('x'), {
      RequestParameters: expect.objectContaining({ Name: '$request.header.x' }),
    }),
    traceHeader: {
      options: () => ({ subtype: HttpIntegrationSubtype.STEPFUNCTIONS_START_SYNC_EXECUTION, traceHeader: MappingValue.requestHeader('x') }),
      properties: { RequestParameters: expect.objectContaining({ TraceHeader: '$request.header.x' }) },
    },
    ...stopped('executionArn', 'ExecutionArn'),
    ...stopped('cause', 'Cause'),
    ...stopped('error', 'Error'),
  },
};
