//! A document as one HTML page: no script, nothing loaded, light and dark as the reader's system says, printable.
//!
//! Everything that is shown is escaped here, at the one place where text becomes markup.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::Edition;
use crate::colour::{Colour, lit, of_links};
use crate::pdf::{Logo, LogoForm, Look};
use crate::tree::{Block, Clause, Definition, Document, Inline, Letterhead, Line, Section, Table, words};

/// The style, in the page itself: a page that is sent by mail looks as it does on the web.
const STYLE: &str = include_str!("page.css");

/// A table with more columns gives none of them a least width.
const MANY: usize = 6;

/// The page in a company's looks. `banner` stands above everything, for what must not be published yet; each string is a line.
pub fn render(document: &Document, edition: &Edition, banner: &[String], look: &Look) -> String {
    let labels = &document.labels;
    let mut page = Page(String::with_capacity(32 * 1024));
    page.raw("<!DOCTYPE html>\n");
    let _ =
        writeln!(page.0, "<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">", Escaped(&document.language));
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
    let _ = write!(
        page.0,
        "<title>{}</title>\n<style>\n{}</style>\n</head>\n<body>\n",
        Escaped(&document.title),
        style(look)
    );
    if let Some(head) = &document.letterhead {
        page.letter(document, head, look);
        return page.0;
    }
    let _ = writeln!(page.0, "<a class=\"skip\" href=\"#main\">{}</a>", Escaped(&labels.skip));
    page.banner(banner);
    let _ = writeln!(page.0, "<header>\n{}<h1>{}</h1>", logo(look), Escaped(&document.title));
    document.lead.iter().for_each(|block| page.block(block));
    page.edition(document, edition);
    page.raw("</header>\n");
    page.raw("<main id=\"main\">\n");
    document.summary.iter().for_each(|summary| page.section(summary, 2));
    page.contents(document);
    document.sections.iter().for_each(|section| page.section(section, 2));
    page.raw("</main>\n");
    let policy = Escaped(&edition.policy);
    let _ =
        write!(page.0, "<footer>\n<p>{}: <code>{policy}</code></p>\n</footer>\n", Escaped(&labels.policy));
    page.raw("</body>\n</html>\n");
    page.0
}

/// The style of a page, with the company's colour if it has one: of its own in the light, in the dark and in print.
pub(crate) fn style(look: &Look) -> String {
    let Some(accent) = look.accent else { return STYLE.to_owned() };
    let hex = |[red, green, blue]: Colour| format!("#{red:02x}{green:02x}{blue:02x}");
    let dark = look.dark.unwrap_or_else(|| lit(accent));
    let (link, dark_link) = of_links(accent, dark);
    let (light, dark, link, dark_link) = (hex(accent), hex(dark), hex(link), hex(dark_link));
    format!(
        "{STYLE}:root {{ --accent: {light}; --link: {link}; }}\n\
         @media (prefers-color-scheme: dark) {{ :root {{ --accent: {dark}; --link: {dark_link}; }} }}\n\
         @media print {{ :root {{ --accent: {light}; --link: #000; }} }}\n"
    )
}

/// The logo in the page itself, so that nothing is loaded; a picture in `img` runs no script and loads nothing either.
pub(crate) fn logo(look: &Look) -> String {
    let Some(Logo { form, bytes }) = &look.logo else { return String::new() };
    let kind = match form {
        LogoForm::Svg => "image/svg+xml",
        LogoForm::Png => "image/png",
    };
    let (alt, data) = (Escaped(&look.name), STANDARD.encode(bytes));
    format!("<p class=\"logo\"><img alt=\"{alt}\" src=\"data:{kind};base64,{data}\"></p>\n")
}

struct Page(String);

impl Page {
    fn raw(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    /// A letter: who to whom, then what, then who signs.
    fn letter(&mut self, document: &Document, head: &Letterhead, look: &Look) {
        let _ = writeln!(self.0, "<header class=\"letterhead\">\n{}", logo(look));
        self.address("from", &head.from);
        self.address("to", &head.to);
        let _ = writeln!(self.0, "<p class=\"day\">{}", Escaped(&head.day));
        if let Some(reference) = &head.reference {
            let _ = writeln!(self.0, "<br>{}", Escaped(reference));
        }
        let _ =
            write!(self.0, "</p>\n</header>\n<main id=\"main\">\n<h1>{}</h1>\n", Escaped(&document.title));
        document.lead.iter().for_each(|block| self.block(block));
        document.sections.iter().for_each(|section| self.section(section, 2));
        self.raw("<footer class=\"closing\">\n<p>");
        self.line(&head.questions);
        self.raw("</p>\n");
        if let Some((greeting, signed)) = head.closing.split_first() {
            let signed: Vec<String> = signed.iter().map(|line| Escaped(line).to_string()).collect();
            let _ = write!(self.0, "<p>{}</p>\n<p>{}</p>\n", Escaped(greeting), signed.join("<br>\n"));
        }
        self.raw("</footer>\n</main>\n</body>\n</html>\n");
    }

    fn address(&mut self, class: &str, lines: &[Line]) {
        let _ = write!(self.0, "<p class=\"{class}\">");
        for (number, line) in lines.iter().enumerate() {
            if number > 0 {
                self.raw("<br>\n");
            }
            self.line(line);
        }
        self.raw("</p>\n");
    }

    fn banner(&mut self, banner: &[String]) {
        let Some((first, rest)) = banner.split_first() else { return };
        let _ = writeln!(self.0, "<aside class=\"draft\">\n<p><strong>{}</strong></p>", Escaped(first));
        if !rest.is_empty() {
            self.raw("<ul>\n");
            for one in rest {
                let _ = writeln!(self.0, "<li>{}</li>", Escaped(one));
            }
            self.raw("</ul>\n");
        }
        self.raw("</aside>\n");
    }

    fn edition(&mut self, document: &Document, edition: &Edition) {
        let (labels, date) = (&document.labels, edition.date);
        let _ = writeln!(
            self.0,
            "<p class=\"edition\">{} <code>{}</code> · <time datetime=\"{date}\">{}</time></p>",
            Escaped(&labels.version),
            Escaped(&edition.version),
            Escaped(&labels.day(date)),
        );
    }

    fn contents(&mut self, document: &Document) {
        let label = Escaped(&document.labels.contents);
        let _ = write!(self.0, "<nav aria-label=\"{label}\">\n<ul>\n");
        for section in &document.sections {
            let (id, heading) = (Escaped(&section.id), Escaped(&section.heading));
            let _ = writeln!(self.0, "<li><a href=\"#{id}\">{heading}</a></li>");
        }
        self.raw("</ul>\n</nav>\n");
    }

    fn section(&mut self, section: &Section, level: usize) {
        let (id, heading) = (Escaped(&section.id), Escaped(&section.heading));
        let level = level.min(6);
        let _ = writeln!(
            self.0,
            "<section aria-labelledby=\"{id}-heading\" id=\"{id}\">\n<h{level} id=\"{id}-heading\">{heading}</h{level}>"
        );
        section.blocks.iter().for_each(|block| self.block(block));
        section.sections.iter().for_each(|inner| self.section(inner, level + 1));
        self.raw("</section>\n");
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(line) => {
                self.raw("<p>");
                self.line(line);
                self.raw("</p>\n");
            }
            Block::Note(line) => {
                self.raw("<p class=\"note\">");
                self.line(line);
                self.raw("</p>\n");
            }
            Block::List(lines) => self.list(lines),
            Block::Clauses(clauses) => self.clauses(clauses),
            Block::Definitions(terms) => self.definitions(terms),
            Block::Table(table) => self.table(table),
        }
    }

    fn list(&mut self, lines: &[Line]) {
        if lines.is_empty() {
            return;
        }
        self.raw("<ul>\n");
        for line in lines {
            self.raw("<li>");
            self.line(line);
            self.raw("</li>\n");
        }
        self.raw("</ul>\n");
    }

    /// The number is part of the text: an agreement is cited by it, wherever it is pasted.
    fn clauses(&mut self, clauses: &[Clause]) {
        self.raw("<ol class=\"clauses\">\n");
        for Clause { number, line } in clauses {
            let _ = write!(self.0, "<li><span>{}</span><div>", Escaped(number));
            self.line(line);
            self.raw("</div></li>\n");
        }
        self.raw("</ol>\n");
    }

    fn definitions(&mut self, terms: &[Definition]) {
        self.raw("<dl>\n");
        for Definition { term, lines } in terms.iter().filter(|term| !term.lines.is_empty()) {
            let _ = writeln!(self.0, "<div>\n<dt>{}</dt>", Escaped(term));
            for line in lines {
                self.raw("<dd>");
                self.line(line);
                self.raw("</dd>\n");
            }
            self.raw("</div>\n");
        }
        self.raw("</dl>\n");
    }

    /// On a narrow screen the style stacks each row; the roles keep it a table for those who listen.
    fn table(&mut self, table: &Table) {
        if table.rows.is_empty() {
            return;
        }
        // Many columns have no room for a least width.
        let class = if table.head.len() > MANY { " class=\"many\"" } else { "" };
        let _ = writeln!(self.0, "<table role=\"table\"{class}>");
        if !table.caption.is_empty() {
            let _ = writeln!(self.0, "<caption>{}</caption>", Escaped(&table.caption));
        }
        self.raw("<thead role=\"rowgroup\">\n<tr role=\"row\">\n");
        for head in &table.head {
            let _ = writeln!(self.0, "<th scope=\"col\" role=\"columnheader\">{}</th>", Escaped(head));
        }
        self.raw("</tr>\n</thead>\n<tbody role=\"rowgroup\">\n");
        for row in &table.rows {
            self.raw("<tr role=\"row\">\n");
            for (column, (cell, head)) in row.iter().zip(&table.head).enumerate() {
                self.cell(cell, head, column == 0);
            }
            self.raw("</tr>\n");
        }
        self.raw("</tbody>\n</table>\n");
    }

    fn cell(&mut self, lines: &[Line], head: &str, names_the_row: bool) {
        if names_the_row {
            self.raw("<th scope=\"row\" role=\"rowheader\">");
        } else {
            // Beside others a dash keeps the place; stacked it says nothing.
            let class = if matches!(lines, [only] if words(only) == "–") { " class=\"none\"" } else { "" };
            let _ = write!(self.0, "<td role=\"cell\"{class} data-head=\"{}\">", Escaped(head));
        }
        self.raw("<div>");
        for (number, line) in lines.iter().enumerate() {
            if number > 0 {
                self.raw("<br>");
            }
            self.line(line);
        }
        self.raw("</div>");
        self.raw(if names_the_row { "</th>\n" } else { "</td>\n" });
    }

    fn line(&mut self, line: &[Inline]) {
        for piece in line {
            match piece {
                Inline::Text(text) => {
                    let _ = write!(self.0, "{}", Escaped(text));
                }
                Inline::Link { to, text } if leads_somewhere(to) => {
                    let _ = write!(self.0, "<a href=\"{}\">{}</a>", Escaped(to), Escaped(text));
                }
                Inline::Link { .. } => {
                    let _ = write!(self.0, "{}", Escaped(&words(std::slice::from_ref(piece))));
                }
            }
        }
    }
}

/// Only what a document may lead to: never a script, whatever was put into the tree.
pub(crate) fn leads_somewhere(to: &str) -> bool {
    ["#", "https://", "mailto:", "tel:"].iter().any(|start| to.starts_with(start))
}

/// Text in markup or in an attribute's quotes.
pub(crate) struct Escaped<'a>(pub(crate) &'a str);

/// Whether no line may end between two characters with a space between them: a number stays with its unit, `6 months`,
/// `2 §`, `7.1 (b)`, and `(EU) 2016/679` is one name.
pub(crate) fn stays_together(before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    before.is_ascii_digit() && (after.is_alphabetic() || "§(".contains(after))
        || before == ')' && after.is_ascii_digit()
}

impl std::fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut letters = self.0.chars().peekable();
        let mut before = None;
        while let Some(letter) = letters.next() {
            match letter {
                ' ' if stays_together(before, letters.peek().copied()) => f.write_char('\u{a0}')?,
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                other => f.write_char(other)?,
            }
            before = Some(letter);
        }
        Ok(())
    }
}
