/** What each route does, by its key. */
export const routes: ReadonlyMap<string, (event: object) => object>;
export function handler(event: object): Promise<object>;
