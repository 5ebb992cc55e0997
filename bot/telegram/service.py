"""The running bot: what works side by side, from the start to the end."""

import asyncio
import contextlib
import logging
from collections.abc import Coroutine
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.i18n import Catalog
from bot.knowledge import KnowledgeError
from bot.metrics import Metrics
from bot.settings import Settings
from bot.storage import KeyedHash
from bot.telegram.application import Reception, build_application
from bot.telegram.desk import Desk
from bot.telegram.digest import Housekeeping
from bot.telegram.edition import Edition
from bot.telegram.intake.ledger import Ledger
from bot.telegram.intake.polling import DRAIN_SECONDS, Poller
from bot.telegram.intake.server import Health, HttpServer, Intake
from bot.telegram.intake.webhook import Webhook, secret_of
from bot.telegram.intake.worker import Worker
from bot.telegram.last_good import LastGood
from bot.telegram.memory import Memory
from bot.telegram.profile import introduce
from bot.telegram.reload import Reloader
from bot.telegram.screens.screen import Screen
from bot.telegram.sending import Patience, Sender, seconds_of
from bot.telegram.staff_chats import StaffChats
from bot.telegram.transport import make_request

_log = logging.getLogger(__name__)
_LONGEST_PAUSE = 30.0  # seconds between two tries to reach Telegram at the start
LAST_GOOD = "last-good-knowledge"  # folder beside the default database


class Service:
    """One process of the bot."""

    def __init__(
        self,
        settings: Settings,
        secret: bytes,
        edition: Edition,
        directory: Path | None = None,
        refused: KnowledgeError | None = None,
    ) -> None:
        """Put the parts together.

        `directory` is watched for changes; `refused` is what it was refused for, if the edition is not of it.
        Raises SettingsError if the HTTP port cannot be had.
        """
        token = settings.required_token()
        self.metrics = Metrics()
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
        self._webhook: Webhook | None = None
        self._poller: Poller | None = None
        if settings.webhook_url:
            self._webhook = Webhook(secret_of(token), worker, self.metrics)
        else:
            self._poller = Poller(bot, polling_request, worker, self._ledger, self.memory, self.metrics)
        self._server = self._make_server(settings)
        self.housekeeping = Housekeeping(self.memory, self._staff, self._report)
        self._reloader = self._make_reloader(directory, edition, settings.state / LAST_GOOD)
        self._refused = refused
        self._stopping = asyncio.Event()
        self.is_ready = False
        edition.show(self.metrics)

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
                tasks = [group.create_task(part) for part in self._parts()]
                server = group.create_task(self._server.run()) if self._server else None
                await self._stopping.wait()
                for task in tasks:
                    task.cancel()
                if self._server and server:
                    self._server.stop()
                    await server
        except* InvalidToken:
            raise InvalidToken from None
        finally:
            await self._close()

    def _parts(self) -> list[Coroutine[Any, Any, None]]:
        parts = [self._ledger.run(), self._work()]
        if self._reloader:
            parts.append(self._reloader.run(self._refused))
        return parts

    async def _work(self) -> None:
        """Reach Telegram, then take updates until cancelled."""
        await self.memory.open()
        await self._reach_telegram()
        self.is_ready = True
        async with asyncio.TaskGroup() as group:
            group.create_task(self.housekeeping.run())
            # Telegram may make the bot wait for hours before it describes itself anew: people must not wait with it.
            group.create_task(introduce(self.application.bot))
            if self._poller:
                group.create_task(self._poller.run())
            if self._webhook:
                self._webhook.is_open = True

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
                _log.warning("Telegram cannot be reached: %s; next try in %.0f s", type(error).__name__, seconds)
                await asyncio.sleep(seconds)
            else:
                return

    async def _close(self) -> None:
        await self._ledger.write()
        with contextlib.suppress(TelegramError):
            await self.application.shutdown()
            await self.application.bot.shutdown()  # if Telegram was never reached
        await self.memory.close()

    async def health(self) -> Health:
        """Say how this process is."""
        poller, desk = self._poller, self.reception.desk
        return Health(
            alive=not (poller and poller.is_stuck),
            ready=self.is_ready and not (poller and poller.is_active and not poller.is_answered),
            intake=self._intake(),
            database=await self.memory.healthy(),
            knowledge={"version": desk.edition.version, "date": desk.edition.date},
        )

    def _intake(self) -> Intake:
        if not self.is_ready:
            return "starting"
        if self._poller is None:
            return "webhook"
        return "polling" if self._poller.is_active else "standby"

    def _make_server(self, settings: Settings) -> HttpServer | None:
        if settings.http_port is None:
            return None
        webhooks = {urlsplit(settings.webhook_url).path or "/": self._webhook} if self._webhook else {}
        return HttpServer(
            (settings.http_host, settings.http_port), self.health, self.metrics, webhooks, int(DRAIN_SECONDS)
        )

    def _make_reloader(self, directory: Path | None, edition: Edition, last_good: Path) -> Reloader | None:
        if directory is None:
            return None
        return Reloader(directory, edition, self._take, LastGood(last_good), self._staff, self.memory, self.metrics)

    def _take(self, edition: Edition) -> None:
        self.reception.take(edition)
        edition.show(self.metrics)

    async def _report(self, words: Catalog) -> Screen:
        return await self.reception.commands.report(words)
