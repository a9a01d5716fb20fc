//! Leaks of what opens the services that the shop pays for.

use super::Leak;
use super::places::{
    config_json, curl_bearer, curl_header, curl_user, env_block, env_dump, header_dump, java_exception, json_body,
    python_error, retry_answer,
};
use super::special::{discord_header, posting_to, telegram_retry, telegram_url};
use crate::tokens;

pub(super) const ALL: &[Leak] = &[
    Leak {
        name: "SLACK_TOKEN",
        make: |w| tokens::slack(&w.rng),
        variable: "SLACK_BOT_TOKEN",
        host: "slack.com",
        places: &[header_dump, json_body, retry_answer, config_json],
    },
    Leak {
        name: "SLACK_WEBHOOK",
        make: |w| tokens::slack_webhook(&w.rng),
        variable: "ALERT_WEBHOOK",
        host: "hooks.example",
        places: &[posting_to, config_json, java_exception],
    },
    Leak {
        name: "OPENAI_API_KEY",
        make: |w| tokens::openai(&w.rng),
        variable: "OPENAI_API_KEY",
        host: "api.openai.com",
        places: &[python_error, header_dump, env_dump],
    },
    Leak {
        name: "ANTHROPIC_API_KEY",
        make: |w| tokens::anthropic(&w.rng),
        variable: "ANTHROPIC_API_KEY",
        host: "api.anthropic.com",
        places: &[curl_header, env_block, python_error],
    },
    Leak {
        name: "STRIPE_SECRET_KEY",
        make: |w| tokens::stripe(&w.rng),
        variable: "STRIPE_API_KEY",
        host: "api.stripe.com",
        places: &[curl_user, java_exception, config_json, retry_answer],
    },
    Leak {
        name: "SENDGRID_API_KEY",
        make: |w| tokens::sendgrid(&w.rng),
        variable: "SENDGRID_API_KEY",
        host: "api.sendgrid.com",
        places: &[curl_bearer, python_error, json_body],
    },
    Leak {
        name: "TWILIO_API_KEY",
        make: |w| tokens::twilio(&w.rng),
        variable: "TWILIO_API_KEY",
        host: "api.twilio.com",
        places: &[curl_user, config_json, retry_answer],
    },
    Leak {
        name: "DISCORD_BOT_TOKEN",
        make: |w| tokens::discord(&w.rng),
        variable: "DISCORD_TOKEN",
        host: "discord.com",
        places: &[discord_header, env_dump, json_body],
    },
    Leak {
        name: "TELEGRAM_BOT_TOKEN",
        make: |w| tokens::telegram(&w.rng),
        variable: "TELEGRAM_BOT_TOKEN",
        host: "api.telegram.org",
        places: &[telegram_url, telegram_retry, env_block],
    },
];
