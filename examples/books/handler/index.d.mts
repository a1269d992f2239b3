export function handler(event: object): Promise<{ statusCode: number; headers: Record<string, string>; body: string }>;
