import { useState } from 'preact/hooks';
import type { ExchangeDetail, MappingChange } from '../protocol';
import { show } from '../state/view';
import { fillForm } from '../tools/evaluate-state';
import { entriesWithoutEffect, type MappedHead, type MappingRow, mappingRows } from './mapping-rows';

/** The request before and after its mapping. */
export function MappingTab({ detail }: { readonly detail: ExchangeDetail }) {
  const { mapping } = detail;
  return mapping === undefined ? null : (
    <>
      <MappingTable before={mapping.before} after={mapping.after} entries={mapping.entries} />
      <p class="line">
        <button
          type="button"
          onClick={() => {
            fillForm(detail);
            show({ name: 'evaluate' });
          }}
        >
          Change and evaluate
        </button>
      </p>
    </>
  );
}

/** What a mapping changed, side by side, with the entry that made each change. */
export function MappingTable({
  before,
  after,
  entries,
}: {
  readonly before: MappedHead;
  readonly after: MappedHead;
  readonly entries: readonly MappingChange[];
}) {
  const [showsAll, setShowsAll] = useState(false);
  const rows = mappingRows(before, after, entries);
  const shown = showsAll ? rows : rows.filter(({ change }) => change !== 'same');
  const idle = entriesWithoutEffect(rows, entries);
  return (
    <div class="mapping">
      {shown.length === 0 ? <p class="none">The mapping changed nothing.</p> : <Rows rows={shown} />}
      <label class="check">
        <input type="checkbox" checked={showsAll} onChange={(event) => setShowsAll(event.currentTarget.checked)} />
        Show unchanged parts
      </label>
      {idle.length === 0 ? null : (
        <>
          <h3>Entries without effect</h3>
          <ul class="entries">
            {idle.map((entry) => (
              <li key={entry.key}>
                <Entry entry={entry} />
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function Rows({ rows }: { readonly rows: readonly MappingRow[] }) {
  return (
    <table class="diff">
      <thead>
        <tr>
          <th scope="col">Part</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      {rows.map(({ name, before, after, change, entry }) => (
        <tbody key={name} class={change}>
          <tr>
            <th scope="row">
              {name} {change === 'same' ? null : <span class="badge">{change}</span>}
            </th>
            <td class="before">{before}</td>
            <td class="after">{after}</td>
          </tr>
          {entry === undefined || change === 'same' ? null : (
            <tr class="by">
              <td colSpan={3}>
                <span class="none">by</span> <Entry entry={entry} />
              </td>
            </tr>
          )}
        </tbody>
      ))}
    </table>
  );
}

function Entry({ entry: { key, expression, value, action } }: { readonly entry: MappingChange }) {
  return (
    <>
      <code class="entry">{action === 'remove' ? key : `${key} ← ${expression}`}</code>
      {value === undefined && action !== 'remove' ? <span class="none"> no value in this exchange</span> : null}
    </>
  );
}
