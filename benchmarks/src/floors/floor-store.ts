/** What a handler needs that stores its sessions by hand: three steps, and nothing around them. */
export interface FloorStore {
  create(id: string, attributes: Readonly<Record<string, unknown>>): Promise<void>
  /** Its attributes as they are stored. Renews the session, unless a write follows, which does. */
  find(id: string, renew: boolean): Promise<FloorAttributes | undefined>
  /** Nothing when the session has ended: no save brings one back. */
  update(id: string, name: string, value: string): Promise<void>
  /** The new id, and who it belongs to. */
  login(id: string, newId: string, principal: string): Promise<void>
}

export interface FloorAttributes {
  get(name: string): string | undefined
}

/** Milliseconds. */
export const LIFETIME: number = 30 * 60_000

/** Where Spring Session keeps whose session it is. */
export const PRINCIPAL =
  'org.springframework.session.FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME'
