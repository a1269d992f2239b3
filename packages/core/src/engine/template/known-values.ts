import { withDocuments } from '../openapi/import-documents';
import { Conditions } from './conditions';
import { referencesIn } from './dependencies';
import { expandLoops } from './expand-loops';
import type { DeployTimeValues } from './functions';
import { asArray, asText, entriesOf, isIntrinsic, isObject, member } from './json';
import { Resolver } from './resolver';
import { Resources } from './resources';
import { plainText, type ResolvedValue, text } from './segment';
import type { Template } from './template';

const MAX_VALUE_DEPTH = 100;
const MAX_EXPRESSION_CHARACTERS = 200;
/** Resources whose properties the rules read. */
const TYPES = /^AWS::(?:ApiGatewayV2::|SQS::Queue$|StepFunctions::StateMachine$)/;
/** Functions that return lists, which are not one text. */
const LIST_FUNCTIONS = ['Fn::Split', 'Fn::GetAZs', 'Fn::Cidr'];

/** Templates in which values that are known before the deployment are written out. */
export interface KnownTemplates {
  readonly templates: readonly Template[];
  /** The resources of these templates. */
  readonly resources: Resources;
  /** The expression that stood at a property, or around it, where a value is written out now; undefined if none did. */
  expressionAt(templateId: string, logicalId: string, property: string): string | undefined;
}

/**
 * Imports OpenAPI documents, and writes out the values that are known before the deployment: intrinsic functions of literals, of mappings and of the
 * defaults of parameters, and the sides of `Fn::If` whose condition they decide. Everything else stays as it is written.
 */
export function withKnownValues(written: readonly Template[]): KnownTemplates {
  const templates = written.map((template) => withDocuments({ ...template, body: expandLoops(template.body) }));
  const values = new KnownValues(templates);
  const expressions = new Map<string, Map<string, string>>();
  const known = templates.map((template) => {
    const resources = entriesOf(member(template.body, 'Resources')).map(([logicalId, resource]) => {
      const properties = member(resource, 'Properties');
      if (!TYPES.test(asText(member(resource, 'Type')) ?? '') || !isObject(resource) || !isObject(properties)) {
        return [logicalId, resource] as const;
      }
      const found = new Map<string, string>();
      expressions.set(keyOf(template.id, logicalId), found);
      return [logicalId, { ...resource, Properties: values.writeOut(properties, template, 'Properties', found, 0) }] as const;
    });
    return isObject(template.body) ? { ...template, body: { ...template.body, Resources: Object.fromEntries(resources) } } : template;
  });
  return {
    templates: known,
    resources: new Resources(known),
    expressionAt: (id, logicalId, property) => expressionAround(expressions.get(keyOf(id, logicalId)), property),
  };
}

function expressionAround(expressions: ReadonlyMap<string, string> | undefined, property: string): string | undefined {
  for (let end = property.length; expressions !== undefined && end > 0; end = property.lastIndexOf('/', end - 1)) {
    const found = expressions.get(property.slice(0, end));
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

const keyOf = (templateId: string, logicalId: string): string => JSON.stringify([templateId, logicalId]);

/** Values that the templates alone decide. Parameters have their defaults. */
class KnownValues implements DeployTimeValues {
  private readonly resolver: Resolver;
  private readonly conditions: Conditions;

  public constructor(templates: readonly Template[]) {
    this.resolver = new Resolver(new Resources(templates), this);
    this.conditions = new Conditions((_condition, template) => ({ equal: (left, right) => this.equal(left, right, template) }));
  }

  public condition(name: string, template: Template): boolean | undefined {
    return this.conditions.holds(name, template);
  }

  public parameter(name: string, template: Template): ResolvedValue | undefined {
    switch (name) {
      case 'AWS::Region':
        return template.region === undefined ? undefined : text(template.region);
      case 'AWS::AccountId':
        return template.account === undefined ? undefined : text(template.account);
      default:
        return this.defaultOf(name, template);
    }
  }

  /** An empty default is a placeholder, and the default of a stored parameter is its name: neither is the value. */
  private defaultOf(name: string, template: Template): ResolvedValue | undefined {
    const parameter = member(template.body, 'Parameters', name);
    const value = asText(member(parameter, 'Default'));
    const isStored = asText(member(parameter, 'Type'))?.startsWith('AWS::SSM::') === true;
    const isPassed = this.resolver.resources.argument(template, name) !== undefined;
    return value === undefined || value === '' || isStored || isPassed ? undefined : text(value);
  }

  private equal(left: unknown, right: unknown, template: Template): boolean | undefined {
    const [first, second] = [left, right].map((value) => plainText(this.resolver.resolve(value, template)));
    return first === undefined || second === undefined ? undefined : first === second;
  }

  /** @param expressions receives what is replaced, by its path */
  public writeOut(value: unknown, template: Template, path: string, expressions: Map<string, string>, depth: number): unknown {
    if (depth > MAX_VALUE_DEPTH) {
      return value;
    }
    if (typeof value === 'string') {
      // Only a deployment reads what a dynamic reference names.
      return value.includes('{{resolve:') ? { 'Fn::DynamicReference': value } : value;
    }
    if (Array.isArray(value)) {
      return value.map((item: unknown, index) => this.writeOut(item, template, `${path}/${index}`, expressions, depth + 1));
    }
    if (!isObject(value)) {
      return value;
    }
    if (!isIntrinsic(value)) {
      return Object.fromEntries(
        Object.entries(value).map(([name, inner]) => [name, this.writeOut(inner, template, `${path}/${name}`, expressions, depth + 1)]),
      );
    }
    const chosen = this.chosenSide(value, template);
    const replacement =
      chosen === undefined ? this.plain(value, template) : this.writeOut(chosen.side, template, path, new Map(), depth + 1);
    if (replacement === undefined) {
      return value;
    }
    expressions.set(path, shortened(JSON.stringify(value)));
    return replacement;
  }

  private chosenSide(value: unknown, template: Template): { readonly side: unknown } | undefined {
    const [condition, yes, no] = asArray(member(value, 'Fn::If'));
    const holds = typeof condition === 'string' ? this.condition(condition, template) : undefined;
    return holds === undefined ? undefined : { side: holds ? yes : no };
  }

  private plain(value: unknown, template: Template): string | undefined {
    const plain = knownText(plainText(this.resolver.resolve(value, template)));
    if (plain === undefined || LIST_FUNCTIONS.some((name) => member(value, name) !== undefined)) {
      return undefined;
    }
    const parameter = asText(member(value, 'Ref')) ?? '';
    const isList = asText(member(template.body, 'Parameters', parameter, 'Type'))?.includes('List') === true;
    // What refers to a resource stays as it is written: the reference says in which order resources are created.
    const refersToResource = () => referencesIn(value).some((name) => this.resolver.resources.find(template, name) !== undefined);
    return isList || refersToResource() ? undefined : plain;
  }
}

/** An empty text says no more than the expression, and only a deployment reads what a dynamic reference names. */
function knownText(plain: string | undefined): string | undefined {
  return plain === undefined || plain === '' || plain.includes('{{resolve:') ? undefined : plain;
}

function shortened(expression: string): string {
  return expression.length > MAX_EXPRESSION_CHARACTERS ? `${expression.slice(0, MAX_EXPRESSION_CHARACTERS)}…` : expression;
}
