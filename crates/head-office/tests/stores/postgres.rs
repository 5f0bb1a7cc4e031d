//! What is PostgreSQL's alone.

use std::sync::Arc;

use faults::postgres::Cluster;
use head_office::store::{StoreError, postgres::Postgres};
use wire::record::Status;

use super::common::{Base, card, id};
use super::{Place, batch, cards, of, record, statuses, take};

fn place() -> (Place, Arc<Cluster>) {
    let place = Place::on(&Base::postgres().empty());
    let cluster = place.base.cluster.clone().unwrap();
    (place, cluster)
}

#[test]
fn postgres_1_groups_of_the_same_dealers_in_any_order_take_turns() {
    let (place, cluster) = place();
    let other = place.another();
    std::thread::scope(|threads| {
        for (store, order) in [(&place.store, ["HB0732", "LN0001"]), (&other, ["LN0001", "HB0732"])] {
            threads.spawn(move || {
                for n in 1..=40 {
                    let group = order.map(|dealer| of(dealer, "e", vec![record(n, n, 1, "card", &card("DF", n))]));
                    for reply in take(store.as_ref(), &group) {
                        assert!(matches!(statuses(&reply.results)[..], [Status::Accepted] | [Status::Duplicate]));
                    }
                }
            });
        }
    });
    assert_eq!(place.stream("e"), (40, 40, 40, 0));
    assert!(!cluster.log().contains("deadlock"), "{}", cluster.log());
}

#[test]
fn postgres_2_a_group_that_met_another_is_taken_again() {
    let (place, cluster) = place();
    let url = place.base.url.clone().unwrap();
    let body = card("DF", 1);
    // Somebody who takes no turn: the row is there, and committed only a while later.
    let stray = format!(
        "INSERT INTO record (dealer, record_id, rev, kind, schema, hash, body, state, device_id, received_at, signature)
         VALUES ('HB0732', '{}', 1, 'card', 1, '{}', '{body}', 'accepted', 'd', 7, 'first'); SELECT pg_sleep(1)",
        id(1),
        wire::hash::sha256_hex(body.as_bytes()),
    );
    std::thread::scope(|threads| {
        threads.spawn(|| cluster.behind_the_back(&url, &stray));
        let sleeping =
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()";
        while cluster.behind_the_back(&url, sleeping) == "0" {
            std::thread::yield_now();
        }
        let results = place.take(batch(cards(1, 3)));
        assert_eq!(statuses(&results), [Status::Duplicate, Status::Accepted, Status::Accepted]);
        assert_eq!(results[0].signature.as_deref(), Some("first"));
    });
    assert_eq!(place.stream("e"), (3, 3, 3, 0));
}

#[test]
fn postgres_3_commits_are_synchronous_whatever_the_database_says() {
    let (place, cluster) = place();
    let url = place.base.url.clone().unwrap();
    let name = url.rsplit('/').next().unwrap();
    cluster.behind_the_back(&url, &format!("ALTER DATABASE {name} SET synchronous_commit = off"));
    let watch = "CREATE TABLE seen (v text);
        CREATE FUNCTION look() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN INSERT INTO seen SELECT current_setting('synchronous_commit'); RETURN NULL; END $$;
        CREATE TRIGGER look AFTER INSERT ON batch FOR EACH STATEMENT EXECUTE FUNCTION look()";
    cluster.behind_the_back(&url, watch);
    take(place.another().as_ref(), &[batch(cards(1, 1))]);
    assert_eq!(cluster.behind_the_back(&url, "SELECT v FROM seen"), "on");
    assert_eq!(cluster.behind_the_back(&url, "SHOW synchronous_commit"), "off", "but for us");
    let latin = format!("{name}_latin");
    cluster.behind_the_back(&url, &format!("CREATE DATABASE {latin} TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'"));
    let refused = Postgres::open(&url.replace(name, &latin)).err();
    assert!(matches!(refused, Some(StoreError::Unfit(why)) if why.contains("UTF8")));
}

#[test]
fn postgres_4_a_database_that_was_started_again_is_used_again() {
    let cluster = Arc::new(Cluster::start());
    let base = Base { url: Some(cluster.database()), cluster: Some(cluster.clone()) };
    let place = Place::on(&base);
    place.take(batch(cards(1, 5)));
    cluster.kill();
    assert!(matches!(place.store.dealers(), Err(StoreError::Unreached(_) | StoreError::Postgres(_))));
    cluster.up();
    assert_eq!(place.store.dealers().unwrap().len(), 2);
    assert_eq!(statuses(&place.take(batch(cards(1, 6))))[4..], [Status::Duplicate, Status::Accepted]);
    place.store.add_dealer("GS1", "甘肃", 1, None).unwrap();
}
