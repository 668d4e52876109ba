# La interfaz en español.


# Around every page
skip = Ir al contenido
navigation = Principal
search = Buscar
search-site = Buscar en este sitio
suggestions = Sugerencias
contribute = Contribuir
feed = Canal de cambios
problems-link = Problemas en el contenido
interface-language = Idioma de la interfaz
served-from = { $site }: archivos sencillos en git, servidos desde el commit
home = Inicio
map = Mapa
all = Todos
folder = carpeta

# The home page
search-hint = Un país, un socio, una dificultad…
browse-by-kind = Explorar por tipo de página
no-pages-yet = Todavía no hay páginas. Guarde un archivo Markdown en la carpeta del contenido y aparecerá aquí.
map-heading = Lo que sabemos y lo que falta
map-lead = Cuántos estudios de caso hablan de cada dificultad en cada tipo de colaboración. Cada número lleva a sus páginas; cada laguna, a lo que se sabe por otras fuentes.
open-map = Abrir el mapa
what-is-new = Novedades

# The map
map-against = { $rows } y { $columns }: cuántas páginas tienen ambos y dónde aún no se sabe nada.
map-caption = { $rows } por { $columns }: número de páginas
map-options = Filtrar el mapa o comparar otra cosa
map-count = Contar
map-compare = Comparar
map-with = con
map-empty = El vocabulario aún no define términos para estas dos facetas. Elija otras dos arriba.
map-no-page = ninguna página
map-no-case = ningún estudio de caso todavía
map-gaps-cases = Pares sin estudio de caso: { $gaps } de { $pairs }.
map-gaps = Pares sin página de estos tipos: { $gaps } de { $pairs }.
map-which = ¿Cuáles?
map-gap-heading = Pares sin página
map-fill = ¿Conoce alguno?
map-terms = Qué significan los términos
map-as-table = Lo mismo como lista de pares
year-from = Desde el año
year-to = hasta
show = Mostrar
take-along = Descargar:
pages-head = Páginas
legend = Leyenda
nothing-known = nada conocido aún

# Search
all-pages = Todas las páginas
browse = Explorar
search-for = Buscar «{ $query }»
corrected-to = Resultados para
nothing-has = No hay resultados para «{ $query }».
filters-in-use = Filtros activos
remove-filter = Quitar el filtro { $filter }
clear-all = Borrar todo
filters = Filtros
apply-filters = Aplicar filtros
sort-by = Ordenar por
sort = Ordenar
sort-relevance = Relevancia
sort-updated = Último cambio
sort-title = Título
show-as = Mostrar como
view-list = Lista
view-timeline = Cronología
view-countries = Países
timeline-ended = Con un final
timeline-ongoing = Sin final indicado: trazado hasta el año de esta versión
timeline-empty = Ninguna de estas páginas indica un período. Véalas como lista o filtre los estudios de caso.
countries-empty = Ninguna de estas páginas nombra un país. Véalas como lista.
did-you-mean = ¿Quiso decir
nothing-matches = Nada coincide con todo esto. Pruebe con menos palabras, quite un filtro o mire lo que falta:
nearest-pages = Páginas más cercanas
found-in = En
result-pages = Páginas de resultados
page-number = Página { $number }
range-of = { $first } a { $last } de { $pages }
suggestion-search = búsqueda
suggestion-in = en { $title }
search-as-typed = Buscar «{ $query }» tal como está escrito
some-words = Con algunas de las palabras
without-words = sin: { $words }
reason-cites = cita
reason-called = también llamado
reason-about = sobre
reason-means = en otras palabras
range-only = { $first } a { $last }
facets-count-all = Los números cuentan las páginas con todas las palabras.
facets-count-some = Los números cuentan las páginas con algunas de las palabras.
no-page-mentions = Ninguna página menciona «{ $word }».
without-filters = Sin los filtros:
know-about = ¿Conoce el tema, o a alguien que lo conozca?
ask-group = Preguntar al grupo
write-page = Escribir la página
marked-words = Resaltado: { $words }
remove-marks = Quitar el resaltado
note-long-query = La consulta es larga: se buscaron sus primeros { $number } caracteres.
note-many-words = La consulta tiene muchas palabras: se buscaron las primeras { $number }.
note-no-word = No hay ninguna palabra en «{ $text }»; estas son todas las páginas.
note-citation = Se leyó como una cita: las páginas se buscan por sus palabras.
note-unknown-field = No hay ningún campo «{ $field }»; se buscó como texto.
note-field-read = «{ $typed }» se leyó como «{ $field }».
note-empty-field = «{ $field }:» no dice nada sin un valor.
note-not-a-date = «{ $value }» no es una fecha; «{ $field }:» admite un año, un mes o un día, como { $field }:>2018-01 o { $field }:2018..2019.
note-no-such-value = Ninguna página tiene el valor «{ $value }» en «{ $field }».
note-value-read = «{ $typed }» se leyó como «{ $value }».
note-star-within = Un asterisco sustituye el final de una palabra, no su principio ni su mitad; «{ $typed }» se buscó sin él.
note-unknown-parameter = La dirección contiene «{ $name }», que no es un filtro de este sitio; se dejó de lado.

# A page
where-you-are = Dónde está
page-as-it-was = Esta es la página tal como era el { $date }
read-current = Leer la página actual
on-this-page = En esta página
what-means = Qué significa «{ $term }»
open-at = Abrir en { $host }
kept-by = mantenido por { $owner }
the-work = La obra
agenda = Programa
day-number = Día { $number }
questions = Preguntas
answers = Respuestas
chapters = Capítulos
drawn-from = Los ejemplos que sustentan esta lección
references = Referencias
about-work = Acerca de esta obra
open-copy = Copia en acceso abierto
archived-copy = Copia archivada
note-on-work = Nota sobre esta obra
cited-by = Citado por
take-references = Llevarse estas referencias
take-all-references = Llevarse las referencias de todo el sitio
take-found-references = Llevarse las referencias de estos resultados
lessons-drawn = Lecciones extraídas
featured-in = Presentado en
linked-from = Enlazado desde
related-pages = Páginas relacionadas
around-page = En torno a esta página
last-changed = Último cambio el { $date } por { $author }
source = Fuente
permalink = Enlace permanente a esta versión

# The card of metadata
field-title = Título
field-title-help = El nombre de la página, en pocas palabras.
field-summary = Resumen
field-summary-help = Una o dos frases que aparecen en las listas y en los resultados de búsqueda.
field-kind = Tipo de página
field-kind-help = Qué es la página; de ello dependen sus partes.
field-partners = Socios
field-partners-help = Los demás miembros de la colaboración, cada uno con su sector.
field-organisations = Organizaciones
field-organisations-help = Los organismos estadísticos que participan.
field-countries = Países
field-countries-help = Códigos de dos letras de la norma ISO 3166-1; el primero es el principal.
field-period = Período
field-period-help = Cuándo estuvo en marcha la colaboración, por ejemplo 2008/2019 o 2020/.
field-status = Estado
field-status-help = En qué punto está la colaboración: prevista, en curso, concluida o interrumpida.
field-starts = Comienza
field-starts-help = El primer día del evento.
field-ends = Termina
field-ends-help = El último día del evento.
field-date = Cuándo
field-date-help = El día, el mes o el año.
field-place = Dónde
field-place-help = Dónde se celebra el evento.
field-with = Con
field-with-help = A quién se consultó.
field-authors = Autores
field-authors-help = Quién escribió lo que cuenta la página.
field-sources = Fuentes
field-sources-help = Claves de las obras de references.bib en las que se basa la página.
field-citation = Obra
field-citation-help = La clave en references.bib de la obra de la que trata la nota.
field-drawn_from = Ejemplos
field-drawn_from-help = Las páginas que sustentan esta lección.
field-timezone = Zona horaria
field-timezone-help = La zona de todas las horas del programa, por su nombre IANA, como Europe/Zurich.
field-session = Sesión
field-session-help = La sesión de la que procede: el evento y el identificador de la sesión, como events/seminar#opening.
field-about = Sobre
field-about-help = Las páginas a las que se refiere la decisión.
field-decided_by = Decidido por
field-decided_by-help = Quién decidió.
field-days = Días
field-days-help = Los días del evento, con sus horas, si no se deducen del primero y del último.
field-tracks = Itinerarios
field-tracks-help = Lo que ocurre en paralelo, en el orden de las columnas. Una sesión sin itinerario es para todos.
field-rooms = Salas
field-rooms-help = Las salas que hay.
field-uid = Identificador de calendario
field-uid-help = Lo que los calendarios usan para reconocer el evento. Se crea una vez y permanece.
field-sessions = Sesiones
field-sessions-help = Las partes del programa, cada una con su hora y sus ejemplos.
field-questions = Preguntas
field-questions-help = Lo que pregunta la encuesta, con las opciones posibles.
field-survey = Encuesta
field-survey-help = El cuestionario que se responde.
field-answers = Respuestas
field-answers-help = Lo que se respondió, por el identificador de cada pregunta.
field-chapters = Capítulos
field-chapters-help = Los capítulos de la publicación, cada uno con las páginas que utiliza.
field-url = Dirección
field-url-help = Dónde está en la web.
field-owner = Mantenido por
field-owner-help = Quién lo mantiene.
field-lang = Idioma
field-lang-help = El idioma de la página, por ejemplo en o fr.
field-translation_of = Traducción de
field-translation_of-help = La misma página en el idioma en que se escribió.
field-aliases = Otros nombres
field-aliases-help = Direcciones antiguas y otros nombres; llevan aquí.
field-visibility = Visible para
field-visibility-help = Quién puede leer la página: todos o solo los miembros.
field-draft = Borrador
field-draft-help = Si la página queda oculta hasta que esté terminada.
event-upcoming = próximo
event-running = en curso
visibility-members = miembros del grupo
visibility-draft = colaboradores, hasta que esté terminada
facet-kind = Tipo de página
facet-country = País
facet-organisation = Organización
facet-status = Estado
facet-lang = Idioma
facet-author = Autor
status-planned = Previsto
status-ongoing = En curso
status-concluded = Concluido
status-ended-early = Terminado antes de tiempo

