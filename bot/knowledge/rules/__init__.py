"""What may be wrong with a knowledge folder whose files can be read.

A rule is a generator: it looks at a `Folder` and yields a place and a sentence for everything it finds. Whether that is
an error or a warning is said here. An error is what would show people something wrong or break the program. Most errors
keep a folder from being loaded; a few are looked for by `check` alone. What might be right after all is a warning.
"""

from bot.knowledge.folder import Rule
from bot.knowledge.rules import (
    ages,
    confidence,
    contacts,
    emails,
    files,
    gazetteer,
    languages,
    passages,
    phones,
    questions,
    references,
    texts,
    topics,
)

LOAD_ERRORS: tuple[Rule, ...] = (
    ages.in_the_future,
    contacts.two_in_one,
    phones.wrong_phone,
    emails.wrong_email,
    passages.not_word_for_word,
    passages.mended_figures,
    references.unknown_topics,
    texts.control_characters,
    topics.unknown_groups,
    topics.groups_without_words,
)
ERRORS: tuple[Rule, ...] = (
    *LOAD_ERRORS,
    confidence.thresholds_of_one,
    emails.capitals_in_email,
    gazetteer.keys_of_two_countries,
    gazetteer.unknown_codes,
    references.questions_to_nowhere,
)
WARNINGS: tuple[Rule, ...] = (
    ages.verified_long_ago,
    confidence.thresholds_of_zero,
    contacts.no_contacts,
    contacts.countries_without_contact,
    files.unread_files,
    gazetteer.no_countries,
    gazetteer.repeated_keys,
    gazetteer.slips_of_keys,
    languages.missing_translations,
    languages.different_figures,
    languages.different_months,
    languages.different_countries,
    languages.added_names,
    languages.needless_exceptions,
    passages.missing_sources,
    passages.same_text,
    phones.spaced_phone,
    phones.unlikely_phone,
    phones.foreign_phone,
    questions.asked_by_the_passage,
    texts.invisible_characters,
    texts.markup,
    texts.too_long,
    topics.slips_of_phrases,
    topics.phrases_in_groups,
)
