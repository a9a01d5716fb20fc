//! Carts, orders, stock and prices.

use super::Template;
use crate::vocabulary::{COUPONS, CURRENCIES};

pub(super) const TEMPLATES: [Template; 13] = [
    |w| w.plain("INFO", format!("order {} created for {} {}", w.order(), w.customer(), w.trace())),
    |w| w.plain("INFO", format!("order {} confirmed in {}ms", w.order(), w.ms())),
    |w| {
        let parcels = w.between(1, 4);
        let (from, to) = (w.warehouse(), w.city());
        w.plain("INFO", format!("{} ships from {from} to {to} in {parcels} parcels", w.order()))
    },
    |w| {
        let (cart, quantity) = (w.cart(), w.between(1, 6));
        w.logfmt("info", format!("event=item_added cart={cart} item={} qty={quantity}", w.product()))
    },
    |w| {
        let coupon = w.pick(&COUPONS);
        w.logfmt("info", format!("event=coupon_applied cart={} coupon={coupon}", w.cart()))
    },
    |w| {
        let coupon = w.pick(&COUPONS);
        w.plain("WARN", format!("coupon {coupon} rejected for {}: not combinable", w.cart()))
    },
    |w| {
        let (amount, currency) = (w.amount(), w.pick(&CURRENCIES));
        w.json("info", "cart priced", &[("cart", &w.cart()), ("total", &amount), ("cur", currency)])
    },
    |w| {
        let fields = [("order", w.order()), ("customer", w.customer()), ("trace_id", w.rng.hex(32))];
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        w.json("info", "checkout started", &fields)
    },
    |w| {
        let left = w.between(0, 40);
        w.logfmt("info", format!("event=stock_reserved sku={} wh={} left={left}", w.sku(), w.warehouse()))
    },
    |w| {
        let waited = w.slow_ms();
        w.plain("WARN", format!("reservation of {} in {} waited {waited}ms", w.sku(), w.warehouse()))
    },
    |w| {
        let (city, emoji) = (w.city(), w.emoji());
        w.json("info", "delivery slot chosen", &[("city", city), ("badge", emoji), ("order", &w.order())])
    },
    |w| {
        let (sku, shown, now) = (w.sku(), w.amount(), w.amount());
        w.plain("WARN", format!("price of {sku} moved from {shown} to {now} during checkout"))
    },
    |w| {
        let idle = w.between(31, 240);
        w.logfmt("info", format!("event=cart_expired cart={} idle_min={idle}", w.cart()))
    },
];
