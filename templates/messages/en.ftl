# The interface in English: the language that others fall back to.


# Around every page
skip = Skip to content
navigation = Main
search = Search
search-site = Search this site
suggestions = Suggestions
contribute = Contribute
feed = Changes as a feed
problems-link = Problems in the content
interface-language = Language of the interface
served-from = { $site }: plain files in git, served from commit
home = Home
map = Map
all = All
folder = folder

# The home page
search-hint = A country, a partner, a difficulty …
browse-by-kind = Browse by kind
no-pages-yet = There are no pages yet. Commit a Markdown file to the content folder, and it appears here.
map-heading = What we know, and where the gaps are
map-lead = How many case studies tell of each challenge in each type of partnership. Every number leads to its pages, every gap to what else is known.
open-map = Open the map
what-is-new = What is new

# The map
map-against = { $rows } against { $columns }: how many pages carry both, and where nothing is known yet.
map-caption = { $rows } by { $columns }: number of pages
map-options = Filter the map, or compare something else
map-count = Count
map-compare = Compare
map-with = with
map-empty = The vocabulary defines no terms for these two facets yet. Choose two others above.
map-no-page = no page
map-no-case = no case study yet
map-gaps-cases = Pairs without a case study: { $gaps } of { $pairs }.
map-gaps = Pairs without a page of these kinds: { $gaps } of { $pairs }.
map-which = Which?
map-gap-heading = Pairs without a page
map-fill = Do you know one?
map-terms = What the terms mean
map-as-table = The same as a list of pairs
year-from = From year
year-to = to
show = Show
take-along = Download:
pages-head = Pages
legend = Legend
nothing-known = nothing known yet

# Search
all-pages = All pages
browse = Browse
search-for = Search for “{ $query }”
corrected-to = Showing results for
nothing-has = No results for “{ $query }”.
filters-in-use = Filters in use
remove-filter = Remove the filter { $filter }
clear-all = Clear all
filters = Filters
apply-filters = Apply filters
sort-by = Sort by
sort = Sort
sort-relevance = Relevance
sort-updated = Last change
sort-title = Title
show-as = Show as
view-list = List
view-timeline = Timeline
view-countries = Countries
timeline-ended = With an end
timeline-ongoing = Without an end: drawn to the year of this version
timeline-empty = None of these pages gives a period. Look at them as a list, or filter by case study.
countries-empty = None of these pages names a country. Look at them as a list.
did-you-mean = Did you mean
nothing-matches = Nothing matches all of this. Try fewer words, remove a filter, or look where the gaps are:
nearest-pages = Nearest pages
found-in = In
result-pages = Pages of results
page-number = Page { $number }
range-of = { $first } to { $last } of { $pages }
suggestion-search = search
suggestion-in = in { $title }
search-as-typed = Search for “{ $query }” as it is typed
some-words = With some of the words
without-words = without: { $words }
reason-cites = cites
reason-called = also called
reason-about = about
reason-means = in other words
range-only = { $first } to { $last }
facets-count-all = The numbers count the pages with all the words.
facets-count-some = The numbers count the pages with some of the words.
no-page-mentions = No page mentions “{ $word }”.
without-filters = Without the filters:
know-about = Do you know about this, or somebody who does?
ask-group = Ask the group
write-page = Write the page
marked-words = Marked: { $words }
remove-marks = Remove the marks
note-long-query = The query is long: its first { $number } characters were searched.
note-many-words = The query has many words: its first { $number } were searched.
note-no-word = There is no word in “{ $text }”; this is everything.
note-citation = This was read as a citation: pages are found by its words.
note-unknown-field = There is no field “{ $field }”; it was searched as text.
note-field-read = “{ $typed }” was read as “{ $field }”.
note-empty-field = “{ $field }:” says nothing without a value.
note-not-a-date = “{ $value }” is not a date; “{ $field }:” takes a year, a month or a day, as in { $field }:>2018-01 or { $field }:2018..2019.
note-no-such-value = No page has the { $field } “{ $value }”.
note-value-read = “{ $typed }” was read as “{ $value }”.
note-star-within = A star stands for the end of a word, not for its beginning or middle; “{ $typed }” was searched without it.
note-unknown-parameter = The address has “{ $name }”, which is no filter of this site; it was left aside.

# A page
where-you-are = Where you are
page-as-it-was = This is the page as it was on { $date }
read-current = Read the current page
on-this-page = On this page
what-means = What “{ $term }” means
open-at = Open at { $host }
kept-by = kept by { $owner }
the-work = Publication
agenda = Agenda
day-number = Day { $number }
questions = Questions
answers = Answers
chapters = Chapters
drawn-from = The examples that carry this lesson
references = References
about-work = About this work
open-copy = Open copy
archived-copy = Archived copy
note-on-work = Note on this work
cited-by = Cited by
take-references = Take these references along
take-all-references = Take the references of the whole site along
take-found-references = Take the references of these results along
lessons-drawn = Lessons drawn from this
featured-in = Featured in
linked-from = Linked from
related-pages = Related pages
around-page = Around this page
last-changed = Last changed { $date } by { $author }
source = Source
permalink = Permalink to this version

# The card of metadata
field-title = Title
field-title-help = What the page is called, in a few words.
field-summary = Summary
field-summary-help = One or two sentences that stand in lists and search results.
field-kind = Kind
field-kind-help = What the page is; its parts follow from it.
field-partners = Partners
field-partners-help = The others in the partnership, each with its sector.
field-organisations = Organisations
field-organisations-help = The statistical organisations that take part.
field-countries = Countries
field-countries-help = Two-letter codes of ISO 3166-1; the first is the main one.
field-period = Period
field-period-help = When the partnership ran, as in 2008/2019 or 2020/.
field-status = Status
field-status-help = How far the partnership has come: planned, ongoing, concluded or ended early.
field-starts = Begins
field-starts-help = The first day of the event.
field-ends = Ends
field-ends-help = The last day of the event.
field-date = When
field-date-help = The day, the month or the year.
field-place = Where
field-place-help = Where the event is held.
field-with = With
field-with-help = Who was consulted.
field-authors = Authors
field-authors-help = Who wrote what the page tells.
field-sources = Sources
field-sources-help = Keys of works in references.bib on which the page rests.
field-citation = Work
field-citation-help = The key of the work in references.bib that the note is about.
field-drawn_from = Examples
field-drawn_from-help = The pages that carry this lesson.
field-timezone = Time zone
field-timezone-help = The zone of all times of the agenda, by its IANA name, as in Europe/Zurich.
field-session = Session
field-session-help = The session that this comes from: the event and the id of the session, as in events/seminar#opening.
field-about = About
field-about-help = The pages that the decision is about.
field-decided_by = Decided by
field-decided_by-help = Who decided.
field-days = Days
field-days-help = The days of the event, each with its hours, if they do not follow from its first and last day.
field-tracks = Tracks
field-tracks-help = What goes on side by side, in the order of the columns. A session without a track is for all.
field-rooms = Rooms
field-rooms-help = The rooms that there are.
field-uid = Calendar id
field-uid-help = What calendars know the event by. It is made once and stays.
field-sessions = Sessions
field-sessions-help = The parts of the agenda, each with its time and its examples.
field-questions = Questions
field-questions-help = What the survey asks, with what can be chosen.
field-survey = Survey
field-survey-help = The questionnaire that is answered.
field-answers = Answers
field-answers-help = What was answered, by the ids of the questions.
field-chapters = Chapters
field-chapters-help = The chapters of the publication, each with the pages it uses.
field-url = Address
field-url-help = Where it is on the web.
field-owner = Kept by
field-owner-help = Who keeps it.
field-lang = Language
field-lang-help = The language of the page, as in en or fr.
field-translation_of = Translation of
field-translation_of-help = The same page in the language it was written in.
field-aliases = Other names
field-aliases-help = Old addresses and other names; they lead here.
field-visibility = Shown to
field-visibility-help = Who may read the page: everyone, or members only.
field-draft = Draft
field-draft-help = Whether the page is hidden until it is finished.
event-upcoming = upcoming
event-running = now
visibility-members = members of the group
visibility-draft = contributors, until it is finished
facet-kind = Kind
facet-country = Country
facet-organisation = Organisation
facet-status = Status
facet-lang = Language
facet-author = Author
status-planned = Planned
status-ongoing = Ongoing
status-concluded = Concluded
status-ended-early = Ended early

