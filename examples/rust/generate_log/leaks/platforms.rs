//! Leaks of what opens clouds, registries and source code.

use super::Leak;
use super::places::{
    config_json, container_start, curl_bearer, curl_header, curl_user, env_block, env_dump, git_remote, java_exception,
    kafka_headers, nginx_query, python_error, support_note,
};
use super::special::{aws_pair, geocode_url, npmrc, s3_url, signed_request};
use crate::tokens;

pub(super) const ALL: &[Leak] = &[
    Leak {
        name: "AWS_ACCESS_KEY",
        make: |w| tokens::aws_access_key(&w.rng),
        variable: "AWS_ACCESS_KEY_ID",
        host: "s3.eu-west-1.amazonaws.com",
        places: &[env_dump, signed_request, s3_url, config_json, aws_pair, support_note],
    },
    Leak {
        name: "GITHUB_TOKEN",
        make: |w| tokens::github(&w.rng),
        variable: "GITHUB_TOKEN",
        host: "api.github.com",
        places: &[git_remote, curl_bearer, env_block, support_note, python_error],
    },
    Leak {
        name: "GITLAB_TOKEN",
        make: |w| tokens::gitlab(&w.rng),
        variable: "GITLAB_TOKEN",
        host: "gitlab.com",
        places: &[git_remote, curl_header, container_start],
    },
    Leak {
        name: "NPM_TOKEN",
        make: |w| tokens::npm(&w.rng),
        variable: "NPM_TOKEN",
        host: "npm.shop.example",
        places: &[npmrc, env_block, container_start],
    },
    Leak {
        name: "GCP_API_KEY",
        make: |w| tokens::gcp(&w.rng),
        variable: "MAPS_API_KEY",
        host: "maps.googleapis.com",
        places: &[geocode_url, nginx_query, java_exception],
    },
    Leak {
        name: "HUGGINGFACE_TOKEN",
        make: |w| tokens::huggingface(&w.rng),
        variable: "HF_TOKEN",
        host: "huggingface.co",
        places: &[curl_bearer, env_dump, python_error],
    },
    Leak {
        name: "DIGITALOCEAN_TOKEN",
        make: |w| tokens::digitalocean(&w.rng),
        variable: "DIGITALOCEAN_TOKEN",
        host: "api.digitalocean.com",
        places: &[curl_bearer, container_start, support_note],
    },
    Leak {
        name: "PYPI_TOKEN",
        make: |w| tokens::pypi(&w.rng),
        variable: "TWINE_UPLOAD",
        host: "upload.example.org",
        places: &[curl_user, env_block, python_error],
    },
    Leak {
        name: "VAULT_TOKEN",
        make: |w| tokens::vault(&w.rng),
        variable: "VAULT_TOKEN",
        host: "vault.shop.svc",
        places: &[curl_header, java_exception, kafka_headers],
    },
];
