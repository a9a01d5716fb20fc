//! The literal kernels: which of them this machine has, and which one is asked for.

/// The variable that chooses a kernel when a scanner is built.
pub const VARIABLE: &str = "SENTINEL_LITERAL_KERNEL";

/// The kernels that this machine has, fastest first.
pub fn available() -> Vec<&'static str> {
    let mut kernels = vec!["portable"];
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx2") {
            kernels.insert(0, "avx2");
        }
        if is_x86_feature_detected!("avx512bw") && is_x86_feature_detected!("avx512vbmi") {
            kernels.insert(0, "avx512");
        }
    }
    kernels
}

/// The kernel that a scanner of this process uses.
pub fn current() -> String {
    std::env::var(VARIABLE).unwrap_or_else(|_| available()[0].to_owned())
}
