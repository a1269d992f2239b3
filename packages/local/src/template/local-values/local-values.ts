import {
  asArray,
  asString,
  member,
  type ResolvedValue,
  Resolver,
  type Resource,
  type Resources,
  type Segment,
  type Template,
  text,
  unknown,
} from '@apigwv2-integrations/core/engine';
import { ResourceNames } from '../identifiers/resource-names';
import type { OverrideLookup } from '../overrides/override-lookup';
import { type DynamicReference, withDynamicReferences } from './dynamic-references';
import { callItems, callText, type Reader } from './function-values';
import { type Defaults, type DeploymentEnvironment, deploymentEnvironmentOf, pseudoParameter } from './pseudo-parameters';
import { nameless, overridable, type Unresolved, UnresolvedValues } from './unresolved';

/** CloudFormation accepts no larger inline code, and no other value is as large. */
const MAX_VALUE_CHARACTERS = 4 * 1024 * 1024;

/** What values are resolved with on this machine. */
export interface LocalSettings {
  readonly overrides: OverrideLookup;
  readonly defaults: Defaults;
  /** Whether a condition of a template holds; undefined if the template has no condition of that name. */
  condition(name: string, template: Template): boolean | undefined;
  /** Replaces deployed URLs in a resolved text. */
  finish?(text: string): string;
}

/** Resolves values of templates to text on this machine. Deploy-time values are replaced by overrides, or by placeholders that are the same on each start. */
export class LocalValues implements Reader {
  readonly resolver: Resolver;
  private readonly parameters: Parameters;
  private readonly names: ResourceNames;

  constructor(
    resources: Resources,
    private readonly settings: LocalSettings,
  ) {
    this.resolver = new Resolver(resources, {
      parameter: (name, template) => this.parameters.value(name, template),
      condition: (name, template) => settings.condition(name, template),
    });
    this.parameters = new Parameters(this.resolver, settings.overrides, settings.defaults);
    this.names = new ResourceNames({
      resources,
      environmentOf: (resource) => this.environmentOf(resource.template),
      property: (resource, name, unresolved) => this.property(resource, [name], unresolved),
    });
  }

  environmentOf(template: Template): DeploymentEnvironment {
    return deploymentEnvironmentOf(template, this.settings.defaults);
  }

  /** A value as it is written in a template. Values without an override are added to `unresolved`. */
  read(raw: unknown, template: Template, unresolved = new UnresolvedValues()): string {
    return this.text(this.resolver.resolve(raw, template), unresolved);
  }

  /** A property of a resource; empty if it is absent. */
  property(resource: Resource, names: readonly string[], unresolved = new UnresolvedValues()): string {
    return this.text(this.resolver.property(resource, ...names), unresolved);
  }

  /** The items of a list: a literal one, a split text or a list parameter. */
  list(raw: unknown, template: Template, unresolved = new UnresolvedValues()): readonly string[] {
    if (raw === undefined || raw === null) {
      return [];
    }
    return Array.isArray(raw)
      ? asArray(raw).map((item) => this.read(item, template, unresolved))
      : callItems(this.resolver.resolve(raw, template), this, unresolved);
  }

  /** The text of a resolved value. */
  text(value: ResolvedValue, unresolved = new UnresolvedValues()): string {
    let joined = '';
    for (const segment of value) {
      joined += this.segment(segment, unresolved);
      if (joined.length > MAX_VALUE_CHARACTERS) {
        unresolved.add(nameless('the end of a very long text'));
        return joined.slice(0, MAX_VALUE_CHARACTERS);
      }
    }
    const whole = withDynamicReferences(joined, (reference) => this.dynamic(reference, unresolved));
    return this.settings.finish?.(whole) ?? whole;
  }

  /** The value of `Ref` of a resource, or of an attribute. */
  nameOf(resource: Resource, attribute?: string, unresolved = new UnresolvedValues()): string {
    return this.settings.overrides.ofResource(resource, attribute) ?? this.names.text(resource, attribute, unresolved);
  }

  /** A value that has only a name: its override, or a placeholder. */
  named(name: string, unresolved: UnresolvedValues): string {
    return this.settings.overrides.value(name) ?? this.placeholder(overridable(name), unresolved);
  }

  private segment(segment: Segment, unresolved: UnresolvedValues): string {
    switch (segment.kind) {
      case 'text':
        return segment.text;
      case 'reference':
        return this.nameOf(segment.resource, segment.attribute, unresolved);
      case 'unknown':
        return segment.name.includes('…')
          ? this.placeholder(nameless('a value that is no text'), unresolved)
          : this.named(segment.name, unresolved);
      case 'call':
        return callText(segment, this, unresolved);
    }
  }

  /** The value of a dynamic reference, such as `{{resolve:ssm:/name}}`. */
  private dynamic(reference: DynamicReference, unresolved: UnresolvedValues): string {
    const overridden = this.settings.overrides.value(reference.whole);
    const stored = reference.stored === undefined ? undefined : this.parameters.stored(reference.stored);
    return (
      overridden ?? (stored === undefined ? this.named(reference.stored ?? reference.whole, unresolved) : this.text(stored, unresolved))
    );
  }

  private placeholder(unknown: Unresolved, unresolved: UnresolvedValues): string {
    unresolved.add(unknown);
    return unknown.placeholder;
  }
}

/** Values of parameters and pseudo parameters: from overrides, from the environment, or the default. */
export class Parameters {
  constructor(
    private readonly resolver: Resolver,
    private readonly overrides: OverrideLookup,
    private readonly defaults: Defaults,
  ) {}

  /** The value; undefined for other names, and for parameters that a parent stack sets or that have no default. */
  value(name: string, template: Template): ResolvedValue | undefined {
    const parameter = member(template.body, 'Parameters', name);
    const pseudo = pseudoParameter(name, template, deploymentEnvironmentOf(template, this.defaults));
    if (parameter === undefined && pseudo === undefined) {
      return undefined;
    }
    const value = this.overrides.value(name) ?? pseudo;
    if (value !== undefined) {
      return text(value);
    }
    const isSetByParent = this.resolver.resources.argument(template, name) !== undefined;
    const fallback = member(parameter, 'Default');
    // The service accepts only literal defaults. Resolving references in them could go on without end.
    if (isSetByParent || fallback === undefined || typeof fallback === 'object') {
      return undefined;
    }
    const isStored = String(member(parameter, 'Type')).startsWith('AWS::SSM::Parameter::Value');
    return isStored ? (this.stored(String(fallback)) ?? unknown(String(fallback))) : this.resolver.resolve(fallback, template);
  }

  /** The value of a Systems Manager parameter: its override, or the value of a parameter that the app creates. */
  stored(name: string): ResolvedValue | undefined {
    const overridden = this.overrides.value(name);
    const resource = this.resolver.resources.all('AWS::SSM::Parameter').find((each) => asString(member(each.properties, 'Name')) === name);
    return overridden === undefined ? resource && this.valueOf(resource) : text(overridden);
  }

  private valueOf(parameter: Resource): ResolvedValue {
    return [{ kind: 'reference', resource: parameter, attribute: 'Value' }];
  }
}
