# Интерфейс на русском языке.


# Around every page
skip = Перейти к содержанию
navigation = Основное меню
search = Найти
search-site = Поиск по сайту
suggestions = Подсказки
contribute = Участвовать
feed = Лента изменений
problems-link = Ошибки в материалах
interface-language = Язык интерфейса
served-from = { $site }: простые файлы в git, версия
home = Главная
map = Карта
all = Все
folder = папка

# The home page
search-hint = Страна, партнёр, трудность…
browse-by-kind = По типу страницы
no-pages-yet = Страниц пока нет. Добавьте файл Markdown в папку с материалами, и он появится здесь.
map-heading = Что мы знаем и чего не хватает
map-lead = Сколько примеров рассказывает о каждой трудности для каждого вида партнёрства. Каждое число ведёт к страницам, каждый пробел — к тому, что известно из других источников.
open-map = Открыть карту
what-is-new = Что нового

# The map
map-against = { $rows } и { $columns }: сколько страниц относятся к обоим и где пока ничего не известно.
map-caption = { $rows } и { $columns }: число страниц
map-options = Отобрать или сравнить другое
map-count = Считать
map-compare = Сравнить
map-with = с
map-empty = В словаре пока нет терминов для этих двух признаков. Выберите другие выше.
map-no-page = нет страниц
map-no-case = примеров пока нет
map-gaps-cases = Пары без примеров: { $gaps } из { $pairs }.
map-gaps = Пары без страниц этих видов: { $gaps } из { $pairs }.
map-which = Какие?
map-gap-heading = Пары без страниц
map-fill = Знаете такой пример?
map-terms = Что означают термины
map-as-table = То же списком пар
year-from = С года
year-to = по
show = Показать
take-along = Скачать:
pages-head = Страницы
legend = Обозначения
nothing-known = пока ничего не известно

# Search
all-pages = Все страницы
browse = Обзор
search-for = Поиск «{ $query }»
corrected-to = Показаны результаты для
nothing-has = Ничего не найдено по запросу «{ $query }».
filters-in-use = Выбранные фильтры
remove-filter = Убрать фильтр { $filter }
clear-all = Сбросить все
filters = Фильтры
apply-filters = Применить
sort-by = Порядок
sort = Упорядочить
sort-relevance = По значимости
sort-updated = По времени изменения
sort-title = По названию
show-as = Показать как
view-list = Список
view-timeline = По времени
view-countries = Страны
timeline-ended = Срок окончания указан
timeline-ongoing = Срок окончания не указан: линия доведена до года этой версии
timeline-empty = Ни на одной из этих страниц не указан период. Посмотрите их списком или выберите примеры.
countries-empty = Ни на одной из этих страниц не названа страна. Посмотрите их списком.
did-you-mean = Возможно, вы имели в виду
nothing-matches = Ничего не подходит ко всему сразу. Уберите слово или фильтр или посмотрите, чего не хватает:
nearest-pages = Ближайшие страницы
found-in = В разделе
result-pages = Страницы результатов
page-number = Страница { $number }
range-of = { $first }–{ $last } из { $pages }
suggestion-search = поиск
suggestion-in = в «{ $title }»
search-as-typed = Искать «{ $query }» как написано
some-words = С частью слов
without-words = без: { $words }
reason-cites = цитирует
reason-called = также называется
reason-about = о теме
reason-means = иначе говоря
range-only = { $first }–{ $last }
facets-count-all = Числа показывают страницы со всеми словами.
facets-count-some = Числа показывают страницы с частью слов.
no-page-mentions = Ни одна страница не упоминает «{ $word }».
without-filters = Без фильтров:
know-about = Вы знаете об этом или знаете того, кто знает?
ask-group = Спросить группу
write-page = Написать страницу
marked-words = Выделено: { $words }
remove-marks = Убрать выделение
note-long-query = Запрос длинный: искались первые знаки, всего { $number }.
note-many-words = В запросе много слов: искались первые, всего { $number }.
note-no-word = В «{ $text }» нет ни одного слова; показаны все страницы.
note-citation = Это прочитано как ссылка на работу: страницы найдены по её словам.
note-unknown-field = Поля «{ $field }» нет; оно искалось как текст.
note-field-read = «{ $typed }» прочитано как «{ $field }».
note-empty-field = «{ $field }:» без значения ничего не значит.
note-not-a-date = «{ $value }» не дата; «{ $field }:» принимает год, месяц или день, например { $field }:>2018-01 или { $field }:2018..2019.
note-no-such-value = Ни на одной странице в поле «{ $field }» нет значения «{ $value }».
note-value-read = «{ $typed }» прочитано как «{ $value }».
note-star-within = Звёздочка заменяет конец слова, а не его начало или середину; «{ $typed }» искалось без неё.
note-unknown-parameter = В адресе есть «{ $name }», но такого фильтра здесь нет; он не учитывался.

# A page
where-you-are = Вы здесь
page-as-it-was = Страница в том виде, какой она была { $date }
read-current = Читать текущую страницу
on-this-page = На этой странице
what-means = Что значит «{ $term }»
open-at = Открыть на { $host }
kept-by = ведёт { $owner }
the-work = Публикация
agenda = Программа
day-number = День { $number }
questions = Вопросы
answers = Ответы
chapters = Главы
drawn-from = Примеры, из которых следует этот урок
references = Источники
about-work = Об этой публикации
open-copy = Открытая копия
archived-copy = Копия в архиве
note-on-work = Заметка об этой публикации
cited-by = Ссылаются
take-references = Взять с собой эти источники
take-all-references = Взять с собой источники всего сайта
take-found-references = Взять с собой источники этих результатов
lessons-drawn = Уроки из этого
featured-in = Представлено в
linked-from = Ссылаются сюда
related-pages = Похожие страницы
around-page = Вокруг этой страницы
last-changed = Изменено { $date }, { $author }
source = Исходный текст
permalink = Постоянная ссылка на эту версию

# The card of metadata
field-title = Название
field-title-help = Название страницы, в нескольких словах.
field-summary = Краткое изложение
field-summary-help = Одно или два предложения для списков и результатов поиска.
field-kind = Вид страницы
field-kind-help = Чем является страница; от этого зависят её части.
field-partners = Партнёры
field-partners-help = Другие участники партнёрства, каждый со своим сектором.
field-organisations = Организации
field-organisations-help = Участвующие статистические организации.
field-countries = Страны
field-countries-help = Двухбуквенные коды ISO 3166-1; первый — главный.
field-period = Период
field-period-help = Когда действовало партнёрство, например 2008/2019 или 2020/.
field-status = Состояние
field-status-help = На каком этапе партнёрство: запланировано, продолжается, завершено или прекращено досрочно.
field-starts = Начало
field-starts-help = Первый день мероприятия.
field-ends = Окончание
field-ends-help = Последний день мероприятия.
field-date = Когда
field-date-help = День, месяц или год.
field-place = Где
field-place-help = Где проходит мероприятие.
field-with = С кем
field-with-help = С кем консультировались.
field-authors = Авторы
field-authors-help = Кто написал то, о чём рассказывает страница.
field-sources = Источники
field-sources-help = Ключи работ из references.bib, на которых основана страница.
field-citation = Работа
field-citation-help = Ключ в references.bib той работы, о которой заметка.
field-drawn_from = Примеры
field-drawn_from-help = Страницы, на которых основан этот урок.
field-timezone = Часовой пояс
field-timezone-help = Пояс всех времён программы, по имени IANA, например Europe/Zurich.
field-session = Заседание
field-session-help = Заседание, с которого это взято: мероприятие и идентификатор заседания, например events/seminar#opening.
field-about = О чём
field-about-help = Страницы, к которым относится решение.
field-decided_by = Кто решил
field-decided_by-help = Те, кто принял решение.
field-days = Дни
field-days-help = Дни мероприятия с их часами, если они не следуют из первого и последнего дня.
field-tracks = Потоки
field-tracks-help = Что идёт параллельно, в порядке столбцов. Заседание без потока — для всех.
field-rooms = Залы
field-rooms-help = Какие есть залы.
field-uid = Идентификатор для календарей
field-uid-help = По нему календари узнают мероприятие. Он создаётся один раз и остаётся.
field-sessions = Заседания
field-sessions-help = Части программы, каждая со временем и примерами.
field-questions = Вопросы
field-questions-help = Что спрашивает опрос и из чего можно выбирать.
field-survey = Опрос
field-survey-help = Вопросник, на который дан ответ.
field-answers = Ответы
field-answers-help = Что было отвечено, по идентификаторам вопросов.
field-chapters = Главы
field-chapters-help = Главы публикации и страницы, на которые опирается каждая.
field-url = Адрес
field-url-help = Где это находится в интернете.
field-owner = Ведёт
field-owner-help = Кто это ведёт.
field-lang = Язык
field-lang-help = Язык страницы, например en или fr.
field-translation_of = Перевод страницы
field-translation_of-help = Та же страница на языке оригинала.
field-aliases = Другие названия
field-aliases-help = Прежние адреса и другие названия; они ведут сюда.
field-visibility = Видят
field-visibility-help = Кто может читать страницу: все или только члены группы.
field-draft = Черновик
field-draft-help = Скрыта ли страница, пока она не закончена.
event-upcoming = предстоит
event-running = идёт сейчас
visibility-members = участники группы
visibility-draft = авторы сайта, пока страница не закончена
facet-kind = Тип страницы
facet-country = Страна
facet-organisation = Организация
facet-status = Состояние
facet-lang = Язык
facet-author = Автор
status-planned = Планируется
status-ongoing = Идёт
status-concluded = Завершено
status-ended-early = Прекращено досрочно

