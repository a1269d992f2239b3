/** Returns the caller as the authorizer of the route identified it. */
export async function handler({ routeKey, requestContext: { authorizer } }) {
  return { routeKey, caller: authorizer };
}
