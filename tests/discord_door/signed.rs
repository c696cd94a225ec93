//! The signed door: vectors that others made, RFC 8032's keys, the time, and everything that is not Discord's.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};

use huzzah::clock::Clock;
use huzzah::platform::discord::carry::{Ack, Take, Via};
use huzzah::platform::discord::http;
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::host::send;

const NOW_S: i64 = 1_700_000_000;
const PING: &str = r#"{"type":1,"id":"1","application_id":"2","token":"t","version":1}"#;
const COMMAND: &str = r#"{"type":2,"id":"1","token":"t","data":{"name":"help — ✓"}}"#;

/// A door on a port of its own, and what came through it.
struct Street {
    address: SocketAddr,
    clock: Clock,
    taken: Arc<Mutex<Vec<Value>>>,
}

impl Street {
    async fn open(public_key: &str) -> Self {
        let taken: Arc<Mutex<Vec<Value>>> = Arc::default();
        let seen = Arc::clone(&taken);
        let take: Take = Arc::new(move |interaction, via| {
            assert_eq!(via, Via::Http);
            let ack = match interaction["data"]["name"].as_str() {
                Some("nothing") => Ack::Empty,
                _ => Ack::Body(json!({"type": 5, "data": {"flags": 64}})),
            };
            seen.lock().expect("nobody panicked").push(interaction);
            Box::pin(async move { ack })
        });
        let clock = Clock::moved(NOW_S * 1_000);
        let router = http::routes(public_key, clock.clone(), take).expect("a key");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            address,
            clock,
            taken,
        }
    }

    /// Knocks with these headers beside the usual ones.
    async fn knock(&self, headers: &[(&str, &str)], body: &str) -> (u16, String) {
        let mut request = "POST /discord/interactions HTTP/1.1\r\nhost: here\r\nconnection: close\r\ncontent-type: application/json\r\n".to_owned();
        for (name, value) in headers {
            write!(request, "{name}: {value}\r\n").expect("strings take all text");
        }
        let length = body.len();
        write!(request, "content-length: {length}\r\n\r\n{body}").expect("strings take all text");
        send(self.address, request.as_bytes()).await
    }

    async fn signed(&self, signature: &str, timestamp: &str, body: &str) -> (u16, String) {
        let headers = [
            ("x-signature-ed25519", signature),
            ("X-Signature-Timestamp", timestamp),
        ];
        self.knock(&headers, body).await
    }

    fn taken(&self) -> Vec<Value> {
        std::mem::take(&mut *self.taken.lock().expect("nobody panicked"))
    }
}

