# L’interface en français.


# Around every page
skip = Aller au contenu
navigation = Navigation principale
search = Rechercher
search-site = Rechercher sur ce site
suggestions = Suggestions
contribute = Contribuer
feed = Flux des modifications
problems-link = Problèmes dans le contenu
interface-language = Langue de l’interface
served-from = { $site } : de simples fichiers dans git, servis depuis le commit
home = Accueil
map = Carte
all = Tous
folder = dossier

# The home page
search-hint = Un pays, un partenaire, une difficulté…
browse-by-kind = Parcourir par type de page
no-pages-yet = Il n’y a pas encore de page. Enregistrez un fichier Markdown dans le dossier du contenu et il apparaîtra ici.
map-heading = Ce que nous savons, et ce qui manque
map-lead = Combien d’études de cas parlent de chaque difficulté pour chaque type de partenariat. Chaque nombre mène à ses pages, chaque lacune à ce que l’on sait par ailleurs.
open-map = Ouvrir la carte
what-is-new = Nouveautés

# The map
map-against = { $rows } et { $columns } : combien de pages portent les deux, et où l’on ne sait encore rien.
map-caption = { $rows } par { $columns } : nombre de pages
map-options = Filtrer la carte ou comparer autre chose
map-count = Compter
map-compare = Comparer
map-with = avec
map-empty = Le vocabulaire ne définit pas encore de termes pour ces deux facettes. Choisissez-en deux autres ci-dessus.
map-no-page = aucune page
map-no-case = pas encore d’étude de cas
map-gaps-cases = Couples sans étude de cas : { $gaps } sur { $pairs }.
map-gaps = Couples sans page de ces types : { $gaps } sur { $pairs }.
map-which = Lesquels ?
map-gap-heading = Couples sans page
map-fill = En connaissez-vous une ?
map-terms = Ce que signifient les termes
map-as-table = La même chose en liste de paires
year-from = De l’année
year-to = à
show = Afficher
take-along = Télécharger :
pages-head = Pages
legend = Légende
nothing-known = encore rien de connu

# Search
all-pages = Toutes les pages
browse = Parcourir
search-for = Rechercher « { $query } »
corrected-to = Résultats pour
nothing-has = Aucun résultat pour « { $query } ».
filters-in-use = Filtres actifs
remove-filter = Retirer le filtre { $filter }
clear-all = Tout effacer
filters = Filtres
apply-filters = Appliquer les filtres
sort-by = Trier par
sort = Trier
sort-relevance = Pertinence
sort-updated = Dernière modification
sort-title = Titre
show-as = Afficher en
view-list = Liste
view-timeline = Chronologie
view-countries = Pays
timeline-ended = Avec une fin
timeline-ongoing = Sans fin indiquée : tracé jusqu’à l’année de cette version
timeline-empty = Aucune de ces pages n’indique de période. Affichez-les en liste, ou filtrez les études de cas.
countries-empty = Aucune de ces pages ne nomme un pays. Affichez-les en liste.
did-you-mean = Vouliez-vous dire
nothing-matches = Rien ne correspond à tout cela. Essayez moins de mots, retirez un filtre, ou voyez ce qui manque :
nearest-pages = Pages les plus proches
found-in = Dans
result-pages = Pages de résultats
page-number = Page { $number }
range-of = { $first } à { $last } sur { $pages }
suggestion-search = recherche
suggestion-in = dans { $title }
search-as-typed = Rechercher « { $query } » tel quel
some-words = Avec une partie des mots
without-words = sans : { $words }
reason-cites = cite
reason-called = appelé aussi
reason-about = à propos de
reason-means = autrement dit
range-only = { $first } à { $last }
facets-count-all = Les nombres comptent les pages avec tous les mots.
facets-count-some = Les nombres comptent les pages avec une partie des mots.
no-page-mentions = Aucune page ne mentionne « { $word } ».
without-filters = Sans les filtres :
know-about = Connaissez-vous le sujet, ou quelqu’un qui le connaît ?
ask-group = Demander au groupe
write-page = Écrire la page
marked-words = Surligné : { $words }
remove-marks = Enlever le surlignage
note-long-query = La requête est longue : ses { $number } premiers caractères ont été recherchés.
note-many-words = La requête a beaucoup de mots : les { $number } premiers ont été recherchés.
note-no-word = Il n’y a pas de mot dans « { $text } » ; voici toutes les pages.
note-citation = Ceci a été lu comme une citation : les pages sont trouvées par ses mots.
note-unknown-field = Il n’y a pas de champ « { $field } » ; il a été recherché comme du texte.
note-field-read = « { $typed } » a été lu comme « { $field } ».
note-empty-field = « { $field }: » ne dit rien sans valeur.
note-not-a-date = « { $value } » n’est pas une date ; « { $field }: » prend une année, un mois ou un jour, comme { $field }:>2018-01 ou { $field }:2018..2019.
note-no-such-value = Aucune page n’a la valeur « { $value } » pour « { $field } ».
note-value-read = « { $typed } » a été lu comme « { $value } ».
note-star-within = Une étoile remplace la fin d’un mot, pas son début ni son milieu ; « { $typed } » a été recherché sans elle.
note-unknown-parameter = L’adresse contient « { $name } », qui n’est pas un filtre de ce site ; il a été laissé de côté.

# A page
where-you-are = Vous êtes ici
page-as-it-was = Voici la page telle qu’elle était le { $date }
read-current = Lire la page actuelle
on-this-page = Sur cette page
what-means = Ce que signifie « { $term } »
open-at = Ouvrir sur { $host }
kept-by = tenu par { $owner }
the-work = L’ouvrage
agenda = Ordre du jour
day-number = Jour { $number }
questions = Questions
answers = Réponses
chapters = Chapitres
drawn-from = Les exemples à l’appui de cet enseignement
references = Références
about-work = À propos de cet ouvrage
open-copy = Copie en libre accès
archived-copy = Copie archivée
note-on-work = Note de lecture
cited-by = Cité par
take-references = Emporter ces références
take-all-references = Emporter les références de tout le site
take-found-references = Emporter les références de ces résultats
lessons-drawn = Enseignements tirés
featured-in = Présenté dans
linked-from = Pages liées
related-pages = Pages proches
around-page = Autour de cette page
last-changed = Dernière modification le { $date } par { $author }
source = Source
permalink = Lien permanent vers cette version

# The card of metadata
field-title = Titre
field-title-help = Le nom de la page, en quelques mots.
field-summary = Résumé
field-summary-help = Une ou deux phrases, affichées dans les listes et les résultats de recherche.
field-kind = Type de page
field-kind-help = Ce qu’est la page ; ses parties en découlent.
field-partners = Partenaires
field-partners-help = Les autres membres du partenariat, chacun avec son secteur.
field-organisations = Organisations
field-organisations-help = Les organismes statistiques qui participent.
field-countries = Pays
field-countries-help = Codes à deux lettres de la norme ISO 3166-1 ; le premier est le principal.
field-period = Période
field-period-help = La durée du partenariat, par exemple 2008/2019 ou 2020/.
field-status = État
field-status-help = Où en est le partenariat : prévu, en cours, terminé ou interrompu.
field-starts = Début
field-starts-help = Le premier jour de l’événement.
field-ends = Fin
field-ends-help = Le dernier jour de l’événement.
field-date = Date
field-date-help = Le jour, le mois ou l’année.
field-place = Lieu
field-place-help = Où se tient l’événement.
field-with = Avec
field-with-help = Qui a été consulté.
field-authors = Auteurs
field-authors-help = Qui a écrit ce que rapporte la page.
field-sources = Sources
field-sources-help = Clés des ouvrages de references.bib sur lesquels repose la page.
field-citation = Ouvrage
field-citation-help = La clé, dans references.bib, de l’ouvrage dont traite la note.
field-drawn_from = Exemples
field-drawn_from-help = Les pages sur lesquelles repose cet enseignement.
field-timezone = Fuseau horaire
field-timezone-help = Le fuseau de toutes les heures du programme, par son nom IANA, comme Europe/Zurich.
field-session = Séance
field-session-help = La séance dont cela provient : l’événement et l’identifiant de la séance, comme events/seminar#opening.
field-about = Au sujet de
field-about-help = Les pages que la décision concerne.
field-decided_by = Décidé par
field-decided_by-help = Qui a décidé.
field-days = Journées
field-days-help = Les journées de l’événement, avec leurs heures, si elles ne découlent pas du premier et du dernier jour.
field-tracks = Parcours
field-tracks-help = Ce qui a lieu en parallèle, dans l’ordre des colonnes. Une séance sans parcours est pour tous.
field-rooms = Salles
field-rooms-help = Les salles disponibles.
field-uid = Identifiant d’agenda
field-uid-help = Ce par quoi les agendas reconnaissent l’événement. Il est créé une fois et demeure.
field-sessions = Séances
field-sessions-help = Les parties du programme, chacune avec son heure et ses exemples.
field-questions = Questions
field-questions-help = Ce que demande l’enquête, avec les choix possibles.
field-survey = Enquête
field-survey-help = Le questionnaire auquel il est répondu.
field-answers = Réponses
field-answers-help = Ce qui a été répondu, selon les identifiants des questions.
field-chapters = Chapitres
field-chapters-help = Les chapitres de la publication, chacun avec les pages utilisées.
field-url = Adresse
field-url-help = Où le trouver sur le web.
field-owner = Tenu par
field-owner-help = Qui le tient à jour.
field-lang = Langue
field-lang-help = La langue de la page, par exemple en ou fr.
field-translation_of = Traduction de
field-translation_of-help = La même page dans la langue où elle a été écrite.
field-aliases = Autres noms
field-aliases-help = Anciennes adresses et autres noms ; ils mènent ici.
field-visibility = Visible par
field-visibility-help = Qui peut lire la page : tous, ou seulement les membres.
field-draft = Brouillon
field-draft-help = Si la page reste cachée jusqu’à son achèvement.
event-upcoming = à venir
event-running = en cours
visibility-members = les membres du groupe
visibility-draft = les contributeurs, jusqu’à son achèvement
facet-kind = Type de page
facet-country = Pays
facet-organisation = Organisation
facet-status = État
facet-lang = Langue
facet-author = Auteur
status-planned = Prévu
status-ongoing = En cours
status-concluded = Achevé
status-ended-early = Arrêté avant terme

