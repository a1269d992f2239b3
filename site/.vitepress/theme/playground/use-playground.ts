import { computed, onBeforeUnmount, onMounted, reactive, ref, shallowRef, watch } from 'vue';
import { type Analysis, analyze, type EvaluatedMode } from './analyze';
import { complete } from './completion';
import { EXAMPLES, type Example, firstExample } from './examples';
import type { Mode, PlaygroundState } from './modes';
import { fromFragment, isPermalink, toFragment } from './permalink';

const ANALYSIS_DELAY_MILLIS = 100;
const LINK_DELAY_MILLIS = 400;

/** The state of the playground on the page: what is typed, what it comes to, and the link to it. */
export function usePlayground() {
  const { mode, source, sample } = firstExample('request');
  const state = reactive({ mode, source, sample });
  const analysis = shallowRef<Analysis>({ problems: [], results: [] });
  /** What a user should know about a link. */
  const notice = ref('');
  const drafts = new Map<Mode, PlaygroundState>();
  const copyOf = (): PlaygroundState => ({ mode: state.mode, source: state.source, sample: state.sample });

  let analysisTimer: ReturnType<typeof setTimeout> | undefined;
  let linkTimer: ReturnType<typeof setTimeout> | undefined;
  let isShown = false;

  async function analyzeNow(): Promise<void> {
    const current = copyOf();
    const { analyzeTemplate } = current.mode === 'template' ? await import('./analyze-template') : {};
    const found = analyzeTemplate?.(current.source) ?? analyze(current as PlaygroundState & { readonly mode: EvaluatedMode });
    if (isSame(current, copyOf())) {
      analysis.value = found;
    }
  }

  /** Puts the state into the address, so that it survives a reload. The browser's history does not grow. */
  async function updateLink(): Promise<void> {
    const current = copyOf();
    const fragment = isExample(current) && !isPermalink(location.hash) ? undefined : await toFragment(current);
    if (fragment !== undefined && isSame(current, copyOf())) {
      window.history.replaceState(window.history.state, '', `${location.pathname}${location.search}${fragment}`);
    }
  }

  watch(state, () => {
    clearTimeout(analysisTimer);
    clearTimeout(linkTimer);
    analysisTimer = setTimeout(analyzeNow, isShown ? ANALYSIS_DELAY_MILLIS : 0);
    linkTimer = setTimeout(updateLink, LINK_DELAY_MILLIS);
  });

  async function openLink(): Promise<void> {
    if (!isPermalink(location.hash)) {
      return;
    }
    const found = await fromFragment(location.hash);
    if ('refused' in found) {
      notice.value = `The link cannot be opened: ${found.refused}. An example is shown instead.`;
    } else {
      notice.value = '';
      Object.assign(state, found);
    }
  }

  onMounted(async () => {
    window.addEventListener('hashchange', openLink);
    await openLink();
    await analyzeNow();
    isShown = true;
  });
  onBeforeUnmount(() => {
    window.removeEventListener('hashchange', openLink);
    clearTimeout(analysisTimer);
    clearTimeout(linkTimer);
  });

  return {
    state,
    analysis,
    notice,
    examples: computed(() => EXAMPLES.filter((example) => example.mode === state.mode)),
    choose(chosen: Mode): void {
      drafts.set(state.mode, copyOf());
      const { mode: next, source: text, sample: values } = drafts.get(chosen) ?? firstExample(chosen);
      Object.assign(state, { mode: next, source: text, sample: values });
    },
    show({ mode: next, source: text, sample: values }: Example): void {
      Object.assign(state, { mode: next, source: text, sample: values });
    },
    complete: (text: string, position: number) => complete({ ...copyOf(), source: text }, position),
    /** @returns the whole link; undefined if the text is too long for one */
    async link(): Promise<string | undefined> {
      const fragment = await toFragment(copyOf());
      return fragment && `${location.origin}${location.pathname}${fragment}`;
    },
    copyOf,
  };
}

function isSame(a: PlaygroundState, b: PlaygroundState): boolean {
  return a.mode === b.mode && a.source === b.source && a.sample === b.sample;
}

const isExample = (state: PlaygroundState): boolean => EXAMPLES.some((example) => isSame(example, state));
