//! The address where a page can be begun, for whoever may.

use crate::domain::PagePath;
use crate::domain::portable::check_name;
use crate::web::http::query::query_string;
use crate::web::parts::context::Context;
use crate::web::parts::shell::may_begin;

/// Returns where a page of this path can be begun. Nothing where none could be, or whoever looks begins
/// none: then what is hidden and what is not there look alike.
pub(crate) fn address(context: &Context, path: &PagePath) -> Option<String> {
    let is_name = |part: &str| check_name(part).is_ok();
    // What has an ending is a file.
    let could_be =
        !path.is_home() && !path.name().contains('.') && path.as_str().split('/').all(is_name);
    let may = may_begin(context) && could_be;
    may.then(|| format!("/-/new?{}", query_string([("address", path.as_str())])))
}