# What changed
changes = Modifications
changes-lead = Ce qui a changé sur ce site, le plus récent d’abord.
changes-none = Il n’y a pas encore de modification à montrer.
changes-nothing = Aucune modification que vous pouvez voir ne correspond à ces filtres.
changes-reading = L’historique est en cours de lecture. Les filtres et l’année en image viendront ensuite.
changes-by = Modifié par
changes-folder = Page ou dossier
changes-page = Page
changes-from = Du
changes-to = Au
changes-minor = Modifications mineures
changes-left-out = exclues
changes-without-minor = Sans les modifications mineures
changes-minor-ones = { $count ->
    [one] Une modification mineure
   *[other] { $count } modifications mineures
}
changes-counted = { $count ->
    [one] Une modification de pages
   *[other] { $count } modifications de pages
}
changes-as-table = La même chose en tableau
changes-day = Jour
changes-untold = Modifié
changes-pages = Parties de la liste
changes-newest = Modifications les plus récentes
changes-older = Modifications plus anciennes
change-added = nouveau
change-removed = supprimé
change-gone = supprimé depuis

# What administrators read of the upstream
notice-behind = Pas en phase avec le dépôt amont
notice-behind-text = Les deux n’ont pas pu être réunis depuis le { $date }. Le site continue ; ce qui est enregistré ici attend.
notice-unreachable = Le dépôt amont est injoignable
notice-unreachable-text = C’est ainsi depuis le { $date }. Le site continue et réessaie de lui-même.
notice-conflict = Quelqu’un doit fusionner avec le dépôt amont
notice-conflict-text = Les deux côtés ont modifié la même chose depuis le { $date }. Les deux sont conservés et le site continue, mais aucun ne reçoit les nouveautés de l’autre avant que quelqu’un les ait fusionnés.
notice-unrelated-text = Depuis le { $date }, les deux n’ont aucune histoire commune et rien ne peut être fusionné : est-ce le bon dépôt amont ?
notice-files = Les deux côtés ont modifié ces fichiers :
notice-merge = Dans un terminal ; git indique les lignes à revoir, et le site transmet le résultat au dépôt amont :
notice-whom = Seuls les administrateurs voient cet avis.

# Problems and errors
problems-title = Problèmes dans le contenu
problems-none = Aucun. Chaque page se lit, chaque lien aboutit.
problems-check = La même chose sur votre machine :
error-number = erreur { $status }
error-not-found = Page introuvable
error-refused = Impossible de répondre
error-internal = Une erreur est survenue
error-no-page = Il n’y a pas de page à cette adresse
error-our-side = Une erreur est survenue de notre côté
error-too-many = Trop de demandes à la fois
error-wait = { $count ->
    [one] Beaucoup de demandes sont venues d’ici en peu de temps. Attendez une seconde, puis rechargez la page
   *[other] Beaucoup de demandes sont venues d’ici en peu de temps. Attendez { $count } secondes, puis rechargez la page
}
go-home = Aller à la page d’accueil

# Dates
date-day = { $day ->
    [1] 1er
   *[other] { $day }
} { $month } { $year }
date-month = { $month } { $year }
period-range = { $start } à { $end }
period-since = Depuis { $start }
month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre
month-alone-1 = janvier
month-alone-2 = février
month-alone-3 = mars
month-alone-4 = avril
month-alone-5 = mai
month-alone-6 = juin
month-alone-7 = juillet
month-alone-8 = août
month-alone-9 = septembre
month-alone-10 = octobre
month-alone-11 = novembre
month-alone-12 = décembre

# The kinds of page: one, several, counted
kind-case-study = Étude de cas
kind-literature-note = Note de lecture
kind-lesson = Enseignement
kind-consultation = Consultation
kind-survey = Enquête
kind-survey-response = Réponse à l’enquête
kind-event = Événement
kind-minutes = Compte rendu
kind-decision = Décision
kind-guidance = Orientations
kind-resource = Ressource
kind-page = Page
kinds-case-study = Études de cas
kinds-literature-note = Notes de lecture
kinds-lesson = Enseignements
kinds-consultation = Consultations
kinds-survey = Enquêtes
kinds-survey-response = Réponses aux enquêtes
kinds-event = Événements
kinds-minutes = Comptes rendus
kinds-decision = Décisions
kinds-guidance = Orientations
kinds-resource = Ressources
kinds-page = Pages
count-case-study = { $count ->
    [one] { $count } étude de cas
   *[other] { $count } études de cas
}
count-literature-note = { $count ->
    [one] { $count } note de lecture
   *[other] { $count } notes de lecture
}
count-lesson = { $count ->
    [one] { $count } enseignement
   *[other] { $count } enseignements
}
count-consultation = { $count ->
    [one] { $count } consultation
   *[other] { $count } consultations
}
count-survey = { $count ->
    [one] { $count } enquête
   *[other] { $count } enquêtes
}
count-survey-response = { $count ->
    [one] { $count } réponse
   *[other] { $count } réponses
}
count-event = { $count ->
    [one] { $count } événement
   *[other] { $count } événements
}
count-minutes = { $count ->
    [one] { $count } compte rendu
   *[other] { $count } comptes rendus
}
count-decision = { $count ->
    [one] { $count } décision
   *[other] { $count } décisions
}
count-guidance = { $count ->
    [one] { $count } page d’orientation
   *[other] { $count } pages d’orientation
}
count-resource = { $count ->
    [one] { $count } ressource
   *[other] { $count } ressources
}
count-page = { $count ->
    [one] { $count } page
   *[other] { $count } pages
}

# Counted things
search-pages = { $count ->
    [one] Rechercher dans { $count } page
   *[other] Rechercher dans { $count } pages
}
pages = { $count ->
    [one] { $count } page
   *[other] { $count } pages
}
more-terms = { $count ->
    [one] { $count } de plus
   *[other] { $count } de plus
}
pages-all-words = { $count ->
    [0] Aucune page n’a tous les mots
    [one] { $count } page avec tous les mots
   *[other] { $count } pages avec tous les mots
}
pages-some-words = { $count ->
    [one] { $count } page avec une partie d’entre eux
   *[other] { $count } pages avec une partie d’entre eux
}
timeline-without = { $count ->
    [one] { $count } autre page n’indique pas de période.
   *[other] { $count } autres pages n’indiquent pas de période.
}
problems-on-page = { $count ->
    [one] { $count } problème sur cette page
   *[other] { $count } problèmes sur cette page
}
problems-count = { $count ->
    [one] { $count } problème.
   *[other] { $count } problèmes.
}
changes-more = { $count ->
    [one] et { $count } de plus
   *[other] et { $count } de plus
}

# Lists that fill themselves
list-empty = Rien pour l’instant.
list-table = Pages, en tableau
list-page = Page
list-without = Non indiqué
list-all = { $count ->
    [one] La seule page
   *[other] Toutes les { $count } pages
}
list-help = Où aider

