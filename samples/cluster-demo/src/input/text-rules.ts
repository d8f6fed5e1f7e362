import type { TextRule } from './form-text.ts'

export const nameRule: TextRule = { field: 'name', label: 'Your name', longest: 40 }
export const attributeRule: TextRule = { field: 'attribute', label: 'Attribute', longest: 30 }
export const valueRule: TextRule = { field: 'value', label: 'Value', longest: 200 }
