import module from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A hook in a thread of Node.js's own: it gets the places to look from as data. */
const HOOK = `
  let places = [];
  export const initialize = (data) => { places = data; };
  export async function resolve(specifier, context, next) {
    try {
      return await next(specifier, context);
    } catch (error) {
      for (const parentURL of /^[./]|^\\w+:/.test(specifier) ? [] : places) {
        try {
          return await next(specifier, { ...context, parentURL });
        } catch {}
      }
      throw error;
    }
  }
`;

/**
 * Lets ES modules find what lies in these `node_modules` folders, as the runtime does for layers; `require` does by NODE_PATH.
 *
 * @see https://aws.amazon.com/blogs/compute/node-js-18-x-runtime-now-available-in-aws-lambda/
 */
export function searchFolders(folders: readonly string[]): void {
  const places = folders.map((folder) => pathToFileURL(join(folder, '..', 'index.js')).href);
  module.register(`data:text/javascript,${encodeURIComponent(HOOK)}`, { parentURL: pathToFileURL(__filename), data: places });
}
