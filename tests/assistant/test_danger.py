"""Danger learnt from examples."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.assistant.danger import THRESHOLD, DangerModel
from bot.knowledge import Knowledge
from bot.search import tokenize

URGENT = ["помогите меня заперли", "помогите меня бьют", "меня заперли и бьют", "нас заперли помогите"]
CALM = ["где прошел форум", "когда был форум", "кто провел тренинг", "где был тренинг"]
words = st.lists(st.sampled_from(" ".join(URGENT + CALM).split()), max_size=12)
steady = settings(derandomize=True, deadline=None, database=None)


def model(urgent: list[str] = URGENT, calm: list[str] = CALM) -> DangerModel:
    return DangerModel(map(tokenize, urgent), map(tokenize, calm))


def score(message: str, model: DangerModel) -> float:
    return model.score(tokenize(message))


def test_a_message_like_the_urgent_examples_scores_above_nothing() -> None:
    assert score("помогите заперли", model()) > 0


def test_a_message_like_the_calm_examples_scores_below_nothing() -> None:
    assert score("где форум", model()) < 0


def test_an_urgent_example_more_raises_the_score() -> None:
    more = model(urgent=[*URGENT, "сестра плачет помогите", "сестра плачет"])
    assert score("сестра плачет", more) > score("сестра плачет", model())


def test_a_calm_example_more_lowers_the_score() -> None:
    more = model(calm=[*CALM, "помогите найти форум", "помогите найти тренинг"])
    assert score("помогите", more) < score("помогите", model())


def test_a_word_of_one_example_decides_nothing() -> None:
    assert score("нас", model()) == 0


def test_words_never_seen_decide_nothing() -> None:
    assert score("абракадабра", model()) == 0


def test_another_form_of_a_word_counts_like_the_word() -> None:
    assert score("форумы", model()) == score("форум", model())


def test_neighbours_count_beside_words() -> None:
    assert score("меня заперли", model()) > score("заперли меня", model())


@pytest.mark.parametrize("message", ["", "!!!", "😀"])
def test_a_message_without_words_is_no_danger(message: str) -> None:
    assert score(message, model()) == 0
    assert not model().sounds_dangerous(tokenize(message))


def test_a_model_without_examples_fears_nothing() -> None:
    assert score("помогите", model([], [])) == 0


def test_the_threshold_divides_danger_from_the_rest() -> None:
    assert score("помогите меня заперли и бьют", model()) > THRESHOLD
    assert model().sounds_dangerous(tokenize("помогите меня заперли и бьют"))
    assert not model().sounds_dangerous(tokenize("где прошёл форум"))


@steady
@given(words)
def test_the_same_words_have_the_same_score(message: list[str]) -> None:
    assert model().score(message) == model().score(message)


@steady
@given(words)
def test_the_order_of_the_examples_does_not_matter(message: list[str]) -> None:
    assert model(URGENT[::-1], CALM[::-1]).score(message) == pytest.approx(model().score(message))


# What the shipped examples teach


@pytest.fixture(scope="module")
def learnt(shipped: Knowledge) -> DangerModel:
    examples = shipped.examples
    return DangerModel(
        map(tokenize, (*examples.urgent.ru, *examples.urgent.en)), map(tokenize, (*examples.calm.ru, *examples.calm.en))
    )


@pytest.mark.parametrize(
    "message",
    [
        "помогите пожалуйста нас не отпускают с фермы и не кормят",
        "он грозится убить меня и детей, боюсь выйти из комнаты",
        "please help they keep us locked in the factory and took our phones",
        "I am scared he will kill me tonight",
    ],
)
def test_a_frightened_message_sounds_dangerous(learnt: DangerModel, message: str) -> None:
    assert learnt.sounds_dangerous(tokenize(message))


@pytest.mark.parametrize(
    "message",
    [
        "сколько участников собрал форум в Ташкенте",
        "как продлить регистрацию в Алматы",
        "кто провёл тренинг для журналистов",
        "what did the round table in Dushanbe discuss",
        "how do I renew my passport",
        "спасибо вам большое",
    ],
)
def test_a_harmless_message_does_not_sound_dangerous(learnt: DangerModel, message: str) -> None:
    assert not learnt.sounds_dangerous(tokenize(message))


def test_no_example_is_both_urgent_and_calm(shipped: Knowledge) -> None:
    examples = shipped.examples
    urgent, calm = (
        {tuple(tokenize(line)) for line in (*kind.ru, *kind.en)} for kind in (examples.urgent, examples.calm)
    )
    assert urgent & calm == set()
