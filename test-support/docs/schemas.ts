import { configurationSchema } from '../../packages/local/src/cli/config';
import { APP_COMMANDS } from '../../packages/local/src/cli/main';

/** The JSON schema of configuration files of the command line. */
export function configurationSchemaPage(): string {
  return `${JSON.stringify(configurationSchema(APP_COMMANDS), undefined, 2)}\n`;
}
