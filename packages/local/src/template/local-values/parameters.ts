import {
  asString,
  member,
  type ResolvedValue,
  type Resolver,
  type Resource,
  type Template,
  text,
  unknown,
} from '@apigwv2-integrations/core/engine';
import type { OverrideLookup } from '../overrides/override-lookup';
import { type Defaults, deploymentEnvironmentOf, pseudoParameter } from './pseudo-parameters';

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