# What changed
changes = Cambios
changes-lead = Lo que cambió en este sitio, lo más reciente primero.
changes-none = Todavía no hay cambios que mostrar.
changes-nothing = Ningún cambio que usted pueda ver corresponde a estos filtros.
changes-reading = Se está leyendo el historial. Los filtros y el año en imagen llegarán cuando termine.
changes-by = Modificado por
changes-folder = Página o carpeta
changes-page = Página
changes-from = Desde
changes-to = Hasta
changes-minor = Cambios menores
changes-left-out = excluidos
changes-without-minor = Sin los cambios menores
changes-minor-ones = { $count ->
    [one] Un cambio menor
   *[other] { $count } cambios menores
}
changes-counted = { $count ->
    [one] Un cambio en páginas
   *[other] { $count } cambios en páginas
}
changes-as-table = Lo mismo en una tabla
changes-day = Día
changes-untold = Modificado
changes-pages = Partes de la lista
changes-newest = Cambios más recientes
changes-older = Cambios anteriores
change-added = nuevo
change-removed = eliminado
change-gone = eliminado después

# What administrators read of the upstream
notice-behind = No está al día con el repositorio de origen
notice-behind-text = Los dos no se han podido reunir desde el { $date }. El sitio sigue funcionando; lo que se guarda aquí espera.
notice-unreachable = No se puede acceder al repositorio de origen
notice-unreachable-text = Es así desde el { $date }. El sitio sigue funcionando y vuelve a intentarlo por sí mismo.
notice-conflict = Alguien tiene que fusionar con el repositorio de origen
notice-conflict-text = Ambos lados han cambiado lo mismo desde el { $date }. Se conservan los dos y el sitio sigue funcionando, pero ninguno recibe lo nuevo del otro hasta que alguien los fusione.
notice-unrelated-text = Desde el { $date } los dos no tienen historia en común y no se puede fusionar nada: ¿es este el repositorio correcto?
notice-files = Ambos lados cambiaron estos archivos:
notice-merge = En una terminal; git indica qué líneas revisar y el sitio lleva el resultado al repositorio de origen:
notice-whom = Solo los administradores ven este aviso.

# Problems and errors
problems-title = Problemas en el contenido
problems-none = Ninguno. Todas las páginas se leen y todos los enlaces llegan.
problems-check = Lo mismo en su equipo:
error-number = error { $status }
error-not-found = Página no encontrada
error-refused = No se puede responder
error-internal = Algo salió mal
error-no-page = No hay ninguna página en esta dirección
error-our-side = Algo salió mal por nuestra parte
error-too-many = Demasiadas peticiones a la vez
error-wait = { $count ->
    [one] Desde aquí se ha pedido mucho en poco tiempo. Espere un segundo y vuelva a cargar la página
   *[other] Desde aquí se ha pedido mucho en poco tiempo. Espere { $count } segundos y vuelva a cargar la página
}
go-home = Ir a la página de inicio

# Dates
date-day = { $day } de { $month } de { $year }
date-month = { $month } de { $year }
period-range = { $start } a { $end }
period-since = Desde { $start }
month-1 = enero
month-2 = febrero
month-3 = marzo
month-4 = abril
month-5 = mayo
month-6 = junio
month-7 = julio
month-8 = agosto
month-9 = septiembre
month-10 = octubre
month-11 = noviembre
month-12 = diciembre
month-alone-1 = enero
month-alone-2 = febrero
month-alone-3 = marzo
month-alone-4 = abril
month-alone-5 = mayo
month-alone-6 = junio
month-alone-7 = julio
month-alone-8 = agosto
month-alone-9 = septiembre
month-alone-10 = octubre
month-alone-11 = noviembre
month-alone-12 = diciembre

# The kinds of page: one, several, counted
kind-case-study = Estudio de caso
kind-literature-note = Nota bibliográfica
kind-lesson = Lección
kind-consultation = Consulta
kind-survey = Encuesta
kind-survey-response = Respuesta a la encuesta
kind-event = Evento
kind-minutes = Acta
kind-decision = Decisión
kind-guidance = Orientación
kind-resource = Recurso
kind-page = Página
kinds-case-study = Estudios de caso
kinds-literature-note = Notas bibliográficas
kinds-lesson = Lecciones
kinds-consultation = Consultas
kinds-survey = Encuestas
kinds-survey-response = Respuestas a encuestas
kinds-event = Eventos
kinds-minutes = Actas
kinds-decision = Decisiones
kinds-guidance = Orientaciones
kinds-resource = Recursos
kinds-page = Páginas
count-case-study = { $count ->
    [one] { $count } estudio de caso
   *[other] { $count } estudios de caso
}
count-literature-note = { $count ->
    [one] { $count } nota bibliográfica
   *[other] { $count } notas bibliográficas
}
count-lesson = { $count ->
    [one] { $count } lección
   *[other] { $count } lecciones
}
count-consultation = { $count ->
    [one] { $count } consulta
   *[other] { $count } consultas
}
count-survey = { $count ->
    [one] { $count } encuesta
   *[other] { $count } encuestas
}
count-survey-response = { $count ->
    [one] { $count } respuesta
   *[other] { $count } respuestas
}
count-event = { $count ->
    [one] { $count } evento
   *[other] { $count } eventos
}
count-minutes = { $count ->
    [one] { $count } acta
   *[other] { $count } actas
}
count-decision = { $count ->
    [one] { $count } decisión
   *[other] { $count } decisiones
}
count-guidance = { $count ->
    [one] { $count } página de orientación
   *[other] { $count } páginas de orientación
}
count-resource = { $count ->
    [one] { $count } recurso
   *[other] { $count } recursos
}
count-page = { $count ->
    [one] { $count } página
   *[other] { $count } páginas
}

# Counted things
search-pages = { $count ->
    [one] Buscar en { $count } página
   *[other] Buscar en { $count } páginas
}
pages = { $count ->
    [one] { $count } página
   *[other] { $count } páginas
}
more-terms = { $count ->
    [one] { $count } más
   *[other] { $count } más
}
pages-all-words = { $count ->
    [0] Ninguna página tiene todas las palabras
    [one] { $count } página con todas las palabras
   *[other] { $count } páginas con todas las palabras
}
pages-some-words = { $count ->
    [one] { $count } página con algunas de ellas
   *[other] { $count } páginas con algunas de ellas
}
timeline-without = { $count ->
    [one] { $count } página más no indica un período.
   *[other] { $count } páginas más no indican un período.
}
problems-on-page = { $count ->
    [one] { $count } problema en esta página
   *[other] { $count } problemas en esta página
}
problems-count = { $count ->
    [one] { $count } problema.
   *[other] { $count } problemas.
}
changes-more = { $count ->
    [one] y { $count } más
   *[other] y { $count } más
}

# Lists that fill themselves
list-empty = Nada todavía.
list-table = Páginas, en una tabla
list-page = Página
list-without = Sin indicar
list-all = { $count ->
    [one] La única página
   *[other] Las { $count } páginas
}
list-help = Dónde ayudar

