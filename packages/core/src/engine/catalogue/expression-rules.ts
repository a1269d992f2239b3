import { httpApi, httpProxy, requestMapping, responseMapping, route } from './examples';
import type { RuleFacts } from './rule';
import type { RuleCode } from './severities';
import { SOURCES_OF_RULES as AWS } from './sources';

/** What a mapping reads. */
export const EXPRESSION_RULES = {
  ExpressionInvalid: {
    summary: 'An expression is not written as the service reads it: a brace that is not closed, a variable without a name, no JSONPath.',
    source: AWS.mapping,
    evidence: 'documented',
    bad: requestMapping({ 'append:header.x-user': '${request.header.user' }),
    good: requestMapping({ 'append:header.x-user': '${request.header.user}' }),
  },
  JsonPathNotSupported: {
    summary: 'A JSONPath descends recursively or filters, which the service does not do.',
    source: AWS.mapping,
    evidence: 'documented',
    bad: requestMapping({ 'append:header.x-user': '$request.body..user' }),
    good: requestMapping({ 'append:header.x-user': '$request.body.order.user' }),
  },
  JsonPathDoubtful: {
    summary: 'A JSONPath has a form of brackets, such as a slice, that the documentation neither names nor excludes.',
    source: AWS.mapping,
    evidence: 'derived',
    bad: requestMapping({ 'append:header.x-user': '$request.body.users[0:2]' }),
    good: requestMapping({ 'append:header.x-user': '$request.body.users[0]' }),
  },
  SourceUnknown: {
    summary: 'There is no such source, be it misspelt or of another kind of API.',
    source: AWS.mapping,
    evidence: 'documented',
    bad: requestMapping({ 'append:header.x-user': '$request.heder.user' }),
    good: requestMapping({ 'append:header.x-user': '$request.header.user' }),
  },
  SourceNotInDirection: {
    summary: 'A request mapping reads the response, or a response mapping the request.',
    source: AWS.mapping,
    evidence: 'documented',
    bad: responseMapping('append:header.x-user', '$request.header.user'),
    good: responseMapping('append:header.x-user', '$response.header.user'),
  },
  StageVariableInvalid: {
    summary: 'What is read is no name of a stage variable.',
    source: AWS.modelStages,
    evidence: 'documented',
    bad: requestMapping({ 'append:header.x-color': '$stageVariables.the-color' }),
    good: requestMapping({ 'append:header.x-color': '$stageVariables.the_color' }),
  },
  ContextNameInvalid: {
    summary: 'A context variable has characters in its name that a mapping cannot read, such as the claim custom:role.',
    source: AWS.mapping,
    evidence: 'documented',
    bad: requestMapping({ 'append:header.x-role': '$context.authorizer.claims.custom:role' }),
    good: requestMapping({ 'append:header.x-role': '$context.authorizer.claims.role' }),
  },
  ContextNotAValue: {
    summary: 'A context variable is an object, which gives no value as a whole.',
    source: AWS.contextVariables,
    evidence: 'derived',
    bad: requestMapping({ 'append:header.x-claims': '$context.authorizer.claims' }),
    good: requestMapping({ 'append:header.x-email': '$context.authorizer.claims.email' }),
  },
  ContextNotYetKnown: {
    summary: 'A request mapping reads a context variable that is known only once the backend has answered.',
    source: AWS.contextVariables,
    evidence: 'derived',
    bad: requestMapping({ 'append:header.x-status': '$context.integration.status' }),
    good: responseMapping('append:header.x-status', '$context.integration.status'),
  },
  ContextUnknown: {
    summary: 'A context variable is none that is documented for HTTP APIs.',
    source: AWS.contextVariables,
    evidence: 'derived',
    bad: requestMapping({ 'append:header.x-id': '$context.requestid' }),
    good: requestMapping({ 'append:header.x-id': '$context.requestId' }),
  },
  BareVariableBesideText: {
    summary: 'A variable without braces stands beside other text, and may be taken for text.',
    source: AWS.mapping,
    evidence: 'unverified',
    bad: requestMapping({ 'overwrite:path': '/v2$request.path' }),
    good: requestMapping({ 'overwrite:path': '/v2${request.path}' }),
  },
  PathVariableUnknown: {
    summary: 'A mapping reads a path variable that a route of the integration lacks.',
    source: AWS.mapping,
    evidence: 'derived',
    bad: httpApi({
      Integration: httpProxy({ RequestParameters: { 'append:header.x-id': '$request.path.id' } }),
      Route: route('GET /books'),
    }),
    good: httpApi({
      Integration: httpProxy({ RequestParameters: { 'append:header.x-id': '$request.path.id' } }),
      Route: route('GET /books/{id}'),
    }),
  },
} as const satisfies Partial<Record<RuleCode, RuleFacts>>;
