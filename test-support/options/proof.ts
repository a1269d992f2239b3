import type { Stack } from 'aws-cdk-lib';
import type { IntegrationVariant, Options, WebSocketVariant } from '../variant';

/** The proof that an option reaches the template: only with the option is there a resource with these properties. */
export interface OptionProof {
  /** The option with a value, and the other options that it needs. */
  options(stack: Stack): Options;
  /**
   * Options without it.
   *
   * @default - what is beside it
   */
  readonly without?: Options;
  /**
   * The type of the resource in which it arrives.
   *
   * @default "AWS::ApiGatewayV2::Integration"
   */
  readonly type?: string;
  /** Properties that the resource has. */
  readonly properties: Record<string, unknown>;
}

/** The proof for a class, or undefined if the option has no effect there. */
export type ProofFor = (variant: IntegrationVariant | WebSocketVariant) => OptionProof | undefined;

/** Proofs by the interface that declares an option, and by its name. */
export type OptionProofs = Record<string, Record<string, OptionProof | ProofFor>>;

/** Returns the proof of an option for a class. */
export const proofFor = (proof: OptionProof | ProofFor, variant: IntegrationVariant | WebSocketVariant): OptionProof | undefined =>
  typeof proof === 'function' ? proof(variant) : proof;

/** Returns the proof of an option that becomes a property of the integration and needs no other option. */
export const arrives = (name: string, value: unknown, properties: Record<string, unknown>): Record<string, OptionProof> => ({
  [name]: { options: () => ({ [name]: value }), properties },
});