# What changed
changes = Changes
changes-lead = What changed on this site, newest first.
changes-none = There is no change to show yet.
changes-nothing = No change that you may see fits these filters.
changes-reading = The history is being read. Filters and the year as a picture come when that is done.
changes-by = Changed by
changes-folder = Page or folder
changes-page = Page
changes-from = From
changes-to = To
changes-minor = Minor changes
changes-left-out = left out
changes-without-minor = Leave out minor changes
changes-minor-ones = { $count ->
    [one] One minor change
   *[other] { $count } minor changes
}
changes-counted = { $count ->
    [one] One change to pages
   *[other] { $count } changes to pages
}
changes-as-table = The same as a table
changes-day = Day
changes-untold = Changed
changes-pages = Parts of the list
changes-newest = Newest changes
changes-older = Older changes
change-added = new
change-removed = removed
change-gone = since removed

# What administrators read of the upstream
notice-behind = Not in sync with the upstream
notice-behind-text = The two have not been brought together since { $date }. The site goes on; what is saved here waits.
notice-unreachable = The upstream cannot be reached
notice-unreachable-text = This has been so since { $date }. The site goes on; it looks again by itself.
notice-conflict = Somebody has to merge with the upstream
notice-conflict-text = Both sides have changed the same since { $date }. Both are kept and the site goes on, but neither gets what is new on the other until somebody has merged them.
notice-unrelated-text = Since { $date } the two have no history in common, so nothing can be merged: is this the right upstream?
notice-files = Both sides changed these files:
notice-merge = In a terminal; git says which lines to look at, and the site takes the result to the upstream:
notice-whom = Only administrators see this notice.

# Problems and errors
problems-title = Problems in the content
problems-none = None. Every page parses, every link resolves.
problems-check = The same on your own machine:
error-number = error { $status }
error-not-found = Page not found
error-refused = This cannot be answered
error-internal = Something went wrong
error-no-page = There is no page at this address
error-our-side = Something went wrong on our side
error-too-many = Too much at once
error-wait = { $count ->
    [one] A lot was asked for from here in a short time. Wait a second and load the page again
   *[other] A lot was asked for from here in a short time. Wait { $count } seconds and load the page again
}
go-home = Go to the home page

# Dates
date-day = { $day } { $month } { $year }
date-month = { $month } { $year }
period-range = { $start } to { $end }
period-since = Since { $start }
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
month-alone-1 = January
month-alone-2 = February
month-alone-3 = March
month-alone-4 = April
month-alone-5 = May
month-alone-6 = June
month-alone-7 = July
month-alone-8 = August
month-alone-9 = September
month-alone-10 = October
month-alone-11 = November
month-alone-12 = December

# The kinds of page: one, several, counted
kind-case-study = Case study
kind-literature-note = Literature note
kind-lesson = Lesson
kind-consultation = Consultation
kind-survey = Survey
kind-survey-response = Survey response
kind-event = Event
kind-minutes = Minutes
kind-decision = Decision
kind-guidance = Guidance
kind-resource = Resource
kind-page = Page
kinds-case-study = Case studies
kinds-literature-note = Literature notes
kinds-lesson = Lessons
kinds-consultation = Consultations
kinds-survey = Surveys
kinds-survey-response = Survey responses
kinds-event = Events
kinds-minutes = Minutes
kinds-decision = Decisions
kinds-guidance = Guidance
kinds-resource = Resources
kinds-page = Pages
count-case-study = { $count ->
    [one] { $count } case study
   *[other] { $count } case studies
}
count-literature-note = { $count ->
    [one] { $count } literature note
   *[other] { $count } literature notes
}
count-lesson = { $count ->
    [one] { $count } lesson
   *[other] { $count } lessons
}
count-consultation = { $count ->
    [one] { $count } consultation
   *[other] { $count } consultations
}
count-survey = { $count ->
    [one] { $count } survey
   *[other] { $count } surveys
}
count-survey-response = { $count ->
    [one] { $count } survey response
   *[other] { $count } survey responses
}
count-event = { $count ->
    [one] { $count } event
   *[other] { $count } events
}
count-minutes = { $count ->
    [one] { $count } record of minutes
   *[other] { $count } records of minutes
}
count-decision = { $count ->
    [one] { $count } decision
   *[other] { $count } decisions
}
count-guidance = { $count ->
    [one] { $count } guidance page
   *[other] { $count } guidance pages
}
count-resource = { $count ->
    [one] { $count } resource
   *[other] { $count } resources
}
count-page = { $count ->
    [one] { $count } page
   *[other] { $count } pages
}

# Counted things
search-pages = { $count ->
    [one] Search { $count } page
   *[other] Search { $count } pages
}
pages = { $count ->
    [one] { $count } page
   *[other] { $count } pages
}
more-terms = { $count ->
    [one] { $count } more
   *[other] { $count } more
}
pages-all-words = { $count ->
    [0] No page has all the words
    [one] { $count } page with all the words
   *[other] { $count } pages with all the words
}
pages-some-words = { $count ->
    [one] { $count } page with some of them
   *[other] { $count } pages with some of them
}
timeline-without = { $count ->
    [one] { $count } more page gives no period.
   *[other] { $count } more pages give no period.
}
problems-on-page = { $count ->
    [one] { $count } problem on this page
   *[other] { $count } problems on this page
}
problems-count = { $count ->
    [one] { $count } problem.
   *[other] { $count } problems.
}
changes-more = { $count ->
    [one] and { $count } more
   *[other] and { $count } more
}

# Lists that fill themselves
list-empty = Nothing yet.
list-table = Pages, as a table
list-page = Page
list-without = Not given
list-all = { $count ->
    [one] The one page
   *[other] All { $count } pages
}
list-help = Where to help

