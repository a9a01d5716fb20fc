//! Kubernetes: kubelet, scheduler, events.

use super::Template;

pub(super) const TEMPLATES: [Template; 8] = [
    |w| {
        let (pod, delay) = (w.pod(), w.between(1, 9));
        w.kubelet('I', "pod_startup_latency_tracker.go:104", format!("pod=\"shop/{pod}\" slo={delay}.2s"))
    },
    |w| {
        let pod = w.pod();
        w.kubelet('W', "prober.go:107", format!("Readiness probe failed pod=\"shop/{pod}\" statuscode: 503"))
    },
    |w| {
        let (pod, node) = (w.pod(), w.between(1, 24));
        let note = format!("Successfully assigned shop/{pod} to node-{node:02}");
        format!("{} k8s-event type=Normal reason=Scheduled note=\"{note}\"", w.iso())
    },
    |w| {
        let (pod, count) = (w.pod(), w.between(2, 30));
        let note = "Back-off restarting failed container";
        format!("{} k8s-event type=Warning reason=BackOff obj=pod/{pod} note=\"{note}\" x{count}", w.iso())
    },
    |w| {
        let (from, to) = (w.between(4, 9), w.between(10, 16));
        let note = format!("New size: {to} (was {from}); reason: cpu above target");
        format!("{} k8s-event type=Normal reason=SuccessfulRescale note=\"{note}\"", w.iso())
    },
    |w| {
        let (used, limit) = (w.between(700, 990), 1024);
        w.logfmt("warn", format!("container=checkout memory_mb={used} limit_mb={limit}"))
    },
    |w| {
        let (pod, took) = (w.pod(), w.between(800, 9000));
        let image = format!("Pulled image in {took}ms");
        format!("{} k8s-event type=Normal reason=Pulled obj=pod/{pod} note=\"{image}\"", w.iso())
    },
    |w| {
        let (node, share) = (w.between(1, 24), w.between(70, 93));
        w.kubelet('W', "eviction_manager.go:376", format!("node-{node:02} disk pressure {share}%"))
    },
];
