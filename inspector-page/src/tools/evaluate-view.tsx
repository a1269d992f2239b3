import { useEffect, useState } from 'preact/hooks';
import { Findings } from '../detail/why';
import type { Evaluation, Kind } from '../evaluation/evaluate';
import { form, STARTS } from './evaluate-state';

const KINDS: Readonly<Record<Kind, { readonly title: string; readonly source: string; readonly sample: string }>> = {
  request: { title: 'Request mapping', source: 'Mapping', sample: 'Sample request' },
  response: { title: 'Response mapping', source: 'Mapping for the status of the sample', sample: 'Sample response' },
  velocity: { title: 'Velocity template', source: 'Template', sample: 'Sample message' },
};
const EVALUATION_DELAY_MILLIS = 120;

/** Evaluates a mapping or a template with a sample, by the engine of the checks and of the gateway. */
export function EvaluateView() {
  const { kind, source, sample } = form.value;
  const evaluation = useEvaluation(kind, source, sample);
  const { source: sourceTitle, sample: sampleTitle } = KINDS[kind];
  return (
    <div class="tool evaluate">
      <header>
        <h2>Evaluate</h2>
        <fieldset class="choices">
          <legend class="hidden">What is evaluated</legend>
          {(Object.keys(KINDS) as Kind[]).map((name) => (
            <label key={name}>
              <input
                type="radio"
                name="kind"
                checked={kind === name}
                onChange={() => {
                  form.value = STARTS[name];
                }}
              />
              {KINDS[name].title}
            </label>
          ))}
        </fieldset>
      </header>
      <div class="inputs">
        <label>
          {sourceTitle}
          <textarea
            class="mono"
            spellcheck={false}
            rows={12}
            value={source}
            onInput={(event) => {
              form.value = { kind, sample, source: event.currentTarget.value };
            }}
          />
        </label>
        <label>
          {sampleTitle}
          <textarea
            class="mono"
            spellcheck={false}
            rows={12}
            value={sample}
            onInput={(event) => {
              form.value = { kind, source, sample: event.currentTarget.value };
            }}
          />
        </label>
      </div>
      <section class="result" aria-live="polite" aria-label="Result">
        <h3>Result</h3>
        {evaluation === undefined ? <p class="none">Loading the engine …</p> : <Result evaluation={evaluation} />}
      </section>
    </div>
  );
}

function Result({ evaluation: { problems, result } }: { readonly evaluation: Evaluation }) {
  return (
    <>
      <Findings findings={problems} />
      {result === undefined ? null : <pre class="code">{result}</pre>}
    </>
  );
}

/** The engine is loaded when the form is first opened. */
function useEvaluation(kind: Kind, source: string, sample: string): Evaluation | undefined {
  const [evaluation, setEvaluation] = useState<Evaluation>();
  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const { evaluate } = await import('../evaluation/evaluate');
      if (isCurrent) {
        setEvaluation(evaluate(kind, source, sample));
      }
    }, EVALUATION_DELAY_MILLIS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [kind, source, sample]);
  return evaluation;
}