# What changed
changes = Изменения
changes-lead = Что изменилось на этом сайте, сначала новое.
changes-none = Показать пока нечего.
changes-nothing = Нет изменений, которые вам видны и подходят под эти фильтры.
changes-reading = История читается. Фильтры и картина года появятся, когда это закончится.
changes-by = Кто изменил
changes-folder = Страница или папка
changes-page = Страница
changes-from = С
changes-to = По
changes-minor = Мелкие правки
changes-left-out = не показаны
changes-without-minor = Без мелких правок
changes-minor-ones = { $count ->
    [one] { $count } мелкая правка
    [few] { $count } мелкие правки
   *[other] { $count } мелких правок
}
changes-counted = { $count ->
    [one] { $count } изменение страниц
    [few] { $count } изменения страниц
   *[other] { $count } изменений страниц
}
changes-as-table = То же в таблице
changes-day = День
changes-untold = Изменено
changes-pages = Части списка
changes-newest = Самые новые изменения
changes-older = Более ранние изменения
change-added = новое
change-removed = удалено
change-gone = позже удалено

# What administrators read of the upstream
notice-behind = Нет согласия с вышестоящим репозиторием
notice-behind-text = Свести их вместе не удаётся с { $date }. Сайт работает; сохранённое здесь ждёт.
notice-unreachable = Вышестоящий репозиторий недоступен
notice-unreachable-text = Так с { $date }. Сайт работает и пробует снова сам.
notice-conflict = Нужно слить изменения с вышестоящим репозиторием
notice-conflict-text = С { $date } обе стороны изменили одно и то же. Сохранено и то и другое, сайт работает, но ни одна сторона не получает нового от другой, пока кто-нибудь их не сольёт.
notice-unrelated-text = С { $date } у них нет общей истории, и сливать нечего: тот ли это репозиторий?
notice-files = Обе стороны изменили эти файлы:
notice-merge = В терминале; git покажет, какие строки проверить, а сайт передаст результат вышестоящему репозиторию:
notice-whom = Это сообщение видят только администраторы.

# Problems and errors
problems-title = Ошибки в материалах
problems-none = Нет. Все страницы читаются, все ссылки ведут куда нужно.
problems-check = То же на вашем компьютере:
error-number = ошибка { $status }
error-not-found = Страница не найдена
error-refused = На это нельзя ответить
error-internal = Что-то пошло не так
error-no-page = По этому адресу страницы нет
error-our-side = Ошибка на нашей стороне
error-too-many = Слишком много запросов
error-wait = { $count ->
    [one] Отсюда за короткое время пришло много запросов. Подождите { $count } секунду и загрузите страницу снова
    [few] Отсюда за короткое время пришло много запросов. Подождите { $count } секунды и загрузите страницу снова
   *[many] Отсюда за короткое время пришло много запросов. Подождите { $count } секунд и загрузите страницу снова
}
go-home = На главную страницу

# Dates
date-day = { $day } { $month } { $year } г.
date-month = { $month } { $year } г.
period-range = { $start } – { $end }
period-since = С { $start }
month-1 = января
month-2 = февраля
month-3 = марта
month-4 = апреля
month-5 = мая
month-6 = июня
month-7 = июля
month-8 = августа
month-9 = сентября
month-10 = октября
month-11 = ноября
month-12 = декабря
month-alone-1 = январь
month-alone-2 = февраль
month-alone-3 = март
month-alone-4 = апрель
month-alone-5 = май
month-alone-6 = июнь
month-alone-7 = июль
month-alone-8 = август
month-alone-9 = сентябрь
month-alone-10 = октябрь
month-alone-11 = ноябрь
month-alone-12 = декабрь

# The kinds of page: one, several, counted
kind-case-study = Пример
kind-literature-note = Обзор публикации
kind-lesson = Урок
kind-consultation = Консультация
kind-survey = Опрос
kind-survey-response = Ответ на опрос
kind-event = Мероприятие
kind-minutes = Протокол
kind-decision = Решение
kind-guidance = Руководство
kind-resource = Ресурс
kind-page = Страница
kinds-case-study = Примеры
kinds-literature-note = Обзоры публикаций
kinds-lesson = Уроки
kinds-consultation = Консультации
kinds-survey = Опросы
kinds-survey-response = Ответы на опросы
kinds-event = Мероприятия
kinds-minutes = Протоколы
kinds-decision = Решения
kinds-guidance = Руководства
kinds-resource = Ресурсы
kinds-page = Страницы
count-case-study = { $count ->
    [one] { $count } пример
    [few] { $count } примера
   *[other] { $count } примеров
}
count-literature-note = { $count ->
    [one] { $count } обзор
    [few] { $count } обзора
   *[other] { $count } обзоров
}
count-lesson = { $count ->
    [one] { $count } урок
    [few] { $count } урока
   *[other] { $count } уроков
}
count-consultation = { $count ->
    [one] { $count } консультация
    [few] { $count } консультации
   *[other] { $count } консультаций
}
count-survey = { $count ->
    [one] { $count } опрос
    [few] { $count } опроса
   *[other] { $count } опросов
}
count-survey-response = { $count ->
    [one] { $count } ответ
    [few] { $count } ответа
   *[other] { $count } ответов
}
count-event = { $count ->
    [one] { $count } мероприятие
    [few] { $count } мероприятия
   *[other] { $count } мероприятий
}
count-minutes = { $count ->
    [one] { $count } протокол
    [few] { $count } протокола
   *[other] { $count } протоколов
}
count-decision = { $count ->
    [one] { $count } решение
    [few] { $count } решения
   *[other] { $count } решений
}
count-guidance = { $count ->
    [one] { $count } руководство
    [few] { $count } руководства
   *[other] { $count } руководств
}
count-resource = { $count ->
    [one] { $count } ресурс
    [few] { $count } ресурса
   *[other] { $count } ресурсов
}
count-page = { $count ->
    [one] { $count } страница
    [few] { $count } страницы
   *[other] { $count } страниц
}

# Counted things
search-pages = { $count ->
    [one] Поиск на { $count } странице
    [few] Поиск на { $count } страницах
   *[other] Поиск на { $count } страницах
}
pages = { $count ->
    [one] { $count } страница
    [few] { $count } страницы
   *[other] { $count } страниц
}
more-terms = { $count ->
    [one] ещё { $count }
    [few] ещё { $count }
   *[other] ещё { $count }
}
pages-all-words = { $count ->
    [0] Страниц со всеми словами нет
    [one] { $count } страница со всеми словами
    [few] { $count } страницы со всеми словами
   *[other] { $count } страниц со всеми словами
}
pages-some-words = { $count ->
    [one] { $count } страница с частью из них
    [few] { $count } страницы с частью из них
   *[other] { $count } страниц с частью из них
}
timeline-without = { $count ->
    [one] Ещё на { $count } странице период не указан.
    [few] Ещё на { $count } страницах период не указан.
   *[other] Ещё на { $count } страницах период не указан.
}
problems-on-page = { $count ->
    [one] { $count } ошибка на этой странице
    [few] { $count } ошибки на этой странице
   *[other] { $count } ошибок на этой странице
}
problems-count = { $count ->
    [one] { $count } ошибка.
    [few] { $count } ошибки.
   *[other] { $count } ошибок.
}
changes-more = { $count ->
    [one] и ещё { $count }
    [few] и ещё { $count }
   *[other] и ещё { $count }
}

# Lists that fill themselves
list-empty = Пока ничего.
list-table = Страницы в виде таблицы
list-page = Страница
list-without = Не указано
list-all = { $count ->
    [one] Вся { $count } страница
    [few] Все { $count } страницы
   *[many] Все { $count } страниц
}
list-help = Где помочь

