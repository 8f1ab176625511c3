//! How far a stream has read a list: where the next page begins, what was seen, and whether the list changed.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use fortinac_types::item::Item;

use super::page::Page;
use crate::error::kind::Kind;

/// How many pages of items without an id are read if the appliance does not say how many items there are.
const MAX_PAGES_WITHOUT_ID: usize = 10_000;

/// By what the items of a page are recognized.
pub(crate) struct Identity {
    /// The id of each item.
    ids: Vec<Option<i64>>,
    /// A hash of the items in any order, where not all have an id.
    content: Option<u64>,
}

/// By what the items of a page are recognized: by id, or else all together by their content. An id that comes twice on
/// one page says nothing.
pub(crate) fn identity<T: Item>(page: &Page<T>) -> Identity {
    let mut ids: Vec<Option<i64>> = page.iter().map(Item::item_id).collect();
    let mut known = HashSet::with_capacity(ids.len());
    if !ids.iter().flatten().all(|id| known.insert(*id)) {
        ids.fill(None);
    }
    let content = ids.contains(&None).then(|| {
        let text = |item: &T| hash(&serde_json::to_string(item).unwrap_or_default());
        let mut items: Vec<u64> = page.iter().map(text).collect();
        items.sort_unstable();
        hash(&items)
    });
    Identity { ids, content }
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// How far a list was read.
#[derive(Default)]
pub(super) struct Progress {
    /// Where the next page begins.
    pub(super) position: i64,
    limit: i64,
    /// Whether the list has ended.
    pub(super) complete: bool,
    /// What the appliance said last of the number of items, unless that was shown to be wrong.
    count: Option<u64>,
    is_count_wrong: bool,
    /// The largest number of items that it said while it was more than it had sent.
    announced: Option<u64>,
    /// By how much the number of items grew in all.
    grown: u64,
    /// How many items came again.
    repeated: u64,
    /// The ids so far.
    ids: HashSet<i64>,
    /// The pages so far whose items do not all have an id.
    pages: HashSet<u64>,
}

impl Progress {
    /// Nothing was read yet. Pages have `limit` items.
    pub(super) fn new(position: i64, limit: i64) -> Self {
        Self {
            position,
            limit,
            ..Self::default()
        }
    }

    /// Takes a page from `position` on, and leaves in it only what is new.
    pub(super) fn take<T>(
        &mut self,
        page: &mut Page<T>,
        identity: Option<Identity>,
    ) -> Result<(), Kind> {
        let received = i64::try_from(page.received()).unwrap_or(i64::MAX);
        let start = self.position;
        let next = start.checked_add(received);
        self.position = next.unwrap_or(i64::MAX);
        let reached = self.compare_count(page, received)?;
        // Nothing can follow the last position that there is.
        self.complete = received == 0 || next.is_none() || (received < self.limit && reached);
        let Some(Identity { ids, content }) = identity else {
            return Ok(());
        };
        let is_known_page = content.is_some_and(|content| !self.pages.insert(content));
        let is_new: Vec<bool> = ids
            .iter()
            .map(|id| !is_known_page && id.is_none_or(|id| self.ids.insert(id)))
            .collect();
        self.repeated += is_new.iter().filter(|is_new| !**is_new).count() as u64;
        if received > 0 && !is_new.contains(&true) && self.repeated > self.grown {
            return Err(Kind::RepeatedPage { start });
        }
        if content.is_some() {
            self.check_end()?;
        }
        let mut is_new = is_new.into_iter();
        page.items.retain(|_| is_new.next().unwrap_or(true));
        Ok(())
    }

    /// Compares what the appliance says of the number of items with what it said before, and returns whether all of them
    /// were received.
    fn compare_count<T>(&mut self, page: &Page<T>, received: i64) -> Result<bool, Kind> {
        let Some(count) = page
            .filtered
            .or(page.total)
            .filter(|_| !self.is_count_wrong)
        else {
            return Ok(false);
        };
        let position = u64::try_from(self.position).unwrap_or(0);
        if received > 0 && position > count {
            // With more items than it says, the number is wrong, and says nothing about the end.
            self.is_count_wrong = true;
            self.count = None;
            return Ok(false);
        }
        match self.count.replace(count) {
            // Nothing is left that could have been passed over.
            Some(_) if received == 0 && count == 0 => {}
            Some(before) if count < before => return Err(Kind::ListShrank { before, count }),
            Some(before) => self.grown = self.grown.saturating_add(count - before),
            None => {}
        }
        if count > position {
            self.announced = self.announced.max(Some(count));
        }
        Ok(position == count)
    }

    /// Checks that a list ends of which not even a repeated item can be recognized, because it has no id and may change.
    fn check_end(&self) -> Result<(), Kind> {
        let limit = u64::try_from(self.limit).unwrap_or(0);
        let position = u64::try_from(self.position).unwrap_or(0);
        let is_endless = match self.announced {
            Some(announced) => position > announced.saturating_add(limit),
            None => self.pages.len() > MAX_PAGES_WITHOUT_ID,
        };
        if is_endless {
            let (position, count) = (self.position, self.announced);
            return Err(Kind::EndlessList { position, count });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// Takes pages of two, and returns the ids that are new on each, or what is wrong.
    fn take(pages: &[(&[i64], Option<u64>)]) -> Result<Vec<Vec<i64>>, Kind> {
        let mut progress = Progress::new(0, 2);
        let taken = pages.iter().map(|(ids, filtered)| {
            assert!(!progress.complete, "the list goes on: {ids:?}");
            let items: Vec<Value> = ids.iter().map(|id| json!({"id": id})).collect();
            let mut page = Page::new(items);
            page.filtered = *filtered;
            let identity = identity(&page);
            progress.take(&mut page, Some(identity))?;
            Ok(page.iter().filter_map(Item::item_id).collect())
        });
        taken.collect()
    }

    #[test]
    fn what_was_added_while_a_list_is_read_comes_once() {
        for (pages, expected) in [
            // One was added in front, with and without a number that says so.
            (
                &[(&[1, 2][..], Some(3)), (&[2, 3], Some(4)), (&[4], Some(5))][..],
                &[&[1, 2][..], &[3], &[4]][..],
            ),
            (
                &[(&[1, 2], None), (&[2, 3], None), (&[4], None), (&[], None)],
                &[&[1, 2], &[3], &[4], &[]],
            ),
            // As many as a page.
            (
                &[(&[1, 2], Some(4)), (&[1, 2], Some(6)), (&[3, 4], Some(6))],
                &[&[1, 2], &[], &[3, 4]],
            ),
            // The known items come after the page that told of the new ones.
            (
                &[
                    (&[1, 2], Some(3)),
                    (&[8, 9], Some(7)),
                    (&[1, 2], Some(7)),
                    (&[3], Some(7)),
                ],
                &[&[1, 2], &[8, 9], &[], &[3]],
            ),
        ] {
            assert_eq!(take(pages).unwrap(), expected, "{pages:?}");
        }
    }

    #[test]
    fn a_page_that_repeats_while_nothing_grows_is_an_error() {
        for pages in [
            &[(&[1, 2][..], Some(4)), (&[1, 2], Some(4))][..],
            &[(&[1, 2], None), (&[2, 1], None)],
            &[(&[1, 2], Some(4)), (&[1, 2], Some(6)), (&[2, 1], Some(6))],
            &[(&[1, 2], Some(9)), (&[3, 4], Some(9)), (&[2, 3], Some(9))],
        ] {
            let error = take(pages).unwrap_err();
            assert!(matches!(error, Kind::RepeatedPage { .. }), "{error:?}");
        }
    }

    #[test]
    fn a_list_that_shrinks_is_an_error() {
        for (pages, from, to) in [
            (&[(&[1, 2][..], Some(6)), (&[5, 6], Some(4))][..], 6, 4),
            (&[(&[1, 2], Some(4)), (&[], Some(2))], 4, 2),
            (
                &[(&[1, 2], Some(4)), (&[3, 4], Some(5)), (&[], Some(4))],
                5,
                4,
            ),
        ] {
            let error = take(pages).unwrap_err();
            assert!(
                matches!(error, Kind::ListShrank { before, count } if (before, count) == (from, to)),
                "{error:?}"
            );
        }
        // Nothing was passed over.
        take(&[(&[1, 2], Some(2)), (&[], Some(0))]).unwrap();
        // A number that was wrong before says nothing.
        take(&[
            (&[1, 2], Some(2)),
            (&[3, 4], Some(2)),
            (&[5], Some(1)),
            (&[], Some(0)),
        ])
        .unwrap();
    }

    #[test]
    fn a_list_without_ids_ends() {
        let pages = |filtered: Option<u64>| {
            let mut progress = Progress::new(0, 2);
            (1..).find_map(move |number| {
                let mut page = Page::new(vec![json!({"at": number}), json!({"to": number})]);
                page.filtered = filtered;
                let identity = identity(&page);
                let kind = progress.take(&mut page, Some(identity)).err()?;
                Some((number, matches!(kind, Kind::EndlessList { .. })))
            })
        };
        // One page more than it says, in case that items were added.
        assert_eq!(pages(Some(5)), Some((4, true)));
        for wrong in [None, Some(0), Some(2)] {
            assert_eq!(pages(wrong), Some((MAX_PAGES_WITHOUT_ID + 1, true)));
        }
    }

    #[test]
    fn an_id_that_comes_twice_on_a_page_says_nothing() {
        let mut progress = Progress::new(0, 2);
        for text in ["a", "b"] {
            let mut page = Page::new(vec![json!({"id": 0, "x": text}), json!({"id": 0})]);
            let identity = identity(&page);
            progress.take(&mut page, Some(identity)).unwrap();
            assert_eq!(page.len(), 2);
        }
    }

    #[test]
    fn nothing_follows_the_last_position() {
        let mut progress = Progress::new(i64::MAX, 2);
        let mut page = Page::new(vec![json!({"id": 1})]);
        let identity = identity(&page);
        progress.take(&mut page, Some(identity)).unwrap();
        assert!(progress.complete && page.len() == 1);
    }
}
