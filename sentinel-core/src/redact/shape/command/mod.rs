//! What was typed into a shell.

mod heredoc;
mod request;
mod words;

use self::{
    heredoc::{Part, parts},
    words::commands,
};
use super::{
    environment::{self, assignment},
    values::{Document, Values, unquoted},
};
use crate::{
    Span,
    redact::{
        fields::{Field, field_of},
        json::Quoting,
    },
};

/// Programs whose option of one letter is followed by a password.
const PASSWORD_OPTIONS: [(&[u8], &[u8]); 25] = [
    (b"sshpass", b"-p"),
    (b"redis-cli", b"-a"),
    (b"ldapsearch", b"-w"),
    (b"ldapmodify", b"-w"),
    (b"ldapadd", b"-w"),
    (b"ldapdelete", b"-w"),
    (b"ldappasswd", b"-w"),
    (b"sqlcmd", b"-P"),
    (b"osql", b"-P"),
    (b"tsql", b"-P"),
    (b"bcp", b"-P"),
    (b"mongo", b"-p"),
    (b"mongosh", b"-p"),
    (b"mongodump", b"-p"),
    (b"mongorestore", b"-p"),
    (b"mongoexport", b"-p"),
    (b"mongoimport", b"-p"),
    (b"cqlsh", b"-p"),
    (b"beeline", b"-p"),
    (b"twine", b"-p"),
    (b"zip", b"-P"),
    (b"unzip", b"-P"),
    (b"ipmitool", b"-P"),
    (b"ssh-keygen", b"-N"),
    (b"openssl", b"-k"),
];
/// Programs that take a password with nothing between it and `-p`.
const ATTACHED: [&[u8]; 9] =
    [b"mysql", b"mysqldump", b"mysqladmin", b"mysqlimport", b"mariadb", b"mariadb-dump", b"sshpass", b"7z", b"7za"];
/// What stands before a password as `openssl` is given it.
const OPENSSL_SOURCE: &[u8] = b"pass:";
/// Words before the name of a program.
const BEFORE: [&[u8]; 6] = [b"sudo", b"env", b"time", b"nohup", b"exec", b"command"];

/// Programs that take lines, or words, as commands.
const SHELLS: [&[u8]; 9] = [b"sh", b"bash", b"zsh", b"dash", b"ksh", b"ssh", b"su", b"sudo", b"eval"];

/// A command line, or several, and what they are given to read.
pub(super) fn read(values: &mut Values<'_>, span: Span) {
    let mut by_shell = false;
    for part in parts(values.text, span) {
        let (Part::Commands(span) | Part::Document(span)) = part;
        let lines = commands(values.text, span);
        if matches!(part, Part::Document(_)) && !by_shell {
            document(values, span);
        } else {
            let last = lines.iter().rev().find(|words| !words.is_empty());
            by_shell = last.is_some_and(|words| words.iter().any(|word| is_shell(values.of(*word))));
        }
        lines.iter().for_each(|words| command(values, words));
    }
}

/// What is read as it stands: settings, or JSON.
fn document(values: &mut Values<'_>, span: Span) {
    match values.of(span).trim_ascii_start().first() {
        Some(b'{' | b'[') => values.documents.push(Document { span, quoting: Quoting::Plain }),
        _ => environment::read(values, span),
    }
}

fn is_shell(word: &[u8]) -> bool {
    SHELLS.contains(&name(word))
}

/// The name of a program, without its path.
fn name(word: &[u8]) -> &[u8] {
    word.rsplit(|byte| *byte == b'/').next().unwrap_or_default()
}

fn command(values: &mut Values<'_>, words: &[Span]) {
    let (Some(password), mut program) = (field_of(b"password"), None::<Vec<u8>>) else { return };
    // `docker login -p` takes a password, `docker run -p` a port.
    let logs_in = words.iter().any(|word| values.of(*word) == b"login");
    let runs_commands = words.iter().any(|word| is_shell(values.of(*word)));
    let mut at = 0;
    while at < words.len() {
        let word = unquoted(values.text, words[at]);
        let next = words.get(at + 1).map(|next| unquoted(values.text, *next));
        at += 1;
        let text = values.of(word).to_vec();
        let is_option = text.first() == Some(&b'-') && text.len() > 1;
        if let Some(field) = variable(&text)
            && words.get(at).is_some_and(|next| values.of(*next) == b"=")
            && let Some(value) = words.get(at + 1)
        {
            values.mask(unquoted(values.text, *value), field, &text);
            at += 2;
            continue;
        }
        if program.is_none() && !is_option {
            if !assignment(values, words[at - 1]) && !BEFORE.contains(&&*text) {
                program = Some(name(&text).to_vec());
            }
            continue;
        }
        let name = program.clone().unwrap_or_default();
        match (&*text, next) {
            _ if request::option(values, &name, word, words.get(at).copied()) => {}
            (b"set", Some(next)) if words.len() > at + 1 => {
                let value = unquoted(values.text, words[at + 1]);
                let setting = values.of(next).to_vec();
                if let Some(field) = field_of(&setting) {
                    values.mask(value, field, &setting);
                }
            }
            (option, Some(next)) if PASSWORD_OPTIONS.contains(&(&*name, option)) || logs_in && option == b"-p" => {
                values.mask(next, password, b"password");
            }
            (option, next) if is_option => {
                long_option(values, word, option, next, attached(&name, option).then_some(password))
            }
            _ if text.starts_with(OPENSSL_SOURCE) && name == b"openssl" => {
                values.mask(Span::new(word.start + OPENSSL_SOURCE.len(), word.end), password, b"password");
            }
            _ if runs_commands && word != words[at - 1] && text.iter().any(u8::is_ascii_whitespace) => {
                commands(values.text, word).iter().for_each(|words| command(values, words));
            }
            _ if assignment(values, words[at - 1]) => {}
            _ => environment::inside(values, word),
        }
    }
}

/// What a variable of PowerShell holds by its name: `$env:NAME`, `$name`.
fn variable(word: &[u8]) -> Option<&'static Field> {
    field_of(word.strip_prefix(b"$")?.rsplit(|byte| *byte == b':').next()?)
}

/// `--name=value`, `--name value`, `-name value`; `-pvalue` of some programs.
fn long_option(
    values: &mut Values<'_>,
    word: Span,
    option: &[u8],
    next: Option<Span>,
    attached: Option<&'static Field>,
) {
    if let Some(field) = attached {
        return values.mask(Span::new(word.start + 2, word.end), field, b"password");
    }
    let dashes = option.iter().take_while(|byte| **byte == b'-').count();
    let (name, value) = match option.iter().position(|byte| *byte == b'=') {
        Some(equals) => (
            &option[dashes..equals.max(dashes)],
            Some(unquoted(values.text, Span::new(word.start + equals + 1, word.end))),
        ),
        None => (&option[dashes..], next.filter(|next| values.of(*next).first() != Some(&b'-'))),
    };
    match (field_of(name), value) {
        (Some(field), Some(value)) if name.len() > 1 => values.mask(value, field, name),
        (None, Some(value)) if option.contains(&b'=') => environment::inside(values, value),
        _ => {}
    }
}

fn attached(program: &[u8], option: &[u8]) -> bool {
    option.len() > 2 && option.starts_with(b"-p") && !option.starts_with(b"--") && ATTACHED.contains(&program)
}