# The glossary
glossary = Glossary
glossary-lead = What the terms mean by which pages are tagged, and how many pages carry each.
glossary-pages = { $count ->
    [one] 1 page
   *[other] { $count } pages
}
glossary-names = Other words
glossary-search = Search these pages
glossary-gaps = No case study yet together with:
glossary-works = Works
glossary-asked = In the questionnaire
glossary-retired = Retired
glossary-replaced = Retired; use instead:
glossary-edit = Change the vocabulary
tables-not-yours = The vocabulary and the bibliography are looked after by organizers. An administrator can make you one
tables-saved = Saved.
tables-changes = What changes in
tables-same = Nothing changes in it.
tables-pages = Pages that are rewritten
tables-pages-none = No page is rewritten.
tables-left = Pages that cannot be rewritten here
tables-left-help = They stay as they are. Change them by hand.
tables-too-many = That would rewrite more than { $most } pages. So many are changed with git.
tables-message-help = Stands in the history for everyone. Left empty, it says what is done.
tables-cannot = This cannot be changed here.
vocabulary = Vocabulary
vocabulary-lead = The words that pages are tagged with. What you change is shown first, and is one commit together with the pages that carry the term.
vocabulary-empty = The vocabulary has no facets yet.
vocabulary-undefined = Carried and not defined
vocabulary-undefined-lead = Pages carry these, and the vocabulary does not have them.
vocabulary-meant = Perhaps “{ $term }” is meant.
vocabulary-replace = Replace in the pages
vocabulary-define = Define it
vocabulary-unused = unused
vocabulary-retired = retired
vocabulary-replaced = replaced by “{ $term }”
vocabulary-lacks = No name yet in: { $languages }
term-title = Change the term “{ $term }”
term-title-new = A new term: { $facet }
term-title-undefined = Replace “{ $term }” in the pages
term-label = Name in English
term-label-in = Name in { $language }
term-id = Id
term-id-help = What pages write: letters a to z, digits and hyphens. Left empty, it is made from the name.
term-group = Group
term-group-none = In no group
term-definition = Definition
term-note = Remark
term-note-help = Borderline cases, or where the term comes from.
term-aliases-in = Other words in { $language }
term-aliases-help = One on each line. Whoever searches for one finds the pages that carry the term.
term-fate = What becomes of it
term-fate-used = In use
term-fate-retired = Retired, with nothing in its place
term-fate-by = Replaced by “{ $term }”
term-fate-help = A term that is retired or replaced is no longer offered. Old pages stay readable, and its names, addresses and lists lead to the term in its place.
term-undefined-help = The pages will carry this term instead.
term-rewrite = Write the term in its place in all pages that carry this one
term-no-name = The term needs a name in English.
term-too-long = A field has more than { $most } characters.
term-clashes = Somebody else changed the same meanwhile. What you typed stands in the form; now it says:
term-clash = { $field }: “{ $now }”
term-message-add = Add the term “{ $term }”
term-message-change = Change the term “{ $term }”
term-message-retire = Retire the term “{ $term }”
term-message-replace = Replace the term “{ $term }” by “{ $by }”
term-rename-help = What pages write. With another id here, all pages that carry the term are rewritten in the same commit.
term-rename-keep = Where the id changes, the old one goes on leading to the term: in addresses, lists and searches
term-rename-fate = A term that is retired or replaced keeps its id.
term-rename-taken = There is a term “{ $id }” already: to join the two, let this one be replaced by it.
term-message-rename = Rename the term “{ $term }” to “{ $to }”
facet-title = Change the facet “{ $facet }”
facet-title-new = A new facet
facet-lead = A facet is one way to sort pages. It has terms, and is a field in the form of each page.
facet-change = Change the facet
facet-groups = Groups
facet-no-terms = It has no terms yet.
facet-key = Key
facet-key-help = What pages and addresses write: letters a to z, digits and underscores. Left empty, it is made from the name. It cannot be changed here later.
facet-in-brief = Its terms stand first on a page, beside the country and the period
facet-remove = Take the facet out, with its groups and terms
facet-used = Pages carry terms of this facet. It can be taken out when none does.
facet-message-add = Add the facet “{ $name }”
facet-message-change = Change the facet “{ $name }”
facet-message-remove = Take out the facet “{ $name }”
group-title = Change the group “{ $group }”
group-title-new = A new group: { $facet }
group-add = Add a group
group-lead = Terms of a group stand together under its name. Which terms belong to it is said in the form of each term.
group-id-help = By this, terms say that they belong to it: letters a to z, digits and hyphens. Left empty, it is made from the name.
group-id-wrong = The id of a group has letters a to z, digits and hyphens only, at most 80.
group-remove = Take the group out
group-used = Terms belong to this group. It can be taken out when none does.
group-message-add = Add the group “{ $name }”
group-message-change = Change the group “{ $name }”
group-message-remove = Take out the group “{ $name }”
heading-no-name = A name in English is needed.
synonyms = Synonyms
synonyms-lead = Words that search takes for one another: what people type, and what pages say.
synonyms-word = Word
synonyms-others = Means the same as
synonyms-others-help = One on each line: words that pages use.
synonyms-others-known = One on each line. With none the word is taken out.
synonyms-no-word = Say which word it is about.
synonyms-too-long = That is too long for words that mean the same.
synonyms-message = Change the synonyms of “{ $word }”
synonyms-searches-lead = What readers typed and no page has. Only the words are counted: nothing tells who searched.
synonyms-make = Say what it means
synonyms-all = All synonyms
synonyms-none = There are none yet.
synonyms-change = Change
bibliography = Bibliography
bibliography-works = { $count ->
    [one] 1 work that pages cite, with the pages that use it.
   *[other] { $count } works that pages cite, each with the pages that use it.
}
bibliography-all = All works
bibliography-none = No work is found.
bibliography-find = Find by author, title, year or key
bibliography-unused-only = { $count ->
    [one] Only the one that no page uses
   *[other] Only the { $count } that no page uses
}
bibliography-used = Used by:
bibliography-duplicates = These seem to be the same
bibliography-duplicates-lead = They have the same DOI, or the same title and year.
bibliography-merge = Put together
bibliography-absent = Cited and not there
work-title = Change the work “{ $key }”
work-entry = Entry
work-entry-help = As it stands in the bibliography. RIS or CSL-JSON can be pasted in its place. With another key, the pages that cite it are rewritten.
work-into = The same as this work
work-into-help = The key of another work: the pages that cite this one will cite that one, and this one is taken out.
work-fields = Field by field
work-fields-help = As the entry writes them, with its braces. What you change here is written into the entry below.
work-field-kind = Type
work-field-title = Title
work-field-authors = Authors
work-field-year = Year
work-field-container = In the journal or book
work-field-url = Address
work-field-doi = DOI
work-field-authors-help = One on each line: Family name, Given name. An office in braces: { "{" }Statistics Netherlands{ "}" }.
work-field-wrong = “{ $field }” cannot be written into the entry like this: each brace needs its other one, and each author a line.
work-kind-article = Article in a journal
work-kind-book = Book
work-kind-incollection = Chapter of a book
work-kind-inproceedings = Paper at a conference
work-kind-report = Report
work-kind-thesis = Thesis
work-kind-dataset = Data
work-kind-software = Software
work-kind-online = Web page
work-kind-standard = Standard
work-kind-legislation = Law
work-kind-unpublished = Not published
work-kind-misc = Something else
work-remove = Take it out of the bibliography
work-no-such = There is no other work “{ $key }”.
work-is-used = Pages cite this work. Put it together with another, or take it out of the pages first.
work-too-long = The entry is too long.
work-unreadable = The entry cannot be read.
work-not-one = This is not exactly one work.
work-taken = Another work has the key “{ $key }”.
work-message-change = Change the work { $key }
work-message-remove = Take the work { $key } out of the bibliography
work-message-merge = Put the work { $key } together with { $into }
import = Add works
import-lead = From a file or from what you paste: BibTeX, RIS or CSL-JSON. First you see what is new, what seems to be there already and what cannot be read; nothing is written before you add it.
import-file = File
import-paste = Or paste here
import-show = Show what is in it
import-do = Add what is ticked
import-not-utf8 = “{ $file }” is not UTF-8. Export it again in UTF-8.
import-nothing = Choose a file, or paste works.
import-too-long = That is more than 2 MB. Add it in parts, or with git.
import-none = No work is ticked, so there is nothing to add.
import-problems = What cannot be read
import-new = { $count ->
    [one] 1 new work
   *[other] { $count } new works
}
import-twins = { $count ->
    [one] 1 work that seems to be there already
   *[other] { $count } works that seem to be there already
}
import-twins-lead = They are not added unless you tick them.
import-seems = seems to be
import-entry = Entry
import-more = { $count ->
    [one] 1 more work is left out: add it afterwards.
   *[other] { $count } more works are left out: add them afterwards.
}
import-message = { $count ->
    [one] Add a work to the bibliography
   *[other] Add { $count } works to the bibliography
}
person-fields = Fields of interest
person-changes = All changes of this person

# Templates
template-title = Template: { $kind }
template-lead = Begin a page of this kind with it: the command writes a copy where you want it.
template-copy = Or copy the file yourself: the copy is a page.

# Search results to be taken along
take-pages = Take these pages along

