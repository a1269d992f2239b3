import { evaluateVelocity, mockStatusCode, selectIntegrationResponse, type VelocityInput } from '@apigwv2-integrations/core/engine';
import type {
  IntegrationResponsePlan,
  TemplatePlan,
  TemplatesPlan,
  WebSocketIntegrationPlan,
} from '../../definitions/websocket-integration';
import type { Invoker } from '../../functions/invocation';
import { type Details, NO_DETAILS, type TemplateEntry } from '../../gateway/detail-entry';
import type { RouteResult, RouteRun, WebSocketIntegration } from '../route-run';
import { compileSelection, MessageBody, type SelectionInput } from '../selection-expression';
import { type ActionDependencies, actionBackend } from './action';
import { type BackendAnswer, type Failed, internalError, type WebSocketBackend } from './backend';
import { contextOf, velocityInput } from './context';
import { type HttpDependencies, httpBackend } from './http';
import { functionBackend } from './lambda';
import { compileRequestParameters } from './request-parameters';

/** What integrations share: functions, connections, and where the targets are on this machine. */
export interface WebSocketIntegrationDependencies extends HttpDependencies, ActionDependencies {
  readonly functions: Invoker;
  /** @default nobody wants details */
  readonly details?: Details;
}

/** Creates an integration of any type but `AWS_PROXY`, which has events and results of its own. */
export function createWebSocketIntegration(
  plan: WebSocketIntegrationPlan,
  dependencies: WebSocketIntegrationDependencies,
): WebSocketIntegration {
  return integrationWith(plan, backendOf(plan, dependencies), dependencies.details);
}

/** Creates an integration of any type but `AWS_PROXY` with a backend: request parameters and templates, then those of responses. */
export function integrationWith(
  plan: WebSocketIntegrationPlan,
  call: WebSocketBackend,
  details: Details = NO_DETAILS,
): WebSocketIntegration {
  const createBody = plan.type === 'HTTP_PROXY' ? passOn(plan) : compileBody(plan, details);
  const parametersOf = compileRequestParameters(plan.requestParameters);
  const resultOf = plan.type === 'HTTP_PROXY' ? proxyResult(details) : compileResult(plan, details);
  return {
    async run(run) {
      try {
        const message = new MessageBody(run.body);
        const body = createBody(run, message);
        if (body !== undefined && 'kind' in body) {
          return body;
        }
        const parameters = parametersOf(run);
        if (details.areWanted && plan.requestParameters.length > 0) {
          const { headers, query, path } = parameters;
          details.add({ kind: 'parameters', requestId: run.requestId, headers, query, path: Object.entries(path) });
        }
        const answer = await call({ run, parameters, body });
        return answer.kind === 'failed' ? answer : resultOf(answer, run, message);
      } catch (error) {
        return internalError(`integration ${plan.name} cannot be called: ${(error as Error).message}`);
      }
    },
  };
}

function backendOf(plan: WebSocketIntegrationPlan, dependencies: WebSocketIntegrationDependencies): WebSocketBackend {
  const { target } = plan;
  switch (target.kind) {
    case 'mock':
      return mockBackend;
    case 'lambda':
    case 'lambda-by-stage':
      return functionBackend(plan, target, dependencies.functions);
    case 'action':
      return actionBackend(plan, target, dependencies);
    case 'url':
    case 'private':
      return httpBackend(plan, target, dependencies);
  }
}

const NOTHING = Buffer.alloc(0);

/** Answers with the status code that the request template prints. */
export const mockBackend: WebSocketBackend = async ({ body }) => {
  const status = mockStatusCode(body?.toString() ?? '');
  return status === undefined
    ? internalError('the request of the mock integration has no statusCode: print {"statusCode": 200} with a request template')
    : { kind: 'answer', statusCode: Number(status), headers: [], body: NOTHING };
};

/** Creates the request body of a run. */
type CreateBody = (run: RouteRun, message: MessageBody) => Buffer | undefined | Failed;

function passOn({ contentHandling }: WebSocketIntegrationPlan): CreateBody {
  return ({ body }) => (body === undefined ? undefined : bytesOf(body, contentHandling));
}

/** With CONVERT_TO_BINARY, the text is base64. */
function bytesOf(text: string, contentHandling: WebSocketIntegrationPlan['contentHandling']): Buffer {
  return Buffer.from(text, contentHandling === 'CONVERT_TO_BINARY' ? 'base64' : 'utf8');
}

/** The status code of REST APIs for a body without a template. */
const UNSUPPORTED_MEDIA_TYPE = 415;

