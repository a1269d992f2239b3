import { asArray, asObject, asString, LOWERED_ERRORS_METADATA, member, reasonToLower } from '../engine';

/** The metadata of the CDK for rules that an app acknowledges: IDs of rules, each after the name of its plugin, and reasons. */
const ACKNOWLEDGED_RULES = 'aws:cdk:acknowledged-rules';
const PLUGIN = '@apigwv2-integrations/checks';

/** An acknowledged rule. */
export interface Acknowledgement {
  readonly reason: string;
  /** Whether errors are acknowledged as well, which needs the ID of the plugin. */
  readonly includesErrors: boolean;
}

/** What an app says about the findings of its constructs: acknowledged rules and lowered errors. Both apply to all children. */
export class Judgements {
  private readonly acknowledged = new Map<string, ReadonlyMap<string, Acknowledgement>>();
  private readonly lowered = new Map<string, readonly unknown[]>();

  /** @param metadata of a stack, from a manifest or a metadata file */
  public constructor(metadata: readonly unknown[] = []) {
    for (const [path, entries] of metadata.flatMap((each) => Object.entries(asObject(each)))) {
      const ofType = (type: string) =>
        asArray(entries)
          .filter((entry) => member(entry, 'type') === type)
          .map((entry) => member(entry, 'data'));
      const acknowledged = ofType(ACKNOWLEDGED_RULES).flatMap((data) => Object.entries(asObject(data)));
      const lowered = ofType(LOWERED_ERRORS_METADATA);
      if (acknowledged.length > 0) {
        this.acknowledged.set(withoutSlash(path), acknowledgements(acknowledged));
      }
      if (lowered.length > 0) {
        this.lowered.set(withoutSlash(path), lowered);
      }
    }
  }

  /** The acknowledgement of a rule on a construct or on one above it. */
  public acknowledgement(constructPath: string | undefined, rule: string): Acknowledgement | undefined {
    return nearest(constructPath, (path) => this.acknowledged.get(path)?.get(rule));
  }

  /** The reason for lowering an error on a construct or on one above it. A construct may have null instead of a reason. */
  public reasonToLower(constructPath: string | undefined, code: string): string | undefined {
    const lowered = nearest(constructPath, (path) => this.lowered.get(path)?.find((each) => member(each, code) !== undefined));
    return reasonToLower(lowered, code);
  }
}

function acknowledgements(entries: readonly (readonly [id: string, reason: unknown])[]): ReadonlyMap<string, Acknowledgement> {
  const found = new Map<string, Acknowledgement>();
  for (const [written, reason] of entries) {
    const [namespace = '', rule] = written.split('::');
    const includesErrors = namespace === PLUGIN;
    if (rule !== undefined && (includesErrors || namespace.toLowerCase() === 'annotation')) {
      found.set(rule, { reason: asString(reason) ?? 'acknowledged', includesErrors });
    }
  }
  return found;
}

/** Looks up a construct path, then those of its parents. */
function nearest<T>(constructPath: string | undefined, lookUp: (path: string) => T | undefined): T | undefined {
  const steps = constructPath?.split('/') ?? [];
  for (let length = steps.length; length > 0; length--) {
    const found = lookUp(steps.slice(0, length).join('/'));
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

function withoutSlash(path: string): string {
  return path.replace(/^\//, '');
}