# What can be done with a page, its facts, its agenda and its questions
copy-link = Copy link
link-copied = The link to this version is copied.
copy-citation = Copy the citation
citation-copied = The citation is copied.
cite = Cite
take-page = This page for a reference manager
print = Print
correct-page = Correct this page
correction-subject = Correction: { $title }
correct-with-git = This is how to correct it with git:
correct-file = The file of this page:
facts = Facts
all-details = All details
session = Session
session-time = Time
session-format = Format
session-chair = Chair
session-speakers = Speakers
known-of = On “{ $challenge }”:
show-all = All: { $count }

# Agendas
session-rapporteur = Rapporteur
session-audience = For
session-in-room = Room { $room }
session-now = now
session-next = next
session-examples = { $count ->
    [one] { $count } example
   *[other] { $count } examples
}
session-questions = { $count ->
    [one] { $count } question to discuss
   *[other] { $count } questions to discuss
}
session-discuss = Questions to discuss
session-backed-by = Backed by these examples
session-no-examples = No example is linked yet.
session-version = The version that is meant: { $version }
session-material = Material
session-recorded = Lessons recorded here
session-recorded-at = Recorded at the session
session-neighbours = Other sessions
session-before = Before:
session-behind = Next:
session-all = The whole agenda:
session-find-examples = Find examples
session-record = Record a lesson
join = How to join
join-of = How to join “{ $title }”
join-open = Join
join-none = There is no address yet at which one joins. Look again before it begins.
join-over = This is over. Recordings and slides stand with its sessions, as material.
join-members = This address is for members of this site. Please do not pass it on.
join-change = For organizers
join-address = Address to join
join-address-help = It begins with https://. It is kept with the accounts, not in the file of the event, and stands on this page alone: in no version, feed, calendar or clone.
join-everyone = Show it to everybody, also without an account
join-everyone-help = Then the event’s page leads everybody here; the address to pass on: { $address }
join-clear = Remove the address
join-saved = The address is saved.
join-cleared = The address is removed.
join-no-id = The address is kept by the event’s calendar id, and this event has none. Write one into the field “Calendar id” first; any word that no other event has will do.
agenda-zone = All times are those of the venue: { $zone }.
agenda-other-zone = Show them in another time zone, too:
agenda-show-zone = Show
agenda-no-zone = There is no time zone “{ $zone }”.
agenda-zone-meant = Did you mean { $zone }?
agenda-calendar = Add to a calendar
agenda-your-time = your time
agenda-new-event = New event
agenda-build = Build the agenda
agenda-build-of = The agenda of “{ $title }”
agenda-about = Dates, place, days, tracks and rooms
agenda-days-help = Only for days with hours or a theme of their own; otherwise the dates of the event are enough.
agenda-one-a-line = one a line
agenda-check = Check
agenda-no-day = Without a day
agenda-untimed = Without a time yet
agenda-board = Board
agenda-board-help = Drag a session, or move it by keys: ↑ ↓ a quarter of an hour (with Shift five minutes), ← → the track, Page Up and Page Down the day, + and − the length, Delete its time; Enter leads to its fields. Nothing is saved until you save.
agenda-empty = There is no session yet. Add the first below.
agenda-new = not saved yet
agenda-more = More: people, questions, material, split, swap
agenda-split-at = Split into two at
agenda-split = Split
agenda-swap-with = Swap time and room with
agenda-swap = Swap
agenda-add = Add a session
agenda-save = Save the agenda
agenda-message = Build the agenda of “{ $title }”
agenda-source-only = The sessions of this event are written in a way that only its source shows. Edit the page of the event.
agenda-examples-saved = The examples are saved.
agenda-recorded = What came of it
agenda-none-recorded = No lesson is recorded yet.
agenda-unrecorded = { $count ->
    [one] { $count } session without a lesson
   *[other] { $count } sessions without a lesson
}
seminar-add = Add to a session
seminar-copy = Begin another event with it
seminar-add-page = Add “{ $title }” to a session
seminar-which = Which session?
seminar-note = Why it is here (optional)
seminar-put = Add
seminar-put-in = Add “{ $title }”
seminar-in = is in
seminar-is-in = This session has that example already.
seminar-no-events = There is no coming event with sessions.
seminar-choose = Choose a session.
seminar-back-to = Back to “{ $title }”
seminar-examples-of = Examples of “{ $title }”
seminar-pinned = this version
seminar-pin = Keep to this version
seminar-unpin = Follow the newest version
seminar-up = Move “{ $title }” up
seminar-down = Move “{ $title }” down
seminar-remove = Take “{ $title }” out
seminar-take-out = Take out
seminar-save = Save the examples
seminar-any = any
seminar-suggested = These may fit
seminar-why = In common: { $words }
seminar-why-session = Like this session: { $terms }
seminar-why-examples = Like its examples: { $terms }
seminar-why-event = Like the event: { $terms }
seminar-most = { $count ->
    [one] A session has at most { $count } example.
   *[other] A session has at most { $count } examples.
}
seminar-source-only = The examples of this session are written in a way that only its source shows. Edit the page of the event.
seminar-conflict = Others changed the same. Open the page again and repeat your change; nothing was saved.
seminar-message-examples = Choose the examples of “{ $title }”
seminar-message-add = Add “{ $page }” to “{ $session }”
seminar-message-record = Record “{ $title }” from “{ $session }”
seminar-record-of = Record a lesson: { $title }
seminar-record-lead = It becomes a page of its own that names this session; you can add to it later.
seminar-record-title = The lesson in one sentence
seminar-record-said = What was said
seminar-record-from = Examples that carry it
seminar-record-empty = Write the lesson in one sentence, and what was said.
seminar-added = Added.
seminar-find-session = Search among the sessions
seminar-no-such-session = No session of a coming event has these words.
seminar-leave = Your choice is not saved. Leave it?
take-over = Take a sentence over
take-over-from = Take a sentence over from “{ $title }”
take-over-into = Take a sentence over into “{ $title }”
take-over-lead = What you choose stands in the form of the page, with a link to where it is from. You read it there once more, and save.
take-over-choose = Choose at least one sentence.
take-over-section = At the end of the section
take-over-end = the end of the page
take-over-go = Take over
take-over-look = What was taken over stands in the text. Look at it, and save.
take-over-message = Take over what “{ $title }” says
coverage = What the examples cover
coverage-of = What the examples of “{ $title }” cover
coverage-sessions = Sessions
coverage-examples = Examples linked
coverage-pages = Different pages
coverage-without = Sessions without an example
coverage-none-without = Every session has one.
coverage-twice = Examples of more than one session
coverage-unrecorded = Sessions from which no lesson is recorded yet
coverage-matrix = Types of partnership and challenges
coverage-matrix-help = How many of the agenda’s examples are in each field, of how many case studies there are. A field leads to them.
coverage-cell = { $here } in the agenda, { $there } case studies in all
coverage-kinds = Kinds of page
coverage-missing = Not used:
coverage-missing-countries = Countries with case studies of which none is used:
coverage-regions = Regions
coverage-no-case = no case study yet
region-africa = Africa
region-latin-america = Latin America and the Caribbean
region-northern-america = Northern America
region-asia = Asia
region-europe = Europe
region-oceania = Oceania
decisions = Decisions
decisions-lead = What the group decided, by whom, on which date, about which pages; and the minutes of its meetings.
decisions-by = Decided by
decisions-search = Search decisions and minutes
decisions-none = There is no decision to show.
selection = Selection
selection-lead = Pages that were chosen, in their order. The selection stands in the address: whoever opens it sees it, as far as they may see the pages.
selection-empty = Nothing is chosen yet. Open a page and choose “Select”.
selection-too-many = { $count ->
    [one] The first { $count } page is shown; the others are left out, as there are too many or their notes are too long. Make a page of it.
   *[other] The first { $count } pages are shown; the others are left out, as there are too many or their notes are too long. Make a page of them.
}
selection-less = Some of the pages are not here.
selection-note = Note
selection-update = Save notes in the address
selection-share = Share it
selection-address = The address of this selection
selection-compare = Compare side by side
selection-add = Select
selection-added = Selected
selection-open = Selection:
selection-page = Make a page of it
selection-session = Make a session of it
selection-session-new = A new session of this event
selection-session-title = The title of the session, where it is a new one
selection-session-untitled = Give the new session a title.
selection-message-session = Begin the session “{ $title }” with a selection
slides = Slides
slides-what = What
slides-who = Who
slides-outcome = Outcome
slides-lesson = Lesson
slides-why = Why it is here
slides-version = Version
slides-start = Start the slides
slides-leave = Leave
slides-full = Full screen
slides-on = Next slide
slides-back = Slide before
slides-number = Slide { $number } of { $count }
slides-notes = Speaker notes
slides-notes-event = The notes of the speaker are as public as the event: whoever may open it can read them.
slides-notes-selection = The notes of the speaker are in the address: whoever has it can read them.
slides-no-notes = No notes for this slide.
slides-save = Save as one file
slides-keys = Arrow keys, the space bar or a remote control lead on and back, Home and End to either end; F fills the screen, Escape leaves the slides. Printed, each slide is a page.
slides-code = Code that leads to this address

