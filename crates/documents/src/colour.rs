//! Whether a colour can be read (WCAG 2.2, 1.4.3 and 1.4.6 define contrast), and one that can.

/// Red, green, blue.
pub type Colour = [u8; 3];

/// The least contrast of text with what is behind it (WCAG 2.2, 1.4.3).
pub const LEAST_CONTRAST: f64 = 4.5;
/// The contrast of what we choose ourselves (1.4.6): a dull heading can be read and is no pleasure.
const GOOD_CONTRAST: f64 = 7.0;
/// What is behind the text on paper and on a light page.
pub const LIGHT: Colour = [0xff; 3];
/// What is behind it on a dark page; `--back` of `page.css`.
pub const DARK: Colour = [0x15, 0x18, 0x1c];
/// What is behind notes and the list of contents; `--field` of `page.css`.
const LIGHT_FIELD: Colour = [0xf5, 0xf7, 0xf9];
/// The same on a dark page.
const DARK_FIELD: Colour = [0x1e, 0x23, 0x29];

/// The contrast of two colours, from 1 to 21.
pub fn contrast(one: Colour, other: Colour) -> f64 {
    let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
    one.max(other) / one.min(other)
}

/// The same colour, as much lighter as it takes to be read well on a dark page.
pub(crate) fn lit(colour: Colour) -> Colour {
    towards(colour, LIGHT, (DARK, GOOD_CONTRAST))
}

/// The colours of links on light and on dark pages: those of headings, changed only as much as it takes to be read on
/// what is behind notes, too, where links stand and headings do not.
pub(crate) fn of_links(light: Colour, dark: Colour) -> (Colour, Colour) {
    let dark = towards(dark, LIGHT, (DARK_FIELD, LEAST_CONTRAST));
    (towards(light, [0; 3], (LIGHT_FIELD, LEAST_CONTRAST)), dark)
}

/// A colour moved towards another until it has a contrast with what is behind it.
fn towards(colour: Colour, end: Colour, (back, least): (Colour, f64)) -> Colour {
    let mixed = |parts: u16| {
        let mut mixed = colour;
        for (part, end) in mixed.iter_mut().zip(end) {
            let sum = u16::from(*part) * (64 - parts) + u16::from(end) * parts;
            *part = u8::try_from(sum / 64).unwrap_or(u8::MAX);
        }
        mixed
    };
    (0..=64).map(mixed).find(|mixed| contrast(*mixed, back) >= least).unwrap_or(end)
}

/// Relative luminance.
fn luminance([red, green, blue]: Colour) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126_f64.mul_add(linear(red), 0.7152_f64.mul_add(linear(green), 0.0722 * linear(blue)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dark_colour_has_a_light_one_that_can_be_read() {
        for colour in [[0, 0, 0], [0x1d, 0x4e, 0x79], [0x7a, 0x1f, 0x2b], [0, 0, 0xff], [0x76; 3]] {
            let lit = lit(colour);
            assert!(contrast(lit, DARK) >= GOOD_CONTRAST, "{colour:?} {lit:?}");
            let (light, dark) = of_links(colour, lit);
            assert!(contrast(light, LIGHT_FIELD) >= LEAST_CONTRAST, "{colour:?} {light:?}");
            assert!(contrast(dark, DARK_FIELD) >= LEAST_CONTRAST, "{colour:?} {dark:?}");
        }
        let good = [0x1d, 0x4e, 0x79];
        assert_eq!(of_links(good, lit(good)), (good, lit(good)), "what can be read stays as it is");
        assert_eq!(lit([0x8e, 0xc1, 0xff]), [0x8e, 0xc1, 0xff], "one that can be read stays as it is");
    }

    #[test]
    fn contrasts_are_those_of_the_standard() {
        assert!((contrast([0; 3], LIGHT) - 21.0).abs() < 1e-9);
        // The lightest grey that passes on white, and the first that does not.
        assert!(contrast([0x76; 3], LIGHT) >= LEAST_CONTRAST && contrast([0x77; 3], LIGHT) < LEAST_CONTRAST);
    }
}