# The glossary
glossary = Glossaire
glossary-lead = Ce que signifient les termes attribués aux pages, et combien de pages portent chacun.
glossary-pages = { $count ->
    [one] { $count } page
   *[other] { $count } pages
}
glossary-names = Autres mots
glossary-search = Chercher dans ces pages
glossary-gaps = Pas encore d’étude de cas combinée avec :
glossary-works = Ouvrages
glossary-asked = Dans le questionnaire
glossary-retired = Retiré
glossary-replaced = Retiré ; utilisez plutôt :
glossary-edit = Modifier le vocabulaire
tables-not-yours = Le vocabulaire et la bibliographie sont tenus par les organisateurs. Un administrateur peut vous donner ce rôle
tables-saved = Enregistré.
tables-changes = Ce qui change dans
tables-same = Rien n'y change.
tables-pages = Pages réécrites
tables-pages-none = Aucune page n'est réécrite.
tables-left = Pages qui ne peuvent pas être réécrites ici
tables-left-help = Elles restent telles quelles. Modifiez-les à la main.
tables-too-many = Plus de { $most } pages seraient réécrites. Un tel changement se fait avec git.
tables-message-help = Figure dans l'historique, visible de tous. Laissé vide, il dit ce qui est fait.
tables-cannot = Ceci ne peut pas être modifié ici.
vocabulary = Vocabulaire
vocabulary-lead = Les mots qui servent à classer les pages. Ce que vous modifiez est d'abord montré, et forme un seul commit avec les pages qui portent le terme.
vocabulary-empty = Le vocabulaire n'a pas encore de facettes.
vocabulary-undefined = Portés et non définis
vocabulary-undefined-lead = Des pages portent ces termes, que le vocabulaire ne contient pas.
vocabulary-meant = Il s'agit peut-être de « { $term } ».
vocabulary-replace = Remplacer dans les pages
vocabulary-define = Le définir
vocabulary-unused = inutilisé
vocabulary-retired = retiré
vocabulary-replaced = remplacé par « { $term } »
vocabulary-lacks = Pas encore de nom en : { $languages }
term-title = Modifier le terme « { $term } »
term-title-new = Nouveau terme : { $facet }
term-title-undefined = Remplacer « { $term } » dans les pages
term-label = Nom en anglais
term-label-in = Nom en { $language }
term-id = Identifiant
term-id-help = Ce qu'écrivent les pages : lettres de a à z, chiffres et traits d'union. Laissé vide, il est tiré du nom.
term-group = Groupe
term-group-none = Dans aucun groupe
term-definition = Définition
term-note = Remarque
term-note-help = Cas limites, ou origine du terme.
term-aliases-in = Autres mots en { $language }
term-aliases-help = Un par ligne. Qui en cherche un trouve les pages qui portent le terme.
term-fate = Ce qu'il devient
term-fate-used = Utilisé
term-fate-retired = Retiré, sans remplaçant
term-fate-by = Remplacé par « { $term } »
term-fate-help = Un terme retiré ou remplacé n'est plus proposé. Les anciennes pages restent lisibles ; ses noms, ses adresses et les listes mènent au terme qui le remplace.
term-undefined-help = Les pages porteront ce terme à la place.
term-rewrite = Écrire le terme de remplacement dans toutes les pages qui portent celui-ci
term-no-name = Le terme a besoin d'un nom en anglais.
term-too-long = Un champ a plus de { $most } caractères.
term-clashes = Quelqu'un d'autre a modifié la même chose entre-temps. Votre saisie est dans le formulaire ; le texte actuel est :
term-clash = { $field } : « { $now } »
term-message-add = Ajouter le terme « { $term } »
term-message-change = Modifier le terme « { $term } »
term-message-retire = Retirer le terme « { $term } »
term-message-replace = Remplacer le terme « { $term } » par « { $by } »
term-rename-help = Ce que les pages écrivent. Si l’identifiant change ici, toutes les pages qui portent le terme sont réécrites dans le même commit.
term-rename-keep = Si l’identifiant change, l’ancien continue de mener au terme : dans les adresses, les listes et les recherches
term-rename-fate = Un terme retiré ou remplacé garde son identifiant.
term-rename-taken = Il y a déjà un terme « { $id } » : pour réunir les deux, faites remplacer celui-ci par l’autre.
term-message-rename = Renommer le terme « { $term } » en « { $to } »
facet-title = Modifier la facette « { $facet } »
facet-title-new = Nouvelle facette
facet-lead = Une facette est une façon de classer les pages. Elle a des termes et forme un champ dans le formulaire de chaque page.
facet-change = Modifier la facette
facet-groups = Groupes
facet-no-terms = Elle n'a pas encore de termes.
facet-key = Clé
facet-key-help = Ce qu'écrivent les pages et les adresses : lettres de a à z, chiffres et tirets bas. Laissée vide, elle est tirée du nom. Elle ne peut plus être changée ici ensuite.
facet-in-brief = Ses termes figurent en tête de page, à côté du pays et de la période
facet-remove = Supprimer la facette, avec ses groupes et ses termes
facet-used = Des pages portent des termes de cette facette. Elle pourra être supprimée quand aucune n'en portera plus.
facet-message-add = Ajouter la facette « { $name } »
facet-message-change = Modifier la facette « { $name } »
facet-message-remove = Supprimer la facette « { $name } »
group-title = Modifier le groupe « { $group } »
group-title-new = Nouveau groupe : { $facet }
group-add = Ajouter un groupe
group-lead = Les termes d'un groupe sont réunis sous son nom. C'est dans le formulaire de chaque terme qu'on indique son groupe.
group-id-help = C'est par lui que les termes disent leur groupe : lettres de a à z, chiffres et traits d'union. Laissé vide, il est tiré du nom.
group-id-wrong = L'identifiant d'un groupe n'a que des lettres de a à z, des chiffres et des traits d'union, 80 au plus.
group-remove = Supprimer le groupe
group-used = Des termes appartiennent à ce groupe. Il pourra être supprimé quand il n'en aura plus.
group-message-add = Ajouter le groupe « { $name } »
group-message-change = Modifier le groupe « { $name } »
group-message-remove = Supprimer le groupe « { $name } »
heading-no-name = Il faut un nom en anglais.
synonyms = Synonymes
synonyms-lead = Des mots que la recherche prend l'un pour l'autre : ce que l'on tape, et ce que disent les pages.
synonyms-word = Mot
synonyms-others = Veut dire la même chose que
synonyms-others-help = Un par ligne : des mots que les pages emploient.
synonyms-others-known = Un par ligne. Sans aucun, le mot est retiré.
synonyms-no-word = Dites de quel mot il s'agit.
synonyms-too-long = C'est trop long pour des synonymes.
synonyms-message = Modifier les synonymes de « { $word } »
synonyms-searches-lead = Ce que des lecteurs ont tapé et qu'aucune page ne contient. Seuls les mots sont comptés : rien ne dit qui a cherché.
synonyms-make = Dire ce que cela signifie
synonyms-all = Tous les synonymes
synonyms-none = Il n'y en a pas encore.
synonyms-change = Modifier
bibliography = Bibliographie
bibliography-works = { $count ->
    [one] { $count } ouvrage cité par les pages, avec les pages qui l'utilisent.
   *[other] { $count } ouvrages cités par les pages, chacun avec les pages qui l'utilisent.
}
bibliography-all = Tous les ouvrages
bibliography-none = Aucun ouvrage trouvé.
bibliography-find = Chercher par auteur, titre, année ou clé
bibliography-unused-only = { $count ->
    [one] Seulement celui qu'aucune page n'utilise
   *[other] Seulement les { $count } qu'aucune page n'utilise
}
bibliography-used = Utilisé par :
bibliography-duplicates = Ceux-ci semblent identiques
bibliography-duplicates-lead = Ils ont le même DOI, ou le même titre et la même année.
bibliography-merge = Réunir
bibliography-absent = Cités et absents
work-title = Modifier l'ouvrage « { $key } »
work-entry = Notice
work-entry-help = Telle qu'elle figure dans la bibliographie. On peut coller à la place du RIS ou du CSL-JSON. Avec une autre clé, les pages qui le citent sont réécrites.
work-into = Le même que cet ouvrage
work-into-help = La clé d'un autre ouvrage : les pages qui citent celui-ci citeront l'autre, et celui-ci est retiré.
work-fields = Champ par champ
work-fields-help = Tels que la notice les écrit, avec ses accolades. Ce que vous modifiez ici est écrit dans la notice ci-dessous.
work-field-kind = Type
work-field-title = Titre
work-field-authors = Auteurs
work-field-year = Année
work-field-container = Dans la revue ou le livre
work-field-url = Adresse
work-field-doi = DOI
work-field-authors-help = Un par ligne : Nom, Prénom. Un organisme entre accolades : { "{" }Statistics Netherlands{ "}" }.
work-field-wrong = « { $field } » ne peut pas être écrit ainsi dans la notice : chaque accolade doit avoir la sienne en face, et chaque auteur sa ligne.
work-kind-article = Article de revue
work-kind-book = Livre
work-kind-incollection = Chapitre de livre
work-kind-inproceedings = Communication à une conférence
work-kind-report = Rapport
work-kind-thesis = Thèse
work-kind-dataset = Données
work-kind-software = Logiciel
work-kind-online = Page web
work-kind-standard = Norme
work-kind-legislation = Loi
work-kind-unpublished = Non publié
work-kind-misc = Autre chose
work-remove = Le retirer de la bibliographie
work-no-such = Il n'y a pas d'autre ouvrage « { $key } ».
work-is-used = Des pages citent cet ouvrage. Réunissez-le avec un autre, ou retirez-le d'abord des pages.
work-too-long = La notice est trop longue.
work-unreadable = La notice ne peut pas être lue.
work-not-one = Il faut exactement un ouvrage.
work-taken = Un autre ouvrage a la clé « { $key } ».
work-message-change = Modifier l'ouvrage { $key }
work-message-remove = Retirer l'ouvrage { $key } de la bibliographie
work-message-merge = Réunir l'ouvrage { $key } avec { $into }
import = Ajouter des ouvrages
import-lead = À partir d'un fichier ou d'un texte collé : BibTeX, RIS ou CSL-JSON. Vous voyez d'abord ce qui est nouveau, ce qui semble déjà là et ce qui ne peut pas être lu ; rien n'est écrit avant l'ajout.
import-file = Fichier
import-paste = Ou collez ici
import-show = Montrer le contenu
import-do = Ajouter ce qui est coché
import-not-utf8 = « { $file } » n'est pas en UTF-8. Exportez-le de nouveau en UTF-8.
import-nothing = Choisissez un fichier, ou collez des ouvrages.
import-too-long = Cela dépasse 2 Mo. Ajoutez-le par parties, ou avec git.
import-none = Aucun ouvrage n'est coché : il n'y a rien à ajouter.
import-problems = Ce qui ne peut pas être lu
import-new = { $count ->
    [one] { $count } nouvel ouvrage
   *[other] { $count } nouveaux ouvrages
}
import-twins = { $count ->
    [one] { $count } ouvrage qui semble déjà là
   *[other] { $count } ouvrages qui semblent déjà là
}
import-twins-lead = Ils ne sont ajoutés que si vous les cochez.
import-seems = semble être
import-entry = Notice
import-more = { $count ->
    [one] { $count } ouvrage de plus est laissé de côté : ajoutez-le ensuite.
   *[other] { $count } ouvrages de plus sont laissés de côté : ajoutez-les ensuite.
}
import-message = { $count ->
    [one] Ajouter un ouvrage à la bibliographie
   *[other] Ajouter { $count } ouvrages à la bibliographie
}
person-fields = Domaines d’intérêt
person-changes = Toutes les modifications de cette personne

# Templates
template-title = Modèle : { $kind }
template-lead = Commencez une page de ce type à partir de ce modèle : la commande en écrit une copie à l’endroit voulu.
template-copy = Ou copiez le fichier vous-même : la copie est une page.

# Search results to be taken along
take-pages = Emporter ces pages

# What can be done with a page, its facts, its agenda and its questions
copy-link = Copier le lien
link-copied = Le lien vers cette version est copié.
copy-citation = Copier la citation
citation-copied = La citation est copiée.
cite = Citer
take-page = Cette page pour un logiciel de références
print = Imprimer
correct-page = Corriger cette page
correction-subject = Correction : { $title }
correct-with-git = Voici comment la corriger avec git :
correct-file = Le fichier de cette page :
facts = Repères
all-details = Tous les détails
session = Séance
session-time = Heure
session-format = Forme
session-chair = Présidence
session-speakers = Intervenants
known-of = Sur « { $challenge } » :
show-all = Tout voir : { $count }

