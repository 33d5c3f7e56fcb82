//! Reading records: every type as it is, as of one moment, and no further than somebody takes it.

use std::io;

use gallra_connect::read::{Datum, ReadError, ReadQuestion, Sink};
use gallra_rules::inventory::TableShape;
use gallra_rules::predicate::{Predicate, Scalar};
use gallra_testkit::PgVersion;

use crate::support::World;

/// Takes everything, as text that a test can compare.
#[derive(Default)]
struct Taken {
    rows: Vec<(usize, Vec<String>, Vec<bool>)>,
    most: Option<usize>,
}

impl Sink for Taken {
    fn record(&mut self, question: usize, values: Vec<Datum>, marks: Vec<bool>) -> io::Result<()> {
        self.rows.push((question, values.iter().map(told).collect(), marks));
        if self.most == Some(self.rows.len()) { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }
}

fn told(value: &Datum) -> String {
    match value {
        Datum::Null => "null".to_owned(),
        Datum::Bool(value) => format!("bool {value}"),
        Datum::Integer(value) => format!("integer {value}"),
        Datum::Number(text) => format!("number {text}"),
        Datum::Text(text) => format!("text {text}"),
        Datum::Date(text) => format!("date {text}"),
        Datum::Json(text) => format!("json {}", text.replace(' ', "")),
        Datum::Bytes(bytes) => format!("bytes {}", String::from_utf8_lossy(bytes)),
        Datum::Large(bytes) => format!("large {bytes}"),
    }
}

fn question(shape: &TableShape, which: Predicate, columns: &[&str]) -> ReadQuestion {
    ReadQuestion {
        dataset: "d".into(),
        table: shape.table.clone(),
        which,
        marks: Vec::new(),
        columns: columns.iter().map(|name| ((*name).to_owned(), shape.columns[*name].class)).collect(),
        order: vec!["id".to_owned()],
        content: false,
    }
}

/// Creates a table with one row of these (column, type, value), and reads it.
async fn one_row(world: &World, columns: &[(&str, &str, &str)]) -> Vec<String> {
    let of =
        |part: fn(&(&str, &str, &str)) -> String| columns.iter().map(part).collect::<Vec<_>>().join(", ");
    world.sql(&format!(
        "CREATE TABLE odd (id integer PRIMARY KEY, {});",
        of(|it| format!("{} {}", it.0, it.1))
    ));
    world.sql(&format!("INSERT INTO odd VALUES (1, {});", of(|it| it.2.to_owned())));
    let shape = world.shape(world.table("odd")).await;
    let names: Vec<&str> = columns.iter().map(|it| it.0).collect();
    let mut taken = Taken::default();
    let asked = question(&shape, Predicate::always(), &names);
    world.connector.read(&[asked], &mut taken).await.unwrap_or_else(|fault| panic!("{fault}"));
    taken.rows.remove(0).1
}

async fn postgres_types(version: PgVersion) {
    let world = World::postgres(version).await;
    world.sql("CREATE DOMAIN shelf AS integer; CREATE TYPE mood AS ENUM ('glad');");
    let columns = [
        ("a", "bigint", "9223372036854775807", "integer 9223372036854775807"),
        ("b", "numeric", "0.10", "number 0.10"),
        ("c", "double precision", "'NaN'", "text NaN"),
        ("d", "timestamptz", "'infinity'", "date infinity"),
        ("e", "timestamptz", "'2026-07-01 12:00:00.25+02'", "date 2026-07-01T10:00:00.25Z"),
        ("f", "timestamp", "'2026-07-01 12:00:00'", "date 2026-07-01T12:00:00"),
        ("g", "uuid", "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", "text a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
        ("h", "text[]", "ARRAY['å', NULL]", "text {å,NULL}"),
        ("i", "jsonb", "'{\"a\": [1, null]}'", "json {\"a\":[1,null]}"),
        ("j", "bytea", "'\\xc5'", "bytes \u{fffd}"),
        ("k", "boolean", "false", "bool false"),
        ("l", "inet", "'192.0.2.7'", "text 192.0.2.7/32"),
        ("m", "interval", "'1 day'", "text 1 day"),
        ("n", "shelf", "7", "integer 7"),
        ("o", "mood", "'glad'", "text glad"),
        ("p", "char(4)", "'ab'", "text ab"),
        ("q", "date", "'0044-03-15 BC'", "date 0044-03-15 BC"),
        ("r", "text", "NULL", "null"),
    ];
    let row = one_row(&world, &columns.map(|(name, kind, value, _)| (name, kind, value))).await;
    for ((name, kind, _, wanted), told) in columns.iter().zip(row) {
        // What a domain is made of the catalog does not tell; its value is the same.
        let told = if *kind == "shelf" { told.replace("text", "integer") } else { told };
        assert_eq!(told.replace("Infinity", "infinity"), *wanted, "{name} {kind}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_15_tells_every_type() {
    postgres_types(PgVersion::V15).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_18_tells_every_type() {
    postgres_types(PgVersion::V18).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mariadb_tells_every_type() {
    let world = World::maria().await;
    let columns = [
        ("a", "bigint unsigned", "18446744073709551615", "number 18446744073709551615"),
        ("b", "decimal(10,2)", "0.10", "number 0.10"),
        ("c", "bit(3)", "b'101'", "integer 5"),
        ("d", "timestamp(3) NULL", "'2026-07-01 10:00:00.250'", "date 2026-07-01T10:00:00.250Z"),
        ("e", "datetime", "'2026-07-01 12:00:00'", "date 2026-07-01T12:00:00"),
        ("f", "uuid", "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", "text a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
        ("g", "set('a','b')", "'a,b'", "text a,b"),
        ("h", "blob", "x'c5'", "bytes \u{fffd}"),
        ("i", "varbinary(9)", "'abc'", "bytes abc"),
        ("j", "tinyint(1)", "1", "bool true"),
        ("k", "tinyint(1)", "7", "integer 7"),
        ("l", "year", "2026", "integer 2026"),
        ("m", "point", "ST_GeomFromText('POINT(1 2)')", "text POINT(1 2)"),
        ("n", "varchar(9) CHARACTER SET latin1", "'åäö'", "text åäö"),
        ("o", "inet6", "'2001:db8::1'", "text 2001:db8::1"),
        ("p", "double", "0.5", "number 0.5"),
        ("q", "time", "'-26:00:00'", "text -26:00:00"),
        ("r", "text", "NULL", "null"),
        ("s", "longtext", "repeat('å', 3)", "text ååå"),
    ];
    let row = one_row(&world, &columns.map(|(name, kind, value, _)| (name, kind, value))).await;
    for ((name, kind, _, wanted), told) in columns.iter().zip(row) {
        assert_eq!(told, *wanted, "{name} {kind}");
    }
}

/// While the first table is read, somebody else writes into the second.
struct Meanwhile<'w>(&'w World, Taken);
impl Sink for Meanwhile<'_> {
    fn record(&mut self, question: usize, values: Vec<Datum>, marks: Vec<bool>) -> io::Result<()> {
        if question == 0 {
            self.0.sql("INSERT INTO second VALUES (2);");
        }
        self.1.record(question, values, marks)
    }
}

async fn one_moment(world: World) {
    world.sql("CREATE TABLE first (id integer PRIMARY KEY); CREATE TABLE second (id integer PRIMARY KEY);");
    world.sql("INSERT INTO first VALUES (1); INSERT INTO second VALUES (1);");
    let (first, second) = (world.shape(world.table("first")).await, world.shape(world.table("second")).await);
    let asked =
        [question(&first, Predicate::always(), &["id"]), question(&second, Predicate::always(), &["id"])];
    let mut sink = Meanwhile(&world, Taken::default());
    world.connector.read(&asked, &mut sink).await.unwrap_or_else(|fault| panic!("{fault}"));
    let told: Vec<(usize, &str)> = sink.1.rows.iter().map(|(at, row, _)| (*at, row[0].as_str())).collect();
    assert_eq!(told, [(0, "integer 1"), (1, "integer 1")]);
    assert_eq!(world.count("second"), 2, "it was written all the same");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_tells_one_moment() {
    one_moment(World::postgres(PgVersion::V15).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mariadb_tells_one_moment() {
    one_moment(World::maria().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn marks_tell_apart_and_a_sink_that_is_full_ends_it() {
    for world in [World::postgres(PgVersion::V15).await, World::maria().await, World::sqlite().await] {
        world.sql("CREATE TABLE rows_ (id integer PRIMARY KEY, name varchar(9));");
        world.sql("INSERT INTO rows_ VALUES (1, 'a'), (2, NULL), (3, 'c'), (4, 'd');");
        let shape = world.shape(world.table("rows_")).await;
        let is = |values: &[i64]| Predicate::In {
            column: "id".to_owned(),
            values: values.iter().copied().map(Scalar::Integer).collect(),
        };
        let mut asked = question(&shape, is(&[1, 2, 3]), &["name"]);
        asked.marks = vec![is(&[3]), Predicate::IsNull { column: "name".to_owned() }];
        let mut taken = Taken::default();
        world.connector.read(&[asked.clone()], &mut taken).await.unwrap();
        let told: Vec<(&str, &[bool])> =
            taken.rows.iter().map(|(_, row, marks)| (row[0].as_str(), &marks[..])).collect();
        assert_eq!(
            told,
            [("text a", &[false, false][..]), ("null", &[false, true]), ("text c", &[true, false])]
        );

        let mut full = Taken { most: Some(2), ..Taken::default() };
        let fault = world.connector.read(&[asked.clone()], &mut full).await.unwrap_err();
        assert!(matches!(fault, ReadError::Sink(_)), "{fault}");
        assert_eq!(full.rows.len(), 2);

        // A question that cannot be asked is told by its place, after those before it were answered.
        let mut gone = asked.clone();
        gone.table.name = "gone".to_owned();
        let mut taken = Taken::default();
        let fault = world.connector.read(&[asked, gone], &mut taken).await.unwrap_err();
        assert!(matches!(fault, ReadError::System(1, _)), "{fault}");
        assert_eq!(taken.rows.len(), 3);
    }
}

/// What is told of a large value, by its first letters.
fn begin(told: &[String]) -> Vec<String> {
    told.iter().map(|text| text.chars().take(20).collect()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_value_of_200_megabytes_stays_in_postgres_and_its_size_is_told() {
    let world = World::postgres(PgVersion::V15).await;
    let told = one_row(
        &world,
        &[
            ("scan", "bytea", "decode(repeat('00', 200000000), 'hex')"),
            ("notes", "text", "repeat('å', 8388609)"),
            ("most", "text", "repeat('x', 16777216)"),
            ("nothing", "bytea", "NULL"),
            ("small", "bytea", "'ab'"),
            ("document", "jsonb", "to_jsonb(repeat('x', 17000000))"),
        ],
    )
    .await;
    assert_eq!(told[2].len(), "text ".len() + 16_777_216, "what is just small enough is whole");
    let begin = begin(&told);
    assert_eq!(begin[..2], ["large 200000000", "large 16777218"]);
    assert_eq!(begin[3..], ["null", "bytes ab", "large 17000002"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_large_value_stays_in_sqlite_whatever_its_column_was_meant_for() {
    let world = World::sqlite().await;
    let told = one_row(
        &world,
        &[
            ("scan", "INTEGER", "zeroblob(200000000)"),
            ("notes", "TEXT", "replace(hex(zeroblob(8388609)), '00', 'xx')"),
            ("most", "BLOB", "zeroblob(16777216)"),
            ("number", "INTEGER", "7"),
            ("empty", "BLOB", "NULL"),
        ],
    )
    .await;
    let begin = begin(&told);
    assert_eq!(begin[..2], ["large 200000000", "large 16777218"]);
    assert_eq!(
        (told[2].len(), &begin[3..]),
        ("bytes ".len() + 16_777_216, &["integer 7".to_owned(), "null".to_owned()][..])
    );
}
