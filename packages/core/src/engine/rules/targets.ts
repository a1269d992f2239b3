import { defineRules, problem } from '../problem';
import { isDecided, type Route } from '../template/api';
import { at, type Finding } from '../template/finding';
import { identity, targetOf } from '../template/references';
import { keyText } from '../template/render';
import type { Resolver } from '../template/resolver';
import type { Resource } from '../template/resource';
import type { TemplateIndex } from '../template/template-index';
import { SOURCES_OF_RULES as AWS } from './sources';

/** The target of a route. */
export const TARGET_RULES = defineRules({
  TargetMissing: {
    severity: 'error',
    summary: 'The target of a route is not an integration in the template.',
    source: AWS.cfnRoute,
    evidence: 'documented',
  },
  TargetLiteral: {
    severity: 'warning',
    summary:
      'The target of a route contains a literal integration ID, although the template creates the API; the ID is unknown before deployment.',
    source: AWS.cfnRoute,
    evidence: 'derived',
  },
  TargetWithoutPrefix: {
    severity: 'warning',
    summary: 'The target of a route is not integrations/ followed by the ID of an integration.',
    source: AWS.cfnRoute,
    evidence: 'derived',
  },
  TargetOfOtherApi: {
    severity: 'warning',
    summary: 'The target of a route is an integration of another API.',
    source: AWS.cfnRoute,
    evidence: 'derived',
  },
});

const REMEDY = 'write {"Fn::Join": ["/", ["integrations", {"Ref": "MyIntegration"}]]}';

/** Checks the target of a route. Pseudo parameters and resources that a macro may add are unknown. */
export function checkTarget({ resource, target, integration: found }: Route, index: TemplateIndex, madeHere: boolean): Finding[] {
  if (resource.raw('Target') === undefined) {
    return [];
  }
  const { integration, prefixed } = targetOf(target);
  if (integration.kind === 'literal') {
    return literal(resource, integration.text, prefixed, madeHere);
  }
  if (integration.kind === 'unknown') {
    return [];
  }
  if (found === undefined) {
    return missing(resource, integration.name, index);
  }
  return [
    ...(prefixed
      ? []
      : at(resource, 'Target', [
          problem(
            TARGET_RULES.TargetWithoutPrefix,
            undefined,
            `the target is the ID of ${integration.name} without the prefix integrations/`,
            REMEDY,
          ),
        ])),
    ...otherApi(resource, found, index.resolver),
  ];
}

function missing(resource: Resource, name: string, { resources, parameters, complete }: TemplateIndex): Finding[] {
  const other = resources.get(name);
  if (parameters.has(name) || name.includes(':') || (other === undefined ? !complete : mayNameIntegration(other))) {
    return [];
  }
  const what = other === undefined ? 'is not a resource in this template' : `is not an integration, but an ${other.type}`;
  return at(resource, 'Target', [
    problem(TARGET_RULES.TargetMissing, name, `the target refers to ${name}, which ${what}`, 'refer to an AWS::ApiGatewayV2::Integration'),
  ]);
}

/** Whether the `Ref` of a resource may be an integration ID; for custom resources and third-party types, it is unknown. */
const mayNameIntegration = ({ type }: Resource): boolean => !type.startsWith('AWS::') || type === 'AWS::CloudFormation::CustomResource';

function literal(resource: Resource, id: string, prefixed: boolean, madeHere: boolean): Finding[] {
  if (!prefixed) {
    return at(resource, 'Target', [
      problem(TARGET_RULES.TargetWithoutPrefix, id, `the target ${JSON.stringify(id)} does not begin with integrations/`, REMEDY),
    ]);
  }
  return madeHere
    ? at(resource, 'Target', [
        problem(
          TARGET_RULES.TargetLiteral,
          id,
          `the target names the integration ${JSON.stringify(id)} by its ID, which is unknown before deployment because this template creates the API`,
          REMEDY,
        ),
      ])
    : [];
}

function otherApi(resource: Resource, integration: Resource, resolver: Resolver): Finding[] {
  const name = identity(resource.raw('ApiId'));
  if (name !== undefined && name === identity(integration.raw('ApiId'))) {
    return [];
  }
  const [own, other] = [resolver.property(resource, 'ApiId'), resolver.property(integration, 'ApiId')];
  return !isDecided(own) || !isDecided(other) || keyText(own) === keyText(other)
    ? []
    : at(resource, 'Target', [
        problem(
          TARGET_RULES.TargetOfOtherApi,
          integration.logicalId,
          `the target ${integration.logicalId} belongs to a different ApiId than the route`,
          'create a separate integration for each API',
        ),
      ]);
}