# Programmes
session-rapporteur = Rapporteur
session-audience = Pour
session-in-room = Salle { $room }
session-now = en cours
session-next = ensuite
session-examples = { $count ->
    [one] { $count } exemple
   *[other] { $count } exemples
}
session-questions = { $count ->
    [one] { $count } question à débattre
   *[other] { $count } questions à débattre
}
session-discuss = Questions à débattre
session-backed-by = Appuyée par ces exemples
session-no-examples = Aucun exemple n’est encore lié.
session-version = La version visée : { $version }
session-material = Documents
session-recorded = Enseignements consignés ici
session-recorded-at = Consigné lors de la séance
session-neighbours = Autres séances
session-before = Avant :
session-behind = Ensuite :
session-all = Tout le programme :
session-find-examples = Trouver des exemples
session-record = Consigner un enseignement
join = Comment participer
join-of = Comment participer : « { $title } »
join-open = Participer
join-none = Il n’y a pas encore d’adresse pour participer. Revenez avant le début.
join-over = C’est terminé. Les enregistrements et les diapositives se trouvent avec les séances, parmi les documents.
join-members = Cette adresse est réservée aux membres de ce site. Merci de ne pas la transmettre.
join-change = Pour les organisateurs
join-address = Adresse pour participer
join-address-help = Elle commence par https://. Elle est conservée avec les comptes, pas dans le fichier de l’événement, et ne figure que sur cette page : ni dans une version, ni dans un flux, un agenda ou un clone.
join-everyone = La montrer à tout le monde, même sans compte
join-everyone-help = La page de l’événement mène alors tout le monde ici ; l’adresse à transmettre : { $address }
join-clear = Retirer l’adresse
join-saved = L’adresse est enregistrée.
join-cleared = L’adresse est retirée.
join-no-id = L’adresse est conservée sous l’identifiant d’agenda de l’événement, et celui-ci n’en a pas. Écrivez-en d’abord un dans le champ « Identifiant d’agenda » ; tout mot qu’aucun autre événement n’a convient.
agenda-zone = Toutes les heures sont celles du lieu : { $zone }.
agenda-other-zone = Les montrer aussi dans un autre fuseau horaire :
agenda-show-zone = Montrer
agenda-no-zone = Il n’y a pas de fuseau horaire « { $zone } ».
agenda-zone-meant = Vouliez-vous dire { $zone } ?
agenda-calendar = Ajouter à un agenda
agenda-your-time = votre heure
agenda-new-event = Nouvel événement
agenda-build = Construire l’ordre du jour
agenda-build-of = L’ordre du jour de « { $title } »
agenda-about = Dates, lieu, jours, volets et salles
agenda-days-help = Seulement pour des jours qui ont leurs heures ou leur thème ; sinon les dates de l’événement suffisent.
agenda-one-a-line = un par ligne
agenda-check = Vérifier
agenda-no-day = Sans jour
agenda-untimed = Pas encore d’heure
agenda-board = Tableau
agenda-board-help = Faites glisser une séance, ou déplacez-la au clavier : ↑ ↓ un quart d’heure (avec Maj cinq minutes), ← → le volet, Page préc. et Page suiv. le jour, + et − la durée, Suppr son heure ; Entrée mène à ses champs. Rien n’est enregistré avant que vous n’enregistriez.
agenda-empty = Il n’y a pas encore de séance. Ajoutez la première ci-dessous.
agenda-new = pas encore enregistrée
agenda-more = Plus : personnes, questions, documents, diviser, échanger
agenda-split-at = Diviser en deux à
agenda-split = Diviser
agenda-swap-with = Échanger l’heure et la salle avec
agenda-swap = Échanger
agenda-add = Ajouter une séance
agenda-save = Enregistrer l’ordre du jour
agenda-message = Construire l’ordre du jour de « { $title } »
agenda-source-only = Les séances de cet événement sont écrites de telle manière que seule la source les montre. Modifiez la page de l’événement.
agenda-examples-saved = Les exemples sont enregistrés.
agenda-recorded = Ce qui en est resté
agenda-none-recorded = Aucun enseignement n’est encore consigné.
agenda-unrecorded = { $count ->
    [one] { $count } séance sans enseignement
   *[other] { $count } séances sans enseignement
}
seminar-add = Ajouter à une séance
seminar-copy = En faire le début d’un autre événement
seminar-add-page = Ajouter « { $title } » à une séance
seminar-which = À quelle séance ?
seminar-note = Pourquoi ici (facultatif)
seminar-put = Ajouter
seminar-put-in = Ajouter « { $title } »
seminar-in = y figure
seminar-is-in = Cette séance a déjà cet exemple.
seminar-no-events = Aucun événement à venir n’a de séances.
seminar-choose = Choisissez une séance.
seminar-back-to = Retour à « { $title } »
seminar-examples-of = Exemples de « { $title } »
seminar-pinned = cette version
seminar-pin = S’en tenir à cette version
seminar-unpin = Suivre la version la plus récente
seminar-up = Monter « { $title } »
seminar-down = Descendre « { $title } »
seminar-remove = Retirer « { $title } »
seminar-take-out = Retirer
seminar-save = Enregistrer les exemples
seminar-any = indifférent
seminar-suggested = Ceux-ci pourraient convenir
seminar-why = En commun : { $words }
seminar-why-session = Comme cette séance : { $terms }
seminar-why-examples = Comme ses exemples : { $terms }
seminar-why-event = Comme l’événement : { $terms }
seminar-most = { $count ->
    [one] Une séance a au plus { $count } exemple.
   *[other] Une séance a au plus { $count } exemples.
}
seminar-source-only = Les exemples de cette séance sont écrits de telle manière que seule la source les montre. Modifiez la page de l’événement.
seminar-conflict = D’autres ont modifié la même chose. Rouvrez la page et refaites votre modification ; rien n’a été enregistré.
seminar-message-examples = Choisir les exemples de « { $title } »
seminar-message-add = Ajouter « { $page } » à « { $session } »
seminar-message-record = Consigner « { $title } » de « { $session } »
seminar-record-of = Consigner un enseignement : { $title }
seminar-record-lead = Il devient une page qui nomme cette séance ; vous pourrez la compléter plus tard.
seminar-record-title = L’enseignement en une phrase
seminar-record-said = Ce qui a été dit
seminar-record-from = Exemples qui le portent
seminar-record-empty = Écrivez l’enseignement en une phrase, et ce qui a été dit.
seminar-added = Ajouté.
seminar-find-session = Chercher parmi les séances
seminar-no-such-session = Aucune séance d’un événement à venir ne contient ces mots.
seminar-leave = Votre choix n’est pas enregistré. L’abandonner ?
take-over = Reprendre une phrase
take-over-from = Reprendre une phrase de « { $title } »
take-over-into = Reprendre une phrase dans « { $title } »
take-over-lead = Ce que vous choisissez se retrouve dans le formulaire de la page, avec un lien vers son origine. Vous l’y relisez, puis enregistrez.
take-over-choose = Choisissez au moins une phrase.
take-over-section = À la fin de la section
take-over-end = la fin de la page
take-over-go = Reprendre
take-over-look = La reprise se trouve dans le texte. Relisez-la, puis enregistrez.
take-over-message = Reprendre ce que dit « { $title } »
coverage = Ce que couvrent les exemples
coverage-of = Ce que couvrent les exemples de « { $title } »
coverage-sessions = Séances
coverage-examples = Exemples liés
coverage-pages = Pages différentes
coverage-without = Séances sans exemple
coverage-none-without = Chaque séance en a un.
coverage-twice = Exemples de plusieurs séances
coverage-unrecorded = Séances dont aucun enseignement n’est encore consigné
coverage-matrix = Types de partenariat et défis
coverage-matrix-help = Combien des exemples du programme se trouvent dans chaque case, et combien d’études de cas il y a. Une case y mène.
coverage-cell = { $here } dans le programme, { $there } études de cas en tout
coverage-kinds = Genres de page
coverage-missing = Non utilisés :
coverage-missing-countries = Pays dont aucune étude de cas n’est utilisée :
coverage-regions = Régions
coverage-no-case = pas encore d’étude de cas
region-africa = Afrique
region-latin-america = Amérique latine et Caraïbes
region-northern-america = Amérique septentrionale
region-asia = Asie
region-europe = Europe
region-oceania = Océanie
decisions = Décisions
decisions-lead = Ce que le groupe a décidé, par qui, à quelle date, au sujet de quelles pages ; et les comptes rendus de ses réunions.
decisions-by = Décidé par
decisions-search = Chercher dans les décisions et les comptes rendus
decisions-none = Il n’y a aucune décision à montrer.
selection = Sélection
selection-lead = Des pages choisies, dans leur ordre. La sélection se trouve dans l’adresse : quiconque l’ouvre la voit, dans la mesure où il peut voir les pages.
selection-empty = Rien n’est encore choisi. Ouvrez une page et choisissez « Ajouter à la sélection ».
selection-too-many = { $count ->
    [one] La première { $count } page est affichée ; les autres sont omises, car elles sont trop nombreuses ou leurs notes trop longues. Faites-en une page.
   *[other] Les { $count } premières pages sont affichées ; les autres sont omises, car elles sont trop nombreuses ou leurs notes trop longues. Faites-en une page.
}
selection-less = Certaines des pages ne sont pas ici.
selection-note = Note
selection-update = Enregistrer les notes dans l’adresse
selection-share = La partager
selection-address = L’adresse de cette sélection
selection-compare = Comparer côte à côte
selection-add = Ajouter à la sélection
selection-added = Dans votre sélection
selection-open = Sélection :
selection-page = En faire une page
selection-session = En faire une séance
selection-session-new = Une nouvelle séance de cet événement
selection-session-title = Le titre de la séance, si elle est nouvelle
selection-session-untitled = Donnez un titre à la nouvelle séance.
selection-message-session = Commencer la séance « { $title } » par une sélection
slides = Diapositives
slides-what = Quoi
slides-who = Qui
slides-outcome = Résultat
slides-lesson = Enseignement
slides-why = Pourquoi il figure ici
slides-version = Version
slides-start = Lancer les diapositives
slides-leave = Quitter
slides-full = Plein écran
slides-on = Diapositive suivante
slides-back = Diapositive précédente
slides-number = Diapositive { $number } sur { $count }
slides-notes = Notes de l’intervenant
slides-notes-event = Les notes de l’intervenant sont aussi publiques que l’événement : toute personne qui peut l’ouvrir peut les lire.
slides-notes-selection = Les notes de l’intervenant sont dans l’adresse : toute personne qui l’a peut les lire.
slides-no-notes = Aucune note pour cette diapositive.
slides-save = Enregistrer en un seul fichier
slides-keys = Les flèches, la barre d’espace ou une télécommande font avancer et reculer, Début et Fin mènent aux extrémités ; F remplit l’écran, Échap quitte les diapositives. À l’impression, chaque diapositive est une page.
slides-code = Code qui mène à cette adresse

