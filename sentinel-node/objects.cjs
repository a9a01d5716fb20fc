'use strict'

const { isUtf8 } = require('node:buffer')
const { types } = require('node:util')
const { CIRCULAR, kindOf, unboxed } = require('./kinds.cjs')

// Objects: they are walked once, the core says what becomes of their leaves, and a copy is made.

const isText = (value) => typeof value === 'string' || types.isUint8Array(value)

/** A function that redacts texts and objects with the methods of a scanner. */
exports.redactAny = ({ redact, redactAs, redactLeaves: withLeaves, withheldObject: withheld, documentLimits: limits }) =>
  function (value) {
    if (isText(value)) return redact.call(this, value)
    let walk, rebuild, document
    try {
      walk = new Walk(limits.call(this), (text) => shaped(redactAs.call(this, 'url', text)))
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
      if (error instanceof Blocked) return { ...result, text: error.text }
      return withheld.call(this, reason(error))
    }
  }

/** Why nothing of an object is given. */
class Withheld extends Error {
  constructor(code) {
    super()
    this.code = code
  }
}

/** An object is larger than the limits allow. */
class PastLimit extends Withheld {
  constructor() {
    super('limit_exceeded')
  }
}

/** What the object's own code throws may hold a value. */
const reason = (error) =>
  error instanceof Withheld ? error.code : error instanceof RangeError ? 'limit_exceeded' : 'internal'

/** The policy blocks one text of the object, and so all of it. */
class Blocked extends Error {
  constructor(text) {
    super()
    this.text = text
  }
}

const shaped = ({ text, error, replacements }) => {
  if (error) throw new Withheld(error.code)
  if (replacements.some(({ treatment }) => treatment === 'block')) throw new Blocked(text)
  return text
}

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

  constructor([nodes, depth, bytes, milliseconds], redactUrl) {
    this.redactUrl = redactUrl
    this.most = { nodes, depth, bytes }
    this.end = performance.now() + milliseconds
  }

  /** Writes a value; gives what makes its copy, from what becomes of leaves in their order. */
  node(value) {
    const seen = this.seen.get(value)
    if (seen !== undefined) return this.again(seen)
    // What holds itself has no copy of its own there. Nothing is lost: what it holds is in the copy already. Of a part of
    // a cycle that stands at other places, too, these have the same copy: to walk it anew could take for ever.
    if (this.inside.has(value)) return this.leaf(CIRCULAR)
    const kind = kindOf(value)
    if (kind.json !== undefined) return this.leaf(kind)
    if (kind.url !== undefined) return this.url(kind.url)
    if (this.inside.size >= this.most.depth) throw new PastLimit()
    const before = { start: this.document.length, length: this.length, nodes: this.nodes }
    this.count(kind.pairs ? 2 * kind.pairs.length : kind.values.length)
    this.inside.add(value)
    const rebuild = kind.pairs ? this.members(kind) : this.elements(kind)
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

  leaf({ json, become }) {
    this.hurry()
    this.write(json)
    return (left) => become(left())
  }

  /** A URL is a text of which more is known than of others. */
  url(href) {
    return this.leaf({ json: JSON.stringify(href), become: (replaced = href) => this.redactUrl(replaced) })
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

  members({ pairs, make }) {
    this.write('{')
    const rebuilds = pairs.map(([key, value], at) => {
      if (at > 0) this.write(',')
      return this.member(unboxed(key), value)
    })
    this.write('}')
    return (left) => make(rebuilds.map((rebuild) => rebuild(left)))
  }

  member(key, value) {
    const rebuildKey = isName(key) ? this.key(key) : this.nameless(key)
    const rebuildValue = this.node(value)
    if (!isName(key)) this.write(']')
    return (left) => [rebuildKey(left), rebuildValue(left)]
  }

  key(key) {
    const rebuild = this.leaf(types.isUint8Array(key) ? bytesOf(key) : nameOf(key))
    this.write(':')
    return rebuild
  }

  /** The key of a map that is an object is a value, too: the document has both of them below an empty name. */
  nameless(key) {
    this.count(2)
    const rebuildName = this.key('')
    this.write('[')
    const rebuildKey = this.node(key)
    this.write(',')
    return (left) => {
      rebuildName(left)
      return rebuildKey(left)
    }
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

const isName = (key) => (typeof key !== 'object' && typeof key !== 'function') || key === null || types.isUint8Array(key)

const nameOf = (key) => {
  const name = typeof key === 'symbol' ? (key.description ?? '') : String(key)
  return { json: JSON.stringify(name), become: (replaced) => (replaced === undefined ? key : replaced) }
}

const bytesOf = (key) => {
  const bytes = Buffer.from(key.buffer, key.byteOffset, key.byteLength)
  // Bytes that are not UTF-8 are read one by one.
  const encoding = isUtf8(bytes) ? 'utf8' : 'latin1'
  const become = (replaced) => (replaced === undefined ? key : Buffer.from(replaced, encoding))
  return { json: JSON.stringify(bytes.toString(encoding)), become }
}
