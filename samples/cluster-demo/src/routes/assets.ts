import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { RequestHandler } from 'express'
import express from 'express'

const FOLDER = new URL('../../public/', import.meta.url)

const versions = new Map<string, string>()

/**
 * The address of a file in `public/`. It changes with the content, so that browsers ask for it once:
 * otherwise each page would take four turns at the front door, and always meet the same node.
 */
export function assetUrl(name: string): string {
  let version = versions.get(name)
  if (version === undefined) {
    const content = readFileSync(new URL(name, FOLDER))
    version = createHash('sha256').update(content).digest('hex').slice(0, 8)
    versions.set(name, version)
  }
  return `/${name}?${version}`
}

export const assets = (): RequestHandler =>
  express.static(fileURLToPath(FOLDER), { immutable: true, maxAge: '1y', index: false })
