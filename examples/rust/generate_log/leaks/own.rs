//! Leaks of the shop's own credentials: sessions, keys, connection strings, passwords.

use super::Leak;
use super::credentials::{
    api_key_header, api_key_query, assigned, assigned_json, assigned_python, assigned_unicode, bearer_grpc,
    bearer_json, postgres_env, postgres_json, postgres_python, postgres_refused,
};
use super::places::{
    config_json, curl_bearer, env_block, env_dump, header_dump, kafka_headers, nginx_query, support_note,
};
use super::special::{cookie, key_block, key_escaped};
use crate::tokens;

pub(super) const ALL: &[Leak] = &[
    Leak {
        name: "JWT",
        make: tokens::jwt,
        variable: "SESSION",
        host: "id.shop.example",
        places: &[header_dump, cookie, nginx_query, kafka_headers, support_note],
    },
    Leak {
        name: "SSH_KEY",
        make: |w| tokens::openssh_key(&w.rng),
        variable: "DEPLOY_KEY",
        host: "sftp.carrier.example",
        places: &[key_block, key_block, key_escaped],
    },
    Leak {
        name: "PRIVATE_KEY",
        make: |w| tokens::rsa_private_key(&w.rng),
        variable: "TLS_KEY",
        host: "tls.shop.example",
        places: &[key_block, key_escaped],
    },
    Leak {
        name: "PRIVATE_KEY",
        make: |w| tokens::ec_private_key(&w.rng),
        variable: "SIGNING_KEY",
        host: "applepay.example",
        places: &[key_block, key_escaped],
    },
    Leak {
        name: "POSTGRES_URL",
        make: |w| tokens::url_password(&w.rng),
        variable: "DATABASE_URL",
        host: "orders-db.shop.svc",
        places: &[postgres_refused, postgres_env, postgres_python, postgres_json],
    },
    Leak {
        name: "PASSWORD_ASSIGNMENT",
        make: |w| tokens::password(&w.rng),
        variable: "DB_PASSWORD",
        host: "orders-db.shop.svc",
        places: &[assigned, assigned_json, assigned_python, env_dump, assigned_unicode],
    },
    Leak {
        name: "BEARER_TOKEN",
        make: |w| tokens::bearer(&w.rng),
        variable: "CARRIER_LOGIN",
        host: "api.carrier.example",
        places: &[header_dump, curl_bearer, bearer_json, bearer_grpc],
    },
    Leak {
        name: "API_KEY_ASSIGNMENT",
        make: |w| tokens::opaque_key(&w.rng),
        variable: "FRAUD_API_KEY",
        host: "api.fraud.example",
        places: &[api_key_query, api_key_header, config_json, env_block],
    },
];
