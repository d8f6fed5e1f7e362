import type { Clock } from '@session/core'

/** The real time, and what a test adds to it. */
export class FakeClock implements Clock {
  #added = 0

  now(): number {
    return Date.now() + this.#added
  }

  advance(milliseconds: number): void {
    this.#added += milliseconds
  }
}
