"""The command line and a knowledge folder small enough to know by heart."""

from pathlib import Path

import pytest

from tests.cli.program import Program
from tests.conftest import WriteFolder

SMALL = {
    "bulletins/report.yaml": """
        bulletin: {id: report, date: 2020-12-29, source: sources/report.txt, title: {en: The report, ru: Отчёт}}
        passages:
          - id: leaflets
            countries: [TJ]
            topics: [awareness]
            date: 2020-12-18
            title: {en: Leaflets, ru: Листовки}
            text: {en: More than 1500 leaflets were handed out., ru: Раздали более 1500 листовок.}
            questions: {en: [how many leaflets were handed out], ru: [сколько листовок раздали]}
          - id: training
            countries: [UZ]
            title: {en: A training, ru: Тренинг}
            text: {en: Twenty five people were trained in Tashkent., ru: В Ташкенте обучили двадцать пять человек.}
            questions: {en: [how many people were trained], ru: [сколько человек обучили]}
          - id: network
            countries: [KG]
            title: {en: A network, ru: Сеть}
            text: {en: The network on migration was launched online., ru: Сеть по миграции открыли в интернете.}
            questions: {en: [how was the network launched], ru: [как открыли сеть]}
          - id: flight
            title: {en: A flight, ru: Рейс}
            text: {en: Many migrants returned home by land., ru: Многие мигранты вернулись домой по суше.}
            questions: {en: [how did migrants return home], ru: [как мигранты вернулись домой]}
        """,
    "contacts.yaml": r"""
        - {id: kz-hotline, country: KZ, kind: hotline, name: {en: Hotline, ru: Горячая линия}, phone: "11616",
           verified: 2020-12-29, source: The report}
        - {id: kz-old, country: KZ, kind: hotline, name: {en: Old line}, phone: "999", status: retired,
           verified: 2010, source: The report}
        - {id: tj-mission, country: TJ, kind: mission, name: {en: Mission, ru: Представительство},
           email: dushanbe@example.org, verified: 2020-12, source: The report}
        - {id: tj-hotline, country: TJ, kind: hotline, name: {en: "Help; free, day\\night", ru: "Помощь; бесплатно"},
           phone: "+992900800800", verified: 2020-12-29, source: 'The report, "Issue 9"'}
        - id: uz-mission
          country: UZ
          kind: mission
          name:
            en: An office with a name that is much too long to stand in one line of a card without a fold
            ru: Отделение с названием, слишком длинным, чтобы стоять в одной строке визитной карточки без переноса
          email: tashkent@example.org
          status: unconfirmed
          verified: 2020
          source: The report
        """,
    "countries.yaml": """
        - {code: KZ, name: {en: Kazakhstan, ru: Казахстан}, names: [kazakhst*, казахст*]}
        - {code: TJ, name: {en: Tajikistan, ru: Таджикистан}, names: [tajikist*, таджикист*]}
        """,
    "topics.yaml": """
        - {id: awareness, name: {en: awareness, ru: осведомлённость}, triggers: {en: [leaflets], ru: [листов*]}}
        """,
}


@pytest.fixture
def program(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    return Program(capsys, monkeypatch)


@pytest.fixture
def small(write_folder: WriteFolder) -> Path:
    return write_folder(SMALL, "small")
