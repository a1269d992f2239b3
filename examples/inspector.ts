import type { Io } from '@apigwv2-integrations/local';
import { buildPage } from '../inspector-page/build';

/**
 * Bundles the page of the inspector from its sources, in a checkout without a build.
 *
 * @returns The flags of `serve` that show it; none if it cannot be built, which is reported.
 */
export async function inspectorFlags({ stderr }: Io): Promise<readonly string[]> {
  try {
    await buildPage();
    return ['--ui'];
  } catch (error) {
    stderr.write(`the page of the inspector is not built: ${error instanceof Error ? error.message : error}\n`);
    return [];
  }
}
