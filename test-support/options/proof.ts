import type { Stack } from 'aws-cdk-lib';
import type { IntegrationVariant, Options, WebSocketVariant } from '../variant';

/** How to see that an option reaches the template: with it there is such a resource, without it there is none. */
export interface OptionProof {
  /** The option with a value, and what it needs beside it. */
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

/** The proof for a class; none where the option has nothing to do there, and so changes nothing. */
export type ProofFor = (variant: IntegrationVariant | WebSocketVariant) => OptionProof | undefined;

/** By the interface that declares an option, and its name. */
export type OptionProofs = Record<string, Record<string, OptionProof | ProofFor>>;

/** The proof of an option for a class. */
export const proofFor = (proof: OptionProof | ProofFor, variant: IntegrationVariant | WebSocketVariant): OptionProof | undefined =>
  typeof proof === 'function' ? proof(variant) : proof;

/** The proof of an option whose value needs nothing, and arrives as a property of the integration. */
export const arrives = (name: string, value: unknown, properties: Record<string, unknown>): Record<string, OptionProof> => ({
  [name]: { options: () => ({ [name]: value }), properties },
});