# The glossary
glossary = Глоссарий
glossary-lead = Что означают термины, которыми помечены страницы, и сколько страниц отмечено каждым.
glossary-pages = { $count ->
    [one] { $count } страница
    [few] { $count } страницы
   *[many] { $count } страниц
}
glossary-names = Другие слова
glossary-search = Искать на этих страницах
glossary-gaps = Пока нет примеров в сочетании с:
glossary-works = Работы
glossary-asked = В вопроснике
glossary-retired = Больше не используется
glossary-replaced = Больше не используется; вместо него:
glossary-edit = Изменить словарь
tables-not-yours = Словарь и библиографию ведут организаторы. Эту роль может дать администратор
tables-saved = Сохранено.
tables-changes = Что изменится в
tables-same = В нём ничего не изменится.
tables-pages = Страницы, которые будут переписаны
tables-pages-none = Ни одна страница не будет переписана.
tables-left = Страницы, которые здесь переписать нельзя
tables-left-help = Они останутся как есть. Исправьте их вручную.
tables-too-many = Пришлось бы переписать больше { $most } страниц. Такие изменения делают с помощью git.
tables-message-help = Остаётся в истории и видно всем. Если оставить пустым, там будет сказано, что сделано.
tables-cannot = Здесь это изменить нельзя.
vocabulary = Словарь
vocabulary-lead = Слова, которыми помечены страницы. Изменение сначала показывается и вместе со страницами, где стоит термин, становится одним коммитом.
vocabulary-empty = В словаре ещё нет фасетов.
vocabulary-undefined = Стоят на страницах, но не определены
vocabulary-undefined-lead = Эти термины стоят на страницах, но их нет в словаре.
vocabulary-meant = Возможно, имеется в виду «{ $term }».
vocabulary-replace = Заменить на страницах
vocabulary-define = Определить
vocabulary-unused = не используется на страницах
vocabulary-retired = выведен из употребления
vocabulary-replaced = заменён на «{ $term }»
vocabulary-lacks = Пока нет названия на языках: { $languages }
term-title = Изменить термин «{ $term }»
term-title-new = Новый термин: { $facet }
term-title-undefined = Заменить «{ $term }» на страницах
term-label = Название по-английски
term-label-in = Название ({ $language })
term-id = Идентификатор
term-id-help = То, что пишут на страницах: буквы от a до z, цифры и дефисы. Если оставить пустым, он получится из названия.
term-group = Группа
term-group-none = Вне групп
term-definition = Определение
term-note = Примечание
term-note-help = Спорные случаи или откуда взят термин.
term-aliases-in = Другие слова ({ $language })
term-aliases-help = По одному в строке. Кто ищет такое слово, найдёт страницы с этим термином.
term-fate = Что с ним станет
term-fate-used = Используется
term-fate-retired = Выведен из употребления без замены
term-fate-by = Заменён на «{ $term }»
term-fate-help = Такой термин больше не предлагается. Старые страницы остаются понятными, а его названия, адреса и списки ведут к термину, который занял его место.
term-undefined-help = Вместо него на страницах будет стоять этот термин.
term-rewrite = Записать новый термин на всех страницах, где стоит этот
term-no-name = Термину нужно название по-английски.
term-too-long = В одном из полей больше { $most } знаков.
term-clashes = Кто-то другой тем временем изменил то же самое. Ваш текст стоит в форме; сейчас там написано:
term-clash = { $field }: «{ $now }»
term-message-add = Добавить термин «{ $term }»
term-message-change = Изменить термин «{ $term }»
term-message-retire = Вывести из употребления термин «{ $term }»
term-message-replace = Заменить термин «{ $term }» на «{ $by }»
term-rename-help = То, что пишут страницы. Если изменить идентификатор, все страницы с этим термином будут переписаны тем же коммитом.
term-rename-keep = Если идентификатор изменится, прежний по-прежнему будет вести к термину: в адресах, списках и поиске
term-rename-fate = Термин, выведенный из употребления или заменённый, сохраняет свой идентификатор.
term-rename-taken = Термин «{ $id }» уже есть: чтобы соединить их, укажите, что этот заменён тем.
term-message-rename = Переименовать термин «{ $term }» в «{ $to }»
facet-title = Изменить фасет «{ $facet }»
facet-title-new = Новый фасет
facet-lead = Фасет — один из признаков, по которым распределяют страницы. У него есть термины, и в форме каждой страницы ему отведено поле.
facet-change = Изменить фасет
facet-groups = Группы
facet-no-terms = Терминов у него ещё нет.
facet-key = Ключ
facet-key-help = То, что пишут на страницах и в адресах: буквы от a до z, цифры и знаки подчёркивания. Если оставить пустым, он получится из названия. Потом изменить его здесь нельзя.
facet-in-brief = Его термины стоят в начале страницы, рядом со страной и периодом
facet-remove = Убрать фасет вместе с его группами и терминами
facet-used = На страницах стоят термины этого фасета. Его можно будет убрать, когда их не останется.
facet-message-add = Добавить фасет «{ $name }»
facet-message-change = Изменить фасет «{ $name }»
facet-message-remove = Убрать фасет «{ $name }»
group-title = Изменить группу «{ $group }»
group-title-new = Новая группа: { $facet }
group-add = Добавить группу
group-lead = Термины одной группы стоят вместе под её названием. К какой группе относится термин, указывают в форме термина.
group-id-help = По нему термины указывают свою группу: буквы от a до z, цифры и дефисы. Если оставить пустым, он получится из названия.
group-id-wrong = Идентификатор группы состоит только из букв от a до z, цифр и дефисов, не больше 80 знаков.
group-remove = Убрать группу
group-used = К этой группе относятся термины. Её можно будет убрать, когда их не останется.
group-message-add = Добавить группу «{ $name }»
group-message-change = Изменить группу «{ $name }»
group-message-remove = Убрать группу «{ $name }»
heading-no-name = Нужно название по-английски.
synonyms = Синонимы
synonyms-lead = Слова, которые поиск считает одинаковыми: то, что набирают, и то, что написано на страницах.
synonyms-word = Слово
synonyms-others = Означает то же, что
synonyms-others-help = По одному в строке: слова, которые встречаются на страницах.
synonyms-others-known = По одному в строке. Если не оставить ни одного, слово будет убрано.
synonyms-no-word = Укажите слово.
synonyms-too-long = Для синонимов это слишком длинно.
synonyms-message = Изменить синонимы слова «{ $word }»
synonyms-searches-lead = То, что набирали читатели и чего нет ни на одной странице. Считаются только слова: кто искал, неизвестно.
synonyms-make = Указать значение
synonyms-all = Все синонимы
synonyms-none = Пока ни одного.
synonyms-change = Изменить
bibliography = Библиография
bibliography-works = { $count ->
    [one] { $count } работа, на которую ссылаются страницы, и страницы, где она названа.
    [few] { $count } работы, на которые ссылаются страницы, и страницы, где они названы.
   *[other] { $count } работ, на которые ссылаются страницы, и страницы, где они названы.
}
bibliography-all = Все работы
bibliography-none = Ничего не найдено.
bibliography-find = Найти по автору, названию, году или ключу
bibliography-unused-only = { $count ->
    [one] Только ту { $count }, которой не пользуется ни одна страница
    [few] Только те { $count }, которыми не пользуется ни одна страница
   *[other] Только те { $count }, которыми не пользуется ни одна страница
}
bibliography-used = Названа на страницах:
bibliography-duplicates = Похоже, это одна и та же работа
bibliography-duplicates-lead = У них один DOI или одинаковые название и год.
bibliography-merge = Объединить
bibliography-absent = Названы на страницах, но отсутствуют
work-title = Изменить работу «{ $key }»
work-entry = Запись
work-entry-help = Как она стоит в библиографии. Вместо неё можно вставить RIS или CSL-JSON. Если изменить ключ, страницы со ссылками будут переписаны.
work-into = То же, что работа
work-into-help = Ключ другой работы: страницы, которые ссылаются на эту, будут ссылаться на ту, а эта будет убрана.
work-fields = По полям
work-fields-help = Так, как они записаны, с фигурными скобками. Изменённое здесь попадает в запись ниже.
work-field-kind = Тип
work-field-title = Название
work-field-authors = Авторы
work-field-year = Год
work-field-container = В журнале или книге
work-field-url = Адрес
work-field-doi = DOI
work-field-authors-help = По одному на строке: Фамилия, Имя. Ведомство — в фигурных скобках: { "{" }Statistics Netherlands{ "}" }.
work-field-wrong = «{ $field }» нельзя записать так: у каждой скобки должна быть парная, у каждого автора — своя строка.
work-kind-article = Статья в журнале
work-kind-book = Книга
work-kind-incollection = Глава книги
work-kind-inproceedings = Доклад на конференции
work-kind-report = Отчёт
work-kind-thesis = Диссертация
work-kind-dataset = Данные
work-kind-software = Программа
work-kind-online = Веб-страница
work-kind-standard = Стандарт
work-kind-legislation = Закон
work-kind-unpublished = Не опубликовано
work-kind-misc = Другое
work-remove = Убрать из библиографии
work-no-such = Другой работы «{ $key }» нет.
work-is-used = На эту работу ссылаются страницы. Объедините её с другой или сначала уберите её со страниц.
work-too-long = Запись слишком длинная.
work-unreadable = Запись не удаётся прочитать.
work-not-one = Здесь должна быть ровно одна работа.
work-taken = Ключ «{ $key }» уже есть у другой работы.
work-message-change = Изменить работу { $key }
work-message-remove = Убрать работу { $key } из библиографии
work-message-merge = Объединить работу { $key } с { $into }
import = Добавить работы
import-lead = Из файла или из вставленного текста: BibTeX, RIS или CSL-JSON. Сначала показывается, что нового, что, похоже, уже есть и чего не удаётся прочитать; до добавления ничего не записывается.
import-file = Файл
import-paste = Или вставьте сюда
import-show = Показать, что в нём
import-do = Добавить отмеченное
import-not-utf8 = «{ $file }» не в UTF-8. Экспортируйте его ещё раз в UTF-8.
import-nothing = Выберите файл или вставьте работы.
import-too-long = Это больше 2 МБ. Добавьте по частям или с помощью git.
import-none = Ни одна работа не отмечена, добавлять нечего.
import-problems = Что не удаётся прочитать
import-new = { $count ->
    [one] { $count } новая работа
    [few] { $count } новые работы
   *[other] { $count } новых работ
}
import-twins = { $count ->
    [one] { $count } работа, которая, похоже, уже есть
    [few] { $count } работы, которые, похоже, уже есть
   *[other] { $count } работ, которые, похоже, уже есть
}
import-twins-lead = Они добавляются, только если их отметить.
import-seems = похоже, это
import-entry = Запись
import-more = { $count ->
    [one] Ещё { $count } работа не вошла: добавьте её потом.
    [few] Ещё { $count } работы не вошли: добавьте их потом.
   *[other] Ещё { $count } работ не вошли: добавьте их потом.
}
import-message = { $count ->
    [one] Добавить в библиографию { $count } работу
    [few] Добавить в библиографию { $count } работы
   *[other] Добавить в библиографию { $count } работ
}
person-fields = Области интересов
person-changes = Все изменения этого человека

# Templates
template-title = Шаблон: { $kind }
template-lead = Начните с него страницу этого вида: команда запишет копию туда, куда нужно.
template-copy = Или скопируйте файл сами: копия уже будет страницей.

# Search results to be taken along
take-pages = Взять эти страницы с собой

# What can be done with a page, its facts, its agenda and its questions
copy-link = Скопировать ссылку
link-copied = Ссылка на эту версию скопирована.
copy-citation = Скопировать ссылку на источник
citation-copied = Ссылка на источник скопирована.
cite = Цитировать
take-page = Эта страница для программы ссылок
print = Печать
correct-page = Исправить страницу
correction-subject = Исправление: { $title }
correct-with-git = Как исправить её с помощью git:
correct-file = Файл этой страницы:
facts = Сведения
all-details = Все сведения
session = Заседание
session-time = Время
session-format = Формат
session-chair = Председатель
session-speakers = Докладчики
known-of = По теме «{ $challenge }»:
show-all = Показать все: { $count }

