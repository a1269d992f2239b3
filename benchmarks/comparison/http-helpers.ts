import { strictEqual } from 'node:assert/strict';
import type { Case, Gateway } from './case';
import type { Received, Sent } from './client';

export const JSON_TYPE = ['Content-Type', 'application/json'] as const;

/** The event that the function got. */
export async function eventOf(gateway: Gateway, sent: Sent) {
  const answer = await gateway.http(sent);
  if (answer.status !== 200) {
    throw new Error(`${answer.status} ${answer.text}`);
  }
  return answer.json();
}

/** Expects an answer of the gateway itself. Its text is not compared: clients go by the status code. */
export async function refusal(gateway: Gateway, sent: Sent, status: number): Promise<void> {
  strictEqual((await gateway.http(sent)).status, status);
}

/** The media type of a response, without its character set. */
export function mediaTypeOf(answer: Received): string {
  return answer.header('content-type').join().split(';')[0] ?? '';
}

export const grouped = (group: string, cases: readonly Omit<Case, 'group'>[]): Case[] => cases.map((each) => ({ group, ...each }));
