//! [`MovingError`]: why something cannot be moved or deleted.

use crate::domain::path::PathError;
use crate::domain::portable::NameError;
use crate::site::PublishError;
use crate::store::StoreError;

/// Why something cannot be moved or deleted.
#[derive(Debug, thiserror::Error)]
pub enum MovingError {
    /// There is nothing at the path.
    #[error("there is nothing at “{0}”")]
    Absent(String),
    /// The home page stays where it is, and with it the whole site.
    #[error("the home page can be neither moved nor deleted")]
    Home,
    /// The site itself reads the file: the vocabulary, the bibliography, or a template.
    #[error("the site itself reads “{0}”; an organizer changes it with git")]
    Table(String),
    /// The new path is the old one.
    #[error("“{0}” is where it is already")]
    Nothing(String),
    /// Something is at the new path.
    #[error("there is a page or a file at “{0}” already")]
    Taken(String),
    /// Another page answers to the new path.
    #[error("“{path}” is another name of the page “{title}”")]
    Alias {
        /// The new path.
        path: String,
        /// The page that answers to it.
        title: String,
    },
    /// The new path is below the folder that is moved.
    #[error("the folder “{0}” cannot be moved into itself")]
    IntoItself(String),
    /// The new path can be no address.
    #[error("“{path}” can be no address: it {source}")]
    Path {
        /// The new path.
        path: String,
        /// The problem that it has.
        #[source]
        source: PathError,
    },
    /// Not every clone could have the new name.
    #[error("“{path}” cannot be the name of a file: it {source}")]
    Name {
        /// The new path.
        path: String,
        /// The problem that it has.
        #[source]
        source: NameError,
    },
    /// No link could name the new path: blanks in a row are read as one.
    #[error("“{0}” has blanks in a row, which no link could name")]
    Blanks(String),
    /// So much is done with git.
    #[error("that are more than {0} files; use git for so many")]
    TooMany(usize),
    /// The repository cannot be read.
    #[error(transparent)]
    Publish(#[from] PublishError),
}

impl From<StoreError> for MovingError {
    fn from(error: StoreError) -> Self {
        Self::Publish(error.into())
    }
}
