import {
  concat,
  keyText,
  type ResolvedValue,
  type Resolver,
  type Resource,
  render,
  type Segment,
  type Template,
  text,
} from '@apigwv2-integrations/core/engine';

/** The function that an integration calls or that a permission is for. */
export interface LambdaFunction {
  /** Equal for two mentions of one function, version or alias: each of these has a policy of its own. */
  readonly key: string;
  readonly name: string;
  readonly inAssembly: boolean;
  /** The function itself, without version or alias. */
  readonly resource?: Resource;
  /** The version or alias, when a resource says which. */
  readonly qualifiedBy?: Resource;
  /** The version or alias as it stands in the ARN. */
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

/** Whether a value looks like the ARN of a function, or refers to one; a URL may have the name of one in it. */
export function isFunction(value: ResolvedValue, home: Template): boolean {
  const [first] = value;
  if (first?.kind === 'text' && /^https?:\/\//i.test(first.text)) {
    return false;
  }
  return mentions(value) !== undefined || /^arn:.*:lambda:.*:function:/s.test(render(value, home));
}

/** The function behind an ARN or a name: of this assembly where one is meant, else known by its name only. */
export function lambdaFunction(value: ResolvedValue, from: Template, home: Template, resolver: Resolver): LambdaFunction {
  const mention = mentions(value);
  if (mention === undefined) {
    return byName(value, from, home, resolver);
  }
  const { resource, after } = mention;
  if (!QUALIFIED.has(resource.type)) {
    return owned(resource, after, home);
  }
  const of = resolver.property(resource, 'FunctionName');
  if (QUALIFIED.has(mentions(of)?.resource.type ?? '')) {
    // Nothing can be qualified twice.
    return { ...owned(resource, [], home), resource: undefined };
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

/** A function of the assembly, with the version or alias that its ARN ends in. */
export function owned(resource: Resource, qualifier: ResolvedValue, home: Template): LambdaFunction {
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
  const [, name = shown, qualifier = ''] = /^(?:.*:function:)?([^:]*)(?::(.*))?$/s.exec(shown) ?? [];
  const found = resolver.resources.functionNamed(name, from);
  return found === undefined
    ? { key: `name:${name}:${qualifier}`, name: shown, inAssembly: false, qualifier: text(qualifier) }
    : owned(found, text(qualifier), home);
}

/** The one function, version or alias in a value, with the qualifier that follows it. */
function mentions(value: ResolvedValue): { readonly resource: Resource; readonly after: ResolvedValue } | undefined {
  const index = value.findIndex(
    (part) => part.kind === 'reference' && (FUNCTIONS.has(part.resource.type) || QUALIFIED.has(part.resource.type)),
  );
  const found = value[index] as Reference | undefined;
  if (found === undefined) {
    return undefined;
  }
  const [next, ...rest] = value.slice(index + 1);
  const after = next?.kind === 'text' && next.text.startsWith(':') ? concat([text(next.text.slice(1)), rest]) : [];
  return { resource: found.resource, after };
}
