export interface Member {
  readonly connectionId: string;
  readonly name: string;
  /** @default the member has joined no room yet */
  readonly room?: string;
}

export interface Members {
  all(): Promise<Member[]>;
  store(member: Member): Promise<unknown>;
  forget(connectionId: string): Promise<unknown>;
}

export type Post = (endpoint: string, connectionId: string, text: string) => Promise<boolean>;

export function chat(members: Members, post: Post): (event: object) => Promise<{ statusCode: number; body?: string }>;
