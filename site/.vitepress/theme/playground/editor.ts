import {
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { velocity } from '@codemirror/legacy-modes/mode/velocity';
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { Suggestions } from './completion';
import type { LocatedProblem } from './located-problem';
import type { Language } from './modes';

/** What an editor shows, and whom it tells about changes. */
export interface EditorOptions {
  readonly parent: HTMLElement;
  /** For screen readers. */
  readonly label: string;
  readonly language: Language;
  readonly text: string;
  onChange(text: string): void;
  /** @default - nothing is completed */
  complete?(text: string, position: number): Suggestions | undefined;
}

/** An editor of a text. Tab leaves it, so that the keyboard reaches everything. */
export class Editor {
  private readonly view: EditorView;
  private readonly language = new Compartment();
  private readonly attributes = new Compartment();

  public constructor({ parent, label, language, text, onChange, complete }: EditorOptions) {
    this.view = new EditorView({
      parent,
      state: EditorState.create({
        doc: text,
        extensions: [
          lineNumbers(),
          lintGutter(),
          history(),
          drawSelection(),
          bracketMatching(),
          closeBrackets(),
          autocompletion({ override: complete === undefined ? [] : [source(complete)], icons: false }),
          keymap.of([...closeBracketsKeymap, ...completionKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap]),
          EditorView.lineWrapping,
          syntaxHighlighting(HIGHLIGHTING),
          THEME,
          this.language.of(languageOf(language)),
          this.attributes.of(attributesOf(label)),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) {
              onChange(update.state.doc.toString());
            }
          }),
        ],
      }),
    });
  }

  public show(text: string): void {
    const { doc } = this.view.state;
    if (doc.toString() !== text) {
      this.view.dispatch({ changes: { from: 0, to: doc.length, insert: text } });
    }
  }

  public describe(label: string, language: Language): void {
    this.view.dispatch({ effects: [this.attributes.reconfigure(attributesOf(label)), this.language.reconfigure(languageOf(language))] });
  }

  /** Underlines the faulty parts of the text. A change may already have shortened it. */
  public mark(problems: readonly LocatedProblem[]): void {
    const { length } = this.view.state.doc;
    const diagnostics = problems.flatMap(({ at, severity, code, message, remedy }): Diagnostic[] =>
      at === undefined || at.start > length
        ? []
        : [
            {
              from: at.start,
              to: Math.min(Math.max(at.end, at.start), length),
              severity,
              message: `${message}${remedy === undefined ? '' : `: ${remedy}`} [${code}]`,
            },
          ],
    );
    this.view.dispatch(setDiagnostics(this.view.state, diagnostics));
  }

  /** Selects a part of the text, and moves the focus to it. */
  public select({ start, end }: { readonly start: number; readonly end: number }): void {
    const { length } = this.view.state.doc;
    this.view.dispatch({ selection: { anchor: Math.min(start, length), head: Math.min(end, length) }, scrollIntoView: true });
    this.view.focus();
  }

  public close(): void {
    this.view.destroy();
  }
}

function source(complete: NonNullable<EditorOptions['complete']>) {
  return ({ state, pos, explicit }: CompletionContext): CompletionResult | null => {
    const found = complete(state.doc.toString(), pos);
    return found === undefined || (!explicit && found.from === pos)
      ? null
      : {
          from: found.from,
          to: found.to,
          options: found.options.map(({ label, detail }, index) => ({ label, detail, boost: -Math.min(index, 99) })),
        };
  };
}

function languageOf(language: Language): Extension {
  switch (language) {
    case 'json':
      return json();
    case 'yaml':
      return yaml();
    case 'velocity':
      return StreamLanguage.define(velocity);
    case 'text':
      return [];
  }
}

const attributesOf = (label: string): Extension =>
  EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0', spellcheck: 'false', autocapitalize: 'off' });

/** The colors are variables of the site, which differ in light and dark. */
const HIGHLIGHTING = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--playground-key)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--playground-text)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--playground-value)' },
  { tag: [tags.keyword, tags.typeName], color: 'var(--playground-value)' },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: 'var(--playground-key)' },
  { tag: tags.comment, color: 'var(--vp-c-text-2)' },
]);

const THEME = EditorView.theme({
  '&': { color: 'var(--vp-c-text-1)', backgroundColor: 'var(--playground-field)', fontSize: '13px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--vp-font-family-mono)', lineHeight: '1.6', maxHeight: 'var(--editor-height)', overflow: 'auto' },
  '.cm-content': { caretColor: 'var(--vp-c-text-1)', padding: '8px 0' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--vp-c-text-2)', border: 'none' },
  '.cm-cursor': { borderLeftColor: 'var(--vp-c-text-1)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--playground-selection)',
  },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--playground-selection)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--vp-c-bg-elv)',
    color: 'var(--vp-c-text-1)',
    border: '1px solid var(--vp-c-divider)',
    borderRadius: '8px',
    overflow: 'hidden',
    boxShadow: 'var(--vp-shadow-3)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--vp-font-family-mono)', maxHeight: '16em' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 10px', lineHeight: '1.5' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--playground-selected)',
    color: 'var(--playground-on-selected)',
  },
  '.cm-completionDetail': {
    fontStyle: 'normal',
    fontFamily: 'var(--vp-font-family-base)',
    marginLeft: '1em',
    opacity: '1',
    color: 'var(--vp-c-text-2)',
  },
  'li[aria-selected] .cm-completionDetail': { color: 'inherit' },
  '.cm-diagnostic': { padding: '8px 12px', whiteSpace: 'pre-wrap' },
});
