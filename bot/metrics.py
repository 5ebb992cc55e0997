"""What Prometheus can read of a running bot: counts, times and ages. Never a text, never the id of a chat or person."""

import datetime as dt
from collections.abc import Callable, Iterable
from itertools import product

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_ANSWER_BUCKETS = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5)
_UPDATE_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_LAG_BUCKETS = (1, 2, 5, 10, 30, 60, 300, 900, 3600)


class Metrics:
    """The metrics of one process, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)

        def counter(name: str, text: str, *labels: str) -> Counter:
            return Counter(f"migrant_bot_{name}", text, labels, registry=self.registry)

        def gauge(name: str, text: str, *labels: str) -> Gauge:
            return Gauge(f"migrant_bot_{name}", text, labels, registry=self.registry)

        def histogram(name: str, text: str, buckets: tuple[float, ...]) -> Histogram:
            return Histogram(f"migrant_bot_{name}", text, buckets=buckets, registry=self.registry)

        self.updates = counter("updates_total", "Updates by kind and by what became of them.", "kind", "result")
        self.questions = counter(
            "questions_total", "Questions that were read.", "outcome", "language", "country", "urgent"
        )
        self.answer_seconds = histogram("answer_seconds", "Time to read a question and search.", _ANSWER_BUCKETS)
        self.update_seconds = histogram("update_seconds", "Time from taking an update to its end.", _UPDATE_BUCKETS)
        self.delivery_lag_seconds = histogram(
            "delivery_lag_seconds", "Age of a message when the bot took it.", _LAG_BUCKETS
        )
        self.in_flight = gauge("updates_in_flight", "Updates that were taken and are not answered yet.")
        self.oldest_update_seconds = gauge("oldest_update_seconds", "Time since the oldest of them was taken.")
        self.telegram_errors = counter("telegram_errors_total", "Calls of the Bot API that failed.", "method", "kind")
        self.polling = gauge("polling", "1 in the process that asks Telegram for updates.")
        self.last_poll = gauge("last_poll_timestamp_seconds", "When Telegram last answered a request for updates.")
        self.receiving = gauge(
            "receiving", "1 in a process to which updates come: Telegram answers its polls, or its webhook is open."
        )
        self.webhook_requests = counter("webhook_requests_total", "Requests to the webhook.", "status")
        self.webhook_pending_updates = gauge("webhook_pending_updates", "Updates that wait at Telegram for a webhook.")
        self.webhook_last_error = gauge(
            "webhook_last_error_timestamp_seconds", "When Telegram last failed to deliver to the webhook; 0 for never."
        )
        self.webhook_elsewhere = gauge(
            "webhook_elsewhere", "1 while Telegram delivers to another address than the bot's, or to none."
        )
        self.storage_errors = counter("storage_errors_total", "Things that the database could not do.")
        self.knowledge = gauge("knowledge_info", "1 for the version of the knowledge in use.", "version")
        self.knowledge_changed = gauge(
            "knowledge_changed_timestamp_seconds", "When a file of that version was last changed."
        )
        self.knowledge_reloads = counter("knowledge_reloads_total", "Attempts to take over changed files.", "result")
        self.knowledge_broken = gauge(
            "knowledge_broken", "1 while the files cannot be used and an earlier version is in use."
        )
        self.contact_age_days = gauge(
            "contact_age_days", "Days since a contact was last seen to be right.", "contact", "country"
        )

        # Prometheus sees no increase in what appears with its first event: what alerts look at is there from the start.
        for status in ("200", "403", "409", "503"):
            self.webhook_requests.labels(status)
        for result in ("ok", "failed"):
            self.knowledge_reloads.labels(result)

    def expect_questions(self, outcomes: Iterable[str], languages: Iterable[str], countries: Iterable[str]) -> None:
        """Begin the counts of questions at 0: Prometheus sees no increase in what appears with its first event."""
        for labels in product(outcomes, languages, ("", *countries), ("yes", "no")):
            self.questions.labels(*labels)

    def count_question(self, outcome: str, language: str, country: str | None, *, urgent: bool) -> None:
        """Count a question that was read."""
        self.questions.labels(outcome, language, country or "", "yes" if urgent else "no").inc()

    def show_knowledge(
        self, version: str, changed: dt.datetime, ages: Iterable[tuple[str, str, Callable[[], float]]]
    ) -> None:
        """Show which knowledge is in use, and the days since each of its contacts, by id and country, was verified."""
        self.knowledge.clear()
        self.knowledge.labels(version).set(1)
        self.knowledge_changed.set(changed.timestamp())
        self.contact_age_days.clear()
        for contact, country, days in ages:
            self.contact_age_days.labels(contact, country).set_function(days)

    def exposition(self) -> bytes:
        """Return all of it in the text format of Prometheus."""
        return generate_latest(self.registry)
