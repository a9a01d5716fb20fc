'use strict'

const { inspect, types } = require('node:util')

// What the walk makes of a value: a leaf, a list, or pairs of a key and a value; and what its copy is made of.
// A copy must not give the original out, and must not throw when it is logged. What the engine or the platform keeps
// inside of a value is in none of its properties: such a value is copied by its own means, or named in brackets.
// Values may come from another realm, whose classes are others: they are told by what they hold, not by `instanceof`.

/** A leaf: what stands in the document, and what becomes of it when that is replaced or (undefined) stays. */
const leaf = (json, copy) => ({ json, become: (replaced) => (replaced === undefined ? copy : replaced) })

/** A text that stands for a value that cannot be copied. */
const named = (name) => leaf(JSON.stringify(name), name)

exports.CIRCULAR = named('[Circular]')

/** What a value is: a leaf, `{ values, make }`, `{ pairs, make }`, or `{ url }`. */
const kindOf = (value, asked = false) => {
  const given = unboxed(value)
  if (typeof given === 'function') return functionKind(given)
  if (typeof given !== 'object' || given === null) return primitiveKind(given)
  const known = isPlain(given) ? undefined : classKind(given)
  return known ?? (asked ? undefined : jsonKind(given)) ?? taggedKind(given) ?? fieldsOf(given, listed(given))
}
exports.kindOf = (value) => kindOf(value)

/** So are most, and nothing of a class shows in them. */
const isPlain = (value) => {
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

const classKind = (value) => builtinKind(value) ?? binaryKind(value) ?? platformKind(value) ?? errorKind(value)

const BOXES = [
  [types.isStringObject, String.prototype.valueOf],
  [types.isNumberObject, Number.prototype.valueOf],
  [types.isBooleanObject, Boolean.prototype.valueOf],
  [types.isBigIntObject, BigInt.prototype.valueOf],
  [types.isSymbolObject, Symbol.prototype.valueOf],
]

/** The string, number or the like that an object of its class holds. */
const unboxed = (value) => {
  if (typeof value !== 'object' || !types.isBoxedPrimitive(value)) return value
  return BOXES.find(([is]) => is(value))[1].call(value)
}
exports.unboxed = unboxed

/** A function may keep anything in reach, and no copy of it would not: where it stands its name is left. */
const functionKind = (value) => {
  const name = Reflect.getOwnPropertyDescriptor(value, 'name')?.value
  return named(typeof name === 'string' && name ? `[Function: ${name}]` : '[Function]')
}

const primitiveKind = (value) => {
  if (typeof value === 'string') return leaf(JSON.stringify(value.toWellFormed?.() ?? value), value)
  if (typeof value === 'number') return leaf(Number.isFinite(value) ? String(value) : 'null', value)
  if (typeof value === 'bigint' || typeof value === 'boolean') return leaf(String(value), value)
  if (typeof value !== 'symbol') return leaf('null', value)
  const become = (replaced) => (replaced === undefined ? value : Symbol(replaced))
  return { json: JSON.stringify(value.description ?? ''), become }
}

/** Bytes are left alone. */
const binaryKind = (value) =>
  ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value) ? leaf('null', value) : undefined

const builtinKind = (value) => {
  if (Array.isArray(value)) return { values: value, make: (made) => made }
  if (types.isSet(value)) return { values: [...Set.prototype.values.call(value)], make: (made) => new Set(made) }
  if (types.isMap(value)) return { pairs: [...Map.prototype.entries.call(value)], make: unique }
  if (types.isDate(value)) return leaf('null', new Date(Date.prototype.getTime.call(value)))
  if (types.isRegExp(value)) return leaf(JSON.stringify(String(value)), new RegExp(value.source, value.flags))
  return undefined
}

/** Classes of the platform whose names may repeat, and that can be made from their pairs. Node loads some when asked. */
const paired = () => [Headers, URLSearchParams, FormData]

const platformKind = (value) => {
  if (value instanceof URL) return { url: value.href }
  const Class = paired().find((Class) => value instanceof Class)
  if (Class === undefined) return undefined
  const make = (pairs) => {
    const made = new Class()
    for (const [name, part] of pairs) made.append(name, part)
    return made
  }
  return { pairs: [...value], make }
}

