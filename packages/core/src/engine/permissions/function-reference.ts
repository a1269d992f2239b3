import { keyText, render } from '../template/render';
import type { Resolver } from '../template/resolver';
import type { Resource } from '../template/resource';
import { concat, type ResolvedValue, type Segment, text } from '../template/segment';
import type { Template } from '../template/template';

/** The function of an integration or of a permission. */
export interface LambdaFunction {
  /** Equal for references to the same function, version or alias, each of which has its own policy. */
  readonly key: string;
  readonly name: string;
  readonly inAssembly: boolean;
  /** The unqualified function. */
  readonly resource?: Resource;
  /** The resource of the version or alias, if there is one. */
  readonly qualifiedBy?: Resource;
  /** The version or alias as the ARN has it. */
  readonly qualifier: ResolvedValue;
}

type Reference = Extract<Segment, { kind: 'reference' }>;

const FUNCTIONS = new Set(['AWS::Lambda::Function', 'AWS::Serverless::Function']);
const QUALIFIED = new Set(['AWS::Lambda::Alias', 'AWS::Lambda::Version']);

/** The ARN within `arn:...:lambda:path/2015-03-31/functions/<arn>/invocations`; undefined for any other value. */
export function invokedArn(uri: ResolvedValue): ResolvedValue | undefined {
  const start = uri.findIndex((part) => part.kind === 'text' && part.text.includes(':lambda:path/') && part.text.includes('/functions/'));
  const first = uri[start];
  if (first?.kind !== 'text') {
    return undefined;
  }
  const rest = [...text(first.text.replace(/^.*\/functions\//s, '')), ...uri.slice(start + 1)];
  return concat(rest.map((part) => (part.kind === 'text' ? text(part.text.replace(/\/invocations$/, '')) : [part])));
}

/** Whether a value is a reference to a function or looks like its ARN. A URL is neither, even if it contains a function's name. */
export function isFunction(value: ResolvedValue, home: Template): boolean {
  const [first] = value;
  if (first?.kind === 'text' && /^https?:\/\//i.test(first.text)) {
    return false;
  }
  return referencedFunction(value) !== undefined || /^arn:.*:lambda:.*:function:/s.test(render(value, home));
}

/** The function with an ARN or a name. A function outside the assembly has a name only. */
export function lambdaFunction(value: ResolvedValue, from: Template, home: Template, resolver: Resolver): LambdaFunction {
  const found = referencedFunction(value);
  if (found === undefined) {
    return byName(value, from, home, resolver);
  }
  const { resource, after } = found;
  if (!QUALIFIED.has(resource.type)) {
    return functionInAssembly(resource, after, home);
  }
  const of = resolver.property(resource, 'FunctionName');
  if (QUALIFIED.has(referencedFunction(of)?.resource.type ?? '')) {
    // A version or alias cannot be qualified again.
    return { ...functionInAssembly(resource, [], home), resource: undefined };
  }
  const base = lambdaFunction(of, resource.template, home, resolver);
  const isAlias = resource.type === 'AWS::Lambda::Alias';
  const alias = resolver.property(resource, 'Name');
  const version: ResolvedValue = [{ kind: 'reference', resource, attribute: 'Version' }];
  return {
    ...base,
    key: `${base.key}:${keyText(isAlias ? alias : version)}`,
    name: isAlias ? `${base.name}:${render(alias, home)}` : resource.nameIn(home),
    qualifiedBy: resource,
    qualifier: isAlias ? alias : version,
  };
}

/** A function of the assembly, with a qualifier. */
export function functionInAssembly(resource: Resource, qualifier: ResolvedValue, home: Template): LambdaFunction {
  const suffix = qualifier.length === 0 ? '' : ':';
  return {
    key: `${resource.key}${suffix}${keyText(qualifier)}`,
    name: `${resource.nameIn(home)}${suffix}${render(qualifier, home)}`,
    inAssembly: true,
    resource,
    qualifier,
  };
}

/** `thing`, `thing:live`, `arn:aws:lambda:eu-west-1:123456789012:function:thing:live` */
function byName(value: ResolvedValue, from: Template, home: Template, resolver: Resolver): LambdaFunction {
  const shown = render(value, home);
  const [, name, qualifier = ''] = /^(?:.*:function:)?([^:]*)(?::(.*))?$/s.exec(shown) as RegExpExecArray;
  const found = resolver.resources.functionNamed(name, from);
  return found === undefined
    ? { key: `name:${name}:${qualifier}`, name: shown, inAssembly: false, qualifier: text(qualifier) }
    : functionInAssembly(found, text(qualifier), home);
}

/** The first function, version or alias in a value, with the qualifier after it. */
function referencedFunction(value: ResolvedValue): { readonly resource: Resource; readonly after: ResolvedValue } | undefined {
  const index = value.findIndex(
    (part) => part.kind === 'reference' && (FUNCTIONS.has(part.resource.type) || QUALIFIED.has(part.resource.type)),
  );
  const reference = value[index] as Reference | undefined;
  if (reference === undefined) {
    return undefined;
  }
  const [next, ...rest] = value.slice(index + 1);
  const after = next?.kind === 'text' && next.text.startsWith(':') ? concat([text(next.text.slice(1)), rest]) : [];
  return { resource: reference.resource, after };
}

/** The function of a Lambda integration; undefined for other integrations. */
export function calledFunction(integration: Resource, home: Template, resolver: Resolver): LambdaFunction | undefined {
  const invoked = invokedFunction(integration, home, resolver);
  return invoked && lambdaFunction(invoked, integration.template, home, resolver);
}

/** The name or ARN of that function. */
export function invokedFunction(integration: Resource, home: Template, resolver: Resolver): ResolvedValue | undefined {
  const type = resolver.plain(integration, 'IntegrationType');
  const uri = resolver.property(integration, 'IntegrationUri');
  const direct = type === 'AWS_PROXY' && resolver.plain(integration, 'IntegrationSubtype') === undefined && uri.length > 0;
  return invokedArn(uri) ?? (direct || isFunction(uri, home) ? uri : undefined);
}