# Signing in and accounts
sign-in = Sign in
sign-out = Sign out
sign-in-help = No account yet, or the password lost? Ask those who look after this site for a link.
sign-in-to-see = If it is for members, it shows once you are signed in.
sign-in-with = Sign in with { $provider }
sign-in-by-password = With a password
sign-in-again-with = Sign in again with { $provider }
provider-go-on = Go on to { $provider }
provider-again = Begin again
provider-down = { $provider } does not answer just now, so nobody can sign in by it. Everything else goes on; try again in a few minutes.
provider-not-trusted = What came back from { $provider } could not be believed, and nobody was signed in. Begin again; if it happens again, tell those who look after this site.
provider-denied = Nobody signed in at { $provider }.
provider-not-begun = This sign-in was not begun in this browser, was used already, or took longer than ten minutes. Begin again.
come-in-with = Come in with { $provider }
account = Your account
accounts = Accounts
account-name = Name
password = Password
new-password = New password
password-help = At least 12 characters of any kind. A few words that do not belong together are easy to remember and hard to guess.
show-password = Show what I type
current-password = Your password now
current-password-help = You signed in more than ten minutes ago, and this changes how you sign in.
current-password-address = Needed if you change the address: you signed in more than ten minutes ago.
insecure = This page came over plain HTTP, where anyone on the way can read what you type. Open it with https://, or ask those who look after this site.
come-in = Choose the password and come in
first-title = The first administrator
first-lead = This site has no account yet. Choose a name and a password; you can then invite everybody else.
invite-title = Welcome
invite-lead = This link is for { $name }. Choose a password to come in.
invite-lead-provider = This link is for { $name }. Choose how you come in from now on.
invite-identities = By the word of another site, these come in to this account as well:
invite-unlink = End that: only the new password lets somebody in
save = Save
role-reader = Reader
role-contributor = Contributor
role-organizer = Organizer
role-administrator = Administrator
scope-feeds = Feeds only, as a private address
scope-read = Reading
scope-write = Reading and writing
account-profile = Who you are
account-full-name = Full name
account-address = Address in your commits
account-address-help = Your commits carry it, for everybody to see. Leave it empty to have them carry { $address }, which reaches nobody.
account-language = Language
account-language-browser = As the browser says
account-saved = Saved.
account-change-password = Change the password
account-password-changed = Your password is changed. Your other sessions have ended.
account-end-all-tokens = { $count ->
    [one] End my token too
   *[other] End my { $count } tokens too
}
account-tokens = Tokens
account-tokens-lead = Git and programs use a token in place of your password.
account-token-name = What it is for
account-token-example = Git on my laptop
account-scope = It allows
account-days = Days it lasts
account-make-token = Make a token
account-token-made = The token is made. Copy it now.
account-token-ended = The token has ended.
account-seen-once = Seen this once: copy it now and keep it safe
secret-copy = Copy
secret-copied = Copied.
account-created = Since
account-expires = Until
account-used = Last used
account-never-used = never
account-end = End
account-end-others = End all others
account-data = What is stored about you
account-data-lead = One file has what this site has stored about you beside the pages: your account, where you are signed in, your tokens without their secrets, texts that you have not saved yet, and what the log has of you. What you wrote is in the history, under your name.
account-data-download = Take it along (JSON)
account-sessions = Where you are signed in
account-sessions-ended = Ended.
account-prove = To change how you sign in, you must have signed in within the last ten minutes.
account-identities = Signing in by another site
account-identities-lead = Whoever is one of these there comes in to your account. End what you do not know.
account-identities-none = Nothing is linked yet. Once it is, you come in with { $provider } as well.
account-identity = Who
account-linked = Linked
account-link = Link { $provider }
account-link-later = To link one, sign in again first: your sign-in is more than ten minutes old.
account-unlink = Unlink
account-unlinked = The link is ended, and whoever came in by it is signed out.
account-end-all-identities = { $count ->
    [one] Also unlink the other site, by which one comes in without a password
   *[other] Also unlink { $count } accounts of other sites, by which one comes in without a password
}
account-passwords-off = Nobody signs in by a password here.
account-not-let = You are known there, but there is no account for you here, or it is shut. Ask those who look after this site for an invitation.
account-identity-taken = This person of the other site is linked to another account here already.
account-not-a-subject = The subject is what the other site calls somebody for good: at most 255 characters, without line breaks.
account-this-session = this one
account-network = Network
account-browser = Browser
account-wait-seconds = { $count ->
    [one] Too many tries. Wait a second and try again.
   *[other] Too many tries. Wait { $count } seconds and try again.
}
account-wait = { $count ->
    [one] Too many tries. Wait a minute and try again.
   *[other] Too many tries. Wait { $count } minutes and try again.
}
account-too-many = There are { $count } of these already. End some first.
account-not-a-name = A name has 2 to 40 letters a to z, digits, “-”, “_” or “.”, and begins and ends with a letter or a digit.
account-name-taken = There is an account of this name already.
account-none = There is no such account.
account-not-there = This has ended already.
account-password-short = A password has at least 12 characters.
account-password-long = A password has at most 1,024 characters.
account-password-common = This password is among the first that are guessed. Take one that is longer or less usual.
account-not-an-address = This is no address for mail, such as anna.berg@example.org.
account-not-a-join-address = This is no address at which an event is joined, such as https://meet.example.org/room.
account-no-name = A name is needed.
account-no-language = The interface does not speak this language.
account-last-administrator = This is the last administrator who can sign in. Make somebody else one first.
account-not-allowed = Your role does not allow this.
account-link-over = This link is used, out of date, or replaced by a newer one. Ask for another.
account-wrong = The name or the password is wrong.
account-not-fresh = You signed in more than ten minutes ago. Give your password once more, or sign in again, and send the form again.
account-expiry = A token lasts at least a day and at most two years (730 days).
account-not-sure = Tick the box first: this cannot be undone.
kept-full = What you keep for later takes { $megabytes } MB at most, with its files. Discard something kept first.
kept-too-many-texts = You keep { $count } texts for later already. Discard some first.
kept-too-many-files = There are { $count } files with this text already. Remove some first.
kept-not-an-address = A text cannot be kept for this address.
kept-not-a-file-name = A file’s name has at most 255 bytes, and no “/”, “\” or line break.
accounts-shut = Accounts cannot be reached just now, so nobody can sign in. What is public can be read as ever. Try again in a while.
accounts-invite = Invite somebody
accounts-role = Role
accounts-make-link = Make an account and a link
accounts-link = The link, seen this once: send it to them and nobody else. It holds for 72 hours and is used once.
accounts-link-made = The link is made. Links made before for this account no longer work.
accounts-all = Everybody
accounts-find = Name, address or role
accounts-nobody = No account fits.
accounts-you = you
accounts-state-open = open
accounts-state-invited = invited, no password yet
accounts-state-disabled = shut
accounts-give-role = Give this role
accounts-new-link = New link to choose a password
accounts-disable = Shut
accounts-enable = Open again
accounts-end-sessions = End sessions
accounts-end-tokens = End tokens
accounts-remove = Remove for good
accounts-sure = Yes: address, password, sessions and tokens are erased
accounts-role-given = The role is given. The account's sessions have ended.
accounts-disabled = The account is shut. Its sessions have ended, and its tokens mean nothing.
accounts-enabled = The account is open again.
accounts-sessions-ended = The account's sessions have ended.
accounts-tokens-ended = The account's tokens have ended.
accounts-subject = Subject (what the other site calls this person for good)
accounts-bind = Link
accounts-bound = This account is linked: whoever that is comes in to it.
accounts-unlink = Unlink other sites
accounts-unlinked = Nobody comes in to this account by another site any more.
accounts-removed = The account is removed. The log keeps its id.
audit = Audit log
audit-lead = What was done that matters for trust, by whom and from where. Entries are only added; each vouches for the one before.
audit-person = Who
audit-action = What
audit-text = Page or words
audit-from = From
audit-until = Until
audit-time = When
audit-object = To what
audit-result = Result
audit-detail = More
audit-done = done
audit-nothing = No entry fits.
audit-older = Older entries
audit-not-a-day = A day is written as 2026-11-26.
action-sign-in = signed in
action-sign-out = signed out
action-create = made an account
action-invite = made a link
action-accept = used a link
action-role = gave a role
action-disable = shut an account
action-enable = opened an account
action-remove = removed an account
action-password = changed a password
action-profile = changed a profile
action-token = made a token
action-token-ended = ended a token
action-session-ended = ended a session
action-push = pushed
action-join = changed how an event is joined
action-link = linked an account of another site
action-unlink = ended such a link
action-start = started the server

