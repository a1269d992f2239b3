import { Budget, located, MAX_LOOP_ROUNDS, VelocityRuntimeError } from './budget';
import { callMethod, propertyOf } from './methods';
import { calculate, looselyEqual, rangeOf } from './operators';
import { Definition, itemsOf, Loop } from './scope-objects';
import { contextOf, fromPlain, InputObject, UtilObject, type VelocityInput } from './service-objects';
import { TextOutput } from './text-output';
import type {
  VelocityExpression,
  VelocityNode,
  VelocityOperator,
  VelocityReference,
  VelocitySpan,
  VelocityStep,
  VelocityTemplate,
} from './tree';
import { compareNumbers, isNumber, printValue, VelocityList, VelocityMap, type VelocityValue } from './values';

/** The result of evaluating a template. */
export interface VelocityOutput {
  /** The output; if the template failed, the output up to the failure. */
  readonly text: string;
  /** References without a value, as they are written, each once. They print nothing. */
  readonly missing: readonly { readonly reference: string; readonly span: VelocitySpan }[];
  /** Why the template cannot be evaluated completely. */
  readonly failure?: { readonly message: string; readonly remedy: string; readonly span: VelocitySpan };
}

/** Why the evaluation stops early. */
type Ended = 'stop' | 'break' | undefined;

/** Evaluates a template as the service does, in linear time and within bounds. Never throws. */
export function evaluateVelocity(template: VelocityTemplate, input: VelocityInput): VelocityOutput {
  const evaluator = new Evaluator(template, input);
  try {
    evaluator.run();
    return evaluator.output();
  } catch (error) {
    if (error instanceof VelocityRuntimeError) {
      const { message, remedy, span = { start: 0, end: template.source.length } } = error;
      return { ...evaluator.output(), failure: { message, remedy, span } };
    }
    throw error;
  }
}

const MAX_MISSING = 100;

class Evaluator {
  private readonly budget = new Budget();
  private readonly variables = new Map<string, VelocityValue>();
  private readonly missing = new Map<string, VelocitySpan>();
  private stopped = false;
  private readonly out = new TextOutput(this.budget);

  public constructor(
    private readonly template: VelocityTemplate,
    { body, path, queryString, headers, context = {}, stageVariables = {} }: VelocityInput,
  ) {
    this.variables.set('input', new InputObject({ body, path, queryString, headers }, this.budget));
    this.variables.set('util', new UtilObject(this.budget));
    this.variables.set('context', contextOf(context, this.budget));
    this.variables.set('stageVariables', fromPlain(stageVariables, this.budget));
  }

  public run(): void {
    this.render(this.template.nodes);
  }

  public output(): VelocityOutput {
    return { text: this.out.text, missing: [...this.missing].map(([reference, span]) => ({ reference, span })) };
  }

  private render(nodes: readonly VelocityNode[]): Ended {
    for (const node of nodes) {
      const ended = this.renderNode(node);
      if (this.stopped || ended !== undefined) {
        return this.stopped ? 'stop' : ended;
      }
    }
    return undefined;
  }

  private renderNode(node: VelocityNode): Ended {
    this.budget.spend();
    switch (node.kind) {
      case 'text':
      case 'swallowed':
        this.out.print(node.output);
        return undefined;
      case 'unknown':
        this.out.print(node.source);
        return undefined;
      case 'reference':
        this.printReference(node);
        return undefined;
      case 'set':
        this.set(node.target, this.value(node.value));
        return undefined;
      case 'if': {
        const branch = node.branches.find(({ condition }) => condition === undefined || this.holds(condition));
        return branch === undefined ? undefined : this.render(branch.body);
      }
      case 'foreach':
        return this.loop(node);
      case 'define':
        this.variables.set(node.name, new Definition(node.name, () => this.out.capture(() => this.render(node.body))));
        return undefined;
      case 'macro':
        return undefined;
      case 'stop':
        this.stopped = true;
        return 'stop';
      case 'break':
        return 'break';
    }
  }

  private printReference(reference: VelocityReference): void {
    const { backslashes, prefix, source } = reference;
    const kept = '\\'.repeat(Math.floor(backslashes / 2));
    if (backslashes % 2 === 1) {
      this.out.print(kept + source);
      return;
    }
    const text = printValue(this.reference(reference), this.budget);
    // In a recorded rendering of a WebSocket API, quotes in values inserted into a double-quoted string are doubled.
    this.out.print(kept + prefix + (this.out.inString ? text.replaceAll('"', '""') : text));
  }

  private loop({ variable, list, body }: Extract<VelocityNode, { kind: 'foreach' }>): Ended {
    const items = itemsOf(this.value(list));
    if (items === undefined) {
      return undefined;
    }
    const names = [variable, 'velocityCount', 'velocityHasNext', 'foreach'];
    const before = names.map((name) => this.variables.get(name));
    const parent = before[3] instanceof Loop ? before[3] : undefined;
    const rounds = Math.min(items.length, MAX_LOOP_ROUNDS);
    let ended: Ended;
    for (let index = 0; index < rounds && ended === undefined; index++) {
      this.budget.spend();
      const loop = new Loop(index, index + 1 < items.length, parent);
      const values = [items[index], BigInt(index + 1), loop.hasNext, loop];
      for (const [at, name] of names.entries()) {
        this.variables.set(name, values[at]);
      }
      ended = this.render(body);
    }
    for (const [at, name] of names.entries()) {
      this.restore(name, before[at]);
    }
    return ended === 'stop' ? 'stop' : undefined;
  }

