import {
  Scanner, Sentinel, SentinelError, checkRules, draftRegex, open, preview, redact, scan,
  type ErrorCode, type Finding, type Outcome, type Redacted, type Update,
} from 'sentinel-secrets'

const text: string = redact('key').text
const bytes: Uint8Array = redact(new Uint8Array()).text
const user: { name: string } = redact({ name: 'ann' }).text
const findings: Finding[] = scan('key')
const scanner = new Scanner({ rules: ['patterns.yaml'], pii: true })
const redacted: Redacted<Uint8Array> = scanner.redact(new Uint8Array())
const stream = scanner.stream()
const piece: string = stream.push('key') + stream.finish()
const held: Uint8Array = scanner.stream().push(new Uint8Array())
const lines = scanner.streamIter(['key'], 'lines')
const line: Promise<IteratorResult<string, void>> = lines.next()
const transform: TransformStream<string, string> = scanner.webTransform<string>('sse')
// @ts-expect-error a format that there is not
scanner.stream('words')
const either = (input: string | Uint8Array): string | Uint8Array => scanner.redact(input).text
const shown: string = preview('value', { keepPrefix: 4 })
const { regex, confidence }: { regex: string; confidence: number } = draftRegex(['a', 'b'])
const problems: string[] = checkRules('patterns: {}').flatMap((check) => check.problems)
const files: Promise<string[]> = scanner
  .scanTree(['src'], { maxBytes: 1, signal: AbortSignal.timeout(1), onProgress: ({ files }) => void (files + 1) })
  .then((tree) => tree.files.filter((file) => file.findings.length > 0).map((file) => file.path))
// @ts-expect-error an option that there is not
scanner.scanTree('src', { maxByte: 1 })
// @ts-expect-error an option that there is not
new Scanner({ pi: true })
new Scanner({ policy: 'default: callback', callback: (rule, category, severity, preview) => rule + category + preview })
// @ts-expect-error a promise is no text
new Scanner({ callback: async () => 'text' })
const dear: string[] = scanner.profile('key').rules.filter((cost) => cost.nanoseconds > 1).map((cost) => cost.rule)
const off: boolean = scanner.slowRules().some((rule) => rule.disabled)
// @ts-expect-error a string gives a string
const wrong: Uint8Array = redact('key').text
// @ts-expect-error findings hold no value
const value = findings[0].value

export async function loop(): Promise<ErrorCode | undefined> {
  await using sentinel: Sentinel = await open('memory://', { webhookUrl: 'https://h', webhookSecret: 's' })
  try {
    const outcome: Outcome = await sentinel.process('line', { source: 'checkout', attributes: { repository: 'r' } })
    const reference: string | null = outcome.log_reference
    const update: Update = await sentinel.feedback({ secret_type: 'A', feedback_type: 'uncertain', evidence: null })
    const { new_regex }: Update = await sentinel.rules.approve(update.id, { by: 'alice' })
    // @ts-expect-error nobody decides
    await sentinel.rules.reject(update.id, { reason: 'none' })
    // @ts-expect-error no such word
    await sentinel.quarantine.review('log_1', { by: 'alice', status: 'DONE' })
    const sequence: number = (await sentinel.hyperlog.verify()).head.sequence
    void [reference, new_regex, sequence]
  } catch (error) {
    if (error instanceof SentinelError) return error.retryable ? undefined : error.code
  }
  return undefined
}

void [dear, off, line, transform, text, bytes, redacted, either, shown, regex, confidence, problems, wrong, value, files]
