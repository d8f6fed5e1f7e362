import { readFileSync } from 'node:fs'
import ts from 'typescript'
import { root } from './pages.ts'

const source = (path: string): string => `packages/core/src/${path}`

/** Where the options of each table are declared. */
const INTERFACES: Readonly<Record<string, { file: string }>> = {
  RepositoryOptions: { file: source('repository/repository-options.ts') },
  JdbcRepositoryOptions: { file: 'packages/jdbc/src/jdbc-repository-options.ts' },
  MapRepositoryOptions: { file: source('map/map-session-repository.ts') },
  SessionOptions: { file: source('http/session-options.ts') },
  CookieOptions: { file: source('http/cookie/cookie-options.ts') },
  JsonCodecOptions: { file: source('codec/json-codec-options.ts') },
  WebServerOptions: { file: source('web/web-session.ts') },
}

export interface Option {
  readonly name: string
  readonly type: string
  /** As its docstring says; `undefined` for a required one. */
  readonly default: string | undefined
}

/** The options that an interface, or a union of object types, declares in the source. */
export function optionsOf(name: string): readonly Option[] {
  const place = INTERFACES[name]
  if (place === undefined) throw new Error(`No table of options is called ${name}.`)
  const text = readFileSync(root + place.file, 'utf8')
  const file = ts.createSourceFile(place.file, text, ts.ScriptTarget.Latest, true)
  const options = new Map<string, Option>()
  const add = (member: ts.PropertySignature): void => {
    const option = optionFrom(member, file)
    if (option.type !== 'never') options.set(option.name, option)
  }
  const collect = (node: ts.Node): void => {
    if (ts.isPropertySignature(node)) add(node)
    else ts.forEachChild(node, collect)
  }
  for (const statement of file.statements) {
    const isIt =
      (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) &&
      [name, `Common${name}`].includes(statement.name.text)
    if (isIt) collect(statement)
  }
  return [...options.values()]
}

function optionFrom(member: ts.PropertySignature, file: ts.SourceFile): Option {
  const tag = ts.getJSDocTags(member).find(({ tagName }) => tagName.text === 'default')
  const text = ts.getTextOfJSDocComment(tag?.comment)
  return {
    name: member.name.getText(file),
    type: member.type?.getText(file) ?? '',
    default: text?.replace(/\s+/g, ' ').trim(),
  }
}
