const collections = ['authors', 'books', 'carts', 'coupons', 'genres', 'gifts', 'loans', 'notes', 'orders', 'shops', 'tags', 'users'];

const list = (collection) => ({ collection, items: [] });
const create = (collection, event) => ({ collection, created: JSON.parse(event.body ?? '{}') });
const show = (collection, event) => ({ collection, id: event.pathParameters.id });
const replace = (collection, event) => ({ ...show(collection, event), replaced: JSON.parse(event.body ?? '{}') });
const remove = (collection, event) => ({ ...show(collection, event), removed: true });

/** What each route does. The keys are those of the API's routes. */
export const routes = new Map(
  collections.flatMap((collection) => [
    [`GET /${collection}`, (event) => list(collection, event)],
    [`POST /${collection}`, (event) => create(collection, event)],
    [`GET /${collection}/{id}`, (event) => show(collection, event)],
    [`PUT /${collection}/{id}`, (event) => replace(collection, event)],
    [`DELETE /${collection}/{id}`, (event) => remove(collection, event)],
  ]),
);

export async function handler(event) {
  const route = routes.get(event.routeKey);
  if (route === undefined) {
    throw new Error(`the router has no entry for ${event.routeKey}`);
  }
  return route(event);
}