  private restore(name: string, value: VelocityValue | undefined): void {
    if (value === undefined) {
      this.variables.delete(name);
    } else {
      this.variables.set(name, value);
    }
  }

  /** Returns the value of a reference. A reference without a value is recorded, and returns an empty string. */
  private reference(reference: VelocityReference): Exclude<VelocityValue, null> {
    return located(reference.span, () => {
      const value = this.follow(this.variables.get(reference.name) ?? null, reference.steps);
      return value ?? this.miss(reference);
    });
  }

  private miss({ source, span }: VelocityReference): string {
    if (!this.missing.has(source) && this.missing.size < MAX_MISSING) {
      this.missing.set(source, span);
    }
    return '';
  }

  private follow(start: VelocityValue, steps: readonly VelocityStep[]): VelocityValue {
    let value = start;
    for (const step of steps) {
      if (value === null) {
        return null;
      }
      value = this.step(value, step);
    }
    return value;
  }

  private step(value: Exclude<VelocityValue, null>, step: VelocityStep): VelocityValue {
    switch (step.kind) {
      case 'property':
        return propertyOf(value, step.name, this.budget);
      case 'method': {
        const args = step.args.map((argument) => this.value(argument));
        return callMethod(value, step.name, args, this.budget) ?? null;
      }
      case 'index':
        return callMethod(value, 'get', [this.index(value, step.index)], this.budget) ?? null;
    }
  }

  /** Returns an index, counted from the end if it is negative. */
  private index(value: VelocityValue, expression: VelocityExpression): VelocityValue {
    const index = this.value(expression);
    return typeof index === 'bigint' && index < 0n && value instanceof VelocityList ? BigInt(value.items.length) + index : index;
  }

  /** Sets a variable, or the target of a reference. A missing value changes nothing. */
  private set(target: VelocityReference, value: VelocityValue): void {
    if (value === null) {
      return;
    }
    const last = target.steps.at(-1);
    if (last === undefined) {
      this.variables.set(target.name, value);
      return;
    }
    located(target.span, () => {
      const holder = this.follow(this.variables.get(target.name) ?? null, target.steps.slice(0, -1));
      if (last.kind === 'index' && holder instanceof VelocityList) {
        callMethod(holder, 'set', [this.index(holder, last.index), value], this.budget);
      } else if (last.kind === 'index' && holder instanceof VelocityMap) {
        holder.entries.set(this.value(last.index), value);
      } else if (last.kind === 'property' && holder instanceof VelocityMap) {
        holder.entries.set(last.name, value);
      }
    });
  }

  private value(expression: VelocityExpression): VelocityValue {
    this.budget.spend();
    switch (expression.kind) {
      case 'reference':
        return this.reference(expression);
      case 'text':
      case 'number':
      case 'boolean':
        return expression.value;
      case 'interpolated':
        return this.out.capture(() => this.render(expression.parts), true);
      case 'word':
        return null;
      case 'list':
        return new VelocityList(expression.items.map((item) => this.value(item)));
      case 'map':
        return new VelocityMap(new Map(expression.entries.map(([key, item]) => [this.value(key), this.value(item)])));
      case 'range':
        return rangeOf(this.value(expression.from), this.value(expression.to), this.budget);
      case 'not':
        return !this.holds(expression.operand);
      case 'operation':
        return this.operation(expression.operator, expression.left, expression.right);
    }
  }

  private operation(operator: VelocityOperator, left: VelocityExpression, right: VelocityExpression): VelocityValue {
    switch (operator) {
      case 'or':
        return this.holds(left) || this.holds(right);
      case 'and':
        return this.holds(left) && this.holds(right);
      case '==':
        return looselyEqual(this.value(left), this.value(right), this.budget);
      case '!=':
        return !looselyEqual(this.value(left), this.value(right), this.budget);
      case '<':
        return this.compare(left, right, (order) => order < 0);
      case '<=':
        return this.compare(left, right, (order) => order <= 0);
      case '>':
        return this.compare(left, right, (order) => order > 0);
      case '>=':
        return this.compare(left, right, (order) => order >= 0);
      default:
        return calculate(operator, this.value(left), this.value(right), this.budget);
    }
  }

  private compare(left: VelocityExpression, right: VelocityExpression, holds: (order: number) => boolean): boolean {
    const [one, other] = [this.value(left), this.value(right)];
    return isNumber(one) && isNumber(other) && holds(compareNumbers(one, other));
  }

  /** Whether a condition is true. Every reference is true except one to `false`; a literal string, number or list is false. */
  private holds(expression: VelocityExpression): boolean {
    switch (expression.kind) {
      case 'reference':
        return this.reference(expression) !== false;
      case 'boolean':
      case 'not':
      case 'operation':
        return this.value(expression) === true;
      default:
        return false;
    }
  }
}