# Filters in place
skip-results = Skip to results
filters-chosen = Filters ({ $count })
facet-find = Find in this list
facet-none = Nothing by this name.
show-pages = { $count ->
    [one] Show { $count } page
   *[other] Show { $count } pages
}

# More of the home page and of the changes
open-today = Open one today
next-event = Next event
last-event = Last event
changes-gone = No longer on the site
changes-files = Other files
changes-of-commit = What this commit changed

# A preview of the files on one machine
preview-of = Preview of the files on this machine.
preview-uncommitted = { $count ->
    [0] Everything is committed.
    [one] { $count } file is not committed yet.
   *[other] { $count } files are not committed yet.
}
preview-problems = Problems
page-uncommitted = Not committed yet: readers of the site do not see this page as it is here.
not-committed = not committed
problem-warning = Warning
searches = Searches in vain
searches-lead = What was searched for in the last 90 days and found nothing, or only after a word was corrected. Only the words are counted: nothing tells who searched.
searches-off = Searches are not counted: the configuration says searches = false. What is below was counted before.
searches-nothing = Nothing yet.
searches-query = Searched
searches-outcome = Outcome
searches-times = Times
searches-last = Last
searches-found-nothing = found nothing
searches-corrected = searched instead: { $words }
searches-help = Add words that readers use and no page has as aliases of a term, or as synonyms, in
accounts-more = Show more accounts

