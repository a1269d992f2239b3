export function handler(event: { readonly identitySource: readonly string[] }): Promise<{ isAuthorized: boolean; context?: object }>;