# The glossary
glossary = Glosario
glossary-lead = Qué significan los términos con los que se etiquetan las páginas y cuántas páginas llevan cada uno.
glossary-pages = { $count ->
    [one] 1 página
   *[other] { $count } páginas
}
glossary-names = Otras palabras
glossary-search = Buscar en estas páginas
glossary-gaps = Todavía no hay estudio de caso junto con:
glossary-works = Obras
glossary-asked = En el cuestionario
glossary-retired = Retirado
glossary-replaced = Retirado; use en su lugar:
glossary-edit = Modificar el vocabulario
tables-not-yours = Del vocabulario y la bibliografía se ocupan los organizadores. Un administrador puede darle esa función
tables-saved = Guardado.
tables-changes = Lo que cambia en
tables-same = Nada cambia en él.
tables-pages = Páginas que se reescriben
tables-pages-none = No se reescribe ninguna página.
tables-left = Páginas que no pueden reescribirse aquí
tables-left-help = Quedan como están. Modifíquelas a mano.
tables-too-many = Se reescribirían más de { $most } páginas. Un cambio así se hace con git.
tables-message-help = Figura en el historial, visible para todos. Si se deja vacío, dice lo que se hace.
tables-cannot = Esto no puede modificarse aquí.
vocabulary = Vocabulario
vocabulary-lead = Las palabras con las que se etiquetan las páginas. Lo que usted cambia se muestra antes y forma un solo commit con las páginas que llevan el término.
vocabulary-empty = El vocabulario aún no tiene facetas.
vocabulary-undefined = Usados y sin definir
vocabulary-undefined-lead = Hay páginas que llevan estos términos, que el vocabulario no tiene.
vocabulary-meant = Quizá se trate de «{ $term }».
vocabulary-replace = Sustituir en las páginas
vocabulary-define = Definirlo
vocabulary-unused = sin uso
vocabulary-retired = retirado
vocabulary-replaced = sustituido por «{ $term }»
vocabulary-lacks = Sin nombre todavía en: { $languages }
term-title = Modificar el término «{ $term }»
term-title-new = Término nuevo: { $facet }
term-title-undefined = Sustituir «{ $term }» en las páginas
term-label = Nombre en inglés
term-label-in = Nombre en { $language }
term-id = Identificador
term-id-help = Lo que escriben las páginas: letras de la a a la z, cifras y guiones. Si se deja vacío, se forma a partir del nombre.
term-group = Grupo
term-group-none = En ningún grupo
term-definition = Definición
term-note = Observación
term-note-help = Casos dudosos u origen del término.
term-aliases-in = Otras palabras en { $language }
term-aliases-help = Una por línea. Quien busque una encontrará las páginas que llevan el término.
term-fate = Qué pasa con él
term-fate-used = En uso
term-fate-retired = Retirado, sin nada en su lugar
term-fate-by = Sustituido por «{ $term }»
term-fate-help = Un término retirado o sustituido deja de ofrecerse. Las páginas antiguas siguen siendo legibles, y sus nombres, direcciones y listas llevan al término que ocupa su lugar.
term-undefined-help = Las páginas llevarán este término en su lugar.
term-rewrite = Escribir el término sustituto en todas las páginas que llevan este
term-no-name = El término necesita un nombre en inglés.
term-too-long = Un campo tiene más de { $most } caracteres.
term-clashes = Otra persona cambió lo mismo entretanto. Lo que usted escribió está en el formulario; ahora dice:
term-clash = { $field }: «{ $now }»
term-message-add = Añadir el término «{ $term }»
term-message-change = Modificar el término «{ $term }»
term-message-retire = Retirar el término «{ $term }»
term-message-replace = Sustituir el término «{ $term }» por «{ $by }»
term-rename-help = Lo que escriben las páginas. Si aquí se cambia el identificador, todas las páginas que llevan el término se reescriben en el mismo commit.
term-rename-keep = Si cambia el identificador, el anterior sigue llevando al término: en direcciones, listas y búsquedas
term-rename-fate = Un término retirado o sustituido conserva su identificador.
term-rename-taken = Ya hay un término «{ $id }»: para unir los dos, haga que este sea sustituido por aquel.
term-message-rename = Cambiar el identificador del término «{ $term }» por «{ $to }»
facet-title = Modificar la faceta «{ $facet }»
facet-title-new = Faceta nueva
facet-lead = Una faceta es una manera de ordenar las páginas. Tiene términos y es un campo del formulario de cada página.
facet-change = Modificar la faceta
facet-groups = Grupos
facet-no-terms = Aún no tiene términos.
facet-key = Clave
facet-key-help = Lo que escriben las páginas y las direcciones: letras de la a a la z, cifras y guiones bajos. Si se deja vacía, se forma a partir del nombre. Después ya no se puede cambiar aquí.
facet-in-brief = Sus términos aparecen al principio de la página, junto al país y al período
facet-remove = Quitar la faceta, con sus grupos y términos
facet-used = Hay páginas que llevan términos de esta faceta. Podrá quitarse cuando ninguna los lleve.
facet-message-add = Añadir la faceta «{ $name }»
facet-message-change = Modificar la faceta «{ $name }»
facet-message-remove = Quitar la faceta «{ $name }»
group-title = Modificar el grupo «{ $group }»
group-title-new = Grupo nuevo: { $facet }
group-add = Añadir un grupo
group-lead = Los términos de un grupo aparecen juntos bajo su nombre. El grupo de cada término se indica en el formulario del término.
group-id-help = Con él dicen los términos a qué grupo pertenecen: letras de la a a la z, cifras y guiones. Si se deja vacío, se forma a partir del nombre.
group-id-wrong = El identificador de un grupo solo tiene letras de la a a la z, cifras y guiones, 80 como máximo.
group-remove = Quitar el grupo
group-used = Hay términos que pertenecen a este grupo. Podrá quitarse cuando no le quede ninguno.
group-message-add = Añadir el grupo «{ $name }»
group-message-change = Modificar el grupo «{ $name }»
group-message-remove = Quitar el grupo «{ $name }»
heading-no-name = Hace falta un nombre en inglés.
synonyms = Sinónimos
synonyms-lead = Palabras que la búsqueda toma unas por otras: lo que se escribe y lo que dicen las páginas.
synonyms-word = Palabra
synonyms-others = Significa lo mismo que
synonyms-others-help = Una por línea: palabras que usan las páginas.
synonyms-others-known = Una por línea. Sin ninguna, la palabra se quita.
synonyms-no-word = Diga de qué palabra se trata.
synonyms-too-long = Es demasiado largo para unos sinónimos.
synonyms-message = Modificar los sinónimos de «{ $word }»
synonyms-searches-lead = Lo que escribieron los lectores y ninguna página contiene. Solo se cuentan las palabras: nada dice quién buscó.
synonyms-make = Decir qué significa
synonyms-all = Todos los sinónimos
synonyms-none = Aún no hay ninguno.
synonyms-change = Modificar
bibliography = Bibliografía
bibliography-works = { $count ->
    [one] 1 obra que citan las páginas, con las páginas que la usan.
   *[other] { $count } obras que citan las páginas, cada una con las páginas que la usan.
}
bibliography-all = Todas las obras
bibliography-none = No se encuentra ninguna obra.
bibliography-find = Buscar por autor, título, año o clave
bibliography-unused-only = { $count ->
    [one] Solo la que ninguna página usa
   *[other] Solo las { $count } que ninguna página usa
}
bibliography-used = La usan:
bibliography-duplicates = Estas parecen ser la misma
bibliography-duplicates-lead = Tienen el mismo DOI, o el mismo título y año.
bibliography-merge = Unir
bibliography-absent = Citadas y ausentes
work-title = Modificar la obra «{ $key }»
work-entry = Entrada
work-entry-help = Tal como figura en la bibliografía. En su lugar puede pegarse RIS o CSL-JSON. Con otra clave, las páginas que la citan se reescriben.
work-into = La misma que esta obra
work-into-help = La clave de otra obra: las páginas que citan esta citarán aquella, y esta se quita.
work-fields = Campo por campo
work-fields-help = Tal como los escribe la entrada, con sus llaves. Lo que cambie aquí se escribe en la entrada de abajo.
work-field-kind = Tipo
work-field-title = Título
work-field-authors = Autores
work-field-year = Año
work-field-container = En la revista o el libro
work-field-url = Dirección
work-field-doi = DOI
work-field-authors-help = Uno por línea: Apellido, Nombre. Un organismo entre llaves: { "{" }Statistics Netherlands{ "}" }.
work-field-wrong = «{ $field }» no se puede escribir así en la entrada: cada llave necesita su pareja, y cada autor su línea.
work-kind-article = Artículo de revista
work-kind-book = Libro
work-kind-incollection = Capítulo de libro
work-kind-inproceedings = Ponencia
work-kind-report = Informe
work-kind-thesis = Tesis
work-kind-dataset = Datos
work-kind-software = Software
work-kind-online = Página web
work-kind-standard = Norma
work-kind-legislation = Ley
work-kind-unpublished = Sin publicar
work-kind-misc = Otra cosa
work-remove = Quitarla de la bibliografía
work-no-such = No hay otra obra «{ $key }».
work-is-used = Hay páginas que citan esta obra. Únala con otra, o quítela antes de las páginas.
work-too-long = La entrada es demasiado larga.
work-unreadable = La entrada no puede leerse.
work-not-one = Esto no es exactamente una obra.
work-taken = Otra obra tiene la clave «{ $key }».
work-message-change = Modificar la obra { $key }
work-message-remove = Quitar la obra { $key } de la bibliografía
work-message-merge = Unir la obra { $key } con { $into }
import = Añadir obras
import-lead = De un archivo o de lo que se pegue: BibTeX, RIS o CSL-JSON. Primero se ve qué es nuevo, qué parece estar ya y qué no puede leerse; nada se escribe antes de añadirlo.
import-file = Archivo
import-paste = O pegue aquí
import-show = Mostrar lo que contiene
import-do = Añadir lo marcado
import-not-utf8 = «{ $file }» no está en UTF-8. Expórtelo de nuevo en UTF-8.
import-nothing = Elija un archivo o pegue obras.
import-too-long = Son más de 2 MB. Añádalo por partes o con git.
import-none = No hay ninguna obra marcada, así que no hay nada que añadir.
import-problems = Lo que no puede leerse
import-new = { $count ->
    [one] 1 obra nueva
   *[other] { $count } obras nuevas
}
import-twins = { $count ->
    [one] 1 obra que parece estar ya
   *[other] { $count } obras que parecen estar ya
}
import-twins-lead = No se añaden si usted no las marca.
import-seems = parece ser
import-entry = Entrada
import-more = { $count ->
    [one] Queda fuera 1 obra más: añádala después.
   *[other] Quedan fuera { $count } obras más: añádalas después.
}
import-message = { $count ->
    [one] Añadir una obra a la bibliografía
   *[other] Añadir { $count } obras a la bibliografía
}
person-fields = Campos de interés
person-changes = Todos los cambios de esta persona

# Templates
template-title = Plantilla: { $kind }
template-lead = Empiece con ella una página de este tipo: la orden escribe una copia donde usted quiera.
template-copy = O copie usted mismo el archivo: la copia es una página.

# Search results to be taken along
take-pages = Llevarse estas páginas

# What can be done with a page, its facts, its agenda and its questions
copy-link = Copiar el enlace
link-copied = Se ha copiado el enlace a esta versión.
copy-citation = Copiar la cita
citation-copied = La cita está copiada.
cite = Citar
take-page = Esta página para un gestor de referencias
print = Imprimir
correct-page = Corregir esta página
correction-subject = Corrección: { $title }
correct-with-git = Así se corrige con git:
correct-file = El archivo de esta página:
facts = Datos
all-details = Todos los detalles
session = Sesión
session-time = Hora
session-format = Formato
session-chair = Presidencia
session-speakers = Ponentes
known-of = Sobre «{ $challenge }»:
show-all = Ver todo: { $count }

