//! The record of GDPRbench, and what is done with it: Shastri et al., "Understanding and Benchmarking the Impact of GDPR on
//! Database Systems", PVLDB 13(7), tables 1 and 2; the distributions are those of its workload files.

pub(crate) const PURPOSES: u64 = 25;
/// Records to a person: 10,000 users of 100,000 records.
pub(crate) const RECORDS_OF_A_USER: u64 = 10;
pub(crate) const CLIENTS: usize = 8;
/// Bytes of what a record says.
const DATA: usize = 100;

/// The metadata that an update can change, with how many values there are: TTL, objections, decisions, access list, sharing,
/// source, category.
pub(crate) const FIELDS: [(&str, u64); 7] =
    [("ttl", 10), ("obj", 100), ("dec", 2), ("acl", 10), ("shr", 10), ("src", 10), ("cat", 10)];

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Record {
    pub(crate) key: u64,
    pub(crate) data: String,
    pub(crate) purpose: u64,
    pub(crate) user: u64,
    /// In the order of [`FIELDS`].
    pub(crate) meta: [String; 7],
}

/// The value of a field by its number. A TTL lies ahead, for (a) would hand out what is over.
pub(crate) fn value(field: usize, number: u64) -> String {
    let (name, values) = FIELDS[field];
    let number = number % values;
    if field == 0 { format!("{}-06-30", 2030 + number) } else { format!("{name}{number}") }
}

impl Record {
    pub(crate) fn new(key: u64, users: u64) -> Self {
        let mut dice = Dice(key + 1);
        let data = (0..DATA).map(|_| char::from(b'a' + u8::try_from(dice.below(26)).unwrap())).collect();
        let meta = std::array::from_fn(|field| value(field, dice.below(FIELDS[field].1)));
        Self { key, data, purpose: dice.below(PURPOSES), user: dice.below(users), meta }
    }

    /// Bytes of it as text: what there is to keep.
    pub(crate) fn bytes(&self) -> u64 {
        let numbers = [self.key, self.purpose, self.user].map(|number| number.to_string().len());
        let texts = self.meta.iter().map(String::len).sum::<usize>() + self.data.len();
        (numbers.iter().sum::<usize>() + texts) as u64
    }
}

/// splitmix64: the same dice in every run.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    #[allow(clippy::cast_precision_loss, reason = "53 bits")]
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// YCSB's zipfian numbers (Gray et al., SIGMOD 1994), theta 0.99, scattered over the range by a hash.
pub(crate) struct Zipf {
    number: u64,
    zeta: f64,
    eta: f64,
    alpha: f64,
}

#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "far below 2^53"
)]
impl Zipf {
    const THETA: f64 = 0.99;

    pub(crate) fn new(number: u64) -> Self {
        let zeta = |number: u64| (1..=number).map(|rank| (rank as f64).powf(-Self::THETA)).sum::<f64>();
        let zeta_n = zeta(number);
        let eta = (1.0 - (2.0 / number as f64).powf(1.0 - Self::THETA)) / (1.0 - zeta(2) / zeta_n);
        Self { number, zeta: zeta_n, eta, alpha: 1.0 / (1.0 - Self::THETA) }
    }

    fn draw(&self, dice: &mut Dice) -> u64 {
        let unit = dice.unit();
        let scaled = unit * self.zeta;
        let rank = if scaled < 1.0 {
            0
        } else if scaled < 1.0 + 0.5_f64.powf(Self::THETA) {
            1
        } else {
            (self.number as f64 * (self.eta * unit - self.eta + 1.0).powf(self.alpha)) as u64
        };
        Dice(rank).below(self.number)
    }
}

/// One operation.
#[derive(Clone, Debug)]
pub(crate) enum Op {
    Insert(u64),
    Delete(u64),
    Read(u64),
    Update(u64, String),
    /// Field, value.
    MarkPurpose(u64, usize, String),
    MarkUser(u64, usize, String),
    DescribePurpose(u64),
    DescribeUser(u64),
    ReadPurpose(u64),
    ReadUser(u64),
    Logs,
    VerifyGone(u64),
}