# Writing in the browser
edit = Edit
edit-title = Edit “{ $title }”
edit-new = New: { $kind }
edit-new-page = New page
edit-new-lead = What is it to be? The kind decides which fields the page has and what it begins with.
edit-not-yours = Your account reads this site and does not write here. An administrator can make you a contributor; events, surveys and guidance are written by organizers
again = Sign in to go on
again-lead = Your session has ended. Nothing of what you typed is lost: sign in here, and what you asked for is done.
again-files = Files that you chose have to be chosen again.
again-go-on = Sign in and go on
again-other = Somebody else is signed in here now, and nothing was done in their name. What was typed is { $name }’s: sign in as { $name } to go on.
again-provider = Or sign in with { $provider } in another tab, come back here, and go on.
edit-no-choice = –
edit-no-text = The file of this page is not text in UTF-8, so it can only be changed with git
edit-no-base = The form does not say which version it began with; open the page's form again
edit-nothing = Nothing changed: there is nothing to save.
edit-kept = Your text is kept for 30 days. Only you can see it; it waits here and on your account's page.
edit-kept-there = There is a text of yours that was kept on { $time } and not saved.
edit-go-on = Go on with it
edit-keep = Keep for later
edit-forget = Throw the kept text away
edit-unwritten = One of the fields cannot be written as it is; see what is said beside it. Nothing was saved.
edit-exists = There is a page at this address already. Choose another address, or change that page. Nothing was saved.
edit-deleted = This page was deleted while you wrote. Your text is here: save it as a new page, or leave.
edit-save-anew = Save as a new page
edit-no-address = Give the page a title or an address
edit-wrong-address = This cannot be an address: { $reason }
edit-message = Change “{ $title }”
edit-message-new = Add “{ $title }”
edit-in-source = This is written in a way that has no field; change it in the source.
edit-length = { $count } characters
edit-more-lines = More lines
edit-more-rows = More rows
edit-row-up = { $name } { $number }: one place up
edit-row-down = { $name } { $number }: one place down
edit-more-fields = More fields
event-agenda = Agenda
event-agenda-several = Several sessions: the agenda is built from the event’s page
event-agenda-one = One session: a webinar or a call
event-agenda-help = One session gets the event’s title and the times of the first day.
edit-find-work = Find a work in the bibliography
edit-no-work = No other work has all these words.
edit-new-work = New work
edit-paste-work = Paste BibTeX, RIS or CSL-JSON. It is added to references.bib with this page, and to its sources.
edit-work-unknown = not in the bibliography
edit-preview = Preview
edit-no-problems = No problems.
edit-difference = What differs
edit-same-lines = { $count ->
    [one] { $count } line as before
   *[other] { $count } lines as before
}
edit-removed = Removed:
edit-added = Added:
edit-address = Address
edit-address-help = Leave it empty, and it is made of the title, in the folder “{ $folder }”.
edit-text = Text
edit-text-help = Markdown: a blank line between paragraphs, ## before a heading, [[page]] for a link, [@key] for a source.
edit-source = Source
edit-form = Form
edit-files = Pictures and files
edit-choose-file = Choose files
edit-file-limits = At most { $most } each, and { $all } MB in all that you keep.
edit-alt = What a picture shows, for those who cannot see it
edit-files-help = Files wait with your text and are saved with it. A link to each is put at the end of the text, for you to move.
edit-add-files = Add
edit-drop-file = Do not add { $name }
edit-file-empty = { $name } is empty
edit-file-large = { $name } is larger than { $most }, the most that a file may have
edit-file-name = { $name } cannot be the name of a file: { $reason }
edit-own-files = Files that this page has ({ $count })
edit-own-help = Those that the page uses, and those in its folder. What you choose here is done when you save; another file of the same type takes the address of the one it replaces. What is deleted leaves plain text where a page linked it.
edit-own-here = Used on this page.
edit-own-nowhere = No page uses it.
edit-own-others = Used on other pages:
edit-own-more = { $count ->
    [one] and { $count } other
   *[other] and { $count } others
}
edit-own-many = and many others
edit-own-breaks = { $count ->
    [one] { $count } other page loses it: what it links becomes plain text.
   *[other] { $count } other pages lose it: what they link becomes plain text.
}
edit-own-breaks-many = Many other pages lose it: what they link becomes plain text.
edit-own-unlisted = The page has more files than are listed here.
edit-own-replace = Replace { $name } with
edit-own-delete = Delete { $name }
edit-own-waits = Another file waits to take its place: { $size }
edit-own-keep = Do not replace { $name }
edit-own-stale = Somebody else has changed a file that you replace or delete. Nothing was saved; see below what is with it.
edit-own-changed = Somebody else has changed this file since you began. Look at it first.
edit-own-gone = Somebody else has deleted or moved this file since you began.
edit-own-anyway = Do what I chose all the same
edit-own-both = { $name } cannot be replaced and deleted at once; choose one of the two
edit-own-lost = What was to replace { $name } is no longer there; choose it again
edit-own-type = { $name } is not of the type of { $file }; choose a file of the same type
edit-file-there = There is another file { $name } already; choose yours again under another name
edit-message-label = What did you change, and why?
edit-message-help = Stands in the history for everyone. Empty: the title of the page.
edit-minor = Minor change
edit-back = Back to the page
edit-to-page = To the page
edit-saved = Saved
edit-news = What came in meanwhile
edit-news-lead = Others changed this page while you wrote. Both changes are in it now; have a look.
edit-news-passages = { $count ->
    [one] { $count } passage of the text
   *[other] { $count } passages of the text
}
edit-consequences = Who sees what
edit-warnings = Worth a look
edit-saved-deleted = Deleted
edit-conflict = Both changed the same
edit-conflict-lead = Somebody else saved this page while you wrote. What does not touch is merged. For each place below choose what is to stand there; you can change it first. Nothing is saved yet, and nothing is lost.
edit-conflict-theirs = Theirs
edit-conflict-mine = Mine
edit-conflict-both = Both, theirs first
edit-conflict-missing = Choose what is to stand at each place: { $count } are without a choice
edit-conflict-place = Place { $count }
edit-conflict-key = Field { $key }
edit-conflict-result = Show the result
edit-conflict-empty = (nothing)
edit-conflict-done = This is the result of your choices, with what the others did. Look at it, and save.
edit-how-sign-in = Sign in to change it here
editor-toolbar = Formatting
editor-heading = Heading
editor-bold = Bold
editor-italic = Italic
editor-link = Link
editor-list = List
editor-numbers = Numbered list
editor-quote = Quotation
editor-code = Code
editor-table = Table
editor-picture = Picture or file
editor-undo = Undo
editor-redo = Do again
editor-find = Find
editor-plain = Plain text box
editor-live = Live preview
editor-column = Column
editor-offers = Suggestions
editor-find-replace = Replace with
editor-find-next = Next
editor-find-previous = Previous
editor-find-all = All
editor-find-case = Match case
editor-find-pattern = Regular expression
editor-find-word = Whole words
editor-find-replace-one = Replace
editor-find-replace-all = Replace all
editor-find-close = Close
editor-state-not-saved = Not saved
editor-state-new = Nothing typed yet
editor-state-kept-here = Kept in this browser, not saved
editor-state-kept = Kept for your account, not saved
editor-state-saved = Saved as …
editor-no-keeping = Not saved, and this browser keeps nothing: save before you leave
editor-offer = A text of yours, typed until …, is kept in this browser and not saved.
editor-use = Go on with it
editor-throw = Throw it away
editor-difference = What differs
editor-signed-out = You are signed out. What you type is kept in this browser: sign in again in another tab, or save and sign in then.
editor-offline = The site does not answer. What you type is kept in this browser; save when the site is back.
editor-sending = … is being sent
editor-not-sent = … was not sent. Try again.
editor-close = Close
editor-line = Go to line …
edit-meanwhile = { $name } changed this page { $time }. Saving merges it with your text.
edit-meanwhile-somebody = Somebody else changed this page. Saving merges it with your text.
edit-meanwhile-gone = This page was deleted or hidden while you write. Your text stays here.
block-lesson = A lesson inside a case
block-example = A short example inside another page
block-quote = Words somebody said or wrote, with the source
block-definition = What a term means here
block-question = A question to the reader or the group
block-gap = What is not documented yet
block-list = A list of pages that fills itself
block-gaps = A list of what the pages say is missing
move = Move
delete = Delete
new-page-here = New page here
new-page = New page
visibility-public = everyone
refused-not-allowed = You may not change this: { $files }
refused-problems = Nothing was saved: see what is wrong.
refused-conflict = Somebody else changed the same; nothing was saved.
refused-no-folder = Nothing of the content would be left; nothing was saved.
refused-blocked = On the server there are changes that nobody has committed in the same files, so nothing was saved. Whoever looks after the server has to commit them first: { $files }
refused-moved = Others were faster each time, so nothing was saved. Try again.
refused-commit = This cannot be saved: { $reason }
refused-upstream = The group's repository did not take the change: { $reason }. Nothing was saved.
refused-unreachable = The group's repository cannot be reached, so nothing was saved. Try again later.
refused-internal = The server could not write this down, so nothing was saved. Try again later.
column-name = Name
column-sector = Sector
column-title = Title
column-summary = Summary
column-day = Day
column-starts = Begins
column-ends = Ends
column-format = Format
column-basis = Basis
column-chair = Chair, one a line
column-speakers = Speakers, one a line
column-date = Date
column-track = Track
column-room = Room
column-rapporteur = Rapporteur
column-audience = For whom
column-questions = Questions to discuss
column-material = Material: pages, files, addresses
column-examples = Examples, one page a line; why it is there behind “ | ”
column-id = Id
column-part = Part
column-heading = Heading
column-text = Question
column-type = Type
column-options = Options, one a line
column-challenge = Challenges, one a line
column-pages = Pages, one a line
column-answer = Answer
kind-case-study-is = One partnership: context, objective, approach, outcome, challenges, lessons.
kind-literature-note-is = What a work says: factors, approaches, objectives, gains.
kind-lesson-is = One lesson, and the examples that carry it.
kind-consultation-is = What a member said, when, under which heads.
kind-survey-is = A questionnaire.
kind-survey-response-is = One organisation's answers to a questionnaire.
kind-event-is = A seminar or webinar with its agenda.
kind-minutes-is = What was said at a meeting.
kind-decision-is = What was decided, by whom, on which date, about which pages.
kind-guidance-is = A guideline or publication, backed by examples.
kind-resource-is = Another group, or a document outside.
kind-page-is = Anything else.
account-kept = Texts you keep
account-kept-lead = What you typed and have not saved. Only you can see it; each goes 30 days after you wrote to it last.
edit-section = Edit this section
move-title = Move “{ $title }”
move-lead = The page gets another address. Links to it are rewritten in the same commit, and the old address leads on to the new one.
move-to = New address
move-to-help = The path without the slash at its start, such as cases/mobile. The folders need not exist.
move-whole = Everything below it as well
move-show = Show what changes
move-do = Move
move-stale = What would change is no longer what was shown here. Look at it once more; nothing was done.
move-refused = Nothing was done: afterwards this would be wrong.
move-home = The home page stays where it is.
move-table = The site itself reads “{ $file }”. An organizer changes it with git.
move-nothing = It is there already.
move-taken = There is something at “{ $path }” already. Choose another address.
move-blanks = “{ $path }” has blanks in a row, which no link could name. Choose another address.
move-alias = The page “{ $title }” answers to this address. Take the address out of its other names first, or choose another.
move-into-itself = A folder cannot be moved into itself.
move-too-many = That are more than { $most } files. So many are moved or deleted with git.
move-files = Files
move-links = Links that are rewritten
move-links-none = No page links to it.
move-line = line { $line }
move-left = Links that cannot be rewritten here
move-left-help = They are written in a way that cannot be changed safely. The old address leads on to the page; have a look at them.
move-no-alias = The front matter of these pages cannot be changed, so their old address leads nowhere:
move-more = { $count ->
    [one] and { $count } more
   *[other] and { $count } more
}
move-message = Move “{ $title }” to { $to }
move-gone = deleted
delete-title = Delete “{ $title }”
delete-lead = What is deleted stays in the history and can be brought back. Links to it become plain text in the same commit.
delete-links = Links that become plain text
delete-left = Links that would break
delete-left-help = They are written in a way that cannot be changed here. As long as they are there, nothing is deleted: change these pages first.
delete-orphans = Files that nothing else uses
delete-orphans-help = Those that you choose go as well.
delete-message = Delete “{ $title }”
delete-do = Delete
undo-do = Undo
undo-message = Undo “{ $subject }”
undo-lead = This takes it back: everything is as it was, with what others have changed elsewhere since.
undo-refused = This can no longer be taken back: what was changed since excludes it. Nothing was done.
undo-commit = The commit
undo-takes-back = What this takes back
undo-files = The files
undo-one-by-one = These were changed since. Take back one after the other:
undo-pairs = What this commit changed was changed again since. Choose for each place; what was there before the commit is “yours”.
undo-too-much = This commit changed too much to be taken back here; use git
undo-this = Undo this change
account-keys = In this browser, single keys work: / searches, e edits