# Программы
session-rapporteur = Докладчик-секретарь
session-audience = Для кого
session-in-room = Зал { $room }
session-now = сейчас
session-next = далее
session-examples = { $count ->
    [one] { $count } пример
    [few] { $count } примера
   *[other] { $count } примеров
}
session-questions = { $count ->
    [one] { $count } вопрос для обсуждения
    [few] { $count } вопроса для обсуждения
   *[other] { $count } вопросов для обсуждения
}
session-discuss = Вопросы для обсуждения
session-backed-by = Опирается на эти примеры
session-no-examples = Примеров пока нет.
session-version = Имеется в виду версия { $version }
session-material = Материалы
session-recorded = Записанные здесь уроки
session-recorded-at = Записано на заседании
session-neighbours = Другие заседания
session-before = Раньше:
session-behind = Далее:
session-all = Вся программа:
session-find-examples = Найти примеры
session-record = Записать урок
join = Как подключиться
join-of = Как подключиться: «{ $title }»
join-open = Подключиться
join-none = Адреса для подключения пока нет. Загляните сюда ещё раз перед началом.
join-over = Мероприятие завершено. Записи и слайды — среди материалов его заседаний.
join-members = Этот адрес только для участников сайта. Пожалуйста, не передавайте его другим.
join-change = Для организаторов
join-address = Адрес для подключения
join-address-help = Начинается с https://. Он хранится вместе с учётными записями, а не в файле мероприятия, и показан только на этой странице: его нет ни в версиях, ни в лентах, ни в календарях, ни в клонах.
join-everyone = Показывать всем, в том числе без учётной записи
join-everyone-help = Тогда страница мероприятия приводит сюда всех; адрес, который можно передавать: { $address }
join-clear = Убрать адрес
join-saved = Адрес сохранён.
join-cleared = Адрес убран.
join-no-id = Адрес хранится по календарному идентификатору мероприятия, а у этого мероприятия его нет. Сначала впишите его в поле «Идентификатор для календарей»; подойдёт любое слово, которого нет у других мероприятий.
agenda-zone = Всё время указано по месту проведения: { $zone }.
agenda-other-zone = Показать также в другом часовом поясе:
agenda-show-zone = Показать
agenda-no-zone = Нет часового пояса «{ $zone }».
agenda-zone-meant = Имелся в виду { $zone }?
agenda-calendar = Добавить в календарь
agenda-your-time = ваше время
agenda-new-event = Новое мероприятие
agenda-build = Составить программу
agenda-build-of = Программа: «{ $title }»
agenda-about = Даты, место, дни, направления и залы
agenda-days-help = Только для дней со своими часами или темой; иначе достаточно дат мероприятия.
agenda-one-a-line = по одному в строке
agenda-check = Проверить
agenda-no-day = Без дня
agenda-untimed = Пока без времени
agenda-board = Доска
agenda-board-help = Перетащите заседание или двигайте его клавишами: ↑ ↓ на четверть часа (с Shift на пять минут), ← → направление, Page Up и Page Down день, + и − длительность, Delete убирает время; Enter ведёт к полям. Ничего не сохраняется, пока вы не сохраните.
agenda-empty = Заседаний пока нет. Добавьте первое ниже.
agenda-new = ещё не сохранено
agenda-more = Ещё: люди, вопросы, материалы, разделить, поменять
agenda-split-at = Разделить на два в
agenda-split = Разделить
agenda-swap-with = Поменять время и зал с
agenda-swap = Поменять
agenda-add = Добавить заседание
agenda-save = Сохранить программу
agenda-message = Составить программу «{ $title }»
agenda-source-only = Заседания этого мероприятия записаны так, что видны только в исходном тексте. Измените страницу мероприятия.
agenda-examples-saved = Примеры сохранены.
agenda-recorded = Что из этого вышло
agenda-none-recorded = Пока не записано ни одного урока.
agenda-unrecorded = { $count ->
    [one] { $count } заседание без урока
    [few] { $count } заседания без урока
    [many] { $count } заседаний без урока
   *[other] { $count } заседания без урока
}
seminar-add = Добавить к заседанию
seminar-copy = Начать с него другое мероприятие
seminar-add-page = Добавить «{ $title }» к заседанию
seminar-which = К какому заседанию?
seminar-note = Почему здесь (необязательно)
seminar-put = Добавить
seminar-put-in = Добавить «{ $title }»
seminar-in = уже есть
seminar-is-in = У этого заседания уже есть этот пример.
seminar-no-events = Предстоящих мероприятий с заседаниями нет.
seminar-choose = Выберите заседание.
seminar-back-to = Назад к «{ $title }»
seminar-examples-of = Примеры заседания «{ $title }»
seminar-pinned = эта версия
seminar-pin = Оставить эту версию
seminar-unpin = Показывать новейшую версию
seminar-up = Поднять «{ $title }»
seminar-down = Опустить «{ $title }»
seminar-remove = Убрать «{ $title }»
seminar-take-out = Убрать
seminar-save = Сохранить примеры
seminar-any = любое
seminar-suggested = Эти могут подойти
seminar-why = Общее: { $words }
seminar-why-session = Как это заседание: { $terms }
seminar-why-examples = Как примеры заседания: { $terms }
seminar-why-event = Как мероприятие: { $terms }
seminar-most = { $count ->
    [one] У заседания не больше { $count } примера.
    [few] У заседания не больше { $count } примеров.
   *[other] У заседания не больше { $count } примеров.
}
seminar-source-only = Примеры этого заседания записаны так, что видны только в исходном тексте. Измените страницу мероприятия.
seminar-conflict = Другие изменили то же самое. Откройте страницу снова и повторите изменение; ничего не сохранено.
seminar-message-examples = Выбрать примеры заседания «{ $title }»
seminar-message-add = Добавить «{ $page }» к заседанию «{ $session }»
seminar-message-record = Записать «{ $title }» с заседания «{ $session }»
seminar-record-of = Записать урок: { $title }
seminar-record-lead = Он станет отдельной страницей, которая называет это заседание; её можно дополнить позже.
seminar-record-title = Урок одним предложением
seminar-record-said = Что было сказано
seminar-record-from = Примеры, на которых он держится
seminar-record-empty = Напишите урок одним предложением и что было сказано.
seminar-added = Добавлено.
seminar-find-session = Искать среди заседаний
seminar-no-such-session = Ни в одном заседании предстоящих мероприятий этих слов нет.
seminar-leave = Ваш выбор не сохранён. Оставить его?
take-over = Перенести фразу
take-over-from = Перенести фразу из «{ $title }»
take-over-into = Перенести фразу на страницу «{ $title }»
take-over-lead = Выбранное появится в форме страницы со ссылкой на источник. Там вы перечитаете его и сохраните.
take-over-choose = Выберите хотя бы одну фразу.
take-over-section = В конец раздела
take-over-end = конец страницы
take-over-go = Перенести
take-over-look = Перенесённое стоит в тексте. Просмотрите и сохраните.
take-over-message = Перенести сказанное в «{ $title }»
coverage = Что охватывают примеры
coverage-of = Что охватывают примеры программы «{ $title }»
coverage-sessions = Заседания
coverage-examples = Связанные примеры
coverage-pages = Разные страницы
coverage-without = Заседания без примера
coverage-none-without = У каждого заседания он есть.
coverage-twice = Примеры нескольких заседаний
coverage-unrecorded = Заседания, с которых ещё не записано ни одного урока
coverage-matrix = Виды партнёрства и трудности
coverage-matrix-help = Сколько примеров программы в каждой клетке и сколько всего тематических исследований. Клетка ведёт к ним.
coverage-cell = { $here } в программе, всего { $there }
coverage-kinds = Виды страниц
coverage-missing = Не использованы:
coverage-missing-countries = Страны, чьи примеры не использованы:
coverage-regions = Регионы
coverage-no-case = пока нет примеров
region-africa = Африка
region-latin-america = Латинская Америка и Карибский бассейн
region-northern-america = Северная Америка
region-asia = Азия
region-europe = Европа
region-oceania = Океания
decisions = Решения
decisions-lead = Что решила группа, кто, когда и о каких страницах; и протоколы её встреч.
decisions-by = Кто решил
decisions-search = Искать в решениях и протоколах
decisions-none = Решений нет.
selection = Подборка
selection-lead = Выбранные страницы в их порядке. Подборка записана в адресе: кто его откроет, увидит её, насколько ему доступны страницы.
selection-empty = Пока ничего не выбрано. Откройте страницу и нажмите «Добавить в подборку».
selection-too-many = { $count ->
    [one] Показана первая { $count } страница; остальные не показаны: их слишком много или заметки к ним слишком длинны. Сделайте из этого страницу.
    [few] Показаны первые { $count } страницы; остальные не показаны: их слишком много или заметки к ним слишком длинны. Сделайте из этого страницу.
   *[other] Показано первых { $count } страниц; остальные не показаны: их слишком много или заметки к ним слишком длинны. Сделайте из этого страницу.
}
selection-less = Некоторых страниц здесь нет.
selection-note = Заметка
selection-update = Сохранить заметки в адресе
selection-share = Поделиться
selection-address = Адрес этой подборки
selection-compare = Сравнить рядом
selection-add = Добавить в подборку
selection-added = В вашей подборке
selection-open = Подборка:
selection-page = Сделать из неё страницу
selection-session = Сделать из неё заседание
selection-session-new = Новое заседание этого мероприятия
selection-session-title = Название заседания, если оно новое
selection-session-untitled = Дайте новому заседанию название.
selection-message-session = Начать заседание «{ $title }» с подборки
slides = Слайды
slides-what = Что
slides-who = Кто
slides-outcome = Результат
slides-lesson = Урок
slides-why = Почему он здесь
slides-version = Версия
slides-start = Показать слайды
slides-leave = Выйти
slides-full = Во весь экран
slides-on = Следующий слайд
slides-back = Предыдущий слайд
slides-number = Слайд { $number } из { $count }
slides-notes = Заметки докладчика
slides-notes-event = Заметки докладчика так же открыты, как и мероприятие: их прочтёт каждый, кто может его открыть.
slides-notes-selection = Заметки докладчика находятся в адресе: их прочтёт каждый, у кого он есть.
slides-no-notes = К этому слайду нет заметок.
slides-save = Сохранить одним файлом
slides-keys = Стрелки, пробел или пульт ведут вперёд и назад, Home и End — к началу и концу; F раскрывает на весь экран, Escape закрывает показ. При печати каждый слайд занимает страницу.
slides-code = Код, ведущий по этому адресу

