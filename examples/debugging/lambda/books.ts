interface Event {
  readonly pathParameters: { readonly id: string };
}

const TITLES: Record<string, string> = { 1: 'The Left Hand of Darkness', 2: 'Solaris' };

export async function handler(event: Event): Promise<object> {
  const { id } = event.pathParameters;
  const title = TITLES[id];
  return { statusCode: title === undefined ? 404 : 200, body: JSON.stringify({ id, title }) };
}
