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

/** CloudFormation takes no larger inline code, and nothing else is as large. */
const MAX_VALUE_CHARACTERS = 4 * 1024 * 1024;

/** What values of this machine are made with. */
export interface LocalSettings {
  readonly overrides: OverrideLookup;
  readonly defaults: Defaults;
  /** Whether a condition of a template holds; undefined for one that is not there. */
  condition(name: string, template: Template): boolean | undefined;
  /** A finished text with what is served here put in the place of what is deployed. */
  finish?(text: string): string;
}

/** Turns values of templates into text of this machine: whatever a deployment would decide is decided here, the same on each start. */
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
      surroundings: (resource) => this.surroundings(resource.template),
      property: (resource, name, unknowns) => this.property(resource, [name], unknowns),
    });
  }

  surroundings(template: Template): DeploymentEnvironment {
    return deploymentEnvironmentOf(template, this.settings.defaults);
  }

  /** Any value as it is written in a template. What is made up in it is added to the list. */
  read(raw: unknown, template: Template, unknowns = new UnresolvedValues()): string {
    return this.text(this.resolver.resolve(raw, template), unknowns);
  }

  /** A property of a resource; empty when there is none. */
  property(resource: Resource, names: readonly string[], unknowns = new UnresolvedValues()): string {
    return this.text(this.resolver.property(resource, ...names), unknowns);
  }

  /** The items of a list, be it written out, split or a list parameter. */
  list(raw: unknown, template: Template, unknowns = new UnresolvedValues()): readonly string[] {
    if (raw === undefined || raw === null) {
      return [];
    }
    return Array.isArray(raw)
      ? asArray(raw).map((item) => this.read(item, template, unknowns))
      : callItems(this.resolver.resolve(raw, template), this, unknowns);
  }

  /** A resolved value. */
  text(value: ResolvedValue, unknowns = new UnresolvedValues()): string {
    let joined = '';
    for (const part of value) {
      joined += this.part(part, unknowns);
      if (joined.length > MAX_VALUE_CHARACTERS) {
        unknowns.add(nameless('the end of a very long text'));
        return joined.slice(0, MAX_VALUE_CHARACTERS);
      }
    }
    const whole = withDynamicReferences(joined, (reference) => this.dynamic(reference, unknowns));
    return this.settings.finish?.(whole) ?? whole;
  }

  /** What `Ref` of a resource gives, or an attribute. */
  nameOf(resource: Resource, attribute?: string, unknowns = new UnresolvedValues()): string {
    return this.settings.overrides.ofResource(resource, attribute) ?? this.names.text(resource, attribute, unknowns);
  }

  /** A value that goes by a name alone: overridden, or made up. */
  named(name: string, unknowns: UnresolvedValues): string {
    return this.settings.overrides.value(name) ?? this.standIn(overridable(name), unknowns);
  }

  private part(part: Segment, unknowns: UnresolvedValues): string {
    switch (part.kind) {
      case 'text':
        return part.text;
      case 'reference':
        return this.nameOf(part.resource, part.attribute, unknowns);
      case 'unknown':
        return part.name.includes('…') ? this.standIn(nameless('a value that is no text'), unknowns) : this.named(part.name, unknowns);
      case 'call':
        return callText(part, this, unknowns);
    }
  }

  /** `{{resolve:ssm:/name}}` and its like. */
  private dynamic(reference: DynamicReference, unknowns: UnresolvedValues): string {
    const overridden = this.settings.overrides.value(reference.whole);
    const stored = reference.stored === undefined ? undefined : this.parameters.stored(reference.stored);
    return overridden ?? (stored === undefined ? this.named(reference.stored ?? reference.whole, unknowns) : this.text(stored, unknowns));
  }

  private standIn(unknown: Unresolved, unknowns: UnresolvedValues): string {
    unknowns.add(unknown);
    return unknown.placeholder;
  }
}

/** Values of parameters and pseudo parameters: overridden, of the environment, or the default. */
export class Parameters {
  constructor(
    private readonly resolver: Resolver,
    private readonly overrides: OverrideLookup,
    private readonly defaults: Defaults,
  ) {}

  /** The value; undefined for what is no parameter, for one that a parent stack sets, and for one of which nothing is known. */
  value(name: string, template: Template): ResolvedValue | undefined {
    const parameter = member(template.body, 'Parameters', name);
    const pseudo = pseudoParameter(name, template, deploymentEnvironmentOf(template, this.defaults));
    if (parameter === undefined && pseudo === undefined) {
      return undefined;
    }
    const chosen = this.overrides.value(name) ?? pseudo;
    if (chosen !== undefined) {
      return text(chosen);
    }
    const isGiven = this.resolver.resources.argument(template, name) !== undefined;
    const fallback = member(parameter, 'Default');
    if (isGiven || fallback === undefined) {
      return undefined;
    }
    const isStored = String(member(parameter, 'Type')).startsWith('AWS::SSM::Parameter::Value');
    return isStored ? (this.stored(String(fallback)) ?? unknown(String(fallback))) : this.resolver.resolve(fallback, template);
  }

  /** The value of a parameter of Systems Manager: overridden, or of a parameter that the assembly itself makes. */
  stored(name: string): ResolvedValue | undefined {
    const overridden = this.overrides.value(name);
    const resource = this.resolver.resources.all('AWS::SSM::Parameter').find((each) => asString(member(each.properties, 'Name')) === name);
    return overridden === undefined ? resource && this.valueOf(resource) : text(overridden);
  }

  private valueOf(parameter: Resource): ResolvedValue {
    return [{ kind: 'reference', resource: parameter, attribute: 'Value' }];
  }
}
