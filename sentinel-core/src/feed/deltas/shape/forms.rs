//! Which events carry parts of texts, as data: one entry for each kind of event.
//!
//! Paths are written `name.name`; `name[]` is each item of an array, told apart by its `index`, or else by where it
//! stands; `name[x]` each item, where those with the same `x` are of one text; `*` every string that may be a part of
//! one. `a>b` stands for a member `a` that goes on as `b` in later events, `{x=y}` for a member `x` that an event has
//! there which carries the rest of the text.

/// Events of one kind.
pub(super) struct Form {
    pub(super) when: When,
    /// The texts of one protocol. With `ids` it says which text it is.
    pub(super) family: &'static str,
    /// Members of the event that tell its texts apart, or words after `=`.
    pub(super) ids: &'static [&'static str],
    /// Where parts of texts stand.
    pub(super) texts: &'static [&'static str],
    /// What an event that carries the rest of a text says at its top.
    pub(super) says: &'static str,
    pub(super) ends: Ends,
    /// True where `id` says of which answer the event is.
    pub(super) answer: bool,
}

/// Which events.
pub(super) enum When {
    /// Those that have these members.
    Has(&'static [&'static str]),
    /// Those of which the `type` is one of these words.
    Type(&'static [&'static str]),
    /// Those of which the `object` is this word.
    Object(&'static str),
}