/// The JSON that a text begins with; one of the vectors goes on after it.
fn first(text: &str) -> Value {
    let mut values = serde_json::Deserializer::from_str(text).into_iter();
    values.next().expect("there is one").expect("it is JSON")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(digits: &str) -> Vec<u8> {
    let byte = |at| u8::from_str_radix(&digits[at..at + 2], 16).expect("digits");
    (0..digits.len()).step_by(2).map(byte).collect()
}

/// RFC 8032 §7.1, tests 1 to 3: seed, public key, message, signature.
const RFC_8032: [[&str; 4]; 3] = [
    [
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ],
    [
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ],
    [
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ],
];

fn keys([seed, public, ..]: [&str; 4]) -> Ed25519KeyPair {
    let pair = Ed25519KeyPair::from_seed_and_public_key(&unhex(seed), &unhex(public));
    pair.expect("the RFC's seed belongs to its key")
}

fn sign(pair: &Ed25519KeyPair, at_s: i64, body: &str) -> String {
    hex(pair.sign(format!("{at_s}{body}").as_bytes()).as_ref())
}

#[tokio::test]
async fn the_door_takes_exactly_the_vectors_that_are_good() {
    let Some(folder) = std::env::var_os("CONTRACTS_DIR").filter(|named| !named.is_empty()) else {
        println!("CONTRACTS_DIR is not set: others' signatures are not tried");
        return;
    };
    let path = Path::new(&folder).join("discord-interaction-signatures.jsonl");
    let vectors = std::fs::read_to_string(path).expect("the signatures are there");
    let (mut n_good, mut n_bad) = (0, 0);
    for line in vectors.lines() {
        let vector: Value = serde_json::from_str(line).expect("a vector");
        let text = |name: &str| vector[name].as_str().expect("a text");
        let street = Street::open(text("pk")).await;
        let knocked = street.signed(text("sig"), text("ts"), text("body")).await;
        let taken = street.taken();
        let name = text("name");
        if vector["ok"] == true {
            n_good += 1;
            assert_eq!(knocked.0, 200, "{name}");
            let interaction = first(text("body"));
            if interaction["type"] == 1 {
                assert_eq!(
                    (knocked.1.as_str(), taken.len()),
                    (r#"{"type":1}"#, 0),
                    "{name}"
                );
            } else {
                assert_eq!(taken, [interaction], "{name}");
            }
        } else {
            n_bad += 1;
            assert_eq!(knocked, (401, String::new()), "{name}");
            assert_eq!(taken, [] as [Value; 0], "{name}");
        }
    }
    assert!(
        n_good >= 3 && n_bad >= 6,
        "{n_good} good and {n_bad} bad vectors"
    );
}

#[tokio::test]
async fn keys_of_rfc_8032_open_the_door_and_nothing_near_them_does() {
    for vector in RFC_8032 {
        let pair = keys(vector);
        let [_, public, message, signature] = vector;
        assert_eq!(hex(pair.sign(&unhex(message)).as_ref()), signature);
        assert_eq!(hex(pair.public_key().as_ref()), public);
        let street = Street::open(&public.to_uppercase()).await;
        let at = NOW_S.to_string();
        let good = sign(&pair, NOW_S, COMMAND);
        let (status, body) = street.signed(&good, &at, COMMAND).await;
        assert_eq!(
            (status, body.as_str()),
            (200, r#"{"data":{"flags":64},"type":5}"#)
        );
        assert_eq!(street.taken().len(), 1);
        // One bit of each part, and the same signature in the form that RFC 8032 §5.1.7 forbids.
        let mut bent = Vec::new();
        for at in [0, 31, 32, 63] {
            let mut bytes = unhex(&good);
            bytes[at] ^= 1;
            bent.push(hex(&bytes));
        }
        bent.push(hex(&with_order(unhex(&good))));
        bent.push(signature.to_owned());
        bent.push(good[2..].to_owned());
        bent.push(format!("{good}00"));
        for signature in bent {
            let knocked = street.signed(&signature, &at, COMMAND).await;
            assert_eq!(knocked, (401, String::new()), "{signature}");
        }
        let other = keys(RFC_8032[usize::from(public == RFC_8032[0][1])]);
        let knocked = street
            .signed(&sign(&other, NOW_S, COMMAND), &at, COMMAND)
            .await;
        assert_eq!(knocked.0, 401);
        assert_eq!(street.taken(), [] as [Value; 0]);
    }
}

/// The signature with the group's order added to its `S`: the same to whoever does not look.
fn with_order(mut signature: Vec<u8>) -> Vec<u8> {
    let order = unhex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    let mut carry = 0_u16;
    for (byte, more) in signature[32..].iter_mut().zip(order) {
        let sum = u16::from(*byte) + u16::from(more) + carry;
        *byte = u8::try_from(sum & 0xff).expect("a byte");
        carry = sum >> 8;
    }
    assert_eq!(carry, 0);
    signature
}

#[tokio::test]
async fn a_signature_is_good_for_five_minutes_either_way() {
    let pair = keys(RFC_8032[0]);
    let street = Street::open(RFC_8032[0][1]).await;
    for (off_s, status) in [(0, 200), (300, 200), (-300, 200), (301, 401), (-301, 401)] {
        let at_s = NOW_S + off_s;
        let signature = sign(&pair, at_s, PING);
        let knocked = street.signed(&signature, &at_s.to_string(), PING).await;
        assert_eq!(knocked.0, status, "{off_s}");
    }
    let (signature, at) = (sign(&pair, NOW_S, PING), NOW_S.to_string());
    street.clock.advance_ms(300_999);
    assert_eq!(street.signed(&signature, &at, PING).await.0, 200);
    street.clock.advance_ms(1);
    assert_eq!(street.signed(&signature, &at, PING).await.0, 401);
}

#[tokio::test]
async fn garbled_requests_are_refused_without_a_word() {
    let pair = keys(RFC_8032[0]);
    let street = Street::open(RFC_8032[0][1]).await;
    let (good, at) = (sign(&pair, NOW_S, COMMAND), NOW_S.to_string());
    let (signed, stamped) = ("x-signature-ed25519", "x-signature-timestamp");
    let garbled: [&[(&str, &str)]; 6] = [
        &[],
        &[(signed, &good)],
        &[(stamped, &at)],
        &[(signed, &good), (signed, &good), (stamped, &at)],
        &[(signed, &good), (stamped, &at), (stamped, &at)],
        &[(signed, &good), (stamped, "+1700000000")],
    ];
    for headers in garbled {
        let knocked = street.knock(headers, COMMAND).await;
        assert_eq!(knocked, (401, String::new()), "{headers:?}");
    }
    // More than anything of Discord's is refused before it is read.
    let headers = format!(
        "POST /discord/interactions HTTP/1.1\r\nhost: here\r\n{signed}: {good}\r\n{stamped}: {at}\r\ncontent-length: 300000000\r\n\r\n"
    );
    let knocked = send(street.address, headers.as_bytes()).await;
    assert_eq!(knocked, (413, String::new()));
    let odd = "no JSON";
    let knocked = street.signed(&sign(&pair, NOW_S, odd), &at, odd).await;
    assert_eq!(knocked, (400, String::new()));
    assert_eq!(street.taken(), [] as [Value; 0]);
    // What is answered another way leaves nothing to say here.
    let nothing = r#"{"type":2,"data":{"name":"nothing"}}"#;
    let knocked = street
        .signed(&sign(&pair, NOW_S, nothing), &at, nothing)
        .await;
    assert_eq!(knocked, (202, String::new()));
}

#[test]
fn a_key_that_anybody_could_sign_for_opens_no_door() {
    let take: Take = Arc::new(|_, _| Box::pin(async { Ack::Empty }));
    for weak in ["", "ab", &"00".repeat(32)] {
        let refused = http::routes(weak, Clock::moved(0), Arc::clone(&take));
        let error = refused.expect_err("no key").to_string();
        assert!(error.contains("HUZZAH_DISCORD__PUBLIC_KEY"), "{error}");
    }
}
