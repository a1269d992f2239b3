import { compileExpression, parseExpression } from '@apigwv2-integrations/core/engine';
import type { MappingPair } from '../../definitions/mapping';
import type { RoutedRequest } from '../../gateway/routed-request';
import { requestSources } from '../../http-api/mapping/context';
import type { Values } from './operations';

/** The request has no value for a parameter, so the service refuses it. */
export class MissingParameterValue extends Error {
  public constructor(name: string, source: string) {
    super(`the parameter ${name} has no value: this request has nothing at ${source}`);
    this.name = 'MissingParameterValue';
  }
}

/** The compiled parameters of a service integration. */
export interface Parameters {
  readonly readsBody: boolean;
  /**
   * @param body as text; needed if `readsBody`
   * @throws MissingParameterValue
   */
  resolve(routed: RoutedRequest, body?: string): Values;
}

/** Compiles the parameters of an integration once, for all requests. */
export function compileParameters(pairs: readonly MappingPair[]): Parameters {
  const compiled = pairs.map(([name, source]) => {
    const expression = parseExpression(source);
    return { name, source, value: compileExpression(expression), expression };
  });
  const readsBody = compiled.some(({ expression }) =>
    expression.parts.some((part) => part.kind === 'variable' && part.variable.source === 'request.body'),
  );
  return {
    readsBody,
    resolve(routed, body) {
      const sources = requestSources(routed, body);
      const values: Record<string, string> = {};
      for (const { name, source, value } of compiled) {
        const found = value(sources);
        if (found === undefined || found === '') {
          throw new MissingParameterValue(name, source);
        }
        values[name] = found;
      }
      return values;
    },
  };
}
