'use strict'

// Objects: they are walked once, the core says what becomes of their leaves, and a copy is made.

const isText = (value) => typeof value === 'string' || value instanceof Uint8Array

/** A function that redacts texts and objects with a scanner. */
exports.redactAny = (redactText, withLeaves, withheld) =>
  function (value) {
    if (isText(value)) return redactText.call(this, value)
    let walk, rebuild
    try {
      walk = new Walk()
      rebuild = walk.node(value)
    } catch (error) {
      // What the object's own code throws may hold a value.
      return withheld.call(this, error instanceof Cycle || error instanceof RangeError ? 'limit_exceeded' : 'internal')
    }
    const { leaves, ...result } = withLeaves.call(this, walk.document.join(''))
    if (leaves === undefined) return result
    const replaced = new Map(leaves)
    try {
      return { ...result, text: rebuild(replaced) }
    } catch {
      return withheld.call(this, 'internal')
    }
  }

class Cycle extends Error {}

/** Writes the JSON document that stands for an object. */
class Walk {
  document = []
  leaves = 0
  inside = new Set()

  /** Writes a value; gives what makes its copy from what becomes of leaves, by their numbers. */
  node(value) {
    const parts = partsOf(value)
    if (parts === undefined) return this.leaf(leafOf(value), value)
    if (this.inside.has(value)) throw new Cycle()
    this.inside.add(value)
    const rebuild = parts.keys ? this.members(parts) : this.elements(parts)
    this.inside.delete(value)
    return rebuild
  }

  leaf(text, value) {
    const number = this.leaves++
    this.document.push(text)
    return (replaced) => (replaced.has(number) ? replaced.get(number) : value)
  }

  elements({ values, make }) {
    this.document.push('[')
    const rebuilds = values.map((value, at) => {
      if (at > 0) this.document.push(',')
      return this.node(value)
    })
    this.document.push(']')
    return (replaced) => make(rebuilds.map((rebuild) => rebuild(replaced)))
  }

  members({ keys, values, make }) {
    this.document.push('{')
    const rebuilds = keys.map((key, at) => {
      if (at > 0) this.document.push(',')
      const rebuildKey = this.leaf(JSON.stringify(named(key)), key)
      this.document.push(':')
      return [rebuildKey, this.node(values[at])]
    })
    this.document.push('}')
    return (replaced) => {
      const made = new Map()
      for (const [rebuildKey, rebuildValue] of rebuilds) made.set(free(made, rebuildKey(replaced)), rebuildValue(replaced))
      return make(made)
    }
  }
}

const named = (key) => (typeof key === 'symbol' ? (key.description ?? '') : String(key))

/** The key, with a number where two keys became the same. */
const free = (made, key) => {
  let unused = key
  for (let number = 2; made.has(unused); number += 1) unused = `${key}#${number}`
  return unused
}

/** What holds others, and what makes a copy of it; undefined for a leaf. Binary data is left alone. */
const partsOf = (value) => {
  if (typeof value !== 'object' || value === null) return undefined
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer || value instanceof Date) return undefined
  if (value instanceof URL || value instanceof RegExp || value instanceof Promise) return undefined
  if (Array.isArray(value)) return { values: value, make: (made) => made }
  if (value instanceof Set) return { values: [...value], make: (made) => new Set(made) }
  if (value instanceof Map) return { keys: [...value.keys()], values: [...value.values()], make: (made) => made }
  if (typeof Headers === 'function' && value instanceof Headers) {
    const pairs = [...value]
    return { keys: pairs.map(([key]) => key), values: pairs.map(([, text]) => text), make: (made) => new Headers([...made]) }
  }
  // The message and the stack of an error are its own, and not listed.
  const listed = (key) => value instanceof Error || Object.prototype.propertyIsEnumerable.call(value, key)
  const keys = Reflect.ownKeys(value).filter(listed)
  const make = (made) => {
    const copy = Object.create(Object.getPrototypeOf(value))
    for (const [key, part] of made) {
      const { enumerable = true } = Object.getOwnPropertyDescriptor(value, key) ?? {}
      Object.defineProperty(copy, key, { value: part, enumerable, writable: true, configurable: true })
    }
    return copy
  }
  return { keys, values: keys.map((key) => value[key]), make }
}

const leafOf = (value) => {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'null'
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return JSON.stringify(value.toWellFormed?.() ?? value)
  if (value instanceof URL || value instanceof RegExp) return JSON.stringify(String(value))
  return 'null'
}