# Connexion et comptes
sign-in = Se connecter
sign-out = Se déconnecter
sign-in-help = Pas encore de compte, ou mot de passe perdu ? Demandez un lien aux responsables de ce site.
sign-in-to-see = Si elle est réservée aux membres, elle s’affiche une fois que vous êtes connecté.
sign-in-with = Se connecter avec { $provider }
sign-in-by-password = Avec un mot de passe
sign-in-again-with = Se reconnecter avec { $provider }
provider-go-on = Continuer vers { $provider }
provider-again = Recommencer
provider-down = { $provider } ne répond pas pour le moment : personne ne peut se connecter par ce biais. Tout le reste fonctionne ; réessayez dans quelques minutes.
provider-not-trusted = La réponse de { $provider } n’était pas digne de foi, et personne n’a été connecté. Recommencez ; si cela se reproduit, prévenez les responsables de ce site.
provider-denied = Personne ne s’est connecté chez { $provider }.
provider-not-begun = Cette connexion n’a pas été commencée dans ce navigateur, a déjà servi, ou a pris plus de dix minutes. Recommencez.
come-in-with = Entrer avec { $provider }
account = Votre compte
accounts = Comptes
account-name = Nom
password = Mot de passe
new-password = Nouveau mot de passe
password-help = Au moins 12 caractères, quels qu’ils soient. Quelques mots sans rapport entre eux se retiennent bien et se devinent mal.
show-password = Afficher ce que je tape
current-password = Votre mot de passe actuel
current-password-help = Votre connexion date de plus de dix minutes, et ceci change la façon dont vous vous connectez.
current-password-address = À donner si vous changez l’adresse : votre connexion date de plus de dix minutes.
insecure = Cette page est arrivée par HTTP simple : n’importe qui sur le trajet peut lire ce que vous tapez. Ouvrez-la avec https://, ou adressez-vous aux responsables de ce site.
come-in = Choisir le mot de passe et entrer
first-title = Le premier administrateur
first-lead = Ce site n’a encore aucun compte. Choisissez un nom et un mot de passe ; vous pourrez ensuite inviter tous les autres.
invite-title = Bienvenue
invite-lead = Ce lien est pour { $name }. Choisissez un mot de passe pour entrer.
invite-lead-provider = Ce lien est pour { $name }. Choisissez comment vous entrerez désormais.
invite-identities = Sur la parole d’un autre site, ces personnes entrent aussi dans ce compte :
invite-unlink = Y mettre fin : seul le nouveau mot de passe laisse entrer
save = Enregistrer
role-reader = Lecteur
role-contributor = Contributeur
role-organizer = Organisateur
role-administrator = Administrateur
scope-feeds = Les flux seulement, à une adresse privée
scope-read = La lecture
scope-write = La lecture et l’écriture
account-profile = Qui vous êtes
account-full-name = Nom complet
account-address = Adresse dans vos commits
account-address-help = Vos commits la portent, à la vue de tous. Laissez-la vide pour qu’ils portent { $address }, qui ne mène à personne.
account-language = Langue
account-language-browser = Celle du navigateur
account-saved = Enregistré.
account-change-password = Changer le mot de passe
account-password-changed = Votre mot de passe est changé. Vos autres sessions sont terminées.
account-end-all-tokens = { $count ->
    [one] Révoquer aussi mon jeton
   *[other] Révoquer aussi mes { $count } jetons
}
account-tokens = Jetons
account-tokens-lead = Git et les programmes emploient un jeton à la place de votre mot de passe.
account-token-name = À quoi il sert
account-token-example = Git sur mon portable
account-scope = Il permet
account-days = Durée en jours
account-make-token = Créer un jeton
account-token-made = Le jeton est créé. Copiez-le maintenant.
account-token-ended = Le jeton est révoqué.
account-seen-once = Affiché une seule fois : copiez-le maintenant et gardez-le en lieu sûr
secret-copy = Copier
secret-copied = Copié.
account-created = Depuis
account-expires = Jusqu’au
account-used = Dernier usage
account-never-used = jamais
account-end = Mettre fin
account-end-others = Mettre fin à toutes les autres
account-data = Ce qui est conservé à votre sujet
account-data-lead = Un fichier contient ce que ce site conserve à votre sujet en dehors des pages : votre compte, vos sessions ouvertes, vos jetons sans leur secret, les textes que vous n’avez pas encore enregistrés et ce que le journal retient de vous. Ce que vous avez écrit se trouve dans l’historique, sous votre nom.
account-data-download = L’emporter (JSON)
account-sessions = Où vous êtes connecté
account-sessions-ended = C’est terminé.
account-prove = Pour changer la façon dont vous vous connectez, il faut une connexion de moins de dix minutes.
account-identities = Connexion par un autre site
account-identities-lead = Qui est l’une de ces personnes là-bas entre dans votre compte. Mettez fin à ce que vous ne connaissez pas.
account-identities-none = Rien n’est lié pour l’instant. Ensuite, vous entrerez aussi avec { $provider }.
account-identity = Qui
account-linked = Lié
account-link = Lier { $provider }
account-link-later = Pour en lier un, reconnectez-vous d’abord : votre connexion date de plus de dix minutes.
account-unlink = Délier
account-unlinked = Le lien est supprimé, et qui était entré par lui est déconnecté.
account-end-all-identities = { $count ->
    [one] Délier aussi l’autre site, par lequel on entre sans mot de passe
   *[other] Délier aussi { $count } comptes d’autres sites, par lesquels on entre sans mot de passe
}
account-passwords-off = Ici, personne ne se connecte par mot de passe.
account-not-let = Vous y êtes connu, mais il n’y a pas de compte pour vous ici, ou il est fermé. Demandez une invitation aux responsables de ce site.
account-identity-taken = Cette personne de l’autre site est déjà liée à un autre compte ici.
account-not-a-subject = Le sujet est ce par quoi l’autre site désigne quelqu’un pour toujours : au plus 255 caractères, sans saut de ligne.
account-this-session = celle-ci
account-network = Réseau
account-browser = Navigateur
account-wait-seconds = { $count ->
    [one] Trop d’essais. Attendez une seconde, puis réessayez.
   *[other] Trop d’essais. Attendez { $count } secondes, puis réessayez.
}
account-wait = { $count ->
    [one] Trop d’essais. Attendez une minute, puis réessayez.
   *[other] Trop d’essais. Attendez { $count } minutes, puis réessayez.
}
account-too-many = Il y en a déjà { $count }. Mettez d’abord fin à certains.
account-not-a-name = Un nom compte de 2 à 40 lettres de a à z, chiffres, « - », « _ » ou « . », et commence et finit par une lettre ou un chiffre.
account-name-taken = Un compte porte déjà ce nom.
account-none = Ce compte n’existe pas.
account-not-there = C’est déjà terminé.
account-password-short = Un mot de passe compte au moins 12 caractères.
account-password-long = Un mot de passe compte au plus 1 024 caractères.
account-password-common = Ce mot de passe est parmi les premiers qu’on devine. Prenez-en un plus long ou moins courant.
account-not-an-address = Ce n’est pas une adresse électronique, comme anna.berg@example.org.
account-not-a-join-address = Ce n’est pas une adresse pour participer à un événement, comme https://meet.example.org/salle.
account-no-name = Il faut un nom.
account-no-language = L’interface n’existe pas dans cette langue.
account-last-administrator = C’est le dernier administrateur qui puisse se connecter. Nommez-en d’abord un autre.
account-not-allowed = Votre rôle ne le permet pas.
account-link-over = Ce lien a servi, est périmé ou a été remplacé par un plus récent. Demandez-en un autre.
account-wrong = Le nom ou le mot de passe est faux.
account-not-fresh = Votre connexion date de plus de dix minutes. Redonnez votre mot de passe, ou reconnectez-vous, et renvoyez le formulaire.
account-expiry = Un jeton dure au moins un jour et au plus deux ans (730 jours).
account-not-sure = Cochez d’abord la case : c’est irréversible.
kept-full = Ce que vous gardez pour plus tard occupe au plus { $megabytes } Mo, fichiers compris. Supprimez d’abord un texte gardé.
kept-too-many-texts = Vous gardez déjà { $count } textes pour plus tard. Supprimez-en d’abord.
kept-too-many-files = Il y a déjà { $count } fichiers avec ce texte. Retirez-en d’abord.
kept-not-an-address = Aucun texte ne peut être gardé pour cette adresse.
kept-not-a-file-name = Le nom d’un fichier compte au plus 255 octets, sans « / », « \ » ni saut de ligne.
accounts-shut = Les comptes ne sont pas accessibles en ce moment, personne ne peut donc se connecter. Ce qui est public se lit comme toujours. Réessayez plus tard.
accounts-invite = Inviter quelqu’un
accounts-role = Rôle
accounts-make-link = Créer un compte et un lien
accounts-link = Le lien, affiché une seule fois : envoyez-le à la personne et à nul autre. Il vaut 72 heures et sert une fois.
accounts-link-made = Le lien est créé. Ceux qui l’ont précédé pour ce compte ne valent plus.
accounts-all = Tout le monde
accounts-find = Nom, adresse ou rôle
accounts-nobody = Aucun compte ne correspond.
accounts-you = vous
accounts-state-open = ouvert
accounts-state-invited = invité, sans mot de passe pour l’instant
accounts-state-disabled = fermé
accounts-give-role = Donner ce rôle
accounts-new-link = Nouveau lien pour choisir un mot de passe
accounts-disable = Fermer
accounts-enable = Rouvrir
accounts-end-sessions = Mettre fin aux sessions
accounts-end-tokens = Révoquer les jetons
accounts-remove = Supprimer définitivement
accounts-sure = Oui : adresse, mot de passe, sessions et jetons sont effacés
accounts-role-given = Le rôle est donné. Les sessions du compte sont terminées.
accounts-disabled = Le compte est fermé. Ses sessions sont terminées et ses jetons ne valent plus rien.
accounts-enabled = Le compte est rouvert.
accounts-sessions-ended = Les sessions du compte sont terminées.
accounts-tokens-ended = Les jetons du compte sont révoqués.
accounts-subject = Sujet (ce par quoi l’autre site désigne cette personne pour toujours)
accounts-bind = Lier
accounts-bound = Ce compte est lié : la personne désignée y entre.
accounts-unlink = Délier les autres sites
accounts-unlinked = Plus personne n’entre dans ce compte par un autre site.
accounts-removed = Le compte est supprimé. Le journal garde son identifiant.
audit = Journal d’audit
audit-lead = Ce qui a été fait et qui importe pour la confiance, par qui et d’où. On ne fait qu’y ajouter ; chaque entrée se porte garante de la précédente.
audit-person = Qui
audit-action = Quoi
audit-text = Page ou mots
audit-from = Du
audit-until = Au
audit-time = Quand
audit-object = Sur quoi
audit-result = Résultat
audit-detail = Précisions
audit-done = fait
audit-nothing = Aucune entrée ne correspond.
audit-older = Entrées plus anciennes
audit-not-a-day = Un jour s’écrit ainsi : 2026-11-26.
action-sign-in = connexion
action-sign-out = déconnexion
action-create = compte créé
action-invite = lien créé
action-accept = lien utilisé
action-role = rôle donné
action-disable = compte fermé
action-enable = compte rouvert
action-remove = compte supprimé
action-password = mot de passe changé
action-profile = profil changé
action-token = jeton créé
action-token-ended = jeton révoqué
action-session-ended = fin de session
action-push = push
action-join = accès à un événement changé
action-link = compte d’un autre site lié
action-unlink = compte d’un autre site délié
action-start = démarrage du serveur

