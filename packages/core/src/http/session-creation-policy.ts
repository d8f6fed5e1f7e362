/**
 * When a request may create a session.
 *
 * - `'if-required'`: `getSession()` makes one in memory; it is stored when something is put into it.
 * - `'always'`: one made by `getSession()` is stored though it is empty.
 * - `'never'`: existing sessions are used, none is created; `getSession()` throws where there is none.
 * - `'stateless'`: no session is read or created; `getSession()` throws.
 */
export type SessionCreationPolicy = 'always' | 'if-required' | 'never' | 'stateless'
