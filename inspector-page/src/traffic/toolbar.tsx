import { type Filter, NO_FILTER, STATUS_CLASSES } from '../state/filter';
import { clearExchanges, exchanges, filter, missed, paused, togglePause, visible } from '../state/session';
import { focusRow } from './focus-row';

/** The filter of the list, and what stops and empties it. */
export function Toolbar() {
  const current = filter.value;
  const set = (change: Partial<Filter>) => {
    filter.value = { ...filter.value, ...change };
  };
  const shown = visible.value.length;
  const all = exchanges.value.length;
  return (
    <div class="toolbar" role="toolbar" aria-label="Filter">
      <input
        type="search"
        aria-label="Filter by text"
        aria-keyshortcuts="/"
        placeholder="Filter: path, status, function … ( / )"
        value={current.text}
        onInput={(event) => set({ text: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && current.text !== '') {
            event.stopPropagation();
            set({ text: '' });
          } else if (event.key === 'Enter' || event.key === 'ArrowDown') {
            event.preventDefault();
            focusRow(undefined);
          }
        }}
      />
      <Choice label="API" value={current.api} options={distinct((exchange) => exchange.api)} onChange={(api) => set({ api })} />
      <Choice
        label="Method"
        value={current.method}
        options={distinct((exchange) => exchange.method)}
        onChange={(method) => set({ method })}
      />
      <Choice label="Route" value={current.route} options={distinct((exchange) => exchange.route)} onChange={(route) => set({ route })} />
      <Choice label="Status" value={current.status} options={STATUS_CLASSES} onChange={(status) => set({ status })} />
      <span class="spring" />
      <span class="amount" aria-live="off">
        {shown === all ? all : `${shown} of ${all}`}
      </span>
      {current === NO_FILTER || isEmpty(current) ? null : (
        <button type="button" class="quiet" onClick={() => set(NO_FILTER)}>
          Reset
        </button>
      )}
      <button type="button" aria-pressed={paused.value} aria-keyshortcuts="p" onClick={() => void togglePause()}>
        {paused.value ? `Continue${missed.value > 0 ? ` (${missed.value} new)` : ''}` : 'Pause'}
      </button>
      <button type="button" aria-keyshortcuts="Shift+C" onClick={() => void clearExchanges()}>
        Clear
      </button>
    </div>
  );
}

function isEmpty(current: Filter): boolean {
  return Object.values(current).every((value) => value === '');
}

function distinct(of: (exchange: (typeof exchanges.value)[number]) => string | undefined): readonly string[] {
  return [...new Set(exchanges.value.map(of))].filter((value): value is string => value !== undefined && value !== '').sort();
}

function Choice({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly string[];
  readonly onChange: (value: string) => void;
}) {
  const all = value === '' || options.includes(value) ? options : [value, ...options];
  return (
    <select
      aria-label={label}
      value={value}
      data-set={value === '' ? undefined : ''}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      <option value="">{label}</option>
      {all.map((option) => (
        <option key={option} value={option}>
          {option}
        </option>
      ))}
    </select>
  );
}