/// Which texts an event ends: of this family, with these ids.
pub(super) enum Ends {
    Nothing,
    /// All of them, before its own parts: others begin.
    Before,
    /// All of them.
    All,
    /// Those that stand beside this member, where it says why they end.
    Where(&'static str),
    /// All of them, where this member says so. What follows is another answer.
    Last(&'static str),
}

/// Words of members of [`Ends::Where`] that end nothing: some servers say one in each event.
pub(super) const NO_END: [&str; 3] = ["", "in_progress", "FINISH_REASON_UNSPECIFIED"];

/// Members of a choice's delta that come whole.
pub(super) const WHOLE: [&str; 10] =
    ["role", "id", "type", "name", "object", "model", "format", "signature", "data", "encrypted_content"];

const NONE: Form =
    Form { when: When::Has(&[]), family: "", ids: &[], texts: &[], says: "", ends: Ends::Nothing, answer: false };

pub(super) const FORMS: &[Form] = &[
    // OpenAI's chat completions and completions, and all who speak so.
    Form {
        when: When::Has(&["choices"]),
        family: "choices",
        texts: &[
            "choices[]{finish_reason=null}.text",
            "choices[]{finish_reason=null}.delta.*",
            "choices[]{finish_reason=null}.delta.function_call.arguments",
            "choices[]{finish_reason=null}.delta.audio.transcript",
            "choices[]{finish_reason=null}.delta.tool_calls[].function.arguments",
            "choices[]{finish_reason=null}.delta.tool_calls[].custom.input",
            "choices[]{finish_reason=null}.delta.content[]{type=text}.text",
            "choices[]{finish_reason=null}.delta.content[]{type=thinking}.thinking[]{type=text}.text",
            "choices[]{finish_reason=null}.delta.reasoning_details[].text",
            "choices[]{finish_reason=null}.delta.reasoning_details[].summary",
        ],
        ends: Ends::Where("choices[].finish_reason"),
        answer: true,
        ..NONE
    },
    // Google's Gemini. The parts of all events are one text, apart from thoughts.
    Form {
        when: When::Has(&["candidates"]),
        family: "candidates",
        texts: &["candidates[].content{role=model}.parts[thought].text"],
        ends: Ends::Where("candidates[].finishReason"),
        ..NONE
    },
    // Ollama.
    Form {
        when: When::Has(&["done", "message", "model"]),
        family: OLLAMA,
        texts: &["message{role=assistant}.content", "message{role=assistant}.thinking"],
        says: "done=false",
        ends: Ends::Last("done"),
        ..NONE
    },
    Form {
        when: When::Has(&["done", "model", "response"]),
        family: OLLAMA,
        texts: &["response", "thinking"],
        says: "done=false",
        ends: Ends::Last("done"),
        ..NONE
    },
    // Anthropic's messages.
    Form { when: When::Type(&["message_start"]), family: "blocks", ends: Ends::Before, ..NONE },
    Form {
        when: When::Type(&["content_block_start"]),
        family: "blocks",
        ids: &["index"],
        texts: &[
            "content_block>delta{type=text_delta}.text",
            "content_block>delta{type=thinking_delta}.thinking",
            "content_block>delta{type=input_json_delta}.partial_json",
        ],
        says: "type=content_block_delta",
        ..NONE
    },
    Form {
        when: When::Type(&["content_block_delta"]),
        family: "blocks",
        ids: &["index"],
        texts: &[
            "delta{type=text_delta}.text",
            "delta{type=thinking_delta}.thinking",
            "delta{type=input_json_delta}.partial_json",
        ],
        says: "type=content_block_delta",
        ..NONE
    },
    Form { when: When::Type(&["content_block_stop"]), family: "blocks", ids: &["index"], ends: Ends::All, ..NONE },
    Form { when: When::Type(&["message_stop"]), family: "blocks", ends: Ends::All, ..NONE },
    // Anthropic's completions.
    Form {
        when: When::Type(&["completion"]),
        family: "completion",
        texts: &["completion"],
        says: "type=completion",
        ends: Ends::Where("stop_reason"),
        ..NONE
    },
    // OpenAI's responses: the others are in `response`.
    Form { when: When::Type(&["response.created"]), family: RESPONSES, ends: Ends::Before, ..NONE },
    Form {
        when: When::Type(&["response.completed", "response.failed", "response.incomplete", "error"]),
        family: RESPONSES,
        ends: Ends::All,
        ..NONE
    },
    Form {
        when: When::Type(&["response.output_item.done"]),
        family: RESPONSES,
        ids: &["output_index"],
        ends: Ends::All,
        ..NONE
    },
    // OpenAI's assistants.
    Form {
        when: When::Object("thread.message.delta"),
        family: "message",
        ids: &["id"],
        texts: &["delta.content[]{type=text}.text.value", "delta.content[]{type=refusal}.refusal"],
        says: "object=thread.message.delta",
        ..NONE
    },
    Form { when: When::Object("thread.message"), family: "message", ids: &["id"], ends: Ends::Where("status"), ..NONE },
    Form {
        when: When::Object("thread.run.step.delta"),
        family: "step",
        ids: &["id"],
        texts: &[
            "delta.step_details{type=tool_calls}.tool_calls[]{type=function}.function.arguments",
            "delta.step_details{type=tool_calls}.tool_calls[]{type=code_interpreter}.code_interpreter.input",
            "delta.step_details{type=tool_calls}.tool_calls[]{type=code_interpreter}.code_interpreter.outputs[]{type=logs}.logs",
        ],
        says: "object=thread.run.step.delta",
        ..NONE
    },
    Form { when: When::Object("thread.run.step"), family: "step", ids: &["id"], ends: Ends::Where("status"), ..NONE },
    // The AI SDK's messages for user interfaces.
    Form { when: When::Type(&["start", "finish", "abort"]), family: "ui", ends: Ends::Before, ..NONE },
    Form { when: When::Type(&["text-start"]), family: "ui", ids: &["=text", "id"], ends: Ends::Before, ..NONE },
    Form {
        when: When::Type(&["text-delta"]),
        family: "ui",
        ids: &["=text", "id"],
        texts: &["delta"],
        says: "type=text-delta",
        ..NONE
    },
    Form { when: When::Type(&["text-end"]), family: "ui", ids: &["=text", "id"], ends: Ends::All, ..NONE },
    Form {
        when: When::Type(&["reasoning-start"]),
        family: "ui",
        ids: &["=reasoning", "id"],
        ends: Ends::Before,
        ..NONE
    },
    Form {
        when: When::Type(&["reasoning-delta"]),
        family: "ui",
        ids: &["=reasoning", "id"],
        texts: &["delta"],
        says: "type=reasoning-delta",
        ..NONE
    },
    Form { when: When::Type(&["reasoning-end"]), family: "ui", ids: &["=reasoning", "id"], ends: Ends::All, ..NONE },
    Form {
        when: When::Type(&["tool-input-start"]),
        family: "ui",
        ids: &["=tool", "toolCallId"],
        ends: Ends::Before,
        ..NONE
    },
    Form {
        when: When::Type(&["tool-input-delta"]),
        family: "ui",
        ids: &["=tool", "toolCallId"],
        texts: &["inputTextDelta"],
        says: "type=tool-input-delta",
        ..NONE
    },
    Form {
        when: When::Type(&["tool-input-available", "tool-input-error"]),
        family: "ui",
        ids: &["=tool", "toolCallId"],
        ends: Ends::All,
        ..NONE
    },
    // Cohere's chat.
    Form { when: When::Type(&["message-start"]), family: "cohere", ends: Ends::Before, ..NONE },
    Form {
        when: When::Type(&["content-start", "content-delta"]),
        family: "cohere",
        ids: &["=content", "index"],
        texts: &["delta.message.content.text", "delta.message.content.thinking"],
        says: "type=content-delta",
        ..NONE
    },
    Form { when: When::Type(&["content-end"]), family: "cohere", ids: &["=content", "index"], ends: Ends::All, ..NONE },
    Form {
        when: When::Type(&["tool-plan-delta"]),
        family: "cohere",
        ids: &["=plan"],
        texts: &["delta.message.tool_plan"],
        says: "type=tool-plan-delta",
        ..NONE
    },
    Form {
        when: When::Type(&["tool-call-start", "tool-call-delta"]),
        family: "cohere",
        ids: &["=call", "index"],
        texts: &["delta.message.tool_calls.function.arguments"],
        says: "type=tool-call-delta",
        ..NONE
    },
    Form { when: When::Type(&["tool-call-end"]), family: "cohere", ids: &["=call", "index"], ends: Ends::All, ..NONE },
    Form { when: When::Type(&["message-end"]), family: "cohere", ends: Ends::All, ..NONE },
];

/// Ollama's answers come in JSON Lines, too.
pub(super) const OLLAMA: &str = "ollama";
/// OpenAI's responses.
pub(super) const RESPONSES: &str = "responses";
