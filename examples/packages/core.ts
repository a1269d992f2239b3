import { ContextVariable, MappingEvaluator, MappingValue, ParameterMapping } from '@apigwv2-integrations/core';

// Goes wherever the CDK's ParameterMapping goes.
const mapping = new ParameterMapping()
  .overwritePath(MappingValue.join('/v2', MappingValue.requestPath()))
  .appendHeader('x-request', MappingValue.context(ContextVariable.REQUEST_ID))
  .removeHeader('cookie');

// What the backend gets, in a unit test: the path /v2/books/42, and the header x-request alone.
MappingEvaluator.request(mapping, {
  path: '/books/42',
  headers: { cookie: 'secret' },
  context: { requestId: 'r-1' },
});
