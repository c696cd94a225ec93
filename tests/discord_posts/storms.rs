//! Storms of refusals: no post is lost, and Discord is left alone long before it would shut us out.

use crate::discord::act::Server;
use crate::discord::pace::INVALID_MOST;
use crate::discord::trouble::{Harm, Trouble};
use crate::office::{HOUR_MS, MINUTE_MS, Office, POST, news};

async fn servers(office: &Office, n_servers: usize) -> Vec<Server> {
    let mut servers = Vec::new();
    for n in 0..n_servers {
        let server = office.server(&format!("Server {n}")).await;
        office.opens(&server, &["Run"]).await;
        servers.push(server);
    }
    servers
}

fn n_invalid(office: &Office) -> usize {
    let now_ms = office.clock.now_ms();
    office.discord.with(|world| world.pace.n_invalid(now_ms))
}

#[tokio::test]
async fn a_storm_of_429_loses_no_post_and_stays_below_a_hundred_refusals() {
    let office = Office::new().await;
    let servers = servers(&office, 8).await;
    let busy = Harm::Busy {
        retry_after_s: 0.3,
        global: false,
    };
    let storm_ends_ms = office.clock.now_ms() + 10 * MINUTE_MS;
    office
        .discord
        .trouble(Trouble::on(POST, busy).until_ms(storm_ends_ms));
    let mut most = 0;
    while office.clock.now_ms() < storm_ends_ms {
        office.delivers().await;
        most = most.max(n_invalid(&office));
        office.clock.advance_ms(1_000);
    }
    assert!(most < INVALID_MOST, "{most} refusals in ten minutes");
    office.delivers_often(20, MINUTE_MS).await;
    for server in &servers {
        assert_eq!(news(server), ["New challenge: Run"]);
    }
}

#[tokio::test]
async fn one_server_in_trouble_uses_up_little_of_what_all_have_together() {
    let office = Office::new().await;
    let acme = office.server("Acme").await;
    let other = office.server("Other").await;
    let feed = acme.channel("feed");
    let busy = Harm::Busy {
        retry_after_s: 0.1,
        global: false,
    };
    office.discord.trouble(Trouble::on(POST, busy).at(&feed));
    office.opens(&acme, &["Run"]).await;
    office.delivers_often(600, 1_000).await;
    assert!(n_invalid(&office) <= 10, "{}", n_invalid(&office));
    office.opens(&other, &["Walk"]).await;
    office.delivers().await;
    assert_eq!(news(&other), ["New challenge: Walk"]);
    office.discord.no_more_trouble();
    office.clock.advance_ms(HOUR_MS);
    office.delivers().await;
    assert_eq!(news(&acme), ["New challenge: Run"]);
}