# Filters in place
skip-results = Aller aux résultats
filters-chosen = Filtres ({ $count })
facet-find = Chercher dans cette liste
facet-none = Rien de ce nom.
show-pages = { $count ->
    [one] Afficher { $count } page
   *[other] Afficher { $count } pages
}

# More of the home page and of the changes
open-today = À ouvrir aujourd’hui
next-event = Prochain événement
last-event = Dernier événement
changes-gone = Plus sur le site
changes-files = Autres fichiers
changes-of-commit = Ce que ce commit a modifié

# Un aperçu des fichiers d’une machine
preview-of = Aperçu des fichiers de cette machine.
preview-uncommitted = { $count ->
    [0] Tout est enregistré dans un commit.
    [one] { $count } fichier n’est pas encore dans un commit.
   *[other] { $count } fichiers ne sont pas encore dans un commit.
}
preview-problems = Problèmes
page-uncommitted = Pas encore dans un commit : les lecteurs du site ne voient pas cette page telle qu’elle est ici.
not-committed = pas dans un commit
problem-warning = Avertissement
searches = Recherches sans résultat
searches-lead = Ce qui a été cherché ces 90 derniers jours sans rien trouver, ou seulement une fois un mot corrigé. Seuls les mots sont comptés : rien ne dit qui a cherché.
searches-off = Les recherches ne sont pas comptées : la configuration dit searches = false. Ce qui suit a été compté avant.
searches-nothing = Rien pour l’instant.
searches-query = Recherche
searches-outcome = Résultat
searches-times = Nombre
searches-last = Dernière fois
searches-found-nothing = rien trouvé
searches-corrected = cherché à la place : { $words }
searches-help = Ajoutez les mots que les lecteurs emploient et qu’aucune page n’a comme alias d’un terme, ou comme synonymes, dans
accounts-more = Afficher d’autres comptes

