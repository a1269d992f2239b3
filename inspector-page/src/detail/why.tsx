import type { ComponentChildren } from 'preact';
import type { AnyExplanation, AuthorizerDetail, ExchangeDetail, ExplainedCandidate } from '../protocol';

/** Which routes were candidates, what decided, and what it came to. */
export function Why({ detail }: { readonly detail: ExchangeDetail }) {
  const { authorizer, reason } = detail;
  const why = detail.why as AnyExplanation | undefined;
  return (
    <div class="why">
      {reason === undefined ? null : <p class="reason">{reason}</p>}
      {why === undefined ? (
        <p class="none">The gateway has no explanation of this exchange.</p>
      ) : (
        <>
          <p class="outcome">{why.outcome}</p>
          <Steps why={why} decision={authorizer} />
          <Findings findings={why.findings} />
        </>
      )}
    </div>
  );
}

function Steps({ why, decision }: { readonly why: AnyExplanation; readonly decision: AuthorizerDetail | undefined }) {
  const { stage, candidates, authorizer, integration } = why;
  const cors = why.protocol === 'HTTP' ? why.cors : undefined;
  return (
    <ol class="steps">
      <Step title="Stage">
        {stage === undefined ? (
          <p class="bad">no stage matches the path</p>
        ) : (
          <p>
            <code>{stage.name}</code>
            {'rawPath' in stage ? (
              <>
                , path <code>{stage.rawPath}</code>
              </>
            ) : null}
          </p>
        )}
      </Step>
      {cors === undefined || !cors.configured ? null : (
        <Step title="CORS">
          <p>{cors.because}</p>
          <Pairs pairs={cors.headers} />
        </Step>
      )}
      <Step title="Route">
        {why.protocol === 'WEBSOCKET' && why.event === 'MESSAGE' ? (
          <p>
            <code>{why.routeSelectionExpression}</code> gives <code>{why.selectedKey}</code>
          </p>
        ) : null}
        <Candidates candidates={candidates} others={why.otherRoutes} />
      </Step>
      {authorizer === undefined ? null : (
        <Step title="Authorizer">
          <p>
            <code>{authorizer.name}</code> <span class="badge">{authorizer.type}</span>
            {decision === undefined ? null : <Decision decision={decision} />}
          </p>
          {authorizer.needs.length === 0 ? null : <p>needs {authorizer.needs.join(', ')}</p>}
          {authorizer.missing.length === 0 ? null : <p class="bad">missing: {authorizer.missing.join(', ')}</p>}
          {decision?.reason === undefined ? null : <p class="bad">{decision.reason}</p>}
          {decision?.context === undefined ? null : (
            <Pairs pairs={Object.entries(decision.context).map(([name, value]) => [name, asText(value)])} />
          )}
        </Step>
      )}
      {integration === undefined ? null : (
        <Step title="Integration">
          <p>
            <code>{integration.name}</code> <span class="badge">{integration.kind}</span> to <code>{integration.target}</code>
          </p>
          {integration.permission === undefined ? null : <p>permission: {integration.permission}</p>}
          {integration.obstacle === undefined ? null : <p class="bad">{integration.obstacle}</p>}
        </Step>
      )}
    </ol>
  );
}

function Step({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <li>
      <h3>{title}</h3>
      {children}
    </li>
  );
}

function Decision({ decision }: { readonly decision: AuthorizerDetail }) {
  const isAllowed = decision.decision === 'allowed';
  const notes = [decision.cached === true ? 'from the cache' : undefined, decision.standIn === true ? 'stand-in' : undefined];
  return (
    <>
      {' '}
      <span class={`badge ${isAllowed ? 'good' : 'error'}`}>{decision.decision}</span> {notes.filter(Boolean).join(', ')}
    </>
  );
}

function Candidates({ candidates, others }: { readonly candidates: readonly ExplainedCandidate[]; readonly others: number }) {
  return (
    <>
      {candidates.length === 0 ? <p class="bad">no route matches</p> : <CandidateList candidates={candidates} />}
      {others === 0 ? null : <p class="none">{others === 1 ? '1 other route does not match' : `${others} other routes do not match`}</p>}
    </>
  );
}

function CandidateList({ candidates }: { readonly candidates: readonly ExplainedCandidate[] }) {
  return (
    <ul class="candidates">
      {candidates.map(({ route, selected, because, pathVariables }) => (
        <li key={route} data-selected={selected ? '' : undefined}>
          <span class="mark" role="img" aria-label={selected ? 'selected' : 'not selected'}>
            {selected ? '✓' : '·'}
          </span>
          <div>
            <code>{route}</code>
            <p>{because}</p>
            {pathVariables === undefined ? null : <Pairs pairs={Object.entries(pathVariables)} />}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** A problem with its remedy, and carets under the wrong part. */
export interface ShownFinding {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly remedy?: string;
  readonly excerpt?: string;
}

/** Findings of the check, with their remedy. */
export function Findings({ findings }: { readonly findings: readonly ShownFinding[] }) {
  if (findings.length === 0) {
    return null;
  }
  return (
    <ul class="findings" aria-label="Findings">
      {findings.map(({ code, message, remedy, severity, excerpt }) => (
        <li key={`${code} ${message}`}>
          <p>
            <span class={`badge ${severity === 'error' ? 'error' : 'warn'}`}>{severity}</span> <code>{code}</code> {message}
          </p>
          {excerpt === undefined ? null : <pre class="excerpt">{excerpt}</pre>}
          {remedy === undefined ? null : <p class="remedy">{remedy}</p>}
        </li>
      ))}
    </ul>
  );
}

/** Names and values. */
export function Pairs({ pairs }: { readonly pairs: readonly (readonly [string, string])[] }) {
  if (pairs.length === 0) {
    return null;
  }
  return (
    <dl class="pairs">
      {pairs.map(([name, value], index) => (
        <div key={index}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