# Вход и учётные записи
sign-in = Войти
sign-out = Выйти
sign-in-help = Ещё нет учётной записи или забыт пароль? Попросите ссылку у тех, кто ведёт этот сайт.
sign-in-to-see = Если она для участников, она откроется после входа.
sign-in-with = Войти через { $provider }
sign-in-by-password = С паролем
sign-in-again-with = Войти ещё раз через { $provider }
provider-go-on = Перейти к { $provider }
provider-again = Начать заново
provider-down = { $provider } сейчас не отвечает, поэтому войти таким образом нельзя. Всё остальное работает; попробуйте через несколько минут.
provider-not-trusted = Ответу от { $provider } нельзя поверить, и вход не выполнен. Начните заново; если это повторится, сообщите тем, кто ведёт этот сайт.
provider-denied = Вход через { $provider } не состоялся.
provider-not-begun = Этот вход начат не в этом браузере, уже использован или занял больше десяти минут. Начните заново.
come-in-with = Войти через { $provider }
account = Ваша учётная запись
accounts = Учётные записи
account-name = Имя для входа
password = Пароль
new-password = Новый пароль
password-help = Не меньше 12 любых знаков. Несколько не связанных между собой слов легко запомнить и трудно угадать.
show-password = Показывать, что я ввожу
current-password = Ваш нынешний пароль
current-password-help = Вы вошли больше десяти минут назад, а это меняет способ входа.
current-password-address = Нужен, если вы меняете адрес: вы вошли больше десяти минут назад.
insecure = Эта страница пришла по обычному HTTP, где по пути любой может прочесть, что вы вводите. Откройте её с https:// или обратитесь к тем, кто ведёт этот сайт.
come-in = Выбрать пароль и войти
first-title = Первый администратор
first-lead = На этом сайте ещё нет учётных записей. Выберите имя и пароль; потом вы сможете пригласить всех остальных.
invite-title = Добро пожаловать
invite-lead = Эта ссылка для { $name }. Выберите пароль, чтобы войти.
invite-lead-provider = Эта ссылка для { $name }. Выберите, как вы будете входить.
invite-identities = По слову другого сайта в эту учётную запись входят также:
invite-unlink = Прекратить это: войти можно будет только с новым паролем
save = Сохранить
role-reader = Читатель
role-contributor = Автор
role-organizer = Организатор
role-administrator = Администратор
scope-feeds = Только ленты, по личному адресу
scope-read = Чтение
scope-write = Чтение и запись
account-profile = Кто вы
account-full-name = Полное имя
account-address = Адрес в ваших коммитах
account-address-help = Его несут ваши коммиты, и видят все. Оставьте поле пустым, чтобы они несли { $address }, по которому никому не написать.
account-language = Язык
account-language-browser = Как в браузере
account-saved = Сохранено.
account-change-password = Сменить пароль
account-password-changed = Пароль изменён. Остальные ваши сеансы завершены.
account-end-all-tokens = { $count ->
    [one] Отозвать и мой { $count } токен
    [few] Отозвать и мои { $count } токена
   *[many] Отозвать и мои { $count } токенов
}
account-tokens = Токены
account-tokens-lead = Git и программы используют токен вместо вашего пароля.
account-token-name = Для чего он
account-token-example = Git на моём ноутбуке
account-scope = Он разрешает
account-days = Срок в днях
account-make-token = Создать токен
account-token-made = Токен создан. Скопируйте его сейчас.
account-token-ended = Токен отозван.
account-seen-once = Показано один раз: скопируйте сейчас и храните надёжно
secret-copy = Скопировать
secret-copied = Скопировано.
account-created = С
account-expires = До
account-used = Последнее использование
account-never-used = никогда
account-end = Завершить
account-end-others = Завершить все остальные
account-data = Что хранится о вас
account-data-lead = В одном файле — всё, что сайт хранит о вас помимо страниц: учётная запись, где вы вошли, ваши токены без секретов, ещё не сохранённые тексты и то, что записано о вас в журнале. Написанное вами — в истории, под вашим именем.
account-data-download = Взять с собой (JSON)
account-sessions = Где вы вошли
account-sessions-ended = Завершено.
account-prove = Чтобы изменить способ входа, нужно войти не раньше чем десять минут назад.
account-identities = Вход через другой сайт
account-identities-lead = Кто там является одним из этих людей, входит в вашу учётную запись. Прекратите то, чего не знаете.
account-identities-none = Пока ничего не связано. После этого вы сможете входить и через { $provider }.
account-identity = Кто
account-linked = Связано
account-link = Связать с { $provider }
account-link-later = Чтобы связать, сначала войдите заново: вы вошли больше десяти минут назад.
account-unlink = Отвязать
account-unlinked = Связь прекращена, и сеансы, начатые через неё, завершены.
account-end-all-identities = { $count ->
    [one] Отвязать также { $count } учётную запись другого сайта, через которую входят без пароля
    [few] Отвязать также { $count } учётные записи других сайтов, через которые входят без пароля
   *[many] Отвязать также { $count } учётных записей других сайтов, через которые входят без пароля
}
account-passwords-off = Здесь никто не входит по паролю.
account-not-let = Там вас знают, но здесь для вас нет учётной записи, или она закрыта. Попросите приглашение у тех, кто ведёт этот сайт.
account-identity-taken = Этот человек с другого сайта уже связан здесь с другой учётной записью.
account-not-a-subject = Субъект — это то, как другой сайт навсегда обозначает человека: не больше 255 знаков, без переносов строки.
account-this-session = этот
account-network = Сеть
account-browser = Браузер
account-wait-seconds = { $count ->
    [one] Слишком много попыток. Подождите { $count } секунду и попробуйте снова.
    [few] Слишком много попыток. Подождите { $count } секунды и попробуйте снова.
   *[many] Слишком много попыток. Подождите { $count } секунд и попробуйте снова.
}
account-wait = { $count ->
    [one] Слишком много попыток. Подождите { $count } минуту и попробуйте снова.
    [few] Слишком много попыток. Подождите { $count } минуты и попробуйте снова.
   *[many] Слишком много попыток. Подождите { $count } минут и попробуйте снова.
}
account-too-many = Их уже { $count }. Сначала завершите некоторые.
account-not-a-name = В имени от 2 до 40 букв от a до z, цифр, знаков «-», «_» или «.»; начинается и кончается оно буквой или цифрой.
account-name-taken = Учётная запись с таким именем уже есть.
account-none = Такой учётной записи нет.
account-not-there = Это уже завершено.
account-password-short = В пароле не меньше 12 знаков.
account-password-long = В пароле не больше 1024 знаков.
account-password-common = Этот пароль угадывают одним из первых. Возьмите длиннее или необычнее.
account-not-an-address = Это не адрес электронной почты вроде anna.berg@example.org.
account-not-a-join-address = Это не адрес для подключения к мероприятию вроде https://meet.example.org/room.
account-no-name = Нужно имя.
account-no-language = Интерфейса на этом языке нет.
account-last-administrator = Это последний администратор, который может войти. Сначала назначьте другого.
account-not-allowed = Ваша роль этого не позволяет.
account-link-over = Эта ссылка уже использована, устарела или заменена новой. Попросите другую.
account-wrong = Неверное имя или пароль.
account-not-fresh = Вы вошли больше десяти минут назад. Введите пароль ещё раз или войдите заново и отправьте форму снова.
account-expiry = Токен действует не меньше дня и не больше двух лет (730 дней).
account-not-sure = Сначала отметьте поле: отменить это нельзя.
kept-full = Всё отложенное вместе с файлами занимает не больше { $megabytes } МБ. Сначала удалите что-нибудь из отложенного.
kept-too-many-texts = Отложенных текстов уже { $count }. Сначала удалите некоторые.
kept-too-many-files = Файлов при этом тексте уже { $count }. Сначала уберите некоторые.
kept-not-an-address = Для этого адреса отложить текст нельзя.
kept-not-a-file-name = Имя файла занимает не больше 255 байтов и не содержит «/», «\» и переводов строки.
accounts-shut = Учётные записи сейчас недоступны, и войти никто не может. Открытое читается как всегда. Попробуйте позже.
accounts-invite = Пригласить
accounts-role = Роль
accounts-make-link = Создать учётную запись и ссылку
accounts-link = Ссылка показана один раз: отправьте её этому человеку и больше никому. Она действует 72 часа и используется однажды.
accounts-link-made = Ссылка создана. Прежние ссылки этой учётной записи больше не действуют.
accounts-all = Все
accounts-find = Имя, адрес или роль
accounts-nobody = Таких учётных записей нет.
accounts-you = это вы
accounts-state-open = открыта
accounts-state-invited = приглашение послано, пароля ещё нет
accounts-state-disabled = закрыта
accounts-give-role = Дать эту роль
accounts-new-link = Новая ссылка для выбора пароля
accounts-disable = Закрыть
accounts-enable = Открыть снова
accounts-end-sessions = Завершить сеансы
accounts-end-tokens = Отозвать токены
accounts-remove = Удалить навсегда
accounts-sure = Да: адрес, пароль, сеансы и токены стираются
accounts-role-given = Роль дана. Сеансы учётной записи завершены.
accounts-disabled = Учётная запись закрыта. Её сеансы завершены, токены ничего не значат.
accounts-enabled = Учётная запись снова открыта.
accounts-sessions-ended = Сеансы учётной записи завершены.
accounts-tokens-ended = Токены учётной записи отозваны.
accounts-subject = Субъект (как другой сайт навсегда обозначает этого человека)
accounts-bind = Связать
accounts-bound = Эта учётная запись связана: этот человек теперь входит в неё.
accounts-unlink = Отвязать другие сайты
accounts-unlinked = Больше никто не входит в эту учётную запись через другой сайт.
accounts-removed = Учётная запись удалена. Журнал хранит её номер.
audit = Журнал аудита
audit-lead = Что было сделано важного для доверия, кем и откуда. Записи только добавляются; каждая ручается за предыдущую.
audit-person = Кто
audit-action = Что
audit-text = Страница или слова
audit-from = С
audit-until = По
audit-time = Когда
audit-object = С чем
audit-result = Итог
audit-detail = Подробнее
audit-done = сделано
audit-nothing = Таких записей нет.
audit-older = Более ранние записи
audit-not-a-day = День пишется так: 2026-11-26.
action-sign-in = вход
action-sign-out = выход
action-create = создана учётная запись
action-invite = создана ссылка
action-accept = использована ссылка
action-role = дана роль
action-disable = закрыта учётная запись
action-enable = открыта учётная запись
action-remove = удалена учётная запись
action-password = изменён пароль
action-profile = изменён профиль
action-token = создан токен
action-token-ended = отозван токен
action-session-ended = завершён сеанс
action-push = push
action-join = изменено, как подключиться к мероприятию
action-link = учётная запись другого сайта связана
action-unlink = учётная запись другого сайта отвязана
action-start = запуск сервера

