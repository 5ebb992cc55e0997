"""A process that is killed again and again while people write."""

import time
from dataclasses import dataclass
from random import Random

from tests.fakes import BotApiServer
from tests.faults.bots import Bot
from tests.faults.crowd import Crowd, Tally
from tests.faults.trials import Kind, Mode, Place

API_DELAY = 0.02  # seconds that each call of the Bot API takes
_LATEST = 0.05  # seconds from the answer at which a kill is due to the kill


@dataclass(frozen=True)
class Kills:
    """What came of it."""

    kills: int
    tally: Tally
    in_flight: int  # questions whose answers were sent or on their way at a kill, and not confirmed to Telegram
    unconfirmed: frozenset[int]  # chats with these or with questions that waited or came just then

    def __str__(self) -> str:
        return f"{self.kills} kills, {self.tally}, {self.in_flight} in flight at the kills"


@dataclass(frozen=True)
class KillTrial:
    """Kills the process at random points: after so many answers and a random moment, drawn from the seed."""

    mode: Mode
    database: Kind
    kills: int
    seed: int
    questions: int = 30  # asked for each kill, and after the last one

    def __call__(self, place: Place) -> Kills:
        random = Random(f"{self.seed} {self.mode} {self.database}")  # noqa: S311 - no secret
        questions = self.questions * (self.kills + 1)
        points = sorted(random.sample(range(1, questions), self.kills))
        in_flight: set[int] = set()
        unconfirmed: set[int] = set()
        with BotApiServer() as api:
            api.delay = API_DELAY
            bot = Bot(api, place.folder, place.database(self.database), self.mode)
            with bot, Crowd(api, questions) as crowd:
                for point in points:
                    crowd.wait_answered(point)
                    time.sleep(random.uniform(0, _LATEST))
                    unconfirmed |= crowd.at_risk(bot.kill)
                    bot.start()
                    time.sleep(3 * API_DELAY)  # what the dead process has sent arrives; the new one is not up yet
                    in_flight |= crowd.begun & crowd.unconfirmed
                crowd.wait_answered()
                return Kills(self.kills, crowd.tally(), len(in_flight), frozenset(unconfirmed))
