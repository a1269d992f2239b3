import type { AnyServedApi, ListeningApi } from '../served-apis';

/** Opens consecutive ports for APIs. */
export class ApiPorts {
  private readonly assigned = new Map<string, number>();
  private opened: readonly ListeningApi[] = [];

  /** @param first 0 picks free ports */
  public constructor(
    public readonly host: string,
    private readonly first: number,
  ) {}

  /** The APIs that have a port, with it. */
  public get listening(): readonly ListeningApi[] {
    return this.opened;
  }

  /** The port of an API, by its ID. A port that was released is assigned again. */
  public of(api: string): number {
    if (this.first === 0) {
      return 0;
    }
    const used = new Set(this.assigned.values());
    let port = this.assigned.get(api) ?? this.first;
    while (used.has(port) && this.assigned.get(api) !== port) {
      port++;
    }
    this.assigned.set(api, port);
    return port;
  }

  /**
   * Opens a port for each API that has none. The ports of all other APIs can be assigned again.
   *
   * @throws UserError if a port is in use
   */
  public async listen(apis: readonly AnyServedApi[]): Promise<readonly ListeningApi[]> {
    const ids = new Set(apis.map(({ plan }) => plan.id));
    for (const id of this.assigned.keys()) {
      if (!ids.has(id)) {
        this.assigned.delete(id);
      }
    }
    this.opened = this.opened.filter(({ api }) => apis.includes(api));
    const added: ListeningApi[] = [];
    for (const api of apis.filter((each) => !this.opened.some((listening) => listening.api === each))) {
      added.push({ api, listening: await api.listen({ host: this.host, port: this.of(api.plan.id) }) });
      this.opened = [...this.opened, ...added.slice(-1)];
    }
    return added;
  }
}
