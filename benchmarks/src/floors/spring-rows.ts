import type { FloorAttributes } from './floor-store.ts'

/** A session joined with its attributes, one row for each of them. */
export interface AttributeRow {
  readonly name: string
  readonly bytes: Buffer | ArrayBuffer
}

/** Attributes read where they lie. */
export class AttributeRows implements FloorAttributes {
  readonly #rows: readonly AttributeRow[]

  constructor(rows: readonly AttributeRow[]) {
    this.#rows = rows
  }

  get(name: string): string | undefined {
    const row = this.#rows.find((one) => one.name === name)
    return row && Buffer.from(row.bytes as ArrayBuffer).toString()
  }
}
