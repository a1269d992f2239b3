import type { CapturedText } from '../protocol';

/** Text that someone else wrote, as text. JSON is indented. */
export function Body({ body, label }: { readonly body: CapturedText | undefined; readonly label: string }) {
  if (body === undefined) {
    return <p class="none">none</p>;
  }
  const { text, encoding, bytes, cut } = body;
  if (bytes === 0) {
    return <p class="none">empty</p>;
  }
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a block that scrolls must be reachable with the keyboard. */}
      <section class="code" tabIndex={0} aria-label={label}>
        <pre>{indented(text)}</pre>
      </section>
      <p class="size">
        {bytes} bytes{encoding === 'base64' ? ', shown in base64' : ''}
        {cut ? ', cut' : ''}
      </p>
    </>
  );
}

/** Indents JSON. Other text stays as it is. */
export function indented(text: string): string {
  const start = text.trimStart()[0];
  if (start !== '{' && start !== '[') {
    return text;
  }
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}

const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 });

/** The time of day, with milliseconds. */
export function clock(at: number): string {
  return CLOCK.format(at);
}

/** `0.8 ms`, `14 ms` or `2.1 s`. */
export function duration(millis: number | undefined): string {
  if (millis === undefined) {
    return '';
  }
  if (millis >= 10_000) {
    return `${Math.round(millis / 1000)} s`;
  }
  if (millis >= 1000) {
    return `${(millis / 1000).toFixed(1)} s`;
  }
  return millis < 10 ? `${millis.toFixed(1)} ms` : `${Math.round(millis)} ms`;
}
