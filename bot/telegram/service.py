"""The running bot: what works side by side, from the start to the end."""

import asyncio
import contextlib
import logging
from pathlib import Path
from typing import TYPE_CHECKING, get_args
from urllib.parse import urlsplit

from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.assistant.answer import Outcome
from bot.i18n import Catalog
from bot.knowledge import COUNTRIES, LANGUAGES
from bot.metrics import Metrics
from bot.settings import Settings
from bot.storage import KeyedHash
from bot.telegram.application import Reception, build_application
from bot.telegram.desk import Desk
from bot.telegram.digest import Housekeeping
from bot.telegram.edition import Edition
from bot.telegram.intake.health import Health, Intake
from bot.telegram.intake.ledger import Ledger
from bot.telegram.intake.polling import DRAIN_SECONDS, Poller
from bot.telegram.intake.webhook_watch import watch_webhook
from bot.telegram.intake.worker import Worker
from bot.telegram.last_good import LastGood
from bot.telegram.memory import Memory
from bot.telegram.profile import introduce
from bot.telegram.reload import Reloader
from bot.telegram.screens.screen import Screen
from bot.telegram.sending import Patience, Sender, seconds_of
from bot.telegram.staff_chats import StaffChats
from bot.telegram.transport import make_request

if TYPE_CHECKING:
    from bot.telegram.intake.server import HttpServer
    from bot.telegram.intake.webhook import Webhook

_log = logging.getLogger(__name__)
_LONGEST_PAUSE = 30.0  # seconds between two tries to reach Telegram at the start
_DATABASE_SECONDS = 0.5  # for the database to say that it is there: whoever asks for our health does not wait long


