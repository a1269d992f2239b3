const KEY = 'apigwv2-inspector-token';

/** Takes the token out of the URL, so that it is neither bookmarked nor shown, and keeps it for reloads of this tab. */
export function takeToken(): string | undefined {
  const token = /^#token=([\w.~-]+)$/.exec(location.hash)?.[1];
  if (token === undefined) {
    return sessionStorage.getItem(KEY) ?? undefined;
  }
  keepToken(token);
  history.replaceState(null, '', '#/traffic');
  return token;
}

export function keepToken(token: string): void {
  sessionStorage.setItem(KEY, token);
}

export function dropToken(): void {
  sessionStorage.removeItem(KEY);
}
