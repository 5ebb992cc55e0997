"""The clock of the machine is wrong by a day, in either direction, from one start to the next."""

import sys
from dataclasses import dataclass

from tests.fakes import BotApiServer
from tests.faults.bots import Bot
from tests.faults.crowd import Crowd, Tally
from tests.faults.trials import Mode, Place

DAY = 86_400
_SHIFTED = """
import sys, time
real, shift = time.time, float(sys.argv.pop(1))
time.time = lambda: real() + shift
from tests.limits import main
sys.exit(main())
"""


@dataclass(frozen=True)
class ClockTrial:
    """Ends and starts the bot under load with another clock each time.

    When the bot polls, Telegram does not learn what it has answered at last: all depends on the database.
    """

    mode: Mode

    def __call__(self, place: Place) -> Tally:
        with BotApiServer() as api:
            bot = Bot(api, place.folder, place.database("sqlite"), self.mode)
            with bot, Crowd(api, 120, per_second=30) as crowd:
                for answers, shift in ((20, DAY), (60, -DAY)):
                    crowd.wait_answered(answers)
                    deaf = api.fail("getUpdates", 502, times=None)
                    bot.end()
                    deaf.times = 0
                    bot.start([sys.executable, "-c", _SHIFTED, str(shift), "run"])
                    bot.wait_ready()
                crowd.wait_answered()
                return crowd.tally()
