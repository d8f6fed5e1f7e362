import { Converter, ReflectionKind } from 'typedoc'

/** In the API pages a module has the name that it is imported by, not that of its file. */
export const load = (application) => {
  application.converter.on(Converter.EVENT_CREATE_DECLARATION, (_context, reflection) => {
    if (!reflection.kindOf(ReflectionKind.Module)) return
    reflection.name = `@session/${reflection.name.replace('/src', '')}`
  })
}
