//! The table: who may name whom. A new module or crate is one line here.

/// What a module may name: modules of ours (`*`: all), then crates of others (`*`: all).
pub(crate) struct Rule {
    pub(crate) module: &'static str,
    pub(crate) ours: &'static [&'static str],
    pub(crate) theirs: &'static [&'static str],
}

/// Crates that everybody may name; a test inside a module may name any.
pub(crate) const EVERYBODY: &[&str] = &["serde", "thiserror"];

/// Crates that only tests are built with.
pub(crate) const TESTS: &[&str] = &["insta", "jsonschema", "proptest", "tempfile", "yaml_rust2"];

/// Who may name whom. What is not here may not exist. `telemetry` is named for its counters alone.
pub(crate) const RULES: &[Rule] = &[
    Rule {
        module: "domain",
        ours: &["domain"],
        theirs: &[
            "chrono",
            "chrono_tz",
            "hashbrown",
            "serde_json",
            "sha2",
            "unicode_normalization",
            "unicode_segmentation",
        ],
    },
    Rule {
        module: "store",
        ours: &["store", "domain"],
        theirs: &["sqlx", "futures_util", "serde_json", "sha2"],
    },
    Rule {
        module: "engine",
        ours: &["engine", "store", "domain", "clock", "telemetry"],
        theirs: &[
            "anyhow",
            "futures_util",
            "getrandom",
            "hashbrown",
            "serde_json",
            "sha2",
            "tokio",
            "tracing",
        ],
    },
    Rule {
        module: "cards",
        ours: &["cards", "domain"],
        theirs: &[
            "chrono",
            "chrono_tz",
            "fluent_bundle",
            "serde_json",
            "unic_langid",
            "unicode_normalization",
            "unicode_segmentation",
        ],
    },
    Rule {
        module: "pictures",
        ours: &["pictures", "domain"],
        theirs: &["resvg", "minijinja"],
    },
    Rule {
        module: "commands",
        ours: &["commands", "engine", "cards", "domain", "telemetry"],
        theirs: &["serde_json", "strsim", "tracing", "unicode_normalization"],
    },
    Rule {
        module: "platform",
        ours: &["platform", "commands", "cards"],
        theirs: &["serde_json", "unicode_segmentation"],
    },
    Rule {
        module: "platform::ledger",
        ours: &["platform::ledger", "store"],
        theirs: &["tracing"],
    },
    Rule {
        module: "platform::once",
        ours: &["platform::once", "platform::slot"],
        theirs: &["hashbrown"],
    },
    Rule {
        module: "platform::patience",
        ours: &["platform::patience"],
        theirs: &["backon", "tokio"],
    },
    Rule {
        module: "platform::slot",
        ours: &["platform::slot"],
        theirs: &["tokio"],
    },
    Rule {
        module: "platform::post",
        ours: &[
            "platform::post",
            // Who was told what is kept beside the platform's own tables.
            "store::StoreError",
            "cards",
            "engine",
        ],
        theirs: &["hashbrown", "tokio", "tracing"],
    },
    Rule {
        module: "platform::fault",
        ours: &["platform::fault"],
        theirs: &[],
    },
    Rule {
        module: "platform::door",
        ours: &["platform::door"],
        theirs: &["axum", "tokio"],
    },
    Rule {
        module: "platform::gone",
        ours: &["platform::gone", "engine", "clock"],
        theirs: &["tokio", "tracing"],
    },
    Rule {
        module: "platform::lounge",
        ours: &[
            "platform::lounge",
            "platform::neutral",
            // What a platform keeps of its own: SQL in `store::lounge`, called on these two.
            "store::lounge",
            "store::Store",
            "store::Tx",
            "commands",
            "cards",
            "pictures",
            "web",
            "config",
            "clock",
            "telemetry",
            "engine",
        ],
        theirs: &[
            "anyhow",
            "axum",
            "futures_util",
            "getrandom",
            "hashbrown",
            "secrecy",
            "serde_json",
            "sha2",
            "subtle",
            "tokio",
            "tower_http",
            "tracing",
            "unicode_normalization",
            "unicode_segmentation",
        ],
    },
    Rule {
        module: "platform::slack",
        ours: &[
            "platform::slack",
            "platform::door",
            "platform::fault",
            "platform::gone",
            "platform::ledger",
            "platform::neutral",
            "platform::once",
            "platform::patience",
            "platform::slot",
            "platform::post",
            // What a platform keeps of its own: SQL in `store::slack`, called on these two.
            "store::slack",
            "store::Message",
            "store::Store",
            "store::StoreError",
            "store::Tx",
            "commands",
            "cards",
            "pictures",
            "web",
            "config",
            "clock",
            "telemetry",
            "engine",
        ],
        theirs: &[
            "anyhow",
            "axum",
            "backon",
            "base64",
            "form_urlencoded",
            "futures_util",
            "getrandom",
            "hashbrown",
            "hmac",
            "hyper_rustls",
            "hyper_util",
            "ring",
            "rustls",
            "secrecy",
            "serde_json",
            "sha2",
            "slack_morphism",
            "subtle",
            "tokio",
            "tokio_tungstenite",
            "tower_http",
            "tracing",
            "unicode_normalization",
            "unicode_segmentation",
        ],
    },
    Rule {
        module: "platform::discord",
        ours: &[
            "platform::discord",
            "platform::door",
            "platform::fault",
            "platform::forms",
            "platform::gone",
            "platform::ledger",
            "platform::neutral",
            "platform::once",
            "platform::patience",
            "platform::slot",
            "platform::post",
            // What a platform keeps of its own: SQL in `store::discord`, called on these two.
            "store::discord",
            "store::Message",
            "store::Store",
            "store::StoreError",
            "store::Tx",
            "commands",
            "cards",
            "pictures",
            "web",
            "config",
            "clock",
            "telemetry",
            "engine",
        ],
        theirs: &[
            "anyhow",
            "axum",
            "backon",
            "futures_util",
            "getrandom",
            "hashbrown",
            "reqwest",
            "ring",
            "secrecy",
            "serde_json",
            "serenity",
            "sha2",
            "subtle",
            "tokio",
            "tracing",
            "unicode_segmentation",
        ],
    },
    Rule {
        module: "web",
        ours: &["web", "telemetry"],
        theirs: &[
            "axum",
            "tower",
            "tower_http",
            "tokio",
            "tracing",
            "serde_json",
        ],
    },
    Rule {
        module: "clock",
        ours: &["clock"],
        theirs: &["chrono", "tokio"],
    },
    Rule {
        module: "config",
        ours: &["config"],
        theirs: &["base64", "config", "secrecy", "serde_json", "strsim"],
    },
    Rule {
        module: "telemetry",
        ours: &["telemetry"],
        theirs: &[
            "metrics",
            "metrics_exporter_prometheus",
            "tracing",
            "tracing_subscriber",
        ],
    },
    Rule {
        module: "app",
        ours: &["*"],
        theirs: &["*"],
    },
    Rule {
        module: "main",
        ours: &["*"],
        theirs: &["*"],
    },
    Rule {
        module: "lib",
        ours: &["*"],
        theirs: &["*"],
    },
];

/// Modules whose code is pure: no waiting, no files, no sockets, no time, no environment.
pub(crate) const PURE: &[&str] = &["domain", "cards", "pictures"];

/// What the pure modules may not name of the standard library.
pub(crate) const IMPURE_STD: &[&str] =
    &["env", "fs", "io", "net", "os", "process", "thread", "time"];

/// The rule of the innermost module that has one.
pub(crate) fn rule_of(module: &[String]) -> Option<&'static Rule> {
    let named = |name: &str| RULES.iter().find(|rule| rule.module == name);
    let inner = module.get(..2).and_then(|two| named(&two.join("::")));
    inner.or_else(|| module.first().and_then(|first| named(first)))
}
