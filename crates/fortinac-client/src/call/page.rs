use fortinac_types::JsonValue;
use fortinac_types::decode::DecodeError;

/// One page of a list.
///
/// ```
/// use fortinac_client::Page;
///
/// let page = Page::new(vec!["a", "b"]);
/// assert_eq!(page.len(), 2);
/// for item in &page {
///     println!("{item}");
/// }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// The number of items that match the filter, if the appliance sends it. It is not always right.
    pub filtered: Option<u64>,
    /// The number of items in the table, if the appliance sends it.
    pub total: Option<u64>,
    /// What the list has that is not an item, such as a string or null in place of a record.
    pub unexpected_items: Vec<JsonValue>,
    /// Where the response is not as the spec says, see [`Response::unexpected`](crate::Response::unexpected).
    pub unexpected: Vec<DecodeError>,
}

impl<T> Page<T> {
    /// A page with these items, for tests. `filtered` and `total` are `None`.
    pub fn new(items: Vec<T>) -> Self {
        Self {
            items,
            filtered: None,
            total: None,
            unexpected_items: Vec::new(),
            unexpected: Vec::new(),
        }
    }

    /// The number of items on this page.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// The number of items that the appliance sent: by so many the next page begins later.
    pub(super) fn received(&self) -> usize {
        self.items.len() + self.unexpected_items.len()
    }

    /// Whether the page has no items.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The items, one after the other.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.items.iter()
    }
}

impl<'a, T> IntoIterator for &'a Page<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}