# Programas
session-rapporteur = Relator
session-audience = Para
session-in-room = Sala { $room }
session-now = ahora
session-next = a continuación
session-examples = { $count ->
    [one] { $count } ejemplo
   *[other] { $count } ejemplos
}
session-questions = { $count ->
    [one] { $count } pregunta para debatir
   *[other] { $count } preguntas para debatir
}
session-discuss = Preguntas para debatir
session-backed-by = Respaldada por estos ejemplos
session-no-examples = Todavía no se ha enlazado ningún ejemplo.
session-version = La versión indicada: { $version }
session-material = Material
session-recorded = Enseñanzas registradas aquí
session-recorded-at = Registrada en la sesión
session-neighbours = Otras sesiones
session-before = Antes:
session-behind = Después:
session-all = Todo el programa:
session-find-examples = Buscar ejemplos
session-record = Registrar una enseñanza
join = Cómo participar
join-of = Cómo participar: «{ $title }»
join-open = Participar
join-none = Todavía no hay una dirección para participar. Vuelva a mirar antes de que empiece.
join-over = Ya ha terminado. Las grabaciones y las diapositivas están con sus sesiones, como material.
join-members = Esta dirección es para los miembros de este sitio. No la difunda, por favor.
join-change = Para los organizadores
join-address = Dirección para participar
join-address-help = Empieza por https://. Se guarda con las cuentas, no en el archivo del evento, y solo figura en esta página: en ninguna versión, canal, calendario ni clon.
join-everyone = Mostrarla a todos, también sin cuenta
join-everyone-help = Entonces la página del evento trae aquí a todos; la dirección que se puede difundir: { $address }
join-clear = Quitar la dirección
join-saved = La dirección está guardada.
join-cleared = La dirección se ha quitado.
join-no-id = La dirección se guarda con el identificador de calendario del evento, y este no tiene ninguno. Escriba antes uno en el campo «Identificador de calendario»; sirve cualquier palabra que no tenga otro evento.
agenda-zone = Todas las horas son las del lugar: { $zone }.
agenda-other-zone = Mostrarlas también en otra zona horaria:
agenda-show-zone = Mostrar
agenda-no-zone = No hay ninguna zona horaria «{ $zone }».
agenda-zone-meant = ¿Quería decir { $zone }?
agenda-calendar = Añadir a un calendario
agenda-your-time = su hora
agenda-new-event = Nuevo evento
agenda-build = Construir el programa
agenda-build-of = El programa de «{ $title }»
agenda-about = Fechas, lugar, días, líneas y salas
agenda-days-help = Solo para días con horas o tema propios; si no, bastan las fechas del evento.
agenda-one-a-line = uno por línea
agenda-check = Comprobar
agenda-no-day = Sin día
agenda-untimed = Aún sin hora
agenda-board = Tablero
agenda-board-help = Arrastre una sesión o muévala con el teclado: ↑ ↓ un cuarto de hora (con Mayús cinco minutos), ← → la línea, Re Pág y Av Pág el día, + y − la duración, Supr su hora; Intro lleva a sus campos. Nada se guarda hasta que usted guarde.
agenda-empty = Aún no hay ninguna sesión. Añada la primera abajo.
agenda-new = aún sin guardar
agenda-more = Más: personas, preguntas, material, dividir, intercambiar
agenda-split-at = Dividir en dos a las
agenda-split = Dividir
agenda-swap-with = Intercambiar hora y sala con
agenda-swap = Intercambiar
agenda-add = Añadir una sesión
agenda-save = Guardar el programa
agenda-message = Construir el programa de «{ $title }»
agenda-source-only = Las sesiones de este evento están escritas de un modo que solo muestra la fuente. Edite la página del evento.
agenda-examples-saved = Los ejemplos están guardados.
agenda-recorded = Qué quedó de él
agenda-none-recorded = Aún no se ha registrado ninguna enseñanza.
agenda-unrecorded = { $count ->
    [one] { $count } sesión sin enseñanza
   *[other] { $count } sesiones sin enseñanza
}
seminar-add = Añadir a una sesión
seminar-copy = Empezar otro evento con él
seminar-add-page = Añadir «{ $title }» a una sesión
seminar-which = ¿A qué sesión?
seminar-note = Por qué está aquí (opcional)
seminar-put = Añadir
seminar-put-in = Añadir «{ $title }»
seminar-in = ya está
seminar-is-in = Esta sesión ya tiene ese ejemplo.
seminar-no-events = No hay ningún evento próximo con sesiones.
seminar-choose = Elija una sesión.
seminar-back-to = Volver a «{ $title }»
seminar-examples-of = Ejemplos de «{ $title }»
seminar-pinned = esta versión
seminar-pin = Mantener esta versión
seminar-unpin = Seguir la versión más reciente
seminar-up = Subir «{ $title }»
seminar-down = Bajar «{ $title }»
seminar-remove = Quitar «{ $title }»
seminar-take-out = Quitar
seminar-save = Guardar los ejemplos
seminar-any = cualquiera
seminar-suggested = Estos pueden encajar
seminar-why = En común: { $words }
seminar-why-session = Como esta sesión: { $terms }
seminar-why-examples = Como sus ejemplos: { $terms }
seminar-why-event = Como el evento: { $terms }
seminar-most = { $count ->
    [one] Una sesión tiene como máximo { $count } ejemplo.
   *[other] Una sesión tiene como máximo { $count } ejemplos.
}
seminar-source-only = Los ejemplos de esta sesión están escritos de un modo que solo muestra la fuente. Edite la página del evento.
seminar-conflict = Otros han cambiado lo mismo. Abra la página de nuevo y repita su cambio; no se ha guardado nada.
seminar-message-examples = Elegir los ejemplos de «{ $title }»
seminar-message-add = Añadir «{ $page }» a «{ $session }»
seminar-message-record = Registrar «{ $title }» de «{ $session }»
seminar-record-of = Registrar una enseñanza: { $title }
seminar-record-lead = Se convierte en una página propia que nombra esta sesión; podrá completarla más tarde.
seminar-record-title = La enseñanza en una frase
seminar-record-said = Lo que se dijo
seminar-record-from = Ejemplos que la sostienen
seminar-record-empty = Escriba la enseñanza en una frase y lo que se dijo.
seminar-added = Añadido.
seminar-find-session = Buscar entre las sesiones
seminar-no-such-session = Ninguna sesión de un evento próximo contiene estas palabras.
seminar-leave = Su elección no está guardada. ¿Abandonarla?
take-over = Retomar una frase
take-over-from = Retomar una frase de «{ $title }»
take-over-into = Retomar una frase en «{ $title }»
take-over-lead = Lo que elija aparece en el formulario de la página, con un enlace a su origen. Allí lo relee y lo guarda.
take-over-choose = Elija al menos una frase.
take-over-section = Al final de la sección
take-over-end = el final de la página
take-over-go = Retomar
take-over-look = Lo retomado está en el texto. Revíselo y guarde.
take-over-message = Retomar lo que dice «{ $title }»
coverage = Qué cubren los ejemplos
coverage-of = Qué cubren los ejemplos de «{ $title }»
coverage-sessions = Sesiones
coverage-examples = Ejemplos enlazados
coverage-pages = Páginas distintas
coverage-without = Sesiones sin ejemplo
coverage-none-without = Todas las sesiones tienen uno.
coverage-twice = Ejemplos de más de una sesión
coverage-unrecorded = Sesiones de las que aún no se ha registrado ninguna enseñanza
coverage-matrix = Tipos de asociación y desafíos
coverage-matrix-help = Cuántos ejemplos del programa hay en cada campo, y cuántos estudios de caso hay. Un campo lleva a ellos.
coverage-cell = { $here } en el programa, { $there } estudios de caso en total
coverage-kinds = Tipos de página
coverage-missing = Sin usar:
coverage-missing-countries = Países de los que no se usa ningún estudio de caso:
coverage-regions = Regiones
coverage-no-case = aún sin estudio de caso
region-africa = África
region-latin-america = América Latina y el Caribe
region-northern-america = América septentrional
region-asia = Asia
region-europe = Europa
region-oceania = Oceanía
decisions = Decisiones
decisions-lead = Lo que el grupo decidió, quién, en qué fecha y sobre qué páginas; y las actas de sus reuniones.
decisions-by = Decidido por
decisions-search = Buscar en decisiones y actas
decisions-none = No hay ninguna decisión que mostrar.
selection = Selección
selection-lead = Páginas elegidas, en su orden. La selección está en la dirección: quien la abre la ve, en la medida en que puede ver las páginas.
selection-empty = Todavía no se ha elegido nada. Abra una página y elija «Añadir a la selección».
selection-too-many = { $count ->
    [one] Se muestra la primera { $count } página; las demás se omiten porque son demasiadas o sus notas son demasiado largas. Haga una página con ella.
   *[other] Se muestran las primeras { $count } páginas; las demás se omiten porque son demasiadas o sus notas son demasiado largas. Haga una página con ellas.
}
selection-less = Algunas de las páginas no están aquí.
selection-note = Nota
selection-update = Guardar las notas en la dirección
selection-share = Compartirla
selection-address = La dirección de esta selección
selection-compare = Comparar lado a lado
selection-add = Añadir a la selección
selection-added = En su selección
selection-open = Selección:
selection-page = Convertirla en una página
selection-session = Convertirla en una sesión
selection-session-new = Una sesión nueva de este evento
selection-session-title = El título de la sesión, si es nueva
selection-session-untitled = Dé un título a la sesión nueva.
selection-message-session = Comenzar la sesión «{ $title }» con una selección
slides = Diapositivas
slides-what = Qué
slides-who = Quién
slides-outcome = Resultado
slides-lesson = Lección
slides-why = Por qué está aquí
slides-version = Versión
slides-start = Iniciar las diapositivas
slides-leave = Salir
slides-full = Pantalla completa
slides-on = Diapositiva siguiente
slides-back = Diapositiva anterior
slides-number = Diapositiva { $number } de { $count }
slides-notes = Notas del orador
slides-notes-event = Las notas del orador son tan públicas como el evento: quien pueda abrirlo puede leerlas.
slides-notes-selection = Las notas del orador están en la dirección: quien la tenga puede leerlas.
slides-no-notes = No hay notas para esta diapositiva.
slides-save = Guardar en un solo archivo
slides-keys = Las flechas, la barra espaciadora o un mando avanzan y retroceden, Inicio y Fin llevan a los extremos; F llena la pantalla, Escape sale de las diapositivas. Al imprimir, cada diapositiva es una página.
slides-code = Código que lleva a esta dirección

