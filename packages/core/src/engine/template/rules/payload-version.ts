import { at, type Finding, problem } from '../finding';
import type { Resource } from '../resource';

/** The payload format version of an integration of an HTTP API: Lambda functions know two, everything else one. */
export function checkPayloadVersion(resource: Resource): Finding[] {
  const type = resource.text('IntegrationType');
  const service = !resource.lacks('IntegrationSubtype');
  if (type !== 'AWS_PROXY' && type !== 'HTTP_PROXY') {
    return [];
  }
  const lambda = type === 'AWS_PROXY' && !service;
  if (lambda && resource.lacks('PayloadFormatVersion')) {
    return at(resource, 'PayloadFormatVersion', [
      problem(
        'PayloadVersionMissing',
        undefined,
        'a Lambda integration of an HTTP API has no PayloadFormatVersion, which only the console fills in',
        'set it to "2.0", or to "1.0" for a function that was written for a REST API',
      ),
    ]);
  }
  if (service && type === 'AWS_PROXY' && resource.lacks('PayloadFormatVersion')) {
    return at(resource, 'PayloadFormatVersion', [
      problem('ServicePayloadVersionMissing', undefined, 'an AWS service integration has no PayloadFormatVersion', 'set it to "1.0"'),
    ]);
  }
  // YAML turns 2.0 into a number, whose text is no longer what was written.
  const version = resource.raw('PayloadFormatVersion');
  const allowed = lambda ? ['1.0', '2.0'] : ['1.0'];
  if (typeof version !== 'string' || allowed.includes(version)) {
    return [];
  }
  const kind = lambda ? 'a Lambda integration' : service ? 'an AWS service integration' : 'an HTTP integration';
  return at(resource, 'PayloadFormatVersion', [
    problem(
      'PayloadVersionInvalid',
      version,
      `${kind} has no payload format version ${JSON.stringify(version)}`,
      `set it to ${allowed.map((name) => `"${name}"`).join(' or ')}`,
    ),
  ]);
}
