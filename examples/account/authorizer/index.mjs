const TENANTS = new Map([['key-of-acme', 'acme']]);

export const handler = async (event) => {
  const [key] = event.identitySource;
  return { isAuthorized: TENANTS.has(key), context: { tenant: TENANTS.get(key) } };
};
