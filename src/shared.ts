/** What has to be closed when it is no longer needed. */
interface Closing {
  close(): Promise<void>;
}

/** What several commands of one run have in common, such as threads that take long to start. Close it after the run. */
export class Shared {
  private readonly made = new Map<string, Closing>();

  /** What a name stands for, made when it is first asked for. @param name of one type of thing, always the same */
  get<Thing extends Closing>(name: string, make: () => Thing): Thing {
    const found = this.made.get(name) ?? make();
    this.made.set(name, found);
    return found as Thing;
  }

  /** Closes everything. */
  async close(): Promise<void> {
    const all = [...this.made.values()];
    this.made.clear();
    await Promise.all(all.map((one) => one.close()));
  }
}
