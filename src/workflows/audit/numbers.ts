/** Numbers for texts, the same for equal ones; -1 for an empty one or none. */
export class Numbers {
  private readonly known = new Map<string, number>();

  of(text: string | null | undefined): number {
    if (!text) return -1;
    let number = this.known.get(text);
    if (number === undefined) {
      number = this.known.size;
      this.known.set(text, number);
    }
    return number;
  }
}
