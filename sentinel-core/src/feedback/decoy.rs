//! What a drafted rule must not match: runs that stand in every log and are no secret.

/// Texts in which a drafted rule must find nothing.
pub(super) const DECOYS: [&str; 12] = [
    "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
    "0190163d-8694-739b-aea5-966c26f8ad91 017F22E2-79B0-7CC3-98C4-DC0C0C07398F",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==",
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "2025-08-02T12:45:00.123456Z 1754138700123 192.168.100.200:65535 [2001:db8:85a3::8a2e:370:7334]:443",
    "com.example.checkout.payment.PaymentGatewayServiceImpl$$EnhancerBySpringCGLIB$$1a2b3c4d.authorize",
    "checkout-service-7d9f8b6c5d-x2x9z kube-system/coredns-558bd4d5db-abcde",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    "The quick brown fox jumps over the lazy dog while INTERNATIONALIZATION and counterrevolutionaries wait.",
    "https://cdn.example.com/assets/js/app.3f9a1c7e2b.min.js?v=20250802&utm_source=newsletter_august_2025",
];
