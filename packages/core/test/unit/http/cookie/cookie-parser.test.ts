import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cookieValues } from '../../../../src/http/cookie/cookie-parser.ts'

describe('cookieValues', () => {
  test.each([
    ['the only cookie', 'SESSION=a', ['a']],
    ['one among others', 'x=1; SESSION=a; y=2', ['a']],
    ['all of the name, in the order of the header', 'SESSION=b; x=1; SESSION=a', ['b', 'a']],
    ['a value with equals signs in it', 'SESSION=YQ==', ['YQ==']],
    ['a value in double quotes', 'SESSION="a"', ['a']],
    ['an empty value', 'SESSION=; x=1', ['']],
    ['an empty value in quotes', 'SESSION=""', ['']],
    ['a lone quote as it is', 'SESSION="; SESSION="a', ['"', '"a']],
    ['pairs without a space between', 'x=1;SESSION=a;y=2', ['a']],
    ['spaces and tabs around pair and value', ' \t SESSION= \ta \t; x=1', ['a']],
    ['what percent signs it has, undecoded', 'SESSION=%41', ['%41']],
    ['a pair after malformed ones', ';;=;SESSION;=x; SESSION=a', ['a']],
    ['a quoted semicolon as the end of the pair', 'SESSION="a;b"', ['"a']],
  ])('finds %s', (_, header, values) => {
    expect(cookieValues(header, 'SESSION')).toEqual(values)
  })

  test.each([
    ['another name', 'OTHER=a'],
    ['a longer name', 'XSESSION=a; SESSIONX=b; MY SESSION=c'],
    ['another case', 'session=a'],
    ['the name as a value', 'x=SESSION=a; y=SESSION'],
    ['the name alone', 'SESSION'],
    ['a space between name and sign', 'SESSION =a'],
    ['nothing', ''],
  ])('ignores %s', (_, header) => {
    expect(cookieValues(header, 'SESSION')).toEqual([])
  })

  test.each(['\u00a0', '\u0085', '\u000b', '\u000c', '\u2028', '\ufeff', '\r', '\n', '\0'])(
    'takes a name behind the blank %j for another name',
    (blank) => {
      const header = `${blank}__Host-sid=evil; __Host-sid=good`
      expect(cookieValues(header, '__Host-sid')).toEqual(['good'])
    },
  )

  test('finds what a plain split of the header finds, whatever the header', () => {
    const piece = fc.constantFrom(
      'SESSION',
      '=',
      ';',
      ' ',
      '\t',
      '"',
      'S',
      'ab',
      ',',
      '%3B',
      '\u00a0',
    )
    const header = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(header, (text) => {
        expect(cookieValues(text, 'SESSION')).toEqual(bySplitting(text, 'SESSION'))
      }),
      { numRuns: 2000 },
    )
  })

  test('reads 10 000 random headers without an error, each in far less than a millisecond', () => {
    const anything = fc.string({ unit: 'binary', maxLength: 400 })
    const headers = fc.sample(
      fc.tuple(anything, anything).map(([a, b]) => `${a};SESSION=${b};SESSION${a}`),
      10_000,
    )
    const start = performance.now()
    for (const header of headers) cookieValues(header, 'SESSION')
    expect((performance.now() - start) / headers.length).toBeLessThan(1)
  })

  test.each([
    ['blanks', ' '.repeat(1_000_000)],
    ['names', 'SESSION'.repeat(150_000)],
    ['near misses', 'SESSIO'.repeat(150_000)],
    ['blanks before names', `${' '.repeat(50)}SESSION `.repeat(15_000)],
    ['cookies', 'SESSION=a;'.repeat(100_000)],
    ['separators', ';'.repeat(1_000_000)],
  ])('reads a megabyte of %s in linear time', (_, header) => {
    const start = performance.now()
    cookieValues(header, 'SESSION')
    // Quadratic would be minutes.
    expect(performance.now() - start).toBeLessThan(2000)
  })
})

/** The slow and obvious way. */
function bySplitting(header: string, name: string): string[] {
  return header
    .split(';')
    .map((pair) => pair.replace(/^[ \t]+/, ''))
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1).replace(/^[ \t]+|[ \t]+$/g, ''))
    .map((value) => (/^".*"$/s.test(value) ? value.slice(1, -1) : value))
}
