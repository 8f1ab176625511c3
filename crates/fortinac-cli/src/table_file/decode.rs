//! Bytes as text: UTF-8, or UTF-16 with a byte order mark, as Excel writes "Unicode text".

/// The text without its byte order mark, and with `\n` alone at the ends of its lines.
///
/// # Errors
/// The encoding is another one. It is not guessed, because a wrong guess would write wrong names.
pub(super) fn text(bytes: &[u8]) -> Result<String, &'static str> {
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes)?,
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes)?,
        bytes => match std::str::from_utf8(bytes) {
            Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text).to_owned(),
            Err(_) => return Err("the text is not UTF-8"),
        },
    };
    if text.contains('\0') {
        return Err("the file is binary, and no table in text");
    }
    // Spreadsheets and editors change these; a line counts once.
    Ok(match text.contains('\r') {
        true => text.replace("\r\n", "\n"),
        false => text,
    })
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, &'static str> {
    let units = bytes.chunks(2).map(|pair| match pair {
        [first, second] => Ok(unit([*first, *second])),
        _ => Err("the text is not UTF-16, as its byte order mark says"),
    });
    let units = units.collect::<Result<Vec<u16>, _>>()?;
    String::from_utf16(&units).map_err(|_| "the text is not UTF-16, as its byte order mark says")
}