# Écrire dans le navigateur
edit = Modifier
edit-title = Modifier « { $title } »
edit-new = Nouveau : { $kind }
edit-new-page = Nouvelle page
edit-new-lead = De quoi s'agit-il ? Le genre décide des champs de la page et de ce par quoi elle commence.
edit-not-yours = Votre compte permet de lire ce site, pas d'écrire ici. Un administrateur peut faire de vous un contributeur ; les événements, les enquêtes et les guides sont écrits par les organisateurs
again = Connectez-vous pour continuer
again-lead = Votre session est terminée. Rien de ce que vous avez écrit n'est perdu : connectez-vous ici, et ce que vous avez demandé sera fait.
again-files = Les fichiers choisis sont à choisir de nouveau.
again-go-on = Se connecter et continuer
again-other = Quelqu'un d'autre est maintenant connecté ici, et rien n'a été fait en son nom. Ce texte est celui de { $name } : connectez-vous en tant que { $name } pour continuer.
again-provider = Ou connectez-vous avec { $provider } dans un autre onglet, revenez ici et continuez.
edit-no-choice = –
edit-no-text = Le fichier de cette page n'est pas du texte en UTF-8 : il ne peut être modifié qu'avec git
edit-no-base = Le formulaire ne dit pas de quelle version il est parti ; rouvrez le formulaire de la page
edit-nothing = Rien n'a changé : il n'y a rien à enregistrer.
edit-kept = Votre texte est gardé pendant 30 jours. Vous seul pouvez le voir ; il attend ici et sur la page de votre compte.
edit-kept-there = Un texte de vous, gardé le { $time }, n'est pas enregistré.
edit-go-on = Le reprendre
edit-keep = Garder pour plus tard
edit-forget = Jeter le texte gardé
edit-unwritten = Un des champs ne peut pas être écrit tel quel ; voyez ce qui est dit à côté. Rien n'a été enregistré.
edit-exists = Il y a déjà une page à cette adresse. Choisissez une autre adresse, ou modifiez cette page. Rien n'a été enregistré.
edit-deleted = Cette page a été supprimée pendant que vous écriviez. Votre texte est ici : enregistrez-le comme nouvelle page, ou quittez.
edit-save-anew = Enregistrer comme nouvelle page
edit-no-address = Donnez un titre ou une adresse à la page
edit-wrong-address = Ce ne peut pas être une adresse : { $reason }
edit-message = Modifier « { $title } »
edit-message-new = Ajouter « { $title } »
edit-in-source = Ceci est écrit d'une façon qui n'a pas de champ ; modifiez-le dans la source.
edit-length = { $count } caractères
edit-more-lines = Plus de lignes
edit-more-rows = Plus de lignes au tableau
edit-row-up = { $name } { $number } : monter d’une place
edit-row-down = { $name } { $number } : descendre d’une place
edit-more-fields = Plus de champs
event-agenda = Programme
event-agenda-several = Plusieurs séances : le programme se construit depuis la page de l’événement
event-agenda-one = Une seule séance : un webinaire ou un appel
event-agenda-help = La séance unique reçoit le titre de l’événement et les heures du premier jour.
edit-find-work = Chercher un ouvrage dans la bibliographie
edit-no-work = Aucun autre ouvrage n'a tous ces mots.
edit-new-work = Nouvel ouvrage
edit-paste-work = Collez du BibTeX, du RIS ou du CSL-JSON. L'ouvrage est ajouté à references.bib avec cette page, et à ses sources.
edit-work-unknown = absent de la bibliographie
edit-preview = Aperçu
edit-no-problems = Aucun problème.
edit-difference = Ce qui diffère
edit-same-lines = { $count ->
    [one] { $count } ligne inchangée
   *[other] { $count } lignes inchangées
}
edit-removed = Retiré :
edit-added = Ajouté :
edit-address = Adresse
edit-address-help = Laissée vide, elle est faite du titre, dans le dossier « { $folder } ».
edit-text = Texte
edit-text-help = Markdown : une ligne vide entre les paragraphes, ## devant un titre, [[page]] pour un lien, [@clé] pour une source.
edit-source = Source
edit-form = Formulaire
edit-files = Images et fichiers
edit-choose-file = Choisir des fichiers
edit-file-limits = Au plus { $most } par fichier, et { $all } Mo pour tout ce que vous conservez.
edit-alt = Ce que montre une image, pour qui ne peut pas la voir
edit-files-help = Les fichiers attendent avec votre texte et sont enregistrés avec lui. Un lien vers chacun est mis à la fin du texte, à vous de le placer.
edit-add-files = Ajouter
edit-drop-file = Ne pas ajouter { $name }
edit-file-empty = { $name } est vide
edit-file-large = { $name } dépasse { $most }, le plus qu'un fichier peut faire
edit-file-name = { $name } ne peut pas être le nom d'un fichier : { $reason }
edit-own-files = Fichiers de cette page ({ $count })
edit-own-help = Ceux que la page utilise et ceux de son dossier. Ce que vous choisissez ici est fait à l’enregistrement ; un fichier du même type prend l’adresse de celui qu’il remplace. Là où une page menait à un fichier supprimé, il reste du texte simple.
edit-own-here = Utilisé sur cette page.
edit-own-nowhere = Aucune page ne l’utilise.
edit-own-others = Utilisé sur d’autres pages :
edit-own-more = { $count ->
    [one] et { $count } autre
   *[other] et { $count } autres
}
edit-own-many = et beaucoup d’autres
edit-own-breaks = { $count ->
    [one] { $count } autre page le perd : son lien devient du texte simple.
   *[other] { $count } autres pages le perdent : leurs liens deviennent du texte simple.
}
edit-own-breaks-many = Beaucoup d’autres pages le perdent : leurs liens deviennent du texte simple.
edit-own-unlisted = La page a plus de fichiers que ceux de cette liste.
edit-own-replace = Remplacer { $name } par
edit-own-delete = Supprimer { $name }
edit-own-waits = Un autre fichier attend de prendre sa place : { $size }
edit-own-keep = Ne pas remplacer { $name }
edit-own-stale = Quelqu’un d’autre a modifié un fichier que vous remplacez ou supprimez. Rien n’a été enregistré ; voyez ci-dessous ce qu’il en est.
edit-own-changed = Quelqu’un d’autre a modifié ce fichier depuis que vous avez commencé. Regardez-le d’abord.
edit-own-gone = Quelqu’un d’autre a supprimé ou déplacé ce fichier depuis que vous avez commencé.
edit-own-anyway = Faire quand même ce que j’ai choisi
edit-own-both = { $name } ne peut pas être à la fois remplacé et supprimé ; choisissez l’un des deux
edit-own-lost = Ce qui devait remplacer { $name } n’est plus là ; choisissez-le de nouveau
edit-own-type = { $name } n’est pas du type de { $file } ; choisissez un fichier du même type
edit-file-there = Il y a déjà un autre fichier { $name } ; choisissez de nouveau le vôtre, sous un autre nom
edit-message-label = Qu'avez-vous changé, et pourquoi ?
edit-message-help = Figure dans l'historique, pour tous. Vide : le titre de la page.
edit-minor = Modification mineure
edit-back = Retour à la page
edit-to-page = Vers la page
edit-saved = Enregistré
edit-news = Ce qui est arrivé entre-temps
edit-news-lead = D'autres ont modifié cette page pendant que vous écriviez. Les deux modifications y sont ; jetez-y un œil.
edit-news-passages = { $count ->
    [one] { $count } passage du texte
   *[other] { $count } passages du texte
}
edit-consequences = Qui voit quoi
edit-warnings = À regarder
edit-saved-deleted = Supprimé
edit-conflict = Le même endroit a été modifié deux fois
edit-conflict-lead = Quelqu'un d'autre a enregistré cette page pendant que vous écriviez. Ce qui ne se touche pas est fusionné. Pour chaque endroit ci-dessous, choisissez ce qui doit y figurer ; vous pouvez d'abord le modifier. Rien n'est encore enregistré, et rien n'est perdu.
edit-conflict-theirs = Le leur
edit-conflict-mine = Le mien
edit-conflict-both = Les deux, le leur d'abord
edit-conflict-missing = Choisissez ce qui doit figurer à chaque endroit : { $count } sont sans choix
edit-conflict-place = Endroit { $count }
edit-conflict-key = Champ { $key }
edit-conflict-result = Montrer le résultat
edit-conflict-empty = (rien)
edit-conflict-done = Voici le résultat de vos choix, avec ce que les autres ont fait. Regardez-le, puis enregistrez.
edit-how-sign-in = Se connecter pour la modifier ici
editor-toolbar = Mise en forme
editor-heading = Titre
editor-bold = Gras
editor-italic = Italique
editor-link = Lien
editor-list = Liste
editor-numbers = Liste numérotée
editor-quote = Citation
editor-code = Code
editor-table = Tableau
editor-picture = Image ou fichier
editor-undo = Annuler
editor-redo = Rétablir
editor-find = Chercher
editor-plain = Zone de texte simple
editor-live = Aperçu immédiat
editor-column = Colonne
editor-offers = Suggestions
editor-find-replace = Remplacer par
editor-find-next = Suivant
editor-find-previous = Précédent
editor-find-all = Tous
editor-find-case = Respecter la casse
editor-find-pattern = Expression régulière
editor-find-word = Mots entiers
editor-find-replace-one = Remplacer
editor-find-replace-all = Tout remplacer
editor-find-close = Fermer
editor-state-not-saved = Pas enregistré
editor-state-new = Rien n'est encore écrit
editor-state-kept-here = Gardé dans ce navigateur, pas enregistré
editor-state-kept = Gardé pour votre compte, pas enregistré
editor-state-saved = Enregistré sous …
editor-no-keeping = Pas enregistré, et ce navigateur ne garde rien : enregistrez avant de partir
editor-offer = Un texte de vous, écrit jusqu'à …, est gardé dans ce navigateur et n'est pas enregistré.
editor-use = Le reprendre
editor-throw = Le jeter
editor-difference = Ce qui diffère
editor-signed-out = Vous êtes déconnecté. Ce que vous écrivez est gardé dans ce navigateur : reconnectez-vous dans un autre onglet, ou enregistrez et connectez-vous alors.
editor-offline = Le site ne répond pas. Ce que vous écrivez est gardé dans ce navigateur ; enregistrez quand le site sera de retour.
editor-sending = Envoi de …
editor-not-sent = … n'a pas été envoyé. Réessayez.
editor-close = Fermer
editor-line = Aller à la ligne …
edit-meanwhile = { $name } a modifié cette page { $time }. En enregistrant, vous fusionnez cela avec votre texte.
edit-meanwhile-somebody = Quelqu'un d'autre a modifié cette page. En enregistrant, vous fusionnez cela avec votre texte.
edit-meanwhile-gone = Cette page a été supprimée ou masquée pendant que vous écrivez. Votre texte reste ici.
block-lesson = Une leçon dans un cas
block-example = Un court exemple dans une autre page
block-quote = Ce que quelqu'un a dit ou écrit, avec la source
block-definition = Ce qu'un terme signifie ici
block-question = Une question au lecteur ou au groupe
block-gap = Ce qui n'est pas encore documenté
block-list = Une liste de pages qui se remplit elle-même
block-gaps = Une liste de ce qui manque selon les pages
move = Déplacer
delete = Supprimer
new-page-here = Créer la page ici
new-page = Nouvelle page
visibility-public = tous
refused-not-allowed = Vous ne pouvez pas modifier ceci : { $files }
refused-problems = Rien n'a été enregistré : voyez ce qui ne va pas.
refused-conflict = Quelqu'un d'autre a modifié la même chose ; rien n'a été enregistré.
refused-no-folder = Il ne resterait rien du contenu ; rien n'a été enregistré.
refused-blocked = Sur le serveur, les mêmes fichiers ont des modifications que personne n'a enregistrées dans git ; rien n'a donc été enregistré. L'exploitant doit d'abord les y enregistrer : { $files }
refused-moved = D'autres ont été plus rapides à chaque fois, rien n'a donc été enregistré. Réessayez.
refused-commit = Ceci ne peut pas être enregistré : { $reason }
refused-upstream = Le dépôt du groupe n'a pas accepté la modification : { $reason }. Rien n'a été enregistré.
refused-unreachable = Le dépôt du groupe est injoignable, rien n'a donc été enregistré. Réessayez plus tard.
refused-internal = Le serveur n'a pas pu l'écrire, rien n'a donc été enregistré. Réessayez plus tard.
column-name = Nom
column-sector = Secteur
column-title = Titre
column-summary = Résumé
column-day = Jour
column-starts = Début
column-ends = Fin
column-format = Format
column-basis = Fondement
column-chair = Présidence, une par ligne
column-speakers = Intervenants, un par ligne
column-date = Date
column-track = Parcours
column-room = Salle
column-rapporteur = Rapporteur
column-audience = Pour qui
column-questions = Questions à débattre
column-material = Documents : pages, fichiers, adresses
column-examples = Exemples, une page par ligne ; le motif après « | »
column-id = Identifiant
column-part = Partie
column-heading = Rubrique
column-text = Question
column-type = Type
column-options = Choix, un par ligne
column-challenge = Défis, un par ligne
column-pages = Pages, une par ligne
column-answer = Réponse
kind-case-study-is = Un partenariat : contexte, objectif, démarche, résultat, défis, leçons.
kind-literature-note-is = Ce que dit un ouvrage : facteurs, démarches, objectifs, bénéfices.
kind-lesson-is = Une leçon, et les exemples qui la portent.
kind-consultation-is = Ce qu'un membre a dit, quand, sous quelles rubriques.
kind-survey-is = Un questionnaire.
kind-survey-response-is = Les réponses d'une organisation à un questionnaire.
kind-event-is = Un séminaire ou un webinaire avec son programme.
kind-minutes-is = Ce qui a été dit lors d’une réunion.
kind-decision-is = Ce qui a été décidé, par qui, à quelle date, au sujet de quelles pages.
kind-guidance-is = Un guide ou une publication, appuyés sur des exemples.
kind-resource-is = Un autre groupe, ou un document extérieur.
kind-page-is = Tout le reste.
account-kept = Textes que vous gardez
account-kept-lead = Ce que vous avez écrit et pas enregistré. Vous seul pouvez le voir ; chacun disparaît 30 jours après votre dernière modification.
edit-section = Modifier cette section
move-title = Déplacer « { $title } »
move-lead = La page reçoit une autre adresse. Les liens vers elle sont réécrits dans le même commit, et l'ancienne adresse mène à la nouvelle.
move-to = Nouvelle adresse
move-to-help = Le chemin sans la barre du début, par exemple cases/mobile. Les dossiers n'ont pas besoin d'exister.
move-whole = Avec tout ce qui se trouve en dessous
move-show = Montrer ce qui change
move-do = Déplacer
move-stale = Ce qui changerait n'est plus ce qui était montré ici. Regardez encore une fois ; rien n'a été fait.
move-refused = Rien n'a été fait : voici ce qui n'irait plus ensuite.
move-home = La page d'accueil reste où elle est.
move-table = Le site lui-même lit « { $file } ». Un organisateur le change avec git.
move-nothing = Elle s'y trouve déjà.
move-taken = Il y a déjà quelque chose à « { $path } ». Choisissez une autre adresse.
move-blanks = « { $path } » contient plusieurs espaces à la suite, qu’aucun lien ne pourrait nommer. Choisissez une autre adresse.
move-alias = La page « { $title } » répond à cette adresse. Retirez-la d'abord de ses autres noms, ou choisissez-en une autre.
move-into-itself = Un dossier ne peut pas être déplacé dans lui-même.
move-too-many = Ce sont plus de { $most } fichiers. Un tel nombre se déplace ou se supprime avec git.
move-files = Fichiers
move-links = Liens qui sont réécrits
move-links-none = Aucune page n'y mène.
move-line = ligne { $line }
move-left = Liens qui ne peuvent pas être réécrits ici
move-left-help = Ils sont écrits d'une manière qui ne se change pas sans risque. L'ancienne adresse mène à la page ; allez les voir.
move-no-alias = L'en-tête de ces pages ne peut pas être changé : leur ancienne adresse ne mène nulle part :
move-more = { $count ->
    [one] et { $count } autre
   *[other] et { $count } autres
}
move-message = Déplacer « { $title } » vers { $to }
move-gone = supprimé
delete-title = Supprimer « { $title } »
delete-lead = Ce qui est supprimé reste dans l'historique et peut être rétabli. Les liens vers elle deviennent du simple texte dans le même commit.
delete-links = Liens qui deviennent du simple texte
delete-left = Liens qui seraient rompus
delete-left-help = Ils sont écrits d'une manière qui ne se change pas ici. Tant qu'ils sont là, rien n'est supprimé : changez d'abord ces pages.
delete-orphans = Fichiers que rien d'autre n'utilise
delete-orphans-help = Ceux que vous choisissez sont supprimés aussi.
delete-message = Supprimer « { $title } »
delete-do = Supprimer
undo-do = Annuler
undo-message = Annuler « { $subject } »
undo-lead = Ceci annule le changement : tout redevient comme avant, avec ce que d'autres ont changé ailleurs depuis.
undo-refused = Ceci ne peut plus être annulé : ce qui a été changé depuis s'y oppose. Rien n'a été fait.
undo-commit = Le commit
undo-takes-back = Ce que cela annule
undo-files = Les fichiers
undo-one-by-one = Ceux-ci ont été modifiés depuis. Annulez-les l’un après l’autre :
undo-pairs = Ce que ce commit a modifié l’a été de nouveau depuis. Choisissez pour chaque endroit ; ce qui était là avant le commit est « le vôtre ».
undo-too-much = Ce commit a modifié trop de choses pour être annulé ici ; utilisez git
undo-this = Annuler ce changement
account-keys = Dans ce navigateur, des touches seules agissent : / cherche, e modifie

