//! The tests of xtask as a whole: one program, since each one links the generator.

mod broken_specs;
mod codegen;
mod dependencies;
mod draft;
mod msrv;
mod numbers;
mod program;
mod release;
mod schema_shapes;
mod small;
mod workspace;