/// Names of the operations, as [`Op::name`] has them.
pub(crate) const NAMES: [&str; 12] = [
    "insert",
    "delete",
    "read",
    "update",
    "metadata of a purpose, update",
    "metadata of a user, update",
    "metadata of a purpose, read",
    "metadata of a user, read",
    "read by purpose",
    "read by user",
    "log extract",
    "verify deletion",
];

impl Op {
    pub(crate) const fn name(&self) -> usize {
        match self {
            Self::Insert(_) => 0,
            Self::Delete(_) => 1,
            Self::Read(_) => 2,
            Self::Update(..) => 3,
            Self::MarkPurpose(..) => 4,
            Self::MarkUser(..) => 5,
            Self::DescribePurpose(_) => 6,
            Self::DescribeUser(_) => 7,
            Self::ReadPurpose(_) => 8,
            Self::ReadUser(_) => 9,
            Self::Logs => 10,
            Self::VerifyGone(_) => 11,
        }
    }
}

/// A mix: shares of the operations in percent, in the order of [`NAMES`], and whether the most asked-for are few.
pub(crate) struct Mix {
    pub(crate) name: &'static str,
    pub(crate) shares: [u64; 12],
    pub(crate) zipfian: bool,
}

pub(crate) const MIXES: [Mix; 4] = [
    Mix { name: "controller", shares: [25, 25, 0, 0, 25, 25, 0, 0, 0, 0, 0, 0], zipfian: false },
    Mix { name: "customer", shares: [0, 20, 20, 20, 10, 10, 10, 10, 0, 0, 0, 0], zipfian: true },
    Mix { name: "processor", shares: [0, 0, 20, 0, 0, 0, 0, 0, 40, 40, 0, 0], zipfian: false },
    Mix { name: "regulator", shares: [0, 0, 0, 0, 0, 0, 0, 46, 0, 0, 31, 23], zipfian: true },
];

/// What each client does. A key is always the same client's, so that what becomes of it is the same in every system.
pub(crate) fn operations(
    mix: &Mix,
    records: u64,
    number: u64,
    clients: usize,
    first_new: &mut u64,
) -> Vec<Vec<Op>> {
    let users = (records / RECORDS_OF_A_USER).max(1);
    let zipfs = mix.zipfian.then(|| [records, users, PURPOSES].map(Zipf::new));
    let mut dice = Dice(mix.name.bytes().map(u64::from).sum());
    let mut all = vec![Vec::new(); clients];
    for _ in 0..number {
        let draw = |at: usize, limit: u64, dice: &mut Dice| match &zipfs {
            Some(zipfs) => zipfs[at].draw(dice),
            None => dice.below(limit),
        };
        let mut left = dice.below(100);
        let kind = mix.shares.iter().position(|share| match left.checked_sub(*share) {
            Some(less) => {
                left = less;
                false
            }
            None => true,
        });
        let field = usize::try_from(dice.below(7)).unwrap();
        let said = value(field, dice.below(FIELDS[field].1));
        let (key, user) = (draw(0, records, &mut dice), draw(1, users, &mut dice));
        let purpose = draw(2, PURPOSES, &mut dice);
        let mut client = usize::try_from(key).unwrap() % clients;
        let op = match kind.unwrap() {
            0 => {
                *first_new += 1;
                client = usize::try_from(*first_new).unwrap() % clients;
                Op::Insert(*first_new)
            }
            1 => Op::Delete(key),
            2 => Op::Read(key),
            3 => Op::Update(key, Record::new(dice.next() >> 20, users).data),
            4 => Op::MarkPurpose(purpose, field, said),
            5 => Op::MarkUser(user, field, said),
            6 => Op::DescribePurpose(purpose),
            7 => Op::DescribeUser(user),
            8 => Op::ReadPurpose(purpose),
            9 => Op::ReadUser(user),
            10 => Op::Logs,
            _ => Op::VerifyGone(key),
        };
        all[client].push(op);
    }
    all
}
