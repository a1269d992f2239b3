import { ContextVariable, MappingEvaluator, MappingValue, ParameterMapping } from '@apigwv2-integrations/core';

// Can be used wherever the CDK's ParameterMapping is accepted.
const mapping = new ParameterMapping()
  .overwritePath(MappingValue.join('/v2', MappingValue.requestPath()))
  .appendHeader('x-request', MappingValue.context(ContextVariable.REQUEST_ID))
  .removeHeader('cookie');

// In a unit test: the backend receives the path /v2/books/42 and only the header x-request.
MappingEvaluator.request(mapping, {
  path: '/books/42',
  headers: { cookie: 'secret' },
  context: { requestId: 'r-1' },
});
