//! Redaction of a text that comes piece by piece.

use std::{ffi::c_void, mem::MaybeUninit};

use sentinel_core::{Error, ErrorKind, Feed, Format, Settled};

use crate::{
    argument::{bytes, given},
    boundary,
    buffer::sentinel_buffer,
    finding::sentinel_findings,
    scanner::sentinel_scanner,
    status::sentinel_status,
    text::sentinel_text,
};

/// Redacts a text that comes piece by piece. One thread at a time may use it.
#[derive(Debug)]
pub struct sentinel_stream(Option<Feed>);

/// Starts a stream with the rules of a scanner, which may be freed before it. The caller owns *out:
/// sentinel_stream_free().
///
/// SENTINEL_UNSUPPORTED, with the rule, when no bound is known for what one of the rules looks at.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_stream_new(
    scanner: Option<&sentinel_scanner>,
    out: Option<&mut MaybeUninit<*mut sentinel_stream>>,
) -> sentinel_status {
    boundary::call(|| {
        let (scanner, out) = (given(scanner, "scanner")?, given(out, "out")?);
        out.write(Box::into_raw(Box::new(sentinel_stream(Some(scanner.core().feed(Format::Text)?)))));
        Ok(())
    })
}

/// Starts a stream of text in a known format: "text" as sentinel_stream_new(), "lines", "jsonl" (JSON documents in
/// lines) or "sse" (server-sent events; the answer of a language model, which is split over events, is redacted as
/// one text, in the events of OpenAI, and all who speak so, Anthropic, Gemini, Cohere, Ollama and the AI SDK; in others
/// each is redacted alone, and a secret that is split over them is not found). A line or an event is given as a whole;
/// [REDACTED:LIMIT] stands for one of more than 256 KiB. The caller owns *out: sentinel_stream_free().
///
/// SENTINEL_INVALID_INPUT for another format; else as sentinel_stream_new().
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_stream_new_of(
    scanner: Option<&sentinel_scanner>,
    format: sentinel_text,
    out: Option<&mut MaybeUninit<*mut sentinel_stream>>,
) -> sentinel_status {
    boundary::call(|| {
        let (scanner, out) = (given(scanner, "scanner")?, given(out, "out")?);
        let format: Format = format.required("format")?.parse()?;
        out.write(Box::into_raw(Box::new(sentinel_stream(Some(scanner.core().feed(format)?)))));
        Ok(())
    })
}

/// Takes the next piece of the text, of any bytes. *out is redacted text that is final, which starts
/// where the last ended, and may be empty: what may still be part of a secret is held back. *findings
/// is what was found in the meantime, with offsets in the whole text; it may be asked for or be NULL.
/// The caller owns both.
///
/// It fails closed: past a limit, or after an error, [REDACTED:LIMIT] or [REDACTED:ERROR] stands for
/// the rest of the text; the status is SENTINEL_OK, and sentinel_findings_withheld() says why.
///
/// SENTINEL_INVALID_INPUT when the stream is finished.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sentinel_stream_push(
    stream: Option<&mut sentinel_stream>,
    piece: *const c_void,
    length: usize,
    out: Option<&mut MaybeUninit<sentinel_buffer>>,
    findings: Option<&mut MaybeUninit<*mut sentinel_findings>>,
) -> sentinel_status {
    boundary::call(|| {
        let (stream, out) = (given(stream, "stream")?, given(out, "out")?);
        // SAFETY: the caller's promise about texts.
        let piece = unsafe { bytes(piece, length, "piece")? };
        // A panic leaves the stream finished.
        let mut core = stream.0.take().ok_or_else(finished)?;
        give(core.push(piece), out, findings);
        stream.0 = Some(core);
        Ok(())
    })
}

/// Gives all that is final now, as sentinel_stream_push(). To be called where the text may rest, as
/// after a prompt.
///
/// SENTINEL_INVALID_INPUT when the stream is finished.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_stream_flush(
    stream: Option<&mut sentinel_stream>,
    out: Option<&mut MaybeUninit<sentinel_buffer>>,
    findings: Option<&mut MaybeUninit<*mut sentinel_findings>>,
) -> sentinel_status {
    boundary::call(|| {
        let (stream, out) = (given(stream, "stream")?, given(out, "out")?);
        let mut core = stream.0.take().ok_or_else(finished)?;
        give(core.flush(), out, findings);
        stream.0 = Some(core);
        Ok(())
    })
}

/// Ends the text: gives what is left of it, as sentinel_stream_push(). The stream must still be freed.
///
/// SENTINEL_INVALID_INPUT when the stream is finished already.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_stream_finish(
    stream: Option<&mut sentinel_stream>,
    out: Option<&mut MaybeUninit<sentinel_buffer>>,
    findings: Option<&mut MaybeUninit<*mut sentinel_findings>>,
) -> sentinel_status {
    boundary::call(|| {
        let (stream, out) = (given(stream, "stream")?, given(out, "out")?);
        give(stream.0.take().ok_or_else(finished)?.finish(), out, findings);
        Ok(())
    })
}

/// Frees a stream. What it holds back is dropped. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_stream_free(stream: Option<Box<sentinel_stream>>) {
    boundary::value((), || drop(stream));
}

fn finished() -> Error {
    Error::new(ErrorKind::InvalidInput, "stream", "the stream is finished")
}

fn give(
    settled: Settled,
    out: &mut MaybeUninit<sentinel_buffer>,
    findings: Option<&mut MaybeUninit<*mut sentinel_findings>>,
) {
    out.write(settled.text.as_slice().into());
    if let Some(findings) = findings {
        let located = settled.findings.into_iter().map(|(finding, located)| (finding, located.at));
        findings.write(sentinel_findings::at_places(located).boxed(settled.error.as_ref()));
    }
}