# Acceso y cuentas
sign-in = Iniciar sesión
sign-out = Cerrar sesión
sign-in-help = ¿Aún no tiene cuenta, o perdió la contraseña? Pida un enlace a quienes cuidan este sitio.
sign-in-to-see = Si es para miembros, se mostrará cuando haya iniciado sesión.
sign-in-with = Iniciar sesión con { $provider }
sign-in-by-password = Con una contraseña
sign-in-again-with = Volver a iniciar sesión con { $provider }
provider-go-on = Continuar a { $provider }
provider-again = Empezar de nuevo
provider-down = { $provider } no responde ahora, así que nadie puede entrar por esa vía. Todo lo demás sigue funcionando; inténtelo de nuevo en unos minutos.
provider-not-trusted = No se pudo dar por buena la respuesta de { $provider }, y nadie ha iniciado sesión. Empiece de nuevo; si vuelve a ocurrir, avise a quienes cuidan este sitio.
provider-denied = Nadie inició sesión en { $provider }.
provider-not-begun = Este inicio de sesión no se empezó en este navegador, ya se usó o tardó más de diez minutos. Empiece de nuevo.
come-in-with = Entrar con { $provider }
account = Su cuenta
accounts = Cuentas
account-name = Nombre
password = Contraseña
new-password = Contraseña nueva
password-help = Al menos 12 caracteres de cualquier tipo. Unas cuantas palabras sin relación entre sí se recuerdan bien y se adivinan mal.
show-password = Mostrar lo que escribo
current-password = Su contraseña actual
current-password-help = Inició sesión hace más de diez minutos, y esto cambia cómo la inicia.
current-password-address = Hace falta si cambia el correo: inició sesión hace más de diez minutos.
insecure = Esta página llegó por HTTP simple, donde cualquiera en el camino puede leer lo que escribe. Ábrala con https://, o consulte a quienes cuidan este sitio.
come-in = Elegir la contraseña y entrar
first-title = El primer administrador
first-lead = Este sitio aún no tiene ninguna cuenta. Elija un nombre y una contraseña; después podrá invitar a todos los demás.
invite-title = Bienvenida
invite-lead = Este enlace es para { $name }. Elija una contraseña para entrar.
invite-lead-provider = Este enlace es para { $name }. Elija cómo entrará a partir de ahora.
invite-identities = Por la palabra de otro sitio, también entran en esta cuenta:
invite-unlink = Terminar con eso: solo la nueva contraseña permite entrar
save = Guardar
role-reader = Lector
role-contributor = Colaborador
role-organizer = Organizador
role-administrator = Administrador
scope-feeds = Solo los canales, en una dirección privada
scope-read = Leer
scope-write = Leer y escribir
account-profile = Quién es usted
account-full-name = Nombre completo
account-address = Dirección en sus commits
account-address-help = Sus commits lo llevan, a la vista de todos. Déjelo vacío para que lleven { $address }, que no llega a nadie.
account-language = Idioma
account-language-browser = El del navegador
account-saved = Guardado.
account-change-password = Cambiar la contraseña
account-password-changed = Su contraseña ha cambiado. Sus otras sesiones han terminado.
account-end-all-tokens = { $count ->
    [one] Revocar también mi token
   *[other] Revocar también mis { $count } tokens
}
account-tokens = Tokens
account-tokens-lead = Git y los programas usan un token en lugar de su contraseña.
account-token-name = Para qué es
account-token-example = Git en mi portátil
account-scope = Permite
account-days = Días que dura
account-make-token = Crear un token
account-token-made = El token está creado. Cópielo ahora.
account-token-ended = El token está revocado.
account-seen-once = Se muestra una sola vez: cópielo ahora y guárdelo bien
secret-copy = Copiar
secret-copied = Copiado.
account-created = Desde
account-expires = Hasta
account-used = Último uso
account-never-used = nunca
account-end = Terminar
account-end-others = Terminar todas las demás
account-data = Lo que se guarda sobre usted
account-data-lead = Un archivo contiene lo que este sitio guarda sobre usted aparte de las páginas: su cuenta, dónde tiene sesiones abiertas, sus tokens sin el secreto, los textos que aún no ha guardado y lo que el registro recoge de usted. Lo que ha escrito está en el historial, con su nombre.
account-data-download = Llevárselo (JSON)
account-sessions = Dónde tiene la sesión iniciada
account-sessions-ended = Terminado.
account-prove = Para cambiar cómo inicia sesión, debe haberla iniciado en los últimos diez minutos.
account-identities = Entrar por otro sitio
account-identities-lead = Quien sea allí una de estas personas entra en su cuenta. Termine lo que no conozca.
account-identities-none = Aún no hay nada vinculado. Después podrá entrar también con { $provider }.
account-identity = Quién
account-linked = Vinculada
account-link = Vincular { $provider }
account-link-later = Para vincular una, inicie sesión de nuevo: la suya tiene más de diez minutos.
account-unlink = Desvincular
account-unlinked = El vínculo ha terminado, y quien entró por él ya no tiene la sesión abierta.
account-end-all-identities = { $count ->
    [one] Desvincular también el otro sitio, por el que se entra sin contraseña
   *[other] Desvincular también { $count } cuentas de otros sitios, por las que se entra sin contraseña
}
account-passwords-off = Aquí nadie inicia sesión con una contraseña.
account-not-let = Allí se le conoce, pero aquí no hay una cuenta para usted, o está cerrada. Pida una invitación a quienes cuidan este sitio.
account-identity-taken = Esa persona del otro sitio ya está vinculada a otra cuenta de aquí.
account-not-a-subject = El sujeto es como el otro sitio llama a alguien para siempre: 255 caracteres como máximo, sin saltos de línea.
account-this-session = esta
account-network = Red
account-browser = Navegador
account-wait-seconds = { $count ->
    [one] Demasiados intentos. Espere un segundo y vuelva a intentarlo.
   *[other] Demasiados intentos. Espere { $count } segundos y vuelva a intentarlo.
}
account-wait = { $count ->
    [one] Demasiados intentos. Espere un minuto y vuelva a intentarlo.
   *[other] Demasiados intentos. Espere { $count } minutos y vuelva a intentarlo.
}
account-too-many = Ya hay { $count }. Termine primero algunos.
account-not-a-name = Un nombre tiene de 2 a 40 letras de la a a la z, cifras, «-», «_» o «.», y empieza y acaba por letra o cifra.
account-name-taken = Ya hay una cuenta con este nombre.
account-none = No existe tal cuenta.
account-not-there = Esto ya ha terminado.
account-password-short = Una contraseña tiene al menos 12 caracteres.
account-password-long = Una contraseña tiene como máximo 1024 caracteres.
account-password-common = Esta contraseña es de las primeras que se adivinan. Elija una más larga o menos común.
account-not-an-address = Esto no es un correo electrónico, como anna.berg@example.org.
account-not-a-join-address = Esto no es una dirección para participar en un evento, como https://meet.example.org/sala.
account-no-name = Hace falta un nombre.
account-no-language = La interfaz no existe en este idioma.
account-last-administrator = Es el último administrador que puede iniciar sesión. Nombre antes a otro.
account-not-allowed = Su función no lo permite.
account-link-over = Este enlace ya se usó, caducó o lo sustituyó otro más nuevo. Pida otro.
account-wrong = El nombre o la contraseña no son correctos.
account-not-fresh = Inició sesión hace más de diez minutos. Escriba otra vez su contraseña, o vuelva a iniciar sesión, y envíe de nuevo el formulario.
account-expiry = Un token dura al menos un día y como máximo dos años (730 días).
account-not-sure = Marque antes la casilla: no se puede deshacer.
kept-full = Lo que guarda para más tarde ocupa como máximo { $megabytes } MB, con sus archivos. Descarte primero algo de lo guardado.
kept-too-many-texts = Ya guarda { $count } textos para más tarde. Descarte primero algunos.
kept-too-many-files = Ya hay { $count } archivos con este texto. Quite primero algunos.
kept-not-an-address = No se puede guardar un texto para esta dirección.
kept-not-a-file-name = El nombre de un archivo tiene como máximo 255 bytes, sin «/», «\» ni saltos de línea.
accounts-shut = No se puede acceder a las cuentas en este momento, así que nadie puede iniciar sesión. Lo público se lee como siempre. Inténtelo más tarde.
accounts-invite = Invitar a alguien
accounts-role = Función
accounts-make-link = Crear una cuenta y un enlace
accounts-link = El enlace, que se muestra una sola vez: envíelo a esa persona y a nadie más. Vale 72 horas y se usa una vez.
accounts-link-made = El enlace está creado. Los anteriores de esta cuenta ya no valen.
accounts-all = Todas las personas
accounts-find = Nombre, correo o función
accounts-nobody = Ninguna cuenta coincide.
accounts-you = usted
accounts-state-open = abierta
accounts-state-invited = invitada, aún sin contraseña
accounts-state-disabled = cerrada
accounts-give-role = Dar esta función
accounts-new-link = Enlace nuevo para elegir contraseña
accounts-disable = Cerrar
accounts-enable = Reabrir
accounts-end-sessions = Terminar las sesiones
accounts-end-tokens = Revocar los tokens
accounts-remove = Eliminar para siempre
accounts-sure = Sí: se borran el correo, la contraseña, las sesiones y los tokens
accounts-role-given = La función está dada. Las sesiones de la cuenta han terminado.
accounts-disabled = La cuenta está cerrada. Sus sesiones han terminado y sus tokens no valen nada.
accounts-enabled = La cuenta está abierta de nuevo.
accounts-sessions-ended = Las sesiones de la cuenta han terminado.
accounts-tokens-ended = Los tokens de la cuenta están revocados.
accounts-subject = Sujeto (como el otro sitio llama a esta persona para siempre)
accounts-bind = Vincular
accounts-bound = Esta cuenta está vinculada: quien sea esa persona entra en ella.
accounts-unlink = Desvincular otros sitios
accounts-unlinked = Ya nadie entra en esta cuenta por otro sitio.
accounts-removed = La cuenta está eliminada. El registro conserva su identificador.
audit = Registro de auditoría
audit-lead = Lo que se hizo y que importa para la confianza, quién y desde dónde. Solo se añade; cada entrada responde de la anterior.
audit-person = Quién
audit-action = Qué
audit-text = Página o palabras
audit-from = Desde
audit-until = Hasta
audit-time = Cuándo
audit-object = Sobre qué
audit-result = Resultado
audit-detail = Más
audit-done = hecho
audit-nothing = Ninguna entrada coincide.
audit-older = Entradas anteriores
audit-not-a-day = Un día se escribe así: 2026-11-26.
action-sign-in = inicio de sesión
action-sign-out = cierre de sesión
action-create = cuenta creada
action-invite = enlace creado
action-accept = enlace usado
action-role = función dada
action-disable = cuenta cerrada
action-enable = cuenta reabierta
action-remove = cuenta eliminada
action-password = contraseña cambiada
action-profile = perfil cambiado
action-token = token creado
action-token-ended = token revocado
action-session-ended = sesión terminada
action-push = push
action-join = acceso a un evento cambiado
action-link = cuenta de otro sitio vinculada
action-unlink = cuenta de otro sitio desvinculada
action-start = arranque del servidor

