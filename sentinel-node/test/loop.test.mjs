// The loop from a leak to a better rule, with a real receiver of webhooks.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Sentinel, open } from 'sentinel-secrets'
import { Webhook } from 'standardwebhooks'
import { AWS_KEY, HOUSE_TOKENS, WEBHOOK_SECRET, eventually, receiver, temporaryFolder } from './support.mjs'

test('a leak is redacted, quarantined, sent, confirmed and logged', async (t) => {
  const hooks = await receiver()
  t.after(hooks.close)
  const url = `sqlite://${join(temporaryFolder(t), 'sentinel.db')}`
  const sentinel = await open(url, { webhookUrl: hooks.url, webhookSecret: WEBHOOK_SECRET })
  assert(sentinel instanceof Sentinel)

  const line = `user=7 key=${AWS_KEY} city=Köln`
  const outcome = await sentinel.process(line, { source: 'checkout', tenant: 'acme' })
  assert.equal(outcome.text, 'user=7 key=[REDACTED:AWS_ACCESS_KEY] city=Köln')
  assert.deepEqual([outcome.entry, outcome.log_reference, outcome.revocations], ['log_1', 'hyperlog:1', 1])
  assert.equal(outcome.error, null)

  const entry = await sentinel.quarantine.entry(outcome.entry)
  assert.deepEqual([entry.source, entry.tenant, entry.status], ['checkout', 'acme', 'PENDING'])
  assert.deepEqual(entry.fingerprints, [outcome.findings[0].fingerprint])

  const [sent] = await eventually(() => hooks.requests.length > 0 && hooks.requests)
  assert.equal(sent.path, '/hooks/aws-revoke')
  const payload = new Webhook(WEBHOOK_SECRET).verify(sent.body, sent.headers)
  assert.equal(payload.log_reference, 'hyperlog:1')
  assert.equal(payload.redacted_key, outcome.findings[0].preview)
  assert(!sent.body.includes(AWS_KEY), 'the secret is not sent')
  const accepted = async () => (await sentinel.revocations.events()).find((event) => event.state === 'accepted')
  assert.equal((await eventually(accepted)).id, sent.headers['webhook-id'])
  assert.equal(sentinel.revocations.workerErrors, 0)

  const original = await sentinel.quarantine.open(outcome.entry, { by: 'alice', reason: 'incident 12' })
  assert.equal(Buffer.from(original).toString(), line)
  await sentinel.quarantine.review(outcome.entry, { status: 'REVIEWED', by: 'alice', reason: 'it is real' })
  assert.equal((await sentinel.quarantine.entries({ status: 'REVIEWED', secretType: 'AWS_ACCESS_KEY' })).length, 1)
  assert.equal((await sentinel.quarantine.entries({ offset: 1 })).length, 0)
  const vote = { secret_type: 'AWS_ACCESS_KEY', feedback_type: 'false_positive', alert_id: outcome.entry }
  await assert.rejects(sentinel.feedback(vote), { code: 'conflict' })

  const log = await sentinel.hyperlog.entries()
  assert.deepEqual(
    log.map((entry) => entry.kind).sort(),
    ['entry_reviewed', 'feedback_received', 'leak_detected', 'original_opened', 'revocation_attempted'],
  )
  assert.equal((await sentinel.hyperlog.entries({ sequence: 2, limit: 1 }))[0].sequence, 2)
  assert.deepEqual(await sentinel.hyperlog.verify(), { entries: 5, head: { sequence: 5, chain: log[4].chain } })
  await sentinel.close()

  const again = await open(url)
  assert.equal((await again.process(line)).findings[0].fingerprint, entry.fingerprints[0])
  assert.equal(again.revocations.workerErrors, null)
  await again.close()
})

