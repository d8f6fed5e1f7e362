import {
  delegatingIndexResolver,
  type IndexResolver,
  MapSessionRepository,
  principalNameIndexResolver,
} from '@session/core'

// #region resolver
const tenantIndex: IndexResolver = {
  resolveIndexesFor(session) {
    const tenant = session.getAttribute('tenant')
    return typeof tenant === 'string' ? new Map([['tenant', tenant]]) : new Map()
  },
}

export const sessions = new MapSessionRepository(new Map(), {
  indexResolver: delegatingIndexResolver(principalNameIndexResolver(), tenantIndex),
})
// #endregion resolver

// #region find
export async function endTenant(tenant: string): Promise<number> {
  const found = await sessions.findByIndexNameAndIndexValue('tenant', tenant)
  await Promise.all([...found.keys()].map((id) => sessions.deleteById(id)))
  return found.size
}
// #endregion find

// #region password
export async function passwordChanged(user: string, thisSession: string): Promise<number> {
  return sessions.deleteByPrincipalName(user, { except: thisSession }) // how many ended
}
// #endregion password