# L’historique d’une page
history = Historique
history-title = Historique de « { $title } »
history-versions = { $count ->
    [one] { $count } version, la plus récente d’abord.
   *[other] { $count } versions, la plus récente d’abord.
}
history-gone = La page n’existe plus.
history-compare = Comparer
history-compare-help = Choisissez à gauche la version la plus ancienne, à droite la plus récente.
history-from = Comparer depuis le { $date }, { $clock }
history-to = Comparer jusqu’au { $date }, { $clock }
history-this-change = Cette modification
history-since = Depuis
history-restore = Rétablir
history-growth = Taille en octets :
history-newer = Versions plus récentes
history-older = Versions plus anciennes
history-moved = était { $path }
history-minor = mineure
history-formatting = mise en forme seulement
history-in-browser = sur le site
history-since-visit = Voir ce qui a changé depuis votre dernière visite
history-times-utc = Afficher les heures en UTC
history-times-here = Afficher les heures chez vous
history-reading = { $count ->
    [one] L’historique est en cours de lecture : un commit jusqu’ici. Réessayez dans un instant
   *[other] L’historique est en cours de lecture : { $count } commits jusqu’ici. Réessayez dans un instant
}
history-unreadable = L’historique de ce site ne peut pas être lu pour le moment
blame = Qui a écrit quoi
blame-title = Qui a écrit quoi dans « { $title } »
blame-lead = À côté de chaque paragraphe figure qui en a changé les mots en dernier, quand et pourquoi.
blame-earlier = Ceci est une version antérieure.
blame-newest = Voir la plus récente
blame-coarse = Cette page a un long passé : certains paragraphes peuvent être plus anciens qu’indiqué ici.
blame-empty = La page n’a pas de texte.
blame-oldest = Plus ancien
blame-latest = Plus récent
blame-or-older = ou plus tôt
blame-before = Avant cette modification
blame-first = Écrit d’abord le { $date }
blame-first-by = Écrit d’abord le { $date } par { $author }
blame-cut = La page continue ; le reste n’est pas montré ici.
diff-title = Ce qui a changé dans « { $title } »
diff-old = Avant
diff-new = Après
diff-nothing-before = Cette page n’existait pas.
diff-same = Il n’y a aucune différence à montrer.
diff-fields = Détails
diff-text = Texte
diff-pictures = Images
diff-no-picture = Il n’y avait pas d’image ici.
diff-coarse = Les deux versions sont longues : tout ce qui est resté identique n’a pas été trouvé.
diff-keys = Les touches j et k mènent d’une modification à l’autre.
diff-cut = Il y a plus de différences que celles montrées ici.
diff-same-blocks = { $count ->
    [one] { $count } paragraphe inchangé
   *[other] { $count } paragraphes inchangés
}
diff-form = liens, images ou mise en valeur
diff-moved-away = déplacé d’ici
diff-moved-here = déplacé ici
diff-before = La modification précédente
diff-after = La modification suivante
diff-show = Présentation des différences
diff-show-text = Détails et texte
diff-show-source = Source
diff-show-columns = Source côte à côte
deleted-title = Pages supprimées
deleted-lead = { $count ->
    [0] Aucune page n’a été supprimée.
    [one] { $count } page a été supprimée. Ce qu’elle disait se trouve dans son historique.
   *[other] { $count } pages ont été supprimées. Ce qu’elles disaient se trouve dans leur historique.
}
gone-title = Cette page a été supprimée
gone-lead = Il y avait une page à l’adresse { $address }. Ce qu’elle disait se trouve dans son historique.
gone-read = Lire ce qu’elle disait
gone-restore = La rétablir
restore-title = Rétablir « { $title } »
restore-lead = La page redeviendra ce qu’elle était dans cette version. Ce qui est venu depuis reste dans l’historique.
restore-message = Rétablir « { $title } »
restore-do = Rétablir cette version

# Courrier
forgotten = Mot de passe oublié
forgotten-link = Mot de passe oublié ?
forgotten-lead = Indiquez l’adresse à laquelle vous recevez le courrier de ce site. Si un compte la porte, un lien y est envoyé, qui permet de choisir un autre mot de passe.
forgotten-address = Votre adresse électronique
forgotten-send = M’envoyer un lien
forgotten-sent = Si un compte porte cette adresse, un lien est en route. Il vaut une heure et sert une fois.
forgotten-nothing = Rien n’arrive ? Regardez parmi les indésirables, puis demandez un lien aux responsables de ce site. Une adresse ne sert qu’une fois indiquée sur la page de votre compte et confirmée.
reset-title = Un autre mot de passe
reset-lead = Ce lien est pour { $name }. Choisissez un autre mot de passe ; vous serez déconnecté partout ailleurs.
confirm-title = Votre adresse
confirm-lead = Le courrier au sujet du compte { $name } doit aller à { $address }.
confirm-help = Ne confirmez que si ce compte est le vôtre.
confirm-button = Confirmer cette adresse
confirm-done = L’adresse est confirmée. Le courrier au sujet du compte y sera envoyé.
account-mail = Courrier pour vous
account-mail-lead = Vous y recevez un lien si vous oubliez votre mot de passe, et un avis quand quelqu’un se connecte d’ailleurs, crée un jeton ou ouvre un autre accès à votre compte. Vous seul voyez l’adresse ; elle ne figure dans aucun commit.
account-mail-none = Aucun courrier ne vous est envoyé.
account-mail-at = Le courrier va à { $address }.
account-mail-waiting = { $address } attend que vous suiviez le lien qui y a été envoyé. Il vaut 24 heures.
account-mail-address = Adresse
account-mail-help = Un lien y est envoyé, par lequel vous la confirmez. Laissez-la vide pour ne recevoir aucun courrier.
account-mail-asked = Un lien est en route. Le courrier ira à cette adresse dès que vous l’aurez suivi.
account-mail-cleared = Plus aucun courrier ne vous est envoyé.
account-mail-same = Le courrier y va déjà.
account-mail-full = Trop de courrier attend d’être envoyé. Réessayez dans un moment.
accounts-mail = Adresse à laquelle envoyer le lien
accounts-mail-help = Laissez-la vide pour obtenir un lien à copier. L’adresse n’est montrée à personne d’autre qu’à son titulaire.
accounts-mailed = Le lien est en route par courrier. Ceux qui l’ont précédé pour ce compte ne valent plus.
accounts-mail-link = Envoyer un lien par courrier
mail-greeting = Bonjour { $name },
mail-come-in = Entrer
mail-choose-password = Choisir un mot de passe
mail-confirm-button = Confirmer cette adresse
mail-subject-invite = Votre compte sur { $site }
mail-subject-reset = Un autre mot de passe pour { $site }
mail-subject-confirm = Confirmez votre adresse pour { $site }
mail-subject-sign-in = Nouvelle connexion à votre compte sur { $site }
mail-subject-token = Nouveau jeton de votre compte sur { $site }
mail-subject-identity = Nouvel accès à votre compte sur { $site }
mail-subject-password = Votre mot de passe sur { $site } a changé
mail-subject-address = Votre adresse sur { $site } a changé
mail-invite = Vous êtes invité sur { $site }. Vous vous y connectez sous le nom { $name }. Suivez le lien pour entrer.
mail-reset = Quelqu’un a demandé un autre mot de passe pour le compte { $name } sur { $site }.
mail-confirm = Le courrier au sujet du compte { $name } sur { $site } doit aller à cette adresse. Merci de confirmer qu’elle est à vous.
mail-sign-in = Quelqu’un s’est connecté à votre compte { $name } sur { $site }, d’un endroit d’où personne ne l’avait fait depuis un mois.
mail-token = Un jeton a été créé pour votre compte { $name } sur { $site }. Qui le détient peut faire ce qu’il permet.
mail-identity = On peut désormais se connecter à votre compte { $name } sur { $site } par un autre fournisseur.
mail-password = Le mot de passe de votre compte { $name } sur { $site } a été changé.
mail-address = Désormais, le courrier au sujet de votre compte { $name } sur { $site } ne va plus à cette adresse.
mail-holds-invite = Le lien vaut 72 heures et sert une fois.
mail-holds-reset = Le lien vaut une heure et sert une fois.
mail-holds-confirm = Le lien vaut 24 heures et sert une fois.
mail-not-you-invite = Si vous ne savez pas de quoi il s’agit, il n’y a rien à faire.
mail-not-you-link = Si ce n’était pas vous, il n’y a rien à faire : sans ce lien, personne n’entre.
mail-not-you-confirm = Si ce compte n’est pas le vôtre, il n’y a rien à faire : vous ne recevrez plus rien.
mail-not-you = Si c’était vous, il n’y a rien à faire. Sinon, choisissez aussitôt un autre mot de passe, mettez fin aux sessions et aux jetons que vous ne connaissez pas, et prévenez les responsables du site.
mail-when = Quand : { $value }
mail-browser = Navigateur : { $value }
mail-network = Réseau : { $value }
mail-what-token = Jeton : { $value }
mail-what-identity = Fournisseur : { $value }
action-reset = lien envoyé pour un mot de passe oublié
action-address = adresse de courrier changée
