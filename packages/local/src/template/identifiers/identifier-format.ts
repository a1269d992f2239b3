import type { Alphabet } from '../local-values/deterministic-id';
import type { DeploymentEnvironment } from '../local-values/pseudo-parameters';

/** A resource as far as its identifiers are made of it. */
export interface Named extends DeploymentEnvironment {
  /** Its fixed name, else one that is made up. */
  readonly name: string;
  /** `arn:<partition>:<service>:<region>:<account>:<rest>` */
  arn(service: string, rest: string): string;
  /** An id in the form of the service's. */
  id(length: number, alphabet: Alphabet): string;
  readonly uuid: string;
  /** A property, resolved, references to other resources too; empty when there is none. */
  property(name: string): string;
}

/** Makes an identifier. */
export type IdentifierFactory = (resource: Named) => string;

/** What the identifiers of a type of resource look like. */
export interface IdentifierFormat {
  /** The property that fixes the name. */
  readonly name?: string;
  /** What `Ref` gives. @default the name */
  readonly ref?: IdentifierFactory;
  readonly attributes?: Readonly<Record<string, IdentifierFactory>>;
}

/** Forms by resource type. */
export type Forms = Readonly<Record<string, IdentifierFormat>>;
