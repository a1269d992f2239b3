import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { isTyping } from '../components/keyboard';
import { Status } from '../components/status';
import { type Tab, Tabs } from '../components/tabs';
import { clock, duration } from '../components/text';
import type { ExchangeDetail } from '../protocol';
import { client, exchanges } from '../state/session';
import { show } from '../state/view';
import { focusRow } from '../traffic/focus-row';
import { Actions } from './actions';
import { AnswerTab, EventTab, LogTab, MessageTab } from './content';
import { MappingTab } from './mapping';
import { Templates } from './templates';
import { Timeline } from './timeline';
import { Why } from './why';

let lastTab = 'why';

/** Everything about one exchange. */
export function Detail({ id }: { readonly id: string }) {
  const [detail, setDetail] = useState<ExchangeDetail>();
  const [failure, setFailure] = useState<string>();
  const [tab, setTab] = useState(lastTab);
  const summary = exchanges.value.find((exchange) => exchange.id === id);
  useEffect(() => {
    let isCurrent = true;
    client.value?.exchange(id).then(
      (loaded) => isCurrent && setDetail(loaded),
      (error: Error) => isCurrent && setFailure(error.message),
    );
    return () => {
      isCurrent = false;
    };
    // An exchange whose answer was open when it was opened gets the rest later.
  }, [id, summary]);
  const select = (name: string) => {
    lastTab = name;
    setTab(name);
  };
  return (
    <section class="detail" aria-label="Opened exchange">
      {detail === undefined ? <p class="empty">{failure ?? 'Loading …'}</p> : <Loaded detail={detail} tab={tab} onSelect={select} />}
    </section>
  );
}

function close(id: string): void {
  show({ name: 'traffic' });
  focusRow(id);
}

function Loaded({
  detail,
  tab,
  onSelect,
}: {
  readonly detail: ExchangeDetail;
  readonly tab: string;
  readonly onSelect: (name: string) => void;
}) {
  const tabs = tabsOf(detail);
  const selected = tabs.some(({ name }) => name === tab) ? tab : 'why';
  // An effect after the next frame would lose a key that is pressed as soon as the view is visible.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step !== undefined && !isTyping(event)) {
        event.preventDefault();
        const at = tabs.findIndex(({ name }) => name === selected);
        onSelect(tabs[(at + step + tabs.length) % tabs.length]?.name ?? 'why');
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [tabs, selected, onSelect]);
  return (
    <>
      <header>
        <div class="title">
          <button type="button" class="quiet back" aria-label="Close" onClick={() => close(detail.id)}>
            ←
          </button>
          <h2>
            <span class="method">{detail.method}</span> <span class="path">{detail.request?.target ?? detail.path}</span>
          </h2>
        </div>
        <p class="facts">
          <Status exchange={detail} />
          <span>{duration(detail.millis)}</span>
          <span>{clock(detail.startedAt)}</span>
          <span>{detail.api}</span>
          <code title="request id">{detail.requestId}</code>
        </p>
        <Actions detail={detail} />
      </header>
      <Tabs label="Parts" tabs={tabs} selected={selected} onSelect={onSelect}>
        <TabContent name={selected} detail={detail} />
      </Tabs>
    </>
  );
}

function tabsOf({ kind, mapping, log, event, answer, templates, result, failure }: ExchangeDetail): readonly Tab[] {
  return [
    { name: 'why', title: 'Why' },
    { name: 'request', title: kind === 'message' ? 'Message' : 'Request' },
    ...(mapping === undefined ? [] : [{ name: 'mapping', title: 'Mapping' }]),
    ...(templates.length === 0 ? [] : [{ name: 'templates', title: 'Templates' }]),
    ...(event === undefined ? [] : [{ name: 'event', title: 'Event' }]),
    { name: 'log', title: 'Log', badge: log.length === 0 ? undefined : String(log.length) },
    ...(answer === undefined && result === undefined && failure === undefined ? [] : [{ name: 'answer', title: 'Answer' }]),
    { name: 'timeline', title: 'Timeline' },
  ];
}

function TabContent({ name, detail }: { readonly name: string; readonly detail: ExchangeDetail }) {
  switch (name) {
    case 'request':
      return <MessageTab detail={detail} />;
    case 'mapping':
      return <MappingTab detail={detail} />;
    case 'templates':
      return <Templates detail={detail} />;
    case 'event':
      return <EventTab detail={detail} />;
    case 'log':
      return <LogTab detail={detail} />;
    case 'answer':
      return <AnswerTab detail={detail} />;
    case 'timeline':
      return <Timeline detail={detail} />;
    default:
      return <Why detail={detail} />;
  }
}
