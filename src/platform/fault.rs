//! What is wrong with a connection, in words that hold no address and no text.

use std::error::Error;
use std::io;

/// Why there is no connection, in the words of the operating system.
pub(crate) fn connection_fault(error: &dyn Error) -> String {
    let mut cause = error.source();
    let mut told = "no connection".to_owned();
    while let Some(inner) = cause {
        if let Some(error) = inner.downcast_ref::<io::Error>() {
            told = error.kind().to_string();
        }
        cause = inner.source();
    }
    told
}