class Service:
    """One process of the bot."""

    def __init__(self, settings: Settings, secret: bytes, edition: Edition) -> None:
        """Put the parts together. Raises SettingsError if the HTTP port cannot be had."""
        token = settings.required_token()
        self.metrics = Metrics()
        self.metrics.expect_questions(get_args(Outcome), LANGUAGES, COUNTRIES)
        self.memory = Memory(settings.database_url, KeyedHash(secret), self.metrics)
        patience = Patience(settings.messages_per_second, self.metrics)
        polling_request = make_request()
        self.application = build_application(token, settings.api_url, make_request(), polling_request, patience)
        bot = self.application.bot
        sender = Sender(bot, self.memory)
        self._staff = StaffChats(frozenset(settings.staff_chats), sender, self.memory)
        self.reception = Reception(self.application, Desk(edition, self.memory, sender, self.metrics), self._staff)
        self._ledger = Ledger(self.memory, shared=bool(settings.webhook_url))
        worker = Worker(bot, self.reception.handle, self._ledger, self.metrics)
        self._webhook_url = settings.webhook_url
        self._webhook = _make_webhook(token, worker, self.metrics) if self._webhook_url else None
        self._poller = (
            None if self._webhook else Poller(bot, polling_request, worker, self._ledger, self.memory, self.metrics)
        )
        self._server = self._make_server(settings)
        self.housekeeping = Housekeeping(self.memory, self._staff, self._report)
        self._reloader: Reloader | None = None
        self._stopping = asyncio.Event()
        self.is_ready = False
        self.metrics.receiving.set_function(lambda: self._is_receiving)
        edition.show(self.metrics)

    def watch(self, directory: Path, last_good: LastGood) -> None:
        """Take over what changes in a knowledge folder while the bot runs."""
        edition = self.reception.desk.edition
        self._reloader = Reloader(directory, edition, self._take, last_good, self._staff, self.memory, self.metrics)

    def stop(self) -> None:
        """Begin to end: take nothing more, finish what is under way."""
        self._stopping.set()

    def reload(self) -> None:
        """Read the knowledge anew."""
        if self._reloader:
            self._reloader.ask()

    async def run(self) -> None:
        """Answer until `stop` is called. Raises InvalidToken if Telegram does not know the token."""
        try:
            async with asyncio.TaskGroup() as group:
                ledger = group.create_task(self._ledger.run())
                work = group.create_task(self._work())
                server = group.create_task(self._server.run()) if self._server else None
                await self._stopping.wait()
                _log.info("the end: what is under way is finished")
                work.cancel()
                if self._server and server:
                    self._server.stop()
                    await server
                await asyncio.wait([work])
                ledger.cancel()  # the last: what is under way is kept from other processes to its end
        except BaseExceptionGroup as errors:  # not except*: what it raises is a group again before Python 3.11.4
            if errors.subgroup(InvalidToken):
                raise InvalidToken from None
            raise
        finally:
            await self._close()

    async def _work(self) -> None:
        """Reach Telegram, then take updates until cancelled."""
        await self.memory.open()
        await self._reach_telegram()
        self.is_ready = True
        _log.info("ready: %s", "updates come to the webhook" if self._webhook else "updates are asked for")
        async with asyncio.TaskGroup() as group:
            group.create_task(self.housekeeping.run())
            group.create_task(self.memory.run())
            # Telegram may make the bot wait for hours before it describes itself anew: people must not wait with it.
            group.create_task(introduce(self.application.bot))
            if self._poller:
                group.create_task(self._poller.run())
            if self._webhook:
                self._webhook.is_open = True
                group.create_task(watch_webhook(self.application.bot, self._webhook_url, self.metrics))
            if self._reloader:
                group.create_task(self._reloader.run())

    async def _reach_telegram(self) -> None:
        """Ask Telegram who we are, for as long as it takes. Raises InvalidToken."""
        pause = 0.5
        while True:
            try:
                await self.application.initialize()
            except InvalidToken:
                raise
            except TelegramError as error:
                seconds = seconds_of(error) if isinstance(error, RetryAfter) else pause
                pause = min(2 * pause, _LONGEST_PAUSE)
                self.metrics.telegram_errors.labels("getMe", type(error).__name__).inc()
                _log.warning("Telegram cannot be reached: %s; next try in %.1f s", type(error).__name__, seconds)
                await asyncio.sleep(seconds)
            else:
                return

    async def _close(self) -> None:
        await self._ledger.write()
        with contextlib.suppress(TelegramError):
            await self.application.shutdown()
            await self.application.bot.shutdown()  # if Telegram was never reached
        await self.memory.close()

    @property
    def is_alive(self) -> bool:
        """Tell whether this process can go on; if not, only a new start helps."""
        return not (self._poller and self._poller.is_stuck)

    @property
    def _is_receiving(self) -> bool:
        """Tell whether updates come to this process."""
        poller = self._poller
        return poller.is_active and poller.is_answered if poller else self.is_ready

    async def health(self) -> Health:
        """Say how this process is."""
        poller, desk = self._poller, self.reception.desk
        return Health(
            alive=self.is_alive,
            ready=self.is_ready and not (poller and poller.is_active and not poller.is_answered),
            intake=self._intake(),
            database=await self._database_answers(),
            knowledge={"version": desk.edition.version, "date": desk.edition.date},
        )

    async def _database_answers(self) -> bool:
        try:
            async with asyncio.timeout(_DATABASE_SECONDS):
                return await self.memory.healthy()
        except TimeoutError:
            return False

    def _intake(self) -> Intake:
        if not self.is_ready:
            return "starting"
        if self._poller is None:
            return "webhook"
        return "polling" if self._poller.is_active else "standby"

    def _make_server(self, settings: Settings) -> "HttpServer | None":
        if settings.http_port is None:
            return None
        from bot.telegram.intake.server import HttpServer  # whoever polls without it shall not pay for it

        webhooks = {urlsplit(settings.webhook_url).path or "/": self._webhook} if self._webhook else {}
        return HttpServer(
            (settings.http_host, settings.http_port), self.health, self.metrics, webhooks, int(DRAIN_SECONDS)
        )

    def _take(self, edition: Edition) -> None:
        self.reception.take(edition)
        edition.show(self.metrics)

    async def _report(self, words: Catalog) -> Screen:
        return await self.reception.commands.report(words)


def _make_webhook(token: str, worker: Worker, metrics: Metrics) -> "Webhook":
    from bot.telegram.intake.webhook import Webhook, secret_of  # as the server: only who has one loads it

    return Webhook(secret_of(token), worker, metrics)
