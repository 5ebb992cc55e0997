"""Which countries a question names, by the shipped countries.yaml, and as what."""

import pytest

from bot.assistant.gazetteer import Gazetteer, Mention, Whereabouts, as_country_code
from bot.knowledge import COUNTRIES, Bilingual, Country, Knowledge, Place
from bot.search import tokenize

NOWHERE = Whereabouts()


@pytest.fixture(scope="module")
def gazetteer(shipped: Knowledge) -> Gazetteer:
    return Gazetteer(shipped.countries)


def whereabouts(gazetteer: Gazetteer, question: str) -> Whereabouts:
    return gazetteer.whereabouts(tokenize(question))


@pytest.mark.parametrize(
    ("question", "country"),
    [
        # names, with the forms and misspellings people use
        ("Казахстан", "KZ"),
        ("в Казахстане", "KZ"),
        ("Казакстан", "KZ"),
        ("в РК", "KZ"),
        ("Kazakhstan", "KZ"),
        ("Kazakstan", "KZ"),
        ("Кыргызстан", "KG"),
        ("в Киргизии", "KG"),
        ("Кыргызская Республика", "KG"),
        ("Kyrgyzstan", "KG"),
        ("Таджикистане", "TJ"),
        ("Таджикстан", "TJ"),
        ("Tajikistan", "TJ"),
        ("Tadzhikistan", "TJ"),
        ("Туркмения", "TM"),
        ("из Туркменистана", "TM"),
        ("Turkmenistan", "TM"),
        ("Узбекистон", "UZ"),
        ("Узбекистану", "UZ"),
        ("Uzbekistan", "UZ"),
        # the languages of the region
        ("Қазақстанда", "KZ"),
        ("Qozog'istonda", "KZ"),
        ("Кыргызстанда", "KG"),
        ("Қирғизистонда", "KG"),
        ("Тоҷикистон", "TJ"),
        ("Tojikistonda", "TJ"),
        ("Täjigistan", "TJ"),
        ("Түрікменстанда", "TM"),
        ("Türkmenistan", "TM"),
        ("Ўзбекистонда", "UZ"),
        ("Oʻzbekistonda", "UZ"),
        ("Өзбекстанда", "UZ"),
        # people
        ("казахи", "KZ"),
        ("кыргызка", "KG"),
        ("таджичка", "TJ"),
        ("Tajiks", "TJ"),
        ("туркмены", "TM"),
        ("узбечка", "UZ"),
        # cities under their new, old and local names
        ("в Алматы", "KZ"),
        ("из Алма-Аты", "KZ"),
        ("в Астане", "KZ"),
        ("Нур-Султан", "KZ"),
        ("в Нурсултане", "KZ"),
        ("Целиноград", "KZ"),
        ("Чимкент", "KZ"),
        ("город Семей", "KZ"),
        ("в Бишкеке", "KG"),
        ("Фрунзе", "KG"),
        ("Ош", "KG"),
        ("в Оше", "KG"),
        ("Oshda", "KG"),
        ("Джалал-Абад", "KG"),
        ("жалалабад", "KG"),
        ("Душанбе", "TJ"),
        ("Dushanbe", "TJ"),
        ("Ленинабад", "TJ"),
        ("в Худжанде", "TJ"),
        ("Курган-Тюбе", "TJ"),
        ("Бохтар", "TJ"),
        ("Ашгабат", "TM"),
        ("в Ашхабаде", "TM"),
        ("Мары", "TM"),
        ("Чарджоу", "TM"),
        ("Ташкент", "UZ"),
        ("Toshkentda", "UZ"),
        ("Навои", "UZ"),
        ("Коканд", "UZ"),
        ("Термез", "UZ"),
        ("Каракалпакия", "UZ"),
    ],
)
def test_a_question_names_a_country(gazetteer: Gazetteer, question: str, country: str) -> None:
    found = whereabouts(gazetteer, question)
    assert (found.country, found.origin, found.outside) == (country, None, None)


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("сколько семей получили помощь", id="семей: families"),
        pytest.param("мен бунга қарши", id="қарши: against"),
        pytest.param("Что такое Алматинский процесс?", id="the Almaty Process"),
        pytest.param("about the Almaty Process", id="the Almaty Process in English"),
        pytest.param("ошибка в документе", id="ошибка: mistake"),
        pytest.param("ошиблись в анкете", id="ошиблись"),
        pytest.param("маршрут до дома", id="маршрут is not Мары"),
        pytest.param("my name is Mary", id="Mary: a name"),
        pytest.param("Нурсултан Назарбаев", id="Нурсултан: a name"),
        pytest.param("меня зовут Нурсултан", id="Нурсултан: the asker's name"),
        pytest.param("как доехать по улице Фрунзе", id="Фрунзе: a street"),
        pytest.param("катаракта у отца", id="катаракта is not Катар"),
        pytest.param("грузим мебель", id="грузим is not Грузия"),
        pytest.param("помогите, забрали документы", id="no name at all"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_question_names_no_country(gazetteer: Gazetteer, question: str) -> None:
    assert whereabouts(gazetteer, question) == NOWHERE


# Where somebody is, where they are from


@pytest.mark.parametrize(
    ("question", "country", "origin"),
    [
        pytest.param("я таджик, работаю в Алматы", "KZ", "TJ", id="people, then a city"),
        pytest.param("работаю в Алматы, я таджик", "KZ", "TJ", id="a city, then people"),
        pytest.param("I am Tajik and work in Almaty", "KZ", "TJ", id="in English"),
        pytest.param("граждане Кыргызстана в Ташкенте", "UZ", "KG", id="citizens of"),
        pytest.param("гражданин республики Таджикистан в Казахстане", "KZ", "TJ", id="citizen of the republic of"),
        pytest.param("приехали из города Ош в Астану", "KZ", "KG", id="from the city of"),
        pytest.param("living in Bishkek, from Uzbekistan", "KG", "UZ", id="in, from"),
        pytest.param("паспорт Узбекистана забрали в Шымкенте", "KZ", "UZ", id="a passport of"),
        pytest.param("узбек из Андижана в Оше", "KG", "UZ", id="both from the same country"),
        pytest.param("я из Ташкента", "UZ", None, id="only from"),
        pytest.param("я узбек в Ташкенте", "UZ", None, id="at home"),
    ],
)
def test_where_somebody_is_comes_before_where_they_are_from(
    gazetteer: Gazetteer, question: str, country: str, origin: str | None
) -> None:
    found = whereabouts(gazetteer, question)
    assert (found.country, found.origin, found.outside) == (country, origin, None)


@pytest.mark.parametrize(
    ("question", "country", "outside"),
    [
        pytest.param("гр. Таджикистана, задержали в Москве", "TJ", "RU", id="a citizen in Moscow"),
        pytest.param("я узбек, работаю в Стамбуле", "UZ", "TR", id="people, then a city outside"),
        pytest.param("Kyrgyz worker in Warsaw, Poland", "KG", "PL", id="in English"),
        pytest.param("работаю в России", None, "RU", id="only outside"),
        pytest.param("живу в Турции", None, "TR", id="Turkey"),
        pytest.param("Сеул", None, "KR", id="a city outside alone"),
    ],
)
def test_a_place_outside_is_told_beside_the_own_country(
    gazetteer: Gazetteer, question: str, country: str | None, outside: str
) -> None:
    found = whereabouts(gazetteer, question)
    assert (found.country, found.outside) == (country, outside)


def test_where_somebody_comes_from_is_not_where_they_are_outside(gazetteer: Gazetteer) -> None:
    found = whereabouts(gazetteer, "вернулся из Москвы в Душанбе")
    assert (found.country, found.outside) == ("TJ", None)


# Details


def test_the_place_is_told_by_its_english_name(gazetteer: Gazetteer) -> None:
    assert whereabouts(gazetteer, "я таджик, живу в Алма-Ате").place == "Almaty"


def test_a_country_alone_is_no_place(gazetteer: Gazetteer) -> None:
    assert whereabouts(gazetteer, "живу в Казахстане").place is None


def test_the_place_of_the_origin_is_not_where_somebody_is(gazetteer: Gazetteer) -> None:
    assert whereabouts(gazetteer, "из Ташкента, живу в Казахстане").place is None


def test_the_words_that_name_countries_are_told(gazetteer: Gazetteer) -> None:
    assert whereabouts(gazetteer, "я таджик, живу в Нур-Султане").words == {1, 4, 5}


def test_a_longer_name_beats_a_shorter_one(gazetteer: Gazetteer) -> None:
    assert gazetteer.mentions(tokenize("Узбекистан")) == [Mention("UZ", "name", None, 0, 1)]


def test_countries_are_mentioned_in_the_order_of_the_question(gazetteer: Gazetteer) -> None:
    mentions = gazetteer.mentions(tokenize("Ташкент, Ош, Россия"))
    assert [mention.country for mention in mentions] == ["UZ", "KG", "RU"]


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_country_is_found_by_the_names_it_is_shown_by(shipped: Knowledge, country: str) -> None:
    gazetteer = Gazetteer(shipped.countries)
    (entry,) = (entry for entry in shipped.countries if entry.code == country)
    names = [entry.name.best("en"), entry.name.best("ru")]
    assert [whereabouts(gazetteer, name).country for name in names] == [country, country]


def test_no_key_points_to_two_countries(shipped: Knowledge) -> None:
    keys: dict[str, set[str]] = {}
    for country in shipped.countries:
        for key in (*country.names, *country.demonyms, *(key for place in country.places for key in place.match)):
            keys.setdefault(key, set()).add(country.code)
    assert {key: codes for key, codes in keys.items() if len(codes) > 1} == {}


def test_an_exception_hides_the_place_only_where_it_stands() -> None:
    place = Place(name=Bilingual(en="Almaty"), match=("алмат*",), exceptions=("алматинск* процесс*",))
    gazetteer = Gazetteer([Country(code="KZ", name=Bilingual(en="Kazakhstan"), places=(place,))])
    found = gazetteer.mentions(tokenize("Алматинский процесс в Алматы"))
    assert [(mention.start, mention.place) for mention in found] == [(3, "Almaty")]


@pytest.mark.parametrize(("code", "expected"), [("KZ", "KZ"), ("UZ", "UZ"), ("RU", None), ("", None), ("kz", None)])
def test_only_the_five_countries_have_a_country_code(code: str, expected: str | None) -> None:
    assert as_country_code(code) == expected
