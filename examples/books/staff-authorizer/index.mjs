/** The keys of the staff, in place of a table. */
const staff = new Map([
  ['key-of-ann', { user: 'ann', orders: ['read', 'write'] }],
  ['key-of-bob', { user: 'bob', orders: [] }],
]);

/** A Lambda authorizer with simple responses: lets members of the staff in who may read orders. */
export async function handler({ identitySource: [key] }) {
  const member = staff.get(key);
  return { isAuthorized: member?.orders.includes('read') === true, context: member };
}
