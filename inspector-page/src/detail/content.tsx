import { Body } from '../components/text';
import type { AnswerDetail, AnswerHead, ExchangeDetail, NameValue } from '../protocol';
import { MappingTable } from './mapping';
import { Pairs } from './why';

/** The request or the message as the client sent it. */
export function MessageTab({ detail }: { readonly detail: ExchangeDetail }) {
  const { request } = detail;
  if (request === undefined) {
    return <p class="none">The gateway has not kept the request.</p>;
  }
  return (
    <>
      {request.headers.length === 0 ? null : (
        <>
          <h3>Headers</h3>
          <Pairs pairs={request.headers} />
        </>
      )}
      <h3>{detail.kind === 'message' ? 'Message' : 'Body'}</h3>
      <Body body={request.body} label="Body of the request" />
    </>
  );
}

/** The event that the function got. */
export function EventTab({ detail }: { readonly detail: ExchangeDetail }) {
  return (
    <>
      <Body body={detail.event} label="Event of the function" />
      {detail.authorizerEvent === undefined ? null : (
        <>
          <h3>Event of the authorizer</h3>
          <Body body={detail.authorizerEvent} label="Event of the authorizer" />
        </>
      )}
    </>
  );
}

/** What the function wrote during this invocation. */
export function LogTab({ detail }: { readonly detail: ExchangeDetail }) {
  if (detail.log.length === 0) {
    return <p class="none">Nothing was written.</p>;
  }
  return (
    <>
      <ol class="log" aria-label="Log">
        {detail.log.map(({ level, text }, index) => (
          <li key={index} class={`level-${level.toLowerCase()}`}>
            <span class="level">{level}</span>
            <pre>{text}</pre>
          </li>
        ))}
      </ol>
      {detail.logDropped === 0 ? null : <p class="none">{detail.logDropped} further lines were not kept.</p>}
    </>
  );
}

/** What the backend answered, and what the client got. */
export function AnswerTab({ detail }: { readonly detail: ExchangeDetail }) {
  const { answer, result, failure } = detail;
  return (
    <>
      {failure === undefined ? null : (
        <p class="problem">
          <span class="badge error">{failure.kind}</span> {failure.reason}
        </p>
      )}
      {answer === undefined ? null : <Answer answer={answer} />}
      {result === undefined ? null : (
        <>
          <h3>Result of the function</h3>
          <Body body={result} label="Result of the function" />
        </>
      )}
    </>
  );
}

function Answer({ answer: { before, entries, after, body } }: { readonly answer: AnswerDetail }) {
  const isMapped = before !== undefined && after !== undefined && (entries.length > 0 || before.status !== after.status);
  return (
    <>
      {isMapped ? (
        <>
          <h3>Response mapping</h3>
          <MappingTable before={before} after={after} entries={entries} />
        </>
      ) : null}
      <div class={isMapped ? 'sides' : undefined}>
        {isMapped ? <Head title="From the integration" head={before} /> : null}
        <Head title="To the client" head={after ?? before} />
      </div>
      <h3>Body</h3>
      <Body body={body} label="Body of the answer" />
    </>
  );
}

function Head({ title, head }: { readonly title: string; readonly head: AnswerHead | undefined }) {
  const headers: readonly NameValue[] = head?.headers ?? [];
  return (
    <section aria-label={title}>
      <h3>
        {title} {head === undefined ? null : <span class="badge">{head.status}</span>}
      </h3>
      {headers.length === 0 ? <p class="none">no headers</p> : <Pairs pairs={headers} />}
    </section>
  );
}
