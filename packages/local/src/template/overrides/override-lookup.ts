import { asString, member, type Resource } from '@apigwv2-integrations/core/engine';
import type { ParsedOverrides } from './read-overrides';

/** Looks up overrides, of which later ones take precedence, and records which were used. */
export class OverrideLookup {
  private readonly used = new Set<string>();

  private readonly newestFirst: readonly ParsedOverrides[];

  constructor(readonly all: readonly ParsedOverrides[]) {
    this.newestFirst = [...all].reverse();
  }

  /** The value of that name. */
  value(name: string): string | undefined {
    const found = this.newestFirst.find(({ values }) => values.has(name))?.values.get(name);
    if (found !== undefined) {
      this.used.add(name);
    }
    return found;
  }

  /** The value of a resource or of one of its attributes. */
  ofResource(resource: Resource, attribute: string | undefined): string | undefined {
    for (const name of this.all.length === 0 ? [] : resource.names) {
      const found = this.value(attribute === undefined ? name : `${name}.${attribute}`);
      if (found !== undefined) {
        return found;
      }
    }
    return undefined;
  }

  /** Variables of the function with these names; null removes a variable. */
  environment(names: readonly string[]): ReadonlyMap<string, string | null> {
    const entries = (name: string) => this.all.flatMap(({ environment }) => [...(environment.get(name) ?? [])]);
    return new Map(['*', ...names].flatMap(entries));
  }

  /** Whether the value of that name was used. */
  isUsed(name: string): boolean {
    return this.used.has(name);
  }
}

/** Whether a resource is a Lambda function. */
export function isFunctionResource({ type }: Resource): boolean {
  return type === 'AWS::Lambda::Function' || type === 'AWS::Serverless::Function';
}

/** All names by which an override can refer to a function. */
export function functionNames(fn: Resource): readonly string[] {
  const fixed = asString(member(fn.properties, 'FunctionName'));
  return [...fn.names, ...(fixed === undefined ? [] : [fixed])];
}
