/** The cookies of a Cookie header, behind those of the headers before it. */
export function addCookies(cookies: string[] | undefined, header: string): string[] | undefined {
  let all = cookies;
  for (const part of header.split(';')) {
    const cookie = part.trim();
    if (cookie !== '') {
      all ??= [];
      all.push(cookie);
    }
  }
  return all;
}
