import { type AttributeCodec, AttributeNotDecodableError, jsonCodec } from '@session/core'
import { describe, expect, test } from 'vitest'
import type { RepositoryContract } from '../repository-contract.ts'
import { bytesOf, found, rawSession, storedSession } from '../stored-session.ts'

/** As an older version of an application has it: it cannot read what a newer one stored. */
function codecThatCannotRead(attribute: string): AttributeCodec {
  const codec = jsonCodec()
  return {
    ...codec,
    form: codec.form,
    numbers: codec.numbers,
    encode: (value, context) => codec.encode(value, context),
    decode: (stored, context) => {
      if (context.attribute === attribute) {
        throw new AttributeNotDecodableError(attribute, 'its type is unknown here.')
      }
      return codec.decode(stored, context)
    },
  }
}

export function describeDecodeErrors({ open, raw }: RepositoryContract): void {
  const codec = codecThatCannotRead('broken')
  const stored = async (): Promise<string> =>
    (await storedSession(await open(), { fine: { a: 1 }, broken: { b: 2 } })).id

  describe("with 'discard-attribute', the default", () => {
    test('the attribute reads as missing, and the others are there', async () => {
      const session = await found(await open({ codec }), await stored())
      expect(session.getAttribute('broken')).toBeUndefined()
      expect(session.getAttribute('fine')).toEqual({ a: 1 })
    })

    test.each(['on-change', 'on-set-attribute', 'on-get-attribute', 'always'] as const)(
      "reading every value and saving with '%s' keeps its bytes",
      async (saveMode) => {
        const repository = await open({ codec, saveMode })
        const id = await stored()
        const before = bytesOf(await rawSession(raw, id))
        const session = await found(repository, id)
        for (const name of session.attributeNames) session.getAttribute(name)
        session.setAttribute('other', 1)
        await repository.save(session)
        expect(bytesOf(await rawSession(raw, id))).toMatchObject(before)
      },
    )

    test('it is kept when the id changes', async () => {
      const repository = await open({ codec })
      const session = await found(repository, await stored())
      const before = bytesOf(await rawSession(raw, session.id))
      session.changeSessionId()
      await repository.save(session)
      expect(bytesOf(await rawSession(raw, session.id))).toEqual(before)
    })

    test('it can be replaced and removed', async () => {
      const repository = await open({ codec })
      const [replaced, removed] = [
        await found(repository, await stored()),
        await found(repository, await stored()),
      ]
      replaced.setAttribute('broken', 'new')
      await repository.save(replaced)
      removed.removeAttribute('broken')
      await repository.save(removed)
      const healthy = await open()
      expect((await found(healthy, replaced.id)).getAttribute('broken')).toBe('new')
      expect((await found(healthy, removed.id)).attributeNames).toEqual(['fine'])
    })
  })

  describe("with 'throw'", () => {
    test('reading it throws an error that names it, and the others are there', async () => {
      const id = await stored()
      const session = await found(await open({ codec, onDecodeError: 'throw' }), id)
      expect(session.getAttribute('fine')).toEqual({ a: 1 })
      expect(() => session.getAttribute('broken')).toThrow(
        expect.objectContaining({ code: 'ATTRIBUTE_NOT_DECODABLE', attribute: 'broken' }),
      )
      expect((await rawSession(raw, id)).attributes.has('broken')).toBe(true)
    })
  })

  describe("with 'discard-session'", () => {
    test('the session is given up and removed', async () => {
      const repository = await open({ codec, onDecodeError: 'discard-session' })
      const id = await stored()
      expect(await repository.findById(id)).toBeUndefined()
      expect(await raw.keys()).toEqual([])
    })

    test('a session that can be read is not', async () => {
      const repository = await open({ codec, onDecodeError: 'discard-session' })
      const { id } = await storedSession(repository, { fine: 1 })
      expect((await found(repository, id)).getAttribute('fine')).toBe(1)
    })
  })
}
