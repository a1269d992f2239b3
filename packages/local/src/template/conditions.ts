import type { Template } from '../assembly/template';
import type { Diagnostics } from '../diagnostics/diagnostics';
import { asArray, member } from '../json';
import type { LocalValues } from './local-values/local-values';
import { UnresolvedValues } from './local-values/unresolved';

const MAX_CONDITION_DEPTH = 64;

/** Evaluates the conditions of templates, each once. What hangs on an unknown value is taken as it stands, and told. */
export class Conditions {
  private readonly known = new Map<string, boolean>();

  constructor(
    private readonly local: LocalValues,
    private readonly diagnostics: Diagnostics,
  ) {}

  /** Whether a condition holds; undefined when the template has none of that name. */
  isTrue(name: string, template: Template, depth = 0): boolean | undefined {
    const written = member(template.body, 'Conditions', name);
    if (written === undefined) {
      return undefined;
    }
    const key = `${template.id}#${name}`;
    const known = this.known.get(key);
    if (known !== undefined) {
      return known;
    }
    const unknowns = new UnresolvedValues();
    const found = this.evaluate(written, template, depth, unknowns);
    this.known.set(key, found);
    const place = { logicalId: name, stack: template.stack, file: template.file };
    this.diagnostics.unknown(place, `condition ${name}, which is taken to be ${found}`, unknowns);
    return found;
  }

  private evaluate(written: unknown, template: Template, depth: number, unknowns: UnresolvedValues): boolean {
    // What is made of itself, which the service refuses, ends here.
    if (depth > MAX_CONDITION_DEPTH) {
      return false;
    }
    const inner = (each: unknown) => this.evaluate(each, template, depth + 1, unknowns);
    const list = (name: string) => asArray(member(written, name));
    const equal = member(written, 'Fn::Equals');
    if (Array.isArray(equal)) {
      return this.local.read(equal[0], template, unknowns) === this.local.read(equal[1], template, unknowns);
    }
    if (member(written, 'Fn::Not') !== undefined) {
      return !inner(list('Fn::Not')[0]);
    }
    if (member(written, 'Fn::And') !== undefined) {
      return list('Fn::And').every(inner);
    }
    const other = member(written, 'Condition');
    return typeof other === 'string' ? this.isTrue(other, template, depth + 1) === true : list('Fn::Or').some(inner);
  }
}
