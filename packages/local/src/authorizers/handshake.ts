import type { StagePlan } from '../definitions/stage';
import type { Field } from '../gateway/message';
import type { ApiInArn } from './arn';

/** The request that opens a WebSocket connection. */
export interface Handshake {
  readonly api: ApiInArn & { readonly name: string };
  readonly stage: StagePlan;
  /** Path with the stage, and query string, as received. */
  readonly target: string;
  /** As received, with order and spelling. */
  readonly headers: readonly Field[];
  /** Decoded, in order. */
  readonly query: readonly Field[];
  readonly sourceIp: string;
  readonly domainName: string;
  readonly connectionId: string;
  readonly requestId: string;
  readonly connectedAt: Date;
}
