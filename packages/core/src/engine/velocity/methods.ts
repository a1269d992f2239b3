import { type Budget, VelocityRuntimeError } from './budget';
import { LIST_METHODS, MAP_METHODS } from './collection-methods';
import type { Methods } from './method-types';
import { BOOLEAN_METHODS, DOUBLE_METHODS, INTEGER_METHODS, STRING_METHODS } from './text-methods';
import { className, equalValues, printValue, VelocityList, VelocityMap, VelocityObject, type VelocityValue } from './values';

/** A Java class, which templates use to distinguish values. */
class JavaClass extends VelocityObject {
  public constructor(private readonly name: string) {
    super();
  }

  public print(): string {
    return `class ${this.name}`;
  }

  public override property(name: string): VelocityValue {
    return name === 'name' ? this.name : name === 'simpleName' ? this.name.slice(this.name.lastIndexOf('.') + 1) : null;
  }

  public override call(name: string, args: readonly VelocityValue[]): VelocityValue | undefined {
    const [, property] = args.length === 0 ? (/^get(Name|SimpleName)$/.exec(name) ?? []) : [];
    return property === undefined ? undefined : this.property(property[0].toLowerCase() + property.slice(1));
  }
}

function methodsOf(self: Exclude<VelocityValue, null | VelocityObject>): Methods {
  switch (typeof self) {
    case 'string':
      return STRING_METHODS;
    case 'bigint':
      return INTEGER_METHODS;
    case 'number':
      return DOUBLE_METHODS;
    case 'boolean':
      return BOOLEAN_METHODS;
    default:
      return self instanceof VelocityList ? LIST_METHODS : MAP_METHODS;
  }
}

/** The types that an argument matches, the narrowest first. */
function typesOf(value: VelocityValue): string {
  if (value === null) {
    return 'oscm';
  }
  if (typeof value === 'string') {
    return 'so';
  }
  if (typeof value === 'bigint') {
    return BigInt.asIntN(32, value) === value ? 'io' : 'o';
  }
  return value instanceof VelocityList ? 'co' : value instanceof VelocityMap ? 'mo' : 'o';
}

/** Calls a Java method. Returns undefined if there is no method of this name for the arguments. */
export function callMethod(
  self: Exclude<VelocityValue, null>,
  name: string,
  args: readonly VelocityValue[],
  budget: Budget,
): VelocityValue | undefined {
  budget.spend();
  if (typeof self === 'string') {
    budget.text(self);
  }
  const own = self instanceof VelocityObject ? self.call(name, args) : callTyped(methodsOf(self), self, name, args, budget);
  return own === undefined ? callCommon(self, name, args, budget) : own;
}

function callTyped(
  methods: Methods,
  self: VelocityValue,
  name: string,
  args: readonly VelocityValue[],
  budget: Budget,
): VelocityValue | undefined {
  let signatures = [''];
  for (const types of args.map(typesOf)) {
    signatures = signatures.flatMap((before) => [...types].map((type) => before + type));
  }
  const types = signatures.find((candidate) => Object.hasOwn(methods, `${name}(${candidate})`));
  if (types !== undefined) {
    if (args.some((argument, index) => argument === null && types[index] !== 'o')) {
      throw new VelocityRuntimeError(`${name} was called with null`, 'pass a value');
    }
    return methods[`${name}(${types})`](self as never, args as never, budget);
  }
  if (Object.hasOwn(methods, `${name}()`) || (name === 'toString' && args.length > 0)) {
    throw new VelocityRuntimeError(`${name} takes no arguments`, `write ${name}()`);
  }
  return undefined;
}

/** The members of every Java object. */
function callCommon(
  self: Exclude<VelocityValue, null>,
  name: string,
  args: readonly VelocityValue[],
  budget: Budget,
): VelocityValue | undefined {
  if (args.length === 0 && name === 'toString') {
    return budget.text(printValue(self, budget));
  }
  if (args.length === 0 && name === 'getClass') {
    return new JavaClass(className(self));
  }
  return args.length === 1 && name === 'equals' ? equalValues(self, args[0], budget) : undefined;
}

/** Returns a property, from a getter or an entry. Returns null if there is none. */
export function propertyOf(self: Exclude<VelocityValue, null>, name: string, budget: Budget): VelocityValue {
  budget.spend();
  if (name === 'class') {
    return new JavaClass(className(self));
  }
  if (self instanceof VelocityObject) {
    return self.property(name);
  }
  if (self instanceof VelocityMap) {
    return self.entries.get(name) ?? null;
  }
  return name === 'empty' ? (callMethod(self, 'isEmpty', [], budget) ?? null) : null;
}