/** The message and the stack of an error are its own, and not listed. */
const errorKind = (value) => {
  if (value instanceof DOMException) {
    const make = (pairs) => {
      const { message, name, stack } = Object.fromEntries(pairs)
      return Object.defineProperty(new DOMException(message, name), 'stack', { value: stack })
    }
    return { pairs: ['message', 'name', 'stack'].map((key) => [key, value[key]]), make }
  }
  return types.isNativeError(value) || value instanceof Error ? fieldsOf(value, Reflect.ownKeys(value)) : undefined
}

/** As `JSON.stringify` sees it. What the method gives is not asked again. */
const jsonKind = (value) => {
  const toJSON = inherited(value, 'toJSON')?.value
  return typeof toJSON === 'function' ? kindOf(toJSON.call(value, ''), true) : undefined
}

/**
 * What is of no class above, and whose class has a tag, is of the engine or the platform: a promise, a `WeakMap`, a
 * generator, a `Request`, a `Blob`. A tag that is computed is a class's of the host.
 */
const taggedKind = (value) => {
  if (isPlain(value)) return undefined
  const tag = inherited(Object.getPrototypeOf(value), Symbol.toStringTag)?.value
  return typeof tag === 'string' ? named(`[${tag}]`) : undefined
}

const listed = (value) => Reflect.ownKeys(value).filter((key) => Object.prototype.propertyIsEnumerable.call(value, key))

/** An object by its fields. Functions are left out, as of JSON: one that is called `toJSON` or `then` would be run. */
const fieldsOf = (value, keys) => {
  const fields = keys.map((key) => [key, value[key]]).filter(([, part]) => typeof part !== 'function')
  const make = (pairs) => {
    const copy = types.isNativeError(value) ? bareError(classOf(value)) : Object.create(classOf(value))
    for (const [key, part] of unique(pairs)) {
      const { enumerable = true } = Reflect.getOwnPropertyDescriptor(value, key) ?? {}
      Object.defineProperty(copy, key, { value: part, enumerable, writable: true, configurable: true })
    }
    return quiet(copy)
  }
  return { pairs: fields, make }
}

/** The prototype, where it is a class's. Another object in its place may hold data. */
const classOf = (value) => {
  const prototype = Object.getPrototypeOf(value)
  if (prototype === null || prototype === Object.prototype) return prototype
  const Class = Reflect.getOwnPropertyDescriptor(prototype, 'constructor')?.value
  return typeof Class === 'function' && Class.prototype === prototype ? prototype : Object.prototype
}

/** What is shown as an error, whatever realm its class is of. */
const bareError = (prototype) => {
  const error = Object.setPrototypeOf(new Error(), prototype)
  delete error.stack
  return error
}

const HOOKS = ['toJSON', inspect.custom, Symbol.toStringTag]
const OF_ERRORS = ['name', 'message', 'stack', 'cause']

/** Hides what would be run to show the copy: private fields, which it may need, are not in a copy. */
const quiet = (copy) => {
  const hidden = HOOKS.filter((hook) => inherited(copy, hook) && !Object.hasOwn(copy, hook))
  if (types.isNativeError(copy) || copy instanceof Error) hidden.push(...OF_ERRORS.filter((key) => inherited(copy, key)?.get))
  for (const key of hidden) Object.defineProperty(copy, key, { value: undefined, writable: true, configurable: true })
  return copy
}

/** The description of a property, own or not, without running it. */
const inherited = (value, key) => {
  // Mostly there is none, and to ask that first costs next to nothing.
  if (!(key in value)) return undefined
  for (let holder = value; holder !== null; holder = Object.getPrototypeOf(holder)) {
    const own = Reflect.getOwnPropertyDescriptor(holder, key)
    if (own !== undefined) return own
  }
  return undefined
}

/** The pairs, with numbers where two keys became the same. */
const unique = (pairs) => {
  const made = new Map()
  const last = new Map()
  for (const [key, part] of pairs) {
    let unused = key
    while (made.has(unused)) {
      last.set(key, (last.get(key) ?? 1) + 1)
      unused = `${key}#${last.get(key)}`
    }
    made.set(unused, part)
  }
  return made
}
