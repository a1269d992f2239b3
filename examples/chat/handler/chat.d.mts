export interface Members {
  all(): Promise<string[]>;
  forget(connectionId: string): Promise<unknown>;
}

export type Post = (endpoint: string, connectionId: string, text: string) => Promise<boolean>;

export function chat(members: Members, post: Post): (event: object) => Promise<{ statusCode: number; body?: string }>;
