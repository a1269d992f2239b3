import type { Alphabet } from '../local-values/deterministic-id';
import type { DeploymentEnvironment } from '../local-values/pseudo-parameters';

/** The parts of a resource from which its identifiers are generated. */
export interface NamedResource extends DeploymentEnvironment {
  /** Its fixed name, else a generated one. */
  readonly name: string;
  /** `arn:<partition>:<service>:<region>:<account>:<rest>` */
  arn(service: string, rest: string): string;
  /** An ID in the format of the service. */
  id(length: number, alphabet: Alphabet): string;
  readonly uuid: string;
  /** A resolved property; empty if it is absent. */
  property(name: string): string;
}

/** Generates an identifier. */
export type IdentifierFactory = (resource: NamedResource) => string;

/** The identifiers of a resource type. */
export interface IdentifierFormat {
  /** The property with the fixed name. */
  readonly name?: string;
  /** The value of `Ref`. @default the name */
  readonly ref?: IdentifierFactory;
  readonly attributes?: Readonly<Record<string, IdentifierFactory>>;
}

/** Identifier formats by resource type. */
export type IdentifierFormats = Readonly<Record<string, IdentifierFormat>>;
