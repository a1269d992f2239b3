import { screencastPictures } from '../screencasts/screencast-picture';
import { commandLinePage } from './command-line-page';
import { compatibilityPage } from './compatibility-page';
import { constructCodesFile } from './construct-codes';
import { differencesPage } from './differences-page';
import { errorsPage } from './errors-page';
import { guidesPage } from './guides-page';
import { migrationPage } from './migration-page';
import { familyPicture } from './pictures/family';
import { plots } from './pictures/plots';
import { requestPicture } from './pictures/request';
import { releasingPage } from './releasing-page';
import { rulesPage } from './rules-page';
import { configurationSchemaPage } from './schemas';
import { frontPage, servedSection } from './served-page';
import { servicesPage } from './services-page';

/** The files that are generated from data, by path: pages of docs/, and what the engine knows of other packages. */
export const pages: Record<string, () => string> = {
  'README.md': servedSection,
  'docs/README.md': guidesPage,
  'docs/compatibility.md': compatibilityPage,
  'docs/differences.md': differencesPage,
  'docs/errors.md': errorsPage,
  'docs/images/family.svg': familyPicture,
  'docs/images/request.svg': requestPicture,
  'docs/index.md': frontPage,
  'docs/local/command-line.md': commandLinePage,
  'docs/migration.md': migrationPage,
  'docs/releasing.md': releasingPage,
  'docs/rules.md': rulesPage,
  'docs/schemas/configuration.schema.json': configurationSchemaPage,
  'docs/service-integrations.md': servicesPage,
  'packages/core/src/engine/construct-codes.ts': constructCodesFile,
  ...plots,
  ...screencastPictures,
};
