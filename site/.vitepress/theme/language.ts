import { type Ref, ref } from 'vue';

/** The languages of examples, in the order of their tabs. The names are those of code fences. */
export const LANGUAGES = [
  { name: 'ts', label: 'TypeScript' },
  { name: 'python', label: 'Python' },
  { name: 'java', label: 'Java' },
  { name: 'csharp', label: 'C#' },
  { name: 'go', label: 'Go' },
] as const;

const KEY = 'language';
const NAMES: readonly string[] = LANGUAGES.map(({ name }) => name);

/** The chosen language. Pages are rendered with TypeScript, and the choice is read once they are in a browser. */
export const language: Ref<string> = ref('ts');

/** Reads the choice of an earlier page. */
export function restoreLanguage(): void {
  const { language: chosen } = document.documentElement.dataset;
  if (chosen !== undefined) {
    language.value = chosen;
  }
}

/** Shows all examples in a language, on this page and on the following ones. */
export function chooseLanguage(name: string): void {
  language.value = name;
  document.documentElement.dataset['language'] = name;
  try {
    localStorage.setItem(KEY, name);
  } catch {
    // A browser may refuse storage: the choice then lasts until the page is loaded again.
  }
}

/** Runs in the head of each page, before anything is drawn: the style sheet shows the panels of the language in `data-language`. */
export const EARLY_SCRIPT = `try{const l=localStorage.getItem('${KEY}');if(${JSON.stringify(NAMES)}.includes(l))document.documentElement.dataset.language=l}catch{}`;
