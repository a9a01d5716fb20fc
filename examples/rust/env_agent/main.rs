//! An agent edits a `.env` file and never sees a secret in it: `cargo run -p sentinel-examples --bin env-agent`.
//!
//! What the agent reads has tokens for values; what it writes passes the guard, which puts the values back. A mask, a
//! placeholder or a made-up token is refused, and the file stays as it was.

#![expect(clippy::print_stdout, reason = "a program that shows something to a person")]

use std::{error::Error, fs, path::Path};

use sentinel_core::{Actor, Clock, Grant, Guard, Scanner, Sink, Vault};
use sentinel_store::{SystemClock, VaultOptions};

type Done<T = ()> = Result<T, Box<dyn Error>>;

fn main() -> Done {
    for line in run()? {
        println!("{line}");
    }
    Ok(())
}

/// What there is to tell of it.
fn run() -> Done<Vec<String>> {
    let folder = tempfile::tempdir()?;
    let env = folder.path().join(".env");
    let before = ["AWS_ACCESS_KEY_ID=AKIA", "QYLPMN5HHHFPZAM2\nPORT=8080\n"].concat();
    fs::write(&env, &before)?;
    let vault = VaultOptions::new().open("memory://")?;
    let mut told = Vec::new();

    let prompt = read_for_agent(&env, &vault)?;
    told.push(format!("the agent sees a secret: {}", prompt.contains("AKIA")));
    // A language model is not too exact about tokens.
    let edited = prompt.replace("8080", "9090").replace('«', "< ").replace('»', " >");
    write_from_agent(&env, &edited, &vault)?;
    let written = fs::read_to_string(&env)?;
    told.push(format!("the values are back: {}", written == before.replace("8080", "9090")));

    // The last digit of the first token's check is another.
    let last = prompt.find('»').ok_or("no token")? - 1;
    let other = if prompt[last..].starts_with('A') { "B" } else { "A" };
    let forged = [&prompt[..last], other, &prompt[last + 1..]].concat();
    for text in ["AWS_ACCESS_KEY_ID=AKIA****AM2\n", "AWS_ACCESS_KEY_ID=[REDACTED:AWS_ACCESS_KEY]\n", &forged] {
        match write_from_agent(&env, text, &vault) {
            Ok(()) => return Err("it was written".into()),
            Err(refused) => told.push(format!("refused: {refused}")),
        }
    }
    told.push(format!("the file is untouched: {}", fs::read_to_string(&env)? == written));
    Ok(told)
}

/// The file with a token for each secret: this is what goes into the prompt.
fn read_for_agent(path: &Path, vault: &Vault) -> Done<String> {
    let tokenized = Scanner::builtin().tokenize(&fs::read_to_string(path)?, vault);
    match tokenized.error {
        Some(error) => Err(error.into()),
        None => Ok(tokenized.text),
    }
}

/// Writes what the agent wants written, with the values back in it; what the guard refuses is not written.
fn write_from_agent(path: &Path, text: &str, vault: &Vault) -> Done {
    let until = SystemClock.now().plus_millis(300_000);
    let grant = Grant::new(Actor::machine("env-agent"), Sink::File, "edit .env", until).rule("AWS_ACCESS_KEY");
    let guarded = Guard::default().with_vault(vault.clone()).check(text, Sink::File, Some(&grant))?;
    fs::write(path, guarded.expose())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_agent_sees_tokens_and_the_guard_writes_values() {
        let told = super::run().unwrap().join("\n");
        assert!(told.starts_with("the agent sees a secret: false\nthe values are back: true\nrefused: "), "{told}");
        assert!(told.contains("mask") && told.contains("placeholder") && told.contains("forged_token"), "{told}");
        assert!(told.ends_with("the file is untouched: true"), "{told}");
    }
}
