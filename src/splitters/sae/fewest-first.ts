/**
 * Items with a number each that only falls; gives the item with the fewest, of several the one that came first. A binary
 * heap that knows where each item is.
 */
export class FewestFirst {
  private readonly heap: number[] = [];
  /** Place in the heap, from 1; 0 for items that are not in it. */
  private readonly place: Int32Array;
  /** When an item came. */
  private readonly arrival: Int32Array;
  private arrivals = 0;

  /** @param numbers of each item that may come; read, never written */
  constructor(private readonly numbers: Int32Array) {
    this.place = new Int32Array(numbers.length);
    this.arrival = new Int32Array(numbers.length);
  }

  get size(): number {
    return this.heap.length;
  }

  clear(): void {
    for (const item of this.heap) this.place[item] = 0;
    this.heap.length = 0;
    this.arrivals = 0;
  }

  /** Adds an item that is not in it. */
  add(item: number): void {
    this.arrival[item] = this.arrivals++;
    this.heap.push(item);
    this.rise(this.heap.length - 1, item);
  }

  /** To be called when the number of an item has fallen; nothing where it is not in it. */
  fell(item: number): void {
    const place = this.place[item];
    if (place > 0) this.rise(place - 1, item);
  }

  /** The item with the fewest; -1 for none. */
  first(): number {
    return this.heap.length === 0 ? -1 : this.heap[0];
  }

  /** Removes {@link first}. */
  removeFirst(): void {
    const { heap } = this;
    this.place[heap[0]] = 0;
    const last = heap.pop() as number;
    if (heap.length > 0) this.sink(last);
  }

  private isBefore(a: number, b: number): boolean {
    const { numbers, arrival } = this;
    return numbers[a] < numbers[b] || (numbers[a] === numbers[b] && arrival[a] < arrival[b]);
  }

  /** Puts an item where it belongs, from `at` upwards. */
  private rise(at: number, item: number): void {
    const { heap, place } = this;
    let i = at;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      const above = heap[parent];
      if (!this.isBefore(item, above)) break;
      heap[i] = above;
      place[above] = i + 1;
      i = parent;
    }
    heap[i] = item;
    place[item] = i + 1;
  }

  /** Puts an item where it belongs, from the top downwards. */
  private sink(item: number): void {
    const { heap, place } = this;
    let i = 0;
    for (let child = 1; child < heap.length; child = 2 * i + 1) {
      if (child + 1 < heap.length && this.isBefore(heap[child + 1], heap[child])) child++;
      if (!this.isBefore(heap[child], item)) break;
      heap[i] = heap[child];
      place[heap[i]] = i + 1;
      i = child;
    }
    heap[i] = item;
    place[item] = i + 1;
  }
}
