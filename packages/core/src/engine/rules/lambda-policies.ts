import { defineRules, type Problem, problem } from '../problem';
import type { Assembly, AssemblyTemplate, ScopedValue } from '../template/assembly';
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

/** A version of a function, by mistake of a version: what leads in a circle ends here. */
const MAX_QUALIFIERS = 2;

interface Policy {
  bytes: ByteRange;
  count: number;
  /** Whether API Gateway is let in: whose policy is full otherwise is no concern of this rule. */
  gateway: boolean;
  last: { readonly template: AssemblyTemplate; readonly permission: Resource };
}

/** The permissions on each function whose statements together may pass the size of its policy, by template. */
export function checkLambdaPolicies(assembly: Assembly): Map<string, Finding[]> {
  const found = new Map<string, Finding[]>();
  for (const { bytes, count, gateway, last } of policies(assembly)) {
    if (gateway && bytes.max > MAX_POLICY_BYTES) {
      const { id } = last.template;
      found.set(id, [...(found.get(id) ?? []), ...at(last.permission, 'FunctionName', [policyTooLarge('this function', count, bytes)])]);
    }
  }
  return found;
}

/** What is wrong where the permissions on a function may need more than its policy holds. */
export function policyTooLarge(what: string, count: number, { min, max }: ByteRange): Problem {
  return problem(
    LAMBDA_POLICY_RULES.LambdaPolicyTooLarge,
    undefined,
    `the ${count} permissions on ${what} may need ${max} bytes (at least ${min}), but its policy is limited to ${MAX_POLICY_BYTES} bytes`,
    'replace them by one permission for the whole API, with a SourceArn that ends in /*',
  );
}

function policies(assembly: Assembly): Iterable<Policy> {
  const functions = new Map<string, Policy>();
  for (const template of assembly.templates) {
    for (const permission of assembly.resourcesOf(template).values()) {
      const key =
        permission.type === 'AWS::Lambda::Permission' && !permission.conditional ? keyOf(template, permission, assembly) : undefined;
      if (key !== undefined) {
        const known = functions.get(key);
        functions.set(key, {
          bytes: sum(known?.bytes ?? between(POLICY_BYTES, POLICY_BYTES), bytesOf(template, permission, assembly)),
          count: (known?.count ?? 0) + 1,
          gateway: known?.gateway === true || permission.text('Principal') === 'apigateway.amazonaws.com',
          last: { template, permission },
        });
      }
    }
  }
  return functions.values();
}

/** Equal for permissions on one function, version or alias; nothing if the templates do not tell. */
function keyOf(template: AssemblyTemplate, permission: Resource, assembly: Assembly): string | undefined {
  const place = assembly.origin({ template, value: permission.raw('FunctionName') });
  const name = identity(place.value);
  if (name === undefined || name.startsWith('"arn:')) {
    return name;
  }
  // A function's name and its ARN mean one function. A name alone may mean another one in another template's account.
  return JSON.stringify([place.template.id, targetOf(place, assembly)?.logicalId ?? name]);
}

/** The function, version or alias, if one of the templates makes it. */
function targetOf({ template, value }: ScopedValue, assembly: Assembly): Resource | undefined {
  const [kind, name = ''] = (identity(value) ?? '').split(' ');
  return kind === 'Ref' || kind === 'Fn::GetAtt' ? assembly.resourcesOf(template).get(name.split('.')[0]) : undefined;
}

function bytesOf(template: AssemblyTemplate, permission: Resource, assembly: Assembly): ByteRange {
  const { region, account, stackName } = template;
  const { logicalId } = permission;
  const functionName = nameOf(assembly.origin({ template, value: permission.raw('FunctionName') }), assembly);
  return permissionBytes(permission.all, { region, account, stackName, logicalId, functionName });
}

/** The name of a function that one of the templates makes, with the qualifier of a version or an alias of it. */
function nameOf(place: ScopedValue, assembly: Assembly, qualifiers = 0): ByteRange | undefined {
  const target = targetOf(place, assembly);
  const { template } = place;
  if (target === undefined || qualifiers > MAX_QUALIFIERS) {
    return undefined;
  }
  const base = () => nameOf(assembly.origin({ template, value: target.raw('FunctionName') }), assembly, qualifiers + 1);
  switch (target.type) {
    case 'AWS::Lambda::Function':
      return functionNameBytes(target.raw('FunctionName'), template.stackName, target.logicalId);
    case 'AWS::Lambda::Version':
      return qualified(base(), VERSION_BYTES);
    case 'AWS::Lambda::Alias':
      return qualified(base(), aliasBytes(target.raw('Name')));
    default:
      return undefined;
  }
}
