import { checkTemplateText } from '../engine/rules/velocity-templates';
import {
  evaluateVelocity,
  mockStatusCode,
  parseVelocity,
  positionOf,
  selectIntegrationResponse,
  type VelocityInput,
  type VelocityTemplate,
} from '../engine/velocity';
import { fromEngine } from '../problems/from-engine';
import { IntegrationError } from '../problems/integration-error';
import type { RenderedTemplate, SampleIntegrationResponse, SampleMessage } from './websocket-sample';

/**
 * Evaluates Velocity templates of WebSocket APIs in a unit test, with plain data as input and output.
 *
 * @see https://github.com/apigwv2-integrations/apigwv2-integrations/blob/main/docs/websocket-templates.md
 */
export abstract class WebSocketEvaluator {
  /**
   * Evaluates a request template. With a template of a mock integration, the status code that it prints selects the
   * integration response.
   *
   * Throws one error with `TemplateSyntaxInvalid` for a template that does not parse.
   *
   * @param template the Velocity template
   * @param sample the message as the client sends it, or the handshake
   */
  public static request(template: string, sample: SampleMessage = {}): RenderedTemplate {
    const { integrationResponseKeys = [], ...input } = sample;
    const rendered = render(template, input);
    const statusCode = mockStatusCode(rendered.body);
    return { ...rendered, ...(statusCode === undefined ? {} : selected(integrationResponseKeys, statusCode)) };
  }

  /**
   * Evaluates a response template. The status code, or the error message of a function, selects the integration
   * response.
   *
   * Throws one error with `TemplateSyntaxInvalid` for a template that does not parse.
   *
   * @param template the Velocity template
   * @param sample the response of the backend
   */
  public static response(template: string, sample: SampleIntegrationResponse = {}): RenderedTemplate {
    const { integrationResponseKeys = [], statusCode = 200, errorMessage, ...input } = sample;
    return { ...render(template, input), ...selected(integrationResponseKeys, errorMessage ?? String(statusCode)) };
  }
}

function render(template: string, input: VelocityInput): RenderedTemplate {
  const problems = checkTemplateText('template', template, {}).map(fromEngine);
  const errors = problems.filter(({ code }) => code === 'TemplateSyntaxInvalid');
  if (errors.length > 0) {
    throw new IntegrationError('the template cannot be evaluated', errors, '');
  }
  const { text, missing, failure } = evaluateVelocity(parseVelocity(template) as VelocityTemplate, input);
  const references = missing.map(({ reference }) => reference);
  if (failure === undefined) {
    return { body: text, missing: references };
  }
  const { line, column } = positionOf(template, failure.span.start);
  return { body: text, missing: references, failure: `line ${line}, column ${column}: ${failure.message}: ${failure.remedy}` };
}

function selected(keys: readonly string[], answer: string): Pick<RenderedTemplate, 'integrationResponseKey'> {
  const integrationResponseKey = selectIntegrationResponse(keys, answer);
  return integrationResponseKey === undefined ? {} : { integrationResponseKey };
}
