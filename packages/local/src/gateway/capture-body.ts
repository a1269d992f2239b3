import { Readable } from 'node:stream';
import { type BodyEntry, type Details, MAX_DETAIL_BODY_BYTES } from './detail-entry';
import type { GatewayResponse, IncomingRequest, RequestBody } from './message';

/** Adds the body of a request to the details, without a change of how it is read. */
export function captureRequest(request: IncomingRequest, requestId: string, details: Details): IncomingRequest {
  const { body } = request;
  if (body.isEmpty) {
    return request;
  }
  const report = reporter(requestId, 'request', details);
  if (body.length !== undefined && body.length <= MAX_DETAIL_BODY_BYTES) {
    // It is read even if nobody else does, because a refused request is the one that is repeated most.
    body.read().then(
      (whole) => report(whole, whole.length),
      () => undefined,
    );
    return request;
  }
  return new CapturedRequest(request, {
    isEmpty: false,
    length: body.length,
    read: async (maxBytes) => {
      const whole = await body.read(maxBytes);
      report(whole.subarray(0, MAX_DETAIL_BODY_BYTES), whole.length);
      return whole;
    },
    stream: () => observed(body.stream(), report),
  });
}

/** Adds the body of an answer to the details, without a change of what is sent. */
export function captureAnswer(response: GatewayResponse, requestId: string, details: Details): GatewayResponse {
  const { body, statusCode, headers } = response;
  const report = reporter(requestId, 'answer', details);
  if (typeof body === 'string' || Buffer.isBuffer(body)) {
    // A character takes at least one byte, and a cut one is replaced when it is shown.
    report(body.length > MAX_DETAIL_BODY_BYTES ? body.slice(0, MAX_DETAIL_BODY_BYTES) : body, Buffer.byteLength(body));
    return response;
  }
  return { statusCode, headers, body: observed(body, report) };
}

/** A request whose body is observed. Its signal is created only when a backend asks for it. */
class CapturedRequest implements IncomingRequest {
  public readonly method: string;
  public readonly target: string;
  public readonly headers: IncomingRequest['headers'];
  public readonly sourceIp: string;

  public constructor(
    private readonly original: IncomingRequest,
    public readonly body: RequestBody,
  ) {
    this.method = original.method;
    this.target = original.target;
    this.headers = original.headers;
    this.sourceIp = original.sourceIp;
  }

  public get signal(): AbortSignal | undefined {
    return this.original.signal;
  }
}

type Report = (content: Buffer | string, bytes: number) => void;

function reporter(requestId: string, of: BodyEntry['of'], details: Details): Report {
  let isReported = false;
  return (content, bytes) => {
    if (!isReported) {
      isReported = true;
      details.add({ kind: 'body', requestId, of, content, bytes });
    }
  };
}

/** Passes chunks on, and reports the first of them at the end. */
function observed(source: Readable, report: Report): Readable {
  const kept: Buffer[] = [];
  let length = 0;
  let bytes = 0;
  const end = () => report(Buffer.concat(kept), bytes);
  // An error before the first read is not heard by the loop below.
  source.on('error', () => undefined);
  const passed = Readable.from(
    (async function* () {
      for await (const chunk of source as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (length < MAX_DETAIL_BODY_BYTES) {
          const part = chunk.subarray(0, MAX_DETAIL_BODY_BYTES - length);
          length += part.length;
          kept.push(part);
        }
        yield chunk;
      }
      end();
    })(),
  );
  passed.once('close', () => {
    source.destroy();
    end();
  });
  return passed;
}
