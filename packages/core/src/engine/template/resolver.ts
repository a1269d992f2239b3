import { callFunction, type DeployTimeValues, type FunctionScope } from './functions';
import { member } from './json';
import type { Resource } from './resource';
import type { Resources } from './resources';
import { concat, plainText, type ResolvedValue, text, unknown } from './segment';
import type { ScopedValue, Template } from './template';

const MAX_RESOLVE_DEPTH = 48;
const MAX_RESOLVE_STEPS = 5_000;

/** Resolves CloudFormation's intrinsic functions, across stacks and nested stacks, as far as the templates allow. */
export class Resolver {
  /** @param deployTime deploy-time values that are known; none by default */
  public constructor(
    public readonly resources: Resources,
    private readonly deployTime?: DeployTimeValues,
  ) {}

  /** A property of a resource. */
  public property(resource: Resource, ...names: readonly string[]): ResolvedValue {
    return this.resolve(member(resource.properties, ...names), resource.template);
  }

  /** Returns a property that is known text before deployment; undefined if it is unknown or empty. */
  public plain(resource: Resource, ...names: readonly string[]): string | undefined {
    return plainText(this.property(resource, ...names)) || undefined;
  }

  /** Resolves any value of a template. Cycles and values that grow without bound become `…`. */
  public resolve(value: unknown, template: Template): ResolvedValue {
    let steps = 0;
    const resolveAt = (current: unknown, scope: Template, depth: number): ResolvedValue => {
      steps += 1;
      if (depth > MAX_RESOLVE_DEPTH || steps > MAX_RESOLVE_STEPS) {
        return unknown('…');
      }
      if (typeof current !== 'object' || current === null) {
        return current === undefined || current === null ? [] : text(String(current));
      }
      const functionScope: FunctionScope = {
        template: scope,
        deployTime: this.deployTime,
        resolve: (inner, innerScope = scope) => resolveAt(inner, innerScope, depth + 1),
        substitute: (name) => this.substitute(name, functionScope),
      };
      return this.step(current, functionScope);
    };
    return resolveAt(value, template, 0);
  }

  private step(value: object, scope: FunctionScope): ResolvedValue {
    if (Array.isArray(value)) {
      return concat(value.flatMap((item, index) => (index === 0 ? [scope.resolve(item)] : [text(','), scope.resolve(item)])));
    }
    const [[name, argument] = ['', undefined], ...others] = Object.entries(value);
    return others.length > 0 || !(name === 'Ref' || name.startsWith('Fn::')) ? unknown('{…}') : this.intrinsic(name, argument, scope);
  }

  private intrinsic(name: string, argument: unknown, scope: FunctionScope): ResolvedValue {
    switch (name) {
      case 'Ref':
        return typeof argument === 'string' ? this.reference(argument, scope) : unknown('{…}');
      case 'Fn::GetAtt': {
        const [id = '', ...attribute] = Array.isArray(argument) ? argument.map(String) : String(argument).split('.');
        return this.attribute(id, attribute.join('.'), scope);
      }
      case 'Fn::ImportValue': {
        const imported = scope.resolve(argument);
        const exported = this.resources.exported(plainText(imported) ?? '', scope.template);
        return follow(exported, scope) ?? [{ kind: 'call', name: 'ImportValue', args: [imported] }];
      }
      case 'Fn::GetStackOutput': {
        const [stack, output] = [scope.resolve(member(argument, 'StackName')), scope.resolve(member(argument, 'OutputName'))];
        const found = this.resources.output(plainText(stack) ?? '', plainText(output) ?? '', scope.template);
        return follow(found, scope) ?? [{ kind: 'call', name: 'GetStackOutput', args: [stack, output] }];
      }
      default:
        return callFunction(name, argument, scope);
    }
  }

  private reference(id: string, scope: FunctionScope): ResolvedValue {
    if (id === 'AWS::NoValue') {
      return [];
    }
    const { template } = scope;
    const resource = this.resources.find(template, id);
    if (resource !== undefined) {
      const stageName = resource.type === 'AWS::ApiGatewayV2::Stage' ? scope.resolve(member(resource.properties, 'StageName')) : [];
      return stageName.length > 0 ? stageName : [{ kind: 'reference', resource }];
    }
    return this.deployTime?.parameter(id, template) ?? follow(this.resources.argument(template, id), scope) ?? unknown(id);
  }

  private attribute(id: string, attribute: string, scope: FunctionScope): ResolvedValue {
    const resource = this.resources.find(scope.template, id);
    if (resource === undefined) {
      return unknown(attribute === '' ? id : `${id}.${attribute}`);
    }
    // `Fn::GetAtt: [Api, ApiId]` has the value of `Ref: Api`.
    const isId = attribute === '' || resource.type === `AWS::ApiGatewayV2::${attribute.replace(/Id$/, '')}`;
    return (
      follow(this.valueElsewhere(resource, attribute), scope) ?? [
        isId ? { kind: 'reference', resource } : { kind: 'reference', resource, attribute },
      ]
    );
  }

  /** Resolves an attribute whose value is in another template. */
  private valueElsewhere(resource: Resource, attribute: string): ScopedValue | undefined {
    if (resource.type === 'Custom::CrossRegionExportReader') {
      return this.resources.crossRegionExport(attribute, resource.template);
    }
    const [outputs, ...output] = attribute.split('.');
    return outputs === 'Outputs' ? this.resources.nestedOutput(resource, output.join('.')) : undefined;
  }

  private substitute(name: string, scope: FunctionScope): ResolvedValue {
    const [logicalId, ...attribute] = name.split('.');
    return attribute.length === 0 ? this.reference(name, scope) : this.attribute(logicalId, attribute.join('.'), scope);
  }
}

function follow(found: ScopedValue | undefined, scope: FunctionScope): ResolvedValue | undefined {
  return found && scope.resolve(found.value, found.template);
}
