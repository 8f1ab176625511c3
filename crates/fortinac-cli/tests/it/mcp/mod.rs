//! `fortinac mcp`, as a client of the protocol sees it.

mod gentle;
mod hostile;
mod operations;
mod permissions;
mod session;
mod set_up;
mod tools;
mod writes;
