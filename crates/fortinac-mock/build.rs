//! Takes the files of Swagger UI out of the archive that a crate carries, for the feature `docs`.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    #[cfg(feature = "docs")]
    swagger_ui::extract().expect("the archive of Swagger UI has the files that the docs need");
}

#[cfg(feature = "docs")]
mod swagger_ui {
    use std::error::Error;
    use std::path::Path;

    use rawzip::{CompressionMethod, ZipArchive, ZipVerification};
    use utoipa_swagger_ui_vendored::SWAGGER_UI_VENDORED;

    /// The files in the archive's one folder, and what they are called here.
    const FILES: [(&str, &str); 4] = [
        ("dist/swagger-ui-bundle.js", "swagger-ui-bundle.js"),
        ("dist/swagger-ui.css", "swagger-ui.css"),
        ("LICENSE", "swagger-ui-license.txt"),
        ("NOTICE", "swagger-ui-notice.txt"),
    ];

    /// Writes the files into the build's folder, in gzip's format.
    pub(super) fn extract() -> Result<(), Box<dyn Error>> {
        let folder = std::env::var_os("OUT_DIR").ok_or("cargo names no folder")?;
        let archive = ZipArchive::from_slice(SWAGGER_UI_VENDORED)?;
        let mut missing = FILES.to_vec();
        let mut entries = archive.entries();
        while let Some(entry) = entries.next_entry()? {
            let path = entry.file_path().try_normalize()?;
            let below = path.as_ref().split_once('/').map(|(_, below)| below);
            let Some(at) = missing.iter().position(|(file, _)| Some(*file) == below) else {
                continue;
            };
            let (_, name) = missing.remove(at);
            let content = archive.get_entry(entry.wayfinder())?;
            let framed = gzip(
                entry.compression_method(),
                content.data(),
                &content.claim_verifier(),
            )?;
            std::fs::write(Path::new(&folder).join(format!("{name}.gz")), framed)?;
        }
        match missing.first() {
            Some((file, _)) => Err(format!("no {file}").into()),
            None => Ok(()),
        }
    }

    /// A file in gzip's format (RFC 1952). The archive compressed it with the same method, so only the frame is new.
    fn gzip(
        method: CompressionMethod,
        data: &[u8],
        claim: &ZipVerification,
    ) -> Result<Vec<u8>, Box<dyn Error>> {
        // No name, no time, an unknown system.
        let mut framed = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
        match method {
            CompressionMethod::DEFLATE => {}
            // One block that is the last one and not compressed (RFC 1951): its length, and the complement of that.
            CompressionMethod::STORE => {
                let length = u16::try_from(data.len())?;
                framed.push(1);
                framed.extend(length.to_le_bytes());
                framed.extend((!length).to_le_bytes());
            }
            _ => return Err("a file is compressed in another way".into()),
        }
        framed.extend(data);
        framed.extend(claim.crc.to_le_bytes());
        framed.extend(u32::try_from(claim.uncompressed_size)?.to_le_bytes());
        Ok(framed)
    }
}
