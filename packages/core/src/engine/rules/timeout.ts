import type { Problem } from '../problem';

/** A range in milliseconds, both ends included. */
export interface TimeoutRange {
  readonly min: number;
  readonly max: number;
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigatewayv2-integration.html */
export const HTTP_TIMEOUT: TimeoutRange = { min: 50, max: 30_000 };

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigatewayv2-integration.html */
export const WEBSOCKET_TIMEOUT: TimeoutRange = { min: 50, max: 29_000 };

/** The service takes whole milliseconds within a range that differs by protocol. */
export function checkTimeout(milliseconds: number, range: TimeoutRange): Problem[] {
  if (Number.isInteger(milliseconds) && milliseconds >= range.min && milliseconds <= range.max) {
    return [];
  }
  return [
    {
      code: 'TimeoutOutOfRange',
      severity: 'error',
      value: `${milliseconds} ms`,
      message: `the timeout of ${milliseconds} ms is no whole number of milliseconds from ${range.min} to ${range.max}`,
      remedy: `choose a timeout from Duration.millis(${range.min}) to Duration.millis(${range.max})`,
    },
  ];
}
