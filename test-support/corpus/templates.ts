import { authorizerTemplates } from './templates/authorizers';
import { functionTemplates } from './templates/functions';
import { httpApiTemplates } from './templates/http-apis';
import { webSocketTemplates } from './templates/websocket-apis';

/** SAM templates for the comparison, by what each of them is about. */
export const TEMPLATES: Readonly<Record<string, object>> = {
  ...httpApiTemplates,
  ...authorizerTemplates,
  ...functionTemplates,
  ...webSocketTemplates,
};