# Filters in place
skip-results = Ir a los resultados
filters-chosen = Filtros ({ $count })
facet-find = Buscar en esta lista
facet-none = Nada con ese nombre.
show-pages = { $count ->
    [one] Mostrar { $count } página
   *[other] Mostrar { $count } páginas
}

# More of the home page and of the changes
open-today = Para abrir hoy
next-event = Próximo evento
last-event = Último evento
changes-gone = Ya no están en el sitio
changes-files = Otros archivos
changes-of-commit = Lo que cambió este commit

# Una vista previa de los archivos de un equipo
preview-of = Vista previa de los archivos de este equipo.
preview-uncommitted = { $count ->
    [0] Todo está confirmado en un commit.
    [one] { $count } archivo aún no está en un commit.
   *[other] { $count } archivos aún no están en un commit.
}
preview-problems = Problemas
page-uncommitted = Aún sin commit: los lectores del sitio no ven esta página tal como está aquí.
not-committed = sin commit
problem-warning = Advertencia
searches = Búsquedas sin resultado
searches-lead = Lo que se ha buscado en los últimos 90 días sin encontrar nada, o solo tras corregir una palabra. Solo se cuentan las palabras: nada dice quién buscó.
searches-off = Las búsquedas no se cuentan: la configuración dice searches = false. Lo que sigue se contó antes.
searches-nothing = Nada todavía.
searches-query = Búsqueda
searches-outcome = Resultado
searches-times = Veces
searches-last = Última vez
searches-found-nothing = no encontró nada
searches-corrected = se buscó en su lugar: { $words }
searches-help = Añada las palabras que usan los lectores y que ninguna página tiene como alias de un término, o como sinónimos, en
accounts-more = Mostrar más cuentas