# Filters in place
skip-results = Перейти к результатам
filters-chosen = Фильтры ({ $count })
facet-find = Найти в этом списке
facet-none = Ничего с таким названием.
show-pages = { $count ->
    [one] Показать { $count } страницу
    [few] Показать { $count } страницы
   *[other] Показать { $count } страниц
}

# More of the home page and of the changes
open-today = Открыть сегодня
next-event = Следующее мероприятие
last-event = Последнее мероприятие
changes-gone = Больше не на сайте
changes-files = Другие файлы
changes-of-commit = Что изменено этим коммитом

# Предварительный просмотр файлов на одном компьютере
preview-of = Предварительный просмотр файлов на этом компьютере.
preview-uncommitted = { $count ->
    [0] Все изменения зафиксированы.
    [one] { $count } файл ещё не зафиксирован.
    [few] { $count } файла ещё не зафиксированы.
   *[other] { $count } файлов ещё не зафиксировано.
}
preview-problems = Ошибки
page-uncommitted = Ещё не зафиксировано: читатели сайта не видят страницу такой, как здесь.
not-committed = не зафиксировано
problem-warning = Предупреждение
searches = Поиск без результата
searches-lead = Что искали за последние 90 дней и не нашли или нашли, только исправив слово. Считаются лишь слова: кто искал, не записывается.
searches-off = Запросы не считаются: в настройках стоит searches = false. Ниже то, что посчитано раньше.
searches-nothing = Пока ничего.
searches-query = Запрос
searches-outcome = Итог
searches-times = Раз
searches-last = Последний раз
searches-found-nothing = ничего не найдено
searches-corrected = вместо этого искали: { $words }
searches-help = Слова, которыми пользуются читатели и которых нет ни на одной странице, добавьте как псевдонимы термина или синонимы в
accounts-more = Показать ещё учётные записи

