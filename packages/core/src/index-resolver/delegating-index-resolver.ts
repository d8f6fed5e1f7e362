import type { IndexResolver } from './index-resolver.ts'

/** Asks several resolvers and puts their answers together; a later one wins where names meet. */
export function delegatingIndexResolver(...resolvers: readonly IndexResolver[]): IndexResolver {
  return {
    resolveIndexesFor: (session) =>
      new Map(resolvers.flatMap((resolver) => [...resolver.resolveIndexesFor(session)])),
  }
}