# Escribir en el navegador
edit = Editar
edit-title = Editar «{ $title }»
edit-new = Nuevo: { $kind }
edit-new-page = Página nueva
edit-new-lead = ¿Qué va a ser? El tipo decide qué campos tiene la página y con qué empieza.
edit-not-yours = Su cuenta permite leer este sitio, no escribir aquí. Un administrador puede hacerle colaborador; los eventos, las encuestas y las guías los escriben los organizadores
again = Inicie sesión para continuar
again-lead = Su sesión ha terminado. Nada de lo que escribió se ha perdido: inicie sesión aquí y se hará lo que pidió.
again-files = Los archivos elegidos hay que volver a elegirlos.
again-go-on = Iniciar sesión y continuar
again-other = Ahora otra persona tiene abierta la sesión aquí, y no se ha hecho nada en su nombre. Lo escrito es de { $name }: inicie sesión como { $name } para continuar.
again-provider = O inicie sesión con { $provider } en otra pestaña, vuelva aquí y continúe.
edit-no-choice = –
edit-no-text = El archivo de esta página no es texto en UTF-8, así que solo se puede cambiar con git
edit-no-base = El formulario no dice de qué versión partió; abra de nuevo el formulario de la página
edit-nothing = No ha cambiado nada: no hay nada que guardar.
edit-kept = Su texto queda apartado durante 30 días. Solo usted puede verlo; espera aquí y en la página de su cuenta.
edit-kept-there = Hay un texto suyo, apartado el { $time }, que no está guardado.
edit-go-on = Seguir con él
edit-keep = Apartar para más tarde
edit-forget = Tirar el texto apartado
edit-unwritten = Uno de los campos no se puede escribir así; vea lo que se dice al lado. No se ha guardado nada.
edit-exists = Ya hay una página en esta dirección. Elija otra dirección o cambie esa página. No se ha guardado nada.
edit-deleted = Esta página se eliminó mientras escribía. Su texto está aquí: guárdelo como página nueva o salga.
edit-save-anew = Guardar como página nueva
edit-no-address = Dé un título o una dirección a la página
edit-wrong-address = Esto no puede ser una dirección: { $reason }
edit-message = Cambiar «{ $title }»
edit-message-new = Añadir «{ $title }»
edit-in-source = Esto está escrito de una forma que no tiene campo; cámbielo en el código.
edit-length = { $count } caracteres
edit-more-lines = Más líneas
edit-more-rows = Más filas
edit-row-up = { $name } { $number }: subir un puesto
edit-row-down = { $name } { $number }: bajar un puesto
edit-more-fields = Más campos
event-agenda = Programa
event-agenda-several = Varias sesiones: el programa se prepara desde la página del evento
event-agenda-one = Una sola sesión: un seminario web o una llamada
event-agenda-help = La sesión única recibe el título del evento y las horas del primer día.
edit-find-work = Buscar una obra en la bibliografía
edit-no-work = Ninguna otra obra tiene todas estas palabras.
edit-new-work = Obra nueva
edit-paste-work = Pegue BibTeX, RIS o CSL-JSON. Se añade a references.bib con esta página, y a sus fuentes.
edit-work-unknown = no está en la bibliografía
edit-preview = Vista previa
edit-no-problems = Sin problemas.
edit-difference = Qué cambia
edit-same-lines = { $count ->
    [one] { $count } línea como antes
   *[other] { $count } líneas como antes
}
edit-removed = Quitado:
edit-added = Añadido:
edit-address = Dirección
edit-address-help = Si la deja vacía, se forma con el título, en la carpeta «{ $folder }».
edit-text = Texto
edit-text-help = Markdown: una línea en blanco entre párrafos, ## antes de un título, [[página]] para un enlace, [@clave] para una fuente.
edit-source = Código
edit-form = Formulario
edit-files = Imágenes y archivos
edit-choose-file = Elegir archivos
edit-file-limits = Como máximo { $most } por archivo y { $all } MB en todo lo que guarde para después.
edit-alt = Qué muestra una imagen, para quien no puede verla
edit-files-help = Los archivos esperan con su texto y se guardan con él. Al final del texto se pone un enlace a cada uno, para que lo coloque.
edit-add-files = Añadir
edit-drop-file = No añadir { $name }
edit-file-empty = { $name } está vacío
edit-file-large = { $name } supera { $most }, lo máximo que puede tener un archivo
edit-file-name = { $name } no puede ser el nombre de un archivo: { $reason }
edit-own-files = Archivos de esta página ({ $count })
edit-own-help = Los que usa la página y los de su carpeta. Lo que elija aquí se hace al guardar; un archivo del mismo tipo toma la dirección del que sustituye. Donde una página enlazaba un archivo eliminado queda texto sin formato.
edit-own-here = Se usa en esta página.
edit-own-nowhere = Ninguna página lo usa.
edit-own-others = Se usa en otras páginas:
edit-own-more = { $count ->
    [one] y { $count } más
   *[other] y { $count } más
}
edit-own-many = y muchas más
edit-own-breaks = { $count ->
    [one] { $count } página más lo pierde: su enlace pasa a ser texto sin formato.
   *[other] { $count } páginas más lo pierden: sus enlaces pasan a ser texto sin formato.
}
edit-own-breaks-many = Muchas páginas más lo pierden: sus enlaces pasan a ser texto sin formato.
edit-own-unlisted = La página tiene más archivos que los de esta lista.
edit-own-replace = Sustituir { $name } por
edit-own-delete = Eliminar { $name }
edit-own-waits = Otro archivo espera para ocupar su lugar: { $size }
edit-own-keep = No sustituir { $name }
edit-own-stale = Otra persona ha cambiado un archivo que usted sustituye o elimina. No se ha guardado nada; vea abajo qué ocurre con él.
edit-own-changed = Otra persona ha cambiado este archivo desde que usted empezó. Mírelo primero.
edit-own-gone = Otra persona ha eliminado o movido este archivo desde que usted empezó.
edit-own-anyway = Hacer de todos modos lo que elegí
edit-own-both = { $name } no se puede sustituir y eliminar a la vez; elija una de las dos cosas
edit-own-lost = Lo que iba a sustituir a { $name } ya no está; elíjalo de nuevo
edit-own-type = { $name } no es del tipo de { $file }; elija un archivo del mismo tipo
edit-file-there = Ya hay otro archivo { $name }; elija el suyo de nuevo con otro nombre
edit-message-label = ¿Qué cambió y por qué?
edit-message-help = Figura en el historial, para todos. Vacío: el título de la página.
edit-minor = Cambio menor
edit-back = Volver a la página
edit-to-page = Ir a la página
edit-saved = Guardado
edit-news = Lo que llegó entretanto
edit-news-lead = Otros cambiaron esta página mientras escribía. Ambos cambios están ya en ella; échele un vistazo.
edit-news-passages = { $count ->
    [one] { $count } pasaje del texto
   *[other] { $count } pasajes del texto
}
edit-consequences = Quién ve qué
edit-warnings = Conviene mirarlo
edit-saved-deleted = Eliminado
edit-conflict = Ambos cambiaron lo mismo
edit-conflict-lead = Otra persona guardó esta página mientras escribía. Lo que no se toca está combinado. Para cada lugar de abajo, elija lo que debe figurar; antes puede cambiarlo. Aún no se ha guardado nada, y nada se ha perdido.
edit-conflict-theirs = Lo suyo
edit-conflict-mine = Lo mío
edit-conflict-both = Ambos, lo suyo primero
edit-conflict-missing = Elija lo que debe figurar en cada lugar: { $count } están sin elegir
edit-conflict-place = Lugar { $count }
edit-conflict-key = Campo { $key }
edit-conflict-result = Mostrar el resultado
edit-conflict-empty = (nada)
edit-conflict-done = Este es el resultado de lo que eligió, con lo que hicieron los demás. Mírelo y guárdelo.
edit-how-sign-in = Iniciar sesión para cambiarla aquí
editor-toolbar = Formato
editor-heading = Título
editor-bold = Negrita
editor-italic = Cursiva
editor-link = Enlace
editor-list = Lista
editor-numbers = Lista numerada
editor-quote = Cita
editor-code = Código
editor-table = Tabla
editor-picture = Imagen o archivo
editor-undo = Deshacer
editor-redo = Rehacer
editor-find = Buscar
editor-plain = Cuadro de texto simple
editor-live = Vista previa inmediata
editor-column = Columna
editor-offers = Sugerencias
editor-find-replace = Reemplazar por
editor-find-next = Siguiente
editor-find-previous = Anterior
editor-find-all = Todo
editor-find-case = Distinguir mayúsculas
editor-find-pattern = Expresión regular
editor-find-word = Palabras completas
editor-find-replace-one = Reemplazar
editor-find-replace-all = Reemplazar todo
editor-find-close = Cerrar
editor-state-not-saved = Sin guardar
editor-state-new = Aún no hay nada escrito
editor-state-kept-here = Apartado en este navegador, sin guardar
editor-state-kept = Apartado para su cuenta, sin guardar
editor-state-saved = Guardado como …
editor-no-keeping = Sin guardar, y este navegador no aparta nada: guarde antes de salir
editor-offer = Un texto suyo, escrito hasta …, está apartado en este navegador y sin guardar.
editor-use = Seguir con él
editor-throw = Desecharlo
editor-difference = Qué cambia
editor-signed-out = Su sesión ha terminado. Lo que escribe queda apartado en este navegador: inicie sesión en otra pestaña, o guarde e inicie sesión entonces.
editor-offline = El sitio no responde. Lo que escribe queda apartado en este navegador; guarde cuando el sitio vuelva.
editor-sending = Enviando …
editor-not-sent = … no se ha enviado. Inténtelo de nuevo.
editor-close = Cerrar
editor-line = Ir a la línea …
edit-meanwhile = { $name } ha cambiado esta página { $time }. Al guardar se combina con su texto.
edit-meanwhile-somebody = Otra persona ha cambiado esta página. Al guardar se combina con su texto.
edit-meanwhile-gone = Esta página se ha eliminado u ocultado mientras escribe. Su texto sigue aquí.
block-lesson = Una lección dentro de un caso
block-example = Un ejemplo breve dentro de otra página
block-quote = Lo que alguien dijo o escribió, con la fuente
block-definition = Qué significa aquí un término
block-question = Una pregunta al lector o al grupo
block-gap = Lo que aún no está documentado
block-list = Una lista de páginas que se rellena sola
block-gaps = Una lista de lo que falta según las páginas
move = Mover
delete = Eliminar
new-page-here = Crear la página aquí
new-page = Página nueva
visibility-public = todos
refused-not-allowed = No puede cambiar esto: { $files }
refused-problems = No se ha guardado nada: vea qué está mal.
refused-conflict = Otra persona cambió lo mismo; no se ha guardado nada.
refused-no-folder = No quedaría nada del contenido; no se ha guardado nada.
refused-blocked = En el servidor, los mismos archivos tienen cambios que nadie ha confirmado en git, así que no se ha guardado nada. Quien administra el servidor debe confirmarlos antes: { $files }
refused-moved = Otros fueron más rápidos cada vez, así que no se ha guardado nada. Inténtelo de nuevo.
refused-commit = Esto no se puede guardar: { $reason }
refused-upstream = El repositorio del grupo no aceptó el cambio: { $reason }. No se ha guardado nada.
refused-unreachable = No se puede llegar al repositorio del grupo, así que no se ha guardado nada. Inténtelo más tarde.
refused-internal = El servidor no pudo anotarlo, así que no se ha guardado nada. Inténtelo más tarde.
column-name = Nombre
column-sector = Sector
column-title = Título
column-summary = Resumen
column-day = Día
column-starts = Empieza
column-ends = Termina
column-format = Formato
column-basis = Base
column-chair = Presidencia, una por línea
column-speakers = Ponentes, uno por línea
column-date = Fecha
column-track = Itinerario
column-room = Sala
column-rapporteur = Relator
column-audience = Para quién
column-questions = Preguntas para debatir
column-material = Material: páginas, archivos, direcciones
column-examples = Ejemplos, una página por línea; el motivo tras « | »
column-id = Identificador
column-part = Parte
column-heading = Apartado
column-text = Pregunta
column-type = Tipo
column-options = Opciones, una por línea
column-challenge = Retos, uno por línea
column-pages = Páginas, una por línea
column-answer = Respuesta
kind-case-study-is = Una asociación: contexto, objetivo, enfoque, resultado, retos, lecciones.
kind-literature-note-is = Lo que dice una obra: factores, enfoques, objetivos, beneficios.
kind-lesson-is = Una lección y los ejemplos que la sostienen.
kind-consultation-is = Lo que dijo un miembro, cuándo, en qué apartados.
kind-survey-is = Un cuestionario.
kind-survey-response-is = Las respuestas de una organización a un cuestionario.
kind-event-is = Un seminario o seminario web con su programa.
kind-minutes-is = Lo que se dijo en una reunión.
kind-decision-is = Lo que se decidió, por quién, en qué fecha y sobre qué páginas.
kind-guidance-is = Una guía o publicación, apoyada en ejemplos.
kind-resource-is = Otro grupo, o un documento externo.
kind-page-is = Todo lo demás.
account-kept = Textos que aparta
account-kept-lead = Lo que escribió y no guardó. Solo usted puede verlo; cada uno desaparece 30 días después de su último cambio.
edit-section = Editar esta sección
move-title = Mover «{ $title }»
move-lead = La página recibe otra dirección. Los enlaces a ella se reescriben en el mismo commit, y la dirección antigua lleva a la nueva.
move-to = Nueva dirección
move-to-help = La ruta sin la barra inicial, por ejemplo cases/mobile. Las carpetas no tienen que existir.
move-whole = Con todo lo que hay debajo
move-show = Mostrar qué cambia
move-do = Mover
move-stale = Lo que cambiaría ya no es lo que se mostró aquí. Mírelo otra vez; no se ha hecho nada.
move-refused = No se ha hecho nada: después esto estaría mal.
move-home = La página de inicio se queda donde está.
move-table = El propio sitio lee «{ $file }». Un organizador lo cambia con git.
move-nothing = Ya está ahí.
move-taken = Ya hay algo en «{ $path }». Elija otra dirección.
move-blanks = «{ $path }» tiene varios espacios seguidos, que ningún enlace podría nombrar. Elija otra dirección.
move-alias = La página «{ $title }» responde a esta dirección. Quítela primero de sus otros nombres o elija otra.
move-into-itself = Una carpeta no se puede mover dentro de sí misma.
move-too-many = Son más de { $most } archivos. Tantos se mueven o se borran con git.
move-files = Archivos
move-links = Enlaces que se reescriben
move-links-none = Ninguna página enlaza aquí.
move-line = línea { $line }
move-left = Enlaces que no se pueden reescribir aquí
move-left-help = Están escritos de una manera que no se puede cambiar con seguridad. La dirección antigua lleva a la página; revíselos.
move-no-alias = El encabezado de estas páginas no se puede cambiar, así que su dirección antigua no lleva a ninguna parte:
move-more = { $count ->
    [one] y { $count } más
   *[other] y { $count } más
}
move-message = Mover «{ $title }» a { $to }
move-gone = borrado
delete-title = Borrar «{ $title }»
delete-lead = Lo que se borra queda en el historial y se puede recuperar. Los enlaces a ello se convierten en texto en el mismo commit.
delete-links = Enlaces que se convierten en texto
delete-left = Enlaces que se romperían
delete-left-help = Están escritos de una manera que no se puede cambiar aquí. Mientras estén, no se borra nada: cambie primero estas páginas.
delete-orphans = Archivos que nada más utiliza
delete-orphans-help = Los que elija se borran también.
delete-message = Borrar «{ $title }»
delete-do = Borrar
undo-do = Deshacer
undo-message = Deshacer «{ $subject }»
undo-lead = Esto lo deshace: todo queda como estaba, con lo que otros han cambiado en otras partes desde entonces.
undo-refused = Esto ya no se puede deshacer: lo que se cambió después lo excluye. No se ha hecho nada.
undo-commit = El commit
undo-takes-back = Lo que esto deshace
undo-files = Los archivos
undo-one-by-one = Estos se cambiaron después. Deshágalos uno por uno:
undo-pairs = Lo que este commit cambió se ha vuelto a cambiar después. Elija en cada lugar; lo que había antes del commit es «lo suyo».
undo-too-much = Este commit cambió demasiado para deshacerlo aquí; use git
undo-this = Deshacer este cambio
account-keys = En este navegador funcionan teclas sueltas: / busca, e edita