# Правка в браузере
edit = Править
edit-title = Правка: «{ $title }»
edit-new = Новое: { $kind }
edit-new-page = Новая страница
edit-new-lead = Что это будет? Вид решает, какие у страницы поля и с чего она начинается.
edit-not-yours = Ваша учётная запись позволяет читать этот сайт, но не писать здесь. Администратор может сделать вас участником с правом правки; мероприятия, опросы и руководства пишут организаторы
again = Войдите, чтобы продолжить
again-lead = Ваш сеанс закончился. Ничего из набранного не потеряно: войдите здесь, и то, о чём вы просили, будет сделано.
again-files = Выбранные файлы нужно выбрать снова.
again-go-on = Войти и продолжить
again-other = Здесь теперь вошёл другой человек, и от его имени ничего не сделано. Набранное принадлежит { $name }: чтобы продолжить, войдите как { $name }.
again-provider = Или войдите через { $provider } в другой вкладке, вернитесь сюда и продолжайте.
edit-no-choice = –
edit-no-text = Файл этой страницы – не текст в UTF-8, поэтому изменить его можно только с помощью git
edit-no-base = В форме не сказано, с какой версии она начата; откройте форму страницы снова
edit-nothing = Ничего не изменилось: сохранять нечего.
edit-kept = Ваш текст отложен на 30 дней. Видите его только вы; текст ждёт здесь и на странице вашей учётной записи.
edit-kept-there = Есть ваш текст, отложенный { $time } и не сохранённый.
edit-go-on = Продолжить его
edit-keep = Отложить
edit-forget = Выбросить отложенный текст
edit-unwritten = Одно из полей нельзя записать в таком виде; смотрите, что сказано рядом с ним. Ничего не сохранено.
edit-exists = По этому адресу уже есть страница. Выберите другой адрес или измените ту страницу. Ничего не сохранено.
edit-deleted = Пока вы писали, эту страницу удалили. Ваш текст здесь: сохраните его новой страницей или уйдите.
edit-save-anew = Сохранить новой страницей
edit-no-address = Дайте странице название или адрес
edit-wrong-address = Это не может быть адресом: { $reason }
edit-message = Изменить «{ $title }»
edit-message-new = Добавить «{ $title }»
edit-in-source = Это записано так, что поля для него нет; измените его в исходном тексте.
edit-length = Знаков: { $count }
edit-more-lines = Ещё строки
edit-more-rows = Ещё ряды
edit-row-up = { $name } { $number }: на место выше
edit-row-down = { $name } { $number }: на место ниже
edit-more-fields = Ещё поля
event-agenda = Программа
event-agenda-several = Несколько заседаний: программа составляется со страницы мероприятия
event-agenda-one = Одно заседание: вебинар или звонок
event-agenda-help = Единственное заседание получает название мероприятия и время первого дня.
edit-find-work = Найти работу в библиографии
edit-no-work = Других работ со всеми этими словами нет.
edit-new-work = Новая работа
edit-paste-work = Вставьте BibTeX, RIS или CSL-JSON. Работа добавится в references.bib вместе с этой страницей и в её источники.
edit-work-unknown = нет в библиографии
edit-preview = Просмотр
edit-no-problems = Замечаний нет.
edit-difference = Что изменилось
edit-same-lines = { $count ->
    [one] { $count } строка без изменений
    [few] { $count } строки без изменений
   *[other] { $count } строк без изменений
}
edit-removed = Убрано:
edit-added = Добавлено:
edit-address = Адрес
edit-address-help = Если оставить пустым, он составится из названия, в папке «{ $folder }».
edit-text = Текст
edit-text-help = Markdown: пустая строка между абзацами, ## перед заголовком, [[страница]] для ссылки, [@ключ] для источника.
edit-source = Исходный текст
edit-form = Форма
edit-files = Картинки и файлы
edit-choose-file = Выбрать файлы
edit-file-limits = Не больше { $most } каждый и { $all } МБ во всём, что вы откладываете.
edit-alt = Что на картинке – для тех, кто её не видит
edit-files-help = Файлы ждут вместе с вашим текстом и сохраняются с ним. Ссылка на каждый ставится в конец текста, а вы переносите её на место.
edit-add-files = Добавить
edit-drop-file = Не добавлять { $name }
edit-file-empty = Файл { $name } пуст
edit-file-large = { $name } больше { $most } – больше этого файл быть не может
edit-file-name = { $name } не может быть именем файла: { $reason }
edit-own-files = Файлы этой страницы ({ $count })
edit-own-help = Те, которые страница использует, и те, что лежат в её папке. Выбранное здесь выполняется при сохранении; другой файл того же типа получает адрес заменяемого. Там, где страница ссылалась на удалённый файл, остаётся обычный текст.
edit-own-here = Используется на этой странице.
edit-own-nowhere = Ни одна страница его не использует.
edit-own-others = Используется на других страницах:
edit-own-more = { $count ->
    [one] и ещё на { $count }
    [few] и ещё на { $count }
   *[other] и ещё на { $count }
}
edit-own-many = и на многих других
edit-own-breaks = { $count ->
    [one] Его лишится ещё { $count } страница: ссылка на него станет обычным текстом.
    [few] Его лишатся ещё { $count } страницы: ссылки на него станут обычным текстом.
   *[other] Его лишатся ещё { $count } страниц: ссылки на него станут обычным текстом.
}
edit-own-breaks-many = Его лишатся многие другие страницы: ссылки на него станут обычным текстом.
edit-own-unlisted = У страницы больше файлов, чем показано здесь.
edit-own-replace = Заменить { $name } на
edit-own-delete = Удалить { $name }
edit-own-waits = Его место займёт другой файл: { $size }
edit-own-keep = Не заменять { $name }
edit-own-stale = Кто-то другой изменил файл, который вы заменяете или удаляете. Ничего не сохранено; ниже сказано, что с ним.
edit-own-changed = Кто-то другой изменил этот файл с тех пор, как вы начали. Сначала посмотрите на него.
edit-own-gone = Кто-то другой удалил или переместил этот файл с тех пор, как вы начали.
edit-own-anyway = Всё равно сделать то, что я выбрал(а)
edit-own-both = { $name } нельзя и заменить, и удалить сразу; выберите одно из двух
edit-own-lost = Файла, который должен был заменить { $name }, больше нет; выберите его снова
edit-own-type = { $name } не того же типа, что { $file }; выберите файл того же типа
edit-file-there = Другой файл { $name } уже есть; выберите свой снова под другим именем
edit-message-label = Что вы изменили и почему?
edit-message-help = Видно всем в истории. Если пусто – название страницы.
edit-minor = Небольшая правка
edit-back = Назад к странице
edit-to-page = К странице
edit-saved = Сохранено
edit-news = Что пришло тем временем
edit-news-lead = Пока вы писали, другие изменили эту страницу. Теперь в ней обе правки; взгляните на неё.
edit-news-passages = { $count ->
    [one] { $count } место в тексте
    [few] { $count } места в тексте
   *[other] { $count } мест в тексте
}
edit-consequences = Кто что видит
edit-warnings = Стоит взглянуть
edit-saved-deleted = Удалено
edit-conflict = Оба изменили одно и то же
edit-conflict-lead = Пока вы писали, кто-то другой сохранил эту страницу. То, что не пересекается, объединено. Для каждого места ниже выберите, что там должно стоять; сначала это можно изменить. Пока ничего не сохранено, и ничего не потеряно.
edit-conflict-theirs = Чужое
edit-conflict-mine = Моё
edit-conflict-both = Оба, сначала чужое
edit-conflict-missing = Выберите, что должно стоять в каждом месте; без выбора: { $count }
edit-conflict-place = Место { $count }
edit-conflict-key = Поле { $key }
edit-conflict-result = Показать, что вышло
edit-conflict-empty = (ничего)
edit-conflict-done = Вот что вышло из вашего выбора и того, что сделали другие. Посмотрите и сохраните.
edit-how-sign-in = Войти, чтобы изменить её здесь
editor-toolbar = Оформление
editor-heading = Заголовок
editor-bold = Полужирный
editor-italic = Курсив
editor-link = Ссылка
editor-list = Список
editor-numbers = Нумерованный список
editor-quote = Цитата
editor-code = Код
editor-table = Таблица
editor-picture = Картинка или файл
editor-undo = Отменить
editor-redo = Вернуть
editor-find = Найти
editor-plain = Простое текстовое поле
editor-live = Просмотр при наборе
editor-column = Столбец
editor-offers = Подсказки
editor-find-replace = Заменить на
editor-find-next = Следующее
editor-find-previous = Предыдущее
editor-find-all = Все
editor-find-case = С учётом регистра
editor-find-pattern = Регулярное выражение
editor-find-word = Слово целиком
editor-find-replace-one = Заменить
editor-find-replace-all = Заменить все
editor-find-close = Закрыть
editor-state-not-saved = Не сохранено
editor-state-new = Пока ничего не набрано
editor-state-kept-here = Отложено в этом браузере, не сохранено
editor-state-kept = Отложено для вашей учётной записи, не сохранено
editor-state-saved = Сохранено как …
editor-no-keeping = Не сохранено, и этот браузер ничего не откладывает: сохраните, прежде чем уйти
editor-offer = Ваш текст, набранный до …, отложен в этом браузере и не сохранён.
editor-use = Продолжить его
editor-throw = Выбросить
editor-difference = Что изменилось
editor-signed-out = Вы больше не в системе. Набранное откладывается в этом браузере: войдите снова в другой вкладке или сохраните и войдите тогда.
editor-offline = Сайт не отвечает. Набранное откладывается в этом браузере; сохраните, когда сайт вернётся.
editor-sending = Отправляется: …
editor-not-sent = Не отправлено: …. Попробуйте ещё раз.
editor-close = Закрыть
editor-line = К строке …
edit-meanwhile = { $name }: изменение этой страницы { $time }. При сохранении оно объединяется с вашим текстом.
edit-meanwhile-somebody = Кто-то другой изменил эту страницу. При сохранении это объединяется с вашим текстом.
edit-meanwhile-gone = Пока вы пишете, эту страницу удалили или скрыли. Ваш текст остаётся здесь.
block-lesson = Урок внутри примера
block-example = Короткий пример внутри другой страницы
block-quote = Слова, которые кто-то сказал или написал, с источником
block-definition = Что здесь значит термин
block-question = Вопрос читателю или группе
block-gap = Что ещё не описано
block-list = Список страниц, который заполняется сам
block-gaps = Список того, чего не хватает, по словам страниц
move = Переместить
delete = Удалить
new-page-here = Создать здесь страницу
new-page = Новая страница
visibility-public = все
refused-not-allowed = Это вам менять нельзя: { $files }
refused-problems = Ничего не сохранено: смотрите, что не так.
refused-conflict = Кто-то другой изменил то же самое; ничего не сохранено.
refused-no-folder = От содержания ничего не осталось бы; ничего не сохранено.
refused-blocked = На сервере в тех же файлах есть изменения, которые никто не записал в git, поэтому ничего не сохранено. Тот, кто следит за сервером, должен сначала их записать: { $files }
refused-moved = Другие каждый раз успевали раньше, поэтому ничего не сохранено. Попробуйте ещё раз.
refused-commit = Это нельзя сохранить: { $reason }
refused-upstream = Хранилище группы не приняло изменение: { $reason }. Ничего не сохранено.
refused-unreachable = До хранилища группы не добраться, поэтому ничего не сохранено. Попробуйте позже.
refused-internal = Сервер не смог это записать, поэтому ничего не сохранено. Попробуйте позже.
column-name = Имя
column-sector = Сектор
column-title = Название
column-summary = Кратко
column-day = День
column-starts = Начало
column-ends = Конец
column-format = Форма
column-basis = Основание
column-chair = Ведущие, по одному на строке
column-speakers = Докладчики, по одному на строке
column-date = Дата
column-track = Поток
column-room = Зал
column-rapporteur = Докладчик-секретарь
column-audience = Для кого
column-questions = Вопросы для обсуждения
column-material = Материалы: страницы, файлы, адреса
column-examples = Примеры, по странице в строке; причина после « | »
column-id = Номер
column-part = Часть
column-heading = Рубрика
column-text = Вопрос
column-type = Тип
column-options = Варианты, по одному на строке
column-challenge = Трудности, по одной на строке
column-pages = Страницы, по одной на строке
column-answer = Ответ
kind-case-study-is = Одно партнёрство: обстановка, цель, подход, итог, трудности, уроки.
kind-literature-note-is = Что сказано в работе: факторы, подходы, цели, выгоды.
kind-lesson-is = Один урок и примеры, на которых он держится.
kind-consultation-is = Что сказал участник, когда и по каким рубрикам.
kind-survey-is = Вопросник.
kind-survey-response-is = Ответы одной организации на вопросник.
kind-event-is = Семинар или вебинар с программой.
kind-minutes-is = Что было сказано на встрече.
kind-decision-is = Что решено, кем, когда и о каких страницах.
kind-guidance-is = Руководство или издание, опирающееся на примеры.
kind-resource-is = Другая группа или внешний документ.
kind-page-is = Всё остальное.
account-kept = Отложенные тексты
account-kept-lead = То, что вы набрали и не сохранили. Видите это только вы; каждый текст исчезает через 30 дней после последней правки.
edit-section = Править этот раздел
move-title = Переместить «{ $title }»
move-lead = Страница получает другой адрес. Ссылки на неё переписываются в том же коммите, а старый адрес ведёт на новый.
move-to = Новый адрес
move-to-help = Путь без косой черты в начале, например cases/mobile. Папок может ещё не быть.
move-whole = Вместе со всем, что лежит ниже
move-show = Показать, что изменится
move-do = Переместить
move-stale = Изменится уже не то, что было здесь показано. Посмотрите ещё раз; ничего не сделано.
move-refused = Ничего не сделано: после этого было бы неверно следующее.
move-home = Главная страница остаётся на своём месте.
move-table = Файл «{ $file }» читает сам сайт. Организатор меняет его через git.
move-nothing = Она уже там.
move-taken = По адресу «{ $path }» уже что-то есть. Выберите другой адрес.
move-blanks = В «{ $path }» несколько пробелов подряд: ни одна ссылка не сможет назвать такой адрес. Выберите другой адрес.
move-alias = На этот адрес откликается страница «{ $title }». Сначала уберите его из её других имён или выберите другой.
move-into-itself = Папку нельзя переместить в неё саму.
move-too-many = Это больше { $most } файлов. Столько перемещают или удаляют через git.
move-files = Файлы
move-links = Ссылки, которые переписываются
move-links-none = На неё не ссылается ни одна страница.
move-line = строка { $line }
move-left = Ссылки, которые здесь нельзя переписать
move-left-help = Они написаны так, что их нельзя изменить без риска. Старый адрес ведёт на страницу; посмотрите на них.
move-no-alias = Заголовок этих страниц изменить нельзя, поэтому их старый адрес никуда не ведёт:
move-more = { $count ->
    [one] и ещё { $count }
    [few] и ещё { $count }
   *[other] и ещё { $count }
}
move-message = Переместить «{ $title }» в { $to }
move-gone = удалено
delete-title = Удалить «{ $title }»
delete-lead = Удалённое остаётся в истории, и его можно вернуть. Ссылки на него в том же коммите становятся простым текстом.
delete-links = Ссылки, которые станут простым текстом
delete-left = Ссылки, которые сломались бы
delete-left-help = Они написаны так, что их нельзя изменить здесь. Пока они есть, ничего не удаляется: сначала измените эти страницы.
delete-orphans = Файлы, которые больше нигде не нужны
delete-orphans-help = Те, что вы отметите, будут удалены тоже.
delete-message = Удалить «{ $title }»
delete-do = Удалить
undo-do = Отменить
undo-message = Отменить «{ $subject }»
undo-lead = Это отменит изменение: всё станет как было, вместе с тем, что другие с тех пор изменили в других местах.
undo-refused = Это уже нельзя отменить: этому мешает то, что изменилось с тех пор. Ничего не сделано.
undo-commit = Коммит
undo-takes-back = Что это отменит
undo-files = Файлы
undo-one-by-one = Эти файлы с тех пор менялись. Отмените изменения по одному:
undo-pairs = То, что изменил этот коммит, с тех пор снова изменилось. Выберите для каждого места; «ваше» – то, что было до коммита.
undo-too-much = Этот коммит изменил слишком много, чтобы отменить его здесь; используйте git
undo-this = Отменить это изменение
account-keys = В этом браузере работают одиночные клавиши: / – поиск, e – правка

