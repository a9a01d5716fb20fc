'use strict'

const { isUtf8 } = require('node:buffer')

// Objects: they are walked once, the core says what becomes of their leaves, and a copy is made.

const isText = (value) => typeof value === 'string' || value instanceof Uint8Array

/** A function that redacts texts and objects with a scanner. */
exports.redactAny = (redactText, withLeaves, withheld, limits) =>
  function (value) {
    if (isText(value)) return redactText.call(this, value)
    let walk, rebuild, document
    try {
      walk = new Walk(limits.call(this))
      rebuild = walk.node(value)
      document = walk.document.join('')
    } catch (error) {
      return withheld.call(this, reason(error))
    }
    const { leaves, ...result } = withLeaves.call(this, document)
    if (leaves === undefined) return result
    try {
      return { ...result, text: rebuild(walk.left(new Map(leaves))) }
    } catch (error) {
      return withheld.call(this, reason(error))
    }
  }

/** An object holds itself, or is larger than the limits allow. */
class PastLimit extends Error {}

/** What the object's own code throws may hold a value. */
const reason = (error) => (error instanceof PastLimit || error instanceof RangeError ? 'limit_exceeded' : 'internal')

/**
 * Writes the JSON document that stands for an object, as far as the limits of a scanner go. The core has the same limits
 * for documents, but one of parts that share parts may outgrow all memory.
 */
class Walk {
  document = []
  length = 0
  nodes = 1
  inside = new Set()
  seen = new Map()

  constructor([nodes, depth, bytes, milliseconds]) {
    this.most = { nodes, depth, bytes }
    this.end = performance.now() + milliseconds
  }

  /** Writes a value; gives what makes its copy, from what becomes of leaves in their order. */
  node(value) {
    const seen = this.seen.get(value)
    if (seen !== undefined) return this.again(seen)
    const parts = partsOf(value)
    if (parts === undefined) return this.leaf(leafOf(value), value)
    if (this.inside.has(value) || this.inside.size >= this.most.depth) throw new PastLimit()
    const before = { start: this.document.length, length: this.length, nodes: this.nodes }
    this.count(parts.values.length + (parts.keys?.length ?? 0))
    this.inside.add(value)
    const rebuild = parts.keys ? this.members(parts) : this.elements(parts)
    this.inside.delete(value)
    const { start, length, nodes } = before
    this.seen.set(value, { start, end: this.document.length, length: this.length - length, nodes: this.nodes - nodes, rebuild })
    return rebuild
  }

  /** A shared part is not walked again, and counts at each place where it stands. */
  again({ start, end, length, nodes, rebuild }) {
    this.count(nodes)
    if (this.length + length > this.most.bytes) throw new PastLimit()
    this.write(this.document.slice(start, end).join(''))
    return rebuild
  }

  leaf(text, value, become = String) {
    this.hurry()
    this.write(text)
    return (left) => {
      const replaced = left()
      return replaced === undefined ? value : become(replaced)
    }
  }

  elements({ values, make }) {
    this.write('[')
    const rebuilds = Array.from(values, (value, at) => {
      if (at > 0) this.write(',')
      return this.node(value)
    })
    this.write(']')
    return (left) => make(rebuilds.map((rebuild) => rebuild(left)))
  }

  members({ keys, values, make }) {
    this.write('{')
    const rebuilds = keys.map((key, at) => {
      if (at > 0) this.write(',')
      const rebuildKey = this.key(key)
      this.write(':')
      return [rebuildKey, this.node(values[at])]
    })
    this.write('}')
    return (left) => {
      const made = new Map()
      const numbers = new Map()
      for (const [rebuildKey, rebuildValue] of rebuilds) {
        const key = free(made, numbers, rebuildKey(left))
        made.set(key, rebuildValue(left))
      }
      return make(made)
    }
  }

  key(key) {
    if (!(key instanceof Uint8Array)) return this.leaf(JSON.stringify(named(key)), key)
    const bytes = Buffer.from(key.buffer, key.byteOffset, key.byteLength)
    // Bytes that are not UTF-8 are read one by one.
    const encoding = isUtf8(bytes) ? 'utf8' : 'latin1'
    return this.leaf(JSON.stringify(bytes.toString(encoding)), key, (text) => Buffer.from(text, encoding))
  }

  /** Gives what becomes of each leaf, one after the other: copies are made in the order of the document. */
  left(replaced) {
    let number = 0
    return () => {
      this.hurry()
      return replaced.get(number++)
    }
  }

  write(text) {
    this.length += text.length
    // Of UTF-8 there are no fewer bytes.
    if (this.length > this.most.bytes) throw new PastLimit()
    this.document.push(text)
  }

  count(nodes) {
    this.hurry()
    this.nodes += nodes
    if (this.nodes > this.most.nodes) throw new PastLimit()
  }

  hurry() {
    if (this.end !== Infinity && performance.now() > this.end) throw new PastLimit()
  }
}

const named = (key) => (typeof key === 'symbol' ? (key.description ?? '') : String(key))

/** The key, with a number where two keys became the same. `numbers` holds the last of each. */
const free = (made, numbers, key) => {
  let unused = key
  while (made.has(unused)) {
    numbers.set(key, (numbers.get(key) ?? 1) + 1)
    unused = `${key}#${numbers.get(key)}`
  }
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
