import {
  ContextVariable,
  MappingEvaluator,
  MappingValue,
  ParameterMapping,
  ResponseMappingValue,
  ResponseParameterMapping,
} from '@apigwv2-integrations/core';

export function requests(): ParameterMapping {
  const parameterMapping = new ParameterMapping()
    .appendHeader('x-request-id', MappingValue.context(ContextVariable.REQUEST_ID))
    .overwriteHeader('x-user', MappingValue.authorizerClaim('sub'))
    .overwriteHeader('x-source', MappingValue.text('public'))
    .overwritePath(MappingValue.join('/v2', MappingValue.requestPath()))
    .removeQueryString('debug');
  return parameterMapping;
}

export function responses(): ResponseParameterMapping {
  const responseParameterMapping = new ResponseParameterMapping()
    .removeHeader(200, 'x-powered-by')
    .appendHeader(200, 'x-version', ResponseMappingValue.stageVariable('version'))
    .overwriteStatusCode(404, '403')
    .overwriteHeader(404, 'x-code', ResponseMappingValue.body('error.code'));
  return responseParameterMapping;
}

export function composition(standardHeaders: ParameterMapping): ParameterMapping {
  const parameterMapping = standardHeaders.merge(new ParameterMapping().removeHeader('x-internal'));
  return parameterMapping;
}

export function evaluation(mapping: ParameterMapping) {
  const request = MappingEvaluator.request(mapping, {
    path: '/books/42',
    pathVariables: { id: '42' },
    headers: { header1: 'first' },
  });
  return request;
}
