//! What the compiler of pages can see: our own page, the data of one document, its pictures and our fonts. There is no
//! file system, no network and no package behind it, and its day is the one that it was given.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::layout::{Abs, Em};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook, FontInstance, FontVariant, FontVariations};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt as _, World};

/// Under the SIL Open Font License (`fonts/OFL.txt`), unchanged.
const FONTS: [&[u8]; 4] = [
    include_bytes!("../../fonts/NotoSans-Regular.ttf"),
    include_bytes!("../../fonts/NotoSans-Bold.ttf"),
    include_bytes!("../../fonts/NotoSansHebrew-Regular.ttf"),
    include_bytes!("../../fonts/NotoSansArabic-Regular.ttf"),
];

/// What is the same for every document: the language of pages with its library, our page, and the fonts.
struct House {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    page: Source,
    /// The fonts as they are, in their order: the second is bold.
    instances: Vec<FontInstance>,
    /// What is known of each of the first characters, in which nearly all that we set is written.
    first: Vec<Option<[f64; 2]>>,
}

/// Latin, Greek and Cyrillic.
const FIRST: u32 = 0x530;

static HOUSE: LazyLock<House> = LazyLock::new(|| {
    let fonts: Vec<Font> = FONTS.iter().flat_map(|font| Font::iter(Bytes::new(*font))).collect();
    // Cells that name their row are one of the extras (PDF/UA-1, 7.5).
    let features = std::iter::once(Feature::A11yExtras).collect();
    let instance = |font: &Font| {
        font.clone().instantiate(FontVariant::default(), Abs::pt(10.0), &FontVariations::default())
    };
    let instances: Vec<FontInstance> = fonts.iter().map(instance).collect();
    let first = (0..FIRST).map(|c| widths(&instances, char::from_u32(c)?)).collect();
    House {
        library: LazyHash::new(Library::builder().with_features(features).build()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        instances,
        first,
        page: Source::new(id("/page.typ"), include_str!("page.typ").to_owned()),
    }
});

/// Whether one of our fonts has a character.
pub(super) fn has_glyph(c: char) -> bool {
    measured(c).is_some()
}

/// How wide a character is, in em; a letter's width for what no font has.
pub(super) fn advance(c: char, bold: bool) -> f64 {
    measured(c).map_or(0.6, |widths| widths[usize::from(bold)])
}

fn measured(c: char) -> Option<[f64; 2]> {
    let first = usize::try_from(u32::from(c)).ok().and_then(|at| HOUSE.first.get(at));
    first.copied().unwrap_or_else(|| widths(&HOUSE.instances, c))
}

/// The width of a character in regular and in bold, by the first font that has it.
fn widths(fonts: &[FontInstance], c: char) -> Option<[f64; 2]> {
    let of = |font: &FontInstance| {
        let glyph = font.ttf().glyph_index(c)?;
        Some(font.x_advance(glyph.0).map_or(0.6, Em::get))
    };
    let plain = fonts.iter().find_map(of)?;
    // The scripts that have no bold of their own are as wide in it.
    Some([plain, fonts.get(1).and_then(of).unwrap_or(plain)])
}

/// The name of a file that exists for the compiler only. There are few: names are kept for as long as we run.
pub(super) fn id(path: &str) -> FileId {
    let path = VirtualPath::new(path).unwrap_or_else(|_| unreachable!("a path of our own"));
    FileId::new(RootedPath::new(VirtualRoot::Project, path))
}

/// One document's.
pub(super) struct Desk {
    files: HashMap<FileId, Bytes>,
    date: Date,
}

impl Desk {
    pub(super) fn new(date: Date) -> Self {
        Self { files: HashMap::new(), date }
    }

    pub(super) fn put(&mut self, path: &str, bytes: Vec<u8>) {
        self.files.insert(id(path), Bytes::new(bytes));
    }
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &HOUSE.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &HOUSE.book
    }

    fn main(&self) -> FileId {
        HOUSE.page.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == HOUSE.page.id() { Ok(HOUSE.page.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        HOUSE.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        let (month, day) = (self.date.month().unsigned_abs(), self.date.day().unsigned_abs());
        Datetime::from_ymd(self.date.year().into(), month, day)
    }
}