# El historial de una página
history = Historial
history-title = Historial de «{ $title }»
history-versions = { $count ->
    [one] { $count } versión, la más reciente primero.
   *[other] { $count } versiones, la más reciente primero.
}
history-gone = La página ya no existe.
history-compare = Comparar
history-compare-help = Elija a la izquierda la versión más antigua y a la derecha la más reciente.
history-from = Comparar desde el { $date }, { $clock }
history-to = Comparar hasta el { $date }, { $clock }
history-this-change = Este cambio
history-since = Desde entonces
history-restore = Restaurar
history-growth = Tamaño en bytes:
history-newer = Versiones más recientes
history-older = Versiones más antiguas
history-moved = era { $path }
history-minor = menor
history-formatting = solo formato
history-in-browser = en el sitio
history-since-visit = Ver lo que cambió desde su última visita
history-times-utc = Mostrar las horas en UTC
history-times-here = Mostrar las horas de su lugar
history-reading = { $count ->
    [one] Se está leyendo el historial: un commit hasta ahora. Vuelva a intentarlo en un momento
   *[other] Se está leyendo el historial: { $count } commits hasta ahora. Vuelva a intentarlo en un momento
}
history-unreadable = El historial de este sitio no se puede leer en este momento
blame = Quién escribió qué
blame-title = Quién escribió qué en «{ $title }»
blame-lead = Junto a cada párrafo figura quién cambió sus palabras por última vez, cuándo y por qué.
blame-earlier = Esta es una versión anterior.
blame-newest = Ver la más reciente
blame-coarse = Esta página tiene un largo pasado: algunos párrafos pueden ser más antiguos de lo que se indica aquí.
blame-empty = La página no tiene texto.
blame-oldest = Más antiguo
blame-latest = Más reciente
blame-or-older = o antes
blame-before = Antes de este cambio
blame-first = Escrito por primera vez el { $date }
blame-first-by = Escrito por primera vez el { $date } por { $author }
blame-cut = La página continúa; el resto no se muestra aquí.
diff-title = Qué cambió en «{ $title }»
diff-old = Antes
diff-new = Después
diff-nothing-before = Esta página no existía.
diff-same = No hay ninguna diferencia que mostrar.
diff-fields = Detalles
diff-text = Texto
diff-pictures = Imágenes
diff-no-picture = Aquí no había ninguna imagen.
diff-coarse = Las dos versiones son largas: no se encontró todo lo que quedó igual.
diff-keys = Con las teclas j y k se pasa de un cambio a otro.
diff-cut = Hay más diferencias de las que se muestran aquí.
diff-same-blocks = { $count ->
    [one] Un párrafo sin cambios
   *[other] { $count } párrafos sin cambios
}
diff-form = enlaces, imágenes o énfasis
diff-moved-away = movido desde aquí
diff-moved-here = movido aquí
diff-before = El cambio anterior
diff-after = El cambio siguiente
diff-show = Cómo se muestran las diferencias
diff-show-text = Detalles y texto
diff-show-source = Código fuente
diff-show-columns = Código fuente en dos columnas
deleted-title = Páginas eliminadas
deleted-lead = { $count ->
    [0] No se ha eliminado ninguna página.
    [one] Se ha eliminado una página. Lo que decía está en su historial.
   *[other] Se han eliminado { $count } páginas. Lo que decían está en su historial.
}
gone-title = Esta página fue eliminada
gone-lead = Había una página en { $address }. Lo que decía está en su historial.
gone-read = Leer lo que decía
gone-restore = Recuperarla
restore-title = Restaurar «{ $title }»
restore-lead = La página volverá a ser como era en esta versión. Lo que vino después queda en el historial.
restore-message = Restaurar «{ $title }»
restore-do = Restaurar esta versión

# Correo
forgotten = Contraseña olvidada
forgotten-link = ¿Olvidó su contraseña?
forgotten-lead = Escriba la dirección en la que recibe el correo de este sitio. Si alguna cuenta la tiene, se envía allí un enlace para elegir otra contraseña.
forgotten-address = Su correo electrónico
forgotten-send = Enviarme un enlace
forgotten-sent = Si alguna cuenta tiene esta dirección, el enlace va en camino. Vale una hora y se usa una vez.
forgotten-nothing = ¿No llega nada? Mire entre el correo no deseado; después pida un enlace a quienes cuidan este sitio. Una dirección solo sirve cuando la ha indicado en la página de su cuenta y la ha confirmado.
reset-title = Otra contraseña
reset-lead = Este enlace es para { $name }. Elija otra contraseña; se cerrarán sus demás sesiones.
confirm-title = Su dirección
confirm-lead = El correo sobre la cuenta { $name } irá a { $address }.
confirm-help = Confírmelo solo si la cuenta es suya.
confirm-button = Confirmar esta dirección
confirm-done = La dirección está confirmada. El correo sobre la cuenta irá allí.
account-mail = Correo para usted
account-mail-lead = Aquí recibe un enlace si olvida su contraseña, y un aviso cuando alguien inicia sesión desde otro lugar, crea un token o abre otra entrada a su cuenta. Solo usted ve la dirección; no figura en ningún commit.
account-mail-none = No se le envía correo.
account-mail-at = El correo va a { $address }.
account-mail-waiting = { $address } espera a que siga el enlace que se envió allí. Vale 24 horas.
account-mail-address = Dirección
account-mail-help = Se envía allí un enlace con el que la confirma. Déjela vacía para no recibir correo.
account-mail-asked = El enlace va en camino. El correo irá allí cuando lo haya seguido.
account-mail-cleared = Ya no se le envía correo.
account-mail-same = El correo ya va allí.
account-mail-full = Hay demasiado correo a la espera de enviarse. Inténtelo de nuevo dentro de un rato.
accounts-mail = Dirección a la que enviar el enlace
accounts-mail-help = Déjela vacía para obtener un enlace que copiar. La dirección no se muestra a nadie más que a su titular.
accounts-mailed = El enlace va en camino por correo. Los anteriores de esta cuenta ya no valen.
accounts-mail-link = Enviar un enlace por correo
mail-greeting = Hola, { $name }:
mail-come-in = Entrar
mail-choose-password = Elegir una contraseña
mail-confirm-button = Confirmar esta dirección
mail-subject-invite = Su cuenta en { $site }
mail-subject-reset = Otra contraseña para { $site }
mail-subject-confirm = Confirme su dirección para { $site }
mail-subject-sign-in = Nuevo inicio de sesión en su cuenta de { $site }
mail-subject-token = Nuevo token de su cuenta de { $site }
mail-subject-identity = Nueva entrada a su cuenta de { $site }
mail-subject-password = Su contraseña de { $site } ha cambiado
mail-subject-address = Su dirección en { $site } ha cambiado
mail-invite = Está invitado a { $site }. Allí inicia sesión con el nombre { $name }. Siga el enlace para entrar.
mail-reset = Alguien pidió otra contraseña para la cuenta { $name } en { $site }.
mail-confirm = El correo sobre la cuenta { $name } en { $site } irá a esta dirección. Confirme que es suya.
mail-sign-in = Alguien inició sesión en su cuenta { $name } de { $site }, desde donde nadie lo había hecho en el último mes.
mail-token = Se creó un token para su cuenta { $name } en { $site }. Quien lo tenga puede hacer lo que permite.
mail-identity = Ahora se puede iniciar sesión en su cuenta { $name } de { $site } por medio de otro proveedor.
mail-password = Se cambió la contraseña de su cuenta { $name } en { $site }.
mail-address = Desde ahora, el correo sobre su cuenta { $name } en { $site } ya no va a esta dirección.
mail-holds-invite = El enlace vale 72 horas y se usa una vez.
mail-holds-reset = El enlace vale una hora y se usa una vez.
mail-holds-confirm = El enlace vale 24 horas y se usa una vez.
mail-not-you-invite = Si no sabe de qué se trata, no tiene que hacer nada.
mail-not-you-link = Si no fue usted, no tiene que hacer nada: sin este enlace no entra nadie.
mail-not-you-confirm = Si la cuenta no es suya, no tiene que hacer nada: no llegará más correo.
mail-not-you = Si fue usted, no tiene que hacer nada. Si no, elija enseguida otra contraseña, cierre las sesiones y los tokens que no conozca y avise a quienes cuidan el sitio.
mail-when = Cuándo: { $value }
mail-browser = Navegador: { $value }
mail-network = Red: { $value }
mail-what-token = Token: { $value }
mail-what-identity = Proveedor: { $value }
action-reset = enlace enviado por una contraseña olvidada
action-address = dirección de correo cambiada
