import type { RuleExamples } from './resources';
import { httpApi, httpProxy, requestMapping, responseMapping, route } from './resources';

/** What a mapping reads. */
export const EXPRESSION_EXAMPLES = {
  ExpressionInvalid: {
    bad: requestMapping({ 'append:header.x-user': '${request.header.user' }),
    good: requestMapping({ 'append:header.x-user': '${request.header.user}' }),
  },
  JsonPathNotSupported: {
    bad: requestMapping({ 'append:header.x-user': '$request.body..user' }),
    good: requestMapping({ 'append:header.x-user': '$request.body.order.user' }),
  },
  JsonPathDoubtful: {
    bad: requestMapping({ 'append:header.x-user': '$request.body.users[0:2]' }),
    good: requestMapping({ 'append:header.x-user': '$request.body.users[0]' }),
  },
  SourceUnknown: {
    bad: requestMapping({ 'append:header.x-user': '$request.heder.user' }),
    good: requestMapping({ 'append:header.x-user': '$request.header.user' }),
  },
  SourceNotInDirection: {
    bad: responseMapping('append:header.x-user', '$request.header.user'),
    good: responseMapping('append:header.x-user', '$response.header.user'),
  },
  StageVariableInvalid: {
    bad: requestMapping({ 'append:header.x-color': '$stageVariables.the-color' }),
    good: requestMapping({ 'append:header.x-color': '$stageVariables.the_color' }),
  },
  ContextNameInvalid: {
    bad: requestMapping({ 'append:header.x-role': '$context.authorizer.claims.custom:role' }),
    good: requestMapping({ 'append:header.x-role': '$context.authorizer.claims.role' }),
  },
  ContextNotAValue: {
    bad: requestMapping({ 'append:header.x-claims': '$context.authorizer.claims' }),
    good: requestMapping({ 'append:header.x-email': '$context.authorizer.claims.email' }),
  },
  ContextNotYetKnown: {
    bad: requestMapping({ 'append:header.x-status': '$context.integration.status' }),
    good: responseMapping('append:header.x-status', '$context.integration.status'),
  },
  ContextUnknown: {
    bad: requestMapping({ 'append:header.x-id': '$context.requestid' }),
    good: requestMapping({ 'append:header.x-id': '$context.requestId' }),
  },
  PathVariableUnknown: {
    bad: httpApi({
      Integration: httpProxy({ RequestParameters: { 'append:header.x-id': '$request.path.id' } }),
      Route: route('GET /books'),
    }),
    good: httpApi({
      Integration: httpProxy({ RequestParameters: { 'append:header.x-id': '$request.path.id' } }),
      Route: route('GET /books/{id}'),
    }),
  },
} as const satisfies RuleExamples;
