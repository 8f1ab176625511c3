use super::{Call, Xml};
use crate::codec::Media;

impl<T> Call<T, Xml> {
    /// Sends the body as XML, and asks for a response in XML: see [`crate::xml`].
    pub fn xml(mut self) -> Self {
        self.request_mut().media = Media::Xml;
        self
    }
}
