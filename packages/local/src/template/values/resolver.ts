import type { Template } from '../../assembly/template';
import { asObject, isObject, member } from '../../json';
import { callFunction } from './functions';
import type { Known } from './known';
import type { Resolve } from './resolve';
import type { Resource } from './resource';
import type { Resources, Scoped } from './resources';
import { branch, findInMap, zones } from './scoped-functions';
import { concat, plainText, type ResolvedValue, text, unknown } from './segment';

const MAX_RESOLVE_DEPTH = 48;
const MAX_RESOLVE_STEPS = 5_000;

/** Resolves CloudFormation's intrinsic functions, across stacks and nested stacks, as far as the assembly tells. */
export class Resolver {
  /** @param known what is known before the deployment all the same; nothing by default */
  constructor(
    readonly resources: Resources,
    private readonly known?: Known,
  ) {}

  /** A property of a resource. */
  property(resource: Resource, ...names: readonly string[]): ResolvedValue {
    return this.resolve(member(resource.properties, ...names), resource.template);
  }

  /** A property that is plain text, known before the deployment. */
  plain(resource: Resource, ...names: readonly string[]): string | undefined {
    return plainText(this.property(resource, ...names)) || undefined;
  }

  /** Any value that is written in a template. Cycles and explosions end in `…`. */
  resolve(value: unknown, template: Template): ResolvedValue {
    let steps = 0;
    const at = (current: unknown, scope: Template, depth: number): ResolvedValue => {
      steps += 1;
      if (depth > MAX_RESOLVE_DEPTH || steps > MAX_RESOLVE_STEPS) {
        return unknown('…');
      }
      const next: Resolve = (inner, innerScope = scope) => at(inner, innerScope, depth + 1);
      return this.step(current, scope, next);
    };
    return at(value, template, 0);
  }

  private step(value: unknown, template: Template, next: Resolve): ResolvedValue {
    if (value === undefined || value === null) {
      return [];
    }
    if (Array.isArray(value)) {
      return concat(value.flatMap((item, index) => (index === 0 ? [next(item)] : [text(','), next(item)])));
    }
    if (!isObject(value)) {
      return text(String(value));
    }
    const [[name, argument] = ['', undefined], ...others] = Object.entries(value);
    if (others.length > 0 || !(name === 'Ref' || name.startsWith('Fn::'))) {
      return unknown('{…}');
    }
    return this.intrinsic(name, argument, template, next);
  }

  private intrinsic(name: string, argument: unknown, template: Template, next: Resolve): ResolvedValue {
    const follow = (found: Scoped | undefined): ResolvedValue | undefined => found && next(found.value, found.template);
    switch (name) {
      case 'Ref':
        return typeof argument === 'string' ? this.reference(argument, template, next) : unknown('{…}');
      case 'Fn::GetAtt': {
        const [id, ...rest] = Array.isArray(argument) ? argument.map(String) : String(argument).split('.');
        return this.attribute(id ?? '', rest.join('.'), template, next);
      }
      case 'Fn::ImportValue': {
        const imported = next(argument);
        return (
          follow(this.resources.exported(plainText(imported) ?? '', template)) ?? [{ kind: 'call', name: 'ImportValue', args: [imported] }]
        );
      }
      case 'Fn::GetStackOutput': {
        const of = asObject(argument);
        const [stack, output] = [next(member(of, 'StackName')), next(member(of, 'OutputName'))];
        const found = this.resources.output(plainText(stack) ?? '', plainText(output) ?? '', template);
        return follow(found) ?? [{ kind: 'call', name: 'GetStackOutput', args: [stack, output] }];
      }
      case 'Fn::FindInMap':
        return findInMap(argument, template, next);
      case 'Fn::GetAZs':
        return zones(argument, template, next, this.known);
      case 'Fn::If':
        return branch(argument, template, next, this.known);
      default:
        return callFunction(name, argument, next, (id) => this.dotted(id, template, next));
    }
  }

  private reference(id: string, template: Template, next: Resolve): ResolvedValue {
    if (id === 'AWS::NoValue') {
      return [];
    }
    const resource = this.resources.find(template, id);
    if (resource !== undefined) {
      const stageName = resource.type === 'AWS::ApiGatewayV2::Stage' ? next(member(resource.properties, 'StageName')) : [];
      return stageName.length > 0 ? stageName : [{ kind: 'reference', resource }];
    }
    const value = this.known?.value(id, template);
    if (value !== undefined) {
      return value;
    }
    const argument = this.resources.argument(template, id);
    return argument === undefined ? unknown(id) : next(argument.value, argument.template);
  }

  private attribute(id: string, attribute: string, template: Template, next: Resolve): ResolvedValue {
    const resource = this.resources.find(template, id);
    if (resource === undefined) {
      return unknown(attribute === '' ? id : `${id}.${attribute}`);
    }
    const nested = attribute.startsWith('Outputs.') ? this.resources.nestedTemplate(resource) : undefined;
    const output = member(nested?.body, 'Outputs', attribute.slice('Outputs.'.length), 'Value');
    if (nested !== undefined && output !== undefined) {
      return next(output, nested);
    }
    const elsewhere =
      resource.type === 'Custom::CrossRegionExportReader' ? this.resources.crossRegionExport(attribute, template) : undefined;
    if (elsewhere !== undefined) {
      return next(elsewhere.value, elsewhere.template);
    }
    // `Fn::GetAtt: [Api, ApiId]` says what `Ref: Api` says.
    const same = attribute === '' || resource.type === `AWS::ApiGatewayV2::${attribute.replace(/Id$/, '')}`;
    return [same ? { kind: 'reference', resource } : { kind: 'reference', resource, attribute }];
  }

  private dotted(id: string, template: Template, next: Resolve): ResolvedValue {
    const [logicalId = '', ...attribute] = id.split('.');
    return attribute.length === 0 ? this.reference(id, template, next) : this.attribute(logicalId, attribute.join('.'), template, next);
  }
}
