/** Things that wait for their time: the earliest comes first, of equal ones the one that came first. */
export class Queue<T extends { readonly at: number }> {
  readonly #heap: { readonly item: T; readonly nth: number }[] = [];
  #count = 0;

  push(item: T): void {
    const heap = this.#heap;
    let place = heap.length;
    heap.push({ item, nth: (this.#count += 1) });
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.#before(place, parent)) return;
      this.#swap(place, parent);
      place = parent;
    }
  }

  /** Takes the earliest one, if its time is before `until`. */
  takeBefore(until: number): T | undefined {
    const heap = this.#heap;
    const first = heap[0];
    if (!first || first.item.at >= until) return undefined;
    const last = heap.pop()!;
    if (heap.length > 0) {
      heap[0] = last;
      this.#sink();
    }
    return first.item;
  }

  #sink(): void {
    let place = 0;
    for (;;) {
      let least = place;
      for (const child of [2 * place + 1, 2 * place + 2]) {
        if (child < this.#heap.length && this.#before(child, least)) least = child;
      }
      if (least === place) return;
      this.#swap(place, least);
      place = least;
    }
  }

  #before(a: number, b: number): boolean {
    const [one, other] = [this.#heap[a]!, this.#heap[b]!];
    return one.item.at < other.item.at || (one.item.at === other.item.at && one.nth < other.nth);
  }

  #swap(a: number, b: number): void {
    [this.#heap[a], this.#heap[b]] = [this.#heap[b]!, this.#heap[a]!];
  }
}
