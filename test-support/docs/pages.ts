import { differencesPage } from './differences-page';
import { errorsPage } from './errors-page';
import { rulesPage } from './rules-page';
import { servicesPage } from './services-page';

/** The pages of docs/ that are written from data, by path. */
export const pages: Record<string, () => string> = {
  'docs/differences.md': differencesPage,
  'docs/errors.md': errorsPage,
  'docs/rules.md': rulesPage,
  'docs/service-integrations.md': servicesPage,
};
