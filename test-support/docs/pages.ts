import { differencesPage } from './differences-page';
import { errorsPage } from './errors-page';

/** The pages of docs/ that are written from data, by path. */
export const pages: Record<string, () => string> = {
  'docs/differences.md': differencesPage,
  'docs/errors.md': errorsPage,
};