test('reports of a miss become a rule that finds the family', async () => {
  const sentinel = await open('memory://')
  const stranger = `handshake ${HOUSE_TOKENS[5]}`
  assert.deepEqual((await sentinel.process(stranger)).findings, [])
  const before = sentinel.scanner()

  const report = { secret_type: 'HOUSE_TOKEN', feedback_type: 'missed_secret', submitted_by: 'bob' }
  const update = await sentinel.feedback({ ...report, evidence: HOUSE_TOKENS[0], suggested_regex_fix: undefined })
  assert.equal((await sentinel.feedback({ ...report, evidence: HOUSE_TOKENS.slice(1, 5) })).id, update.id)
  const [pending] = await sentinel.rules.pending()
  assert.equal(pending.new_regex, '\\bhsk_[a-z]{3}_[0-9A-Za-z]{28}\\b')
  assert.deepEqual([pending.evidence.samples, pending.evidence.matched], [5, 5])

  const approved = await sentinel.rules.approve(update.id, { by: 'alice', reason: 'five of five match' })
  assert.equal(approved.status, 'approved')
  assert.equal((await sentinel.process(stranger)).text, 'handshake [REDACTED:HOUSE_TOKEN]')
  assert.deepEqual(before.scan(stranger), [], 'a scanner keeps the rules it started with')
  assert((await sentinel.rules.active()).some((rule) => rule.name === 'HOUSE_TOKEN'))
  assert(sentinel.scanner().rules().some((rule) => rule.name === 'HOUSE_TOKEN'))
  assert.notEqual(sentinel.scanner().digest, before.digest)
  const last = (await sentinel.rules.history()).at(-1)
  assert.deepEqual([last.status, last.approved_by], ['approved', 'alice'])
  await sentinel.hyperlog.verify()
  await sentinel.close()
})

test('a false alarm can be rejected', async () => {
  const sentinel = await open('memory://')
  const { entry } = await sentinel.process(`key=${AWS_KEY}`)
  const report = { secret_type: 'AWS_ACCESS_KEY', feedback_type: 'false_positive', alert_id: entry }
  const update = await sentinel.feedback({ ...report, evidence: 'Key was dummy data: TESTKEY123' })
  assert.deepEqual(update.exceptions.prefixes, ['TESTKEY'])
  assert.equal((await sentinel.rules.reject(update.id, { by: 'alice' })).status, 'rejected')
  assert.deepEqual(await sentinel.rules.pending(), [])
  await sentinel.close()
})

test('a file of rules is read again after an edit', async (t) => {
  const patterns = join(temporaryFolder(t), 'rules.yaml')
  const sentinel = await open('memory://', { patterns, builtin: false })
  writeFileSync(patterns, 'patterns: {HOUSE: {regex: "hsk_[a-z]{8}"}}')
  await sentinel.rules.reload()
  assert.equal((await sentinel.process('t=hsk_abcdefgh')).text, 't=[REDACTED:HOUSE]')
  writeFileSync(patterns, 'patterns: {HOUSE: {regexp: "hsk_[a-z]{8}"}}')
  await assert.rejects(sentinel.rules.reload(), { code: 'invalid_patterns' })
  assert.equal((await sentinel.process('t=hsk_abcdefgh')).text, 't=[REDACTED:HOUSE]', 'the rules in force stay')
  await sentinel.close()
})

test('a webhook that cannot be reached leaves a recorded state', async () => {
  const gone = await receiver()
  gone.close()
  const sentinel = await open('memory://', { webhookUrl: gone.url, webhookSecret: WEBHOOK_SECRET })
  await sentinel.process(`key=${AWS_KEY}`)
  const retrying = async () => (await sentinel.revocations.events()).find((event) => event.state === 'retrying')
  const event = await eventually(retrying)
  assert.equal(event.attempts, 1)
  assert.match(event.last_error, /connection|unreachable/)
  await sentinel.close()
})

test('a webhook that refuses leaves a recorded state', async (t) => {
  const hooks = await receiver(410)
  t.after(hooks.close)
  const sentinel = await open('memory://', { webhookUrl: hooks.url, webhookSecret: WEBHOOK_SECRET })
  await sentinel.process(`key=${AWS_KEY}`)
  const failed = async () => (await sentinel.revocations.events()).find((event) => event.state === 'failed')
  assert.equal((await eventually(failed)).last_error, 'http 410')
  await sentinel.close()
})

test('the key file can lie elsewhere', async (t) => {
  const path = temporaryFolder(t)
  const keyFile = join(path, 'elsewhere.key')
  await (await open(`sqlite://${join(path, 'sentinel.db')}`, { keyFile })).close()
  assert.match(readFileSync(keyFile, 'utf8'), /^[0-9a-f]{64}\n$/)
})