function compileBody(plan: WebSocketIntegrationPlan, details: Details): CreateBody {
  const { requestTemplates, passthrough, contentHandling, name } = plan;
  const select = compileTemplates(requestTemplates);
  const render = compileRender(requestTemplates, 'request', details);
  const passesOn = passthrough === 'WHEN_NO_MATCH' || (passthrough === 'WHEN_NO_TEMPLATES' && requestTemplates.templates.size === 0);
  return (run, message) => {
    const template = select({ body: message });
    if (template === undefined) {
      return passesOn
        ? passOn(plan)(run, message)
        : internalError(
            `integration ${name} has no template for the message, and its PassthroughBehavior is ${passthrough}`,
            UNSUPPORTED_MEDIA_TYPE,
          );
    }
    const rendered = render(template, run, run.body);
    return 'fault' in rendered ? internalError(`integration ${name}: ${rendered.fault}`) : bytesOf(rendered.text, contentHandling);
  };
}

/** The body is the frame, whatever the status code. The headers can contain the subprotocol of a handshake. */
function proxyResult(details: Details): (answer: BackendAnswer, run: RouteRun) => RouteResult {
  return ({ statusCode, headers, body }, { requestId }) => {
    const text = body.toString();
    if (details.areWanted) {
      details.add({ kind: 'integration-response', requestId, status: statusCode, headers, body: text, changes: () => [] });
    }
    return { kind: 'response', statusCode, headers, ...frameOf(text) };
  };
}

/** Without text, no frame is sent. */
function frameOf(text: string): { readonly body?: string } {
  return text === '' ? {} : { body: text };
}

function compileResult(
  plan: WebSocketIntegrationPlan,
  details: Details,
): (answer: BackendAnswer, run: RouteRun, message: MessageBody) => RouteResult {
  const keys = plan.responses.map(({ key }) => key);
  const responses = new Map(plan.responses.map((response) => [response.key, compileResponse(response, details)]));
  return (answer, run, body) => {
    const { statusCode, headers, errorMessage } = answer;
    const key = keys.length === 0 ? undefined : selectIntegrationResponse(keys, errorMessage ?? String(statusCode));
    if (details.areWanted) {
      const received = { status: statusCode, headers, body: answer.body.toString(), key };
      details.add({ kind: 'integration-response', requestId: run.requestId, ...received, changes: () => [] });
    }
    if (keys.length === 0) {
      return { kind: 'response', statusCode, headers: [] };
    }
    const create = key === undefined ? undefined : responses.get(key);
    if (create === undefined) {
      return internalError(
        `integration ${plan.name} has no integration response for ${errorMessage ?? statusCode}: add one with the key $default`,
      );
    }
    const created = create(answer, { body, response: { statusCode, headers } }, run);
    return 'fault' in created
      ? internalError(`integration ${plan.name}: ${created.fault}`)
      : { kind: 'response', statusCode, headers: [], ...frameOf(created.text) };
  };
}

/** Without a template, the answer of the backend is the frame. */
function compileResponse(
  plan: IntegrationResponsePlan,
  details: Details,
): (answer: BackendAnswer, input: SelectionInput, run: RouteRun) => Rendered {
  const select = compileTemplates(plan);
  const render = compileRender(plan, 'response', details);
  return ({ body }, input, run) => {
    const text = body.toString(plan.contentHandling === 'CONVERT_TO_TEXT' ? 'base64' : 'utf8');
    const decoded = plan.contentHandling === 'CONVERT_TO_BINARY' ? Buffer.from(text, 'base64').toString() : text;
    const template = select(input);
    return template === undefined ? { text: decoded } : render(template, run, decoded);
  };
}

const CATCH_ALL = '$default';
const JSON_TYPE = 'application/json';

/** Compiles the selection of a template. Without an expression, the only template or a default one is selected. */
function compileTemplates({ selection, templates }: TemplatesPlan): (input: SelectionInput) => TemplatePlan | undefined {
  if (selection !== undefined) {
    const select = compileSelection(selection);
    return (input) => templates.get(select(input)) ?? templates.get(CATCH_ALL);
  }
  const [first] = templates.values();
  const only = templates.size === 1 ? first : undefined;
  const found = templates.get(CATCH_ALL) ?? templates.get(JSON_TYPE) ?? only;
  return () => found;
}

type Rendered = { readonly text: string } | { readonly fault: string };

/** Renders templates, and adds them to the details. */
function compileRender({ templates }: TemplatesPlan, direction: TemplateEntry['direction'], details: Details) {
  return (template: TemplatePlan, run: RouteRun, before: string | undefined): Rendered => {
    const rendered = renderTemplate(template, velocityInput(run, contextOf(run), before));
    if (details.areWanted) {
      details.add({
        kind: 'template',
        requestId: run.requestId,
        direction,
        key: [...templates].find(([, each]) => each === template)?.[0],
        template: 'fault' in template ? undefined : template.source,
        before: before ?? '',
        ...('text' in rendered ? { after: rendered.text } : { fault: rendered.fault }),
      });
    }
    return rendered;
  };
}

/** Renders a template, or returns the reason why that is impossible. */
function renderTemplate(template: TemplatePlan, input: VelocityInput): Rendered {
  if ('fault' in template) {
    return template;
  }
  const { text, failure } = evaluateVelocity(template, input);
  return failure === undefined ? { text } : { fault: `its template cannot be evaluated: ${failure.message}: ${failure.remedy}` };
}
