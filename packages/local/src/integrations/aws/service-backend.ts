import type { IntegrationPlan, TargetPlan } from '../../definitions/integration';
import type { Backend, Outcome } from '../../gateway/backend';
import { BodyTooLarge, BrokenResponse } from '../../gateway/body';
import { type Connections, sharedConnections } from '../http/connections';
import { answerOf } from './answer';
import type { Endpoints } from './endpoints';
import { InvalidParameterValue, operationOf } from './operations';
import { compileParameters, MissingParameterValue } from './parameters';
import { call } from './sdk-call';
import { missingSdk, type ServiceClients } from './service-clients';

/** What service backends share. */
export interface ServiceBackendOptions {
  readonly endpoints: Endpoints;
  readonly clients: ServiceClients;
  /** @default connections of the process */
  readonly connections?: Connections;
}

type ServiceTarget = Extract<TargetPlan, { kind: 'service' }>;

/** Calls an AWS service at its local endpoint with parameters from the request. */
export function serviceBackend(
  target: ServiceTarget,
  { timeoutMillis }: Pick<IntegrationPlan, 'timeoutMillis'>,
  options: ServiceBackendOptions,
): Backend {
  const { endpoints, clients, connections = sharedConnections } = options;
  const operation = operationOf(target.subtype);
  const { service } = operation;
  const parameters = compileParameters(target.parameters);
  const endpoint = endpoints.of(service);

  return {
    async call(routed): Promise<Outcome> {
      const { request } = routed;
      try {
        const values = parameters.resolve(routed, parameters.readsBody ? (await request.body.read()).toString() : undefined);
        const region = values['Region'] === undefined ? target.region : regionOf(values['Region']);
        const input = operation.input(values);
        if ('reason' in endpoint) {
          return failure(503, endpoint.reason);
        }
        const client = clients.of(service, region, endpoint.url);
        if (client === undefined) {
          return failure(503, missingSdk(service));
        }
        const callOptions = { connections, endpoint: endpoint.url, timeoutMillis, signal: () => request.signal };
        const outcome = await call(client, client.command(operation.command, input), callOptions);
        return outcome.kind === 'response' ? await answerOf(outcome.response, operation, routed.requestId) : outcome;
      } catch (error) {
        return failureFor(error as Error);
      }
    },
  };
}

/** The region becomes part of the signature, so a request must not choose any text. */
function regionOf(value: string): string {
  if (!/^[a-z]{2,}(?:-[a-z]+)+-\d{1,2}$/.test(value)) {
    throw new InvalidParameterValue('Region', value, 'a region such as eu-west-1');
  }
  return value;
}

function failureFor(error: Error): Outcome {
  if (error instanceof MissingParameterValue || error instanceof InvalidParameterValue) {
    return failure(400, error.message);
  }
  return failure(error instanceof BodyTooLarge ? 413 : error instanceof BrokenResponse ? 503 : 500, error.message);
}

function failure(statusCode: 400 | 413 | 500 | 503, reason: string): Outcome {
  return { kind: 'failure', statusCode, reason };
}
