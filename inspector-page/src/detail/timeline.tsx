import { duration } from '../components/text';
import type { ExchangeDetail } from '../protocol';

const MIN_BAR_PERCENT = 0.6;

/** When each step ended and how long it took, on one scale. */
export function Timeline({ detail }: { readonly detail: ExchangeDetail }) {
  const { timeline, startedAt, millis = 0 } = detail;
  if (timeline.length === 0) {
    return <p class="none">The gateway has recorded no steps.</p>;
  }
  const total = Math.max(millis, ...timeline.map((step) => step.at), 0.1);
  return (
    <table class="timeline" data-started={startedAt}>
      <thead>
        <tr>
          <th scope="col">Step</th>
          <th scope="col" class="number">
            After
          </th>
          <th scope="col" class="number">
            Took
          </th>
          <th scope="col">
            <span class="hidden">Bar</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {timeline.map((step, index) => (
          <tr key={index}>
            <th scope="row">
              {step.step}
              {step.note === undefined ? null : <span class="none"> {step.note}</span>}
            </th>
            <td class="number">{duration(step.at)}</td>
            <td class="number">{duration(step.millis)}</td>
            <td class="track" aria-hidden="true">
              <span
                class="bar"
                style={{
                  marginInlineStart: `${Math.min(100 - MIN_BAR_PERCENT, (100 * Math.max(0, step.at - (step.millis ?? 0))) / total)}%`,
                  inlineSize: `${Math.max(MIN_BAR_PERCENT, (100 * (step.millis ?? 0)) / total)}%`,
                }}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
