//! The records of a result. Each is read once, however many rows there are.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use fortinac_spec::api::{Index, Record, Type};

pub(super) struct Schemas<'a> {
    index: &'a Index,
    read: RefCell<HashMap<String, Option<Rc<Record>>>>,
}

impl<'a> Schemas<'a> {
    pub(super) fn new(index: &'a Index) -> Self {
        Self {
            index,
            read: RefCell::default(),
        }
    }

    /// The record of a type, of its items or of its values.
    pub(super) fn record(&self, ty: &Type) -> Option<Rc<Record>> {
        let name = ty.component()?;
        if let Some(read) = self.read.borrow().get(name) {
            return read.clone();
        }
        let record = self.index.record(name).map(Rc::new);
        self.read
            .borrow_mut()
            .insert(name.to_owned(), record.clone());
        record
    }
}
