//! Other words for the kinds of pages, by language.

use crate::domain::kind::Kind;

/// Words by language code.
type WordsByLanguage = [(&'static str, &'static [&'static str])];

const CASE_STUDY: &WordsByLanguage = &[
    ("en", &["case", "example"]),
    ("fr", &["étude de cas", "cas", "exemple"]),
    ("es", &["estudio de caso", "caso", "ejemplo"]),
    (
        "ru",
        &["пример", "практический пример", "тематическое исследование"],
    ),
];
const LITERATURE_NOTE: &WordsByLanguage = &[
    ("en", &["literature", "paper", "publication"]),
    ("fr", &["littérature", "article", "publication"]),
    ("es", &["bibliografía", "artículo", "publicación"]),
    ("ru", &["литература", "статья", "публикация"]),
];
const LESSON: &WordsByLanguage = &[
    ("en", &["lesson learned", "advice", "tip"]),
    ("fr", &["leçon", "conseil", "enseignement"]),
    ("es", &["lección", "consejo", "enseñanza"]),
    ("ru", &["урок", "совет", "вывод"]),
];
const CONSULTATION: &WordsByLanguage = &[
    ("en", &["interview"]),
    ("fr", &["consultation", "entretien"]),
    ("es", &["consulta", "entrevista"]),
    ("ru", &["консультация", "интервью"]),
];
const SURVEY: &WordsByLanguage = &[
    ("en", &["questionnaire"]),
    ("fr", &["enquête", "questionnaire"]),
    ("es", &["encuesta", "cuestionario"]),
    ("ru", &["опрос", "анкета", "вопросник"]),
];
const SURVEY_RESPONSE: &WordsByLanguage = &[
    ("fr", &["réponse"]),
    ("es", &["respuesta"]),
    ("ru", &["ответ"]),
];
const EVENT: &WordsByLanguage = &[
    ("en", &["seminar", "workshop", "conference"]),
    ("fr", &["événement", "séminaire", "conférence"]),
    ("es", &["evento", "seminario", "conferencia"]),
    ("ru", &["мероприятие", "семинар", "конференция"]),
];
const MINUTES: &WordsByLanguage = &[
    ("en", &["meeting notes", "summary record"]),
    ("fr", &["compte rendu", "procès-verbal"]),
    ("es", &["acta", "actas"]),
    ("ru", &["протокол"]),
];
const DECISION: &WordsByLanguage = &[
    ("en", &["resolution"]),
    ("fr", &["décision"]),
    ("es", &["decisión"]),
    ("ru", &["решение"]),
];
const GUIDANCE: &WordsByLanguage = &[
    ("en", &["guideline", "handbook", "recommendation"]),
    ("fr", &["lignes directrices", "manuel", "recommandation"]),
    ("es", &["directrices", "manual", "recomendación"]),
    ("ru", &["руководство", "рекомендация"]),
];
const RESOURCE: &WordsByLanguage = &[
    ("fr", &["ressource"]),
    ("es", &["recurso"]),
    ("ru", &["ресурс"]),
];

impl Kind {
    /// Returns other words by which people ask for pages of this kind, by language code.
    pub fn words(self) -> &'static [(&'static str, &'static [&'static str])] {
        match self {
            Self::CaseStudy => CASE_STUDY,
            Self::LiteratureNote => LITERATURE_NOTE,
            Self::Lesson => LESSON,
            Self::Consultation => CONSULTATION,
            Self::Survey => SURVEY,
            Self::SurveyResponse => SURVEY_RESPONSE,
            Self::Event => EVENT,
            Self::Minutes => MINUTES,
            Self::Decision => DECISION,
            Self::Guidance => GUIDANCE,
            Self::Resource => RESOURCE,
            Self::Page => &[],
        }
    }
}
