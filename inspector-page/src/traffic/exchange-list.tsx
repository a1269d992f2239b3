import { useSignal } from '@preact/signals';
import { Component } from 'preact';
import { useRef } from 'preact/hooks';
import { Status } from '../components/status';
import { clock, duration } from '../components/text';
import type { ExchangeSummary } from '../protocol';
import { exchanges, visible } from '../state/session';
import { show } from '../state/view';

const PAGE_ROWS = 10;

/** The live list. One row is in the tab order; the arrow keys move to others. */
export function ExchangeList({ opened }: { readonly opened?: string }) {
  const focused = useSignal<string | undefined>(opened);
  const body = useRef<HTMLTableSectionElement>(null);
  const rows = visible.value;
  const current = rows.some(({ id }) => id === focused.value) ? focused.value : rows[0]?.id;
  const onKeyDown = (event: KeyboardEvent) => {
    const at = rows.findIndex(({ id }) => id === current);
    const to = targetRow(event, at, rows.length);
    if (to !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      const next = rows[Math.min(Math.max(to, 0), rows.length - 1)];
      focused.value = next?.id;
      body.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(next?.id ?? '')}"]`)?.focus();
      if (opened !== undefined && next !== undefined) {
        show({ name: 'traffic', id: next.id });
      }
    } else if (event.key === 'Enter' && current !== undefined) {
      event.preventDefault();
      show({ name: 'traffic', id: current });
    }
  };
  return (
    <div class="rows">
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the rows can be focused and selected, and its cells have columns. */}
      <table role="grid" aria-label="Requests, messages and connections, newest first" aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            <th scope="col">Method</th>
            <th scope="col">Path</th>
            <th scope="col">Status</th>
            <th scope="col" class="number">
              Duration
            </th>
            <th scope="col" class="wide">
              Route
            </th>
            <th scope="col" class="wide">
              Function
            </th>
            <th scope="col" class="number">
              Time
            </th>
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={onKeyDown} onFocusCapture={(event) => focusFollows(event, focused)}>
          {rows.map((exchange) => (
            <Row key={exchange.id} exchange={exchange} isOpened={exchange.id === opened} isCurrent={exchange.id === current} />
          ))}
        </tbody>
      </table>
      {rows.length === 0 ? <Empty /> : null}
    </div>
  );
}

function focusFollows(event: FocusEvent, focused: { value: string | undefined }): void {
  if (event.target instanceof HTMLElement && event.target.dataset['id'] !== undefined) {
    focused.value = event.target.dataset['id'];
  }
}

function targetRow({ key }: KeyboardEvent, at: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return at + 1;
    case 'ArrowUp':
    case 'k':
      return at - 1;
    case 'PageDown':
      return at + PAGE_ROWS;
    case 'PageUp':
      return at - PAGE_ROWS;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

interface RowProps {
  readonly exchange: ExchangeSummary;
  readonly isOpened: boolean;
  readonly isCurrent: boolean;
}

/** A row, which is drawn again only when it changes. */
class Row extends Component<RowProps> {
  public override shouldComponentUpdate(next: RowProps): boolean {
    return next.exchange !== this.props.exchange || next.isOpened !== this.props.isOpened || next.isCurrent !== this.props.isCurrent;
  }

  public override render({ exchange, isOpened, isCurrent }: RowProps) {
    const { id, method, path, route, integration, function: functionName = integration, millis, startedAt } = exchange;
    return (
      <tr data-id={id} tabIndex={isCurrent ? 0 : -1} aria-selected={isOpened} onClick={() => show({ name: 'traffic', id })}>
        <td class="method">{method}</td>
        <td class="path" title={path}>
          {path}
        </td>
        <td>
          <Status exchange={exchange} />
        </td>
        <td class="number">{duration(millis)}</td>
        <td class="wide" title={route}>
          {route ?? <span class="none">no route</span>}
        </td>
        <td class="wide" title={functionName}>
          {functionName}
        </td>
        <td class="number time">{clock(startedAt)}</td>
      </tr>
    );
  }
}

function Empty() {
  return (
    <div class="empty">
      {exchanges.value.length === 0 ? (
        <>
          <p>
            <strong>No requests yet</strong>
          </p>
          <p>Send one to the gateway: it appears here at once.</p>
        </>
      ) : (
        <p>Nothing matches the filter.</p>
      )}
    </div>
  );
}
