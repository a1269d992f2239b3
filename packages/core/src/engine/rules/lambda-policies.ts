import { defineRules, type Problem, problem } from '../problem';
import { at, type Finding } from '../template/finding';
import { type ByteRange, between, sum } from '../template/policy/byte-range';
import {
  aliasBytes,
  functionNameBytes,
  MAX_POLICY_BYTES,
  POLICY_BYTES,
  permissionBytes,
  qualified,
  VERSION_BYTES,
} from '../template/policy/permission-bytes';
import { identity } from '../template/references';
import type { Resource } from '../template/resource';
import type { Resources } from '../template/resources';
import type { ScopedValue, Template } from '../template/template';
import { SOURCES_OF_RULES as AWS } from './sources';

/** The size of a function's resource policy. */
export const LAMBDA_POLICY_RULES = defineRules({
  LambdaPolicyTooLarge: {
    severity: 'warning',
    summary:
      "The permissions on a function may exceed the 20,480 bytes of its policy, according to an upper estimate of each statement's size.",
    source: AWS.policyRefused,
    evidence: 'derived',
  },
});

/** The maximum depth of references between versions, which ends a circular reference. */
const MAX_QUALIFIERS = 2;

interface Policy {
  bytes: ByteRange;
  count: number;
  /** Whether a permission allows API Gateway. Other policies do not concern this rule. */
  gateway: boolean;
  last: Resource;
}

/** Finds functions whose permissions together may exceed the size of the policy, by template. */
export function checkLambdaPolicies(resources: Resources): Map<string, Finding[]> {
  const found = new Map<string, Finding[]>();
  for (const { bytes, count, gateway, last } of policies(resources)) {
    if (gateway && bytes.max > MAX_POLICY_BYTES) {
      const { id } = last.template;
      found.set(id, [...(found.get(id) ?? []), ...at(last, 'FunctionName', [policyTooLarge('this function', count, bytes)])]);
    }
  }
  return found;
}

/** The problem of a function whose permissions may exceed the size of its policy. */
export function policyTooLarge(what: string, count: number, { min, max }: ByteRange): Problem {
  return problem(
    LAMBDA_POLICY_RULES.LambdaPolicyTooLarge,
    undefined,
    `the ${count} permissions on ${what} may need ${max} bytes (at least ${min}), but its policy is limited to ${MAX_POLICY_BYTES} bytes`,
    'replace them with one permission for the whole API, with a SourceArn that ends in /*',
  );
}

function policies(resources: Resources): Iterable<Policy> {
  const functions = new Map<string, Policy>();
  for (const permission of resources.all('AWS::Lambda::Permission')) {
    const key = permission.conditional ? undefined : keyOf(permission, resources);
    if (key !== undefined) {
      const known = functions.get(key);
      functions.set(key, {
        bytes: sum(known?.bytes ?? between(POLICY_BYTES, POLICY_BYTES), bytesOf(permission, resources)),
        count: (known?.count ?? 0) + 1,
        gateway: known?.gateway === true || permission.text('Principal') === 'apigateway.amazonaws.com',
        last: permission,
      });
    }
  }
  return functions.values();
}

/** Equal for permissions on one function, version or alias; undefined if the templates do not show it. */
function keyOf(permission: Resource, resources: Resources): string | undefined {
  const origin = functionOrigin(permission, resources);
  const name = identity(origin.value);
  if (name === undefined || name.startsWith('"arn:')) {
    return name;
  }
  // The name and the ARN of a function identify the same function. In the account of another template, the name may belong to a different one.
  return JSON.stringify([origin.template.id, targetOf(origin, resources)?.logicalId ?? name]);
}

function functionOrigin(resource: Resource, resources: Resources): ScopedValue {
  return resources.origin({ template: resource.template, value: resource.raw('FunctionName') });
}

/** The function, version or alias, if one of the templates defines it. */
function targetOf({ template, value }: ScopedValue, resources: Resources): Resource | undefined {
  const [kind, name = ''] = (identity(value) ?? '').split(' ');
  return kind === 'Ref' || kind === 'Fn::GetAtt' ? resources.find(template, name.split('.')[0]) : undefined;
}

function bytesOf(permission: Resource, resources: Resources): ByteRange {
  const { logicalId, properties, template } = permission;
  const { region, account } = template;
  const stackName = stackNameOf(template);
  const functionName = nameOf(functionOrigin(permission, resources), resources);
  return permissionBytes(properties, { region, account, stackName, logicalId, functionName });
}

/** The name of a function that one of the templates defines, with the qualifier of its version or alias. */
function nameOf(origin: ScopedValue, resources: Resources, qualifiers = 0): ByteRange | undefined {
  const target = targetOf(origin, resources);
  if (target === undefined || qualifiers > MAX_QUALIFIERS) {
    return undefined;
  }
  const base = () => nameOf(functionOrigin(target, resources), resources, qualifiers + 1);
  switch (target.type) {
    case 'AWS::Lambda::Function':
      return functionNameBytes(target.raw('FunctionName'), stackNameOf(target.template), target.logicalId);
    case 'AWS::Lambda::Version':
      return qualified(base(), VERSION_BYTES);
    case 'AWS::Lambda::Alias':
      return qualified(base(), aliasBytes(target.raw('Name')));
    default:
      return undefined;
  }
}

/** CloudFormation names nested stacks at deployment. */
function stackNameOf({ stackName, nestedIn }: Template): string | undefined {
  return nestedIn === undefined ? stackName : undefined;
}
