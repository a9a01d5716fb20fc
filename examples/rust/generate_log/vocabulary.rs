//! The words that this shop's systems use.

pub(crate) const CITIES: [&str; 16] = [
    "Köln",
    "São Paulo",
    "Zürich",
    "Kraków",
    "東京",
    "Århus",
    "Málaga",
    "Łódź",
    "İzmir",
    "Göteborg",
    "大阪",
    "Reykjavík",
    "Bogotá",
    "Montréal",
    "서울",
    "Αθήνα",
];

pub(crate) const PEOPLE: [&str; 16] = [
    "Zoë Müller",
    "José Núñez",
    "Łukasz Wójcik",
    "Søren Østergård",
    "山田 太郎",
    "Renée Lefèvre",
    "Ayşe Yılmaz",
    "Jürgen Groß",
    "Nguyễn Thị Hoa",
    "Ольга Иванова",
    "Seán Ó Briain",
    "김민준",
    "Éloïse Dûpré",
    "Björk Þórsdóttir",
    "Ana Conceição",
    "Μαρία Παππά",
];

pub(crate) const EMOJI: [&str; 8] = ["🚚", "🛒", "🎁", "💳", "🔥", "⚠️", "📦", "👩‍💻"];

pub(crate) const CURRENCIES: [&str; 6] = ["EUR", "USD", "GBP", "JPY", "BRL", "CHF"];

pub(crate) const PAYMENT_METHODS: [&str; 7] =
    ["card", "sepa_debit", "ideal", "klarna", "apple_pay", "google_pay", "paypal"];

pub(crate) const CARD_BRANDS: [&str; 4] = ["visa", "mastercard", "amex", "jcb"];

pub(crate) const WAREHOUSES: [&str; 6] = ["ams1", "waw2", "lis1", "gru1", "nrt3", "yul1"];

pub(crate) const PRODUCTS: [&str; 12] = [
    "trail-runner-42",
    "moka-pot-6",
    "linen-shirt-m",
    "desk-lamp-brass",
    "espresso-beans-1kg",
    "rain-jacket-xl",
    "notebook-a5-dotted",
    "usb-c-dock",
    "ceramic-bowl-set",
    "yoga-mat-6mm",
    "bike-light-rear",
    "wool-socks-3pack",
];

pub(crate) const SERVICES: [&str; 8] =
    ["cart", "pricing", "inventory", "payments", "fraud", "shipping", "tax", "loyalty"];

pub(crate) const TOPICS: [&str; 6] = [
    "orders.created.v2",
    "orders.paid.v1",
    "payments.settled.v3",
    "stock.reserved.v1",
    "shipments.booked.v2",
    "carts.abandoned.v1",
];

pub(crate) const COUPONS: [&str; 6] = ["SUMMER25", "WELCOME10", "FREESHIP", "BACK2SCHOOL", "VIP15", "FLASH-AUG"];

pub(crate) const PATHS: [&str; 11] = [
    "/api/v2/cart",
    "/api/v2/cart/items",
    "/api/v2/checkout",
    "/api/v2/checkout/confirm",
    "/api/v2/checkout/shipping",
    "/api/v2/orders",
    "/api/v2/coupons/apply",
    "/api/v2/addresses",
    "/assets/app.8f31c2.js",
    "/assets/theme.41d7.css",
    "/api/v2/payment-methods",
];

pub(crate) const AGENTS: [&str; 9] = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0",
    "ShopApp/7.14.2 (iOS 18.5; iPhone16,2)",
    "ShopApp/7.13.0 (Android 14; SM-S921B)",
    "okhttp/4.12.0",
    "python-requests/2.32.4",
];
