/** The scopes of a token: of its claim `scope`, or of `scp` where that is missing; a text with spaces or a list. */
export function scopesOf({ scope, scp }: Readonly<Record<string, unknown>>): readonly string[] {
  const value = scope ?? scp;
  if (Array.isArray(value)) {
    return value.filter((each) => typeof each === 'string');
  }
  return typeof value === 'string' ? value.split(' ').filter((each) => each !== '') : [];
}
