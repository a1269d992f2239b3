import type { AuthorizerEntry, Log } from '../gateway/log-entry';
import type { Authorizer, Decision, DecisionMaker } from './authorizer';

/** How log entries describe an authorizer. */
export type AuthorizerLabel = Pick<AuthorizerEntry, 'authorizer' | 'type' | 'standIn'>;

/** An authorizer whose decisions are logged. */
export function withDecisionLog(maker: DecisionMaker, label: AuthorizerLabel, log: Log | undefined): Authorizer {
  return {
    authorize(routed) {
      const start = performance.now();
      const decided = maker.decide(routed);
      const complete = (decision: Decision) => {
        if (log === undefined) {
          return decision.outcome;
        }
        const { requestId, api, route } = routed;
        logDecision(log, label, { requestId, api: api.name, route: route.key }, decision, performance.now() - start);
        return decision.outcome;
      };
      return decided instanceof Promise ? decided.then(complete) : complete(decided);
    },
  };
}

/** Adds a decision to the log. */
export function logDecision(
  log: Log,
  label: AuthorizerLabel,
  request: Pick<AuthorizerEntry, 'requestId' | 'api' | 'route'>,
  { outcome, identity, cached }: Decision,
  millis: number,
): void {
  const common = { kind: 'authorizer', ...request, ...label, cached, identity: identity?.map(masked), millis } as const;
  if (outcome.kind === 'refused') {
    log({ ...common, decision: 'refused', status: outcome.statusCode, reason: outcome.reason });
    return;
  }
  const context = outcome.kind === 'jwt' ? outcome.claims : outcome.kind === 'lambda' ? outcome.context : undefined;
  log({ ...common, decision: 'allowed', context });
}

const SHOWN_CHARACTERS = 4;
/** Shorter values are hidden completely, because their end is most of them. */
const MIN_PARTLY_SHOWN_CHARACTERS = 16;

/** A secret with only its end, which is enough to distinguish two of them. */
export function masked(value: string): string {
  return value.length < MIN_PARTLY_SHOWN_CHARACTERS ? '****' : `****${value.slice(-SHOWN_CHARACTERS)}`;
}