# История страницы
history = История
history-title = История страницы «{ $title }»
history-versions = { $count ->
    [one] { $count } версия, сначала новейшая.
    [few] { $count } версии, сначала новейшая.
   *[other] { $count } версий, сначала новейшая.
}
history-gone = Страницы больше нет.
history-compare = Сравнить
history-compare-help = Выберите слева более старую версию, справа более новую.
history-from = Сравнить с версией от { $date }, { $clock }
history-to = Сравнить до версии от { $date }, { $clock }
history-this-change = Это изменение
history-since = С тех пор
history-restore = Восстановить
history-growth = Размер в байтах:
history-newer = Более новые версии
history-older = Более старые версии
history-moved = раньше { $path }
history-minor = мелкая правка
history-formatting = только оформление
history-in-browser = на сайте
history-since-visit = Посмотреть, что изменилось с вашего прошлого посещения
history-times-utc = Показать время по UTC
history-times-here = Показать ваше время
history-reading = { $count ->
    [one] История читается: пока { $count } коммит. Попробуйте через минуту
    [few] История читается: пока { $count } коммита. Попробуйте через минуту
   *[other] История читается: пока { $count } коммитов. Попробуйте через минуту
}
history-unreadable = Историю этого сайта сейчас нельзя прочитать
blame = Кто что написал
blame-title = Кто что написал на странице «{ $title }»
blame-lead = Рядом с каждым абзацем указано, кто последним изменил его слова, когда и зачем.
blame-earlier = Это более ранняя версия.
blame-newest = Показать новейшую
blame-coarse = У этой страницы долгая история: некоторые абзацы могут быть старше, чем указано здесь.
blame-empty = На странице нет текста.
blame-oldest = Старее
blame-latest = Новее
blame-or-older = или раньше
blame-before = До этого изменения
blame-first = Впервые написано { $date }
blame-first-by = Впервые написано { $date }, автор { $author }
blame-cut = Страница продолжается; остальное здесь не показано.
diff-title = Что изменилось на странице «{ $title }»
diff-old = До
diff-new = После
diff-nothing-before = Такой страницы не было.
diff-same = Различий, которые можно показать, нет.
diff-fields = Сведения
diff-text = Текст
diff-pictures = Изображения
diff-no-picture = Здесь не было изображения.
diff-coarse = Обе версии длинные: найдено не всё, что осталось прежним.
diff-keys = Клавиши j и k ведут от одного изменения к другому.
diff-cut = Различий больше, чем показано здесь.
diff-same-blocks = { $count ->
    [one] { $count } абзац без изменений
    [few] { $count } абзаца без изменений
   *[other] { $count } абзацев без изменений
}
diff-form = ссылки, рисунки или выделение
diff-moved-away = перенесено отсюда
diff-moved-here = перенесено сюда
diff-before = Предыдущее изменение
diff-after = Следующее изменение
diff-show = Как показать различия
diff-show-text = Сведения и текст
diff-show-source = Исходный текст
diff-show-columns = Исходный текст в двух столбцах
deleted-title = Удалённые страницы
deleted-lead = { $count ->
    [0] Удалённых страниц нет.
    [one] Удалена { $count } страница. Её текст остаётся в истории.
    [few] Удалены { $count } страницы. Их текст остаётся в истории.
   *[other] Удалено { $count } страниц. Их текст остаётся в истории.
}
gone-title = Эта страница удалена
gone-lead = По адресу { $address } была страница. Её текст остаётся в истории.
gone-read = Прочитать, что на ней было
gone-restore = Вернуть её
restore-title = Восстановить «{ $title }»
restore-lead = Страница снова станет такой, какой была в этой версии. Всё, что было позже, остаётся в истории.
restore-message = Восстановить «{ $title }»
restore-do = Восстановить эту версию

# Почта
forgotten = Забытый пароль
forgotten-link = Забыли пароль?
forgotten-lead = Введите адрес, на который вы получаете письма этого сайта. Если он есть у какой-нибудь учётной записи, туда уйдёт ссылка, по которой выбирают другой пароль.
forgotten-address = Ваш адрес электронной почты
forgotten-send = Прислать ссылку
forgotten-sent = Если у какой-нибудь учётной записи есть этот адрес, ссылка уже в пути. Она действует один час и используется однажды.
forgotten-nothing = Ничего не приходит? Посмотрите в нежелательной почте, затем попросите ссылку у тех, кто ведёт этот сайт. Адрес помогает, только если вы указали его на странице своей учётной записи и подтвердили.
reset-title = Другой пароль
reset-lead = Эта ссылка для { $name }. Выберите другой пароль; все остальные ваши сеансы завершатся.
confirm-title = Ваш адрес
confirm-lead = Письма об учётной записи { $name } будут приходить на { $address }.
confirm-help = Подтверждайте, только если учётная запись ваша.
confirm-button = Подтвердить адрес
confirm-done = Адрес подтверждён. Письма об учётной записи будут приходить на него.
account-mail = Письма вам
account-mail-lead = Сюда приходит ссылка, если вы забыли пароль, и известие, когда кто-нибудь входит из другого места, создаёт токен или иной способ входа в вашу учётную запись. Адрес видите только вы; в коммитах его нет.
account-mail-none = Письма вам не отправляются.
account-mail-at = Письма приходят на { $address }.
account-mail-waiting = { $address } ждёт, пока вы не откроете присланную туда ссылку. Она действует 24 часа.
account-mail-address = Адрес
account-mail-help = Туда придёт ссылка, по которой вы его подтвердите. Оставьте поле пустым, чтобы не получать писем.
account-mail-asked = Ссылка в пути. Письма пойдут туда, как только вы её откроете.
account-mail-cleared = Письма вам больше не отправляются.
account-mail-same = Письма и так приходят туда.
account-mail-full = Слишком много писем ждёт отправки. Попробуйте снова чуть позже.
accounts-mail = Адрес, на который отправить ссылку
accounts-mail-help = Оставьте поле пустым, чтобы получить ссылку для копирования. Адрес не показывается никому, кроме его владельца.
accounts-mailed = Ссылка отправляется по почте. Прежние ссылки этой учётной записи больше не действуют.
accounts-mail-link = Отправить ссылку по почте
mail-greeting = Здравствуйте, { $name }!
mail-come-in = Войти
mail-choose-password = Выбрать пароль
mail-confirm-button = Подтвердить адрес
mail-subject-invite = Ваша учётная запись на сайте { $site }
mail-subject-reset = Другой пароль для сайта { $site }
mail-subject-confirm = Подтвердите свой адрес для сайта { $site }
mail-subject-sign-in = Новый вход в вашу учётную запись на сайте { $site }
mail-subject-token = Новый токен вашей учётной записи на сайте { $site }
mail-subject-identity = Новый способ входа в вашу учётную запись на сайте { $site }
mail-subject-password = Ваш пароль на сайте { $site } изменён
mail-subject-address = Ваш адрес на сайте { $site } изменён
mail-invite = Вас приглашают на сайт { $site }. Имя для входа: { $name }. Перейдите по ссылке, чтобы войти.
mail-reset = Кто-то попросил другой пароль для учётной записи { $name } на сайте { $site }.
mail-confirm = Письма об учётной записи { $name } на сайте { $site } будут приходить на этот адрес. Подтвердите, что он ваш.
mail-sign-in = Кто-то вошёл в вашу учётную запись { $name } на сайте { $site } оттуда, откуда за последний месяц никто не входил.
mail-token = Для вашей учётной записи { $name } на сайте { $site } создан токен. У кого он есть, тот может делать то, что он позволяет.
mail-identity = В вашу учётную запись { $name } на сайте { $site } теперь можно войти через другого поставщика.
mail-password = Пароль вашей учётной записи { $name } на сайте { $site } изменён.
mail-address = Отныне письма о вашей учётной записи { $name } на сайте { $site } больше не приходят на этот адрес.
mail-holds-invite = Ссылка действует 72 часа и используется однажды.
mail-holds-reset = Ссылка действует один час и используется однажды.
mail-holds-confirm = Ссылка действует 24 часа и используется однажды.
mail-not-you-invite = Если вы не знаете, о чём речь, ничего делать не нужно.
mail-not-you-link = Если это были не вы, ничего делать не нужно: без этой ссылки никто не войдёт.
mail-not-you-confirm = Если учётная запись не ваша, ничего делать не нужно: писем больше не будет.
mail-not-you = Если это были вы, ничего делать не нужно. Если нет, сразу выберите другой пароль, завершите незнакомые сеансы и токены и сообщите тем, кто ведёт сайт.
mail-when = Когда: { $value }
mail-browser = Браузер: { $value }
mail-network = Сеть: { $value }
mail-what-token = Токен: { $value }
mail-what-identity = Поставщик: { $value }
action-reset = отправлена ссылка для забытого пароля
action-address = изменён адрес для писем
