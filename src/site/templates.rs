//! Templates of an edition: who may see them, and which are not there.

use crate::domain::file_role::VOCABULARY_FILE;
use crate::domain::{ObjectId, PagePath, Template};
use crate::site::file_problem::FileProblem;
use crate::site::files::Files;

impl<'e> Files<'e> {
    /// Returns the template that an address shows, and the object of its file.
    pub fn template(&self, path: &PagePath) -> Option<(&'e Template, ObjectId)> {
        let templates = &self.0.content().vocabulary.templates;
        let mut templates = templates.iter();
        let template = templates.find(|one| one.file.strip_suffix(".md") == Some(path.as_str()))?;
        Some((template, self.0.attachment(&template.file)?))
    }

    /// Returns a problem for each template that is not there.
    pub(super) fn missing_templates(&self) -> Vec<FileProblem> {
        let content = self.0.content();
        let templates = content.vocabulary.templates.iter();
        let missing = templates.filter(|one| !content.attachments.contains_key(&one.file));
        missing
            .map(|template| FileProblem {
                file: VOCABULARY_FILE.to_owned(),
                problem: template.missing(),
            })
            .collect()
    }
}