# The history of a page
history = History
history-title = History of “{ $title }”
history-versions = { $count ->
    [one] { $count } version, newest first.
   *[other] { $count } versions, newest first.
}
history-gone = The page is gone.
history-compare = Compare
history-compare-help = Choose the older version on the left, the newer one on the right.
history-from = Compare from { $date }, { $clock }
history-to = Compare to { $date }, { $clock }
history-this-change = This change
history-since = Since then
history-restore = Restore
history-growth = Size in bytes:
history-newer = Newer versions
history-older = Older versions
history-moved = was { $path }
history-minor = minor
history-formatting = layout only
history-in-browser = on the site
history-since-visit = See what changed since your last visit
history-times-utc = Show times in UTC
history-times-here = Show times where you are
history-reading = { $count ->
    [one] The history is being read: one commit so far. Try again in a moment
   *[other] The history is being read: { $count } commits so far. Try again in a moment
}
history-unreadable = The history of this site cannot be read at the moment
blame = Who wrote what
blame-title = Who wrote what in “{ $title }”
blame-lead = Beside each paragraph stands who last changed its words, when and why.
blame-earlier = This is an earlier version.
blame-newest = Look at the newest one
blame-coarse = This page has a long past: some paragraphs may be older than is told here.
blame-empty = The page has no text.
blame-oldest = Older
blame-latest = Newer
blame-or-older = or earlier
blame-before = Before this change
blame-first = First written on { $date }
blame-first-by = First written on { $date } by { $author }
blame-cut = The page goes on; the rest is not shown here.
diff-title = What changed in “{ $title }”
diff-old = Before
diff-new = After
diff-nothing-before = There was no such page.
diff-same = Nothing differs that can be shown.
diff-fields = Details
diff-text = Text
diff-pictures = Pictures
diff-no-picture = There was no picture here.
diff-coarse = Both versions are long: not everything that stayed the same was found.
diff-keys = With the keys j and k you go from change to change.
diff-cut = More differs than is shown here.
diff-same-blocks = { $count ->
    [one] One paragraph as before
   *[other] { $count } paragraphs as before
}
diff-form = links, pictures or emphasis
diff-moved-away = moved from here
diff-moved-here = moved here
diff-before = The change before
diff-after = The change after
diff-show = How the difference is shown
diff-show-text = Details and text
diff-show-source = Source
diff-show-columns = Source side by side
deleted-title = Deleted pages
deleted-lead = { $count ->
    [0] No page is gone.
    [one] One page is gone. What it said stands in its history.
   *[other] { $count } pages are gone. What they said stands in their history.
}
gone-title = This page was deleted
gone-lead = There was a page at { $address }. What it said stands in its history.
gone-read = Read what it said
gone-restore = Bring it back
restore-title = Restore “{ $title }”
restore-lead = The page will read again as it did in this version. What came since stays in the history.
restore-message = Restore “{ $title }”
restore-do = Restore this version

# Mail
forgotten = Password forgotten
forgotten-link = Forgot your password?
forgotten-lead = Type the address at which you get mail from this site. If an account has it, a link goes there by which you choose another password.
forgotten-address = Your address for mail
forgotten-send = Mail me a link
forgotten-sent = If an account has this address, a link is on its way. It holds for one hour and is used once.
forgotten-nothing = Nothing comes? Look among unwanted mail; then ask those who look after this site for a link. An address helps only once you have given it on your account’s page and confirmed it.
reset-title = Another password
reset-lead = This link is for { $name }. Choose another password; you are then signed out everywhere else.
confirm-title = Your address
confirm-lead = Mail about the account { $name } is to go to { $address }.
confirm-help = Confirm this only if the account is yours.
confirm-button = Confirm this address
confirm-done = The address is confirmed. Mail about the account goes there.
account-mail = Mail to you
account-mail-lead = Here you get a link when you forget your password, and are told when somebody signs in from elsewhere, or makes a token or another way into your account. Only you see the address; it stands in no commit.
account-mail-none = No mail goes to you.
account-mail-at = Mail goes to { $address }.
account-mail-waiting = { $address } waits until you follow the link that was mailed there. It holds for 24 hours.
account-mail-address = Address
account-mail-help = A link goes there, by which you confirm it. Leave it empty to get no mail.
account-mail-asked = A link is on its way. Mail goes there once you have followed it.
account-mail-cleared = No mail goes to you any more.
account-mail-same = Mail goes there already.
account-mail-full = Too much mail waits to be sent. Try again in a while.
accounts-mail = Address to mail the link to
accounts-mail-help = Leave it empty to get a link to copy. The address is shown to nobody but its owner.
accounts-mailed = The link is on its way by mail. Links made before for this account no longer work.
accounts-mail-link = Mail a link
mail-greeting = Hello { $name },
mail-come-in = Come in
mail-choose-password = Choose a password
mail-confirm-button = Confirm this address
mail-subject-invite = Your account at { $site }
mail-subject-reset = Another password for { $site }
mail-subject-confirm = Confirm your address for { $site }
mail-subject-sign-in = A new sign-in to your account at { $site }
mail-subject-token = A new token of your account at { $site }
mail-subject-identity = A new way into your account at { $site }
mail-subject-password = Your password at { $site } is changed
mail-subject-address = Your address at { $site } is changed
mail-invite = You are invited to { $site }. The name you sign in with there is { $name }. Follow the link to come in.
mail-reset = Somebody asked for another password for the account { $name } at { $site }.
mail-confirm = Mail about the account { $name } at { $site } is to go to this address. Please confirm that it is yours.
mail-sign-in = Somebody signed in to your account { $name } at { $site }, from where nobody had in the last month.
mail-token = A token was made for your account { $name } at { $site }. Whoever has it can do what it allows.
mail-identity = Your account { $name } at { $site } can now be signed in to by another provider.
mail-password = The password of your account { $name } at { $site } was changed.
mail-address = From now on, mail about your account { $name } at { $site } no longer goes to this address.
mail-holds-invite = The link holds for 72 hours and is used once.
mail-holds-reset = The link holds for one hour and is used once.
mail-holds-confirm = The link holds for 24 hours and is used once.
mail-not-you-invite = If you do not know what this is about, there is nothing to do.
mail-not-you-link = If it was not you, there is nothing to do: nobody gets in without this link.
mail-not-you-confirm = If the account is not yours, there is nothing to do: no more mail comes.
mail-not-you = If it was you, there is nothing to do. If it was not, choose another password at once, end the sessions and tokens that you do not know, and tell those who look after the site.
mail-when = When: { $value }
mail-browser = Browser: { $value }
mail-network = Network: { $value }
mail-what-token = Token: { $value }
mail-what-identity = Provider: { $value }
action-reset = mailed a link for a forgotten password
action-address = changed an address for mail
