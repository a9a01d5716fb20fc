//! One function a token type: the published format, a valid checksum, a value that opens nothing.
//!
//! Prefixes are in pieces: whole ones would let a scanner stop at this very source.

mod keys;
mod signed;
mod vendors;

pub(crate) use keys::{ec_private_key, openssh_key, public_key, rsa_private_key, x509};
pub(crate) use signed::{discord, jwt, pypi, vault};
pub(crate) use vendors::{
    anthropic, aws_access_key, aws_secret_key, bearer, digitalocean, gcp, github, gitlab, huggingface, npm, opaque_key,
    openai, password, sendgrid, slack, slack_webhook, stripe, telegram, twilio, url_password,
};
